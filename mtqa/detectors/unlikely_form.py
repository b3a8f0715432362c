"""A word in a form that the language model does not expect.

What it finds
    A common word between common words whose other number, person or tense makes the sentence much
    likelier: ``many company``, ``was build by``, ``those people thinks``.

Why it suggests machine translation
    Languages mark number, person and tense in other places than English or not at all; an engine
    that sees a few words at a time takes the commonest form.

Examples
    ``The word appears multiple time.``

When it is wrong
    Learners make the same faults, so it is no evidence of a machine; so do slips of native writers.
    A subject far from its verb and rare constructions (``the poor go hungry``) mislead a small
    model. Names, numbers, quotations and headlines are left alone.
    Of 57 findings read (learners, round trips, MLQE, WMT, native) 42 were right, but in modern
    systems' text 1 of 6: a preview.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqa.critic.edits import Kind
from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.kinds import edit_matches
from mtqa.types import Severity

_MESSAGES = {
    Kind.CHANGE_FORM: "“{before}” is an unlikely form here; expected is “{after}”",
}


def find(view: View) -> Iterator[Match]:
    """Yield the word."""
    yield from edit_matches(view, _MESSAGES)


DETECTOR = Detector(
    id="grammar.unlikely_form",
    summary="a word in the wrong number, person or tense, by the language model",
    severity=Severity.MINOR,
    confidence=0.75,
    find=find,
    scope="critic",
    preview=True,
    kinds=frozenset(_MESSAGES),
    bad=(
        "There are many ⟦company⟧ that sell the same product.",
        "The bridge was ⟦build⟧ by the army in the summer of that year.",
        "The word appears multiple ⟦time⟧ in the text of the letter.",
    ),
    good=(
        "They described the old house in every detail they could remember.",
        "The bridge was built by the army in the summer of that year.",
        "The poor go hungry while the rich grow fat.",
        "“She has two brother and they work in the mine,” the boy said.",
        "The number of those who have left the town is small.",
    ),
)
