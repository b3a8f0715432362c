"""Read the prose of Debian's packages, to find rare faults in; foreign prose through Apertium.

Changelogs, notes and manuals are written in haste, by people of all languages, and hold what news
hardly does: weekdays that contradict their dates, days that no month has, lengths of time behind
*since*. What was written in another language and translated by rules into English holds what a
round trip from English and back does not: the order of the words of that language.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import shutil
import subprocess
import tarfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from rich.console import Console
from rich.progress import track

from mtqa.errors import TrainingError
from mtqa.output import replacing
from mtqa.train.roundtrips import translated_lines
from mtqa.train.settings import ManualSettings

#: Files of fewer or more bytes are left alone.
_SIZE = (300, 3_000_000)
#: Words and code points of a paragraph that is kept.
_FEWEST_WORDS, _LONGEST = 6, 30_000
#: Code points of a text that paragraphs are joined to.
_TEXT_LENGTH = 2000
_HTML = re.compile(r"\.(?:x?html?|page)\Z", re.I)
_MAN = re.compile(r"/man/.*\.[1-9]\w*\Z")
_PLAIN = re.compile(
    r"\.(?:txt|text|md|rst)\Z|/(?:README|NEWS|CHANGE|FAQ|HISTORY|TODO|INSTALL|HOWTO)[^/]*\Z", re.I
)
_SCRIPT = re.compile(r"<(script|style|head|pre)\b.*?</\1\s*>|<!--.*?-->", re.I | re.S)
_BLOCK = re.compile(
    r"</?(?:p|div|li|[uod]l|h[1-6]|table|t[rdh]|pre|d[td]|section|article|blockquote|br|hr|title|"
    r"body|nav|header|footer)\b[^>]*>",
    re.I,
)
_TAG = re.compile(r"<[^<>]{1,2000}>")
_ROFF_LINE = re.compile(r"[.']\s*(\w+)\s*(.*)")
_ROFF_FONTS = frozenset({"B", "I", "BR", "IR", "RB", "RI", "BI", "IB", "Nm", "Em"})
_ROFF = {
    "\\-": "-",
    "\\(aq": "'",
    "\\(lq": "“",
    "\\(rq": "”",
    "\\(em": "—",
    "\\ ": " ",
    "\\e": "\\",
}
_ROFF_NOTHING = re.compile(r"\\f(?:[BIRP]|\(\w\w)|\\[&/,]")
_ROFF_OTHER = re.compile(r"\\\(\w\w|\\\*\(\w\w|\\\[[^\]]*\]")
#: Words that tell a language from English, and the share of them that its prose has.
_COMMON = {
    "es": frozenset("de la el que en los se las para con una del por un es al su como".split()),
    "gl": frozenset("de a o que en os se as para con unha do da por un é ao seu como non".split()),
}
_FEWEST_COMMON = 0.22
_LONGEST_FOREIGN = 250


def read_manuals(settings: ManualSettings) -> Path:
    """Write the prose of packages as JSON Lines with ``id`` and ``text``.

    An id names package, version, file and place in it.

    Raises:
        TrainingError: a package or a program is missing.
    """
    reader = shutil.which("dpkg-deb")
    if reader is None:
        raise TrainingError("dpkg-deb is missing; it comes with Debian's dpkg")
    console = Console(stderr=True)
    with replacing(settings.output) as out:
        for name in track(settings.packages, description="", console=console):
            texts = list(_texts(reader, settings, name))
            if settings.mode is not None:
                texts = _translated(settings.mode, texts)
            for place, text in texts:
                out.write(json.dumps({"id": place, "text": text}, ensure_ascii=False) + "\n")
    return settings.output


def _texts(reader: str, settings: ManualSettings, name: str) -> Iterator[tuple[str, str]]:
    """Yield (id, text) of one package; a paragraph that stands in it twice counts once."""
    package, _, version = name.partition("=")
    files = sorted(settings.folder.glob(f"{package}_{version.replace(':', '%3a')}_*.deb"))
    if not files:
        raise TrainingError(
            f"{settings.folder}: {package} {version} is missing; "
            f"fetch it with apt-get download {name}"
        )
    seen: set[int] = set()
    for path, content in _files(reader, files[0]):
        kept: list[str] = []
        for paragraph in _paragraphs(path, content, settings.language):
            letters = zlib.crc32(re.sub(r"\W+", "", paragraph).encode())
            if letters not in seen:
                seen.add(letters)
                kept.append(paragraph)
        for number, text in enumerate(_joined(kept)):
            yield f"{name}/{path}/{number}", text


def _files(reader: str, package: Path) -> Iterator[tuple[str, str]]:
    """Yield the path and the content of the text files of a package, unpacked.

    Raises:
        TrainingError: the package is damaged.
    """
    try:
        yield from _unpacked(reader, package)
    except tarfile.TarError as error:
        raise TrainingError(f"{package}: damaged ({error}); fetch it again") from error


def _unpacked(reader: str, package: Path) -> Iterator[tuple[str, str]]:
    with (
        subprocess.Popen(  # noqa: S603 (dpkg-deb, on a file of the user's)
            [reader, "--fsys-tarfile", str(package)], stdout=subprocess.PIPE
        ) as unpacking,
        tarfile.open(fileobj=unpacking.stdout, mode="r|") as archive,
    ):
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is None or not _SIZE[0] <= member.size <= _SIZE[1]:
                continue
            path = PurePosixPath(member.name)
            packed = path.suffix == ".gz"
            path = path.with_suffix("") if packed else path
            if not any(kind.search(str(path)) for kind in (_HTML, _MAN, _PLAIN)):
                continue
            content = file.read()
            try:
                content = gzip.decompress(content) if packed else content
            except (OSError, EOFError, zlib.error):
                continue  # damaged on purpose, as what tests of programs read may be
            try:
                yield str(path), content.decode()
            except UnicodeDecodeError:
                yield str(path), content.decode("latin-1")


def _paragraphs(path: str, content: str, language: str | None) -> Iterator[str]:
    """Yield the paragraphs of a page, a manual or a plain file that have enough words."""
    if _HTML.search(path):
        found = _of_html(content)
    elif _MAN.search(path):
        found = _of_roff(content)
    elif _PLAIN.search(path):
        found = re.split(r"\n\s*\n", content.replace("\r\n", "\n"))
    else:
        return
    for paragraph in found:
        text = paragraph.strip("\n") if language is None else " ".join(paragraph.split())
        words = text.split()
        if len(words) < _FEWEST_WORDS or len(text) > _LONGEST:
            continue
        if language is None or _is_prose_of(language, words):
            yield text


def _is_prose_of(language: str, words: Sequence[str]) -> bool:
    common = sum(word.lower() in _COMMON[language] for word in words)
    return len(words) <= _LONGEST_FOREIGN and common >= _FEWEST_COMMON * len(words)


def _of_html(content: str) -> list[str]:
    blocks = _BLOCK.split(_SCRIPT.sub(" ", content))
    return [" ".join(html.unescape(_TAG.sub("", block)).split()) for block in blocks]


def _of_roff(content: str) -> list[str]:
    found: list[list[str]] = [[]]
    for line in content.splitlines():
        if line.startswith(('.\\"', "'\\\"")):
            continue
        macro = _ROFF_LINE.match(line)
        if macro and macro[1] in _ROFF_FONTS:
            found[-1].append(macro[2].replace('"', ""))
        elif macro or not line.strip():
            found.append([])
        else:
            found[-1].append(line)
    return [_plain_roff(" ".join(lines)) for lines in found]


def _plain_roff(text: str) -> str:
    text = _ROFF_NOTHING.sub("", text)
    for escape, meant in _ROFF.items():
        text = text.replace(escape, meant)
    return " ".join(_ROFF_OTHER.sub("", text).split())


def _joined(paragraphs: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs, in texts of about :data:`_TEXT_LENGTH`."""
    own: list[str] = []
    size = 0
    for paragraph in paragraphs:
        if own and size + len(paragraph) > _TEXT_LENGTH:
            yield "\n\n".join(own)
            own, size = [], 0
        own.append(paragraph)
        size += len(paragraph)
    if own:
        yield "\n\n".join(own)


def _translated(mode: str, texts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Translate texts paragraph by paragraph; one that Apertium fails on is left out."""
    paragraphs = [text.split("\n\n") for _, text in texts]
    lines = iter(translated_lines(mode, [line for own in paragraphs for line in own]))
    found = []
    for (place, _), own in zip(texts, paragraphs, strict=True):
        versions = [next(lines) for _ in own]
        known = [version for version in versions if version]
        if known:
            found.append((f"{mode}/{place}", "\n\n".join(known)))
    return found
