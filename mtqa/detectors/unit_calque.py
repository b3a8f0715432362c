r"""Calqued unit.

What it finds
    Large numbers and units worded as another language words them: ``10 thousand million``,
    ``100 million of euros``, ``5 millions``, ``20 degrees of Celsius``.

Why it suggests machine translation
    Spanish and French count in thousands of millions and join the noun by *de*; plural
    millions come from most European languages.

Examples
    ``The project cost 100 million of euros.``

When it is wrong
    Texts before about 1960 have ``thousand million``; their ``50 millions`` and ``nine millions of
    men`` stay silent, as only millions right before a noun count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_NUMBER = (
    r"(?:[0-9]{1,3}(?:[.,]?[0-9]{1,3}){0,4}|two|three|four|five|six|seven|eight|nine|ten|twenty|"
    r"thirty|forty|fifty)"
)
_NOUN = (
    r"(?:euros?|dollars|pounds|rubles|roubles|yen|yuan|pesos|people|persons|inhabitants|residents|"
    r"tons|tonnes|years|users|citizens|tourists|visitors|passengers|hectares|kilometers|"
    r"kilometres|square|viewers|voters|children|books|copies|cars)"
)
#: What is no counted noun behind ``millions``: small words, participles, and what old books count.
_NO_NOUN = (
    r"(?:[a-z]+ed|of|a|an|the|this|that|these|those|each|every|per|more|less|or|and|nor|but|by|in|"
    r"on|at|to|for|from|with|without|than|as|into|under|over|upon|is|are|was|were|be|been|has|have|"
    r"had|will|would|can|could|may|might|must|should|shall|do|did|does|which|who|whom|whose|if|when|"
    r"while|where|it|he|she|they|we|you|I|there|here|not|now|then|only|out|up|down|short|annually|"
    r"yearly|went|came|come|go|souls|strong|sterling|apiece|altogether|since|because|through|during|"
    r"after|before|between|among|against|still|also|ago|later|worth|today|yet|so)"
)
_CALQUE = re.compile(
    rf"(?<![\w.,$£€-])(?!(?:19|20)[0-9]{{2}}[ ])(?P<number>{_NUMBER})[ ](?:"
    r"thousand[ ]million\b"
    rf"|(?P<one>million|billion|thousand|hundred)[ ]of[ ](?P<noun>{_NOUN})\b"
    r"|thousands\b(?![ ]of[ ](?:the|these|those|them|its|our))"
    # With ``of`` or alone older English has them: ``nine millions of men``, ``cost 50 millions``.
    rf"|(?:millions|billions|trillions)\b(?=[ ](?!{_NO_NOUN}\b)[A-Za-z])"
    r"|degrees[ ]of[ ](?:Celsius|centigrade|Fahrenheit)\b)"
)

#: The pattern cannot match without one of these.
_HINTS = ("million", "billion", "trillion", "thousand", "hundred of", "degrees of")


def find(view: View) -> Iterator[Match]:
    """Yield worded numbers and units that English does not word so."""
    if not any(hint in view.text for hint in _HINTS):
        return
    for found in _CALQUE.finditer(view.text):
        repaired = f"{found['number']} {found['one']} {found['noun']}" if found["one"] else None
        yield Match(
            found.start(), found.end(), f"“{found.group()}” is worded in a foreign way", repaired
        )


DETECTOR = Detector(
    id="number.unit_calque",
    summary="a large number or unit worded in a foreign way",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "The project cost ⟦100 million of euros⟧ in all.",
        "The debt reached ⟦10 thousand million⟧ pesos.",
        "About ⟦5 millions⟧ people watched it at ⟦20 degrees of Celsius⟧.",
        "They owe ⟦three billions⟧ dollars to the bank.",
    ),
    good=(
        "The project cost 100 million euros, millions of which were lost.",
        "Two million of the people who fled came back.",
        "It sold $100 million of bonds and 2 million of them failed.",
        "Hundreds of thousands of people marched.",
        "It is 20 degrees Celsius, a matter of degrees.",
        "In 2020 millions stayed at home.",
        "There were nine millions of them; the canal cost 50 millions, and 2 millions more each "
        "year.",
        "Some 12 millions unemployed, five thousand millions of debt and three millions souls.",
    ),
)
