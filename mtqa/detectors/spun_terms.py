"""Technical terms whose words were exchanged: the lists of both, and the search.

It knows the terms and what paraphrasing tools put for their words, and walks two tries side by
side: one of the terms, one of the substitutes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator, Field
from wordfreq import get_frequency_dict

from mtqa.detectors.attested import Attested, attested
from mtqa.detectors.phrases import Strict, Text, Words, words_of
from mtqa.detectors.shipped_list import read_list
from mtqa.errors import ConfigError

_PLAIN = re.compile(r"[a-z ]+")
_MOST_BASE_FORMS = 65_536
#: Words of a substitute, at most; and a telling swap stands among so many first words of a term.
_LONGEST_SUBSTITUTE, _LONGEST_START = 4, 4
#: Share of all words from which on a substitute is too common to be telling, and native phrases
#: from which on a swap is.
_COMMON, _MANY_NATIVE_PHRASES = 1e-4, 10
#: Endings that spelling standards disagree on, and their American form.
_SPELLING = {
    "acknowledgement": "acknowledgment",
    "behaviour": "behavior",
    "centre": "center",
    "colour": "color",
    "fibre": "fiber",
    "grey": "gray",
    "neighbour": "neighbor",
    "organisation": "organization",
    "optimisation": "optimization",
    "sulphuric": "sulfuric",
    "tumour": "tumor",
    "utilisation": "utilization",
    "coeliac": "celiac",
    "foetal": "fetal",
}


def _listed(value: object) -> object:
    """Read ``a, b, c``: thousands of short words are read much faster so than as YAML's lists."""
    return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value


class TermList(Strict):
    """Established terms by field."""

    about: Text
    terms: dict[str, Annotated[tuple[Text, ...], BeforeValidator(_listed)]] = Field(min_length=1)


class Exchange(Strict):
    """What spinners put for a word.

    Attributes:
        odd: words that never stand for it in a technical term.
        near: words that sometimes do.
    """

    odd: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


class ExchangeTable(Strict):
    """The synonym table and the phrases that are English all the same."""

    about: Text
    exchanges: dict[str, Exchange] = Field(min_length=1)
    exceptions: tuple[str, ...]


class Synonyms(NamedTuple):
    """One word of ``data/thesaurus.tsv``.

    Attributes:
        word: of technical terms.
        blind: words that a thesaurus has for it in any sense, right or wrong.
        akin: those that a text on the subject may say for it.
    """

    word: str
    blind: tuple[str, ...]
    akin: tuple[str, ...]


class TermLists(NamedTuple):
    """All that the search knows."""

    terms: TermList
    table: ExchangeTable
    thesaurus: tuple[Synonyms, ...]


class Kind(IntEnum):
    """How a substitute stands to its word; see :class:`Exchange` and :class:`Synonyms`."""

    AKIN = 0
    NEAR = 1
    BLIND = 2
    ODD = 3

    @property
    def is_judged(self) -> bool:
        """Whether people looked at what native prose makes of the swap."""
        return self in {Kind.NEAR, Kind.ODD}


class Swap(NamedTuple):
    """What stands in a text for a word of a term, both in their base forms."""

    found: str
    word: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Spun:
    """Words ``[first, last)`` of a text go back to ``term``.

    Attributes:
        first, last: the words, half-open.
        term: the established term.
        swaps: its exchanged words.
        kept: how many words stand unchanged.
    """

    first: int
    last: int
    term: str
    swaps: tuple[Swap, ...]
    kept: int

    @property
    def surest(self) -> Kind:
        """The kind of the surest swap."""
        return max(swap.kind for swap in self.swaps)


