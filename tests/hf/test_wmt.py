"""Score files are read and written as mt-metrics-eval does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.errors import InputError
from mtqa.hf.wmt import (
    ScoreFileName,
    read_scores,
    system_means,
    write_segment_scores,
    write_system_scores,
)

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Z", "C")), min_size=1)


def test_the_form_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mtqa-src.seg.score"
    write_segment_scores(path, {"Online-A": [71.25, 0], "refB": [88.0, 1e-7]})
    assert path.read_bytes() == b"Online-A\t71.25\nOnline-A\t0.0\nrefB\t88.0\nrefB\t1e-07\n"
    assert read_scores(path) == {"Online-A": [71.25, 0.0], "refB": [88.0, 1e-7]}


@given(st.dictionaries(NAMES, st.lists(NUMBERS | st.none(), min_size=3, max_size=3), min_size=1))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, scores: dict[str, list[float | None]]
) -> None:
    path = tmp_path_factory.mktemp("wmt") / "a.seg.score"
    write_segment_scores(path, scores, human=True)
    found = read_scores(path)
    assert found == scores
    assert list(found) == list(scores)


def test_systems_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "mtqa-src.sys.score"
    means = system_means({"A": [1.0, None, 4.0], "B": [None]})
    assert means == {"A": 2.5, "B": None}
    write_system_scores(path, means, human=True)
    assert path.read_text() == "A\t2.5\nB\tNone\n"
    assert read_scores(path) == {"A": [2.5], "B": [None]}


def test_any_white_space_parts_the_fields_and_blocks_may_mix(tmp_path: Path) -> None:
    path = tmp_path / "human.seg.score"
    path.write_text("A  -1\nB\t-2.5\n\nA None\n", encoding="utf-8")
    assert read_scores(path) == {"A": [-1.0, None], "B": [-2.5]}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("A 1\nB\n", ":2: a line is system<TAB>score"),
        ("A one\n", ":1: 'one' is no score"),
        ("A nan\n", ":1: 'nan' is no score"),
        ("\n", "no scores"),
    ],
)
def test_bad_files(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "bad.seg.score"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.seg\.score") as caught:
        read_scores(path)
    assert reason in str(caught.value)
    with pytest.raises(InputError, match="cannot be read"):
        read_scores(tmp_path / "absent.seg.score")


@pytest.mark.parametrize(
    ("scores", "reason"),
    [
        ({"A": [None]}, "A, segment 1: a metric's file needs a score"),
        ({"A": [1.0], "B": [1.0, 2.0]}, r"differ in their number of segments \(A 1, B 2\)"),
        ({"on line": [1.0]}, "one word without white space"),
        ({"A": [float("inf")]}, "is no score"),
        ({}, "no scores to write"),
    ],
)
def test_what_mt_metrics_eval_could_not_read_is_not_written(
    tmp_path: Path, scores: dict[str, list[float | None]], reason: str
) -> None:
    path = tmp_path / "mtqa-src.seg.score"
    with pytest.raises(InputError, match=reason):
        write_segment_scores(path, scores)
    assert not path.exists()


def test_file_names() -> None:
    assert str(ScoreFileName("mtqa-fast", "src", "seg")) == "mtqa-fast-src.seg.score"
    name = ScoreFileName.parse("COMET-22-refA.refB.sys.score")
    assert (name.metric, name.references, name.level) == ("COMET-22", "refA.refB", "sys")
    for bad in ("mtqa.seg.score", "mtqa-src.doc.score", "mtqa-src.seg.txt"):
        with pytest.raises(InputError, match=bad):
            ScoreFileName.parse(bad)
