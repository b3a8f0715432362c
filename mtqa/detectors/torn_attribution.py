r"""Torn attribution.

What it finds
    A piece of *who said it* that was torn from its quotation or moved: ``said. , Who declined to
    be named.``, ``said the senior. The manager said.``, ``” I have written in a tweet.``,
    ``” Said the minister.``, ``.” said the minister``, ``” has declared the minister``,
    ``”, so the minister.``, ``According to the minister.``, ``said. That he had …``

Why it suggests machine translation
    Quotation and attribution are translated as separate segments and put together again in
    another order, so that full stops, capitals and the verb's person no longer fit. Chinese and
    Japanese close the quotation with its full stop; Spanish and German put the verb (``ha
    declarado``) or a mere *so* before the speaker.

Examples
    ``“We need more time,” one of the officials said. , Who asked not to be named.``

When it is wrong
    Fiction sometimes writes ``“No!” Said Tom.`` with a wrong capital, and unedited English
    ``“I see.” said Tom.`` with a full stop for a comma; these are human slips, and faults all
    the same. Participles (``Asked the same question, he …``), notes (``Added the table.``) and
    times (``said the moment he left``) stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import is_abbreviation, word_before
from mtqa.detectors.reporting import OCCASION, PAST, SPEAKER
from mtqa.detectors.word_sets import either
from mtqa.types import Severity

_REPORT_VERB = re.compile(rf"(?:{PAST}|says)", re.IGNORECASE)
_NAME = r"(?:(?:Mr|Mrs|Ms|Dr|Prof)\.[ ])?(?:[A-Z][\w’'-]+[ ]){0,2}[A-Z][\w’'-]+"

#: Verbs that do hardly anything but report direct speech.
_SPEECH = (
    "said|replied|replies|answered|cried|shouted|exclaimed|whispered|muttered|"
    "murmured|remarked|commented|stressed|emphasi[sz]ed|stated|sighed|joked|quipped|tweeted|"
    "clarified|asserted"
)
#: Verbs with other uses; they need a person behind them: ``Added the table.`` is a note.
_SPEECH_TOO = (
    "says|told|tells|added|adds|announced|argued|claimed|concluded|confirmed|continued|continues|declared|denied|"
    "explained|explains|informed|insisted|mentioned|noted|notes|pointed[ ]out|promised|recalled|"
    "repeated|responded|revealed|testified|underlined|warned|wrote|writes"
)
_NO_SPEAKER = (
    r"(?!(?:moment|minute|second|instant|day|week|month|year|time|same|way|words?|whole|first|last|"
    r"most|opposite|line|phrase|following|thing|sentence|question|name|right|wrong)s?\b)"
)
_ONE = rf"(?:the|a|an|one|his|her|its|my|their|another)[ ]{_NO_SPEAKER}\w+"
_PERSON = rf"(?:(?:the|a|an|one|his|her|its|another)[ ](?:[\w-]+[ ]){{0,2}}{SPEAKER}\b|{_NAME})"
#: ``Said the balance was restored.``: what was said, by somebody who is left out.
_NO_CLAUSE = (
    r"(?![\w’'-]|(?:[ ](?!who|that|which|when|as|while)[\w’'-]+){0,2}?[ ](?:was|is|are|were|had|"
    r"has|have|would|will|could|can|should|must|may|might|did|does|needs|wants)\b)"
)
_REPORT = rf"(?:(?:{_SPEECH})[ ](?:{_ONE}|{_NAME})|(?:{_SPEECH_TOO})[ ]{_PERSON}){_NO_CLAUSE}"
#: Behind a question only: ``Asked the user which one.`` is a note.
_ASKED = rf"(?:asked|asks)[ ](?:{_ONE}|{_NAME})"

#: ``. , Who declined to be named.`` behind a verb of saying.
_AFTER_STOP = re.compile(
    r"\.[ ]?,[ ]?(?i:who|which|speaking|adding|citing|quoting)\b[^.!?\n]{0,120}[.!?]?"
)
#: ``said. adding that``, ``said. That he had``, ``said. Who declined to be named``.
_CUT_CLAUSE = re.compile(
    r"\.[ ](?P<piece>(?:(?:adding|citing|quoting|noting|stressing|who|that)\b"
    r"|That[ ](?:the|he|she|they|there|it|we)[ ]"
    r"|Who[ ](?:asked|declined|wished|requested|refused|preferred|spoke|did[ ]not)\b)"
    r"[^.!?\n]{0,120}(?:[.!]|(?=\n|\Z)))"
)
#: ``said the senior. The manager said.``: one speaker cut into two sentences.
_CUT_SPEAKER = re.compile(
    rf"said[ ](?:the|a)[ ]\w+(?:[ ]\w+)?\.[ ]"
    rf"(?P<piece>(?:The|A)[ ](?:\w+[ ])?{SPEAKER}[ ]said\.\w*)"
)
#: ``According to the minister.`` as a sentence of its own.
_CUT_SOURCE = re.compile(
    r"\b(?P<piece>According[ ]to[ ]"
    rf"(?:(?:the|a|an|his|her|its|one|this|that)[ ](?:[\w-]+[ ]){{0,2}}(?:{SPEAKER}|report|"
    r"newspaper|study|statement|website|media|survey|article|email|authorities|researchers|officer|chief)"
    rf"(?:[ ]of[ ](?:[\w-]+[ ]){{0,2}}[\w-]+)?|{_NAME})\.)(?=\s|\Z)"
)
# The patterns from here to _SO begin behind a closing mark and its space.
#: ``” I have written in a tweet``: a report behind the quotation in the wrong tense.
_WRONG_TENSE = re.compile(
    rf"(?:I|He|She|They|We|It)[ ](?:have|has|had)[ ](?:{PAST})\b"
    rf"[^.!?\n]{{0,60}}\b(?i:in|on|at)[ ](?:a|an|his|her|the)[ ](?:\w+[ ])?{OCCASION}\b"
    rf"[^.!?\n]{{0,60}}[.!?]?"
)
#: ``” Said the minister.``: the report starts a sentence with its verb.
_VERB_FIRST = re.compile(
    rf"(?=[A-Z])(?i:{_SPEECH}|{_SPEECH_TOO}|asked|asks)\b[^.!?\n]{{0,90}}[.!?]?"
)
_LOWER_REPORT = re.compile(_REPORT)
_LOWER_QUESTION = re.compile(rf"{_REPORT}|{_ASKED}")
#: ``.” said the minister``, ``.” he said``: the full stop cuts the report off.
_AFTER_FULL_STOP = re.compile(
    rf"(?:{_REPORT}"
    rf"|(?:he|she|they)[ ](?:{_SPEECH}|added|adds|concluded|continued|explained)\b)"
    r"(?:[^.,;:!?\n\"“”]{0,60}[^.,;:!?\s\"“”])?"
)
#: ``,” has declared the minister``, ``,” has he added``.
_PERFECT_FIRST = re.compile(
    rf"(?:has|have|had)[ ](?:(?:he|she|they)[ ](?:{_SPEECH}|{_SPEECH_TOO})\b"
    rf"|(?:said|stated|assured|affirmed|declared|stressed|emphasi[sz]ed|added|explained|concluded|"
    rf"pointed[ ]out|insisted|indicated|commented|lamented|recalled|noted)[ ]"
    rf"(?:{_PERSON}|(?:[a-z]+[ ]){{1,4}}{_NAME}))"
)
#: ``”, so the minister.`` (German *so*).
_SO = re.compile(rf"(?:so|thus)[ ]{_PERSON}(?=[.,]|[ ](?:who|talking|speaking|in|on|to|of)[ ])")
_CLOSING = re.compile(r"[\"”](?P<comma>,?)[ ](?P<word>[A-Za-z]+)")
_WORDS = either(_SPEECH.replace("emphasi[sz]ed", "emphasised|emphasized"), "asked|asks") | either(
    _SPEECH_TOO.replace("pointed[ ]out", "pointed"), "i|he|she|they|we|it|has|have|had|so|thus"
)
_CUT = re.compile(r"[.!,][\"”]?[ ]\Z")
_SAID = re.compile(r"\b(?:said|added|stressed|explained|noted|stated|announced|told)\Z")
#: ``Asked the same question, he …``; ``Said Mayor Lowe: “…”``.
_PARTICIPLE = re.compile(
    r"(?:asked|told|informed|promised|denied|warned)\b.{0,80}?, "
    r"(?:he|she|they|it|I|we|the|[A-Z]\w+) ",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?](?=[\"”’)]?(?:\s|\Z))|\n")


def find(view: View) -> Iterator[Match]:
    """Yield each torn piece, the sentence or clause as it stands."""
    text, original = view.text, view.original
    spans = {
        found.span()
        for found in _AFTER_STOP.finditer(text)
        if _REPORT_VERB.fullmatch(word_before(text, found.start()))
    }
    spans.update(
        found.span("piece")
        for found in _CUT_CLAUSE.finditer(text)
        if _SAID.search(text, max(0, found.start() - 12), found.start())
    )
    spans.update(found.span("piece") for found in _CUT_SPEAKER.finditer(text))
    if "According to " in text:
        spans.update(
            found.span("piece")
            for found in _CUT_SOURCE.finditer(text)
            if _CUT.search(text, max(0, found.start() - 3), found.start())
            and not is_abbreviation(_last_word(found["piece"]))
        )
    if '"' in text or "”" in text:
        spans.update(_behind_quotations(text))
    for start, end in sorted(spans):
        yield Match(
            start,
            end,
            f"“{original[start:end].strip()}” is torn from the sentence or quotation that it "
            "attributes",
        )


def _behind_quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of torn reports that stand behind a closing quotation mark."""
    for closing in _CLOSING.finditer(text):
        if closing["word"].lower() not in _WORDS:
            continue
        start = closing.start("word")
        before = text[max(0, closing.start() - 3) : closing.start()].rstrip(" ")
        mark = closing["comma"] or before[-1:]
        found = None
        if mark == ",":
            found = _PERFECT_FIRST.match(text, start) or _SO.match(text, start)
        elif mark and mark in ".!?":
            found = _WRONG_TENSE.match(text, start)
        if found is None and mark and mark in ".!?," and not closing["comma"]:
            found = _VERB_FIRST.match(text, start)
            if found is not None and not _is_torn(text, start, mark):
                found = None
        if found is None and mark == "." and before[-2:] not in ("..", "…."):
            stop = text.rfind(".", 0, closing.start())
            if not is_abbreviation(word_before(text, stop)):
                found = _AFTER_FULL_STOP.match(text, start)
        if found is not None:
            yield found.span()


