"""The quick test before a slow search never promises too little."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mtqa.detectors
from mtqa.detectors import DETECTORS
from mtqa.detectors.base import View, unmark
from mtqa.detectors.phrases import Phrase, PhraseFinder, PhraseList
from mtqa.detectors.word_sets import either, followed, word_sets
from mtqa.types import Span

_MODULES = [
    importlib.import_module(f"mtqa.detectors.{found.name}")
    for found in pkgutil.iter_modules(mtqa.detectors.__path__)
]
_TESTED = [m for m in _MODULES if any(name.startswith("_NEEDED") for name in vars(m))]
_TEXTS = [text for d in DETECTORS for text in (*d.good, *(unmark(bad)[0] for bad in d.bad))]


def test_sets_hold_lower_cased_words_and_their_neighbours() -> None:
    sets = word_sets("He DON’T, go_on.")
    assert sets.sequence == ("he", "don", "t", "go", "on")
    assert sets.words == {"he", "don", "t", "go", "on"}
    assert ("t", "go") in sets.pairs


def test_alternations_are_written_as_in_a_pattern() -> None:
    assert either("is|Are", "was") == {"is", "are", "was"}
    assert followed("he|she", "go") == {("he", "go"), ("she", "go")}


@pytest.mark.parametrize("letter", ["s", "ſ", "S"])
def test_letters_that_ignorecase_takes_for_ascii_ones_are_plain(letter: str) -> None:
    assert re.fullmatch("said", f"{letter}aıd", re.IGNORECASE)
    assert "said" in word_sets(f"{letter}aıd").words


@given(st.text(max_size=60), st.text(alphabet=" \n'’-_\u02bc.", max_size=4))
def test_a_word_between_marks_is_always_there(text: str, mark: str) -> None:
    sets = word_sets(f"{text} {mark} make {mark} {text}")
    assert "make" in sets.words


@pytest.mark.parametrize("between", [" ", "-", "\n", ", ", "’s "])
def test_a_phrase_list_finds_what_stands_behind_its_quick_test(between: str) -> None:
    phrase = {", ": "open, the light", "’s ": "open's the light"}.get(between, "open the light")
    finder = PhraseFinder(PhraseList(about="test", phrases=(Phrase(phrase=phrase, intended="x"),)))
    assert len(list(finder.find(f"Please Open{between}the light."))) == 1


class _Passed(frozenset[object]):
    """A set that every text passes."""

    def isdisjoint(self, other: Iterable[object], /) -> bool:
        return False


@pytest.mark.parametrize("module", _TESTED, ids=lambda module: module.__name__.rpartition(".")[2])
def test_the_quick_test_hides_no_finding(
    module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [list(module.find(_view(text))) for text in _TEXTS]
    for name in vars(module):
        if name.startswith("_NEEDED") and isinstance(getattr(module, name), frozenset):
            monkeypatch.setattr(module, name, _Passed())
    assert [list(module.find(_view(text))) for text in _TEXTS] == before


def _view(text: str) -> View:
    whole = (Span(0, len(text)),)
    return View(text, text, whole, whole)
