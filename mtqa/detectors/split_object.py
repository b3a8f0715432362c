r"""Verb split from its object.

What it finds
    A date between a verb and its object: ``created in 1969 a programme``.

Why it suggests machine translation
    Spanish, French, Italian or Russian put the time before the object; English keeps the verb
    and its object together.

Examples
    ``The bank created in 1969 a programme for farmers.``

When it is wrong
    A heavy object may stand last (``published in 1859 a book that changed biology``), rarely.
    Verbs that take no object (``died in 1990 a rich man``) stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

#: Led by the last number of the date, which is rare; the verb is looked for behind it.
_DATE_END = re.compile(
    r"[12]\d{3} (?:a|an|its|his|her|their) (?!few|couple|day|week|month|year|little|bit|half|third|"
    r"quarter|total|result|mere|record|lot|number)[a-z]+"
)
_VERB_AND_DATE = re.compile(
    r"(?P<before>[\w,]*[ (]|\A)(?P<verb>created|founded|opened|signed|launched|published|"
    r"established|built|started|introduced|organi[sz]ed|adopted|received|won|bought|presented|developed|"
    r"released|approved|announced|obtained|inaugurated|initiated|wrote|made|held|took) "
    r"(?:in|since) (?:the year )?(?:(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December) )?\Z"
)
_PASSIVE = re.compile(r"(?:was|were|is|are|been|be|being|who|which|that|when|\w+ly|\w*,)?[ (]|\A\Z")
_WINDOW = 60


def find(view: View) -> Iterator[Match]:
    """Yield verb, date and the object's first words."""
    text = view.text
    for found in _DATE_END.finditer(text):
        at = found.start()
        window = text[max(0, at - _WINDOW) : at]
        verb = _VERB_AND_DATE.search(window)
        if verb is None or _PASSIVE.fullmatch(verb["before"]):
            continue
        yield Match(
            at - len(window) + verb.start("verb"),
            found.end(),
            f"the date stands between the verb “{verb['verb']}” and its object",
        )


DETECTOR = Detector(
    id="order.split_object",
    summary="a date between a verb and its object",
    severity=Severity.MINOR,
    confidence=0.8,
    find=find,
    bad=(
        "The bank ⟦created in 1969 a programme⟧ for small farmers.",
        "The two ministers ⟦signed in May 1921 a treaty⟧ against smuggling.",
        "Her brother ⟦founded in 1921 a newspaper⟧ for miners.",
    ),
    good=(
        "He died in 1990 a rich man.",
        "The state introduced on May 4 a curfew that lasted all summer.",
        "The school was founded in 1921 a few miles from here.",
        "The bank created a programme in 1969.",
        "The film, released in 1994 a week after the book, flopped.",
        "A treaty signed in 1815, a year later, ended the war.",
        "The museum opened in May. A crowd came.",
    ),
)