def _last_word(piece: str) -> str:
    return piece.rstrip(".").rpartition(" ")[2]


def _is_torn(text: str, start: int, mark: str) -> bool:
    """Tell whether a verb with a capital reports what stands before it, not what follows."""
    rest = text[start : start + 300]
    report = _LOWER_QUESTION if mark in "?!" else _LOWER_REPORT
    if not report.match(rest[0].lower() + rest[1:]) or _PARTICIPLE.match(rest):
        return False
    end = len(rest)
    for stop in _STOP.finditer(rest):
        if not is_abbreviation(word_before(rest, stop.start())):
            end = stop.start()
            break
    return not any(mark in rest[:end] for mark in ':"“')


DETECTOR = Detector(
    id="attribution.torn",
    summary="an attribution torn from its quotation or moved",
    severity=Severity.MAJOR,
    confidence=0.95,
    find=find,
    bad=(
        "“We need far more time,” one of the advisers said⟦. , Who asked not to be named.⟧",
        "“The talks were useful,” said the chief. ⟦The spokesman said.late⟧ on Monday.",
        "“See you in Vienna next week. ” ⟦I have written in a post on Sunday.⟧",
        "“We will rebuild the bridge.” ⟦Said the mayor of the town.⟧",
        "“There is no reason to panic.” ⟦Explained Maria Lopez, who runs the clinic.⟧",
        "“Where is the key?” ⟦Asked the old man.⟧ Nobody knew.",
        "“The bridge will be ready in May.” ⟦said the engineer at the site⟧.",
        "“I was so happy to see them again.” ⟦she said with a smile⟧.",
        "“We shall not raise the price,” ⟦has declared the minister⟧ on Monday.",
        "“The road stays closed”, ⟦so the mayor⟧ in an interview.",
        "The harvest failed again. ⟦According to the ministry.⟧ Prices rise.",
        "He was the first to see it, he said. ⟦That he had found the leak on Sunday.⟧",
    ),
    good=(
        "“We need more time,” said one of the officials, who asked not to be named.",
        "“It is over,” said the senior official. The manager said he agreed.",
        "“I never saw it.” He has said so in every interview since the trial began? Hardly.",
        "“We will rebuild the bridge,” said the mayor. Told that it would cost millions, he left.",
        "“The bill is a mess.” Said Mayor Ann Lowe: “We were never asked.”",
        "“Stop!” Told to wait, the driver switched off the engine.",
        "She read Dickens, Eliot, etc., which she loved.",
        "“I am done.” Said to be worth millions, the painting was sold on Friday.",
        "“Who will pay?” Asked the same question, the minister smiled.",
        "She called it “more than a hope.” Said the balance was restored.",
        "The field reads “Next step.” Added the table of names.",
        "The spec reads “Two rows and a table.” Asked the user which one he wants.",
        "The usual “Let me see.” said the moment he sits down.",
        "The line “Copied from the list.” says the button works, and it does.",
        "“Wait...” said the driver.",
        "“It was sold to Brown Inc.” said Maria.",
        "“There is nothing left.” Said Deputy U.S. Attorney Ann Lowe: “We looked.”",
        "“It was late,” so John went home.",
        "Everything went well. According to plan. Nobody was late.",
        "According to the minister, the road stays closed.",
        "“Has it begun?” he said. That was all.",
        "“It was all that we had.” I said, “Then take it back.”",
        "Our “friends” have said the president was late.",
    ),
)
