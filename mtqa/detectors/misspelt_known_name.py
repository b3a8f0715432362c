r"""Misspelt known name.

What it finds
    The name of a well-known person, place or organisation slightly off: ``Anthony Brinken`` for
    Antony Blinken, ``Kasachstan`` for Kazakhstan, ``International Monetary Found``.

Why it suggests machine translation
    A name that goes through another script or language comes back by its sound, and an engine
    does not look it up.

Examples
    ``Secretary of State Anthony Brinken spoke on Monday.``

When it is wrong
    Less famous people have similar names. The wrong forms come from a list that leaves out real
    names or asks for a word of the context (``near``); a form outside the list counts only
    beside the right first name, or as a place with the right first letter, one letter off. It must
    be no known word, no word of the name's family (``Mongolic``), no Chinese name and not the
    document's steady spelling of something else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from pydantic import BaseModel, ConfigDict
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter
from wordfreq import zipf_frequency

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.shipped_list import read_list
from mtqa.types import Severity


class _KnownNames(BaseModel):
    """``data/known_names.yaml``: wrong forms by right name."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    people: dict[str, tuple[str, ...]]
    places: dict[str, tuple[str, ...]]
    organisations: dict[str, tuple[str, ...]]
    accepted: tuple[str, ...]
    near: dict[str, tuple[str, ...]]
    spelled_one_way: tuple[str, ...]
    real: tuple[str, ...]


_LIST = read_list("known_names", _KnownNames)
#: The look behind comes second: a pattern that begins with a class is looked for much faster.
#: So is a class of plain ranges, which what is no capital then fails one by one.
_FIRST_WORD = re.compile(r"[A-Z\u0080-\U0010ffff](?<=[^\W\d_a-z])(?<![\w-].)[\w-]*")
_NAME_BESIDE = re.compile(r"[A-Z][\w.’'-]* \Z")
#: Who bears such a title is somebody else.
_OTHER_TITLE = re.compile(
    r"\b(?:Fr|Father|Rev|Reverend|Archpriest|Brother|Sister|Sgt|Sergeant|Cpl|Corporal|Pvt|Officer|"
    r"Detective)\.? \Z"
)
#: A name among words of another language is in that language.
_FOREIGN_BEFORE = re.compile(
    r"(?<![\w'’-])(?:el|la|los|las|del?|des|du|le|les|aux?|der|die|das|den|dem|und|il|lo|gli|nel|"
    r"della|delle|dos?|das|em|y|et|na|w|z)[ ]\Z"
)
_FOREIGN_AFTER = re.compile(r"[ ](?:de|del|des|du|der|und|y|et|e|es|est|ist|la|le)(?![\w'’.-])")
#: Endings with which words are made from the name of a place.
_DERIVED = (
    "an",
    "ans",
    "ian",
    "ians",
    "ic",
    "ica",
    "ese",
    "ish",
    "ite",
    "oid",
    "ism",
    "ist",
    "ais",
)
#: The syllables of Chinese names.
_SYLLABLE = (
    r"(?:[bpmfdtnlgkhjqxzcsryw]|[zcs]h)?"
    r"(?:[aeiou]|ai|ei|ui|ao|ou|iu|ie|[uü]e|er|an|en|in|un|ang|eng|ing|ong|ia|iao|ian|iang|iong|"
    r"ua|uo|uai|uan|uang)"
)
_CHINESE = re.compile(rf"(?:{_SYLLABLE}){{2}}", re.IGNORECASE)
_CHINESE_PLACES = frozenset({"Beijing", "Shanghai"})
#: First letters that scripts and languages exchange.
_SAME_START = (frozenset("CK"), frozenset("VW"), frozenset("JIY"))
_SURNAME = re.compile(r" ([A-Z][a-z]{4,20})(?![\w-])")
#: Surnames this long may be one letter off; a word this frequent (Zipf) is a name of its own.
_MIN_FUZZY, _KNOWN_ZIPF = 6, 1.2
#: Shorter words are no place one letter off.
_MIN_PLACE = 6
#: Common misspellings are met now and then in any large corpus.
_KNOWN_PLACE_ZIPF = 2.0


