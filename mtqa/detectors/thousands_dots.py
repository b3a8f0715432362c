r"""Thousands with full stops.

What it finds
    Full stops between groups of three digits: ``1.000.000``, ``100.000 people``.

Why it suggests machine translation
    German, Spanish, Italian, Turkish and others write thousands so; an engine copies the
    digits, which changes the value for an English reader.

Examples
    ``The city has 1.250.000 inhabitants.``

When it is wrong
    Version numbers, addresses and serial numbers have full stops too; those with four groups,
    after ``version`` or after a letter are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_COUNTED = (
    r"(?:people|inhabitants|residents|soldiers|troops|visitors|students|copies|families|homes|"
    r"houses|jobs|workers|employees|members|refugees|migrants|cases|deaths|victims|voters|votes|"
    r"children|women|men|users|cars|vehicles)\b"
)
#: What is measured can have three decimals, so only round numbers count.
_MEASURED = (
    r"(?:euros?|dollars|pounds|rubles|roubles|lira|yen|yuan|kronor|crowns|pesos|rupees|tons|"
    r"tonnes|years|km|kilometers|kilometres|square|hectares)\b"
)
_DOTS = re.compile(
    r"(?<![\w.,-])[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,3}(?![\w]|[.,-]\d|\.[a-z])"
    rf"|(?<![\w.,-])[1-9][0-9]{{0,2}}\.(?:[0-9]{{3}}(?= {_COUNTED})|000(?= {_MEASURED}))"
    r"|(?<=[$€£])[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,4}|\.000)"
    r"(?![\w]|[.,-]\d| (?:million|billion|trillion))"
)
#: Without this no number has a full stop between thousands.
_HINT = re.compile(r"\.(?<=[0-9].)[0-9]{3}")
_SERIAL = re.compile(
    r"(?:\b(?:v|version|release|build|IP|address|phone|tel|no|call)\b\W{0,3})\Z", re.I
)
_BYTE = 255


def find(view: View) -> Iterator[Match]:
    """Yield numbers whose thousands are set apart by full stops."""
    if not _HINT.search(view.text):
        return
    for found in _DOTS.finditer(view.text):
        number = found.group()
        groups = number.split(".")
        if _SERIAL.search(view.text[max(0, found.start() - 12) : found.start()]):
            continue
        if len(groups) == 4 and all(int(group) <= _BYTE for group in groups):
            continue  # an Internet address
        yield Match(
            found.start(),
            found.end(),
            f"“{number}” has full stops between thousands",
            number.replace(".", ","),
        )


DETECTOR = Detector(
    id="number.thousands_dots",
    summary="full stops between groups of three digits",
    severity=Severity.MAJOR,
    confidence=0.95,
    find=find,
    bad=(
        "The city has ⟦1.250.000⟧ inhabitants.",
        "Some ⟦100.000⟧ people fled the fighting.",
        "The prize is worth €⟦30.000⟧ this year.",
    ),
    good=(
        "The city has 1,250,000 inhabitants.",
        "The host 192.168.001.100 is down.",
        "The zone 1.168.192.in-addr.arpa holds what lies up to 192.168.255.x of the net.",
        "Call 800.555.1234 or use version 2.100.300 of the program.",
        "He ran it in 9.580 seconds, hitting .300 and 1.000.",
        "The mean was 3.142 degrees, the share 12.500 percent.",
        "It trades at 10.625 dollars, and the budget is $1.058 trillion.",
    ),
)
