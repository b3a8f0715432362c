"""Page furniture: lines of a web page that are no prose and do not count.

Two steps. :func:`is_boilerplate` judges one line by itself: known phrases and sentences of
content management systems (``mtqa/data/boilerplate.yaml``) and shapes (bylines, photo credits,
dates, datelines, copyright lines, breadcrumbs, share bars). :func:`mark_boilerplate` judges all
lines of a page and adds what only the neighbours tell: a bare author name, the author's bio at
the end, a cut-off teaser above the title that it repeats, the list below ``Most Popular``.

A garbled line is never furniture for being garbled or short: detectors have to see it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from mtqa.shipped_yaml import read_shipped
from mtqa.typography import fold_typography

#: Longer lines are prose; this also bounds the work of every pattern below.
LONGEST = 400
#: A paragraph of so many words is prose for the rules that look at neighbours.
PROSE_WORDS = 25

_PARTICLE = r"(?:de|da|di|del|der|den|van|von|el|al|bin|ibn|la|le|dos|ter|ten|zu|y)"
_NAME_WORD = r"(?:[^\W\d_a-z]\.|(?:(?:Mc|Mac|O'|D'|Al-|El-)?[^\W\d_a-z][^\W\d_]*)(?:-[^\W\d_]+)*)"
_NAME = rf"{_NAME_WORD}(?: (?:{_PARTICLE} )?{_NAME_WORD}){{1,3}}"
_NAME_ONLY = re.compile(rf"(?:(?:Dr|Prof|Rev)\.? )?{_NAME}$")
_ROLE = (
    r"(?:(?:\w+[ -]){0,4}(?:reporter|correspondent|editor|writer|journalist|staff|columnist|"
    r"contributor|analyst|producer|columnist|bureau|desk|service|agency|press|news|times|post|"
    r"reuters|ap|afp|bbc|cnn|herald|tribune|guardian|telegraph|magazine)(?: \w+){0,3})"
)
_BYLINE = re.compile(
    rf"(?:by|BY|By|Written by|Posted by|Published by|Author:|Story by|Words by|Text by|From)[: ]"
    rf"\s*(?P<names>{_NAME}(?:(?:,| and| &|, and) {_NAME}){{0,4}})"
    rf"(?:(?:,| in| for| at|\s*[|/·•–—-]|\s*\() ?(?P<rest>.{{1,80}}))?$"
)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?)"
)
_ANCHOR_OF_DATE = re.compile(
    rf"\b(?:{_MONTH}|{_WEEKDAY}|ago)\b|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|"
    r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b|\d{1,2}:\d{2}"
)
_DATE_PIECE = re.compile(
    rf"\b(?:{_MONTH}|{_WEEKDAY}|at|on|of|the|published|updated|posted|modified|created|edited|"
    r"last|first|date|time|originally|am|pm|a\.m|p\.m|noon|midnight|gmt|utc|bst|ist|"
    r"e[sd]?t|c[es]?[sd]?t|p[sd]?t|m[sd]t|msk|jst|hkt|aest|aedt|sgt|eet|hours?|hrs?|minutes?|"
    r"mins?|seconds?|secs?|days?|weeks?|months?|years?|ago|an|a|read|local|eastern|"
    r"st|nd|rd|th|h|m|d|t|z)\b|\d{1,4}(?:st|nd|rd|th|h|am|pm|[zt])?"
)
_NOT_LETTER_OR_DIGIT = re.compile(r"[\W_]+")
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’ -]{2,30}(?:/[A-Z][A-Z. -]{2,30})?(?:, [A-Z][\w. ]{1,30}){0,3}"
    r"(?: ?\([A-Za-z/ .-]{2,30}\))?(?P<dash> ?[-–—:]{1,2})?$"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright\b(?: ?(?:©|\(c\)|\d|by\b|reserved)| .{0,80}\b(?:19|20)\d\d)|"
    r".{0,120}(?:©|\ball rights reserved\b))",
    re.IGNORECASE,
)
_CREDIT_LABEL = re.compile(
    r"(?:(?:photo|image|picture|pic|photograph|video|illustration|graphic|screenshot|file photo|"
    r"file image|featured image|cover (?:photo|image)|main (?:photo|image)|still|artwork|"
    r"credit|art)s?(?: (?:credit|source|copyright|caption|courtesy))?s?"
    r"(?: ?[:|/–—-]| by| ?\(c\)| ?©| courtesy(?: of)?:?| from:?| via) ?)\S.{1,80}$",
    re.IGNORECASE,
)
_COURTESY = re.compile(r"(?:courtesy(?: of)?:?|screen ?(?:grab|shot)(?: from|:)) \S.{1,60}$", re.I)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*$")
_SENTENCE_GAP = re.compile(r"(?<=[.!?…])\s+")
_TRAIL = re.compile(
    r"(?:home|homepage|front page|start|you are here:?.{0,20}?)\s*(?:[>»›/|\\→]|::|&gt;|&raquo;)",
    re.IGNORECASE,
)
_TRAIL_MARK = re.compile(r"\s*(?:[>»›→]|::|&gt;|&raquo;)\s*")
_BAR_MARK = re.compile(r"\s*[|•·¦]\s*")
_GLUED_HOME = re.compile(r"Home(?!Pod|Kit|Advisor|Depot|Assistant|Goods|Away|Link|Plug)[A-Z]")
_GLUE = re.compile(r"[a-z]{3}[A-Z][a-z]")
_CAMEL = re.compile(r"[A-Z]?[a-z+-]+|[A-Z]+(?![a-z])|\d+")
#: A row of a Markdown table: its cells are no sentences.
_TABLE_ROW = re.compile(r"\|[^|]*\|.*\|$")
_ORNAMENT = re.compile(r"[-=*_~•·#+.|—–─━═◆◇■□▪►▼▲★☆※†‡⁂…<>/\\\s]+$")
_BIO = re.compile(
    rf"(?:(?P<name>{_NAME})|He|She|They|The (?:author|writer))(?:, [^,]{{2,60}},)? "
    r"(?:is|was|has been|works as|worked as|serves as|covers|reports|writes|edits|joined)\b"
)
_BIO_TRADE = re.compile(
    r"\b(?:(?:news |staff |senior |freelance |chief |political |business |science |foreign |"
    r"sports? |managing |deputy |contributing |associate |investigative )*"
    r"(?:reporter|journalist|correspondent|columnist|editor|staff writer|freelance writer|"
    r"freelancer|sub-?editor|contributor|blogger)|contributing writer|"
    r"(?:covers|reports on|writes about|covering|writing about|reporting on))\b",
    re.IGNORECASE,
)
_WIDER_BIO_TRADE = re.compile(
    r"\b(?:author|professor|lecturer|fellow|analyst|writer|producer|expert|researcher|director|"
    r"founder|economist|lawyer|consultant|student|novelist|historian|scholar)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Furniture:
    """The lists of ``boilerplate.yaml``, folded and compiled."""

    phrases: frozenset[str]
    bar_words: frozenset[str]
    sentence: re.Pattern[str]
    credit: re.Pattern[str]
    agency: re.Pattern[str]
    list_heads: frozenset[str]
    no_name_words: frozenset[str]
    no_bare_name_words: frozenset[str]


@cache
def _furniture() -> _Furniture:
    lists = read_shipped("data", "boilerplate.yaml")
    no_name = frozenset(lists["no_name_words"].split())
    agencies = sorted(map(re.escape, lists["agencies"]), key=len, reverse=True)
    agency = rf"(?:{'|'.join(agencies)})(?: (?:Photo|Photos|Images?|News|File|Pool|Archive))?"
    return _Furniture(
        phrases=frozenset(_fold(p) for group in lists["phrases"].values() for p in group),
        bar_words=frozenset(lists["bar_words"].split()),
        sentence=re.compile("|".join(f"(?:{shape})" for shape in lists["sentences"])),
        # "Jane Doe | AP", "Jane Doe/Reuters", "AP Photo/Jane Doe", "The Palace via Reuters"
        credit=re.compile(
            rf"(?:[^.!?|]{{2,60}}?(?: ?[|/] ?|, | [–—-] | via | for | ?\()(?:the )?{agency}|"
            rf"{agency}(?: ?[|/,] ?| [–—-] | ?\()[^.!?|]{{2,60}})\)?"
            rf"(?:[,/|] ?(?:{agency}|[Ff]ile(?: [Pp]hoto)?|\d{{4}}))*$"
        ),
        agency=re.compile(rf"{agency}$"),
        list_heads=frozenset(_fold(head) for head in lists["list_heads"]),
        no_name_words=no_name,
        no_bare_name_words=no_name | frozenset(lists["no_bare_name_words"].split()),
    )


_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def is_boilerplate(line: str) -> bool:
    """Tell whether ``line`` is page furniture whatever stands around it.

    Args:
        line: one line or one paragraph of a page, any white space around it.

    Returns:
        True for known phrases and shapes; False for prose, headings and garbled lines, and for
        every line longer than :data:`LONGEST` code points.
    """
    line = line.strip()
    if not line or len(line) > LONGEST:
        return False
    plain = " ".join(fold_typography(line).split())
    if _TABLE_ROW.match(plain):
        return True
    folded = _fold(plain)
    if not folded:
        return _ORNAMENT.match(plain) is not None
    if folded in _furniture().phrases:
        return True
    n_words = plain.count(" ") + 1
    return (
        _is_date(plain, n_words)
        or _is_bar(plain, n_words)
        or _is_byline(plain, n_words)
        or _is_credit(plain, n_words)
        or _is_dateline(plain, n_words)
        or _is_trail(plain)
        or (n_words <= 40 and _COPYRIGHT.match(plain) is not None)
        or _is_furniture_speech(plain)
    )


def mark_boilerplate(lines: Sequence[str]) -> list[bool]:
    """Tell for each paragraph of a page, in reading order, whether it is page furniture.

    Args:
        lines: the paragraphs of one document.

    Returns:
        One bool a line: :func:`is_boilerplate`, or furniture by its neighbours.
    """
    marks = [is_boilerplate(line) for line in lines]
    plain = [" ".join(fold_typography(line[: 2 * LONGEST]).split()) for line in lines]
    n_words = [len(line.split()) for line in lines]
    _mark_teasers(plain, marks)
    _mark_foot_lists(plain, n_words, marks)
    bylined = _bylined_names(plain, marks)
    _mark_bios(plain, n_words, marks, bylined)
    _mark_bare_names(plain, n_words, marks, bylined)
    return marks


def _fold(phrase: str) -> str:
    """Fold a phrase for comparison, as the head of ``boilerplate.yaml`` says."""
    folded = re.sub(r"\d+", "0", fold_typography(phrase).casefold())
    first = _LETTER_OR_DIGIT.search(folded)
    if first is None:
        return ""
    end = len(folded)
    while not folded[end - 1].isalnum():
        end -= 1
    return " ".join(folded[first.start() : end].split())


def _is_date(plain: str, n_words: int) -> bool:
    """A line of nothing but dates and times, with words such as ``Updated``."""
    if n_words > 20 or not any(c.isdigit() for c in plain):
        return False
    folded = plain.casefold()
    if not _ANCHOR_OF_DATE.search(folded):
        return False
    return not _NOT_LETTER_OR_DIGIT.sub("", _DATE_PIECE.sub(" ", folded))


def _is_bar(plain: str, n_words: int) -> bool:
    """A share or navigation bar: bar words only, or three short labels between strokes."""
    furniture = _furniture()
    folded = plain.casefold()
    words = [w.strip(".,:;|/•·-–—()[]!&*>") for w in folded.split()]
    words = [w for w in words if w and not w.isdigit()]
    if len(words) >= 2 and all(w in furniture.bar_words for w in words):
        return not _SENTENCE_END.search(plain)
    if n_words <= 3:
        pieces = [p.casefold() for p in _CAMEL.findall(plain)]
        if len(pieces) >= 3 and sum(map(len, pieces)) == len(plain.replace(" ", "")):
            return all(p in furniture.bar_words or p.isdigit() for p in pieces)
    labels = [label for label in _BAR_MARK.split(plain) if label]
    if len(labels) >= 2 and all(_fold(label) in furniture.phrases for label in labels):
        return True
    short = all(len(label.split()) <= 3 for label in labels)
    return len(labels) >= 3 and short and not _SENTENCE_END.search(plain)


def _is_byline(plain: str, n_words: int) -> bool:
    if n_words > 18:
        return False
    found = _BYLINE.match(plain)
    if found is None:
        return False
    first = found["names"].casefold().split()
    if any(
        word.strip(".,") in _furniture().no_name_words for word in first if word not in ("and", "&")
    ):
        return False
    rest = found["rest"]
    if rest is None:
        return True
    rest = rest.strip(" )|-–—")
    return (
        re.match(_ROLE, rest, re.IGNORECASE) is not None
        or _furniture().agency.match(rest) is not None
        or _is_date(rest, len(rest.split()))
        or (len(rest.split()) <= 4 and not _SENTENCE_END.search(rest))
    )


def _is_credit(plain: str, n_words: int) -> bool:
    """A photo credit: a label and a name, or a name and an agency."""
    if n_words > 14:
        return False
    bare = plain.strip("()[] ")
    if n_words <= 10 and not _SENTENCE_END.search(bare):
        if _CREDIT_LABEL.match(bare) or _COURTESY.match(bare):
            return True
        if _furniture().agency.match(bare):
            return True
    found = _furniture().credit.match(bare)
    if found is None or _SENTENCE_END.search(bare):
        return False
    # a name, not a clause: most words carry a capital or stand in for one
    words = [w for w in re.split(r"[\s/|(),–—-]+", bare) if w]
    capital = sum(not w[0].islower() for w in words)
    small = sum(w in ("via", "the", "of", "for", "and", "file", "photo", "by") for w in words)
    return capital + small == len(words)


def _is_dateline(plain: str, n_words: int) -> bool:
    """``KYIV, Ukraine (AP) -`` with nothing after it."""
    if n_words > 8:
        return False
    found = _DATELINE.match(plain)
    if found is None:
        return False
    return (
        found["dash"] is not None
        or re.search(r"\((?:AP|AFP|Reuters|UPI|dpa)\)$", plain) is not None
    )


def _is_trail(plain: str) -> bool:
    """A breadcrumb: ``Home > World``, or labels and title glued (``HomeWorld NewsTitle…``)."""
    cut = plain.endswith(("...", "…"))
    if _SENTENCE_END.search(plain) and not cut:
        return False
    if _TRAIL.match(plain):
        return True
    steps = _TRAIL_MARK.split(plain)
    if len(steps) >= 3 and all(1 <= len(step.split()) <= 4 for step in steps[:-1]):
        return True
    return _GLUED_HOME.match(plain) is not None and (cut or len(_GLUE.findall(plain)) >= 2)


def _is_furniture_speech(plain: str) -> bool:
    """Sentences that sites say to visitors, in at least half of the line's words."""
    folded = plain.casefold().lstrip(" *-–—•>»→[(#\"'")
    shape = _furniture().sentence
    if not shape.match(folded):
        return False
    furniture_words = all_words = 0
    for sentence in _SENTENCE_GAP.split(folded):
        n_words = len(sentence.split())
        all_words += n_words
        if shape.match(sentence) or _fold(sentence) in _furniture().phrases:
            furniture_words += n_words
    return 2 * furniture_words >= all_words


