"""The command line end to end: data on stdout, one line of trouble on stderr, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from mtqa import cli
from mtqa.config import Config, load_config
from mtqa.detectors import catalogue

ROOT = Path(__file__).resolve().parents[1]
TEXT = "The council met on Tuesday to talk about the price of bread."
KEYS = [
    "schema", "id", "status", "language", "n_chars", "n_tokens", "p_mt", "verdict", "quality",
    "fluency", "paragraphs", "reasons", "signature",
]  # fmt: skip
PARAGRAPH_KEYS = [
    "index", "start", "end", "status", "p_mt", "fluency", "surprisal_bits", "n_tokens", "findings",
]  # fmt: skip
FINDING_KEYS = [
    "detector", "start", "end", "text", "severity", "confidence", "message", "suggestion",
]  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Outcome]


@pytest.fixture
def mtqa(
    fake_models: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run ``mtqa ARGUMENTS`` in this process, with the fake models."""

    def run(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["mtqa", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capsys.readouterr()
        code = ended.value.code
        return Outcome(0 if code is None else int(code), captured.out, captured.err)

    return run


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def assert_one_line(outcome: Outcome, *names: object) -> None:
    """Exit 2, nothing on stdout, and one line on stderr that holds ``names``."""
    assert outcome.code == 2, outcome
    assert outcome.out == ""
    assert outcome.err.startswith("mtqa: ")
    assert outcome.err.count("\n") == 1, outcome.err
    assert "Traceback" not in outcome.err
    for name in names:
        assert str(name) in outcome.err


# ---- bad input -------------------------------------------------------------------------------

BAD_FILES = {
    "binary file": ("page.txt", b"%PDF-1.7\x00\x01\x02", "binary"),
    "binary file without magic": ("page.txt", b"ab\x00cd", "binary"),
    "broken JSON line": ("rows.jsonl", '{"text": "a"', "rows.jsonl:1: broken JSON"),
    "broken JSON": ("rows.json", '[{"text": "a"', "rows.json:1: broken JSON"),
    "missing column in JSON lines": ("rows.jsonl", '{"body": "a"}\n', "it has: body"),
    "missing column in CSV": ("rows.csv", "id,body\n1,a\n", "it has: id, body"),
    "empty file": ("empty.txt", "", "is empty"),
    "empty table": ("empty.jsonl", "\n\n", "is empty"),
    "invalid UTF-8": ("bad.txt", "naïve café words".encode() * 9 + b"\xff\xc3 x", "UTF-8"),
    "damaged compression": ("rows.jsonl.gz", b"\x1f\x8b\x08\x00 no gzip", "cannot be read"),
    "damaged Parquet": ("rows.parquet", b"PAR1 no table", "Parquet"),
}


@pytest.mark.parametrize("case", BAD_FILES)
@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_a_bad_file_alone_is_one_line_and_exit_2(
    mtqa: Run, tmp_path: Path, case: str, form: str
) -> None:
    name, content, hint = BAD_FILES[case]
    path = write(tmp_path / name, content)
    assert_one_line(mtqa("score", path, "--format", form), path, hint)


def test_paths_that_lead_nowhere_are_one_line(mtqa: Run, tmp_path: Path) -> None:
    assert_one_line(mtqa("score", tmp_path / "none.txt"), tmp_path / "none.txt", "no such file")
    assert_one_line(mtqa("score", tmp_path), tmp_path, "holds no document")
    assert_one_line(mtqa("score", tmp_path / "*.txt"), tmp_path / "*.txt", "no file matches")
    # a missing file is told before the others are scored
    good = write(tmp_path / "good.txt", TEXT)
    assert_one_line(mtqa("score", good, tmp_path / "none.txt"), tmp_path / "none.txt")


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (["--select", "punctuation.nil"], "detector 'punctuation.nil' is unknown"),
        (["--ignore", "nil"], "detector 'nil' is unknown"),
        (["--fail-on", "p_mt=1"], "--fail-on 'p_mt=1'"),
        (["--tier", "slow"], "options: tier"),
        (["--profile", "hard"], "options: profile"),
        (["--rules", "none.yaml"], "none.yaml"),
    ],
)
def test_a_bad_option_is_one_line(mtqa: Run, tmp_path: Path, options: list[str], hint: str) -> None:
    path = write(tmp_path / "good.txt", TEXT)
    assert_one_line(mtqa("score", path, *options), hint)


@pytest.mark.parametrize("content", ["colour: red", "prior: 2", "prior: [", "- x"])
def test_a_bad_config_is_one_line(mtqa: Run, tmp_path: Path, content: str) -> None:
    path = write(tmp_path / "good.txt", TEXT)
    config = write(tmp_path / "c.yaml", content)
    assert_one_line(mtqa("score", path, "--config", config), config)
    assert_one_line(mtqa("config", "--config", config), config)
    assert_one_line(mtqa("score", path, "--config", tmp_path / "no.yaml"), tmp_path / "no.yaml")


