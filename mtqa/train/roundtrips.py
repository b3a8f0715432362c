"""Make round trips of native prose with Apertium, in every genre and through several languages.

The round trips among the data all go through two close Romance pivots and all render news. A
detector that must know translated-and-back text of any kind needs more pivots and more genres;
Apertium (rule-based, GPL, a package of Debian) makes them. Catalan is left out, because
``roundtrip/apertium-cat`` is what development measures on.
"""

from __future__ import annotations

import heapq
import json
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

from mtqa.errors import TrainingError
from mtqa.segment import segment
from mtqa.train.corpus import CorpusDocument, bucket, iter_corpus, read_jsonl
from mtqa.train.examples import Example
from mtqa.train.settings import RoundTripSettings

#: Paragraphs of fewer or more words are left out.
_WORDS = (30, 130)
#: What every mode can read, whatever its language.
_TRIAL = "1990."
#: Name of the made set in an example's ``set``.
MADE = "made-roundtrips"


def make_roundtrips(settings: RoundTripSettings) -> Path:
    """Translate sampled native paragraphs there and back; write one JSON line for each.

    A line has ``key`` (of the document), ``genre``, ``chain``, and the lists ``originals`` and
    ``roundtrips``, sentence by sentence.

    Raises:
        TrainingError: Apertium or one of its pairs is missing.
    """
    program = _apertium()
    console = Console(stderr=True)
    paragraphs = _sample(settings)
    console.print(f"{len(paragraphs)} paragraphs through {len(settings.chains)} chains …")
    settings.output.parent.mkdir(parents=True, exist_ok=True)
    chains = sorted(settings.chains)
    with settings.output.open("w", encoding="utf-8") as out:
        for place, chain in enumerate(chains):
            own = paragraphs[place :: len(chains)]
            originals = [sentences for _, sentences in own]
            roundtrips = _through(program, settings.chains[chain], originals)
            lost = 0
            for (document, sentences), versions in zip(own, roundtrips, strict=True):
                if versions is None:
                    lost += 1
                    continue
                record = {
                    "key": document.key,
                    "genre": document.genre,
                    "chain": chain,
                    "originals": sentences,
                    "roundtrips": versions,
                }
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
            told = f", {lost} of them lost, for Apertium fails on them" if lost else ""
            console.print(f"{chain}: {len(own)} paragraphs{told}")
    return settings.output


def iter_made(path: Path) -> Iterator[Example]:
    """Yield originals and round trips of ``path``: each as a paragraph and as one sentence.

    Raises:
        TrainingError: the file is missing.
    """
    if not path.is_file():
        raise TrainingError(f"{path}: missing; make it with mtqa train roundtrips")
    for number, record in enumerate(read_jsonl(path)):
        middle = len(record["originals"]) // 2
        for field, kind in (("originals", "ho"), ("roundtrips", "roundtrip")):
            sentences = record[field]
            cuts = {len(sentences): " ".join(sentences), 1: sentences[middle]}
            for n, text in cuts.items():
                yield Example(
                    text=text,
                    kind=kind,
                    set=MADE,
                    lp=f"en-{record['chain']}-en",
                    system="original" if kind == "ho" else "apertium",
                    source=f"{MADE}/{number}",
                    block=record["key"],
                    n_segments=n,
                )


def translated_lines(mode: str, lines: Sequence[str]) -> list[str | None]:
    """Translate lines by one mode of Apertium; None is a line that it fails on.

    Raises:
        TrainingError: Apertium or the mode is missing.
    """
    program = _apertium()
    _try(program, mode)
    return _translated(program, mode, lines) if lines else []


def _apertium() -> str:
    program = shutil.which("apertium")
    if program is None:
        raise TrainingError(
            "apertium is missing; install apertium-eng-spa, apertium-en-gl, apertium-eo-en, "
            "apertium-hbs-eng and apertium-es-pt"
        )
    return program


def _try(program: str, mode: str) -> None:
    """Translate one line, lest each be tried by itself where none can be read."""
    if _translated(program, mode, [_TRIAL]) == [None]:
        raise TrainingError(f"apertium -u {mode} fails on “{_TRIAL}”; run it by hand")


def _sample(settings: RoundTripSettings) -> list[tuple[CorpusDocument, list[str]]]:
    """Return paragraphs as sentences, at most ``per_genre`` of a source's genre."""
    heaps: dict[tuple[str, str], list[tuple[int, int, CorpusDocument, str]]] = defaultdict(list)
    count = 0
    for document in iter_corpus(settings.data_dir / "human", fold=False):
        if document.held_out:
            continue
        heap = heaps[document.source, document.genre]
        for place, paragraph in enumerate(document.paragraphs):
            if not _WORDS[0] <= len(paragraph.split()) <= _WORDS[1]:
                continue
            if settings.holding is not None and not settings.holding.search(paragraph):
                continue
            count += 1
            entry = (-bucket(f"{document.key}/{place}", 1 << 62), count, document, paragraph)
            if len(heap) < settings.per_genre:
                heapq.heappush(heap, entry)
            else:
                heapq.heappushpop(heap, entry)
    chosen = [
        (document, _sentences(paragraph))
        for group in sorted(heaps)
        for _, _, document, paragraph in sorted(heaps[group])
    ]
    return [(document, sentences) for document, sentences in chosen if sentences]


def _sentences(paragraph: str) -> list[str]:
    """Return the sentences on one line each; none where a line cannot hold them."""
    line = " ".join(paragraph.split())
    sentences = segment(line)[0].sentences
    return [line[s.start : s.end].strip() for s in sentences if line[s.start : s.end].strip()]


def _through(
    program: str, modes: Sequence[str], paragraphs: Sequence[Sequence[str]]
) -> Iterator[list[str] | None]:
    """Translate each sentence through all ``modes``; None is a paragraph that Apertium fails on."""
    lines: list[str | None] = [sentence for sentences in paragraphs for sentence in sentences]
    for mode in modes:
        known = [line for line in lines if line is not None]
        _try(program, mode)
        rest = iter(_translated(program, mode, known))
        lines = [None if line is None else next(rest) for line in lines]
    versions = iter(lines)
    for sentences in paragraphs:
        own = [next(versions) for _ in sentences]
        known = [version for version in own if version is not None]
        yield known if len(known) == len(own) else None


def _translated(program: str, mode: str, lines: Sequence[str]) -> list[str | None]:
    """Translate lines; where Apertium fails, halves apart; a single line it fails on is None."""
    # An empty line after each keeps Apertium from reading two sentences as one.
    done = subprocess.run(  # noqa: S603 (the program is Apertium, the text its input)
        [program, "-u", mode],
        input="\n\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=False,
    )
    found = done.stdout.rstrip("\n").split("\n\n")
    if not done.returncode and len(found) == len(lines):
        return [line.strip() for line in found]
    if len(lines) == 1:
        return [None]
    middle = len(lines) // 2
    halves = [_translated(program, mode, own) for own in (lines[:middle], lines[middle:])]
    return [version for half in halves for version in half]
