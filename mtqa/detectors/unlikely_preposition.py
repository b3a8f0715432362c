"""A preposition that the language model does not expect.

What it finds
    A place between common words where another preposition, or a ``to`` before the verb, makes the
    sentence much likelier: ``think deeply for the future``, ``if you want sell it``.

Why it suggests machine translation
    Which preposition a word takes is told by the word, not by the sense; engines that translate
    the sense carry over the other language's.

Examples
    ``She is interested on the history of the town.``

When it is wrong
    Learners make the same faults, so it is no evidence of a machine. Idioms (``come by bus``) are
    rare to a small model, and so is an infinitive far from the verb that it belongs to (``help the
    people of the valley find work``). Names, numbers, quotations and headlines are left alone.
    Of 43 findings read (learners, round trips, MLQE, WMT, native) 34 were right, but none of 3 in
    modern systems' text: a preview.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqa.critic.edits import Kind
from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.kinds import edit_matches
from mtqa.types import Severity

_MESSAGES = {
    Kind.ADD_PREPOSITION: "“{before}” lacks a word here; expected is “{after}”",
    Kind.CHANGE_PREPOSITION: "“{before}” is an unlikely preposition here; expected is “{after}”",
}


def find(view: View) -> Iterator[Match]:
    """Yield the preposition, or the verb that lacks its ``to``."""
    yield from edit_matches(view, _MESSAGES)


DETECTOR = Detector(
    id="grammar.unlikely_preposition",
    summary="a wrong preposition, or a missing to, by the language model",
    severity=Severity.MINOR,
    confidence=0.8,
    find=find,
    scope="critic",
    preview=True,
    kinds=frozenset(_MESSAGES),
    bad=(
        "The price of bread depends ⟦from⟧ the weather and the harvest.",
        "She is interested ⟦on⟧ the history of the old town.",
        "Most of them want ⟦be⟧ doctors or teachers when they grow up.",
        "He decided ⟦leave⟧ the town before the winter.",
    ),
    good=(
        "The price of bread depends on the weather and the harvest.",
        "They arrived at the station late in the evening.",
        "The house she grew up in was sold for less.",
        "“It depends from the weather and the harvest,” he said.",
        "He gave in, and they went on without him.",
    ),
)
