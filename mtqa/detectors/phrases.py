"""Phrase lists: how they are written, checked, compiled and found in linear time.

A phrase is a sequence of words in a small notation:

    ``word``        that word, in any case
    ``make~``       any form of it: make, makes, making, made
    ``photo~``      also its plural: photo, photos
    ``a|the``       one of several
    ``[very]``      may be absent; combines with the others: ``[a|the]``
    ``*``           any one word

Words of a phrase stand next to each other in the text, with white space or one hyphen between
them; any other mark ends the phrase. A comma counts as a word: write it at a word's end. A list
is compiled into a trie of words, so the time to search a text is proportional to its number of
words, whatever the length of the list.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, product
from string import digits
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from wordfreq import get_frequency_dict

from mtqa.detectors.ascii_words import cut, cutting_table, without_marks
from mtqa.detectors.word_sets import Needed, Pair, split_words
from mtqa.errors import ConfigError
from mtqa.typography import fold_typography

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

#: More variants of one phrase than this are a slip of its author.
MAX_VARIANTS = 4096
#: Longest phrase, in words.
MAX_WORDS = 12

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|,")
#: The number of a found word in what a writer would say.
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_WORD_APART = re.compile(rf"({_WORD.pattern})")
#: In ASCII: an apostrophe that is no part of a word.
_LOOSE_APOSTROPHE = re.compile(r"'(?:(?![a-z0-9])|(?<![a-z0-9]'))")
_ASCII_WORD = cutting_table(digits + "',")
#: What may stand between two words of a phrase, and at most how much of it.
_GAP, _MAX_GAP = " \n\r-", 3

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Strict(BaseModel):
    """A record of a data file: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Phrase(Strict):
    """One entry of a phrase list.

    Attributes:
        phrase: in the notation of this module.
        intended: what a writer would say; ``{1}`` stands for the first word found, and so on.
        source: language the phrase was carried over from, where the list names one.
        sure: whether ``intended`` may replace the text as it stands.
        unless_before: words that, right before the phrase, make it ordinary English.
        unless_after: words that, right after it, make it ordinary English.
        near: one of these words has to stand in the same paragraph; empty means no condition.
    """

    phrase: Text
    intended: Text
    source: str | None = None
    sure: bool = True
    unless_before: tuple[str, ...] = ()
    unless_after: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _names_words_that_it_has(self) -> Phrase:
        needed = (part.split("|")[0] for part in self.phrase.split() if not part.startswith("["))
        count = sum(len(_WORD.findall(part.replace("*", "x"))) for part in needed)
        if any(int(number) > count for number in _PLACEHOLDER.findall(self.intended)):
            raise ValueError(f"“{self.intended}” asks for a word that “{self.phrase}” has not")
        return self


class PhraseList(Strict):
    """A phrase list as its YAML file holds it.

    Attributes:
        about: what the list is and where its facts come from.
        contexts: named word lists for ``near`` (an entry writes ``@name``).
        phrases: the entries.
        ordinary: what entries stand for and people write, too, as its words alone: it counts
            where another phrase of the list stands in the same text.
    """

    about: Text
    contexts: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    phrases: tuple[Phrase, ...] = Field(min_length=1)
    ordinary: frozenset[str] = frozenset()


class Words:
    """The words of a text in lower case.

    Attributes:
        text: the text they were taken from, its typography folded.
        forms: the words, lower case, with straight apostrophes.
    """

    __slots__ = ("_lower", "_pieces", "_spans", "forms", "text")

    def __init__(self, text: str, lower: str) -> None:
        """Take the words of ``lower``, which is ``text`` in lower case and as long."""
        self.text = text
        self.forms = _forms(lower)
        self._lower = lower
        self._pieces: list[str] | None = None
        self._spans: tuple[tuple[int, ...], tuple[int, ...]] | None = None

    def __len__(self) -> int:
        return len(self.forms)

    @property
    def starts(self) -> tuple[int, ...]:
        """Where the words begin, in code points of the text."""
        return self._places()[0]

    @property
    def ends(self) -> tuple[int, ...]:
        """Where the words end, in code points of the text."""
        return self._places()[1]

    # Most texts are asked for their words only: the rest is found out when it is wanted.

    def _apart(self) -> list[str]:
        """Return the words with what stands before each and behind the last."""
        if self._pieces is None:
            self._pieces = _WORD_APART.split(self._lower)
        return self._pieces

    def _places(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        if self._spans is None:
            borders = tuple(accumulate(map(len, self._apart())))
            self._spans = borders[:-1:2], borders[1::2]
        return self._spans

    def joined(self, at: int) -> bool:
        """Tell whether word ``at`` stands next to the one before it."""
        if at == 0:
            return False
        gap = self._apart()[2 * at]
        if not gap:
            return self.forms[at] == ","
        return len(gap) <= _MAX_GAP and not gap.strip(_GAP)


def _forms(lower: str) -> tuple[str, ...]:
    lower = without_marks(lower)
    if not lower.isascii():
        return tuple(_WORD.findall(lower))
    spaced = lower.replace(",", " , ")
    return cut(_LOOSE_APOSTROPHE.sub(" ", spaced) if "'" in spaced else spaced, _ASCII_WORD)


@lru_cache(maxsize=16)
def words_of(text: str) -> Words:
    """Split ``text`` into words; the last few texts are kept, since many lists read each."""
    folded = fold_typography(text)
    lower = folded.lower()
    if len(lower) != len(text):  # a few letters grow in lower case
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)
    return Words(folded, lower)


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A phrase found: words ``[first, last)`` of the text and the entry's value."""

    first: int
    last: int
    value: T


