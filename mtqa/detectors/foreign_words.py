r"""Foreign words.

What it finds
    A run of words of another language in English text, told by that language's function words.

Why it suggests machine translation
    Engines leave a clause in the source language where segmentation broke it or where they
    took it for a name.

Examples
    ``The mayor said que no hay dinero para todos before he left.``

When it is wrong
    Quoted phrases, loan phrases (``je ne sais quoi``) and names (``Rio de Janeiro``, ``Le
    Monde``) stay silent. A title cited without quotation marks or italics may be reported.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from mtqa.detectors.bare_words import bare_words
from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.shipped_list import read_list
from mtqa.types import Severity


class _ForeignWords(BaseModel):
    """``data/foreign_function_words.yaml``: words by language, and phrases that are English."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    languages: dict[str, tuple[str, ...]]
    loans: tuple[str, ...]


def _by_word(lists: dict[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    languages: defaultdict[str, set[str]] = defaultdict(set)
    for language, words in lists.items():
        for word in words:
            languages[word].add(language)
    return {word: frozenset(names) for word, names in languages.items()}


_LIST = read_list("foreign_function_words", _ForeignWords)
_LANGUAGES = _by_word(_LIST.languages)
_FUNCTION = frozenset(_LANGUAGES)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_GAP = re.compile(r"[ \t]*[,;:–—-]?[ \t]*")
#: English words that end a run.
_ENGLISH = frozenset(
    "the of and to in is that it was for on with he as at by his be this from or had not but what "
    "all were when we there an your which she how their if will up other about out many then them "
    "these so some her would make like him into has look two more write see number way could than "
    "been its now long did get come made may part over new after said have are they you who says "
    "also were does comes goes takes gives wants knows".split()
)
#: Distinct function words, and words in all, that make a run. Two function words are in many
#: names and titles (``Le Rouge et le Noir``).
_MIN_FUNCTION, _MIN_WORDS = 3, 4
#: How far, in code points, the marks of a quoted passage may be: they quote whole sentences.
_QUOTATION = 600
#: Share of function words in a run, and of lower-case words among its other words (a name's
#: are capitalised).
_MIN_FUNCTION_SHARE, _MIN_LOWER_SHARE = 0.3, 0.5


def find(view: View) -> Iterator[Match]:
    """Yield runs of words without English function words and with enough foreign ones."""
    if len(_FUNCTION.intersection(bare_words(view.text))) < _MIN_FUNCTION:
        return
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(view.text):
        if run and (not _GAP.fullmatch(view.text, run[-1].end(), word.start())):
            yield from _judge(view, run)
            run = []
        if word.group().lower() in _ENGLISH:
            yield from _judge(view, run)
            run = []
        else:
            run.append(word)
    yield from _judge(view, run)


def _judge(view: View, run: list[re.Match[str]]) -> Iterator[Match]:
    if len(run) < _MIN_WORDS:
        return
    words = [word.group().lower().replace("’", "'") for word in run]
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i, word in enumerate(words):
        for language in _LANGUAGES.get(word, ()):
            places[language].append(i)
    if not places:
        return
    language, at = max(places.items(), key=lambda item: len({words[i] for i in item[1]}))
    n_distinct, places_found = len({words[i] for i in at}), set(at)
    if n_distinct < _MIN_FUNCTION:
        return
    first, last = at[0], at[-1]
    stretch = run[first : last + 1]
    content = [word.group() for i, word in enumerate(stretch, first) if i not in places_found]
    n_lower = sum(word[0].islower() for word in content)
    if (
        len(stretch) < _MIN_WORDS - 1
        or len(at) < _MIN_FUNCTION_SHARE * len(stretch)
        or n_lower < _MIN_LOWER_SHARE * len(content)
    ):
        return
    start, end = stretch[0].start(), stretch[-1].end()
    # Behind a capitalised word of the same run it is the rest of a name or of a title.
    if first and run[first - 1].group()[0].isupper():
        return
    phrase = " ".join(words[first : last + 1])
    if any(loan in phrase for loan in _LIST.loans) or enclosed(view.text, start, end, _QUOTATION):
        return
    shown = view.original[start:end]
    shown = shown if len(shown) <= 60 else shown[:60] + "…"
    yield Match(start, end, f"“{shown}” is {language}, left in English text")


DETECTOR = Detector(
    id="residue.foreign_words",
    summary="a run of words of another language in English text",
    severity=Severity.MAJOR,
    confidence=0.65,
    find=find,
    preview=True,
    bad=(
        "The mayor said ⟦que no hay dinero para⟧ schools before he left.",
        "Officials added ⟦dass die Lage nicht mehr unter⟧ control is.",
        "The company ⟦est une des plus⟧ big in the region.",
    ),
    good=(
        "The carnival of Rio de Janeiro drew crowds, de facto the largest.",
        "She read Le Rouge et le noir twice. He was fined pour encourager les autres.",
        "Le Monde and La Repubblica reported the talks with Ursula von der Leyen.",
        "She has a certain je ne sais quoi, and plus ça change.",
        "El Niño and La Niña change the weather of the Sierra de la Laguna.",
        "He said “que no hay dinero para todos los niños” and left.",
        "The Museo Nacional de las Artes de la Ciudad de México opens at nine.",
        "She leads the Verband der freien Gärtner und Bauern in Berlin.",
        "It is a copy of Essai de morale pour les enfants de la ville.",
        "“Der horse comes mit der cart,” the farmer used to say. Den der horse comes mit a song.",
        "Leonardo da Vinci, Vincent van Gogh and Charles de Gaulle are on the list.",
    ),
)
