r"""Repeated phrase.

What it finds
    Two or more words twice in a row (``in the in the``), a list that names the same thing
    twice (``discoloured teeth, discoloured teeth, etc.``), a sentence that follows itself.

Why it suggests machine translation
    Decoders loop when attention returns to words already translated; two source words that
    share one English word collapse into a pair of equals.

Examples
    ``In the in the mean time, the work went on.``

When it is wrong
    Emphasis repeats content (``more and more and more``, ``day after day after day``). Speech
    repeats itself, and a refrain repeats its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import eq

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity, Span

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|[^\w\s]")
#: Lengths of phrases, in words, that are compared.
_SHORTEST, _LONGEST = 2, 12
#: Words between the copies of an emphatic phrase, and phrases that are said twice.
_EMPHATIC = frozenset("and after by upon to or no yes very on ha ho la blah bla so ever again".split())
#: A two-word stutter holds one of these.
_FUNCTION = frozenset(
    "the a an of in on at to for from with by as is are was were be been it its this that these "
    "those he she they we his her their our has have had will would can could not and or but "
    "which who into about than if when".split()
)
_LIST_PAIR = re.compile(
    r"(?<![\w-])([a-z]{3,20} [a-z]{3,20}), \1(?=,? (?:etc|and [a-z]+[ ,.]|or [a-z]+[ ,.]))"
)
_LETTER = re.compile(r"[^\W\d_]")
#: Words that a sentence needs for its repetition to count.
_MIN_SENTENCE = 5


def find(view: View) -> Iterator[Match]:
    """Yield the second copy of each phrase, list item or sentence."""
    found = sorted(
        {(m.start, m.end): m for m in (*_phrases(view), *_items(view), *_sentences(view))}.values(),
        key=lambda m: (m.start, -m.end),
    )
    end = -1
    for match in found:
        if match.start >= end:
            yield match
            end = match.end


def _phrases(view: View) -> Iterator[Match]:
    tokens = list(_TOKEN.finditer(view.text))
    words = [token.group().lower() for token in tokens]
    for n in range(_SHORTEST, _LONGEST + 1):
        equal = bytes(map(eq, words, words[n:]))
        at = equal.find(b"\x01" * n)
        while at >= 0:
            first, second = words[at : at + n], tokens[at + n : at + 2 * n]
            # A loop goes on as long as the word n places back is the same.
            last = equal.find(b"\x00", at)
            last = (len(equal) if last < 0 else last) + n - 1
            new_sentence = second[0].group()[0].isupper() and tokens[at].group()[0].islower()
            if _is_stutter(first) and not new_sentence:
                start, end = tokens[at + n - 1].end(), tokens[last].end()
                shown = view.original[second[0].start() : second[-1].end()]
                yield Match(start, end, f"“{shown}” stands twice in a row", suggestion="")
            at = equal.find(b"\x01" * n, last - n + 1)


def _is_stutter(words: list[str]) -> bool:
    if len(set(words)) == 1 or not all(word[0].isalpha() for word in words):
        return False
    if len(words) == 2 and "of" in words and not _FUNCTION.issuperset(words):  # many of many of them
        return False
    if any(word in _EMPHATIC for word in (words[0], words[-1])):
        return False
    return not _FUNCTION.isdisjoint(words)


def _items(view: View) -> Iterator[Match]:
    for found in _LIST_PAIR.finditer(view.text):
        start, end = found.end(1), found.end()
        yield Match(start, end, f"the list names “{found.group(1)}” twice", suggestion="")


def _sentences(view: View) -> Iterator[Match]:
    previous: tuple[Span, str] | None = None
    for sentence in view.sentences:
        words = sentence.of(view.text).strip()
        if (
            previous is not None
            and words == previous[1]
            and words.count(" ") >= _MIN_SENTENCE - 1
            and _LETTER.search(words)
        ):
            start = sentence.start
            yield Match(start, start + len(words), "the sentence repeats the one before it")
        previous = (sentence, words)


DETECTOR = Detector(
    id="repetition.phrase",
    summary="a phrase, list item or sentence twice in a row",
    severity=Severity.MINOR,
    confidence=0.8,
    find=find,
    bad=(
        "In the⟦ in the⟧ mean time, the work went on.",
        "The company is one of⟦ is one of⟧ the largest in Spain.",
        "It helps with broken tiles, broken roofs⟦, broken roofs⟧, etc.",
        "The bridge was closed for repairs. ⟦The bridge was closed for repairs.⟧ Traffic stopped.",
    ),
    good=(
        "It got more and more and more expensive.",
        "Day after day after day they waited, again and again and again.",
        "New York, New York is a song.",
        "We will fight them, we will fight them on the beaches.",
        "He ran on and on and on.",
        "What he is is a fool, and that that is so is sad.",
        "No. No. Go away. Go away.",
        "He had followers of followers of followers.",
    ),
)
