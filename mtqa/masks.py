"""Stretches of a text that detectors must not see.

Code, markup, addresses and foreign quotations break every rule of English prose without being
faults. :func:`find_masks` lists them as spans; the frame in :mod:`mtqa.detectors.base` blanks
them. Of a quotation or a parenthesis only the inside is hidden, so that detectors still see the
marks in balance. Foreign words in running text stay visible: they are a finding.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from mtqa.types import Span

# ---- code and markup -------------------------------------------------------------------------

_FENCE = re.compile(r"^[ \t]{0,3}(`{3,}|~{3,})[^\r\n]*", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n")
_INLINE_CODE = re.compile(
    r"(?<!`)(?:`(?![`\s])[^`\r\n]{1,200}(?<!\s)`|``(?![`'\s])[^`\r\n]{1,200}(?<![\s'])``)(?!`)"
)
_HIDDEN_ELEMENT = re.compile(r"<(pre|code|script|style|kbd|samp|tt)\b[^<>]{0,300}>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9:-]{0,30}(?:[ \t\r\n/][^<>]{0,500})?>")

# ---- addresses -------------------------------------------------------------------------------

_URL = re.compile(
    r"\b(?:(?:https?|ftps?|file)://|mailto:|www\.)[^\s<>\"“”«»]{2,2000}", re.IGNORECASE
)
_URL_TAIL = ".,;:!?'’*_"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_HANDLE = re.compile(r"(?<![\w@/.])@[A-Za-z_]\w{1,30}(?!\w)|(?<![\w#&/])#[A-Za-z_]\w{1,50}(?!\w)")
# Top-level domains that are no English words: "said.it" is a glued sentence.
_BARE_DOMAIN = re.compile(
    r"(?<=[\w-])\.(?:com|org|net|edu|gov|mil|info|biz|io|ai|dev|uk|de|fr|ru|cn|jp|eu|ca|au|nl|ch|"
    r"es|se|pl|br|kr|ua|ie|nz|za|il|ir)(?![\w-]|\.\w)(?:[:/][^\s<>\"“”()]{0,2000})?"
)
_FILE_NAME = re.compile(
    r"(?<=[\w-])\.(?:py|pyc|ipynb|js|mjs|jsx|ts|tsx|json|jsonl|ya?ml|toml|ini|cfg|conf|csv|tsv|txt|"
    r"md|rst|tex|html?|xml|css|scss|pdf|docx?|xlsx?|pptx?|odt|png|jpe?g|gif|svg|webp|mp[34]|wav|"
    r"avi|mkv|zip|tar|gz|xz|zst|bz2|rar|7z|exe|dll|deb|rpm|iso|dmg|apk|jar|java|cpp|hpp|php|rb|rs|"
    r"sql|sqlite|db|sh|bat|ps1|log|lock|bak|parquet|safetensors|pt|onnx|pkl)(?![\w-]|\.\w)"
)
_PATH = re.compile(
    r"(?<![\w/.~])(?:~|\.{1,2})?/[\w.+@-]{1,100}(?:/[\w.+@-]{1,100}){1,30}/?"
    r"|(?<![\w/.~])(?:~|\.{1,2})/[\w.+@-]{1,100}"
    r"|(?<!\w)[A-Za-z]:\\[^\s\"<>|“”]{1,300}"
)
_VERSION = re.compile(
    r"(?<![\w.,])(?:v\d{1,5}(?:\.\d{1,5}){0,4}|\d{1,5}(?:\.\d{1,5}){2,4})"
    r"(?:[-+][A-Za-z0-9.]{1,30})?(?![\w%])"
)
_DATE_LIKE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})$|\d{4}\.\d{1,2}\.\d{1,2}$")
_GROUPED_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+$")

# ---- foreign quotations ----------------------------------------------------------------------

_QUOTED = re.compile(
    r"“([^“”\"\r\n]{2,90})”|„([^„“”\r\n]{2,90})[“”]|«([^«»\r\n]{2,90})»|‹([^‹›\r\n]{2,90})›"
    r"|(?<!\w)‘([^‘’\r\n]{2,90})’(?!\w)|「([^「」\r\n]{1,90})」|『([^『』\r\n]{1,90})』"
    r"|《([^《》\r\n]{1,90})》"
    r"|\(([^()\r\n]{1,90})\)|（([^（）\r\n]{1,90})）|\[([^\[\]\r\n]{2,90})\]"
)
_STRAIGHT_QUOTED = re.compile(r"(?<!\w)\"(?=\S)([^\"\r\n]{2,90})(?<=\S)\"(?!\w)")
_ENGLISH = frozenset(
    {
        *("the", "of", "and", "to", "is", "are", "was", "were", "be", "been", "that", "this"),
        *("for", "with", "by", "from", "has", "have", "had", "he", "she", "it", "they", "we"),
        *("you", "his", "her", "their", "our", "my", "your", "not", "will", "would", "can"),
        *("which", "who", "what", "when", "there", "but", "about", "or", "if", "its", "as"),
    }
)
_FOREIGN = frozenset(
    {
        *("le", "la", "les", "un", "une", "des", "du", "et", "est", "dans", "sur", "pour"),
        *("avec", "aux", "l", "d", "qui", "que", "el", "los", "las", "una", "del", "en", "y"),
        *("por", "con", "para", "il", "lo", "gli", "della", "delle", "dei", "degli", "di"),
        *("nel", "per", "e", "che", "sono", "der", "die", "das", "den", "dem", "ein", "eine"),
        *("und", "von", "zu", "im", "mit", "für", "auf", "ist", "nicht", "vom", "zum", "zur"),
        *("het", "een", "van", "voor", "och", "på", "av", "og", "af", "til", "det", "os"),
        *("do", "da", "dos", "ao", "em", "na", "w", "z", "nie", "se", "que", "au", "si"),
        *("ve", "bir", "ja", "och", "att", "är", "als", "bei", "nach", "über", "sich", "auch"),
    }
)
_LANGUAGE_LABEL = re.compile(
    r"(?:in )?(?:Arabic|Armenian|Belarusian|Bulgarian|Catalan|Chinese|Croatian|Czech|Danish|Dutch|"
    r"Estonian|Farsi|Finnish|French|Georgian|German|Greek|Hebrew|Hindi|Hungarian|Indonesian|"
    r"Italian|Japanese|Korean|Kurdish|Latin|Latvian|Lithuanian|Malay|Mandarin|Norwegian|Pashto|"
    r"Persian|Polish|Portuguese|Romanian|Russian|Serbian|Slovak|Spanish|Swedish|Thai|Turkish|"
    r"Ukrainian|Urdu|Vietnamese)(?: (?:name|title))?\s*[:,：]\s*"
)
_LETTERS = re.compile(r"[^\W\d_]+")


def find_masks(text: str) -> tuple[Span, ...]:
    """Return the spans of ``text`` that detectors must not see.

    Hidden are fenced and inline code, front matter, HTML tags, comments (``<!-- mtqa-ignore …
    -->`` among them) and the contents of ``<pre>``, ``<code>`` and their like, URLs, e-mail
    addresses, ``@handles`` and ``#hashtags``, file paths, version numbers, and the inside of
    short quotations and parentheses in another language.

    Returns:
        Sorted, disjoint, non-empty spans in code points of ``text``.
    """
    return _merge(
        chain(
            _front_matter(text),
            _fences(text),
            _elements(text),
            _matches(_TAG, text) if "<" in text else (),
            _matches(_INLINE_CODE, text) if "`" in text else (),
            _urls(text),
            _matches(_EMAIL, text) if "@" in text else (),
            _matches(_HANDLE, text) if "@" in text or "#" in text else (),
            _leftward(_BARE_DOMAIN, text, _in_host),
            _leftward(_FILE_NAME, text, _in_path),
            _matches(_PATH, text) if "/" in text or "\\" in text else (),
            _versions(text),
            _foreign_quotations(text),
        )
    )


def _merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if not len(span):
            continue
        if merged and span.start <= merged[-1].end:
            if span.end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return tuple(merged)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    for found in pattern.finditer(text):
        yield Span(*found.span())


def _front_matter(text: str) -> Iterator[Span]:
    opening = _FRONT_MATTER.match(text)
    if opening is None:
        return
    closing = re.compile(rf"^{re.escape(opening[1])}[ \t]*$", re.MULTILINE)
    found = closing.search(text, opening.end(), opening.end() + 10_000)
    # a rule at the head of a page is no front matter: that holds "key: value" or "key = value"
    inside = text[opening.end() : found.start()] if found else ""
    if found and re.match(r"\s*[\w-]{1,40}\s*[:=]", inside):
        yield Span(0, found.end())


def _fences(text: str) -> Iterator[Span]:
    """Fenced blocks; of a fence that is never closed only its line."""
    opened: re.Match[str] | None = None
    for found in _FENCE.finditer(text) if "```" in text or "~~~" in text else ():
        if opened is None:
            opened = found
        elif found[1].startswith(opened[1]) and found[0].strip() == found[1]:
            yield Span(opened.start(), found.end())
            opened = None
    if opened is not None:
        yield Span(*opened.span())


def _elements(text: str) -> Iterator[Span]:
    """Comments and elements whose content is no prose, with that content."""
    if "<" not in text:
        return
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at + 4)
        if end < 0:
            break
        yield Span(at, end + 3)
        at = text.find("<!--", end + 3)
    ends: dict[str, list[int]] = {}
    at = 0
    for found in _HIDDEN_ELEMENT.finditer(text):
        if found.start() < at:
            continue
        name = found[1].lower()
        if name not in ends:
            closing = re.compile(rf"</{name}\s{{0,10}}>", re.IGNORECASE)
            ends[name] = [m.end() for m in closing.finditer(text)]
        after = bisect_right(ends[name], found.end())
        if after < len(ends[name]):
            at = ends[name][after]
            yield Span(found.start(), at)


def _urls(text: str) -> Iterator[Span]:
    for found in _URL.finditer(text):
        url = found[0].rstrip(_URL_TAIL)
        # a bracket that the address did not open belongs to the sentence
        while url.endswith(")") and url.count("(") < url.count(")"):
            url = url[:-1].rstrip(_URL_TAIL)
        yield Span(found.start(), found.start() + len(url))


def _in_host(character: str) -> bool:
    return character.isalnum() or character in ".-"


def _in_path(character: str) -> bool:
    return character.isalnum() or character in "._-+~/\\"


def _leftward(
    pattern: re.Pattern[str], text: str, belongs: Callable[[str], bool]
) -> Iterator[Span]:
    """Grow each match of ``pattern`` to the left over what belongs to it, 200 at most."""
    for found in pattern.finditer(text):
        start = found.start()
        stop = max(start - 200, 0)
        while start > stop and belongs(text[start - 1]):
            start -= 1
        while text[start] == "." and start < found.start():
            start += 1
        end = start + len(text[start : found.end()].rstrip(_URL_TAIL))
        yield Span(start, max(end, start))


def _versions(text: str) -> Iterator[Span]:
    for found in _VERSION.finditer(text):
        if _DATE_LIKE.match(found[0]) or _GROUPED_NUMBER.match(found[0]):
            continue
        yield Span(found.start(), found.start() + len(found[0].rstrip(".-+")))


def _foreign_quotations(text: str) -> Iterator[Span]:
    for pattern in (_QUOTED, _STRAIGHT_QUOTED):
        for found in pattern.finditer(text):
            group = found.lastindex or 0
            if _is_foreign(found[group]):
                yield Span(*found.span(group))


def _is_foreign(quoted: str) -> bool:
    """Tell whether a short quotation is a name or a phrase of another language."""
    label = _LANGUAGE_LABEL.match(quoted)
    if label is not None:
        return True
    words = _LETTERS.findall(quoted)
    if not words or len(words) > 10:
        return False
    letters = "".join(words)
    latin = sum(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in letters)
    if 2 * latin <= len(letters):
        return True
    folded = [word.casefold() for word in words]
    if any(word in _ENGLISH for word in folded):
        return False
    if any("\u00c0" <= c <= "\u024f" or "\u1e00" <= c <= "\u1eff" for c in letters):
        return True
    # a foreign article or preposition before a further word: Il Messaggero, Le Monde
    return len(words) >= 2 and any(word in _FOREIGN and len(word) > 1 for word in folded[:-1])
