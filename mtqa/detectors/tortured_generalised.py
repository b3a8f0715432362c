r"""Technical term put through a synonym dictionary, found by rule.

What it finds
    A sequence of words that becomes an established technical term when one or more of its
    words go back to what a synonym dictionary exchanged: ``haphazard timberland`` for random
    forest. It needs no list of the phrases: it knows the terms and what spinners put for their
    words, so it meets a phrase for the first time as well as for the hundredth.

Why it suggests machine translation
    Nobody who knows a field renames its terms. Paraphrasing tools, and translation there and
    back through another language, exchange word by word and do not know that the words belong
    together.

Examples
    ``The classifier is a haphazard timberland with a hundred trees.``

When it is wrong
    A writer may really mean the words (a ``brain organization`` can be a charity). At least one
    exchanged word must be one that the term never takes (``odd`` in the synonym table); swaps
    that happen in native prose too (``near``) count only in a paragraph that holds such a one.
    Phrases attested in native prose are in the list of exceptions and stay silent, and so do
    those that the list of tortured phrases excludes for the word before or after them, and those
    that another word of the paragraph shows to be meant literally. A single
    phrase in a longer paragraph counts only where another word of that paragraph speaks of a
    technical subject, and words with a capital beside another capital are taken for a name. A
    phrase in a quotation of a few words is only mentioned, and an exchanged word with a possessive
    ending is an owner. Where no word is left of the term and one of the swaps happens in native
    prose, a paragraph of a dozen words must be technical too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain, pairwise

from pydantic import Field

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.literal_sense import is_literal
from mtqa.detectors.mention import is_mentioned
from mtqa.detectors.phrases import (
    PhraseFinder,
    PhraseIndex,
    PhraseList,
    Strict,
    Text,
    Words,
    variants,
    words_of,
)
from mtqa.detectors.proper_name import inside_name
from mtqa.detectors.shipped_list import read_list
from mtqa.detectors.technical_subject import is_technical
from mtqa.detectors.word_sets import words_in
from mtqa.types import Severity

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


#: From so many words on a paragraph has to be technical for a phrase that may be plain English;
#: and as many as :func:`is_technical` takes for a long paragraph.
_FEW_WORDS, _MANY_WORDS = 12, 1_000


class TermList(Strict):
    """Established terms by field."""

    about: Text
    terms: dict[str, tuple[str, ...]] = Field(min_length=1)


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


def spellings(base: str) -> Iterator[str]:
    """Yield every word without apostrophes whose base form is ``base``."""
    for standard in (base, *(other for other, american in _SPELLING.items() if american == base)):
        forms = [standard, standard + "s", standard + "es"]
        if standard.endswith("y"):
            forms.append(standard[:-1] + "ies")
        yield from (form for form in forms if base_form(form) == base)


@lru_cache(maxsize=65536)
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
    """A node of the trie of exchanged words: what they go back to, and whether they are odd."""

    next: dict[str, _Back] = field(default_factory=dict)
    targets: list[tuple[str, bool]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Spun:
    """Words ``[first, last)`` of a text go back to ``term``.

    Attributes:
        first, last: the words, half-open.
        term: the established term.
        swaps: what stands there and the term's word it was put for.
        odd: how many of the swaps are odd.
        kept: how many words stand unchanged.
    """

    first: int
    last: int
    term: str
    swaps: tuple[tuple[str, str], ...]
    odd: int
    kept: int


class SpunTerms:
    """Finds terms whose words were exchanged, by walking two tries side by side."""

    def __init__(self, terms: TermList, table: ExchangeTable) -> None:
        """Compile the terms and the table."""
        self._terms = _Term()
        by_words = {_bases(term): term for group in terms.terms.values() for term in group}
        for words, term in by_words.items():
            node = self._terms
            for word in words:
                node = node.next.setdefault(word, _Term())
            node.term = term
        self._back = _Back()
        for target, exchange in table.exchanges.items():
            word = " ".join(_bases(target))
            for group, is_odd in ((exchange.odd, True), (exchange.near, False)):
                for substitute in group:
                    self._add(_bases(substitute), word, is_odd)
        self._english = frozenset(map(_bases, table.exceptions)) | frozenset(by_words)
        self._pairs = self._first_pairs(by_words)
        self._seconds = _as_they_stand(self._pairs)
        self._longest = self._most_words(by_words)

    def _first_pairs(self, terms: Iterable[tuple[str, ...]]) -> frozenset[tuple[str, str]]:
        """Return every pair of words that a spun term can start with.

        It decides for almost every place of a text that no term starts there.
        """
        stands_for: dict[str, list[tuple[str, ...]]] = {}
        for words, targets in _walk(self._back, ()):
            for target in targets:
                stands_for.setdefault(target, []).append(words)
        pairs: set[tuple[str, str]] = set()
        for term in terms:
            # Of a term of one word ("fingerprint") only substitutes of two and more count.
            spun_second = stands_for.get(term[1], []) if len(term) > 1 else []
            following = [*spun_second, term[1:2]] if len(term) > 1 else []
            for first in stands_for.get(term[0], []):
                if len(first) > 1:
                    pairs.add((first[0], first[1]))
                else:
                    pairs.update((first[0], second[0]) for second in following)
            # Where the first two words stand unchanged, a third one has to be exchanged.
            kept = following if len(term) > 2 else spun_second
            pairs.update((term[0], second[0]) for second in kept)
        return frozenset(pairs)

    def _most_words(self, terms: Iterable[tuple[str, ...]]) -> int:
        """Return how many words a spun term can have at most."""
        most: defaultdict[str, int] = defaultdict(lambda: 1)
        for words, targets in _walk(self._back, ()):
            for target in targets:
                most[target] = max(most[target], len(words))
        return max(sum(most[word] for word in term) for term in terms)

    def _add(self, substitute: tuple[str, ...], target: str, is_odd: bool) -> None:
        node = self._back
        for word in substitute:
            node = node.next.setdefault(word, _Back())
        node.targets.append((target, is_odd))

    def at(self, bases: tuple[str, ...], joined: Callable[[int], bool], first: int) -> Spun | None:
        """Return the best spun term that starts at word ``first``, or None.

        One with an odd swap wins, then the longest, then the one with most words unchanged.

        Args:
            bases: the words of the text in their base form.
            joined: tells whether a word stands next to the one before it.
            first: index of a word.
        """
        best: Spun | None = None
        stack: list[tuple[_Term, int, tuple[tuple[str, str], ...], int, int]]
        stack = [(self._terms, first, (), 0, 0)]
        while stack:
            node, at, swaps, odd, kept = stack.pop()
            if node.term is not None and swaps and at - first > 1:
                spun = Spun(first, at, node.term, swaps, odd, kept)
                if self._counts(spun, bases) and (best is None or _rank(spun) > _rank(best)):
                    best = spun
            if at == len(bases) or (at > first and not joined(at)):
                continue
            same = node.next.get(bases[at])
            if same is not None:
                stack.append((same, at + 1, swaps, odd, kept + 1))
            back = self._back.next.get(bases[at])
            end = at + 1
            while back is not None:
                for target, is_odd in back.targets:
                    reached = node.next.get(target)
                    if reached is not None:
                        swap = (" ".join(bases[at:end]), target)
                        stack.append((reached, end, (*swaps, swap), odd + is_odd, kept))
                if not back.next or end == len(bases) or not joined(end):
                    break
                back = back.next.get(bases[end])
                end += 1
        return best

    def _counts(self, spun: Spun, bases: tuple[str, ...]) -> bool:
        return bases[spun.first : spun.last] not in self._english

    def find(self, words: Words) -> list[Spun]:
        """Return the spun terms in reading order, without overlap.

        Terms with an odd swap count by themselves; the others where such a one is near.
        """
        found = list(self._candidates(words))
        return found if any(spun.odd for spun in found) else []

    def may_stand_in(self, words: tuple[str, ...]) -> bool:
        """Tell whether :meth:`find` can find something in a text of these words.

        The marks between them are not known, so it may promise too much.
        """
        if "s" in words:  # of a possessive: the base form drops it
            words = tuple([word for word in words if word != "s"])
        seconds = self._seconds
        firsts = [at for at, word in enumerate(words[:-1]) if word in seconds]
        starts = [at for at in firsts if words[at + 1] in seconds[words[at]]]
        for first in starts:
            bases = tuple(map(base_form, words[first : first + self._longest]))
            spun = self.at(bases, lambda _: True, 0)
            if spun is not None and spun.odd:
                return True
        return False

    def _candidates(self, words: Words) -> Iterator[Spun]:
        bases = tuple(map(base_form, words.forms))
        pairs = self._pairs
        free = 0
        for first in [at for at, pair in enumerate(pairwise(bases)) if pair in pairs]:
            if first >= free:
                spun = self.at(bases, words.joined, first)
                if spun is not None:
                    free = spun.last
                    yield spun


def _as_they_stand(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Return, for each spelling of a first word, the spellings of the second words.

    To look up the words of a text as they stand is several times as fast as to ask for the base
    form of each.
    """
    bases: defaultdict[str, list[str]] = defaultdict(list)
    for first, second in pairs:
        bases[first].append(second)
    written = {base: tuple(spellings(base)) for base in {*bases, *chain(*bases.values())}}
    found: dict[str, frozenset[str]] = {}
    for first, seconds in bases.items():
        following = frozenset(chain.from_iterable(written[second] for second in seconds))
        found.update(dict.fromkeys(written[first], following))
    return found


