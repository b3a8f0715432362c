r"""Dangling fragment.

What it finds
    The end of a sentence that stands behind its full stop as a sentence of its own:
    ``… along the border. Lead security negotiations.``, ``” Thursday briefing.``,
    ``” According to the minister.``, ``Moreover.``, ``As well as the price of bread.``,
    ``Such as pears, plums, cherries and apples.``

Why it suggests machine translation
    Clauses change places between languages. A translator that has closed the sentence too early
    leaves what remains as a fragment without subject or verb. Chinese and Japanese also give
    examples and reasons in sentences of their own (``… many fruits. Such as pears.``).

Examples
    ``The envoys met in Oslo on Monday to prepare the summit. Discuss border controls.``

When it is wrong
    Imperatives in advice and instructions, headlines, lists and rhetorical fragments (``Not so
    fast.``) are English. The bare verb counts only at the end of a third-person news paragraph;
    after a quotation only an occasion, a day or ``According to`` counts. Essayists set
    ``Because of you.`` or ``Despite everything.`` apart for effect; so short phrases stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import is_abbreviation, word_before
from mtqa.detectors.reporting import OCCASION
from mtqa.detectors.word_sets import Needed, followed
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
    r"[.][”\"]?\s(?P<piece>(?:In addition|Moreover|Furthermore|Therefore|Such as|"
    r"As well as|In particular|Due to|Because of|According to)\.)(?=\s(?!\.)|\Z)"
)
#: ``Lead security negotiations.``: a bare verb with its object ends the paragraph.
_BARE_VERB = re.compile(
    r"\.(?<=[a-z0-9].)\s(?P<piece>(?:Lead|Discuss|Sign|Hold|Attend|Negotiate|Strengthen|Deploy|Impose|"
    r"Condemn|Conduct|Host|Chair|Resolve|Withdraw|Expand|Launch|Promote|Reach|Prevent|Reduce|"
    r"Express|Announce|Participate in|Coordinate|Accuse|Urge|Exchange|Defeat|Invade)"
    r"(?:[ ](?!of\b|your\b|you\b|it\b|them\b|me\b|us\b|our\b|my\b)[\w’'-]+){1,5}\.)\Z"
)
#: Words that an infinitive has to follow, and the verbs that may.
_WANTS_INFINITIVE = (
    r"wanted|plans|planned|decided|tried|tries|trying|agreed|able|unable|going|"
    r"willing|reluctant|hope|hopes|hoped|intend|"
    r"intends|intended|seek|seeks|sought|ready|failed|refused|ability|attempt|attempts|"
    r"supposed|forced|encouraged|invited|eager|keen|"
    r"determined|obliged|scheduled|entitled|inability|desire|struggled|struggling|pledged|vowed|"
    r"threatened|aims|aimed|chose|managed|"
    r"seem|seems"
)
_BASE_VERBS = (
    r"abandon|accept|achieve|acquire|act|adapt|add|address|adopt|advance|advise|allow|analyse|"
    r"analyze|announce|apply|approve|arrange|arrest|ask|assess|assist|attack|attend|attract|"
    r"avoid|ban|become|begin|block|boost|borrow|break|bring|build|buy|call|cancel|capture|"
    r"carry|catch|celebrate|challenge|change|charge|check|choose|clean|clear|close|collect|"
    r"combat|combine|come|compete|complete|conduct|confirm|connect|consider|contain|continue|"
    r"contribute|control|convert|convince|cover|create|cut|deal|decide|declare|defend|deliver|"
    r"demand|deploy|design|destroy|detect|determine|develop|discover|discuss|distribute|"
    r"double|draw|drive|drop|earn|eat|eliminate|encourage|end|enforce|enjoy|ensure|enter|"
    r"establish|evaluate|examine|exchange|expand|explain|explore|export|express|extend|face|"
    r"fight|fill|finance|find|finish|fix|focus|follow|force|form|gain|gather|generate|get|"
    r"give|grow|guarantee|guide|halt|handle|have|help|hide|hire|hit|hold|host|identify|impose|"
    r"improve|include|increase|influence|inform|install|invest|investigate|issue|join|keep|"
    r"kill|launch|lead|learn|leave|let|limit|live|look|lose|lower|maintain|make|manage|meet|"
    r"monitor|move|negotiate|obtain|offer|open|operate|organise|organize|overcome|pass|pay|"
    r"perform|persuade|place|plan|play|prepare|present|preserve|prevent|produce|promote|"
    r"protect|prove|provide|publish|pull|pursue|push|put|raise|reach|rebuild|receive|recover|"
    r"reduce|refuse|release|remain|remove|rename|repair|repeat|replace|report|require|rescue|"
    r"resist|resolve|respond|restore|return|review|run|save|search|secure|see|seek|sell|send|"
    r"serve|set|settle|share|show|sign|solve|speak|spend|stand|start|stay|stop|strengthen|"
    r"study|submit|supply|support|sustain|take|talk|teach|tell|test|track|train|transfer|"
    r"transform|travel|treat|try|understand|update|upgrade|use|visit|vote|wait|walk|warn|"
    r"watch|win|withdraw|work|write"
)
#: ``The board decided. Build a bridge.``: the sentence stops where its infinitive should begin.
_CUT_INFINITIVE = re.compile(
    rf"(?<!\bas )\b(?:{_WANTS_INFINITIVE})\.\s(?P<piece>(?![Tt]ry again)(?i:{_BASE_VERBS})"
    r"(?:[ ][\w’'-]+){1,6}\.)(?=\s|\Z)"
)
#: Words that show a clause: finite forms and pronouns that are subjects.
_IN_A_CLAUSE = (
    r"(?:I|you|he|she|it|we|they|there|who|which|that|what|this|is|are|was|were|am|be|has|have|had|"
    r"do|does|did|will|would|can|could|may|might|must|shall|should|cannot|said|says|made|makes|"
    r"took|takes|went|goes|came|comes|got|gets|gave|gives|saw|sees|felt|feels|became|becomes|"
    r"began|begins|found|finds|knew|knows|left|lost|met|put|ran|runs|sat|set|stood|stands|told|"
    r"thought|won|wrote|seems?|remains?|lies|lay|let|need|needs|want|wants|see|make|get|please|also|"
    r"(?<!\bthe )(?<!\ba )(?<!\bof )(?<!\bits )(?<!\btheir )"
    r"(?:use|uses|pass|add|type|click|choose|select|enter|press)|"
    r"[a-z]+n['’]t|(?<!\bthe )(?<!\ban )(?<!\band )(?<!\ba )(?<!\bof )[a-z]{2,}ed)\b"
)
#: ``As well as the price of bread.``: a phrase that has lost its clause.
_BARE_PHRASE = re.compile(
    r"\.(?<=[\w”\"%)\]].)[”\")]?\s{1,2}(?P<piece>(?:According to|In line with|As part of"
    r"|(?:Because of|Due to|As well as(?!\s(?:in|on|at|for|to|by|with|from)\b)|In addition to"
    r"|As a result of|Together with|Along with"
    r"|In accordance with|In terms of|In order to(?:\s[a-z]+)?|By means of|With the help of"
    r"|On the basis of|With the aim of|In connection with|For the purpose of"
    r"|(?:In|Within) the framework of|Under the leadership of)(?=(?:\s[\w’'-]+){3}))"
    rf"(?:\s(?!{_IN_A_CLAUSE})\w[\w’'-]*){{1,12}}\.)(?=\s|\Z)"
)
#: ``Such as pears, plums, cherries and apples.``: a list without what it lists. Columnists and
#: speakers set one example apart so.
_BARE_EXAMPLES = re.compile(
    r"[\w”\"%)\]]\.[”\")]?\s{1,2}(?P<piece>Such as "
    r"(?!(?:it|this|that|they|those|he|she|we|you|I|is|are|was|were|has|have|had|do|did|may|can)\b)"
    r"(?!the case\b)[^.!?,]{2,60},[^.!?,]{2,60},[^.!?]{2,140}[.!])(?=\s|\Z)"
)
#: What :data:`_CUT_INFINITIVE` and :data:`_BARE_PHRASE` need.
_NEEDED_INFINITIVE = Needed(pairs=followed(_WANTS_INFINITIVE, _BASE_VERBS))
_NEEDED_PHRASE = Needed(
    pairs=followed("according|due|addition|order", "to")
    | followed("because|result|terms|means|help|basis|aim|purpose|framework|leadership", "of")
    | followed("line|together|along|accordance|connection", "with")
    | frozenset({("as", "part"), ("well", "as")})
)
_TALKS_TO_READER = re.compile(r"\b(?:[Yy]ou|[Yy]our|[Ww]e|[Oo]ur|I|[Ll]et’s|[Ll]et's|[Pp]lease)\b")
_LAST_STOP = re.compile(r"[.!?:]\s")


def find(view: View) -> Iterator[Match]:
    """Yield each fragment, its full stop included."""
    seen: dict[int, Match] = {}
    for pattern in _patterns(view.text):
        for found in pattern.finditer(view.text):
            start, end = found.span("piece")
            # "According to Dr. Lopez" goes on behind the abbreviation.
            if is_abbreviation(word_before(view.text, end - 1)):
                continue
            # "The rules are decided. Ask your county." is advice.
            if pattern is _CUT_INFINITIVE and _TALKS_TO_READER.search(
                view.text, max(0, start - 200), end
            ):
                continue
            seen.setdefault(start, _match(view, start, end))
    # Only the paragraph's end matters: 80 code points hold the longest fragment.
    tail = max(0, len(view.text) - 80)
    bare = _BARE_VERB.search(view.text, tail + 1) if view.text.endswith(".") else None
    if bare and _is_report(view.text[: bare.start("piece")]):
        start, end = bare.span("piece")
        seen.setdefault(start, _match(view, start, end))
    yield from (seen[start] for start in sorted(seen))


def _patterns(text: str) -> Iterator[re.Pattern[str]]:
    """Yield the patterns that may be met in ``text``; most paragraphs are asked for one only."""
    if '"' in text or "”" in text:
        yield _AFTER_QUOTE
    yield _CONNECTIVE
    if _NEEDED_INFINITIVE.may_stand_in(text):
        yield _CUT_INFINITIVE
    if _NEEDED_PHRASE.may_stand_in(text):
        yield _BARE_PHRASE
    if "Such as " in text:
        yield _BARE_EXAMPLES


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
    confidence=0.95,
    find=find,
    bad=(
        "Norway’s envoy and his Swedish colleague met in Oslo on Monday as pressure on both "
        "governments grew. ⟦Discuss border controls.⟧",
        "“The talks were open and useful. ” ⟦Friday briefing.⟧",
        "“No decision has been taken.” ⟦At a press conference in Vienna.⟧",
        "“The harvest was the worst in ten years.” ⟦According to the farm minister.⟧",
        "The board of the bank decided. ⟦Open ten branches in Asia.⟧ Work began in May.",
        "The match was stopped in the first half. ⟦Because of the heavy rain.⟧ Fans left early.",
        "The factory closed in the spring. ⟦Moreover.⟧ The workers stayed at home.",
        "They sell fruits. ⟦Such as pears, plums, cherries and a few early apples.⟧ Come soon.",
        "The strike has raised the price of milk. ⟦As well as the price of fresh bread.⟧",
    ),
    good=(
        "The makefile works as intended. Fix supplied by a reader of ours.",
        "A change is likely. Avoid relying on it.",
        "The river rose again on Monday. According to Dr. Lowell Pike, it will rise more.",
        "The river rose again on Monday. According to John D. Pike, it will rise more.",
        "“We are not there yet,” he said at a Thursday briefing.",
        "He thought the deal was done. Not so fast.",
        "The style is set. In order to use the default style just pass an empty name.",
        "The server seems. Try again later.",
        "That is so. Moreover. . . . these issues matter to the firm.",
        "If you want to be heard in Berlin, plan ahead and learn the rules. Attend every meeting.",
        "“It was only a joke.” Silence. Nobody laughed.",
        "Three steps make a meeting: Write an agenda. Invite few people. Discuss one topic.",
        "According to the minister, the harvest was the worst in ten years.",
        "They promised a quick reply. It never came. Case closed.",
        "We are still here. Because of you. Because of Bergen. However. One thing is left to say.",
        "He left her, too. Despite his promise. During the winter the house stood empty.",
        "He paid for the wine. As well as the wine, she brought a cake.",
        "The mill has been closed for years. Due to the flood the road to it was lost.",
        "The mayor was a patient man. Such as he was, the town liked him.",
        "In addition to the old bridge, the town has two ferries.",
        "She keeps many birds, such as finches. Such as have no mate are kept apart.",
        "People take the job that they want. Take care of the house first, then rest.",
        "If you want to see the file, the fee is already agreed. Ask for a copy of it.",
        "The clerk in Bergen showed us every room of the old town hall today. Sign of the times.",
    ),
)