def _wrong_by_first_word() -> dict[str, tuple[tuple[str, str], ...]]:
    table: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for names in (_LIST.people, _LIST.places, _LIST.organisations):
        for right, wrongs in names.items():
            for wrong in wrongs:
                first = _FIRST_WORD.match(wrong)
                if first is not None:
                    table[first.group()].append((wrong, right))
    # The longest form first: it is the one that stands there.
    return {word: tuple(sorted(forms, key=lambda f: -len(f[0]))) for word, forms in table.items()}


def _cut_by_one(word: str) -> set[str]:
    """Return ``word`` and what is left of it without any one letter."""
    return {word[:i] + word[i + 1 :] for i in range(len(word))} | {word}


def _surnames_by_first_name() -> dict[str, tuple[str, ...]]:
    table: defaultdict[str, list[str]] = defaultdict(list)
    for name in (*_LIST.people, *_LIST.accepted):
        first, _, last = name.partition(" ")
        if last.isalpha():
            table[first].append(last)
    return {first: tuple(lasts) for first, lasts in table.items()}


_WRONG = _wrong_by_first_word()
_SURNAMES = _surnames_by_first_name()
_PLACES = _LIST.spelled_one_way
#: Words one letter off (or with two letters exchanged) are the same when one letter is left out.
_PLACES_CUT = frozenset(cut for place in _PLACES for cut in _cut_by_one(place))
_LONGEST_PLACE = max(map(len, _PLACES))
_RIGHT = frozenset(
    (*_PLACES, *_LIST.real, *_LIST.people, *_LIST.places, *_LIST.organisations, *_LIST.accepted)
)


def find(view: View) -> Iterator[Match]:
    """Yield listed wrong forms, then surnames one letter off beside their first name."""
    text, end = view.text, 0
    suspects = frozenset(filter(_is_suspect, _FIRST_WORD.findall(text)))
    if not suspects:
        return
    for word in _FIRST_WORD.finditer(text):
        start, first = word.start(), word.group()
        if first not in suspects or start < end:
            continue
        if first not in _WRONG and first not in _SURNAMES:
            place = _nearest_place(first) if len(first) >= _MIN_PLACE else None
            # Beside another capital it may be a surname.
            if (
                place is not None
                and not _NAME_BESIDE.search(text[max(0, start - 20) : start])
                and not _is_foreign(text, start, word.end())
                and not _is_steady(text, first, place)
            ):
                end = word.end()
                yield Match(start, end, f"“{first}” is spelled “{place}”", place)
            continue
        listed = _listed(text, start, first)
        if listed is not None:
            wrong, right = listed
            end = start + len(wrong)
            yield Match(start, end, f"“{wrong}” is spelled “{right}”", right)
            continue
        surname = _SURNAME.match(text, word.end()) if first in _SURNAMES else None
        right_surname = _nearest(first, surname.group(1)) if surname else None
        if surname is not None and right_surname is not None:
            end = surname.end()
            wrong, right = text[start:end], f"{first} {right_surname}"
            before = text[max(0, start - 20) : start]
            if _OTHER_TITLE.search(before) or _is_steady(text, surname.group(1), right_surname):
                continue
            yield Match(start, end, f"“{wrong}” is spelled “{right}”", right)


def _listed(text: str, start: int, first: str) -> tuple[str, str] | None:
    for wrong, right in _WRONG.get(first, ()):
        end = start + len(wrong)
        if text.startswith(wrong, start) and not text[end : end + 1].isalnum():
            if _is_foreign(text, start, end) or _OTHER_TITLE.search(
                text[max(0, start - 20) : start]
            ):
                continue
            if text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha():
                continue
            contexts = _LIST.near.get(wrong)
            if contexts is None or any(re.search(rf"\b{re.escape(c)}", text) for c in contexts):
                return wrong, right
    return None


def _is_foreign(text: str, start: int, end: int) -> bool:
    """Tell whether the name stands in a quotation of another language."""
    before = text[max(0, start - 12) : start]
    return bool(_FOREIGN_BEFORE.search(before) or _FOREIGN_AFTER.match(text, end))


def _is_steady(text: str, form: str, right: str) -> bool:
    """Tell whether a text spells the name so, again and again, and never as the known one."""
    return text.count(form) > 1 and right not in text


@lru_cache(maxsize=65536)
def _is_suspect(first: str) -> bool:
    """Tell whether a wrong name may begin with ``first``, or be it."""
    if first in _WRONG or first in _SURNAMES:
        return True
    return len(first) >= _MIN_PLACE and _nearest_place(first) is not None


