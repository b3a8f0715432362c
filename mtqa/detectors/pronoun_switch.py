r"""Pronoun switch.

What it finds
    A pronoun or form of address of the other gender right beside the name of a well-known
    person: ``Angela Merkel himself``, ``Mr. Angela Merkel``.

Why it suggests machine translation
    Source languages without gender in pronouns (Chinese, Turkish, Finnish, Hungarian) leave
    the engine to guess it.

Examples
    ``Angela Merkel himself signed the letter.``

When it is wrong
    The pronoun can mean another person (``Merkel and his deputy``), so only emphatic pronouns
    and forms of address are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_WOMEN = (
    r"(?:Angela Merkel|Merkel|Theresa May|Hillary Clinton|Margaret Thatcher|Thatcher|Nancy Pelosi|"
    r"Pelosi|Ursula von der Leyen|von der Leyen|Christine Lagarde|Lagarde|Kamala Harris|Marine Le "
    r"Pen|Giorgia Meloni|Meloni|Jacinda Ardern|Ardern|Indira Gandhi|Aung San Suu Kyi|Suu Kyi|"
    r"Greta Thunberg|Thunberg|Queen Elizabeth|Elizabeth Warren|Janet Yellen|Yellen|Liz Truss|"
    r"Nikki Haley|Condoleezza Rice|Madeleine Albright|Maria Zakharova|Zakharova|Kaja Kallas)"
)
_MEN = (
    r"(?:Vladimir Putin|Putin|Donald Trump|Joe Biden|Barack Obama|Obama|Emmanuel Macron|Macron|"
    r"Volodymyr Zelensky|Zelensky|Zelenskyy|Recep Tayyip Erdogan|Erdogan|Xi Jinping|Boris Johnson|"
    r"Narendra Modi|Modi|Benjamin Netanyahu|Netanyahu|Olaf Scholz|Scholz|Viktor Orban|Sergei "
    r"Lavrov|Lavrov|Antony Blinken|Blinken|Elon Musk|Musk|Bill Gates|Mark Zuckerberg|Zuckerberg|"
    r"Nelson Mandela|Mandela|Winston Churchill|Churchill|Fidel Castro|Pope Francis|Kim Jong Un)"
)
_SWITCH = re.compile(
    rf"\b{_WOMEN} (?P<male>himself)\b|\b(?P<sir>Mr\.?) {_WOMEN}\b"
    rf"|\b{_MEN} (?P<female>herself)\b|\b(?P<madam>M(?:r?s)\.?) (?!(?:Obama|Clinton|Trump|Biden|"
    rf"Macron|Zelensky|Zelenskyy|Erdogan|Johnson|Musk|Gates|Castro|Mandela|Churchill|Putin|Modi|"
    rf"Netanyahu|Scholz|Lavrov|Blinken|Zuckerberg)\b){_MEN}\b"
)
_REPAIR = {"male": "herself", "female": "himself", "sir": "Ms.", "madam": "Mr."}
#: Husbands and sons whose surname is the famous one.
_KIN = re.compile(r"\bM(?:r|s|rs)\.? (?:Thatcher|Pelosi|Merkel|Lagarde|Haley|Warren)\Z")


def find(view: View) -> Iterator[Match]:
    """Yield pronouns and forms of address that contradict the name beside them."""
    if "self" not in view.text and "Mr" not in view.text and "Ms" not in view.text:
        return
    for found in _SWITCH.finditer(view.text):
        if _KIN.match(found.group()):
            continue
        kind = next(name for name, word in found.groupdict().items() if word)
        word = found[kind]
        yield Match(
            *found.span(kind),
            f"“{word}” does not fit in “{found.group()}”",
            _REPAIR[kind],
        )


DETECTOR = Detector(
    id="name.pronoun_switch",
    summary="a pronoun or form of address of the wrong gender beside a known name",
    severity=Severity.MAJOR,
    confidence=0.8,
    find=find,
    preview=True,
    bad=(
        "Angela Merkel ⟦himself⟧ signed the letter.",
        "⟦Mr.⟧ Theresa May spoke in London.",
        "Vladimir Putin ⟦herself⟧ had asked for it.",
    ),
    good=(
        "Angela Merkel herself signed, and Putin himself agreed.",
        "Mr. May, a brother of Theresa May, spoke.",
        "Mrs. Obama and Mrs. Clinton met; Mr. Thatcher was away.",
        "Merkel asked him whether he would come himself.",
        "Mr. Putin and Mrs. Merkel spoke by telephone.",
    ),
)
