r"""First person in reported speech.

What it finds
    Reported speech of another that keeps the speaker's own *I*, *my*, *we* or *our*: ``President
    Putin said that I was interested``, ``the minister told reporters that we will not accept``.

Why it suggests machine translation
    Many languages report speech without shifting the person; an engine translates the words
    and not the point of view.

Examples
    ``Minister Petrov said that I was ready to resign.``

When it is wrong
    A narrator can report what was said about himself (``My doctor said that I was ill``): texts
    that speak in the first person elsewhere stay silent, unless they are plainly reports, which
    say ``he added`` far more often than *I*, or speak as *I* only in paragraphs that name the
    speaker. A *we* can mean all of us (``He said that we must act``): with such verbs it is not
    looked at, nor *our* before what is everybody's. The minutes of a meeting are written by one of
    its members: a *we* counts only in texts about public affairs or from an office holder. Inside
    quotation marks only an office holder's own will counts (``interested``, ``ready``,
    ``wanted``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_VERBS = (
    "said|says|stated|stressed|noted|announced|emphasised|emphasized|declared|added|claimed|"
    "explained|confirmed|admitted|insisted|warned|vowed|promised|argued|revealed|reiterated|"
    "asserted|underlined|underscored|maintained|affirmed|remarked|clarified|mentioned|highlighted"
)
_TOLD = r"told (?:reporters|journalists|the (?:press|media|newspaper|agency|court|parliament))"
_REPORT = re.compile(
    rf"\b(?P<report>(?:{_VERBS}|pointed out|{_TOLD}) that (?P<who>I|my|we|our)"
    r"(?:['’](?:m|ve|ll|d|re)\b|(?= [a-z]))(?P<verb>"
    r"(?: (?:was|were|am|are|had|have|would|will|wanted|want|could|did|can|should|do))?))\b"
    r"(?P<rest>[^.!?”\"\n]{0,40})"
)
#: An office of which nobody but its holder speaks for himself.
_PUBLIC = (
    "president|minister|chancellor|secretary|senator|governor|mayor|ambassador|spokesman|"
    "spokeswoman|spokesperson|chairman|general|commissioner|commander|director|official|leader|"
    "chief|captain|coach|actor|actress|singer|premier|lawmaker|deputy"
)
_TITLE = rf"(?:Prime |Foreign )?(?:{_PUBLIC.title()})"
_MORE = (
    r"(?:,[^,.;:!?\n“”\"]{3,90},|"
    r" (?:while|on|in|of|speaking|talking|addressing) [^,.;:!?\n“”\"]{3,90})?"
    r"(?: (?:has|had|also|further|then|later|again|however|recently)){0,2}"
)
#: Who speaks, before the verb of saying.
_SPEAKER = re.compile(
    rf"\b(?:(?P<public>{_TITLE}(?: [A-Z][\w’'-]+){{1,3}}"
    rf"|[Tt]he (?:[A-Za-z-]+ ){{0,2}}(?:{_PUBLIC}))"
    r"|(?P<pronoun>[Hh]e|[Ss]he)|(?P<name>[A-Z][a-z][\w’'-]*))"
    rf"{_MORE} \Z"
)
#: Capitals that name nobody, and those of whom a narrator speaks by their first name alone.
_NOBODY = frozenset(
    "It You They This That These Those There Which Who What And But Or So Then If When As Also One "
    "Some Many Most Others Someone Somebody Everyone Everybody Nobody People Scientists Experts "
    "Research Mom Mum Mother Dad Father Grandma Grandpa Aunt Uncle Mommy Daddy God Jesus Doctors "
    "Everything Well Yes No Just Once Never Always Still".split()
)
#: A ``we`` of all people, or words put between quotation marks.
_ALL_OF_US = re.compile(
    r"(?: (?:all|now|just|also|simply|really|still|don['’]t|can['’]t|do not|as [^,\n]{2,40},))*"
    r" (?:must|should|shall|need|have to|can|could|cannot|ought|may|might|live|all|know|see|got|"
    r"human)\b|[^\n]{0,30}[\"“‘]"
)
#: What is the speaker's own and not the readers' too.
_OUR_OWN = re.compile(
    r"(?: [\w-]+)? (?:company|team|club|army|armed|forces|ministry|organi[sz]ation|party|movement|"
    r"products?|fight|group|goal|aim|players|soldiers|troops|office|department|institutions?|association|factory|firm|"
    r"bank|government|ideology|manifesto|stance|position|struggle|workers|leader|leadership|priority|"
    r"policy|candidates?|fighters|ministers|demands?|preparations|"
    r"province|agencies|ancestors|mission|agenda|alliance|members|campaign|supporters|martyrs)\b"
)
_WILL = re.compile(
    r"\W*(?:not |very |also )*(?:interested|ready|willing|prepared|going|planning|determined|"
    r"committed|looking forward|eager|open to|like to|happy to|to )"
)
_OPEN, _CLOSE = re.compile(r"[“]|(?:(?<=\s)|\A)\""), re.compile(r"[”]|\"(?=\s|\Z|[.,;:!?])")
_FIRST_PERSON = {
    "I": re.compile(r"\b(?:I|[Mm]y|me|myself)\b"),
    "we": re.compile(r"\b(?:[Ww]e|[Oo]urs?|(?<![Ll]et )us|I|[Mm]y|me)\b"),
}
_QUOTED = re.compile(r"[“\"][^“”\"\n]{0,2000}[”\"]|[“\"][^“”\"\n]{0,2000}(?=\n|\Z)")
#: What reports are full of: that another said something.
_ATTRIBUTED = re.compile(
    rf"(?:\b[A-Z][\w’'-]+|\b[Hh]e|\b[Ss]he|\b(?:{_PUBLIC})),?(?: has)?(?: also| further)?"
    rf" (?:{_VERBS}|told)\b|\b[Aa]ccording to (?:the |[A-Z])"
)
#: What another said, to the end of the sentence.
_SAID = re.compile(rf"\b(?:{_VERBS}|told|adding|saying|stating|stressing)\b[^.!?\n]*")
#: Whoever writes the minutes sits at the table.
_MINUTES = re.compile(r"\b(?:[Mm]inutes of|seconded|adjourned|Attendees|Action [Ii]tems)\b")
#: Public affairs: in the minutes and journals of a club or a project the writer is one of the *we*.
_CIVIC = re.compile(
    r"\b(?:president|minister|governor|mayor|ambassador|spokes(?:man|woman|person)|senator|captain|"
    r"parliament|assembly|governments?|elections?|party|army|farm|farmers|police)\b",
    re.IGNORECASE,
)
#: The pattern needs one of these.
_NEEDED = (" that I", " that my ", " that we", " that our ")


def find(view: View) -> Iterator[Match]:
    """Yield the reports; the document's own first person is looked for outside quotations."""
    text = view.text
    if not any(needed in text for needed in _NEEDED):
        return
    genre: _Genre | None = None
    for found in _REPORT.finditer(text):
        start, end = found.span("report")
        line = max(text.rfind("\n", 0, start) + 1, start - 140)
        speaker = _SPEAKER.search(text[line:start])
        if speaker is None or speaker["name"] in _NOBODY:
            continue
        if _in_quotation(text, start):
            told = found["verb"] == " wanted" or _WILL.match(found["rest"])
            clear = bool(told and speaker["public"] and found["who"] in {"I", "we"})
        elif not _may_be_anothers(found, speaker):
            continue
        else:
            genre = genre or _Genre(text)
            clear = genre.has_no_narrator(found, speaker)
        if clear:
            yield Match(
                start,
                end,
                f"“{found['report']}” reports another’s words in the first person",
            )


