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
from itertools import pairwise
from operator import eq

from mtqa.detectors.bare_words import bare_words
from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity, Span

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|[^\w\s]")
#: Longest phrase, in words, that is compared.
_LONGEST = 12
#: Words between the copies of an emphatic phrase, and phrases that are said twice.
_EMPHATIC = frozenset(
    "and after by upon to or no yes very on ha ho la blah bla so ever again".split()
)
#: A two-word stutter holds one of these.
_FUNCTION = frozenset(
    "the a an of in on at to for from with by as is are was were be been it its this that these "
    "those he she they we his her their our has have had will would can could not and or but "
    "which who into about than if when".split()
)
_LIST_PAIR = re.compile(
    r"(?<![\w-])([a-z]{3,20} [a-z]{3,20}), \1(?=,? (?:etc|and [a-z]+[ ,.]|or [a-z]+[ ,.]))"
)
#: Without this there is no such pair.
_LIST_END = re.compile(r", [a-z]{3,20} [a-z]{3,20},? (?:etc|and|or)")
#: What can end a relative clause and begin the main one again, or name a thing by its name.
_VERBS = frozenset("are is was were have has had do does did can will would it there".split())
_RELATIVE = re.compile(r"\b(?:wh(?:o|at|ich|ere|en)|that|how|way)\b", re.IGNORECASE)
_NAMING = re.compile(r"\b(?:call|calls|called|make|makes|made|consider|name|naming|calling) \Z")
_BEFORE = 60
_LETTER = re.compile(r"[^\W\d_]")
#: Words that a sentence needs for its repetition to count.
_MIN_SENTENCE = 8


def find(view: View) -> Iterator[Match]:
    """Yield the second copy of each phrase, list item or sentence."""
    words = bare_words(view.text)
    distances = _distances(words)
    within = [*_phrases(view, words, distances), *_items(view, distances)] if distances else []
    if not within and len(view.sentences) < 2:
        return
    found = sorted(
        {(m.start, m.end): m for m in (*within, *_sentences(view))}.values(),
        key=lambda m: (m.start, -m.end),
    )
    end = -1
    for match in found:
        if match.start >= end:
            yield match
            end = match.end


def _phrases(view: View, bare: tuple[str, ...], distances: list[int]) -> Iterator[Match]:
    # Marks between the copies are ignored at first: a quick test that most texts fail.
    lengths = [n for n in distances if b"\x01" * n in bytes(map(eq, bare, bare[n:]))]
    if not lengths:
        return
    tokens = list(_TOKEN.finditer(view.text))
    words = [token.group().lower() for token in tokens]
    for n in lengths:
        equal = bytes(map(eq, words, words[n:]))
        at = equal.find(b"\x01" * n)
        while at >= 0:
            first, second = words[at : at + n], tokens[at + n : at + 2 * n]
            # A loop goes on as long as the word n places back is the same.
            last = equal.find(b"\x00", at)
            last = (len(equal) if last < 0 else last) + n - 1
            # A capital in a short second copy: a new sentence, a title (Measure for Measure).
            capital = n == 2 and any(token.group()[0].isupper() for token in second)
            new_sentence = second[0].group()[0].isupper() and tokens[at].group()[0].islower()
            before = view.text[max(0, tokens[at].start() - _BEFORE) : tokens[at].start()]
            meant = _meets_itself(first, before)
            if _is_stutter(first) and not (capital or new_sentence or meant):
                start, end = tokens[at + n - 1].end(), tokens[last].end()
                shown = view.original[second[0].start() : second[-1].end()]
                yield Match(start, end, f"“{shown}” stands twice in a row", suggestion="")
            at = equal.find(b"\x01" * n, last - n + 1)


def _distances(words: tuple[str, ...]) -> list[int]:
    """Return after how many words some pair of words comes again, as far as it can matter."""
    if len(set(pairwise(words))) == len(words) - 1:
        return []
    last: dict[tuple[str, str], int] = {}
    distances: set[int] = set()
    for at, pair in enumerate(pairwise(words)):
        if pair in last:
            distances.add(at - last[pair])
        last[pair] = at
    return sorted(distance for distance in distances if 1 < distance <= _LONGEST)


def _meets_itself(words: list[str], before: str) -> bool:
    """Tell whether grammar makes the copies meet: ``those who are here are here legally``."""
    if words[0] in _VERBS:
        return _RELATIVE.search(before) is not None
    return words[0] in ("a", "an", "the") and _NAMING.search(before) is not None


def _is_stutter(words: list[str]) -> bool:
    if len(set(words)) == 1 or not all(word[0].isalpha() for word in words):
        return False
    if (
        len(words) == 2 and "of" in words and not _FUNCTION.issuperset(words)
    ):  # many of many of them
        return False
    if any(word in _EMPHATIC for word in (words[0], words[-1])):
        return False
    return not _FUNCTION.isdisjoint(words)


def _items(view: View, distances: list[int]) -> Iterator[Match]:
    # An apostrophe before the first copy is part of its word, which then does not come again.
    if not (2 in distances or "'" in view.text or "’" in view.text):
        return
    if not _LIST_END.search(view.text):
        return
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
    confidence=0.9,
    find=find,
    bad=(
        "In the⟦ in the⟧ mean time, the work went on.",
        "The company is one of⟦ is one of⟧ the largest in Spain.",
        "It helps with broken tiles, broken roofs⟦, broken roofs⟧, etc.",
        "The old bridge was closed for repairs on Monday. "
        "⟦The old bridge was closed for repairs on Monday.⟧ Traffic stopped.",
    ),
    good=(
        "It got more and more and more expensive.",
        "Day after day after day they waited, again and again and again.",
        "New York, New York is a song.",
        "We will fight them, we will fight them on the beaches.",
        "He ran on and on and on.",
        "What he is is a fool, and that that is so is sad.",
        "No. No. Go away. Go away. What do you want? What do you want?",
        "He directed for Measure for Measure, and we call the Lab the Lab.",
        "He had followers of followers of followers.",
        "Those who are here are here legally, and he will call a fool a fool.",
    ),
)