def test_a_place_that_cannot_be_written_is_one_line(mtqa: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "good.txt", TEXT)
    for output in (path / "out.json", path / "folder"):
        assert_one_line(mtqa("score", path, "--format", "json", "--output", output), output)


def test_several_documents_need_a_folder_for_pages(mtqa: Run, tmp_path: Path) -> None:
    for name in "ab":
        write(tmp_path / f"{name}.txt", TEXT)
    page = tmp_path / "out" / "page.html"
    assert_one_line(mtqa("score", tmp_path, "-f", "html", "-o", page), "--output a folder")
    assert not page.exists()


def test_one_line_of_10_mb_is_one_line_of_error(mtqa: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "long.txt", "words " * 1_700_000)
    outcome = mtqa("score", path, "--format", "jsonl")
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert f"{path}: line 1 has 10,200,000 characters" in outcome.err
    assert "break it into paragraphs" in outcome.err
    (record,) = outcome.records
    assert (record["status"], record["p_mt"]) == ("error", None)


def test_usage_errors_exit_2_without_a_traceback(mtqa: Run) -> None:
    for arguments in (["score"], ["score", "x", "--format", "pdf"], ["nil"], ["diff", "x"]):
        outcome = mtqa(*arguments)
        assert outcome.code == 2
        assert "Traceback" not in outcome.err
        assert outcome.out == ""


# ---- bad records in a batch ------------------------------------------------------------------


def test_bad_records_are_reported_in_place_and_the_rest_is_scored(
    mtqa: Run, tmp_path: Path
) -> None:
    rows = [
        json.dumps({"id": "first", "text": TEXT}),
        '{"id": "broken", "text": ',
        json.dumps({"id": "no text"}),
        json.dumps({"id": "number", "text": 5}),
        "[1, 2]",
        json.dumps({"id": "long", "text": "x " * 600_000}),
        json.dumps({"id": "last", "text": TEXT}),
    ]
    content = "\n".join(rows).encode() + b'\n{"text": "\xff\xfe"}\n' + rows[0].encode()
    path = write(tmp_path / "rows.jsonl", content)
    outcome = mtqa("score", path, "--format", "jsonl")
    records = outcome.records
    assert [r["status"] for r in records] == ["ok", *["error"] * 5, "ok", "error", "ok"]
    for number in (2, 3, 4, 5, 8):
        assert f"{path}:{number}" in records[number - 1]["error"]
    assert "line 1 has 1,200,000" in records[5]["error"] or "1,199,999" in records[5]["error"]
    assert records[0]["p_mt"] == records[6]["p_mt"] == records[8]["p_mt"] is not None
    for record in records:
        if record["status"] == "error":
            assert record["p_mt"] is record["quality"] is record["verdict"] is None
    assert outcome.code == 0
    assert outcome.err.count("\n") == 1
    assert f"6 of 9 documents could not be read; the first: {path}:2" in outcome.err


