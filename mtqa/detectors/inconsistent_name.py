r"""Inconsistent name.

What it finds
    One person or place spelled in several ways in one document: ``President Zelensky`` and
    ``President Zelenskiy``, ``Sergei Lavrov`` and ``Sergey Lavrov``.

Why it suggests machine translation
    An engine transliterates sentence by sentence and does not remember how it spelled a name.

Examples
    ``Volodymyr Zelensky spoke first. Later Volodymyr Zelenskiy left.``

When it is wrong
    Relatives and namesakes differ by a letter, too: without a shared first name, surname or
    office, a spelling counts only where it is no known word or name. Plurals, possessives and
    the people of a place are not compared. A human slip is reported as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, groupby, starmap

from rapidfuzz.distance import OSA
from wordfreq import zipf_frequency

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

#: The look behind comes second: a pattern that begins with a class is looked for much faster.
_WORD = re.compile(r"[A-ZÀ-Ý](?<![\w'’-].)[a-zà-ÿ]+(?:[A-Z][a-zà-ÿ]+)?(?![\w-])")
_OFFICES = frozenset(
    "President Chancellor Premier Minister Secretary Senator Governor Mayor Ambassador King Queen "
    "Prince Princess Pope General Colonel Chairman Commissioner Judge Justice Spokesman Speaker "
    "Director Congressman Congresswoman Representative Marshal Sheikh Emperor".split()
)
#: Words before a name that say nothing about whose it is.
_NO_CONTEXT = frozenset(
    "The A An And But In On At Of For With From To By As If When While After Before Since That "
    "This His Her Its Their Our My Your Mr Mrs Ms Miss Dr Sir New South North East West Saint "
    "St San Santa Los Las El La Le De Der Van Von Both Some All No Not Our Former Then".split()
)
_SUFFIXES = (
    "r",
    "rs",
    "d",
    "ed",
    "s",
    "es",
    "n",
    "an",
    "ns",
    "ans",
    "ian",
    "ians",
    "ish",
    "ese",
    "i",
    "is",
    "a",
    "u",
    "er",
    "ers",
    "ite",
)
_MIN_LENGTH, _MIN_BARE_LENGTH = 5, 7
#: Zipf frequency below which a spelling is nobody else's name, with and without a context.
_RARE_IN_CONTEXT, _RARE_BARE = 2.6, 1.0
_MOST_IN_BUCKET = 20
_FOLDS = (
    ("tsch", "ch"),
    ("sch", "sh"),
    ("ph", "f"),
    ("ck", "k"),
    ("ou", "u"),
    ("x", "ks"),
    ("y", "i"),
    ("j", "i"),
    ("w", "v"),
    ("c", "k"),
    ("q", "k"),
    ("ei", "i"),
    ("ie", "i"),
)
#: A word of Mandarin syllables: most of them, one letter changed, are another name.
_PINYIN = re.compile(
    r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ui|uo|"
    r"ue|a|e|i|o|u))+",
    re.IGNORECASE,
)
_SENTENCE_END = frozenset(".!?:;\"“”‘’'()[]—–-•*\n")


@dataclass(slots=True)
class _Name:
    """The places of one spelling, and the words that stand before and after it."""

    places: list[tuple[int, int]] = field(default_factory=list)
    before: set[str] = field(default_factory=set)
    after: set[str] = field(default_factory=set)
    inside_sentence: bool = False


def find(view: View) -> Iterator[Match]:
    """Yield the places of the rarer spelling."""
    spellings = {word for word in _WORD.findall(view.text) if len(word) >= _MIN_LENGTH}
    if not _some_alike(spellings):
        return
    names = _collect(view.text)
    found: dict[str, str] = {}
    for one, other in _candidates(names):
        if not _alike(one, other):
            continue
        rare, usual = sorted((one, other), key=lambda w: (len(names[w].places), _zipf(w)))
        if rare not in found and _same(rare, names[rare], usual, names[usual]):
            found[rare] = usual
    matches = []
    for rare, usual in found.items():
        surer = len(names[usual].places) > len(names[rare].places)
        for start, end in names[rare].places:
            message = f"“{rare}” is spelled “{usual}” elsewhere in the document"
            matches.append(Match(start, end, message, usual if surer else None))
    yield from sorted(matches, key=lambda m: m.start)


def _some_alike(spellings: Collection[str]) -> bool:
    """Tell whether two spellings may be one name, wherever they stand: most texts have none."""
    for bucket in _buckets(spellings):
        # The text may have fewer of them in places that count.
        if len(bucket) > _MOST_IN_BUCKET or any(starmap(_alike, combinations(bucket, 2))):
            return True
    return False


def _alike(one: str, other: str) -> bool:
    """Tell whether the spellings sound alike or are one letter off, and no grammar makes them."""
    near = _sound(one) == _sound(other) or OSA.distance(one, other, score_cutoff=1) <= 1
    return near and not _derived(one, other)


def _collect(text: str) -> dict[str, _Name]:
    names: defaultdict[str, _Name] = defaultdict(_Name)
    previous: re.Match[str] | None = None
    for word in _WORD.finditer(text):
        start, end = word.span()
        spelling = word.group()
        joined = previous is not None and text[previous.end() : start] == " "
        if previous is not None and joined:
            names[previous.group()].after.add(spelling)
        if len(spelling) >= _MIN_LENGTH:
            name = names[spelling]
            name.places.append((start, end))
            if previous is not None and joined and previous.group() not in _NO_CONTEXT:
                name.before.add(previous.group())
            if start > 1 and text[start - 1] == " " and text[start - 2] not in _SENTENCE_END:
                name.inside_sentence = True
        previous = word
    return {spelling: name for spelling, name in names.items() if name.places}


def _candidates(names: dict[str, _Name]) -> Iterator[tuple[str, str]]:
    """Yield pairs of spellings that may be one name, each once."""
    placed = [
        spelling
        for spelling, name in names.items()
        if name.inside_sentence or name.before or name.after
    ]
    seen: set[tuple[str, str]] = set()
    for bucket in _buckets(placed):
        if len(bucket) <= _MOST_IN_BUCKET:
            for pair in combinations(bucket, 2):
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _buckets(spellings: Iterable[str]) -> list[list[str]]:
    """Return groups of two spellings and more, in one of which are any two that are alike."""
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    by_sound: defaultdict[str, list[str]] = defaultdict(list)
    for spelling in spellings:
        by_letter[spelling[0]].append(spelling)
        by_sound[_sound(spelling)].append(spelling)
    buckets = list(by_sound.values())
    for same_letter in by_letter.values():
        if len(same_letter) <= _MOST_IN_BUCKET:
            buckets.append(same_letter)
        else:
            buckets.extend(_one_letter_off(same_letter))
    return [bucket for bucket in buckets if len(bucket) > 1]


def _one_letter_off(spellings: list[str]) -> Iterator[list[str]]:
    """Yield spellings that are the same when one letter is left out (linear in their number)."""
    buckets: defaultdict[str, list[str]] = defaultdict(list)
    for spelling in spellings:
        for key in {spelling[:i] + spelling[i + 1 :] for i in range(len(spelling))} | {spelling}:
            buckets[key].append(spelling)
    yield from buckets.values()


@lru_cache(maxsize=65536)
def _sound(spelling: str) -> str:
    sound = spelling.lower()
    for written, heard in _FOLDS:
        sound = sound.replace(written, heard)
    return "".join(letter for letter, _ in groupby(sound))


@lru_cache(maxsize=65536)
def _zipf(spelling: str) -> float:
    return float(zipf_frequency(spelling, "en"))


def _derived(one: str, other: str) -> bool:
    """Tell whether the spellings differ by an ending of grammar."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and long[len(short) :] in _SUFFIXES:
        return True
    # woman and women, analyst and analysis: endings that replace each other
    stem = len(short) - 2
    return short[:stem] == long[:stem] and {one[-1], other[-1]} in (
        {"s", "t"},
        {"a", "o"},
        {"n", "s"},
        {"a", "e"},
        {"e", "s"},
        {"d", "s"},
        {"d", "r"},
        {"n", "t"},
        {"m", "t"},
        {"n", "r"},
        {"m", "y"},
    )


