r"""Mixed time format.

What it finds
    Clock times with a full stop (``23.30 Moscow Time``) in a document that writes others with a
    colon (``3:30 pm``).

Why it suggests machine translation
    A translator copies digits: the two styles come from two sources or two locales.

Examples
    ``It starts at 3:30 pm (23.30 Moscow time).``

When it is wrong
    British writers use the full stop, but then throughout. Numbers that are no times (prices,
    results) are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_ZONE = (
    r"(?:[ap]\.?m\b|GMT|UTC|BST|CES?T|E[SD]?T|P[SD]?T|IST|MSK|hours\b|hrs\b|o['’]clock|"
    r"(?:[A-Z]\w{2,15} )?(?:[Ll]ocal |[Ss]tandard |[Dd]aylight |[Ss]ummer )?[Tt]ime\b)"
)
_HOUR = r"(?:[01]?[0-9]|2[0-3])"
_DOTTED = re.compile(rf"(?<![\d.,$£€]){_HOUR}\.[0-5][0-9](?=[ ]?{_ZONE})")
#: Without this no time has a full stop.
_HINT = re.compile(r"[0-9]\.[0-5][0-9][^0-9]")
_COLON = re.compile(rf"(?<![\d.:]){_HOUR}:[0-5][0-9](?=[ ]?{_ZONE})")


def find(view: View) -> Iterator[Match]:
    """Yield dotted times where the document has times with a colon as well."""
    if ":" not in view.text or not _HINT.search(view.text):
        return
    dotted = list(_DOTTED.finditer(view.text))
    if not dotted:
        return
    colon = _COLON.search(view.text)
    if colon is None:
        return
    for found in dotted:
        yield Match(
            found.start(),
            found.end(),
            f"the time “{found.group()}” has a full stop, “{colon.group()}” a colon",
            found.group().replace(".", ":"),
        )


DETECTOR = Detector(
    id="number.locale_mix",
    summary="clock times with a full stop beside times with a colon",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    scope="document",
    bad=(
        "The call is at 3:30 pm Eastern Time (2030 GMT, ⟦23.30⟧ Moscow Time).",
        "Doors open at 7:00 p.m.\n\nThe show ends at ⟦10.15⟧ p.m. on Sunday.",
        "Lunch is from 12:30 pm; dinner is at ⟦19.45⟧ hours.",
    ),
    good=(
        "Doors open at 7.00 pm and close at 10.30 pm.",
        "At 3:30 pm the share traded at 23.30 dollars.",
        "He won in 1:02.45, at 4:15 pm local time.",
        "The rate is 3.50 percent; the briefing is at 3:30 pm.",
        "See section 12.30 at 3:30 pm.",
    ),
)
