"""Write native prose as a learner of English might: faulty, but nobody translated it.

No essays of learners may be trained on (those of jfleg only set and measure thresholds), and
without any the scorer takes every fault of grammar for a machine's. The slips here are those that
handbooks of learner English name first: articles, prepositions, agreement, tense, verb patterns,
adverbs, easily confused words, spelling, run-on sentences. Learners write with common words, so
only such prose is taken (:func:`is_plain`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from random import Random

from wordfreq import top_n_list

from mtqa.segment import segment
from mtqa.train.examples import Example

#: A slip is made at this share of the places that invite one.
_SLIPS_A_PLACE = (0.15, 0.8)
#: A text is plain where so many of its words are among so many commonest.
_PLAIN_SHARE, _PLAIN_WORDS = 0.92, 3_000
#: Nearly every long word invites a slip of spelling, and most are spelled well all the same.
_SPELLING = 0.25
_TOKEN = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|[^A-Za-z]+")
_PREPOSITIONS = ("in", "on", "at", "of", "to", "for", "from", "with", "by", "about")
_ARTICLES = ("a", "an", "the")
_MODALS = frozenset("can could will would should must may might".split())
_PLURAL_SUBJECTS = frozenset("they we people many these those children students you i".split())
_SINGULAR_SUBJECTS = frozenset("he she it this that someone everyone".split())
_DO = frozenset("do does did don't doesn't didn't not".split())
_AFTER_VERB = frozenset("want need like try decide start begin".split())
_SINGULAR_MARKERS = frozenset("a an this that one every each another".split())
_PLURAL_MARKERS = frozenset("many these those several two three few some all other".split())
_MOVED = frozenset("also always often really still only just never usually sometimes even".split())
_SUBJECT_NOUNS = frozenset("people students children men women parents teachers friends".split())
_PASTS = {
    "go": "went",
    "make": "made",
    "take": "took",
    "have": "had",
    "know": "knew",
    "see": "saw",
    "come": "came",
    "think": "thought",
    "get": "got",
    "give": "gave",
    "find": "found",
    "become": "became",
    "say": "said",
    "use": "used",
    "want": "wanted",
    "need": "needed",
}
_CONFUSED = {
    "is": "are",
    "are": "is",
    "was": "were",
    "were": "was",
    "has": "have",
    "have": "has",
    "does": "do",
    "doesn't": "don't",
    "their": "there",
    "there": "their",
    "its": "it's",
    "than": "then",
    "many": "much",
    "much": "many",
    "fewer": "less",
    "which": "that",
    "who": "which",
    "that": "what",
    "because": "because of",
    "very": "so much",
    "so": "such",
    "such": "so",
    "well": "good",
    "make": "do",
    "made": "did",
    "do": "make",
    "say": "tell",
    "said": "told",
    "tell": "say",
    "learn": "study",
    "teach": "learn",
    "look": "see",
    "see": "watch",
    "job": "work",
    "big": "large",
    "other": "another",
    "another": "other",
    "people": "peoples",
    "children": "childrens",
    "information": "informations",
    "too": "to",
    "affect": "effect",
    "lose": "loose",
    "advice": "advices",
    "better": "more better",
    "easier": "more easy",
    "most": "the most",
    "every": "all",
    "during": "while",
    "until": "till",
    "however": "but",
    "although": "even",
    "therefore": "so that",
    "it": "this",
    "when": "while",
    "if": "in case",
    "will": "would",
    "would": "will",
}
_OPENERS = (
    "And also",
    "Also",
    "So",
    "In the other hand",
    "More over",
    "In my opinion,",
    "As we know",
)
_LIKE_A_CONSONANT = {
    "c": "s",
    "s": "c",
    "f": "ph",
    "k": "c",
    "v": "b",
    "z": "s",
    "i": "e",
    "e": "i",
}

#: Gives a word's slip from the word, its neighbours (lower-cased, "" at an end of a run of words)
#: and a source of chance; None where the place invites none.
_Slip = Callable[[str, str, str, Random], str | None]


def learner_examples(native: Iterable[Example], seed: int) -> list[Example]:
    """Return what is plain of ``native`` as learners might write it.

    Every other one is cut to two sentences.
    """
    draw = Random(seed)  # noqa: S311 (slips, not secrets)
    found = []
    for place, example in enumerate(own for own in native if is_plain(own.text)):
        text = example.text
        sentences = segment(text)[0].sentences
        if place % 2 and len(sentences) > 2:
            text = text[sentences[0].start : sentences[1].end]
        noisy = as_learner(text, draw.uniform(*_SLIPS_A_PLACE), draw)
        found.append(replace(example, text=noisy, kind="learner"))
    return found


def is_plain(text: str) -> bool:
    """Tell whether ``text`` gets by with common words and few figures."""
    words = re.findall(r"[A-Za-z]+|\d+", text)
    common = _common()
    return bool(words) and sum(w.lower() in common for w in words) >= _PLAIN_SHARE * len(words)


def as_learner(text: str, rate: float, draw: Random) -> str:
    """Return ``text`` with a slip at a share ``rate`` of the places that invite one."""
    tokens = _TOKEN.findall(text)
    written = list(tokens)
    for at, token in enumerate(tokens):
        if not token[0].isalpha():
            written[at] = _run_on(token, tokens, at, rate, draw)
        elif draw.random() < rate:
            before = _neighbour(tokens, at, -2)
            after = _neighbour(tokens, at, 2)
            slips = [slip(token, before, after, draw) for slip in _SLIPS]
            possible = [own for own in slips if own is not None]
            if possible:
                written[at] = draw.choice(possible)
    # A dropped word leaves its space behind.
    noisy = re.sub(r" +(?=[ ,.;])", "", "".join(written)).strip()
    return f"{draw.choice(_OPENERS)} {noisy}" if draw.random() < rate / 4 else noisy


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(top_n_list("en", _PLAIN_WORDS))


def _neighbour(tokens: Sequence[str], at: int, step: int) -> str:
    """Return the word beside the one at ``at``, "" where a mark parts them."""
    other, gap = at + step, at + step // 2
    if not 0 <= other < len(tokens) or tokens[gap] != " ":
        return ""
    return tokens[other].lower()


def _run_on(gap: str, tokens: Sequence[str], at: int, rate: float, draw: Random) -> str:
    """Join two sentences, or drop a comma, as who does not hear where one ends."""
    if gap == ", " and draw.random() < rate:
        return " "
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    if gap == ". " and following and draw.random() < rate / 2:
        return draw.choice((", ", " and ", " , "))
    return gap


def _article(word: str, before: str, after: str, draw: Random) -> str | None:
    del before, after
    if word.lower() in _ARTICLES:
        return draw.choice(("", "", *(own for own in _ARTICLES if own != word)))
    return None


def _added_article(word: str, before: str, after: str, draw: Random) -> str | None:
    del after, draw
    abstract = word.endswith(("tion", "ness", "ty", "ment", "ence", "s"))
    if word.islower() and abstract and before in {*_PREPOSITIONS, "is", "and", "that"}:
        return f"the {word}"
    return None


def _preposition(word: str, before: str, after: str, draw: Random) -> str | None:
    del before, after
    if word in _PREPOSITIONS:
        return draw.choice(("", *(own for own in _PREPOSITIONS if own != word)))
    return None


def _added_preposition(word: str, before: str, after: str, draw: Random) -> str | None:
    del before, draw
    verbs = {"discuss": "about", "enter": "to", "reach": "to", "mention": "about", "visit": "to"}
    return f"{word} {verbs[word]}" if word in verbs and after in {*_ARTICLES, "this"} else None


def _number(word: str, before: str, after: str, draw: Random) -> str | None:
    del after, draw
    if not word.islower() or len(word) < 4:
        return None
    if before in _PLURAL_MARKERS and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    if before in _SINGULAR_MARKERS and not word.endswith(("s", "y", "ing", "ed", "ly", "al", "ic")):
        return f"{word}s"
    return None


def _agreement(word: str, before: str, after: str, draw: Random) -> str | None:
    del after, draw
    if before in _SINGULAR_SUBJECTS and word.endswith("s") and len(word) > 3:
        return word[:-1]
    if before in _PLURAL_SUBJECTS and word in _PASTS:
        return f"{word}s"
    return None


def _verb(word: str, before: str, after: str, draw: Random) -> str | None:
    """Put a verb into another form behind an auxiliary or *to*, or leave its ending off."""
    del after
    if word in _PASTS and (before in _MODALS or before in _DO or before == "to"):
        return draw.choice((_PASTS[word], f"to {word}", f"{word.removesuffix('e')}ing"))
    if word.islower() and len(word) > 5 and word.endswith("ed"):
        return draw.choice((word[:-1] if word[-3] in "csvgz" else word[:-2], f"was {word}"))
    if word.islower() and len(word) > 5 and word.endswith("ing"):
        return draw.choice((word[:-3], f"to {word[:-3]}"))
    return None


def _infinitive(word: str, before: str, after: str, draw: Random) -> str | None:
    del draw
    if word == "to" and before in _AFTER_VERB and after:
        return ""
    return "for to" if word == "to" and after in _PASTS else None


def _confusion(word: str, before: str, after: str, draw: Random) -> str | None:
    del before, after, draw
    return _CONFUSED.get(word)


def _place(word: str, before: str, after: str, draw: Random) -> str | None:
    """Say an adverb twice or leave it out; to move it would need the words around it."""
    del before, after
    return draw.choice(("", f"{word} too")) if word in _MOVED else None


def _pronoun(word: str, before: str, after: str, draw: Random) -> str | None:
    del before, draw
    if word.lower() in _SUBJECT_NOUNS and after in {"are", "have", "do", "can", "will", "who"}:
        return f"{word} they"
    return "" if word in {"it", "they"} and after in {"is", "are", "was"} else None


def _conjunction(word: str, before: str, after: str, draw: Random) -> str | None:
    del before, after
    if word == "and":
        return draw.choice(("and also", "and so", ", and", "or"))
    return draw.choice(("", "what")) if word == "that" else None


def _misspelling(word: str, before: str, after: str, draw: Random) -> str | None:
    del before, after
    if not word.islower() or len(word) < 5 or draw.random() >= _SPELLING:
        return None
    at = draw.randrange(1, len(word) - 1)
    changed = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + _LIKE_A_CONSONANT.get(word[at], draw.choice("aeiou")) + word[at + 1 :],
    )
    return draw.choice(changed)


_SLIPS: tuple[_Slip, ...] = (
    _article,
    _added_article,
    _preposition,
    _added_preposition,
    _number,
    _agreement,
    _verb,
    _infinitive,
    _confusion,
    _place,
    _pronoun,
    _conjunction,
    _misspelling,
)
