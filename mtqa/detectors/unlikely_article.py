"""An article that the language model misses or does not expect.

What it finds
    A place between common words where the sentence is much likelier with ``a`` or ``an``, or
    without the one that stands there: ``there will be lot of people``, ``to share a information``.

Why it suggests machine translation
    Many languages have no articles, others set them before every noun; an engine that follows its
    source word by word leaves the gap or the surplus behind.

Examples
    ``He was working as teacher in a village.``

When it is wrong
    Learners make the same faults, so it is no evidence of a machine. A small model knows few set
    phrases that go without an article (``by simple majority``), and ``a blue and an orange box``
    can be two. Names, numbers, quotations and headlines are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqa.critic.edits import Kind
from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.kinds import edit_matches
from mtqa.types import Severity

_MESSAGES = {
    Kind.ADD_ARTICLE: "“{before}” lacks an article here; expected is “{after}”",
    Kind.DROP_ARTICLE: "the article of “{before}” is one too many here",
}


def find(view: View) -> Iterator[Match]:
    """Yield the word that lacks its article, or the article with the word behind it."""
    yield from edit_matches(view, _MESSAGES)


DETECTOR = Detector(
    id="grammar.unlikely_article",
    summary="a or an missing or one too many, by the language model",
    severity=Severity.MINOR,
    confidence=0.65,
    find=find,
    scope="critic",
    kinds=frozenset(_MESSAGES),
    preview=True,
    bad=(
        "There will be ⟦lot⟧ of members at the next meeting in the town hall.",
        "He was working as ⟦teacher⟧ in a village near the border.",
        "They spent ⟦lot⟧ of time in the kitchen.",
    ),
    good=(
        "After the storm they lived in a small house near the river.",
        "She went to school by bus and came home on foot.",
        "Life is short, and work is long.",
        "“He lives in small house near the river,” the boy said.",
        "They talked day and night about art, music and the weather.",
    ),
)