@dataclass(slots=True)
class _Node(Generic[T]):
    next: dict[str, _Node[T]] = field(default_factory=dict)
    values: list[T] = field(default_factory=list)


class PhraseIndex(Generic[T]):
    """A trie of word sequences; ``*`` stands for any word."""

    def __init__(self, entries: Iterable[tuple[tuple[str, ...], T]]) -> None:
        """Build the trie.

        Args:
            entries: word sequences, none of them empty, with what to report for each. Of two
                entries with one sequence the first is asked first.
        """
        self._root: _Node[T] = _Node()
        for sequence, value in entries:
            node = self._root
            for word in sequence:
                node = node.next.setdefault(word, _Node())
            node.values.append(value)
        # Most first words are common ones: the second word decides before the trie is walked.
        self._seconds: dict[str, frozenset[str]] = {
            word: frozenset() if node.values or "*" in node.next else frozenset(node.next)
            for word, node in self._root.next.items()
        }

    def hits_at(self, words: Words, first: int) -> list[Hit[T]]:
        """Return the phrases that start at word ``first``, the longest first."""
        found: list[Hit[T]] = []
        nodes = [self._root]
        at = first
        while at < len(words):
            word = words.forms[at]
            keys = (word,) if word == "," else (word, "*")
            nodes = [n for node in nodes for n in map(node.next.get, keys) if n]
            if not nodes:
                break
            at += 1
            found.extend(Hit(first, at, value) for node in nodes for value in node.values)
        # Whether the words stand next to each other is asked last: it costs most.
        if found:
            apart = next((i for i in range(first + 1, at) if not words.joined(i)), at)
            found = [hit for hit in found if hit.last <= apart]
        return sorted(found, key=lambda h: -h.last)

    def find(self, words: Words) -> Iterator[list[Hit[T]]]:
        """Yield, for each word where phrases start, those phrases, the longest first."""
        seconds, forms = self._seconds, words.forms
        anywhere = "*" in seconds
        for first in [at for at, word in enumerate(forms) if anywhere or word in seconds]:
            allowed = seconds.get(forms[first])
            if anywhere or not allowed or (first + 1 < len(forms) and forms[first + 1] in allowed):
                hits = self.hits_at(words, first)
                if hits:
                    yield hits


