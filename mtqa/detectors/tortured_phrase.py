r"""Tortured phrase.

What it finds
    A phrase of the shipped list of tortured phrases: ``bosom peril`` for breast cancer,
    ``counterfeit consciousness`` for artificial intelligence.

Why it suggests machine translation
    The phrases come from texts that were put through a paraphrasing tool or translated there
    and back, so that copying stays unseen. Each word is a synonym of the right one; together
    they name nothing.

Examples
    ``We propose a profound learning approach for bosom peril.``

When it is wrong
    Some phrases are English in another field (``crude information``, ``choice tree``): their
    entries name words of the field, and one of them has to stand in the same paragraph. For
    others a list names words that show them to be meant literally (``irregular woodland`` beside
    a river). A single phrase counts in a longer paragraph only where another word is technical.
    Parts of a capitalised name stay silent, and so does a phrase in a quotation of a few words:
    texts about tortured phrases quote them.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.kinds import phrase_match, shipped_phrases
from mtqa.detectors.literal_sense import is_literal
from mtqa.detectors.mention import is_mentioned
from mtqa.detectors.proper_name import inside_name
from mtqa.detectors.technical_subject import is_technical
from mtqa.types import Severity

#: The reason, as :func:`phrase_match` takes it.
_MESSAGE = "“{quoted}” is a tortured phrase: the established term is “{intended}”"


def find(view: View) -> Iterator[Match]:
    """Yield the phrases of the list."""
    phrases = [
        found
        for found in shipped_phrases("tortured_phrases").find(view.text)
        if not inside_name(view.text, found.start, found.end)
        and not is_mentioned(view.text, found.start, found.end)
        and not is_literal(view.text, found.start, found.end)
    ]
    if len(phrases) == 1:
        [found] = phrases
        if not is_technical(view.text, len(view.text.split()), found.start, found.end):
            return
    for found in phrases:
        yield phrase_match(view, found, _MESSAGE)


DETECTOR = Detector(
    id="lexical.tortured_phrase",
    summary="a known term put through a paraphrasing tool",
    severity=Severity.MAJOR,
    confidence=0.9,
    find=find,
    bad=(
        "Early detection of ⟦bosom peril⟧ saves lives.",
        "⟦Counterfeit consciousness⟧ is changing how factories are run.",
        "The samples pass through ⟦profound learning⟧ models and a ⟦shrouded layer⟧.",
        "The dataset holds ⟦crude information⟧ from ten sensors.",
    ),
    good=(
        "She clasped the letter to her bosom, aware of the peril.",
        "The gallery sold counterfeit paintings without a pang of conscience.",
        "It was a profound lesson, and learning it took years.",
        "Police had only crude information about the suspect's height.",
        "The school wants more than good marks for its pupils: it hopes for deeper friendships "
        "and more profound learning, and it asks every teacher to give an hour a week to each of "
        "them, whatever else there is to do.",
        "The nursery offers a choice: tree, shrub or hedge.",
        "Deep learning and random forests were compared on raw data.",
        "The medal went to Sergeant First Class Mark Bowen of the reserve.",
        "Screeners look for odd terms such as “bosom peril” in papers on cancer.",
        "The competition was a profound learning experience for the whole machine shop.",
        "A soft, irregular woodland reaches as far as the lake.",
        "The team spends less time preparing information and more time on the model.",
    ),
)
