r"""Translated title.

What it finds
    Title, country and name in the order of another language, without the comma that English
    needs: ``President of Ukraine Volodymyr Zelensky said``; a surname before its title:
    ``Putin President said``.

Why it suggests machine translation
    Slavic and Romance languages set the office before the name in full; an engine keeps the
    order.

Examples
    ``President of Poland Andrzej Duda said no.``

When it is wrong
    Writers of the region use the order in English too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

_COUNTRY = (
    r"(?:the )?(?:Russian Federation|Republic of [A-Z][a-z]+|United States|United Kingdom|"
    r"Czech Republic|European (?:Commission|Council|Parliament|Union)|Council of Ministers|"
    r"Foreign Affairs of [A-Z][a-z]+|Ukraine|Russia|Belarus|Poland|Turkey|China|France|Germany|"
    r"Italy|Spain|Iran|Iraq|Israel|Syria|Georgia|Armenia|Azerbaijan|Kazakhstan|Uzbekistan|"
    r"Moldova|Romania|Bulgaria|Serbia|Hungary|Slovakia|Lithuania|Latvia|Estonia|Finland|Greece|"
    r"India|Pakistan|Japan|Brazil|Mexico|Venezuela|Cuba|Egypt|Kyrgyzstan|Tajikistan)"
)
_OFFICE = (
    r"(?:President|Prime Minister|Premier|Chancellor|(?:Deputy |First |Vice )?(?:Prime |Foreign |"
    r"Defense |Defence |Finance |Interior |Health )?Minister|"
    r"Minister of [A-Z][a-z]+(?: [A-Z][a-z]+)?|"
    r"Chairman|Head|Secretary|Ambassador)"
)
_HEAD = (
    "Putin|Zelensky|Zelenskyy|Lukashenko|Macron|Biden|Trump|Obama|Erdogan|Merkel|Scholz|Orban|Duda|"
    "Xi|Modi|Maduro"
)
_VERB = (
    r"(?:said|says|told|stated|announced|declared|noted|stressed|added|met|signed|arrived|called)"
)
_ORDER = re.compile(
    rf"\b{_OFFICE} of {_COUNTRY} [A-Z][a-z]{{2,}}(?:[- ][A-Z][\w’-]+){{1,2}}"
    rf"|\b(?:{_HEAD}) (?:President|Chancellor|Prime Minister) (?={_VERB}\b)"
)
#: The pattern needs one of these.
_NEEDED = Needed(
    pairs=followed("President|Minister|Premier|Chancellor|Chairman|Head|Secretary|Ambassador", "of")
    | followed(_HEAD, "President|Chancellor|Prime")
)


def find(view: View) -> Iterator[Match]:
    """Yield titles and names in a foreign order."""
    if not _NEEDED.may_stand_in(view.text):
        return
    for found in _ORDER.finditer(view.text):
        shown = found.group().rstrip()
        start = found.start()
        yield Match(start, start + len(shown), f"“{shown}” follows the order of another language")


DETECTOR = Detector(
    id="name.translated_title",
    summary="title, country and name in the order of another language",
    severity=Severity.MINOR,
    confidence=0.65,
    find=find,
    preview=True,
    bad=(
        "⟦President of Poland Andrzej Duda⟧ said no.",
        "Then ⟦Putin President⟧ said that talks would go on.",
        "⟦Minister of Foreign Affairs of Russia Sergei Lavrov⟧ left.",
    ),
    good=(
        "The President of Poland, Andrzej Duda, said no.",
        "Polish President Andrzej Duda said no.",
        "The Head of Iran Air left, the Bank of China Tower stands.",
        "Putin, President since 2012, said so.",
        "The Prime Minister of India met Narendra Modi’s critics.",
    ),
)
