"""The ledger of judged findings, on a tiny folder of made-up texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtqa.detectors.measured import Judged, read_figures
from mtqa.errors import ConfigError, InputError
from mtqa.evaluation.detector_rates import write_rates
from mtqa.evaluation.judged_findings import (
    JudgedFinding,
    add_judgements,
    judge_again,
    read_ledger,
    write_ledger,
)
from mtqa.types import Span
from tests.evaluation.made_up_data import made_up_data


def _judged(data: Path, folder: Path) -> Path:
    """Have every finding of a repeated word judged: right in all pages but the wild one."""
    listed = write_rates(data, folder / "none.json", findings=folder / "f.jsonl", words=None)
    records = [json.loads(line) for line in listed.read_text(encoding="utf-8").splitlines()]
    own = [
        r | {"right": r["kind"] != "wild"} for r in records if r["detector"] == "repetition.word"
    ]
    path = folder / "judged.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in own), encoding="utf-8")
    return path


def test_judgements_are_found_again_and_counted(tmp_path: Path) -> None:
    data = made_up_data(tmp_path / "data")
    ledger, figures = tmp_path / "ledger.tsv", tmp_path / "measured.json"
    add_judgements(ledger, [_judged(data, tmp_path)])
    assert "boat" not in ledger.read_text(encoding="utf-8"), "the ledger holds no text of the data"
    write_rates(data, figures, words=1_000)
    judge_again(ledger, data, figures)
    known = read_figures(figures)
    assert known is not None
    drawn = known.detectors["repetition.word"].drawn
    entries = read_ledger(ledger)
    assert drawn == Judged(judged=len(entries), right=len(entries) - 1)
    assert known.detectors["punctuation.glued_sentences"].drawn is None
    write_rates(data, figures, words=1_000)
    again = read_figures(figures)
    assert again is not None and again.detectors["repetition.word"].drawn == drawn


def test_what_a_detector_no_longer_finds_counts_neither_way(tmp_path: Path) -> None:
    data = made_up_data(tmp_path / "data")
    ledger, figures = tmp_path / "ledger.tsv", tmp_path / "measured.json"
    write_ledger(
        ledger,
        [
            JudgedFinding("repetition.word", "w", Span(0, 3), False),
            JudgedFinding("repetition.word", "w", Span(9, 13), True),
        ],
    )
    write_rates(data, figures, words=1_000)
    judge_again(ledger, data, figures)
    known = read_figures(figures)
    assert known is not None
    assert known.detectors["repetition.word"].drawn == Judged(judged=1, right=1)


def test_adding_twice_adds_once(tmp_path: Path) -> None:
    judged = _judged(made_up_data(tmp_path / "data"), tmp_path)
    ledger = tmp_path / "ledger.tsv"
    add_judgements(ledger, [judged])
    once = ledger.read_bytes()
    add_judgements(ledger, [judged])
    assert ledger.read_bytes() == once


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no ledger"),
        ("detector\tdocument\tstart\tend\tright\na.b\tw\t3\t1\t1\n", "ledger.tsv:2"),
        ("detector\tdocument\tstart\tend\tright\na.b\tw\t3\t4\tyes\n", "ledger.tsv:2"),
    ],
)
def test_broken_ledgers_are_refused(tmp_path: Path, text: str, message: str) -> None:
    ledger = tmp_path / "ledger.tsv"
    ledger.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_ledger(ledger)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    data = made_up_data(tmp_path / "data")
    ledger, figures = tmp_path / "ledger.tsv", tmp_path / "measured.json"
    with pytest.raises(InputError, match=r"ledger\.tsv"):
        read_ledger(ledger)
    write_ledger(ledger, [JudgedFinding("repetition.word", "gone", Span(0, 3), True)])
    with pytest.raises(ConfigError, match="detector-rates"):
        judge_again(ledger, data, figures)
    write_rates(data, figures, words=1_000)
    with pytest.raises(InputError, match="gone"):
        judge_again(ledger, data, figures)


def test_a_record_without_verdict_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "judged.jsonl"
    path.write_text('{"detector": "a.b", "document": "w", "start": 0, "text": "x"}\n')
    with pytest.raises(InputError, match=r"judged\.jsonl:1"):
        add_judgements(tmp_path / "ledger.tsv", [path])
