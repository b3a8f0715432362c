r"""Verb before its subject.

What it finds
    The verb before its subject: after a date (``From 1964 to 1987 opened the museum``), at the
    beginning of a sentence (``Arrived the president to the capital``, ``Exist many ways``), after
    a conjunction (``when appears the message``) or after *then* (``Then is executed the script``);
    also where a pronoun was put into the empty place (``They exist two ways``, ``if it occurs an
    error``).

Why it suggests machine translation
    Arabic, Spanish, Italian and Russian put the verb before its subject, German and Dutch after
    an opening adverbial; English keeps subject before verb. Engines that know that an English verb
    needs a subject put *it* or *they* before it and leave the subject behind it.

Examples
    ``In 1987 opened the National Museum of Glass.``

When it is wrong
    English inverts after places (``On the hill stood a house``) and with ``came``, ``began`` or
    ``followed`` after dates (``In 1990 came the crash``); those verbs never count, nor does
    ``Thus arose the quarrel``. Curricula vitae without ``I`` (``In 1998 founded the club``) are
    reported. Notes and diaries drop their subject (``Met the president for lunch``), so at the
    beginning of a sentence only verbs that take no object count, or those with both a person
    and an object or a clause behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import rest_of_sentence, sentence_starts
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_TIME = (
    r"(?:From \d{4} to \d{4}|Between \d{4} and \d{4}|(?:In|Since|Until) (?:the year )?\d{4}|"
    rf"(?:In|On) {_MONTH}(?: \d{{1,2}})?(?:,? \d{{4}})?|On \d{{1,2}} {_MONTH}(?: \d{{4}})?|"
    r"On (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Yesterday|"
    r"Last (?:year|month|week|summer|winter|spring|autumn|night)|"
    r"(?:Thus|In this way) (?=(?:arises|emerges|originates) the "
    r"(?!question|need|problem|issue|possibility|conflict|idea|notion|paradox|suspicion)))"
)
_INVERTED = re.compile(
    rf"(?P<piece>{_TIME},? ?(?:arises|arose|emerges|emerged|originates|originated|opened|founded|"
    rf"created|died|signed|appeared|arose|started|existed|"
    r"finished|ended|took place|was born|was built|was founded|was opened|was created|was held|"
    r"was signed|was established|was published|were built|were held|were created|were opened|took|"
    r"won|held|lost|published|announced|happened|occurred|decided|passed|closed|arrived|moved|"
    r"married|visited|said|met|launched|left|fell|became|was (?:made|sold|sent|given|opened|"
    r"found|set up|set|taken|killed|arrested|closed|completed|launched|discovered|inaugurated|"
    r"introduced|released|started|presented|adopted)|were (?:found|killed|arrested|made|sold|sent|"
    r"discovered|published|introduced))) "
    r"(?:(?:the|a|an|its|his|her|their|our)\b|[A-Z][a-z]+ (?!to\b|for\b|from\b))"
    r"(?! ?(?:same|following|next) (?:day|year|month))"
)
#: What may follow a verb without being its subject: a time, a measure, a manner.
_NO_SUBJECT = (
    r"(?!(?:same|next|following(?! error| message| text| output| window)|previous|"
    r"days?|weeks?|months?|years?|nights?|mornings?|evenings?|"
    r"afternoon|hours?|minutes?|seconds?|moments?|first|second|third|last|other|few|little|bit|"
    r"lots?(?! of)|couple|good|long|short|half|whole|times?|ways?(?! to| of)|more|most|least|"
    r"less|priori|posteriori|longest|latest|earliest|end|beginning|\d+(?:st|nd|rd|th))\b)"
)
_SOME = (
    r"(?:the|an?|some|many|several|two|three|four|other|different|various|multiple|numerous|any|"
    r"another|no)"
)
_PERSON = (
    r"(?:the|his|her|its|their|our) (?:[a-z]+ )?(?:president|minister|prime minister|king|queen|"
    r"prince|mayor|governor|ambassador|director|chairman|secretary|general|leader|chancellor|"
    r"commander|spokesman|spokeswoman|delegation|senator|bishop|pope|manager|coach|team|official)"
    r"(?: [A-Z]\w+){0,2}"
)
#: ``Arrived the president …``, ``Exists a way …``: the verb begins the sentence.
_VERB_FIRST = re.compile(
    r"(?:(?:Currently|Nowadays|Today|Actually|Also|Now|Still)? ?(?P<exists>[Ee]xist(?:s|ed)?) "
    rf"(?=(?:an?|some|many|several|two|three|four|other|different|various|multiple|numerous)\b)"
    r"|(?P<happens>Appear(?:s|ed)?|Occur(?:s|red)?|Happen(?:s|ed)|Aris(?:es|e)) "
    r"(?=(?:the|an?|some|many|several|two|three) (?:[a-z]+ ){0,2}(?:message|window|error|problem|"
    r"screen|dialog|dialogue|list|image|icon|button|menu|text|option|popup|warning|box|page|"
    r"exception|situation|question|issue|icons|options|errors|problems)\b"
    r"(?! (?:is|was|are|were|has|had|isn|does|to|might|may|could|would)\b))"
    rf"|(?P<comes>Arrived|Participated|Died|Appeared) (?={_PERSON}\b)"
    rf"|(?P<meets>Met) (?={_PERSON} (?:of [\w ]{{1,20}} )?with (?:his|her|their) )"
    rf"|(?P<acts>Led|Lead|Opened|Inaugurated|Attended|Visited|Announced|Signed|Received|Discussed|"
    rf"Headed|Chaired|Launched|Witnessed|Praised|Confirmed|Held|Concluded|Began|Started|Stressed|"
    rf"Emphasi[sz]ed|Affirmed|Declared|Condemned) (?={_PERSON} (?:of [A-Z]\w+ )?"
    r"(?:that|the|an?|its|his|her|their) (?!other |same |next |way |day |moment |week )))"
)
_PARTICIPLE = (
    r"(?:executed|created|performed|generated|calculated|computed|added|installed|loaded|obtained|"
    r"presented|defined|started|opened|used|displayed|built|made|carried out|done|initiali[sz]ed|"
    r"launched|selected|checked|printed|stored|saved|removed|updated|tested|implemented|applied|"
    r"described|explained|analy[sz]ed|developed|produced|read|written|compared|verified|evaluated)"
)
_CONJUNCTIONS = "because|if|when|whenever|although|though|whether|unless|until|once|before|after"
_HAPPEN = (
    "exists|exist|existed|appears|appear|appeared|occurs|occur|occurred|happens|happen|happened|"
    "arises|arise|arose|arrives|arrive|arrived"
)
#: ``when appears the message``: a conjunction and at once the verb.
_AFTER_CONJUNCTION = re.compile(
    rf"\b(?P<piece>(?:{_CONJUNCTIONS}|When|If|Because|Whenever|Although|Once|Until|Before|After|as "
    r"soon as|(?:means?|think|thinks|know|knows|say|says|said|see|sure|note|seems|suppose|assume|"
    rf"so|saw|noticed) that) (?:also )?(?:{_HAPPEN})) {_SOME} {_NO_SUBJECT}\S"
)
#: ``Then is executed the script``.
_AFTER_THEN = re.compile(
    r"(?:\A|[.,;:)\n] ?|\band )(?P<piece>(?:[Tt]hen|[Aa]fterwards|[Ff]inally|[Ss]ubsequently|"
    r"[Ll]ater|[Aa]fter (?:that|this)|[Aa]t the end),? "
    r"(?:is|are|was|were|has been|have been|will be) "
    rf"(?:also )?{_PARTICIPLE}) (?:the|an?|all|some|two|three) {_NO_SUBJECT}\S"
)
#: Not a measure, as in ``they exist a few miles apart``.
_NO_MEASURE = (
    r"(?! (?:\w+ ){0,3}"
    r"(?:ago|away|apart|later|earlier|before|after|from|per|or|deep|high|long|wide|times|row|back|"
    r"below|above|over|off|down|up|north|south|east|west|"
    # Another clause begins: ``If they exist two copies should be sent.``
    r"should|will|must|can|may|might|would|could|is|are|was|were|has|have|had)\b)"
)
#: What neither *exist* nor *occur* is said of, but how much or how often.
_NO_DEGREE = (
    r"(?!(?:great |good |awful )?(?:deal|dozen|hundred|thousand|score|average|maximum|minimum|"
    r"fraction|century|decade|miles?|kilomet\w+|met(?:re|er)s?|feet|yards?|blocks?|doors?|"
    r"number of|of the|than|game|season|generation)s?\b)"
)
#: What happens, and is no time: ``if it occurs an error``.
_EVENT = (
    r"(?=(?:\w+ ){0,2}(?:error|problem|exception|fault|failure|conflict|issue|event|accident|"
    r"situation|question|doubt|blockade|mistake|need|collision|interruption|change|difference|"
    r"crisis|dispute|fire|explosion|attack|incident|delay|warning|message|window|dialogue|dialog|"
    r"result|response|answer|sum|value|name|text|page|button|icon|list|menu|box|image|case)s?\b)"
)
_BEHIND = (
    r"(?:an?|some|many|several|two|three|four|other|different|various|multiple|numerous|any|"
    r"another)"
)
#: ``They exist two ways``, ``if it occurs an error``, ``when it appear the window``: a pronoun
#: stands where the subject is missing. *It appears* and *they appear* may mean *seem*.
_WITH_PRONOUN = re.compile(
    rf"(?:\b(?:{_CONJUNCTIONS}|where|that|Where|When|If|Because|Although|Once|Until|Before|After|"
    r"Unless) |(?:\A|[.!?;:,)\n]) ?(?:(?:[Aa]lso|[Cc]urrently|[Tt]oday|[Aa]nd|[Bb]ut) )?)(?:"
    rf"(?P<exist>\b(?:[Ii]t|[Tt]hey) (?:also )?exist(?:s|ed)?) {_BEHIND}{_NO_MEASURE} "
    rf"{_NO_SUBJECT}{_NO_DEGREE}\w"
    r"|(?P<occur>\b[Ii]t (?:occurs?|occurred|arises?|arose|happens?|happened|appear)) "
    rf"(?:the(?<=appear the)|{_BEHIND}){_NO_MEASURE} {_EVENT}\w)"
)
_NEEDED_PRONOUN = Needed(
    pairs=followed(
        "it|they|also",
        "exist|exists|existed|occur|occurs|occurred|arise|arises|arose|happen|happens|happened|"
        "appear",
    )
)
#: What the two patterns before it need.
_NEEDED_CONJUNCTION = Needed(pairs=followed(f"{_CONJUNCTIONS}|as|that|also", _HAPPEN))
_NEEDED_THEN = Needed(
    pairs=followed(
        "then|afterwards|finally|subsequently|later|end", "is|are|was|were|has|have|will"
    )
    | followed("after", "that|this")
)


def find(view: View) -> Iterator[Match]:
    """Yield the verb, with the words before it that call for the other order."""
    yield from sorted(_inverted(view), key=lambda match: match.start)


def _inverted(view: View) -> Iterator[Match]:
    """Yield the matches of one pattern after the other."""
    text = view.text
    for at in sentence_starts(text):
        found = _INVERTED.match(text, at)
        if found:
            yield _match(view, *found.span("piece"), found.end())
            continue
        found = _VERB_FIRST.match(text, at)
        if found and not _asks(text, at):
            start, end = found.span(found.lastgroup or 0)
            yield _match(view, at, end, end + len(text[end : end + 12].partition(" ")[0]) + 1)
    for needed, pattern in (
        (_NEEDED_CONJUNCTION, _AFTER_CONJUNCTION),
        (_NEEDED_THEN, _AFTER_THEN),
    ):
        if needed.may_stand_in(text):
            for found in pattern.finditer(text):
                start, end = found.span("piece")
                if not _asks(text, start):
                    yield _match(view, start, end, end)
    if _NEEDED_PRONOUN.may_stand_in(text):
        for found in _WITH_PRONOUN.finditer(text):
            start, end = found.span("exist" if found["exist"] else "occur")
            shown = view.original[start : found.end() - 1].rstrip()
            message = f"in “{shown} …” the subject stands behind the verb, a pronoun before it"
            yield Match(start, end, message)


def _asks(text: str, at: int) -> bool:
    """Tell whether the sentence around ``at`` is a question, which inverts by right."""
    return rest_of_sentence(text, at).endswith("?")


def _match(view: View, start: int, end: int, shown: int) -> Match:
    """Return a match whose message quotes the text up to ``shown``."""
    quoted = view.original[start:shown].strip()
    return Match(start, end, f"in “{quoted} …” no subject stands before the verb")


DETECTOR = Detector(
    id="order.verb_subject",
    summary="the verb before its subject",
    severity=Severity.MAJOR,
    confidence=0.95,
    find=find,
    bad=(
        "⟦From 1964 to 1987 opened⟧ the Museum of Glass and the old theatre.",
        "The club was small. ⟦In 1921 was founded⟧ the first women’s team.",
        "⟦On Monday took place⟧ the first meeting of the group.",
        "⟦Yesterday died⟧ the oldest man of the village.",
        "⟦Arrived⟧ the president to the capital on Monday.",
        "The road is closed. ⟦Met⟧ the minister with his counterpart in Oslo.",
        "⟦Lead⟧ the mayor the opening of the new school.",
        "⟦Confirmed⟧ the governor that the harvest was good.",
        "The lake is large. ⟦Exist⟧ several islands in its northern part.",
        "Press the red key ⟦when appears⟧ the message on the screen.",
        "The flour is weighed, and ⟦then is added⟧ the milk.",
        "The page is long. ⟦They exist⟧ two ways to shorten it.",
        "Save the drawing at once if ⟦it occurs⟧ an error.",
    ),
    good=(
        "In 1990 came the crash, and in 1991 began the war.",
        "On the hill stood a house, and in it lived an old man.",
        "In 1987 the museum opened.",
        "From 1964 to 1987, he opened the museum every day.",
        "Yesterday the ministers met in Paris.",
        "In March followed the second trial.",
        "Thus arose the quarrel of the two brothers.",
        "What happened on Monday took the world by surprise.",
        "Meet the minister with his counterpart at noon.",
        "Met with resistance, the army withdrew.",
        "Gone are the days of cheap bread. Here comes the sun.",
        "Ordered it on Monday. Arrived the next day in a small box.",
        "Met the president for lunch. Left early. Visited the king the next day.",
        "Lead the team the way you would lead a family.",
        "Opened by the mayor, the school has forty rooms.",
        "If it happened the way she tells it, he is guilty.",
        "The word that appears the most is “and”.",
        "Tea was served, and then was heard the bell of the church.",
        "They exist many miles apart, and it happened two doors from here.",
        "It happens a great deal, a dozen times a day, three games in a row, many a time.",
        "When it happened a police officer was standing nearby.",
        "If it occurs another meeting will be called; if they exist two copies should be sent.",
        "They exist other than in theory, and it occurs a mile south.",
        "If it happens a second time, call us; it occurred a week ago.",
        "It appears the pilot slept, and they appear a happy couple.",
    ),
)