_IRREGULAR = {
    "be": "be is are was were been being am",
    "have": "have has had having",
    "do": "do does did done doing",
    "make": "make makes made making",
    "take": "take takes took taken taking",
    "give": "give gives gave given giving",
    "get": "get gets got gotten getting",
    "go": "go goes went gone going",
    "come": "come comes came coming",
    "say": "say says said saying",
    "tell": "tell tells told telling",
    "put": "put puts putting",
    "hold": "hold holds held holding",
    "keep": "keep keeps kept keeping",
    "eat": "eat eats ate eaten eating",
    "drink": "drink drinks drank drunk drinking",
    "feel": "feel feels felt feeling",
    "fall": "fall falls fell fallen falling",
    "find": "find finds found finding",
    "lose": "lose loses lost losing",
    "win": "win wins won winning",
    "write": "write writes wrote written writing",
    "speak": "speak speaks spoke spoken speaking",
    "know": "know knows knew known knowing",
    "think": "think thinks thought thinking",
    "see": "see sees saw seen seeing",
    "throw": "throw throws threw thrown throwing",
    "break": "break breaks broke broken breaking",
    "bring": "bring brings brought bringing",
    "lead": "lead leads led leading",
    "lie": "lie lies lay lain lying",
    "leave": "leave leaves left leaving",
    "meet": "meet meets met meeting",
    "pay": "pay pays paid paying",
    "send": "send sends sent sending",
    "set": "set sets setting",
    "cut": "cut cuts cutting",
    "sit": "sit sits sat sitting",
    "stand": "stand stands stood standing",
    "buy": "buy buys bought buying",
    "catch": "catch catches caught catching",
    "draw": "draw draws drew drawn drawing",
    "fly": "fly flies flew flown flying",
    "hit": "hit hits hitting",
    "run": "run runs ran running",
    "shut": "shut shuts shutting",
    "build": "build builds built building",
    "begin": "begin begins began begun beginning",
    "become": "become becomes became becoming",
    "swim": "swim swims swam swum swimming",
    "sell": "sell sells sold selling",
    "wear": "wear wears wore worn wearing",
    "read": "read reads reading",
    "choose": "choose chooses chose chosen choosing",
    "drive": "drive drives drove driven driving",
    "fight": "fight fights fought fighting",
    "forget": "forget forgets forgot forgotten forgetting",
    "grow": "grow grows grew grown growing",
    "hear": "hear hears heard hearing",
    "ride": "ride rides rode ridden riding",
    "rise": "rise rises rose risen rising",
    "show": "show shows showed shown showing",
    "spend": "spend spends spent spending",
    "teach": "teach teaches taught teaching",
    "understand": "understand understands understood understanding",
    "child": "child children",
    "man": "man men",
    "woman": "woman women",
    "person": "person people persons",
    "foot": "foot feet",
    "tooth": "tooth teeth",
    "mouse": "mouse mice",
}
_DOUBLING = frozenset(
    {
        *(
            "beg",
            "chat",
            "chop",
            "drop",
            "grab",
            "jog",
            "occur",
            "permit",
            "plan",
            "plug",
            "prefer",
        ),
        *("refer", "rub", "ship", "shop", "step", "stop", "trim"),
    }
)
_VOWELS = "aeiou"


