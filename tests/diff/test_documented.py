"""The examples of docs/diff.md do what the page says."""

from __future__ import annotations

from pathlib import Path

from mtqa.detectors import choose
from mtqa.detectors.base import run_detectors
from mtqa.diff import DocumentDiff, apply_suggestions, diff_documents, render_diff
from mtqa.masks import find_masks
from mtqa.segment import segment
from mtqa.types import DocumentReport, ParagraphReport, Status

DOCS = Path(__file__).resolve().parents[2] / "docs"


def _found(text: str, name: str) -> DocumentReport:
    """The findings of ``text`` without scores, which need the model."""
    hidden = find_masks(text)
    paragraphs = segment(text, hidden)
    found = run_detectors(choose((), ()), text, paragraphs, hidden)
    return DocumentReport(
        name, text, Status.OK, "en", 0, None, None, None, None,
        tuple(
            ParagraphReport(p.index, p.span, p.status, None, None, None, 0, found.get(p.index, ()))
            for p in paragraphs
        ),
        (), "test",
    )  # fmt: skip


def _example(name: str) -> DocumentReport:
    path = DOCS / "examples" / name
    return _found(path.read_text(encoding="utf-8"), f"docs/examples/{name}")


def _diff(before: str, after: str) -> DocumentDiff:
    return diff_documents(_example(before), _example(after))


def test_post_editing_repairs_and_breaks_nothing() -> None:
    summary = _diff("machine_output.txt", "post_edited.txt").summary
    assert summary.changes["introduce"] == 0
    assert summary.removed["repetition.word"] == 1
    assert summary.removed["punctuation.space_before_mark"] == 2
    assert summary.removed["number.decimal_comma"] == 1


def test_spinning_moves_a_paragraph_and_introduces_a_tortured_phrase() -> None:
    diff = _diff("original.txt", "spun.txt")
    assert diff.summary.moved == 1
    assert "lexical.tortured_phrase" in diff.summary.added
    [introduced] = [c for b in diff.blocks for c in b.changes if c.verdict == "introduce"]
    assert "counterfeit consciousness" in introduced.edit.after.of(diff.after.text)


def test_the_page_shows_the_suggested_diff_as_it_is() -> None:
    before = _example("machine_output.txt")
    repaired, _ = apply_suggestions(before.text, before.findings)
    after = _found(repaired, f"{before.id} (repaired)")
    shown = render_diff(diff_documents(before, after), "text")
    page = (DOCS / "diff.md").read_text(encoding="utf-8")
    assert f"```diff\n{shown}```\n" in page