class _BaseForms(dict[str, str]):
    """Base forms of words that were met: a look into a dictionary costs a fifth of a call."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_BASE_FORMS:
            self.clear()
        self[word] = base_form(word)
        return self[word]


_BASE_FORMS = _BaseForms()


def base_form(word: str) -> str:
    """Return ``word`` without possessive and plural endings, in American spelling."""
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return _SPELLING.get(word, word)


@dataclass(slots=True)
class _Term:
    """A node of the trie of terms; ``term`` is set where one ends."""

    next: dict[str, _Term] = field(default_factory=dict)
    term: str | None = None


@dataclass(slots=True)
class _Back:
    """A node of the trie of substitutes; ``swaps`` are what they go back to."""

    next: dict[str, _Back] = field(default_factory=dict)
    swaps: list[Swap] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Start:
    """What may follow a word that a spun term may start with.

    Attributes:
        words: as they stand.
        exchanged: words of terms, where something else stands for them.
    """

    words: AbstractSet[str]
    exchanged: AbstractSet[str]


class SpunTerms:
    """Finds terms whose words were exchanged.

    Args:
        lists: the terms, and what is put for their words.
        native: phrases that native prose holds, which are left alone.
    """

    def __init__(self, lists: TermLists, native: Attested) -> None:
        self._terms = _Term()
        terms = lists.terms.terms.values()
        by_words = {base_forms(term): term for group in terms for term in group}
        self.vocabulary = frozenset(word for words in by_words for word in words)
        for words, term in by_words.items():
            node = self._terms
            for word in words:
                node = node.next.setdefault(word, _Term())
            node.term = term
        self._back = _Back()
        for word, exchange in lists.table.exchanges.items():
            self._add(word, Kind.ODD, exchange.odd)
            self._add(word, Kind.NEAR, exchange.near)
        for synonyms in lists.thesaurus:
            self._add(synonyms.word, Kind.BLIND, synonyms.blind)
            self._add(synonyms.word, Kind.AKIN, synonyms.akin)
        self._english = frozenset(map(base_forms, lists.table.exceptions)) | frozenset(
            words[i:j] for words in by_words for i, j in combinations(range(len(words) + 1), 2)
        )
        self._native = native
        # Found out for the words that are met.
        first_words = self._terms.next.keys() | self._back.next.keys()
        self._starts: dict[str, _Start | None] = dict.fromkeys(first_words)
        self._targets: dict[str, tuple[str, ...] | None] = dict.fromkeys(self._back.next)
        self._longest = max(map(len, by_words)) * _LONGEST_SUBSTITUTE
        self._telling_swaps, self._telling_words = self._find_telling()

    def find(self, words: Words) -> list[Spun]:
        """Return the spun terms in reading order, without overlap.

        They count where one of them has a telling swap.
        """
        found = list(self.candidates(words))
        return found if any(map(self.tells, found)) else []

    def candidates(self, words: Words) -> Iterator[Spun]:
        """Yield the spun terms in reading order, without overlap; the surer of two stands."""
        bases = tuple([_BASE_FORMS[form] for form in words.forms])
        held: Spun | None = None
        for first in self._possible(bases, range(len(bases))):
            if held is not None and first < held.last and held.surest > Kind.NEAR:
                continue
            spun = self.at(bases, words.joined, first)
            if spun is None:
                continue
            if held is not None:
                if first >= held.last:
                    yield held
                elif spun.surest <= Kind.NEAR:
                    continue
            held = spun
        if held is not None:
            yield held

    def tells(self, spun: Spun) -> bool:
        """Tell whether a swap of ``spun`` is hardly chance.

        It is odd, or puts a rare word that native prose puts in few such phrases.
        """
        return any(swap in self._telling_swaps for swap in spun.swaps)

    def may_stand_in(self, words: tuple[str, ...]) -> bool:
        """Tell whether a text of these words holds a spun term with a telling swap.

        The marks between them are not known, so it may promise too much.
        """
        if "s" in words:  # of a possessive: the base form drops it
            words = tuple([word for word in words if word != "s"])
        telling = self._telling_words
        bases = tuple([_BASE_FORMS[word] for word in words])
        places = [at for at, base in enumerate(bases) if base in telling]
        firsts = {at - back for at in places for back in range(_LONGEST_START) if at >= back}
        for first in self._possible(bases, firsts):
            spun = self.at(bases[first : first + self._longest], lambda _: True, 0)
            if spun is not None and self.tells(spun):
                return True
        return False

    def at(self, bases: tuple[str, ...], joined: Callable[[int], bool], first: int) -> Spun | None:
        """Return the best spun term that starts at word ``first``, or None.

        One with a surer swap wins, then the longest, then the one with most words unchanged, then
        the one with the surer swaps in all.

        Args:
            bases: the words of the text in their base form.
            joined: tells whether a word stands next to the one before it.
            first: index of a word.
        """
        return max(self._readings(bases, joined, first), key=_rank, default=None)

    def readings(self, words: Words) -> Iterator[Spun]:
        """Yield every spun term that can be read into the words, whatever others overlap it."""
        bases = tuple([_BASE_FORMS[form] for form in words.forms])
        for first in self._possible(bases, range(len(bases))):
            yield from self._readings(bases, words.joined, first)

    def _readings(
        self, bases: tuple[str, ...], joined: Callable[[int], bool], first: int
    ) -> Iterator[Spun]:
        stack: list[tuple[_Term, int, tuple[Swap, ...], int]] = [(self._terms, first, (), 0)]
        while stack:
            node, at, swaps, kept = stack.pop()
            if node.term is not None and swaps and at - first > 1 and self._counts(bases[first:at]):
                yield Spun(first, at, node.term, swaps, kept)
            if at == len(bases) or (at > first and not joined(at)):
                continue
            same = node.next.get(bases[at])
            if same is not None:
                stack.append((same, at + 1, swaps, kept + 1))
            back = self._back.next.get(bases[at])
            end = at + 1
            while back is not None:
                for swap in back.swaps:
                    reached = node.next.get(swap.word)
                    if reached is not None:
                        stack.append((reached, end, (*swaps, swap), kept))
                if not back.next or end == len(bases) or not joined(end):
                    break
                back = back.next.get(bases[end])
                end += 1

    def _possible(self, bases: tuple[str, ...], firsts: Iterable[int]) -> Iterator[int]:
        """Yield those of ``firsts`` whose word and the next one allow a spun term."""
        starts, targets = self._starts, self._targets
        last = len(bases) - 1
        for at in firsts:
            if at >= last or bases[at] not in starts:
                continue
            start = starts[bases[at]]
            if start is None:
                start = starts[bases[at]] = self._start_of(bases[at])
            second = bases[at + 1]
            if second in start.words:
                yield at
            elif second in targets:
                put_for = targets[second]
                if put_for is None:
                    put_for = targets[second] = self._put_for(second)
                if not start.exchanged.isdisjoint(put_for):
                    yield at

    def _counts(self, phrase: tuple[str, ...]) -> bool:
        return phrase not in self._english and not self._native.holds(phrase)

    def _add(self, word: str, kind: Kind, substitutes: Iterable[str]) -> None:
        target = base_forms(word)
        for substitute in substitutes:
            words = base_forms(substitute)
            # The same word in another number or spelling is no exchange.
            if words != target:
                node = self._back
                for own in words:
                    node = node.next.setdefault(own, _Back())
                node.swaps.append(Swap(" ".join(words), " ".join(target), kind))

    def _find_telling(self) -> tuple[frozenset[Swap], frozenset[str]]:
        """Return the telling swaps, and of each the rarest word."""
        frequencies: dict[str, float] = get_frequency_dict("en", wordlist="large")
        swaps: list[Swap] = []
        rarest: set[str] = set()
        for swap in _walk(self._back):
            if swap.kind <= Kind.NEAR:
                continue
            word = min(swap.found.split(), key=lambda own: frequencies.get(own, 0.0))
            if swap.kind is Kind.ODD or (
                frequencies.get(word, 0.0) < _COMMON
                and self._native.phrases_of(swap.found, swap.word) <= _MANY_NATIVE_PHRASES
            ):
                swaps.append(swap)
                rarest.add(word)
        return frozenset(swaps), frozenset(rarest)

    def _put_for(self, word: str) -> tuple[str, ...]:
        """Return the words of terms that ``word``, or a substitute it begins, is put for."""
        return tuple({swap.word for swap in _walk(self._back.next[word])})

    def _start_of(self, word: str) -> _Start:
        """Return how a spun term that starts with ``word`` may go on."""
        node, back = self._terms.next.get(word), self._back.next.get(word)
        words, exchanged = set[str](), set[str]()
        if node is not None:
            exchanged |= node.next.keys()
            # Where two words stand unchanged, a third has to be exchanged.
            words.update(second for second, own in node.next.items() if own.next)
        if back is not None:
            words |= back.next.keys()
            for swap in back.swaps:
                reached = self._terms.next.get(swap.word)
                if reached is not None:
                    words |= reached.next.keys()
                    exchanged |= reached.next.keys()
        return _Start(words, exchanged)


@cache
def spun_terms() -> SpunTerms:
    """Return the shipped terms and table, compiled once."""
    return SpunTerms(read_lists(), attested())


def read_lists() -> TermLists:
    """Return the shipped lists.

    Raises:
        ConfigError: one is missing or damaged.
    """
    return TermLists(
        read_list("technical_terms", TermList),
        read_list("spinner_synonyms", ExchangeTable),
        _read_thesaurus(),
    )


def base_forms(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase in their base form."""
    # Tens of thousands of short phrases are read so at the start.
    forms = phrase.split() if _PLAIN.fullmatch(phrase) else words_of(phrase).forms
    return tuple([_BASE_FORMS[form] for form in forms])


def _read_thesaurus() -> tuple[Synonyms, ...]:
    # Not YAML: it would take the time of all other lists together.
    source = files("mtqa") / "detectors" / "data" / "thesaurus.tsv"
    try:
        _, *lines = source.read_text(encoding="utf-8").splitlines()
        cells = [line.split("\t") for line in lines]
        return tuple(Synonyms(word, _cut(blind), _cut(akin)) for word, blind, akin in cells)
    except (OSError, ValueError) as error:
        raise ConfigError(f"data/thesaurus.tsv is missing or damaged ({error})") from error


def _cut(listed: str) -> tuple[str, ...]:
    return tuple(listed.split(", ")) if listed else ()


def _rank(spun: Spun) -> tuple[int, int, int, int]:
    return (spun.surest, spun.last, spun.kept, sum(swap.kind for swap in spun.swaps))


def _walk(node: _Back) -> Iterator[Swap]:
    """Yield the swaps of a substitute and of those that go on behind it."""
    yield from node.swaps
    for deeper in node.next.values():
        yield from _walk(deeper)
