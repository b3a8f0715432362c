r"""Currency order.

What it finds
    The currency sign after the amount (``100 $``) or beside the currency's name (``50 US
    dollars $``).

Why it suggests machine translation
    Most languages write the sign last; an engine keeps the order.

Examples
    ``The ticket costs 100 $ at the door.``

When it is wrong
    Writers on the web put the sign last now and then; ``€`` after the amount is house style of
    many English pages of Europe and is only reported after a space with another sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_AMOUNT = r"[0-9]{1,3}(?:[.,]?[0-9]{1,3}){0,5}"
_LAST = re.compile(
    rf"(?<![\d.,$£¥€\w])(?P<amount>{_AMOUNT}) ?(?P<sign>[$£¥])(?![\w$£¥€]| ?[0-9])"
    rf"|(?<![\w.,])(?:US )?(?:dollars?|euros?|pounds?) ?[$€£](?![\w$€£]| ?[0-9])"
)


def find(view: View) -> Iterator[Match]:
    """Yield amounts with the sign last."""
    text = view.text
    if "$" not in text and "£" not in text and "¥" not in text and "€" not in text:
        return
    for found in _LAST.finditer(text):
        shown, sign = found.group(), found["sign"]
        repaired = f"{sign}{found['amount']}" if sign else None
        yield Match(found.start(), found.end(), f"“{shown}” has the currency sign last", repaired)


DETECTOR = Detector(
    id="number.currency_order",
    summary="the currency sign after the amount",
    severity=Severity.MINOR,
    confidence=0.9,
    find=find,
    bad=(
        "The ticket costs ⟦100 $⟧ at the door.",
        "They paid ⟦2.500 £⟧ for it and 50 ⟦US dollars $⟧ for the rest.",
        "It sells for ⟦99$⟧.",
    ),
    good=(
        "The ticket costs $100 at the door.",
        "He carried 5 $10 bills and 3 £5 notes.",
        "In 2020 $4 bought a meal.",
        "It costs 100€ or 100 € in Berlin.",
        "The variable 3$x and Ke$ha are odd.",
        "He wants US$50 million, 10% of A$500 million.",
    ),
)
