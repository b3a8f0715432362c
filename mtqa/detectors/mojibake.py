r"""Mojibake.

What it finds
    Text decoded with the wrong character set: ``â€™`` for an apostrophe, ``Ã©`` for é, the
    replacement character, question marks in the place of apostrophes (``don?t``), what other
    character sets make of them (``donÕt``, ``donât``), and escapes that nobody decoded
    (``donu2019t``, ``=E2=80=99``).

Why it suggests machine translation
    Scraped text that is sent through a translator or spinner passes several programs, and the
    damage of the first survives all others.

Examples
    ``The cafÃ© doesnâ€™t open on Sunday.``

When it is wrong
    A text about character sets shows such strings on purpose, mostly in quotation marks, which
    are left alone. Damage is a fault whoever caused it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import ftfy

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

# UTF-8 continuation bytes as Latin-1 and as Windows-1252 show them.
_TAIL = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_BROKEN = re.compile(
    f"(?:[ÃÂÅÄ][{_TAIL}]|â€[{_TAIL}]?|ã[{_TAIL}]{{2}}|ð[Ÿ\u009f][{_TAIL}]{{2}}|[ÐÑ][{_TAIL}]"
    f"|ï¿½|ï»¿|\ufffd)"
    f"(?:[ÃÂÅÄâãðÐÑÙØ€ï][{_TAIL}]{{1,3}}|[\u0080-\u009f\ufffd]){{0,60}}"
)
#: What damage begins with.
_LEADS = frozenset("ÃÂÅÄâãðÐÑï\ufffd")
#: English words that take ’s, ’t and their like: hosts of an apostrophe in any wrong shape.
_HOST = (
    r"(?:[Ii]t|[Tt]hat|[Hh]e|[Ss]he|[Ww]hat|[Tt]here|[Ll]et|[Ww]ho|[Hh]ere|I|[Ww]e|[Tt]hey|[Yy]ou|"
    r"[Dd]on|[Dd]oesn|[Dd]idn|[Ii]sn|[Ww]asn|[Cc]an|[Cc]ouldn|[Ww]ouldn|[Ss]houldn|[Hh]aven|[Hh]asn|"
    r"[Hh]adn|[Aa]ren|[Ww]eren|[Ww]on)"
)
_ENDING = r"(?:s|t|re|ve|ll|m|d)"
#: Bytes of other character sets, and escapes that nobody decoded.
_ODD = re.compile(
    rf"\b{_HOST}(?:[âÕÆí¹]|\\?u2019|\\'){_ENDING}\b|[a-z]{{3,20}}(?:[âÕÆ¹]|\\?u2019)s\b"
    r"|(?<=[a-z,.;:!?)] )â(?= [a-z])|(?<![\w-])â(?=[A-Z][a-z])|(?<=[a-z][.,?!])â(?![\w€])"
    r"|‚Ä[ôòúùìîö¶¢]|√[©®†°¥∂∏ªº±≥§]|ΓÇ[ÖöÿÜóôªªñªú¿⌐¬£¥¢₧ƒ]|вЂ[™њќ“”¦\u009d]"
    r"|\\?u201[89cd](?=[A-Za-z ,.])|\\u00[c-f][0-9a-f]|=E2=80=[89A][0-9A-F]|=C3=[89AB][0-9A-F]"
    r"|(?<=[a-z.,;:!?] )Â(?= )|(?<=[a-z])Â(?![\w\u0080-\u00bf€-™])|(?<=[a-z])Ã(?= )"
)
_ODD_LEADS = re.compile(r"[âÕÆí¹Â√ΓвÃ]|‚Ä")
_ODD_ESCAPES = ("u201", "\\'", "=E2=80", "=C3=", "\\u00")
_FRENCH = re.compile(r"(?:[Ll]etters?|[Vv]owels?|sound|like|as|and|or|of|the|a|with|for|is) \Z")
_LOST_APOSTROPHE = re.compile(r"[a-z]\?(?:s|t|re|ve|ll|m|d)\b(?= [a-z])")
_LOST_ENDINGS = ("?s ", "?t ", "?re ", "?ve ", "?ll ", "?m ", "?d ")
#: In ASCII, one of these stands in all that escapes and lost apostrophes leave behind.
_ASCII_SIGNS = ("?", "\\", "=", "u201")
_LETTERS_BEFORE = re.compile(r"[^\W\d_]{0,30}\Z")
_LETTERS_AFTER = re.compile(
    r"(?:u20[0-9][0-9a-f]|â€[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]?|[^\W\d_]){0,30}"
)
_QUOTES = "\"'“”‘’«»`"


def find(view: View) -> Iterator[Match]:
    """Yield each damaged stretch once, the longer of two that overlap, in reading order."""
    if view.text.isascii() and not any(sign in view.text for sign in _ASCII_SIGNS):
        return
    end = 0
    for match in sorted(_damaged(view), key=lambda m: (m.start, -m.end)):
        if match.start >= end:
            end = match.end
            yield match


def _odd_shapes(text: str) -> Iterator[Match]:
    if not any(escape in text for escape in _ODD_ESCAPES) and (
        text.isascii() or not _ODD_LEADS.search(text)
    ):
        return
    for found in _ODD.finditer(text):
        start, end = _word_around(text, *found.span())
        if _cited(text, start, end):
            continue
        shown = found.group()
        if shown == "â" and _FRENCH.search(text[max(0, start - 10) : start]):
            continue
        yield Match(start, end, f"“{text[start:end]}” was decoded wrongly")


def _damaged(view: View) -> Iterator[Match]:
    """Yield damaged words, with the repair where decoding again gives clean text."""
    text = view.text
    if not text.isascii() and any(lead in text for lead in _LEADS):
        end = 0
        for found in _BROKEN.finditer(text):
            if found.start() < end:
                continue
            start, end = _word_around(text, *found.span())
            damaged = text[start:end]
            repaired = _fix(damaged)
            certain = repaired != damaged and not _BROKEN.search(repaired)
            # Without a clean repair, capital letters with accents may be what was meant.
            beyond_doubt = found.group().startswith(("â€", "ï", "\ufffd"))
            if not (certain or beyond_doubt) or _cited(text, start, end):
                continue
            suggestion = repaired if certain else None
            yield Match(start, end, f"“{damaged}” was decoded wrongly", suggestion)
    yield from _odd_shapes(text)
    if any(ending in text for ending in _LOST_ENDINGS):
        for found in _LOST_APOSTROPHE.finditer(text):
            start, end = _word_around(text, *found.span())
            damaged = text[start:end]
            repaired = damaged.replace("?", "’")
            yield Match(start, end, f"“{damaged}” has a question mark for an apostrophe", repaired)


@lru_cache(maxsize=1024)
def _fix(damaged: str) -> str:
    return str(ftfy.fix_encoding(damaged))


def _word_around(text: str, start: int, end: int) -> tuple[int, int]:
    before = _LETTERS_BEFORE.search(text[max(0, start - 30) : start])
    after = _LETTERS_AFTER.match(text, end)
    return (
        start - (len(before.group()) if before else 0),
        after.end() if after else end,
    )


def _cited(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] in _QUOTES and text[end : end + 1] in _QUOTES if start else False


DETECTOR = Detector(
    id="residue.mojibake",
    summary="text decoded with the wrong character set",
    severity=Severity.MAJOR,
    confidence=0.97,
    find=find,
    bad=(
        "It was a ⟦naÃ¯ve⟧ question, and nobody had an answer.",
        "It ⟦doesnâ€™t⟧ matter who won.",
        "They ⟦don?t⟧ want to go there.",
        "The price is 5 ⟦ï¿½⟧ a piece.",
        "She ⟦canât⟧ say why it ⟦isnÕt⟧ so, and I ⟦donu2019t⟧ know the ⟦firmâs⟧ plans.",
        "The house ⟦â⟧ a ruin now ⟦â⟧ was sold; it ⟦wasn‚Äôt⟧ cheap.",
    ),
    good=(
        "The café in São Paulo serves crème brûlée.",
        "Åse Ñandú and Ängelholm are names.",
        "Why don’t you come? That is all.",
        "SÃO PAULO IS WHERE THE ÂNGELO FAMILY LIVES.",
        "Is it? s is the plural ending.",
        "He measured 5 °C ± 2, § 12, £3 and ½ a cup — “naïve” … ok.",
        "The letters â and î are Romanian; un bâtiment, le château d’Abbâs, el país.",
        "A 3√2 proof by Šķēle and Œuvre; Æsir and Õhtuleht are names.",
        "Browsers showed “Ã©” where é was meant.",
    ),
)
