r"""Spun word.

What it finds
    In a text where it happens again and again: a word that native prose does not put beside its
    neighbours, where a synonym that spinners exchange it for is usual: ``an aggressive method``
    for approach, ``nearby governments`` for local.

Why it suggests machine translation
    A paraphrasing tool exchanges words one by one by a thesaurus, so the same page keeps breaking
    collocations, and each break is healed by putting the synonym back. Neighbours in native
    prose are counted (``neighbours.py``); the exchanges are a list.

Examples
    ``We give web plan, upkeep and advancement to nearby organizations.``

When it is wrong
    Any writer chooses an unusual word now and then. So single places never count: the text must
    hold many more of them than native prose does (about four in a thousand words). Words that say
    the same as the usual one (``plain`` in the list: brief, utilize) show what the text is, and no
    reader minds them where they stand: they are counted and not marked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from math import log

import numpy as np
from numpy.typing import NDArray

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.neighbours import NUMBER, neighbours, next_key, word_key
from mtqa.detectors.phrases import Strict, Text, Words, noun_forms, verb_forms, words_of
from mtqa.detectors.shipped_list import read_list
from mtqa.detectors.word_sets import words_in
from mtqa.types import Severity
from mtqa.typography import fold_typography

#: Bits by which the usual word has to beat the one that stands there.
MIN_BITS = 5.0
#: Weight of a word's frequency at large against what is counted beside a neighbour.
_PRIOR = 50.0
#: Odd words per word: in native prose (measured), and in spun text.
NATIVE_RATE, SPUN_RATE = 0.0035, 0.035
#: Evidence, in nats, and odd words, at all and per word, that a text must show before any is
#: reported. A long text gathers evidence from its subject's own terms; spun ones are dense.
MIN_EVIDENCE, MIN_CLEAR, MIN_DENSITY = 6.5, 5, 0.03
#: A thesaurus offers rare words for common ones. Only words that are at most so common as the
#: usual one, as a ratio, make a text suspect.
_CLEARLY_RARER = 0.5
#: Shorter words are too common to be told by their neighbours.
_MIN_LENGTH = 3


class SwapList(Strict):
    """``data/spinner_swaps.yaml``: for each usual word what spinners put in its place.

    ``plain`` are those of them that nearly always say the same as the usual word.
    """

    about: Text
    plain: frozenset[str]
    nouns: dict[str, tuple[str, ...]]
    verbs: dict[str, tuple[str, ...]]
    others: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Place:
    """Word ``at`` of a text and its neighbours (``""``: none)."""

    at: int
    form: str
    left: str
    right: str


@cache
def usual_words() -> Mapping[str, tuple[str, ...]]:
    """Return, for each form of an exchanged word, the usual words that it may stand for."""
    swaps = read_list("spinner_swaps", SwapList)
    table: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for entries, forms in (
        (swaps.nouns, noun_forms),
        (swaps.verbs, verb_forms),
        (swaps.others, lambda word: (word,)),
    ):
        for usual, spun_words in entries.items():
            for spun in spun_words:
                for usual_form, spun_form in zip(forms(usual), forms(spun), strict=True):
                    if usual_form != spun_form:
                        table[spun_form].setdefault(usual_form)
    return {spun: tuple(usual) for spun, usual in table.items()}


@cache
def plain_words() -> frozenset[str]:
    """Return the forms of the exchanged words that are ordinary English where they stand."""
    plain = read_list("spinner_swaps", SwapList).plain
    inflected = ((word, *noun_forms(word), *verb_forms(word)) for word in plain)
    return frozenset(chain.from_iterable(inflected))


def find(view: View) -> Iterator[Match]:
    """Yield the odd words of a text that has too many of them."""
    # Most texts hold too few words of the list for any number of odd ones to be enough.
    plain = words_in(view.text)
    maybe_clear = len(_maybe_clear().intersection(plain))
    if maybe_clear < MIN_CLEAR:
        return
    # An apostrophe may join two of the plain words (``don't``).
    if not _too_many(maybe_clear, len(plain) - fold_typography(view.text).count("'")):
        return
    words = words_of(view.text)
    if not _too_many(len(_maybe_clear() & set(words.forms)), len(words)):
        return
    places = list(_places(words))
    half = len(places) // 2
    odd = _odd_words(places[:half])
    # Where the second half could not bring in enough if all of it were odd, it is left alone.
    left = _maybe_clear() & {place.form for place in places[half:]}
    if not _too_many(len(_clear(words, odd) | left), len(words)):
        return
    odd |= _odd_words(places[half:])
    if not _too_many(len(_clear(words, odd)), len(words)):
        return
    for at, (usual, _) in odd.items():
        if words.forms[at] in plain_words():
            continue
        start, end = words.starts[at], words.ends[at]
        shown = view.original[start:end]
        yield Match(
            start,
            end,
            f"“{shown}” reads like a synonym put in by a program, as more words of this text do; "
            f"usual beside its neighbours is “{usual}”",
        )


@cache
def _maybe_clear() -> frozenset[str]:
    """Return the forms that are much rarer than some usual word they may stand for."""
    shares = _shares()
    return frozenset(
        form
        for form, usual in usual_words().items()
        if any(shares[form][1] <= _CLEARLY_RARER * shares[word][1] for word in usual)
    )


def _clear(words: Words, odd: Mapping[int, tuple[str, float]]) -> set[str]:
    """Return the odd words that are much rarer than the usual one, as a thesaurus's choices are.

    A word that comes back counts once: technical terms and loops do.
    """
    shares = _shares()
    forms = ((words.forms[at], usual) for at, (usual, _) in odd.items())
    return {form for form, usual in forms if shares[form][1] <= _CLEARLY_RARER * shares[usual][1]}


def _too_many(clear: int, n_words: int) -> bool:
    """Tell whether ``clear`` different odd words are more than a text of ``n_words`` may hold."""
    evidence = clear * log(SPUN_RATE / NATIVE_RATE) - n_words * (SPUN_RATE - NATIVE_RATE)
    return clear >= max(MIN_CLEAR, MIN_DENSITY * n_words) and evidence >= MIN_EVIDENCE


def _odd_words(places: Sequence[_Place]) -> dict[int, tuple[str, float]]:
    """Return, by index, the usual word and its bits for words that do not suit their neighbours.

    Only words that lose at least :data:`MIN_BITS` bits are among them.
    """
    if not places:
        return {}
    table = usual_words()
    usual = [word for place in places for word in table[place.form]]
    # For each usual word, the number of the place that it might stand in.
    number = np.repeat(np.arange(len(places)), [len(table[place.form]) for place in places])
    bits = _bits(places, usual, number)
    odd: dict[int, tuple[str, float]] = {}
    for i in np.flatnonzero(bits >= MIN_BITS).tolist():
        at, gain = places[number[i]].at, float(bits[i])
        if at not in odd or gain > odd[at][1]:
            odd[at] = (usual[i], gain)
    return odd


def _places(words: Words) -> Iterator[_Place]:
    table, forms = usual_words(), words.forms
    for at in [at for at, form in enumerate(forms) if form in table]:
        form = forms[at]
        if len(form) < _MIN_LENGTH:
            continue
        left = _plain(forms[at - 1]) if words.joined(at) else ""
        right = _plain(forms[at + 1]) if at + 1 < len(words) and words.joined(at + 1) else ""
        # A capital inside a sentence makes a name.
        if (left or right) and not (left and words.text[words.starts[at]].isupper()):
            yield _Place(at, form, left, right)


def _plain(word: str) -> str:
    if word == ",":
        return ""
    return NUMBER if word[0].isdigit() else word


@cache
def _shares() -> Mapping[str, tuple[int, float]]:
    """Return, for each word of the list, its key and its share of running words."""
    table, swaps = neighbours(), usual_words()
    words = sorted({*swaps, *chain.from_iterable(swaps.values())})
    keys = list(map(word_key, words))
    shares = (table.counts(keys) + 1) / table.words
    return dict(zip(words, zip(keys, shares.tolist(), strict=True), strict=True))


def _bits(
    places: Sequence[_Place], usual: Sequence[str], number: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return how many bits likelier the usual words are in their places, shape (usual,)."""
    shares, counts = _shares(), neighbours().counts
    common_usual = np.array([shares[word][1] for word in usual])
    common_here = np.array([shares[place.form][1] for place in places])[number]
    bits = np.zeros(len(usual))
    sides = np.zeros(len(usual))
    where = number.tolist()
    for side in ("left", "right"):
        beside = [getattr(place, side) for place in places]
        if side == "left":
            before = list(map(word_key, beside))
            here = [next_key(key, place.form) for key, place in zip(before, places, strict=True)]
            there = [next_key(before[i], word) for i, word in zip(where, usual, strict=True)]
        else:
            here = [
                next_key(shares[place.form][0], word)
                for place, word in zip(places, beside, strict=True)
            ]
            there = [
                next_key(shares[word][0], beside[i]) for i, word in zip(where, usual, strict=True)
            ]
        found = counts(here)[number]
        gain = np.log2((counts(there) + _PRIOR * common_usual) / (found + _PRIOR * common_here))
        is_there = np.array([bool(word) for word in beside])[number]
        bits += np.where(is_there, gain, 0.0)
        sides += is_there
    # Each side brings in how common the two words are; once is enough, and none beside one.
    excess: NDArray[np.float64] = np.where(sides > 1, np.log2(common_usual / common_here), 0.0)
    result: NDArray[np.float64] = bits - excess
    return result


