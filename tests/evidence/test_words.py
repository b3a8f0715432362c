"""Masked words: topic gone, places exact."""

from __future__ import annotations

from hypothesis import given
from lm.texts import ANY_TEXT

from mtqa.evidence.words import NAME, NUMBER, masked_words
from mtqa.typography import close_up


def forms(text: str) -> list[str]:
    return [word.form for word in masked_words(text)]


def test_names_and_numbers_are_placeholders_and_words_lower_case() -> None:
    assert forms("Yesterday Marek Zelenka paid 1,250.50 crowns.") == [
        "yesterday",
        NAME,
        "paid",
        NUMBER,
        "crowns",
        ".",
    ]


def test_a_run_of_names_is_one_word_with_one_span() -> None:
    text = "said Marek Zelenka-Novak, who"
    name = next(word for word in masked_words(text) if word.form == NAME)
    assert name.span.of(text) == "Marek Zelenka-Novak"


def test_glued_sentences_stay_two_words() -> None:
    assert forms("he said.officially it rained") == [
        "he",
        "said",
        ".",
        "officially",
        "it",
        "rained",
    ]


def test_typography_case_and_accents_carry_nothing() -> None:
    assert forms("\u201cwell\u201d \u2013 the café isn\u2019t open") == forms(
        '"well" - the cafe isn\'t open'
    )


def test_spaces_that_a_tokeniser_left_carry_nothing() -> None:
    text = "They did n't go ( yet ) , he said ."
    assert forms(text) == forms("They didn't go (yet), he said.")
    assert [w.span.of(text) for w in masked_words(text)][:4] == ["They", "did n't", "go", "("]


def test_a_word_cannot_pretend_to_be_a_placeholder() -> None:
    assert NAME not in forms("[name] and [ name ]")


@given(ANY_TEXT)
def test_spans_rise_do_not_overlap_and_hold_no_space(text: str) -> None:
    at = 0
    for word in masked_words(text):
        assert at <= word.span.start < word.span.end <= len(text)
        assert not word.span.of(text)[0].isspace()
        at = word.span.end


@given(ANY_TEXT)
def test_every_character_that_is_read_is_in_a_word(text: str) -> None:
    covered = {i for w in masked_words(text) for i in range(w.span.start, w.span.end)}
    closed = close_up(text)
    ends = closed.boundaries()[1:]
    assert all(
        end - 1 in covered for end, c in zip(ends, closed.text, strict=True) if not c.isspace()
    )
