"""Recall and precision are counted from overlaps; the command prints and writes them."""

from __future__ import annotations

import json
from pathlib import Path

from synth_showcase import SHOWCASE
from typer.testing import CliRunner

from mtqa.cli import app
from mtqa.detectors import choose
from mtqa.errors import InputError
from mtqa.synth import SynthRecord, measure_recall, recall_markdown
from mtqa.synth.model import Label
from mtqa.types import Span

_DETECTORS = choose(("repetition.word", "residue.unknown_marker"), ())


def _made(text: str, *labels: tuple[str, str]) -> SynthRecord:
    spans = [(d, Span(text.index(t), text.index(t) + len(t)), t) for d, t in labels]
    return SynthRecord("a", text, text, tuple(Label(*s) for s in spans), (), 0, "train")


def test_overlaps_are_counted_by_own_and_by_any_detector() -> None:
    text = "The mayor of <unk> left the the town. He went to to bed at at nine."
    record = _made(
        text,
        ("repetition.word", "the the"),
        ("repetition.word", "<unk>"),
        ("repetition.word", "nine"),
        ("residue.unknown_marker", "to to"),
    )
    word, marker = measure_recall([record], _DETECTORS)
    assert (word.injected, word.found, word.found_by_any) == (3, 1, 2)
    assert (word.findings, word.on_own, word.on_any) == (3, 1, 2)
    assert (marker.injected, marker.found, marker.found_by_any) == (1, 0, 1)
    assert (marker.findings, marker.on_own, marker.on_any) == (1, 0, 1)
    table = recall_markdown((word, marker))
    assert "| `repetition.word` | 3 | 0.33 | 0.67 | 3 | 0.33 | 0.67 |" in table
    assert "| **all** | 4 | 0.25 | 0.75 | 4 | 0.25 | 0.75 |" in table


def test_nothing_injected_is_no_share() -> None:
    assert "| – | – | 0 | – | – |" in recall_markdown(measure_recall([], _DETECTORS))


def test_the_command_writes_records_and_prints_the_table(tmp_path: Path) -> None:
    clean, out = tmp_path / "clean.txt", tmp_path / "out.jsonl"
    clean.write_text(SHOWCASE, encoding="utf-8")
    run = CliRunner().invoke(app, ["synth", str(clean), "-o", str(out), "--per-document", "4"])
    assert run.exit_code == 0, run.output
    (row,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert row["original"] == SHOWCASE
    assert len(row["labels"]) == 4
    run = CliRunner().invoke(
        app, ["synth", str(clean), "--recall", "--detectors", "repetition.word"]
    )
    assert run.exit_code == 0, run.output
    assert "| `repetition.word` | 1 | " in run.stdout
    assert '"labels"' not in run.stdout


def test_an_empty_slice_is_an_error(tmp_path: Path) -> None:
    clean = tmp_path / "clean.jsonl"
    clean.write_text("", encoding="utf-8")
    run = CliRunner().invoke(app, ["synth", str(clean), "--slice", "train"])
    assert isinstance(run.exception, InputError)
