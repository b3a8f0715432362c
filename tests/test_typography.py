"""Folding keeps the length and is idempotent; closing spaces keeps the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.typography import close_up, fold_typography, unescape


@given(st.text())
def test_the_length_is_kept_and_folding_twice_changes_nothing(text: str) -> None:
    folded = fold_typography(text)
    assert len(folded) == len(text)
    assert fold_typography(folded) == folded


def test_curly_and_straight_are_one() -> None:
    assert fold_typography("“It’s” – «so»\u00a0…") == '"It\'s" - "so" …'


def test_line_breaks_stay() -> None:
    assert fold_typography("a\r\nb\u2028c") == "a\r\nb\u2028c"


def test_spaces_before_marks_are_closed() -> None:
    assert close_up("he said , and did n't ( yet ) .").text == "he said, and didn't (yet)."


def test_entities_are_what_they_stand_for() -> None:
    text = (
        "I won&#039;t&nbsp;say &quot;no&quot; to R&amp;D &hellip; &frac12; &zzz; &#9999999; & co;"
    )
    plain = 'I won\'t say "no" to R&D … ½ &zzz; &#9999999; & co;'
    assert unescape(text).text == plain
    assert unescape("didn&amp;#39;t").text == "didn't"
    assert close_up(text).text == plain


def test_a_word_with_an_entity_knows_its_place() -> None:
    text = "you won&#x27;t , will you"
    closed = close_up(text)
    assert closed.text == "you won't, will you"
    boundaries = closed.boundaries()
    start, end = closed.text.index("won't"), closed.text.index(",")
    assert text[boundaries[start] : boundaries[end]] == "won&#x27;t"
    assert text[boundaries[end] : boundaries[end + 1]] == " ,"


@given(
    st.lists(
        st.sampled_from(["&amp;", "&#39;", "&", ";", "a", "b", " ", ",", "n't", "\n", "(", ">"])
    )
)
def test_every_kept_character_knows_its_place(parts: list[str]) -> None:
    text = "".join(parts)
    closed = close_up(text)
    boundaries = closed.boundaries()
    assert len(boundaries) == len(closed.text) + 1
    assert boundaries[0] == 0
    assert boundaries[-1] == len(text)
    assert boundaries == sorted(set(boundaries))
    for own, end in zip(closed.text, boundaries[1:], strict=True):
        last = text[end - 1]
        if end < len(text):
            assert last == own or (last == ";" and own in "&'") or (last in "\n>" and own == " ")


def test_lines_of_a_paragraph_are_one() -> None:
    assert close_up("he said\nthat he\r\n  would\n\ncome").text == "he said that he would come"


def test_marks_of_a_quoted_mail_are_no_text() -> None:
    quoted = "> On Monday he\n> wrote that\n>> it > 4 was wrong."
    closed = close_up(quoted)
    assert closed.text == "On Monday he wrote that it > 4 was wrong."
    boundaries = closed.boundaries()
    at = closed.text.index("wrote")
    assert quoted[boundaries[at] : boundaries[at + 5]] == "wrote"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("One  word   and\u00a0\u00a0another.", "One word and another."),
        ("<p>It is a <b>bold</b> <a href='/x'>link</a>.</p>", "It is a bold link."),
        ("one<br>two<br/>three", "one two three"),
        ("It is true.[12] So it is.[citation needed]", "It is true. So it is."),
        ("hy\u00adphen zero\u200bwidth", "hyphen zerowidth"),
        (r"He said \"no\" and didn\'t go.", 'He said "no" and didn\'t go.'),
        ("a < b and c > d, a[i] and [note]", "a < b and c > d, a[i] and [note]"),
        ("So **bold**, _it is_ and *that.*", "So bold, it is and that."),
        (
            "See [the page](https://example.org/a_b) or [[Paris|the city]], [[Rome]].",
            "See the page or the city, Rome.",
        ),
        ("snake_case is 5 * 4 and f(x)[0](y)", "snake_case is 5 * 4 and f(x)(y)"),
    ],
)
def test_what_nobody_reads_is_left_out(written: str, read: str) -> None:
    closed = close_up(written)
    assert closed.text.strip() == read
    assert closed.boundaries()[-1] == len(written)


def test_a_text_of_nothing_else_stays() -> None:
    assert close_up("[1]").text == "[1]"
