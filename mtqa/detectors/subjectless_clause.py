r"""Clause without a subject.

What it finds
    A statement whose finite verb has no subject: ``Is a city in the north.``,
    ``Today, boasts stunning beaches.``, ``if have a moment``.

Why it suggests machine translation
    Spanish, Italian, Portuguese, Chinese, Japanese and others drop the subject; English does not.

Examples
    ``Is a small town located in the north of the island.``

When it is wrong
    Questions stay silent. Diaries, notes, reviews and chat drop ``I`` and ``it`` on purpose
    (``Was a great show.``), labels and manuals too (``Can be washed.``), so a bare beginning
    counts only in the forms of description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import (
    is_abbreviation,
    rest_of_sentence,
    sentence_starts,
    word_before,
)
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

_NO_SUBJECT_NEXT = (
    r"(?!he\b|she\b|it\b|they\b|we\b|I\b|you\b|there\b|the\b|this\b|that\b|these\b|those\b|what\b|"
    r"how\b|why\b|who\b|where\b|when\b|to\b|not\b)"
)
_VERB = (
    r"(?:is|are|was|were|has|have|had|boasts|offers|provides|includes|consists|contains|"
    r"represents|remains|becomes|became|enjoys|owns|possesses|constitutes|has been|have been)"
)
#: ``Is a city located``: the verb begins the sentence.
_BARE = re.compile(
    r"(?P<piece>(?:Is|Was|Are|Were) (?:(?:a|an|the) (?:[a-z-]+ ){1,4}?(?:located|situated|"
    r"that|which|of the|of|in the|known|called|founded|composed|designed|made)\b"
    r"|(?:located|situated|composed|considered|characteri[sz]ed|known|divided|surrounded|"
    r"one of the|part of the|famous for|"
    r"(?:important|necessary|possible|impossible|difficult|easy) to)\b))"
)
#: ``No exaggeration to say``: what *it is* should open.
_NO_IT_IS = re.compile(
    r"(?P<piece>(?:No exaggeration|Not an? exaggeration|Not (?:difficult|possible|necessary|easy)|"
    r"Impossible not) to [a-z]+)\b"
)
#: ``Is now found in the north of …``: a verb that begins a statement among others.
_BARE_VERB = re.compile(
    r"(?P<piece>(?:(?:Is|Are|Was|Were) (?:also|now|still|often|usually|very|already|used|made|"
    r"based|"
    r"built|found|expected|believed|said to|considered)|(?:Has|Have|Had) (?:been|also|already|"
    r"become|always)|(?:Offers|Makes|Wants|Lives|Works) (?:a|an|the|in|to|its|his|her)))\b [a-z]+"
)
#: ``Today, boasts``: an adverbial, a comma, and at once the verb.
_AFTER_ADVERBIAL = re.compile(
    rf"(?P<piece>(?:Today|Currently|Nowadays|Since then|Moreover|Furthermore|In addition|"
    rf"Additionally|Finally|However|Therefore|Thus|Also|Later|Previously|In fact|At present|"
    rf"At that time|In this way|For this reason|In \d{{4}}|"
    rf"With (?:[a-z]+ ){{1,5}}?[a-z]+), {_VERB}\b) "
    rf"{_NO_SUBJECT_NEXT}(?!(?<=had )[A-Z])"
)

#: Fewer words make a note, not a statement.
_WHOLE_SENTENCE, _WHOLE_REST = 7, 3
_DIARY = re.compile(r"\b(?:I|my|me|we|We|our|you|your|You|Your|My)\b|[“”\"!]")
#: ``if have a moment``: the verb right behind the conjunction.
_CONJUNCTION = "because|although|if|unless|whether"
_FINITE = "is|are|was|were|has|have|does|did|will|would|can|could|must|should"
_AFTER_CONJUNCTION = re.compile(
    rf"(?:{_CONJUNCTION}) (?:{_FINITE})"
    r"(?= (?!he\b|she\b|it\b|they\b|we\b|I\b|you\b|and\b|or\b)[a-z])"
)
#: The last pattern needs one of these.
_NEEDED = Needed(pairs=followed(_CONJUNCTION, _FINITE))


def find(view: View) -> Iterator[Match]:
    """Yield the words up to the verb (or, for a bare verb, up to what shows a description)."""
    text = view.text
    faults: list[Match] = []
    for at in sentence_starts(text):
        found = (
            _BARE.match(text, at)
            or _AFTER_ADVERBIAL.match(text, at)
            or _NO_IT_IS.match(text, at)
            or _amid_statements(text, at)
        )
        if found is None or rest_of_sentence(text, found.end()).endswith("?"):
            continue
        start, end = found.span("piece")
        faults.append(
            Match(
                start,
                end,
                f"the sentence that begins “{view.original[start:end]} …” has no subject",
            )
        )
    for found in _AFTER_CONJUNCTION.finditer(text) if _NEEDED.may_stand_in(text) else ():
        start, end = found.span()
        if text[start - 1 : start] in ("", " ") and text[start - 2 : start] != "- ":
            faults.append(Match(start, end, f"no subject stands in “{view.original[start:end]} …”"))
    yield from sorted(faults, key=lambda match: match.start)


def _amid_statements(text: str, at: int) -> re.Match[str] | None:
    """Match a bare verb where the sentence before and the text are no notes and no diary."""
    found = _BARE_VERB.match(text, at)
    if found is None or text[at - 2 : at] != ". ":
        return None
    if is_abbreviation(word_before(text, at - 2)):
        return None
    before, rest = text[max(0, at - 300) : at], rest_of_sentence(text, found.end())
    last = re.split(r"[.!?:;]\s", before[:-2])[-1]
    whole = len(last.split()) >= _WHOLE_SENTENCE and len(rest.split()) >= _WHOLE_REST
    return found if whole and rest.endswith(".") and not _DIARY.search(before + rest) else None


DETECTOR = Detector(
    id="order.subjectless_clause",
    summary="a statement whose verb has no subject",
    severity=Severity.MAJOR,
    confidence=0.85,
    find=find,
    bad=(
        "⟦Is a small town located⟧ in the north of the island.",
        "They arrived late. ⟦Today, boasts⟧ many hotels and a large harbour.",
        "⟦With experienced owners, has⟧ grown into a strong company.",
        "Write to us ⟦if have⟧ a moment, ⟦because is⟧ important to know.",
        "⟦Is located⟧ ten minutes from the centre.",
        "The plant grows in the dry valleys of the south. ⟦Is often⟧ found near rivers as well.",
        "⟦No exaggeration to say⟧ that the coast is a treasure.",
    ),
    good=(
        "Is a small town located in the north really the best place?",
        "However, is it true that they left?",
        "Was a great show. Loved it.",
        "Today, is the day.",
        "Also, are there any other ways?",
        "In 1990, had they known, they would have stayed.",
        "Moreover, had Lopez stayed, nobody would have noticed.",
        "The pan suits every stove that we have tested so far. Can be washed by hand as well.",
        "With the war over, was peace any closer? Few thought so.",
    ),
)
