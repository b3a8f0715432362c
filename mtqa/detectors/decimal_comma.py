r"""Decimal comma.

What it finds
    A decimal number with a comma before its unit: ``3,5 percent``.

Why it suggests machine translation
    Most of Europe and Latin America writes decimals so; an engine copies the digits.

Examples
    ``Prices rose by 3,5 percent in May.``

When it is wrong
    English written in South Africa uses the decimal comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_UNIT = (
    r"(?:percent|per cent|million|billion|trillion|thousand|meters?|metres?|kilometers?|"
    r"kilometres?|km|cm|mm|kg|kilograms?|grams?|tons?|tonnes?|lit(?:er|re)s?|hectares?|degrees|"
    r"miles|inches|euros?|dollars|points|times|years|hours|m2|kWh|MW|GW|GB|MB|Hz|GHz)\b"
)
_DECIMAL = re.compile(
    r"(?<![\d.,$£€-])(?!1,2\b)[0-9]{1,3},[0-9]{1,2}"
    rf"(?=[ -]?%|[ -]{_UNIT}|(?:km|kg|cm|mm|GB|GHz)\b)"
)

#: Without this no number has a decimal comma.
_HINT = re.compile(r",(?<=[0-9],)[0-9]{1,2}[^0-9]")


def find(view: View) -> Iterator[Match]:
    """Yield decimals with a comma."""
    if not _HINT.search(view.text):
        return
    for found in _DECIMAL.finditer(view.text):
        number = found.group()
        yield Match(
            found.start(),
            found.end(),
            f"“{number}” has a decimal comma",
            number.replace(",", "."),
        )


DETECTOR = Detector(
    id="number.decimal_comma",
    summary="a decimal number with a comma",
    severity=Severity.MINOR,
    confidence=0.95,
    find=find,
    bad=(
        "Prices rose by ⟦3,5⟧ percent in May.",
        "The tunnel is ⟦12,75⟧ km long.",
        "It cost ⟦1,5⟧ million and took ⟦2,5⟧ years.",
    ),
    good=(
        "Some 3,500 percent of nothing is nothing.",
        "In 2019,20 percent voted; in all, 1,200 km were paved.",
        "Rules 3,5 and 7 apply.",
        "It is worth $1,5 by some odd notation.",
        "On pages 4,5 he counts 10, 20 and 30 percent.",
    ),
)
