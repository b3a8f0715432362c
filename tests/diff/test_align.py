"""Paragraph, sentence and word alignment against known truth."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_texts import edited_document, laid_out, paragraph, reworded, sentence, word

from mtqa.diff import Block, align_texts
from mtqa.diff.words import align_words
from mtqa.types import Span


def _align(before: Sequence[str], after: Sequence[str]) -> tuple[Block, ...]:
    old, old_spans = laid_out(before)
    new, new_spans = laid_out(after)
    return align_texts(old, new, old_spans, new_spans)


def _pairs(blocks: Sequence[Block]) -> set[tuple[int, int]]:
    return {(i, j) for b in blocks for i in b.before_paragraphs for j in b.after_paragraphs}


def rebuilt(before: str, after: str, block: Block) -> str:
    """Apply the block's edits: keep what is equal, take the rest from ``after``."""
    return "".join(
        edit.before.of(before) if edit.kind == "equal" else edit.after.of(after)
        for edit in block.edits
    )


def assert_exact(
    before: str, after: str, old: Sequence[Span], new: Sequence[Span], blocks: Sequence[Block]
) -> None:
    """Check what holds for every diff: nothing lost, spans exact, edits tile their block."""
    assert sorted(i for b in blocks for i in b.before_paragraphs) == list(range(len(old)))
    assert [j for b in blocks for j in b.after_paragraphs] == list(range(len(new)))
    for block in blocks:
        assert rebuilt(before, after, block) == block.after.of(after)
        at_before, at_after = block.before.start, block.after.start
        for one, next_one in zip(block.edits, block.edits[1:], strict=False):
            assert (one.kind == "equal") != (next_one.kind == "equal")
        for edit in block.edits:
            assert (edit.before.start, edit.after.start) == (at_before, at_after)
            at_before, at_after = edit.before.end, edit.after.end
            same = edit.before.of(before) == edit.after.of(after)
            assert same or edit.kind != "equal"
            assert (edit.kind == "insert") == (not len(edit.before))
            assert (edit.kind == "delete") == (not len(edit.after))
        assert (at_before, at_after) == (block.before.end, block.after.end)
        if block.before_paragraphs:
            assert block.before.start == old[block.before_paragraphs[0]].start
        for side, text in (("before", before), ("after", after)):
            spans = [getattr(link, side) for link in block.sentences]
            assert spans == sorted(spans)
            assert all(block_span(block, side).start <= s.start for s in spans)
            words = "".join("".join(s.of(text).split()) for s in spans)
            assert words == "".join(block_span(block, side).of(text).split())


def block_span(block: Block, side: str) -> Span:
    return block.before if side == "before" else block.after


@pytest.mark.parametrize("noise", [0.0, 0.2, 0.4])
def test_paragraph_pairs_are_found_under_splits_merges_and_moves(noise: float) -> None:
    right = wrong = missed = 0
    for seed in range(60):
        rng = random.Random(seed)
        before, after, truth, _ = edited_document(rng, rng.choice((6, 15, 40)), noise=noise)
        got = _pairs(_align(before, after))
        right += len(got & truth)
        wrong += len(got - truth)
        missed += len(truth - got)
    accuracy = 2 * right / (2 * right + wrong + missed)
    assert accuracy >= 0.98, accuracy


def test_moved_paragraphs_are_flagged_and_nothing_else() -> None:
    found = flagged_wrongly = total = 0
    for seed in range(40):
        rng = random.Random(1000 + seed)
        before, after, _, moved = edited_document(rng, 40, noise=0.2, moves=2)
        flagged = {i for b in _align(before, after) if b.moved for i in b.before_paragraphs}
        found += len(flagged & moved)
        flagged_wrongly += len(flagged - moved)
        total += len(moved)
    assert found / total >= 0.98
    assert flagged_wrongly / total <= 0.02


def test_kinds_and_the_place_a_moved_paragraph_came_from() -> None:
    rng = random.Random(3)
    a, b, c, d, e = (paragraph(rng) for _ in range(5))
    p = [" ".join(sentences) for sentences in (a, b, c, d, e)]
    new = " ".join(paragraph(rng))
    split = [" ".join(c[:1]), " ".join(c[1:])]
    blocks = _align(p, [p[1], *split, new, f"{p[3]} {p[4]}", p[0]])
    assert [(b.kind, b.moved) for b in blocks] == [
        ("same", False),
        ("split", False),
        ("insert", False),
        ("merge", False),
        ("same", True),
    ]
    assert blocks[-1].origin == 0
    assert blocks[-1].before_paragraphs == (0,)
    assert all(b.origin is None for b in blocks[:-1])


