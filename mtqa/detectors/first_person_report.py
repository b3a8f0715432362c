r"""First person in reported speech.

What it finds
    Reported speech of a named speaker that keeps the speaker's own *I* or *we*: ``President
    Putin said that I was interested``.

Why it suggests machine translation
    Many languages report speech without shifting the person; an engine translates the words
    and not the point of view.

Examples
    ``Minister Petrov said that I was ready to resign.``

When it is wrong
    A narrator can report what was said about himself (``My doctor said that I was ill``). Texts
    that speak in the first person elsewhere stay silent, and inside quotation marks only words
    for the speaker's own will are looked at (``interested``, ``ready``, ``wanted``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_SPEAKER = (
    r"(?:(?:President|Prime Minister|Minister|Chancellor|Secretary|Senator|Governor|Mayor|"
    r"Ambassador|Director|Chairman|Spokesman|Spokeswoman|Professor|Coach|General|Judge|Officer|"
    r"Mr\.?|Mrs\.?|Ms\.?|Dr\.?) [A-Z][\w’-]+(?: [A-Z][\w’-]+)?|[A-Z][a-z]+ [A-Z][a-z][\w’-]+)"
)
_VERB = r"(?:said|stated|stressed|noted|announced|emphasi[sz]ed|declared|added|claimed|explained)"
_REPORT = re.compile(
    rf"\b(?:{_SPEAKER}|(?P<pronoun>[Hh]e|[Ss]he)) (?P<report>{_VERB} that (?P<who>I|we) "
    r"(?:was|were|am|are|had|have|would|will|wanted|could|did|can|want|should|do not|did not))\b"
    r"(?P<rest>[^.!?”\"\n]{0,40})"
)
_WILL = re.compile(
    r"\W*(?:not |very |also )*(?:interested|ready|willing|prepared|going|planning|determined|"
    r"committed|looking forward|eager|open to|like to|happy to|to )"
)
_OPEN, _CLOSE = re.compile(r"[“]|(?:(?<=\s)|\A)\""), re.compile(r"[”]|\"(?=\s|\Z|[.,;:!?])")
_FIRST_PERSON = {
    "I": re.compile(r"\b(?:I|my|me|myself)\b"),
    "we": re.compile(r"\b(?:[Ww]e|[Oo]ur|us|I|my|me)\b"),
}
_QUOTED = re.compile(r"[“\"][^“”\"\n]{0,2000}[”\"]|[“\"][^“”\"\n]{0,2000}(?=\n|\Z)")


def find(view: View) -> Iterator[Match]:
    """Yield the reports; the document's own first person is looked for outside quotations."""
    text = view.text
    if " that I " not in text and " that we " not in text:
        return
    narrated: dict[str, bool] = {}
    for found in _REPORT.finditer(text):
        who, (start, end) = found["who"], found.span("report")
        if _in_quotation(text, start):
            told = found["report"].endswith("wanted") or _WILL.match(found["rest"])
            clear = bool(told) and not found["pronoun"]
        else:
            if who not in narrated:
                narrated[who] = _has_narrator(text, who)
            # ``He said that we …`` may speak for the writer's side.
            clear = not narrated[who] and not (found["pronoun"] and who == "we")
        if clear:
            yield Match(
                start,
                end,
                f"“{found['report']}” reports another’s words in the first person",
            )


def _in_quotation(text: str, at: int) -> bool:
    line = text[max(0, text.rfind("\n", 0, at), at - 600) : at]
    opening = max(line.rfind("“"), _last(_OPEN, line))
    return opening >= 0 and not _CLOSE.search(line, opening + 1)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in pattern.finditer(text)), default=-1)


def _has_narrator(text: str, who: str) -> bool:
    """Tell whether the text outside quotations and reports speaks in the first person."""
    own = _REPORT.sub(" ", _QUOTED.sub(" ", text))
    return _FIRST_PERSON[who].search(own) is not None


DETECTOR = Detector(
    id="reference.first_person_report",
    summary="reported speech that keeps the speaker's own I or we",
    severity=Severity.MAJOR,
    confidence=0.8,
    find=find,
    scope="document",
    bad=(
        "Minister Petrov ⟦said that I was⟧ ready to resign.",
        "“When Mr. Smith ⟦said that I was⟧ willing to come, they agreed.”",
        "Olga Ivanova ⟦stated that we are⟧ against the plan.",
        "The mayor came late. He ⟦said that I would⟧ pay for the damage.",
    ),
    good=(
        "Minister Petrov said that he was ready to resign.",
        "I went home. Dr. Smith said that I was too ill to work.",
        "“President Brown said that I was doing a great job,” she recalled.",
        "Minister Petrov said: “I was ready to resign.”",
        "The man said that I was late, and my boss agreed.",
    ),
)