def _may_be_anothers(found: re.Match[str], speaker: re.Match[str]) -> bool:
    """Tell whether the first person of ``found`` excludes the reader."""
    if found["who"] not in {"we", "our"}:
        return True
    tail = found["report"].partition(" that " + found["who"])[2] + found["rest"]
    if _ALL_OF_US.match(tail) or '"' in tail or "“" in tail:
        return False
    following = found.string[found.end() : found.end() + 2]
    return not ('"' in following or "“" in following) and (
        found["who"] == "we" or _OUR_OWN.match(tail) is not None
    )


class _Genre:
    """How often a text speaks in the first person, and how often it says that others spoke."""

    def __init__(self, text: str) -> None:
        self._text = text
        own = _QUOTED.sub(" ", text)
        self._attributed = sum(1 for _ in _ATTRIBUTED.finditer(own))
        self._own = (_SAID if self._attributed >= 3 else _REPORT).sub(" ", own)
        self._unattributed = "\n".join(x for x in own.splitlines() if not _ATTRIBUTED.search(x))
        self._public_affairs = _MINUTES.search(own) is None and _CIVIC.search(own) is not None

    def has_no_narrator(self, found: re.Match[str], speaker: re.Match[str]) -> bool:
        """Tell whether nobody in the text but the speaker can be the *I* or *we* of ``found``."""
        who = "we" if found["who"] in {"we", "our"} else "I"
        spoken = sum(1 for _ in _FIRST_PERSON[who].finditer(self._own))
        if who == "we" and not self._public_affairs and not speaker["public"]:
            return False
        if self._attributed >= 3:
            narrated = _FIRST_PERSON[who].search(self._unattributed) is not None
            if narrated and who == "we" and speaker["pronoun"]:
                return False
            return spoken <= self._attributed * (0.5 if narrated else 1.5)
        if who == "we" and speaker["pronoun"]:
            return False
        if spoken:
            return False
        named = who == "I" and self._public_affairs and self._is_name(speaker["name"])
        return bool(speaker["public"]) or self._attributed == 2 or named

    def _is_name(self, word: str | None) -> bool:
        """Tell whether a capital is no sentence's: it stands inside one, too."""
        return word is not None and re.search(rf"[\w,] {word}\b", self._text) is not None