def test_a_split_changes_nothing_but_the_break() -> None:
    rng = random.Random(4)
    sentences = [sentence(rng) for _ in range(4)]
    (block,) = _align([" ".join(sentences)], [" ".join(sentences[:2]), " ".join(sentences[2:])])
    assert block.kind == "split"
    assert [edit.kind for edit in block.edits] == ["equal", "replace", "equal"]
    assert len(block.edits[1].before) == 1
    assert len(block.edits[1].after) == 2


def test_sentences_are_linked_one_to_two_and_two_to_one() -> None:
    before = (
        "The old mill stood by the river and its wheel had not turned for twenty years. "
        "Nobody knew the owner. Nobody asked about the rent."
    )
    after = (
        "The old mill stood by the river. Its wheel had not turned for twenty years. "
        "Nobody knew the owner and nobody asked about the rent."
    )
    (block,) = _align([before], [after])
    assert [(s.n_before, s.n_after) for s in block.sentences] == [(1, 2), (2, 1)]


def test_sentence_insertions_and_deletions() -> None:
    rng = random.Random(5)
    a, b, c, new = (sentence(rng) for _ in range(4))
    (block,) = _align([f"{a} {b} {c}"], [f"{a} {new} {c}"])
    shapes = [(s.n_before, s.n_after) for s in block.sentences]
    assert shapes in ([(1, 1), (1, 1), (1, 1)], [(1, 1), (1, 0), (0, 1), (1, 1)])
    (block,) = _align([f"{a} {b} {c}"], [f"{a} {c}"])
    assert [(s.n_before, s.n_after) for s in block.sentences] == [(1, 1), (1, 0), (1, 1)]


def test_equal_and_empty_texts() -> None:
    assert _align([], []) == ()
    assert [b.kind for b in _align([], ["New here."])] == ["insert"]
    assert [b.kind for b in _align(["Gone now."], [])] == ["delete"]
    assert [b.kind for b in _align(["One.", "Two."], ["One.", "Two."])] == ["same", "same"]


_MARKS = st.text(
    alphabet=st.one_of(st.sampled_from("ab .’“\n\t\u00a0😀é\u0301\x00\u202e<"), st.characters()),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_MARKS, max_size=6), st.lists(_MARKS, max_size=6))
def test_edits_rebuild_any_text(before: list[str], after: list[str]) -> None:
    _assert_exact_alignment(before, after)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 12), st.floats(0, 1))
def test_edits_rebuild_made_documents(seed: int, n: int, noise: float) -> None:
    before, after, _, _ = edited_document(random.Random(seed), n, noise=noise)
    _assert_exact_alignment(before, after)
    assert _align(before, after) == _align(before, after)


def _assert_exact_alignment(before: list[str], after: list[str]) -> None:
    old, old_spans = laid_out(before)
    new, new_spans = laid_out(after)
    blocks = align_texts(old, new, old_spans, new_spans)
    assert_exact(old, new, old_spans, new_spans, blocks)


def test_words_cover_both_lists_past_the_bound() -> None:
    rng = random.Random(6)
    before = [word(rng) for _ in range(5000)]
    after = " ".join(reworded(rng, [" ".join(before)], 0.2)).split()
    for old, new in ((before, after), (["x"] * 4000, ["x", "y"] * 2000), (before, [])):
        edits = list(align_words(old, new))
        assert [w for _, i1, i2, _, _ in edits for w in old[i1:i2]] == old
        assert [w for _, _, _, j1, j2 in edits for w in new[j1:j2]] == new
        assert all(old[i1:i2] == new[j1:j2] for equal, i1, i2, j1, j2 in edits if equal)


@pytest.mark.parametrize("noise", [0.2, 0.6])
def test_twenty_thousand_words_in_three_seconds(noise: float) -> None:
    before, after, _, _ = edited_document(random.Random(7), 420, noise=noise, moves=20)
    assert sum(len(p.split()) for p in before) >= 20_000
    started = time.process_time()
    _align(before, after)
    assert time.process_time() - started <= 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a" * 100_000, "a" * 99_999),
        ("a " * 50_000, "a " * 49_000 + "b"),
        ("." * 100_000, "." * 90_000),
        ("“" * 100_000, "“" * 90_000),
        ("A b. " * 20_000, "A b. " * 19_000),
    ],
    ids=["letters", "words", "marks", "quotes", "sentences"],
)
def test_long_monotony_is_quick(old: str, new: str) -> None:
    started = time.process_time()
    align_texts(old, new, [Span(0, len(old))], [Span(0, len(new))])
    assert time.process_time() - started <= 3


def test_thousands_of_equal_paragraphs_are_quick() -> None:
    started = time.process_time()
    blocks = _align(["Share this page"] * 4000, ["Share this page"] * 3000)
    assert time.process_time() - started <= 3
    assert sum(b.kind == "same" for b in blocks) == 3000