def _same(rare: str, rare_name: _Name, usual: str, usual_name: _Name) -> bool:
    alike = _sound(rare) == _sound(usual)
    if _PINYIN.fullmatch(rare) and _PINYIN.fullmatch(usual):
        return False
    shared = (rare_name.before & usual_name.before) | (rare_name.after & usual_name.after)
    shared = {word for word in shared if word not in _NO_CONTEXT}
    if shared:
        if alike:
            return _zipf(rare) < _RARE_IN_CONTEXT + 1 or not (shared <= _OFFICES)
        return _zipf(rare) < _RARE_IN_CONTEXT and rare[0] == usual[0]
    different = rare_name.before and usual_name.before
    return (
        not different
        and rare_name.inside_sentence
        and min(len(rare), len(usual)) >= _MIN_BARE_LENGTH
        and rare[0] == usual[0]
        and len(usual_name.places) >= 2
        and _zipf(rare) < _RARE_BARE
    )


DETECTOR = Detector(
    id="name.inconsistent",
    summary="one name spelled in several ways in one document",
    severity=Severity.MINOR,
    confidence=0.85,
    find=find,
    scope="document",
    bad=(
        "President Zelensky spoke.\n\nLater Zelensky said no. President ⟦Zelenskiy⟧ left.",
        "Anthony Blinken met Blinken’s staff. On Monday Anthony ⟦Brinken⟧ flew home.",
        "Sergey Lavrov came, and Sergey Lavrov left. The minister, ⟦Sergei⟧ Lavrov, said so.",
    ),
    good=(
        "Ukraine and the Ukrainian people thank the Ukrainians.",
        "President Bush met Senator Busch of the brewery.",
        "Foreign Minister Kowalski left the Foreign Ministry.",
        "John Smith met Joan Smith and Jonas Smit.",
        "The Johnsons and Lyndon Johnson went with Hanson and Hansen.",
        "Austria and Australia signed it; Slovakia and Slovenia did not.",
        "Iran, Iraq, Niger and Nigeria sent envoys.",
        "The Laohe River floods in May, the Luohe River in June; the Laohe is longer.",
        "President Ahmad Bello met President Ahmadu Bello.",
    ),
)
