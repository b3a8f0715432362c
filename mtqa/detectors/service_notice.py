r"""Service notice.

What it finds
    Lines that a translation service adds or returns: ``This page was automatically
    translated``, ``Powered by Google Translate``, quota and error messages.

Why it suggests machine translation
    It is the service's own word for it.

Examples
    ``This article was machine translated and may contain errors.``

When it is wrong
    A report that quotes such a notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_THING = (
    r"(?:page|article|text|post|content|website|site|document|story|review|translation|version)"
)
_AUTO = r"(?:automatically|machine|auto|computer|AI)"
_SERVICE = r"(?:Google|Microsoft|Bing|Yandex|DeepL|Baidu|Papago|Reverso|Systran|Amazon)"
_NOTICE = re.compile(
    rf"\b(?:this|the) {_THING} (?:was|is|has been|were)(?: \w{{1,12}})? "
    rf"(?:{_AUTO}[- ](?:generated|translated)|translated (?:automatically|by (?:an? )?(?:machine|"
    r"computer|AI|software|automatic|bot))|an? (?:automatic|automated|machine) translation)\b"
    rf"|\b{_AUTO}[- ]translated (?:content|text|page|article|version) (?:may|might|can) contain\b"
    rf"|(?:\A|(?<=[.!?)\n] )|(?<=\n)){_AUTO}[- ]translated (?:from|by|with|using|into)\b"
    rf"|\b(?:this is an? |an? )?(?:automatic|automated|machine|computer) translation"
    rf"(?: and)?(?:,| that| which)? (?:may|might|could) (?:contain|have|not be)\b"
    rf"|\b(?:powered|translated|translation (?:provided )?|translations? powered) by {_SERVICE}"
    r"(?: Translat(?:e|or)\b|(?=[.\n]|\s*\Z))"
    rf"|\btranslated (?:with|by|using) (?:www\.)?DeepL(?:\.com)?\b|\bDeepL\.com/Translator\b"
    r"|\bMYMEMORY WARNING\b|\bQUERY LENGTH LIMIT EXCEE?DED\b"
    r"|\bPLEASE SELECT TWO DISTINCT LANGUAGES\b"
    r"|\btranslation (?:request|service|quota|limit|server)s? (?:failed|exceeded|unavailable|"
    r"reached|timed out|error)\b"
    r"|\bselect language powered by\b"
    r"|\boriginal text:? rate this translation\b|\brate this translation\b"
    r"|\bview original ?(?:text)? ?translated by\b"
    r"|\bfor translation purposes only\.? contribute a better translation\b",
    re.IGNORECASE,
)
#: A pattern cannot match without one of these.
_HINTS = ("ranslat", "RANSLAT", "MYMEMORY", "QUERY LENGTH", "DISTINCT LANG", "DeepL.com")


def find(view: View) -> Iterator[Match]:
    """Yield notices of translation services."""
    if not any(hint in view.text for hint in _HINTS):
        return
    for found in _NOTICE.finditer(view.text):
        shown = found.group()
        yield Match(found.start(), found.end(), f"“{shown}” is the notice of a translation service")


DETECTOR = Detector(
    id="residue.service_notice",
    summary="the notice of a translation service",
    severity=Severity.MAJOR,
    confidence=0.8,
    find=find,
    preview=True,
    bad=(
        "⟦This article was automatically translated⟧ from Spanish.",
        "The whole site, it turns out, is ⟦powered by Google Translate⟧ and nothing else.",
        "⟦A machine translation may contain⟧ errors.",
        "⟦MYMEMORY WARNING⟧: you have no translations left for today.",
    ),
    good=(
        "Machine translation has made great progress.",
        "This article was translated by our correspondent in Rome.",
        "The page was written by hand and printed automatically.",
        "Google Translate now covers more than 200 languages.",
        "A poor translation may contain more than one kind of error.",
    ),
)
