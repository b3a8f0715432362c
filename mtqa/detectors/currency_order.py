r"""Currency order.

What it finds
    The currency sign after the amount (``100 $``, ``20 €``, ``5 million $``, ``300 US$``), beside
    the currency's name (``50 US dollars $``), and a currency's name before the amount
    (``costs dollars 500``).

Why it suggests machine translation
    Most languages write the sign last; an engine keeps the order.

Examples
    ``The ticket costs 100 $ at the door.``

When it is wrong
    Writers on the web put the sign last now and then, and some English pages of Europe have
    ``€`` after the amount as their house style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.mention import is_mentioned
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

_AMOUNT = r"[0-9]{1,3}(?:[.,]?[0-9]{1,3}){0,5}(?:[ ]?(?:thousand|million|billion|trillion))?"
_SIGN = "$£¥€₹₽₺₴₩₪₦₱"
_LAST = re.compile(
    rf"(?<![\d.,{_SIGN}\w\\#*%])(?P<amount>{_AMOUNT})(?P<gap>[ \u00a0\u202f]?)"
    rf"(?P<sign>(?:US|AU|CA|HK|NZ|NT|A|C|S|R)?[$]|[{_SIGN[1:]}])"
    rf"(?![\w{_SIGN}=^\\{{]| ?[0-9]|\.[0-9])"
    rf"|(?<![\w.,])(?:US )?(?:dollars?|euros?|pounds?) ?[$€£](?![\w$€£]| ?[0-9])"
)
_NAME_FIRST = re.compile(
    r"\b(?:of|for|to|worth|costs?|paid|pay|about|approximately|than|is|was|by|at|earn|spent) "
    r"(?P<name>dollars|euros?|roubles|rubles) (?!(?:19|20)[0-9]{2}\b|[1-9](?![\d.,]))"
    r"(?P<sum>[0-9][0-9.,]{0,14}[0-9](?: (?:million|billion))?)(?![\w/-])"
)
_NAMED = Needed(
    pairs=followed(
        "of|for|to|worth|cost|costs|paid|pay|about|approximately|than|is|was|by|at|earn|spent",
        "dollars|euro|euros|roubles|rubles",
    )
)
#: Prices of a year, as economists give them: ``in constant 2015 US$``.
_PRICES_OF = re.compile(r"(?:19|20)[0-9]{2} [A-Z]+[$]")
#: A dollar sign that opens a formula or names a variable: ``$n = 5$``, ``$PATH``.
_FORMULA = re.compile(r"[$](?:[A-Za-z\\({|<~^-]|[^$\n]{0,80}[=\\^_{])")


def find(view: View) -> Iterator[Match]:
    """Yield amounts with the sign last, or behind the currency's name."""
    text = view.text
    if any(sign in text for sign in ("$£¥€" if text.isascii() else _SIGN)):
        # In a text with formulas the sign behind a number closes one.
        formulas = "$" in text and _FORMULA.search(text)
        for found in _LAST.finditer(text):
            shown, sign = found.group(), found["sign"]
            if formulas and shown.endswith("$"):
                continue
            if _PRICES_OF.fullmatch(shown) or is_mentioned(text, found.start(), found.end()):
                continue
            repaired = f"{sign}{found['amount']}" if sign else None
            yield Match(
                found.start(), found.end(), f"“{shown}” has the currency sign last", repaired
            )
    if _NAMED.may_stand_in(text):
        for found in _NAME_FIRST.finditer(text):
            start = found.start("name")
            shown = text[start : found.end()]
            repaired = f"{found['sum']} {found['name']}"
            yield Match(start, found.end(), f"“{shown}” has the currency first", repaired)


DETECTOR = Detector(
    id="number.currency_order",
    summary="the currency sign after the amount",
    severity=Severity.MINOR,
    confidence=0.95,
    find=find,
    bad=(
        "The ticket costs ⟦100 $⟧ at the door.",
        "They paid ⟦2.500 £⟧ for it and 50 ⟦US dollars $⟧ for the rest.",
        "It sells for ⟦99$⟧.",
        "The flat was let for ⟦350 €⟧, later for ⟦1,200€⟧ a month.",
        "The firm owes ⟦5 million $⟧ to banks and ⟦300 US$⟧ to its baker.",
        "The fine can amount to ⟦dollars 5,000⟧ a day.",
    ),
    good=(
        "The ticket costs $100 at the door.",
        "He carried 5 $10 bills and 3 £5 notes.",
        "In 2020 $4 bought a meal.",
        "It costs €100 in Berlin and a further 20 € 5 notes were found.",
        "The variable 3$x and Ke$ha are odd.",
        "He wants US$50 million, 10% of A$500 million.",
        "Enter #,##0.00 € to have it shown as “4.50 €”, and %.*1$.9d for nine digits.",
        "Output per head rose to 9,400 in constant 2015 US$.",
        "Let $n$ be odd and $m = 5$ in what follows.",
        "The price fell to euro 2016 levels; for dollars 5 was a lucky number.",
    ),
)
