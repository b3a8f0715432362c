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
    several ways; so do words with a silent or spoken *h* by choice (``an historic``). So does an
    article that its twin would not mend: before a function word, a verb, a plural or a noun that
    takes none (``a its``, ``a establish``, ``an workers``, ``a evidence``), and in word salad.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import is_abbreviation, word_before
from mtqa.detectors.word_salad import is_word_salad
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
#: Before these no article stands, or none that is the other one.
_NO_ARTICLE = frozenset(
    """
    about after again against ago ahead alike all alone along although always am amok among and
    another any anyone anything anyway apart are around as aside asleep at away awake because but by
    came can could did do does during each either enough every everyone everything for from had has
    have he how if in into is it itself its just me most must my not off on only onto or our ours
    out over own per several she should so some such than that the their them then there these they
    this those through to too under unless until unto up upon us was we were what when where which
    while who will with without would you your
    achieve acquire add agree allow apply arrive ask assess assist avoid become begin eat enable
    enjoy ensure enter establish evaluate exist expand explain identify implement improve include
    increase inform introduce invite involve obtain occur organise organize understand
    """.split()
)
#: Nouns that take no article of this kind, where nothing that they modify follows.
_MASS = re.compile(
    r" (?:advice|assistance|electricity|employment|entertainment|equipment|evidence|information|"
    r"infrastructure|oxygen|access|baggage|bread|clothing|furniture|homework|housing|knowledge|"
    r"legislation|luggage|machinery|money|news|progress|research|software|traffic|water|weather|"
    r"wealth|work)(?= (?:about|against|and|are|as|at|by|for|from|has|have|in|is|of|on|or|that|to|"
    r"was|which|with)\b|[^ \w-]|\Z)"
)
#: A plural, that is a noun at the end of its phrase; ``news`` and ``business`` are none.
_PLURAL = re.compile(
    r" (?:[a-z][a-z-]+ ){0,2}(?!(?:always|perhaps|besides|afterwards|news|series|species|means|"
    r"gas|bus|bias|lens|atlas|canvas|sports|headquarters|crossroads)\b)[a-z]{2,}[a-z](?<![suoi])"
    r"(?<!ic)s(?:[.,;:!?)]|\Z| (?:and|or|of|in|on|at|for|from|with|who|which|that|what|"
    r"are|is|was|were|has|have|to|by|as)\b)"
)
#: No phrase goes on so: ``a aged the``.
_BEFORE_DETERMINER = re.compile(r" (?!hour|old|ideal?\b)[a-z]+ (?:the|its|their|his|our|my)\b")
#: ``I an say`` is *can*.
_SUBJECT = re.compile(r"\b(?:I|[Hh]e|[Ss]he|[Ww]e|[Tt]hey) \Z")
_ARTICLES = frozenset({"a", "an"})
_LATIN = frozenset({"priori", "posteriori", "la", "eau", "der", "den"})


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
        if shown == "A" and is_abbreviation(word_before(text, max(0, start - 2))):
            continue
        word = re.match(r" (\w+)", text[end : end + 40])
        if word is None or word[1] in _LATIN or word[1] in _NO_ARTICLE:
            continue
        if _MASS.match(text, end) or _is_before_plural(text, end):
            continue
        if found["an"] and _SUBJECT.search(text[max(0, start - 6) : start]):
            continue
        if is_word_salad(text, start, end):
            continue
        repair = shown[0] if found["an"] else shown + "n"
        yield Match(start, end, f"“{shown} {word[1]}” takes “{repair}”", repair)


def _is_before_plural(text: str, end: int) -> bool:
    if _BEFORE_DETERMINER.match(text, end):
        return True
    if not (plural := _PLURAL.match(text, end)):
        return False
    words = plural.group().split()
    return not any(w in _NO_ARTICLE or w in _ARTICLES for w in words[:-2])


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
        "Leaves hold pigments a and b. Ms. A asked. The firm of A and C closed.",
        "He gave a its, then a only, and fell a into the water.",
        "I an say that he an learn. It was so for an years is what they said.",
        "They hoped to a establish a club. It was a another day. The dog ran a amok.",
        "The law hurt farmers an factory workers. I need a instructions.",
        "That is a evidence of guilt, and not a enough reason.",
        "Of the to a odd is and of cat the, in of was the.",
    ),
)
