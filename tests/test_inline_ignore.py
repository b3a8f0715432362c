"""Comments that silence detectors inside a text."""

from __future__ import annotations

import time

import pytest

from mtqa.detectors import choose
from mtqa.detectors.base import run_detectors
from mtqa.inline_ignore import silenced
from mtqa.masks import find_masks
from mtqa.segment import segment

#: Two faults: repetition.word and punctuation.space_before_mark (or another of its group).
FAULTY = "They will meet in in Geneva on Monday , and nobody knows why they meet."


def groups(text: str) -> list[set[str]]:
    """The groups that find something, paragraph by paragraph, comments obeyed."""
    hidden = find_masks(text)
    paragraphs = segment(text, hidden)
    found = run_detectors(choose((), ()), text, paragraphs, hidden)
    kept = silenced(text, paragraphs, found)
    return [{f.detector.partition(".")[0] for f in kept.get(p.index, ())} for p in paragraphs]


def test_the_faulty_text_has_two_kinds_of_findings() -> None:
    assert groups(FAULTY) == [{"repetition", "punctuation"}]


@pytest.mark.parametrize(
    ("names", "left"),
    [
        ("repetition.word", {"punctuation"}),
        ("repetition", {"punctuation"}),
        ("repetition, punctuation", set()),
        ("repetition punctuation", set()),
        ("order.split_object", {"repetition", "punctuation"}),
        ("", set()),
    ],
)
def test_a_comment_in_the_paragraph_silences_what_it_names(names: str, left: set[str]) -> None:
    assert groups(f"{FAULTY} <!-- mtqa-ignore {names} -->") == [left]
    assert groups(f"<!--mtqa-ignore {names}-->\n\n{FAULTY}\n\n{FAULTY}") == [
        set(), left, {"repetition", "punctuation"},
    ]  # fmt: skip


def test_comments_that_stand_alone_one_after_another_all_work_on_the_next_prose() -> None:
    text = f"<!-- mtqa-ignore repetition -->\n\n<!-- mtqa-ignore punctuation -->\n\n{FAULTY}"
    assert groups(text)[-1] == set()


def test_a_comment_at_the_end_of_the_text_has_no_effect() -> None:
    assert groups(f"{FAULTY}\n\n<!-- mtqa-ignore -->")[0] == {"repetition", "punctuation"}


def test_another_comment_silences_nothing() -> None:
    assert groups(f"{FAULTY} <!-- ignore repetition -->") == [{"repetition", "punctuation"}]


def test_many_comments_take_no_quadratic_time() -> None:
    block = "<!-- mtqa-ignore -->\n\nSome words stand here.\n\n"
    text = block * 4_000
    paragraphs = segment(text, ())
    started = time.process_time()
    silenced(text, paragraphs, {p.index: () for p in paragraphs})
    assert time.process_time() - started < 2