def _in_quotation(text: str, at: int) -> bool:
    line = text[max(0, text.rfind("\n", 0, at), at - 600) : at]
    opening = max(line.rfind("“"), _last(_OPEN, line))
    return opening >= 0 and not _CLOSE.search(line, opening + 1)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in pattern.finditer(text)), default=-1)


DETECTOR = Detector(
    id="reference.first_person_report",
    summary="reported speech that keeps the speaker's own I or we",
    severity=Severity.MAJOR,
    confidence=0.97,
    find=find,
    scope="document",
    bad=(
        "Minister Petrov ⟦said that I was⟧ ready to resign.",
        "“When President Smith ⟦said that I was⟧ willing to come, they agreed.”",
        "Olga Ivanova ⟦stated that we are⟧ against it. Ms Ivanova added that elections cost.",
        "The party leader ⟦said that we will⟧ march. He said that votes count. "
        "He added that the governor had told journalists that he agreed.",
        "Mr Orlov said that the election is lost. Mr Orlov said the party split. He ⟦said that we "
        "have⟧ no friends left.",
        "The mayor ⟦stressed that I am⟧ not afraid of the vote.",
        "The defence minister ⟦told reporters that we will⟧ not accept the offer.",
        "Governor Adamu ⟦added that our⟧ party has paid for the road.",
        "Asked about the president last week, Orlov ⟦said that I wanted⟧ to wait for the vote.",
    ),
    good=(
        "Minister Petrov said that he was ready to resign.",
        "I went home. Dr. Smith said that I was too ill to work.",
        "“Professor Brown said that I was ready to teach,” she recalled.",
        "Minister Petrov said: “I was ready to resign.”",
        "The man said that I was late, and my boss agreed.",
        "The letter came today. Dr. Brown said that I have a cold.",
        "President Green said that we must act, and Ms Lee added that we all live on one planet.",
        "President Green stated that our country is strong, and added that we are all proud.",
        "Ann said that the build is slow. Bob said that it hangs. He said that we have a bug.",
        "Mr Orlov said that the party split. Mr Lang said it is over. He said that we must act.",
        "The captain said that my goal won it. I was proud. My coach said so, and I wept.",
        "The governor stressed that we “do not leave anyone behind” in a speech on Monday.",
        "Police said that I was driving too fast. The mayor never came.",
        "Friends said that I look like the president.",
    ),
)