DETECTOR = Detector(
    id="lexical.spun_word",
    summary="a synonym that does not suit its neighbours, in a text full of them",
    severity=Severity.MAJOR,
    confidence=0.85,
    find=find,
    scope="document",
    bad=(
        "We give the best web ⟦plan⟧ and advancement to ⟦nearby⟧ and ⟦universal⟧ customers. Our "
        "organization has an awesome ⟦notoriety⟧ for client ⟦administrations⟧, and its proprietors "
        "⟦likewise⟧ ⟦convey⟧ on schedule.",
        "The ⟦tallness⟧ of the ⟦pinnacle⟧ draws numerous sightseers, and its ⟦proprietors⟧ "
        "have an unusual notoriety. A pleasant excursion to the adjacent seashore takes a "
        "brief timeframe.",
        "Brief recordings clarify how to pick a reliable mechanic and effortlessly look at the "
        "fees. ⟦Proprietors⟧ of vintage autos ought to ⟦likewise⟧ utilize inward parts of "
        "excellent quality, and acquire a solid assurance.",
    ),
    good=(
        "The company utilized the arrangement to its advantage.",
        "We design and develop websites for local and international customers. Our company has a "
        "good reputation for client services.",
        "Regional administrations and their organizations have notoriety in the nearby hills.",
        "He likewise took an aggressive method, and the other proprietors went home.",
        "An enterprise that ships an item charges a fee: dispatching takes three days, a reply "
        "two, and normal rates are on the listing of every provincial office.",
        "Autograph hunters waited at the door for several hours to get a signature from the star.",
    ),
)
