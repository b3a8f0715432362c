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
    A writer may really mean the words (a ``brain organization`` can be a charity), and a thesaurus
    has so many words that ordinary prose hits upon a term's every few thousand words. So what
    native prose holds stays silent: whole phrases that were met there (``attested.npz``) and those
    in the list of exceptions. Others are weighed (``spun_evidence.py``): a swap that native prose
    makes in other phrases speaks against, technical words around speak for, and so do other spun
    terms in the same paragraph. A term by itself counts where people judged its swaps (``odd`` in
    the synonym table: never said for it; ``near`` beside such a one) and, in a longer paragraph,
    another word speaks of a technical subject. Words with a capital beside another capital are
    taken for a name, parts of hyphenated words for compounds, an exchanged word with a possessive
    ending for an owner, and a phrase in a quotation of a few words is only mentioned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.literal_sense import is_literal
from mtqa.detectors.mention import is_mentioned
from mtqa.detectors.phrases import (
    PhraseFinder,
    PhraseIndex,
    PhraseList,
    Words,
    variants,
    words_of,
)
from mtqa.detectors.proper_name import inside_name
from mtqa.detectors.shipped_list import read_list
from mtqa.detectors.spun_evidence import spun_evidence
from mtqa.detectors.spun_terms import Kind, Spun, base_form, spun_terms
from mtqa.detectors.technical_subject import is_technical
from mtqa.detectors.word_sets import words_in
from mtqa.types import Severity

#: From so many words on a paragraph has to be technical for a phrase that may be plain English;
#: and as many as :func:`is_technical` takes for a long paragraph.
_FEW_WORDS, _MANY_WORDS = 12, 1_000
#: Spun terms with lower log-odds are left alone: in a paragraph that convinces, and elsewhere.
_LEAST_ODDS, _ALONE_ODDS = -1.0, -1.2
_HYPHENS, _DASHES = frozenset("-\u2010\u2011/"), frozenset("\u2013\u2014")


def find(view: View) -> Iterator[Match]:
    """Yield sequences of words that go back to a technical term."""
    if not spun_terms().may_stand_in(words_in(view.text)):
        return
    words = words_of(view.text)
    found = [spun for spun in spun_terms().find(words) if stands_free(view.text, words, spun)]
    if not found:
        return
    plain = _plain_starts(words)
    found = [spun for spun in found if words.starts[spun.first] not in plain]
    for spun in _believed(view.text, words, found):
        start, end = words.starts[spun.first], words.ends[spun.last - 1]
        quoted = view.original[start:end]
        suggestion = _same_number(spun.term, words.forms[spun.last - 1])
        yield Match(
            start,
            end,
            f"“{quoted}” looks like the term “{suggestion}” with its words exchanged for synonyms",
            suggestion=suggestion,
        )


def stands_free(text: str, words: Words, spun: Spun) -> bool:
    """Tell whether nothing around a spun term shows that its words are meant as they stand."""
    start, end = words.starts[spun.first], words.ends[spun.last - 1]
    return not (
        _hyphenated(text, start, end)
        or _owned(words, spun)
        or inside_name(text, start, end)
        or is_mentioned(text, start, end)
        or is_literal(text, start, end)
    )


def _believed(text: str, words: Words, found: Sequence[Spun]) -> Sequence[Spun]:
    """Return the spun terms that are no chance hits.

    Where the whole paragraph convinces, those that little speaks against; else those whose swaps
    people judged.
    """
    evidence = spun_evidence()
    odds = {spun.first: evidence.log_odds(spun, words.forms) for spun in found}
    telling = [(spun.term, odds[spun.first]) for spun in found if spun.surest > Kind.NEAR]
    if evidence.convinces(telling, len(words)):
        return [spun for spun in found if odds[spun.first] >= _LEAST_ODDS]
    judged = [
        spun
        for spun in found
        if odds[spun.first] >= _ALONE_ODDS and all(swap.kind.is_judged for swap in spun.swaps)
    ]
    if all(spun.surest <= Kind.NEAR for spun in judged):
        return []
    if len(judged) == 1:
        [spun] = judged
        # A phrase of which nothing is left and that is not odd all through may be plain English.
        unsure = not spun.kept and any(swap.kind is not Kind.ODD for swap in spun.swaps)
        n_words = _MANY_WORDS if unsure and len(words) >= _FEW_WORDS else len(words)
        start, end = words.starts[spun.first], words.ends[spun.last - 1]
        if not is_technical(text, n_words, start, end):
            return []
    return judged


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


def _hyphenated(text: str, start: int, end: int) -> bool:
    """Tell whether the words belong to compounds (``cross-border ties``) or a dash parts them."""
    return (
        text[max(0, start - 1) : start] in _HYPHENS
        or text[end : end + 1] in _HYPHENS
        or not _DASHES.isdisjoint(text[start:end])
    )


def _owned(words: Words, spun: Spun) -> bool:
    """Tell whether the phrase is one thing's other thing (``a person's reputation``).

    Possessives of names begin terms (``Parkinson's disease``), and there the name stands.
    """
    inner = words.forms[spun.first : spun.last - 1]
    exchanged = {part for swap in spun.swaps for part in swap.found.split()}
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