def _rank(spun: Spun) -> tuple[int, int, int]:
    return (min(spun.odd, 1), spun.last, spun.kept)


def _bases(phrase: str) -> tuple[str, ...]:
    return tuple(base_form(form) for form in words_of(phrase).forms)


def _walk(node: _Back, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield each substitute below ``node`` with the words it stands for."""
    if node.targets:
        yield words, tuple(target for target, _ in node.targets)
    for word, deeper in node.next.items():
        yield from _walk(deeper, (*words, word))


@cache
def spun_terms() -> SpunTerms:
    """Return the shipped terms and table, compiled once."""
    return SpunTerms(
        read_list("technical_terms", TermList),
        read_list("spinner_synonyms", ExchangeTable),
    )


def find(view: View) -> Iterator[Match]:
    """Yield sequences of words that go back to a technical term."""
    if not spun_terms().may_stand_in(words_in(view.text)):
        return
    words = words_of(view.text)
    found = [
        (spun, start, end)
        for spun in spun_terms().find(words)
        for start, end in [(words.starts[spun.first], words.ends[spun.last - 1])]
        if not _owned(words, spun)
        and not inside_name(view.text, start, end)
        and not is_mentioned(view.text, start, end)
        and not is_literal(view.text, start, end)
    ]
    if len(found) == 1:
        [(spun, start, end)] = found
        # A phrase of which nothing is left and that is not odd all through may be plain English.
        unsure = not spun.kept and spun.odd < len(spun.swaps)
        n_words = len(words.forms)
        if unsure and n_words >= _FEW_WORDS:
            n_words = _MANY_WORDS
        if not is_technical(view.text, n_words, start, end):
            return
    plain = _plain_starts(words) if found else ()
    for spun, start, end in found:
        if start in plain:
            continue
        quoted = view.original[start:end]
        suggestion = _same_number(spun.term, words.forms[spun.last - 1])
        yield Match(
            start,
            end,
            f"“{quoted}” looks like the term “{suggestion}” with its words exchanged for synonyms",
            suggestion=suggestion,
        )


@cache
def _conditional() -> tuple[PhraseIndex[None], PhraseFinder]:
    """Return the tortured phrases that certain neighbours exclude: all, and those that fit.

    The words that the list wants near them are not asked for: here the term speaks for itself.
    """
    shipped = read_list("tortured_phrases", PhraseList)
    entries = tuple(
        entry.model_copy(update={"near": ()})
        for entry in shipped.phrases
        if entry.unless_before or entry.unless_after
    )
    index = PhraseIndex((words, None) for entry in entries for words in variants(entry.phrase))
    return index, PhraseFinder(shipped.model_copy(update={"phrases": entries}))


def _owned(words: Words, spun: Spun) -> bool:
    """Tell whether the phrase is one thing's other thing (``a person's reputation``).

    Possessives of names begin terms (``Parkinson's disease``), and there the name stands.
    """
    inner = words.forms[spun.first : spun.last - 1]
    exchanged = {part for swap, _ in spun.swaps for part in swap.split()}
    return any(form.endswith("'s") and base_form(form) in exchanged for form in inner)


def _plain_starts(words: Words) -> frozenset[int]:
    """Return where phrases begin that are tortured elsewhere and ordinary English here."""
    index, finder = _conditional()
    starts = frozenset(words.starts[hits[0].first] for hits in index.find(words))
    return starts.difference(found.start for found in finder.find(words.text))


def _same_number(term: str, last: str) -> str:
    """Return ``term`` in the plural where the last word found is a plural noun."""
    plural = base_form(last) != last and last.endswith("s") and not last.endswith("'s")
    if not plural or term.endswith("s"):
        return term
    if term.endswith("y") and term[-2] not in "aeiou":
        return term[:-1] + "ies"
    return term + ("es" if term.endswith(("x", "ch", "sh")) else "s")


DETECTOR = Detector(
    id="lexical.tortured_generalised",
    summary="a technical term with words exchanged for dictionary synonyms",
    severity=Severity.MAJOR,
    confidence=0.9,
    find=find,
    bad=(
        "The classifier is a ⟦haphazard timberland⟧ with a hundred trees.",
        "We feed the vector to a ⟦counterfeit neural organization⟧ of three layers.",
        "Diabetes ends in ⟦kidney disappointment⟧ for one in three.",
    ),
    good=(
        "The forest is full of random paths that nobody has mapped.",
        "A profound change in learning came with the printing press.",
        "The organization trains nurses who care for people with brain injuries.",
        "He was found with counterfeit banknotes and a network of helpers.",
        "The picture shows how the mind processes language.",
        "Her choice of tree surprised the gardener.",
        "We compared deep learning with a random forest and a support vector machine.",
        "They met in the bar of the Double Tree Hotel.",
        "Some papers put “haphazard timberland” where they mean a random forest.",
        "Children with profound learning difficulties are taught in groups of four.",
        "Gossip may harm a person's reputation, and the patient pays for the treatment.",
        "The senator held a virtual endorsement meeting with the voters of her home town.",
        "The map shows an irregular woodland between two lakes and a river.",
        "The town council spent a whole evening on the question why the old market hall, which had "
        "burnt down two winters before, should get a tall precision clock on its new tower at all.",
    ),
)
