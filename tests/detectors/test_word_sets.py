"""The quick test before a slow search never promises too little."""

from __future__ import annotations

import importlib
import pkgutil
import re
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mtqa.detectors
from mtqa.detectors import DETECTORS
from mtqa.detectors.bare_words import bare_words
from mtqa.detectors.base import View, unmark
from mtqa.detectors.phrases import Phrase, PhraseFinder, PhraseList, words_of
from mtqa.detectors.word_sets import Needed, either, followed, words_in
from mtqa.types import Span

_MODULES = [
    importlib.import_module(f"mtqa.detectors.{found.name}")
    for found in pkgutil.iter_modules(mtqa.detectors.__path__)
]
_TESTED = [m for m in _MODULES if any(name.startswith("_NEEDED") for name in vars(m))]
_TEXTS = [text for d in DETECTORS for text in (*d.good, *(unmark(bad)[0] for bad in d.bad))]


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_words_are_lower_cased_runs_of_letters_and_digits(apostrophe: str) -> None:
    assert words_in(f"He DON{apostrophe}T, go_on.") == ("he", "don", "t", "go", "on")


def test_a_text_may_hold_what_is_needed_where_a_word_or_a_pair_stands() -> None:
    needed = Needed(frozenset({"one"}), frozenset({("don", "t")}))
    assert needed.may_stand_in("Number One.")
    assert needed.may_stand_in("I don’t.")
    assert not needed.may_stand_in("T, Don.")


def test_what_is_needed_later_is_not_hidden_by_a_kept_answer() -> None:
    text = "A zyxwv stands here."
    assert not Needed(frozenset({"zyxwvu"})).may_stand_in(text)
    assert Needed(frozenset({"zyxwv"})).may_stand_in(text)


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=40))
def test_ascii_is_cut_as_any_other_text(text: str) -> None:
    # A euro sign is no word, and what holds one is not ASCII.
    assert words_in(text) == words_in(f"{text} €")
    assert bare_words(text) == bare_words(f"{text} €")
    assert words_of(text).forms == words_of(f"{text} €").forms


def test_alternations_are_written_as_in_a_pattern() -> None:
    assert either("is|Are", "was") == {"is", "are", "was"}
    assert followed("he|she", "go") == {("he", "go"), ("she", "go")}


@pytest.mark.parametrize("letter", ["s", "ſ", "S"])
def test_letters_that_ignorecase_takes_for_ascii_ones_are_plain(letter: str) -> None:
    assert re.fullmatch("said", f"{letter}aıd", re.IGNORECASE)
    assert words_in(f"{letter}aıd") == ("said",)


@given(st.text(max_size=60), st.text(alphabet=" \n'’-_\u02bc.", max_size=4))
def test_a_word_between_marks_is_always_there(text: str, mark: str) -> None:
    assert "make" in words_in(f"{text} {mark} make {mark} {text}")


@pytest.mark.parametrize("between", [" ", "-", "\n", ", ", "’s "])
def test_a_phrase_list_finds_what_stands_behind_its_quick_test(between: str) -> None:
    phrase = {", ": "open, the light", "’s ": "open's the light"}.get(between, "open the light")
    finder = PhraseFinder(PhraseList(about="test", phrases=(Phrase(phrase=phrase, intended="x"),)))
    assert len(list(finder.find(f"Please Open{between}the light."))) == 1


class _Passed(Needed):
    """A test that every text passes."""

    def may_stand_in(self, text: str) -> bool:
        return True


@pytest.mark.parametrize("module", _TESTED, ids=lambda module: module.__name__.rpartition(".")[2])
def test_the_quick_test_hides_no_finding(
    module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [list(module.find(_view(text))) for text in _TEXTS]
    for name in vars(module):
        if name.startswith("_NEEDED") and isinstance(getattr(module, name), Needed):
            monkeypatch.setattr(module, name, _Passed())
    assert [list(module.find(_view(text))) for text in _TEXTS] == before


def _view(text: str) -> View:
    whole = (Span(0, len(text)),)
    return View(text, text, whole, whole)
