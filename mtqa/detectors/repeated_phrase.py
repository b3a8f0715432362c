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
    A part may have a part of the same name (``a copy of a copy of a copy``). Emphasis repeats
    content (``more and more and more``, ``day after day after day``). Speech
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
_NAMING = re.compile(
    r"\b(?:call|calls|called|calling|make|makes|made|making|keep|keeps|kept|keeping|consider|"
    r"considers|considered|name|naming) (?:(an? \w+) \1 (?:or|and) )?\Z",
    re.IGNORECASE,
)
#: Before a pronoun that ends one clause where the next begins: ``the trick of it is it is new``.
_PREPOSITION = re.compile(
    r"\b(?:about|of|with|for|from|to|in|on|behind|like|than) \Z", re.IGNORECASE
)
_CLAUSE_STARTS = frozenset("this that it".split())
#: A second clause without its verb: ``her shop was her life and her street her world``.
_GAPPED = re.compile(r"\b(?:is|was|are|were)\b[^.;!?]* and \Z", re.IGNORECASE)
_DETERMINERS = frozenset("the a an my your his her its our their one no another more this".split())
#: What has an innermost part of its own: ``the heart of the heart of the old town``.
_INNERMOST = frozenset("heart core centre center soul essence best king".split())
#: Words that join the copies of a chain.
_LINKS = frozenset("and or after by upon".split())
#: Places of which there may be another of the same name.
_BELOW = frozenset("beneath behind inside within under above beyond".split())
#: Words of a phrase in whose middle an ``of`` may stand: ``copy of a``.
_SHORT = 4
#: A relative clause that ends with the verb that the main one begins with: ``those who can go go``.
_RELATIVE_VERB = re.compile(
    r"\b(?:wh(?:o|at|ich|en|ere)|that)\b[^.,;:!?]{0,25}"
    r"\b(?:should|can|could|will|would|may|might|must|do|does|did|to|not|never|always) \Z",
    re.IGNORECASE,
)
_RELATIVES = frozenset("who whom which where that when".split())
_PREPOSITIONS = frozenset("about of with for from to in on at into by".split())
_BEFORE = 60
_LAST_WORD = re.compile(r"([^\W\d_]+) \Z")
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
            meant = _meets_itself(first, before) or _goes_deeper(first, tokens[at : at + n])
            meant = meant or _is_chain(words[at : last + 1], n)
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
    if _RELATIVE_VERB.search(before):
        return True
    if words[0] in _VERBS:
        return _RELATIVE.search(before) is not None
    if words[0] in _CLAUSE_STARTS and words[1] in _VERBS:
        return _PREPOSITION.search(before) is not None
    if words[0] in ("a", "an", "the") and _NAMING.search(before):
        return True
    return words[0] in _DETERMINERS and _GAPPED.search(before) is not None


def _is_chain(run: list[str], n: int) -> bool:
    """Tell whether a link joins the copies on both sides: ``this day and that day and that day``.

    Args:
        run: the words of the loop, from the first copy on.
        n: words of a copy.
    """
    return any(
        word in _LINKS and run[at + 1 : at + n] == run[at + n + 1 : at + 2 * n]
        for at, word in enumerate(run[: len(run) - 2 * n + 1])
    )


def _goes_deeper(words: list[str], tokens: list[re.Match[str]]) -> bool:
    """Tell whether the second copy is meant as part of the first: ``a copy of a copy of a copy``.

    A definite thing is no part of itself, but its innermost part may be.
    """
    if words[-1] in _PREPOSITIONS and not _RELATIVES.isdisjoint(words):
        return True
    if words[0] in _DETERMINERS | {"the"} and words[2:] and words[2] in _RELATIVES:
        return True
    joints = words if len(words) <= _SHORT else [words[0], words[-1]]
    if not _BELOW.isdisjoint(joints):
        return True
    if "of" not in joints:
        return False
    if not _INNERMOST.isdisjoint(words):
        return True
    nouns_only = _VERBS.isdisjoint(words) and not (_FUNCTION | {"one"}).issuperset(words)
    return nouns_only and "the" not in words and all(token.group().islower() for token in tokens)


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
        # For emphasis (``the rain, the rain and the rain``) or by number (``one cup, one cup``).
        if found.group(1).split()[0] in _DETERMINERS:
            continue
        # An item of three words and more that ends like the next one: ``net bit rate, bit rate``.
        longer = _LAST_WORD.search(view.text, max(0, found.start() - _BEFORE), found.start())
        if longer and longer.group(1).lower() not in _FUNCTION:
            continue
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
    confidence=0.95,
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
        "He blamed this man and that man and that man and the dogs.",
        "Only those who want to stay with us stay with us, and letters that should reach her "
        "reach her.",
        "We set the file size, the average bit rate, bit rate, and word length.",
        "There are people beneath the people beneath the people.",
        "What makes a cat a cat or a dog a dog is hard to say.",
        "He asked the boy who saw the boy who saw the thief.",
        "She bought a picture of a picture of a picture of a horse.",
        "They met friends of old friends of old friends at the party.",
        "A song from the heart of the heart of the island was played.",
        "The nice thing about this is this is our own garden.",
        "We keep the old house the old house, and nobody may paint it.",
        "Her shop was her life and her street her street.",
        "The rule is one child, one child and one teacher to a boat.",
        "All they talk of is the rain, the rain and the rain.",
        "We have a room where we talk about the room where we talk about cats.",
        "Those who are here are here legally, and he will call a fool a fool.",
    ),
)
