"""Marks broken: copied from the source language, glued, doubled, turned, spaced, dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from random import Random

from mtqa.synth.kinds import edit_of, rewriting, together, upper_first
from mtqa.synth.model import Corruption, Edit
from mtqa.synth.source import Source

#: One quotation inside a line, straight or curly, without other double marks.
_QUOTATION = (
    r"(?P<open>(?<!\w)[\"“])(?P<said>[^\s\"“”«»\n][^\"“”«»\n]{3,200})(?P<close>[\"”](?!\w))"
)

_FULLWIDTH = {
    ",": "，",
    ".": "。",
    ":": "：",
    ";": "；",
    "?": "？",
    "!": "！",
    "(": "（",
    ")": "）",
}


def _fullwidth(found: re.Match[str], _: Random) -> str:
    return _FULLWIDTH[found["mark"]]


def _glue(source: Source, random: Random) -> Iterator[Edit]:
    """Join a sentence to the next of its paragraph, sometimes with a small letter."""
    for sentences in source.sentences:
        for first, second in pairwise(sentences):
            left = re.search(
                r"[\w’'-]+[.!?][\"”]?$", source.text[max(0, first.end - 40) : first.end]
            )
            right = re.match(r"[\"“]?\w+", source.text[second.start : second.start + 40])
            if left and right:
                yield edit_of(
                    first.end - len(left[0]), second.start + right.end(), left[0] + right[0]
                )


def _lowercase_start(source: Source, random: Random) -> Iterator[Edit]:
    """Make the first letter of a later sentence small, where the word is no name."""
    plain = set(re.findall(r"\b[a-z]+\b", source.text))
    for sentences in source.sentences:
        for sentence in sentences[1:]:
            word = re.match(r"[A-Z][a-z]*", sentence.of(source.text))
            if word and word[0] != "I" and word[0].lower() in plain:
                yield edit_of(sentence.start, sentence.start + word.end(), word[0].lower())


def _at_questions(source: Source, random: Random) -> Iterator[Edit]:
    """Open a question or an exclamation as Spanish does."""
    for sentence in source.all_sentences:
        last = source.text[sentence.end - 1 : sentence.end]
        word = re.match(r"[A-Z]\w*", sentence.of(source.text))
        if last in {"?", "!"} and word:
            mark = "¿" if last == "?" else "¡"
            yield edit_of(sentence.start, sentence.start + word.end(), ("", mark, word[0]))


def _shout(found: re.Match[str], _: Random) -> str:
    return found[0].upper()


def _turned(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    said = found["said"]
    if random.random() < 0.5:
        return "", "”", f"{said}”"
    return f"“{said}" + random.choice(("", " ")), "“", ""


def _spaced(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    if random.random() < 0.6:
        return found["open"] + found["said"], f" {found['close']}", ""
    return "", f"{found['open']} ", found["said"] + found["close"]


def _unbalanced(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    lost = random.choice(("open", "double"))
    if lost == "open":
        return found["said"], found["close"], ""
    return found["open"] + found["said"], found["close"] * 2, ""


def _guillemets(found: re.Match[str], random: Random) -> str:
    said = found["said"]
    return random.choice((f"« {said} »", f"«{said}»", f"„{said}“", f"„{said}”"))


def _collide(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    mark = found["mark"]
    joined = {
        ".": ("..", ". .", ".,", ",."),
        ",": (",,", ", ,", ".,", ". ,"),
        "?": ("?.", "?,", ".?"),
        "!": ("!.", "!,"),
    }[mark]
    return found["word"], random.choice(joined), ""


def _dashes(found: re.Match[str], random: Random) -> str:
    return random.choice(("——", " - - ", " –- ", "— —", " -– "))


def _ellipsis(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    return found["word"], random.choice(("……", ".....", "。。。", "… …")), ""


def _stray(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    return found["before"], upper_first(found["word"]), ""


def _set_apart(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    return found["word"], f" {found['mark']}", ""


CORRUPTIONS = (
    Corruption(
        "punctuation.all_caps_run",
        rewriting(r"(?<=[a-z] )[a-z]+(?: [a-z]+){5,7}(?= [a-z])", _shout),
    ),
    Corruption(
        "punctuation.colliding_marks",
        rewriting(r"(?P<word>[a-z]{2})(?P<mark>[.,?!])(?=\s|$)", _collide),
    ),
    Corruption(
        "punctuation.dash_or_ellipsis",
        together(
            rewriting(r" ?[—–] ?(?=[a-z])| --? (?=[a-z])", _dashes),
            rewriting(r"(?P<word>[a-z]), (?=and |but |so |which |while )", _ellipsis),
        ),
    ),
    Corruption(
        "punctuation.french_spacing",
        together(
            rewriting(
                r"(?P<word>[a-z])(?P<mark>[:;?!])(?=\s|$)",
                _set_apart,
            ),
            rewriting(_QUOTATION, _guillemets),
        ),
    ),
    Corruption(
        "punctuation.fullwidth",
        together(
            rewriting(r"(?<=[a-z])(?P<mark>[,.:;?!])(?: (?=[A-Za-z])|$)", _fullwidth),
            rewriting(r"(?P<mark>\()(?=\w)", _fullwidth),
        ),
    ),
    Corruption(
        "punctuation.glued_comma",
        rewriting(
            r"\b(?P<left>[A-Za-z]{2,20}), (?P<right>[a-z]{2,20})\b",
            lambda found, _: f"{found['left']},{found['right']}",
        ),
    ),
    Corruption("punctuation.glued_sentences", _glue),
    Corruption("punctuation.inverted_marks", _at_questions),
    Corruption("punctuation.lowercase_start", _lowercase_start),
    Corruption("punctuation.reversed_quotes", rewriting(_QUOTATION, _turned)),
    Corruption(
        "punctuation.space_before_mark",
        rewriting(r"(?P<word>[a-z])(?P<mark>[,.])(?= [A-Za-z]|\n|$)", _set_apart),
    ),
    Corruption("punctuation.spaced_quotes", rewriting(_QUOTATION, _spaced)),
    Corruption(
        "punctuation.stray_capital",
        rewriting(
            r"(?P<before>\b[a-z]{2,20},? )(?P<word>of|in|who|which|and|but|that|at|for|with|because"
            r"|as|from|to|where|when|while|by|the)(?= [a-z])",
            _stray,
        ),
    ),
    Corruption("punctuation.unbalanced_quotes", rewriting(_QUOTATION, _unbalanced)),
)
