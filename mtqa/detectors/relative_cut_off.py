r"""Relative clause cut off.

What it finds
    A relative clause that stands as a sentence of its own: ``… an official. Who declined to be
    named.``

Why it suggests machine translation
    The source sentence was split before translation, or its relative clause follows a full stop
    that the engine set too early.

Examples
    ``She spoke to a senior aide. Who asked not to be named.``

When it is wrong
    ``Which is why …``, ``Which brings us to …`` and questions are good English; ``Who knows.``
    and ``Who wins matters`` are, too. So ``Who`` counts only with verbs that describe a source,
    and ``Whose``/``Which`` only in long-winded forms that no columnist uses for effect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_CUT = re.compile(
    r"[.;]\s(?P<piece>(?:"
    r"Who (?:also |later |then |previously |formerly )?(?:declined|refused|asked|requested|"
    r"preferred|insisted|spoke|wished|served|serves|worked|works|lived|lives|died|"
    r"has been|is also) "
    r"(?!the one|right|wrong|it\b|this|that|he\b|she\b|they\b|you\b|better)"
    r"|(?:In|From|Of|For|By|With|Through|Under|On|Among) (?:which|whom|whose) "
    r"(?:the|a|an|he|she|they|it|there|we|many|all|some|no)\b"
    r"|Which (?:was|were|are|is|has been|have been|had been|will be) (?:located|situated|founded|"
    r"built|held|known|considered|published|signed|established|opened|called|named|used|created|"
    r"made up|based|carried out|attended)\b"
    r"|Whose (?:[a-z]+ ){1,2}(?:is|was|are|were|has|have|had|will|would) (?!it\b|this\b|that\b)"
    r")[^.!?\n]{2,200}[.!](?=\s|[\"”]|\Z))"
)
#: Without one of these there is no such clause.
_SIGNS = ("Who", "Which", " which ", " whom ", " whose ")


def find(view: View) -> Iterator[Match]:
    """Yield the clause, its full stop included."""
    if not any(sign in view.text for sign in _SIGNS):
        return
    for found in _CUT.finditer(view.text):
        start, end = found.span("piece")
        first = view.original[start:end].split(None, 1)[0]
        yield Match(
            start,
            end,
            f"the clause that begins with “{first}” is cut off from the noun that it describes",
        )


DETECTOR = Detector(
    id="order.relative_cut_off",
    summary="a relative clause as a sentence of its own",
    severity=Severity.MINOR,
    confidence=0.6,
    find=find,
    preview=True,
    bad=(
        "She spoke to a senior aide. ⟦Who asked not to be named in the report.⟧",
        "They bought the old mill. ⟦Which was built by a German merchant.⟧",
        "He met the author. ⟦Whose first novel was sold in many countries.⟧",
        "The council set up a fund. ⟦From which the schools are paid.⟧",
    ),
    good=(
        "The vote was lost. Which is why the minister left.",
        "It rained all week. Which brings us to the harvest.",
        "Nobody won. Who was right is hard to say? Perhaps.",
        "They asked for money. Who was to pay it?",
        "There is a new champion. Who knows.",
        "Under which law was he charged? Nobody could tell.",
        "He has two sons, one of whom lives in Rome.",
    ),
)