@lru_cache(maxsize=4096)
def _nearest(first: str, surname: str) -> str | None:
    """Return the known surname that ``surname`` misses by one letter, or None."""
    if len(surname) < _MIN_FUZZY or f"{first} {surname}" in _RIGHT:
        return None
    if surname in _SURNAMES[first]:
        return None
    for known in _SURNAMES[first]:
        if surname.startswith(known) or known.startswith(surname):
            continue  # a plural, a possessive, another name
        if (
            OSA.distance(surname, known, score_cutoff=1) <= 1
            and zipf_frequency(surname, "en") < _KNOWN_ZIPF
        ):
            return known
    return None


@lru_cache(maxsize=8192)
def _nearest_place(word: str) -> str | None:
    """Return the known place that ``word`` misses by one letter, or None."""
    if word in _RIGHT or not word.isalpha() or not word[1:].islower():
        return None
    # To cut a word takes the square of its length.
    if len(word) > _LONGEST_PLACE + 1 or _PLACES_CUT.isdisjoint(_cut_by_one(word)):
        return None
    if zipf_frequency(word, "en") >= _KNOWN_PLACE_ZIPF:
        return None
    for known, _, _ in extract_iter(word, _PLACES, scorer=OSA.distance, score_cutoff=1):
        if (
            not word.startswith(known)
            and not known.startswith(word)
            and _starts_alike(word, known)
            and not (word.endswith(_DERIVED) and word[:-3] == known[: len(word) - 3])
            and not (word[-1] == "s" and word[:-1] == known[:-1])
            and not (known in _CHINESE_PLACES and _CHINESE.fullmatch(word))
            and not _is_nearer_another(word, known)
        ):
            return known
    return None


def _starts_alike(word: str, known: str) -> bool:
    return word[0] == known[0] or any({word[0], known[0]} <= same for same in _SAME_START)


def _is_nearer_another(word: str, known: str) -> bool:
    """Tell whether ``word`` is another known word but for its last vowel or a doubled letter."""
    lower = word.lower()
    others = [
        lower[:i] + vowel + lower[i + 1 :]
        for i in range(1, len(lower))
        for vowel in "aeiou"
        if lower[i] in "aeiou"
    ]
    others += [lower[:i] + lower[i + 1 :] for i in range(1, len(lower)) if lower[i] == lower[i - 1]]
    return any(o not in (lower, known.lower()) and zipf_frequency(o, "en") >= 2 for o in others)


DETECTOR = Detector(
    id="name.misspelt_known",
    summary="the name of a well-known person, place or organisation slightly off",
    severity=Severity.MAJOR,
    confidence=0.95,
    find=find,
    scope="document",
    bad=(
        "Secretary of State ⟦Anthony Brinken⟧ spoke on Monday.",
        "The pipeline crosses ⟦Kasachstan⟧ and ends in ⟦Moskow⟧.",
        "The ⟦International Monetary Found⟧ lent more to ⟦Emmanuel Makron⟧’s country.",
        "He worked for ⟦Angela Mergel⟧ until 2010.",
        "The company has plants in ⟦Agrentina⟧ and Poland.",
    ),
    good=(
        "Antony Blinken and Emmanuel Macron spoke to the International Monetary Fund.",
        "Volodymyr Zelenskyy, also written Volodymyr Zelensky, met Sergey Lavrov.",
        "Joe Bidden, a plumber from Leeds, mended the pipe.",
        "Antonio Gutierrez, a baker, lives in Madrid.",
        "John Kerr, Donald Tovey and Angela Marsh wrote to the paper.",
        "Simon Perez plays tennis, Warren Buffet sells sofas.",
        "The Clintons, the Obamas and the Trumps came.",
        "She flew from Harburg to Pianzhai, and Shanzhai goods came by Baijiang.",
        "The Normands and Hondurans studied Mongolic and Ethiopic, then sang a Romanza.",
        "The sermon of Fr. Vladimir Zelinsky moved the parish.",
        "“Soy de los Estados Unidos,” said the man. Muammar Kaddafi was his hero.",
        "The Marvania case: nobody in Namivia knew the law of Namivia.",
    ),
)
