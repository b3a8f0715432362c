r"""The other indefinite article.

What it finds
    ``a`` before a vowel sound and ``an`` before a consonant: ``a apple``, ``an university``,
    ``a hour``.

Why it suggests machine translation
    A translator that chooses the article before the noun, or a spinner that exchanges the noun
    behind it, leaves the article that suited another word.

Examples
    ``It was a honest answer from an useful guide.``

When it is wrong
    A slip of the pen. Letters, abbreviations and names stay silent, since they are spoken in
    several ways; so do words with a silent or spoken *h* by choice (``an historic``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_CONSONANT_SOUND = (
    r"(?:uni(?!n|m|d)[a-z]+|use|used|useful|useless|user|usual|usually|usage|unique|uniform|"
    r"unit|united|euro|european|one|once|ukulele|utensil|utility|eulogy)"
)
#: The look behind comes late: a pattern that begins with a class is looked for much faster, and
#: hardly any letter a has an n or a space behind it.
_WRONG = re.compile(
    rf"""[Aa](?:
      (?P<an>n)[ ](?<![\w’'.-][Aa]n[ ])(?={_CONSONANT_SOUND}\b
        |(?!h(?:onest|onou?r|our|eir|istor|erb|abit|otel|otel|allucin|ereditary|ysteri|eroic|
          ilarious|omage|ypothe|exa|orrific|armoni|umble|yper|ypno|ypo|idalgo|iatus|umbl|um)[a-z]*)
          (?:[bcdfghjklpqtvwz](?=[a-z]{{0,2}}[aeiouy])|[mnrs](?=[a-z]?[aeiou])|y[aeo])[a-z]{{2,}})
    | [ ](?<![\w’'.-][Aa][ ])(?=(?:hour|honest|honou?r|heir)[a-z]*\b
        |(?!one|once|ouija|oui|eu|ew|aitch)[aeio][a-z]{{2,}}\b(?!-)
        |un(?!i|a\b|an)[a-z]{{3,}}\b|u(?:nin|nim|nid|pper|rgent|mbrella|gly|ltimate|p)[a-z]*\b)
    )""",
    re.VERBOSE,
)
_NOT_AN_ARTICLE = re.compile(
    r"(?:\b(?:[Vv]itamin|[Gg]rade|[Cc]lass|[Gg]roup|[Hh]epatitis|[Tt]ype|[Pp]lan|[Ss]eries|"
    r"[Ss]ection|[Pp]art|[Pp]oint|[Ll]evel|[Tt]eam|[Oo]ption|[Ll]etter|[Vv]ersion|[Ss]ide|"
    r"[Pp]lease|[Aa]ppendix|[Cc]olumn|from|variable|node|vertex|protein|called) |[(“\"‘«=/&] ?|"
    r"[a-z]’ )\Z"
)
_LATIN = frozenset({"priori", "posteriori", "la", "eau"})


def find(view: View) -> Iterator[Match]:
    """Yield the article; the repair is the other one."""
    text = view.text
    for found in _WRONG.finditer(text):
        start = found.start()
        end = found.end() - len(" ")
        if _NOT_AN_ARTICLE.search(text[max(0, start - 14) : start]):
            continue
        shown = text[start:end]
        # A capital A inside a sentence is a letter.
        if shown == "A" and start and not re.search(r"[.!?”\"]\s\Z|\n\Z", text[start - 3 : start]):
            continue
        word = re.match(r" (\w+)", text[end : end + 40])
        if word is None or word[1] in _LATIN:
            continue
        repair = shown[0] if found["an"] else shown + "n"
        yield Match(start, end, f"“{shown} {word[1]}” takes “{repair}”", repair)


DETECTOR = Detector(
    id="grammar.a_or_an",
    summary="a for an, or an for a",
    severity=Severity.MINOR,
    confidence=0.95,
    find=find,
    bad=(
        "We ate ⟦a⟧ apple under the tree.",
        "She studies at ⟦an⟧ university in the south.",
        "It took ⟦a⟧ hour to find ⟦an⟧ parking place.",
        "He was ⟦a⟧ old friend.",
    ),
    good=(
        "A one-way ticket, a European union, a useful guide and a ukulele.",
        "An hour, an honest man, an heir, an MP and an X-ray.",
        "An historic day at an hotel.",
        "Vitamin A is good; from A to B.",
        "Type A individuals, and a unanimous vote.",
        "A U.S. official met a NATO envoy.",
        "The answer is known a priori.",
    ),
)