def _mark_teasers(plain: Sequence[str], marks: list[bool]) -> None:
    """Mark a cut-off line that one of the next three lines says in full."""
    for i, line in enumerate(plain):
        if marks[i] or len(line) > LONGEST or not line.endswith(("...", "…")):
            continue
        stem = line.rstrip(".… ")
        marks[i] = len(stem) >= 20 and any(
            len(after) > len(stem) and after.startswith(stem) for after in plain[i + 1 : i + 4]
        )


def _mark_foot_lists(plain: Sequence[str], n_words: Sequence[int], marks: list[bool]) -> None:
    """Mark short lines below a list head where no prose follows any more."""
    last_prose = max((i for i, n in enumerate(n_words) if n >= PROSE_WORDS), default=None)
    if last_prose is None:
        return
    in_list = False
    for i in range(last_prose + 1, len(plain)):
        if marks[i]:
            in_list = in_list or _fold(plain[i]) in _furniture().list_heads
        elif in_list and n_words[i] <= 14 and not _SENTENCE_END.search(plain[i]):
            marks[i] = True


def _bylined_names(plain: Sequence[str], marks: Sequence[bool]) -> frozenset[str]:
    """Names of the page's bylines, case folded."""
    names: set[str] = set()
    for line, mark in zip(plain, marks, strict=True):
        found = _BYLINE.match(line) if mark else None
        if found is not None:
            names.update(re.split(r",? and |, | & ", found["names"].casefold()))
    return frozenset(names)