def inflections(word: str) -> tuple[str, ...]:
    """Return the forms that ``word~`` stands for: plural, third person, past, -ing.

    Verb and noun forms are not told apart: a form that does not exist is never met.
    """
    if word in _IRREGULAR:
        return tuple(_IRREGULAR[word].split())
    if word.endswith("e"):
        return (word, word + "s", word + "d", word[:-1] + "ing")
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return (word, word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    stem = word + word[-1] if word in _DOUBLING else word
    plural = word + ("es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    return tuple(dict.fromkeys((word, plural, word + "s", stem + "ed", stem + "ing")))


#: Verbs whose participle is their infinitive.
_SAME_PARTICIPLE = frozenset({"become", "come", "run"})


def noun_forms(word: str) -> tuple[str, str]:
    """Return singular and plural of a noun."""
    return (word, inflections(word)[1])


def verb_forms(word: str) -> tuple[str, str, str, str, str]:
    """Return infinitive, third person, past, participle and -ing form of a verb."""
    forms = inflections(word)
    third, last = forms[1], forms[-1]
    if word not in _IRREGULAR:
        return (word, third, forms[-2], forms[-2], last)
    if len(forms) == 3:  # put puts putting
        return (word, third, word, word, last)
    if len(forms) == 4:
        return (word, third, forms[2], word if word in _SAME_PARTICIPLE else forms[2], last)
    return (word, third, forms[2], forms[3], last)


def variants(phrase: str, *, keep_case: bool = False) -> tuple[tuple[str, ...], ...]:
    """Return every word sequence that ``phrase`` stands for, in lower case unless told.

    Raises:
        ValueError: the notation is broken, or the phrase is empty, too long or stands for
            more than :data:`MAX_VARIANTS` sequences.
    """
    slots: list[tuple[tuple[str, ...], ...]] = []
    count = 1
    written = fold_typography(phrase) if keep_case else fold_typography(phrase).lower()
    for token in written.replace(",", " , ").split():
        optional = token.startswith("[") and token.endswith("]")
        slot: list[tuple[str, ...]] = [()] if optional else []
        for choice in (token[1:-1] if optional else token).split("|"):
            slot.extend(_choice(choice, phrase))
        slots.append(tuple(dict.fromkeys(slot)))
        count *= len(slots[-1])
        if count > MAX_VARIANTS:
            raise ValueError(f"{phrase!r} stands for more than {MAX_VARIANTS} word sequences")
    found = dict.fromkeys(tuple(w for part in parts for w in part) for parts in product(*slots))
    if not found or () in found or any(set(sequence) == {"*"} for sequence in found):
        raise ValueError(f"{phrase!r} may match without any word of its own")
    if max(map(len, found)) > MAX_WORDS:
        raise ValueError(f"{phrase!r} is longer than {MAX_WORDS} words")
    return tuple(found)


def _choice(choice: str, phrase: str) -> list[tuple[str, ...]]:
    if choice == "*":
        return [("*",)]
    stem = choice.removesuffix("~")
    parts = tuple(_WORD.findall(stem))
    if not parts or "-".join(parts) != stem:
        raise ValueError(f"{phrase!r}: {choice!r} is no word")
    if stem == choice:
        return [parts]
    return [(*parts[:-1], form) for form in inflections(parts[-1])]


@dataclass(frozen=True, slots=True)
class Found:
    """An entry of a list found in a text: code points ``[start, end)`` and the entry.

    ``intended`` is what a writer would say here; ``suggestion`` is the same where it may
    replace the text as it stands, else None.
    """

    start: int
    end: int
    phrase: Phrase
    intended: str
    suggestion: str | None


def _needed(sequences: Iterable[tuple[str, ...]]) -> Needed:
    """Return what a text must hold for any of some word sequences to stand in it.

    Of each sequence it is the two neighbouring words that English has least often, or the rarest
    word where ``*`` parts them all.
    """
    frequency = get_frequency_dict("en", wordlist="small")
    words: set[str] = set()
    pairs: set[Pair] = set()
    for sequence in sequences:
        rarest: Pair | None = None
        lowest, before, often = math.inf, "", 0.0
        for form in sequence:
            if form == ",":
                continue
            now = 0.0 if form == "*" else frequency.get(form, 0.0)
            if before and form != "*" and often * now < lowest:
                lowest, rarest = often * now, (before, form)
            before, often = "" if form == "*" else form, now
        if rarest is not None:
            pairs.add(rarest)
        else:
            words.add(min(set(sequence) - {"*", ","}, key=lambda form: frequency.get(form, 0.0)))
    return Needed(
        frozenset(split_words(word)[0] for word in words),
        frozenset((split_words(left)[-1], split_words(right)[0]) for left, right in pairs),
    )


class PhraseFinder:
    """A compiled :class:`PhraseList`."""

    def __init__(self, phrases: PhraseList) -> None:
        """Compile ``phrases``.

        Raises:
            ConfigError: an entry's notation is broken or names an unknown context.
        """
        self._near: dict[str, frozenset[str]] = {}
        entries: list[tuple[tuple[str, ...], Phrase]] = []
        for phrase in phrases.phrases:
            try:
                entries.extend((sequence, phrase) for sequence in variants(phrase.phrase))
            except ValueError as error:
                raise ConfigError(f"phrase list: {error}; correct the entry") from error
            self._near[phrase.phrase] = _near(phrase, phrases.contexts)
        self._ordinary = phrases.ordinary
        self._index = PhraseIndex(entries)
        self._needed = _needed(sequence for sequence, _ in entries)

    def find(self, text: str) -> Iterator[Found]:
        """Yield the entries that stand in ``text``, in reading order, without overlap."""
        if not self._needed.may_stand_in(text):
            return
        words = words_of(text)
        hits = list(self._hits(words))
        if all(" ".join(words.forms[hit.first : hit.last]) in self._ordinary for hit in hits):
            return
        yield from (_found(words, hit, text) for hit in hits)

    def _hits(self, words: Words) -> Iterator[Hit[Phrase]]:
        present: frozenset[str] | None = None
        free = 0
        for hits in self._index.find(words):
            for hit in hits:
                if hit.first < free or not _fits(words, hit):
                    continue
                near = self._near[hit.value.phrase]
                if near:
                    present = frozenset(words.forms) if present is None else present
                    if near.isdisjoint(present):
                        continue
                free = hit.last
                yield hit
                break


def _found(words: Words, hit: Hit[Phrase], text: str) -> Found:
    start, end = words.starts[hit.first], words.ends[hit.last - 1]
    phrase = hit.value
    intended = phrase.intended
    for number in range(1, hit.last - hit.first + 1):
        at = hit.first + number - 1
        intended = intended.replace(f"{{{number}}}", text[words.starts[at] : words.ends[at]])
    suggestion = intended if phrase.sure else None
    if suggestion and text[start].isupper():
        suggestion = suggestion[0].upper() + suggestion[1:]
    return Found(start, end, phrase, intended, suggestion)


def _near(phrase: Phrase, contexts: dict[str, tuple[str, ...]]) -> frozenset[str]:
    near: set[str] = set()
    for word in phrase.near:
        if not word.startswith("@"):
            near.add(word)
        elif word[1:] in contexts:
            near.update(contexts[word[1:]])
        else:
            raise ConfigError(f"phrase list: {phrase.phrase!r} names an unknown context {word}")
    return frozenset(near)


def _fits(words: Words, hit: Hit[Phrase]) -> bool:
    phrase = hit.value
    before = words.forms[hit.first - 1] if words.joined(hit.first) else ""
    joined = hit.last < len(words) and words.joined(hit.last)
    after = words.forms[hit.last] if joined else ""
    return before not in phrase.unless_before and after not in phrase.unless_after
