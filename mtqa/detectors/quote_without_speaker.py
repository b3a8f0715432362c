r"""Quotation without its speaker.

What it finds
    A quotation that ends in a comma, as if its speaker followed, where none does:
    ``“We will fight on,”`` at the end, or before a new sentence.

Why it suggests machine translation
    The comma was translated with the quotation; the attribution was lost, or became part of
    another segment.

Examples
    ``“We will fight on,” There were riots in the north.``

When it is wrong
    A quotation inside a sentence that goes on (``the “red,” the “blue”``), a speaker whose name
    begins the next words (``,” John said``) or who has a wrong capital only (``,” The man
    said``), a clause that the comma closes (``When God says “…,” He …``) and titles in
    bibliographies stay silent, as does a mark that opens the next quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

#: Words that begin a sentence and are no names.
_STARTS = (
    "There|This|These|Those|In|On|At|But|And|However|Meanwhile|Also|After|Before|During|When|While|"
    "Although|Since|From|For|With|If|It|The|A|An|She|They|We|You|Their|Its|Our|So|Then|"
    "Now|What|How|That|As|To|By|Not|All|Because|Some|Many|Most|Another|Every|Each|Both|Moreover|"
    "Furthermore|Therefore|Besides|Instead|Finally|Later|Yesterday|Today|Due|Despite|Through|Until|"
    "Once|Even|Only|Here|Such|No|Nobody|Everyone"
)
_LOST = re.compile(
    r"[,”\"](?:(?<=,)[ ]?[”\"]|(?<!,),)"
    rf"(?=(?P<last>\s{{0,4}}\Z)|[ ](?:{_STARTS})[ ](?!according)[a-z])"
)
#: Beginnings of words: a sentence behind the quotation that has one names its speaker (with a
#: wrong capital).
_STEMS = frozenset(
    (
        "said saying says say told tell ask added adds adding expla reply repli answer write "
        "writing wrote written cry crie shout exclaim whisper mutter murmur think thought repeat "
        "continu laugh smil nod sigh grin began observ remark comment state stating noted notes "
        "noting announc declar claim argu agree quip jok warn insist suggest report conclu conced "
        "admit recall read call hear mention emphasi stress tweet posted posts quot introduc "
        "reveal reflect describ point boast complain interrupt sang sing scream yell snap growl "
        "grunt hiss gasp muse musi wonder pray demand command offer urge urgi shrug spoke speak "
        "respon order plead beg bark roar mumbl voice"
    ).split()
)
#: A shorter quotation at the end of a paragraph may be a name in a list.
_FEWEST_WORDS = 4
_STEM_LENGTHS = range(3, 10)
#: Behind these the mark opens a quotation and only lost its space: ``he said," It is late"``.
_ANNOUNCES = re.compile(
    r"\b(?:said|say|says|saying|added|adding|asked|told \w+|wrote|replied|stated|explained|thought|"
    r"that|like|as|is|was)\Z"
)
#: A clause or phrase that a comma closes: the quotation's is that comma.
_OPENS_CLAUSE = re.compile(
    r"(?:when|whenever|if|as|while|because|although|though|since|after|before|once|until|unless|"
    r"in|on|at|for|with|by|from|to|under|given|despite|instead|having|unlike|like|using|"
    r"according|during|where|whether|besides|upon|without|\w+ing)\b",
    re.IGNORECASE,
)
_BOOKS = re.compile(
    r"\b(?:proceedings|proc|journal|conference|university|press|magazine|vol|pp|arxiv|thesis|"
    r"workshop|symposium|ieee|acm|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?](?=[\"”’)]?(?:\s|\Z))")
_SENTENCE = re.compile(r"[.!?:][\"”’)]?\s+(?=\S)|\n")


def find(view: View) -> Iterator[Match]:
    """Yield the comma with the closing mark."""
    text = view.text
    if '"' not in text and "”" not in text:
        return
    straight = 0  # straight quotation marks up to the last match
    counted = 0
    for found in _LOST.finditer(text):
        start, end = found.span()
        straight += text.count('"', counted, end)
        counted = end
        if end < 12 or ('"' in found.group() and straight % 2):
            continue
        if _ANNOUNCES.search(text, max(0, start - 30), start):
            continue
        at_end = found["last"] is not None
        if at_end and len(_quotation(text, start).split()) < _FEWEST_WORDS:
            continue
        if at_end or not _goes_on(text, start, end):
            yield Match(
                start,
                end,
                f"the quotation ends in {view.original[start:end]} as if its speaker followed, "
                "but none does",
            )


def _quotation(text: str, end: int) -> str:
    """Return the quotation that ends at ``end``, or the 400 code points before."""
    left = max(0, end - 400)
    return text[max(text.rfind("“", left, end), text.rfind('"', left, end), left) : end]


def _goes_on(text: str, start: int, end: int) -> bool:
    """Tell whether what follows belongs to the quotation's sentence or names its speaker."""
    stop = _STOP.search(text, end, end + 200)
    after = text[end : stop.start() if stop else end + 200]
    words = after.lower().split()
    if any(word[:n] in _STEMS for word in words for n in _STEM_LENGTHS) or _BOOKS.search(after):
        return True
    # The sentence that holds the quotation, from before its opening mark.
    left = max(0, start - 400)
    opening = max(text.rfind("“", left, start), text.rfind('"', left, start))
    if opening < 0:
        return False
    before = text[max(0, opening - 200) : opening]
    begins = 0
    for begin in _SENTENCE.finditer(before):
        begins = begin.end()
    lead = before[begins:].strip(' ("“”—–-')
    return bool(lead) and ((begins == 0 and opening > 200) or bool(_OPENS_CLAUSE.match(lead)))


DETECTOR = Detector(
    id="attribution.quote_without_speaker",
    summary="a quotation that ends in a comma, with no speaker behind it",
    severity=Severity.MINOR,
    confidence=0.75,
    find=find,
    preview=True,
    bad=(
        "“We will fight on until the spring⟦,”⟧ There were riots in the north.",
        "He was clear about the plan: “We will not sign it⟦,”⟧",
        '"Nobody has seen him for a week⟦,"⟧ However the police go on.',
        "“The water came up to the window⟦,”⟧ The whole street was empty on Monday.",
        '"We were the first to see the light⟦",⟧ Then the door was closed again.',
    ),
    good=(
        "“We will fight on,” he said.",
        "“We will fight on,” John Brown said.",
        "They call them “red,” “blue,” and “green.”",
        "“It is late,” the spokesman said. “Go home,” In-hyun added.",
        "She sang “Yesterday,” which was the last song on the programme.",
        "“We will fight on.” There were riots in the north.",
        'The red sign says "Stay Inside!",',
        "“Off with it,” It said, and the mask fell.",
        'On the way home the old man said," It is late and the road is long."',
        "“It is late and the road is long,” The old man said.",
        "When the prophet says “I have seen it,” He speaks of the past.",
        'When the book says "You will be free," You are meant, too.',
        'J. Brown, "The rise of the mill town," In proceedings of the fifth meeting, 2004.',
    ),
)
