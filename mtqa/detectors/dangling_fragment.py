r"""Dangling fragment.

What it finds
    The end of a sentence that stands behind its full stop as a sentence of its own:
    ``… along the border. Lead security negotiations.``, ``” Thursday briefing.``,
    ``” According to the minister.``, ``However.``

Why it suggests machine translation
    Clauses change places between languages. A translator that has closed the sentence too early
    leaves what remains as a fragment without subject or verb.

Examples
    ``The envoys met in Oslo on Monday to prepare the summit. Discuss border controls.``

When it is wrong
    Imperatives in advice and instructions, headlines, lists and rhetorical fragments (``Not so
    fast.``) are English. The bare verb counts only at the end of a third-person news paragraph;
    after a quotation only an occasion, a day or ``According to`` counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.reporting import OCCASION
from mtqa.types import Severity

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WORDS = r"(?:[ ][\w’'-]+)"

#: ``” Thursday briefing.``: only when and where it was said.
_AFTER_QUOTE = re.compile(
    rf"""[.!?][ ]?["”]\s{{1,2}}(?P<piece>
      (?:{_DAY}[ ])(?:\w+[ ])?{OCCASION}\.
      | (?:At|In|During|On|To)[ ](?:a|an|the|his|her|their)[ ](?:[\w-]+[ ]){{0,2}}{OCCASION}
        (?:[ ](?:on|in|with|at|for|to|of){_WORDS}{{1,3}}|[ ]{_DAY})?\.
      | According[ ]to{_WORDS}{{1,6}}\.
      )(?=\s|\Z)""",
    re.VERBOSE,
)
#: ``However.``: a connective without its sentence.
_CONNECTIVE = re.compile(
    r"[.][”\"]?\s(?P<piece>(?:In addition|Moreover|Furthermore|However|Therefore|Such as|"
    r"As well as|In particular|Due to|Because of|According to)\.)(?=\s|\Z)"
)
#: ``Lead security negotiations.``: a bare verb with its object ends the paragraph.
_BARE_VERB = re.compile(
    r"[a-z0-9]\.\s(?P<piece>(?:Lead|Discuss|Sign|Hold|Attend|Negotiate|Strengthen|Deploy|Impose|"
    r"Condemn|Conduct|Host|Chair|Resolve|Withdraw|Expand|Launch|Promote|Reach|Prevent|Reduce|"
    r"Express|Announce|Participate in|Coordinate|Accuse|Urge|Exchange|Defeat|Invade|Visit)"
    r"(?:[ ](?!your\b|you\b|it\b|them\b|me\b|us\b|our\b|my\b)[\w’'-]+){1,5}\.)\Z"
)
_TALKS_TO_READER = re.compile(r"\b(?:[Yy]ou|[Yy]our|[Ww]e|[Oo]ur|I|[Ll]et’s|[Ll]et's|[Pp]lease)\b")
_LAST_STOP = re.compile(r"[.!?:]\s")


def find(view: View) -> Iterator[Match]:
    """Yield each fragment, its full stop included."""
    for pattern in (_AFTER_QUOTE, _CONNECTIVE):
        for found in pattern.finditer(view.text):
            yield _match(view, *found.span("piece"))
    # Only the paragraph's end matters: 80 code points hold the longest fragment.
    tail = max(0, len(view.text) - 80)
    bare = _BARE_VERB.search(view.text, tail)
    if bare and _is_report(view.text[: bare.start("piece")]):
        yield _match(view, *bare.span("piece"))


def _is_report(before: str) -> bool:
    """Tell whether the text before the fragment reports about others in a full sentence."""
    last = before[-400:].rstrip()[:-1]
    stops = [found.end() for found in _LAST_STOP.finditer(last)]
    sentence = last[stops[-1] if stops else 0 :]
    names = re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", sentence)
    return len(sentence.split()) >= 10 and bool(names) and not _TALKS_TO_READER.search(before)


def _match(view: View, start: int, end: int) -> Match:
    return Match(
        start,
        end,
        f"“{view.original[start:end]}” is the rest of a sentence that ended too early",
    )


DETECTOR = Detector(
    id="order.dangling_fragment",
    summary="the rest of a sentence left behind its full stop",
    severity=Severity.MAJOR,
    confidence=0.85,
    find=find,
    bad=(
        "Norway’s envoy and his Swedish colleague met in Oslo on Monday as pressure on both "
        "governments grew. ⟦Discuss border controls.⟧",
        "“The talks were open and useful. ” ⟦Friday briefing.⟧",
        "“No decision has been taken.” ⟦At a press conference in Vienna.⟧",
        "“The harvest was the worst in ten years.” ⟦According to the farm minister.⟧",
        "The factory closed in the spring. ⟦Moreover.⟧ The workers stayed at home.",
    ),
    good=(
        "“We are not there yet,” he said at a Thursday briefing.",
        "He thought the deal was done. Not so fast.",
        "If you want to be heard in Berlin, plan ahead and learn the rules. Attend every meeting.",
        "“It was only a joke.” Silence. Nobody laughed.",
        "Three steps make a meeting: Write an agenda. Invite few people. Discuss one topic.",
        "According to the minister, the harvest was the worst in ten years.",
        "They promised a quick reply. It never came. Case closed.",
    ),
)
