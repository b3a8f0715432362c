"""Folding keeps the length and is idempotent; closing spaces keeps the way back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtqa.typography import close_up, fold_typography, join_lines, unescape


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
        assert last == own or (last == ";" and own in "&'") or (last in "\n>" and own == " ")


def test_lines_of_a_paragraph_are_one() -> None:
    assert close_up("he said\nthat he\r\n  would\n\ncome").text == "he said that he would come"
    assert join_lines("a\r\nb\u2028c") == "a  b c"


def test_marks_of_a_quoted_mail_are_no_text() -> None:
    quoted = "> On Monday he\n> wrote that\n>> it > 4 was wrong."
    closed = close_up(quoted)
    assert closed.text == "On Monday he wrote that it > 4 was wrong."
    boundaries = closed.boundaries()
    at = closed.text.index("wrote")
    assert quoted[boundaries[at] : boundaries[at + 5]] == "wrote"


@given(st.text())
def test_joining_lines_keeps_the_length_and_the_words(text: str) -> None:
    joined = join_lines(text)
    assert len(joined) == len(text)
    assert joined.replace(">", " ").split() == text.replace(">", " ").split()
    assert join_lines(joined) == joined or ">" in text