def test_a_bad_file_among_others_is_reported_in_place(mtqa: Run, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    bad = write(tmp_path / "b.txt", b"\x89PNG\r\n\x00")
    write(tmp_path / "c.txt", TEXT)
    outcome = mtqa("score", tmp_path, "--format", "jsonl")
    assert [r["status"] for r in outcome.records] == ["ok", "error", "ok"]
    assert str(bad) in outcome.records[1]["error"]
    assert outcome.code == 0


def test_a_batch_of_nothing_but_bad_files_exits_2(mtqa: Run, tmp_path: Path) -> None:
    for name in "ab":
        write(tmp_path / f"{name}.txt", b"")
    outcome = mtqa("score", tmp_path, "--format", "jsonl")
    assert outcome.code == 2
    assert [r["status"] for r in outcome.records] == ["error", "error"]
    assert outcome.err.count("\n") == 1
    assert str(tmp_path / "a.txt") in outcome.err


# ---- output ----------------------------------------------------------------------------------


def test_json_lines_follow_the_schema(mtqa: Run, tmp_path: Path) -> None:
    text = f"Leave a Reply\n\n{TEXT} They met in in Geneva.\n\nTold the the."
    path = write(tmp_path / "a.txt", text)
    outcome = mtqa("score", path, "--format", "jsonl")
    assert outcome.err == ""
    (record,) = outcome.records
    assert list(record)[: len(KEYS)] == KEYS
    # what is added stands behind: a reader of schema 1 finds its keys
    assert set(record) - set(KEYS) <= {"title", "error"}
    assert (record["schema"], record["id"], record["status"]) == (1, str(path), "ok")
    assert (record["language"], record["n_chars"]) == ("en", len(text))
    assert record["verdict"] in {"likely_mt", "mixed", "uncertain", "likely_human"}
    assert 0 <= record["p_mt"] <= 1 and 0 <= record["fluency"] <= 1
    assert 0 <= record["quality"] <= 100
    assert record["signature"].startswith("mtqa|")
    assert len(record["reasons"]) <= 3
    assert record["n_tokens"] == sum(p["n_tokens"] for p in record["paragraphs"]) > 0
    assert [p["status"] for p in record["paragraphs"]] == ["boilerplate", "ok", "too_short"]
    findings = []
    for number, paragraph in enumerate(record["paragraphs"]):
        assert list(paragraph)[: len(PARAGRAPH_KEYS)] == PARAGRAPH_KEYS
        assert set(paragraph) - set(PARAGRAPH_KEYS) <= {"language", "contributions"}
        assert paragraph["index"] == number
        findings += paragraph["findings"]
        scores = (paragraph["p_mt"], paragraph["fluency"], paragraph["surprisal_bits"])
        assert (None in scores) == (paragraph["status"] != "ok") == (set(scores) == {None})
    assert {f["detector"] for f in findings} >= {"repetition.word"}
    for finding in findings:
        assert list(finding) == FINDING_KEYS
        assert text[finding["start"] : finding["end"]] == finding["text"]
        assert finding["severity"] in {"minor", "major", "critical"}
        assert 0 <= finding["confidence"] <= 1


def test_json_is_the_list_of_the_lines(mtqa: Run, tmp_path: Path) -> None:
    for name in "cab":
        write(tmp_path / f"{name}.txt", f"{TEXT} And {name} came too.")
    as_lines = mtqa("score", tmp_path, "--format", "jsonl").records
    as_list = json.loads(mtqa("score", tmp_path, "--format", "json").out)
    assert as_lines == as_list
    assert [r["id"] for r in as_list] == [str(tmp_path / f"{n}.txt") for n in "abc"]


def test_the_order_of_the_inputs_is_kept(mtqa: Run, tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{name}.txt", TEXT) for name in "cab"]
    assert [r["id"] for r in mtqa("score", *paths, "-f", "jsonl").records] == list(map(str, paths))


def test_the_default_is_text_with_the_findings(mtqa: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", f"{TEXT} They met in in Geneva.")
    outcome = mtqa("score", path)
    assert outcome.code == 0
    assert "a.txt" in outcome.out
    assert "repetition.word" in outcome.out
    assert "\x1b" not in outcome.out


def test_columns_name_the_text_and_the_id(mtqa: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", f'key,body\nk1,"{TEXT}"\n')
    options = ("--text-column", "body", "--id-column", "key", "-f", "jsonl")
    (record,) = mtqa("score", path, *options).records
    assert (record["id"], record["n_chars"]) == ("k1", len(TEXT))


def test_a_file_and_a_folder_are_told_apart_by_the_suffix(mtqa: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", TEXT)
    outcome = mtqa("score", path, "-f", "jsonl", "-o", tmp_path / "out.jsonl")
    assert (outcome.code, outcome.out) == (0, "")
    assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 1
    mtqa("score", path, "-f", "html", "-o", tmp_path / "pages")
    assert (tmp_path / "pages" / "index.html").is_file()
    assert len(list((tmp_path / "pages").iterdir())) == 2


# ---- exit codes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "code"),
    [("p_mt>=0", 1), ("p_mt>1", 0), ("p_mt>1|quality<101", 1), ("findings>0", 0)],
)
def test_fail_on_decides_the_exit_code(
    mtqa: Run, tmp_path: Path, condition: str, code: int
) -> None:
    path = write(tmp_path / "a.txt", TEXT)
    outcome = mtqa("score", path, "--fail-on", condition, "-f", "jsonl")
    assert outcome.code == code
    assert len(outcome.records) == 1
    assert ("--fail-on met by 1 of 1 documents" in outcome.err) == (code == 1)


# ---- other commands --------------------------------------------------------------------------


def test_detectors_prints_the_catalogue(mtqa: Run) -> None:
    outcome = mtqa("detectors")
    assert outcome.code == 0
    assert all(id_ in outcome.out for id_ in catalogue())


def test_detectors_prints_one_page(mtqa: Run) -> None:
    outcome = mtqa("detectors", "repetition.word")
    assert outcome.code == 0
    assert "What it finds" in outcome.out
    assert_one_line(mtqa("detectors", "repetition.nil"), "repetition.nil", "'mtqa detectors'")


def test_config_prints_what_would_be_used(mtqa: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "c.yaml", "prior: 0.1\nselect: [order]\n")
    outcome = mtqa("config", "--config", path)
    assert yaml.safe_load(outcome.out)["prior"] == 0.1
    assert load_config(write(tmp_path / "again.yaml", outcome.out)) == load_config(path)
    assert load_config(write(tmp_path / "default.yaml", mtqa("config").out)) == Config()


def test_the_module_runs_without_a_traceback(tmp_path: Path) -> None:
    """One real process: errors, encoding and exit code as a shell sees them."""
    missing = tmp_path / "née.txt"
    ended = subprocess.run(
        [sys.executable, "-m", "mtqa", "score", str(missing)],
        capture_output=True,
        check=False,
        env={"LC_ALL": "C", "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
    )
    assert ended.returncode == 2
    assert ended.stdout == b""
    assert ended.stderr.decode("utf-8") == (
        f"mtqa: {missing}: no such file or folder; check the path\n"
    )