def _mark_bios(
    plain: Sequence[str], n_words: Sequence[int], marks: list[bool], bylined: frozenset[str]
) -> None:
    """Mark the author's bio: the last lines of the page, furniture after them only."""
    if not any(n >= PROSE_WORDS for n in n_words):
        return
    for i in range(len(plain) - 1, max(len(plain) - 12, 0), -1):
        if marks[i]:
            continue
        found = _BIO.match(plain[i]) if n_words[i] <= 60 and len(plain[i]) <= LONGEST else None
        if found is None:
            return
        name = (found["name"] or "").casefold()
        alone_above = any(line.casefold().rstrip(":") == name for line in plain[max(i - 3, 0) : i])
        signed = name in bylined or (name != "" and alone_above)
        head = " ".join(plain[i].split()[:14])
        trade = _BIO_TRADE.search(head) or (signed and _WIDER_BIO_TRADE.search(head))
        # a source named in the story has a trade too; its author is signed, or stands alone
        # at the foot in the present tense
        if not trade or not (
            signed or (name and re.match(r".{3,60}? (?:is|covers|writes)\b", head))
        ):
            return
        marks[i] = True


def _mark_bare_names(
    plain: Sequence[str], n_words: Sequence[int], marks: list[bool], bylined: frozenset[str]
) -> None:
    """Mark an author's name on a line of its own.

    It is one when a byline or the bio that follows repeats it, when furniture such as a date
    stands next to it at the head of the page, or when it is the last line below the prose.
    """
    prose = [i for i, n in enumerate(n_words) if n >= PROSE_WORDS]
    if not prose:
        return
    for i, line in enumerate(plain):
        if marks[i] or not 2 <= n_words[i] <= 4 or _NAME_ONLY.match(line) is None:
            continue
        name = line.casefold()
        if any(word in _furniture().no_bare_name_words for word in name.split()):
            continue
        repeated = name in bylined or any(
            marks[j] and plain[j].casefold().startswith(name + " ")
            for j in range(i + 1, min(i + 4, len(plain)))
        )
        beside_date = 0 < i < prose[0] and any(
            marks[j] and _is_date(plain[j], n_words[j]) for j in (i - 1, i + 1) if j < len(plain)
        )
        signature = i > prose[-1] and len(prose) >= 3 and all(marks[i + 1 :])
        marks[i] = repeated or beside_date or signature
