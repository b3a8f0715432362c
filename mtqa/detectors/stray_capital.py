r"""Stray capital.

What it finds
    A small function word with a capital in the middle of a sentence: ``an aide said, Who asked``,
    ``written In a tweet``.

Why it suggests machine translation
    The word once began a segment. The engine translated it as a sentence of its own, and the
    pieces were joined without a second look.

Examples
    ``The message was written In a tweet on Saturday.``

When it is wrong
    Titles, names (``The Who``), quotations, direct questions after a comma and verse set as
    prose stay silent: the words on both sides must be lower case, and only words count that do
    not open lines. At a paragraph's start a heading may have lost its line break, so the first
    words count only behind a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

#: ``, Who declined``: words that open neither a line of verse nor reported speech.
_AFTER_COMMA = re.compile(
    r",[ ](?P<word>Who|Whom|Whose|Which|Because|Including|Although|Has|Had|Have|Been)"
    r"(?=[ ][a-z]+[ ][a-z])"
)
#: ``the wife Of the``: words that hardly ever begin a sentence.
_AFTER_WORD = re.compile(
    r" (?P<word>Of|Or|Who|Whose|Into|Than|Has|Have|Had)(?=[ ][a-z]+[ ,.;][a-z ])"
)
#: ``written In a tweet.``: a preposition, where too little follows for a new sentence.
_PREPOSITION = re.compile(
    r" (?P<word>In|On|At|From|To|For|With|By|During|Since)"
    r"(?=(?: [a-z]+){1,2}(?: [A-Za-z]+){0,3}\.(?:\s|\Z))"
)
#: ``they knew And could not``: any small word, where nothing near it points to a title.
_SMALL_WORD = re.compile(
    r" (?P<word>And|(?<=, )But|That|With|Because|As|From|Where|When|While|By|In(?! order)|"
    r"At|To|Which|On)"
    r"(?=(?: [a-z]+){4})"
)
#: What the three patterns above need, and a word in lower case before it.
_ANY = re.compile(
    r" (?<=[a-z'’,-] )(?:Of|Or|Who|Whose|Into|Than|Has|Have|Had|In|On|At|From|To|For|With|By|"
    r"During|Since|And|But|That|Because|As|Where|When|While|Which) [a-z]"
)
_FOUR_LOWER = re.compile(r"(?:[ (][a-z][a-z'’-]*){4},?\Z")
#: ``the From field``, ``the machine's On button``.
_BEFORE_LABEL = re.compile(r"(?:\b(?:the|an?)|['’]s)\Z")
_TWO_LOWER = re.compile(r"(?:\A|[ (])[a-z][a-z'’-]*[ ][a-z][a-z'’-]*\Z")
_MARK = re.compile(r"[.!?”\",;:]")
#: Where no mark stands in the first 60 code points, a heading may have lost its line break.
_HEADING = 60
#: Capitals at the heads of lines, of verse or of headings that were set as prose.
_LINE_HEAD = re.compile(
    r"[a-z,;:’] (?:And|Nor|But|The|To|With|That|In|A|From|For|As|Till|O|Of|Where|"
    r"When|What|Yet|My) [a-z]"
)
#: The same beside the word: two heads of lines so near are verse.
_NEXT_HEAD = re.compile(
    r"(?:[a-z,;:’] |[—–] ?)(?:And|Nor|But|The|To|With|That|A|From|As|Till|O|Of|Where|What|Yet|My|"
    r"There|Then|Who|Which|Whose|Fair|Thy|Thou) (?=[A-Za-z])"
)
_NEAR = 130
#: ``tea was In because``: a word that serves as a name.
_PREDICATE = re.compile(r"\b(?:is|are|was|were) \Z")
_QUESTION = re.compile(r"[^.!?\n]*\?")


def find(view: View) -> Iterator[Match]:
    """Yield the capitalised word."""
    faults = sorted(
        (match for match in _strays(view) if not _is_other(view.text, match)),
        key=lambda match: match.start,
    )
    # Three heads of lines make a poem.
    if faults and len(_LINE_HEAD.findall(view.text)) < 3:
        yield from faults


def _is_other(text: str, match: Match) -> bool:
    """Tell whether the word opens a question or a line of verse, or is a name."""
    start, end = match.start, match.end
    asks = text[start:end] in {"Who", "Which", "Whose"} and _QUESTION.match(text, end)
    if asks or _PREDICATE.search(text[max(0, start - 6) : start]):
        return True
    near = text[max(0, start - _NEAR) : start - 2], text[end : end + _NEAR]
    return any(_NEXT_HEAD.search(part) for part in near)


def _strays(view: View) -> Iterator[Match]:
    text = view.text
    for found in _AFTER_COMMA.finditer(text):
        before = text[found.start() - 1 : found.start()]
        if (before.islower() or before == ".") and not _QUESTION.match(text, found.end()):
            yield _match(view, *found.span("word"))
    if not _ANY.search(text):
        return
    for pattern in (_AFTER_WORD, _PREPOSITION):
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - _HEADING) : found.start()]
            if _TWO_LOWER.search(before) and not (_is_heading(before) or _is_label(before)):
                yield _match(view, *found.span("word"))

    if len(found_words := list(_SMALL_WORD.finditer(text))) == 1:
        found = found_words[0]
        before = text[max(0, found.start() - _HEADING) : found.start()]
        seen = _AFTER_WORD.match(text, found.start()) or _PREPOSITION.match(text, found.start())
        # ``the question arises, On whose side is he?``
        asks = before.endswith(",") and _QUESTION.match(text, found.end())
        innocent = _is_heading(before) or _is_label(before) or _is_verse(before, found["word"])
        if _FOUR_LOWER.search(before) and not (innocent or seen or asks):
            yield _match(view, *found.span("word"))


def _is_heading(before: str) -> bool:
    """Tell whether ``before`` may be a heading whose line break was lost."""
    return len(before) < _HEADING and not _MARK.search(before)


def _is_label(before: str) -> bool:
    """Tell whether the word behind ``before`` names a field or a button."""
    return _BEFORE_LABEL.search(before) is not None


def _is_verse(before: str, word: str) -> bool:
    """Tell whether the word opens a line of verse: ``, And dance upon the hill``."""
    return before.endswith(",") and word in {"And", "While"}


def _match(view: View, start: int, end: int) -> Match:
    word = view.original[start:end]
    return Match(start, end, f"“{word}” has a capital in the middle of the sentence", word.lower())


DETECTOR = Detector(
    id="punctuation.stray_capital",
    summary="a function word with a capital inside a sentence",
    severity=Severity.MINOR,
    confidence=0.8,
    preview=True,
    find=find,
    bad=(
        "The news was broken by an aide, ⟦Who⟧ asked not to be named.",
        "“We will meet again.” The message was written ⟦In⟧ a tweet on Saturday.",
        "He came home late. Nobody had seen the wife ⟦Of⟧ the old man, or asked for her.",
        "He met the head of the agency, ⟦Which⟧ oversees all imports.",
    ),
    good=(
        "She saw The Who in concert and read The Economist on the way home.",
        "The question is, Who will pay for it?",
        "In the end the same old question comes up again, On whose word can we rely here?",
        "He asked himself, Where did it all go wrong?",
        "His first book, Of Mice and Men, sold well.",
        "Gone With the Wind was shown in the town hall.",
        "The rule to the right of the From field starts when somebody presses the machine's On "
        "button and holds it down.",
        "They rode along the white and stormy tide, And danced upon the hills like fire.",
        "Pick red And blue, not green Or Yellow.",
        "It is called In the Heat of the Night.",
        "Long is the road that winds beneath the moon, Which lights the way for sailors on the sea "
        "To harbours old.",
        "He asked the men of the little town Which side are they on?",
        "Of the two clubs the first was In because they had liked it, and the second was Out.",
        "Shares rise after merger talks The company said nothing.",
    ),
)
