"""The evaluation script from its arguments to its files."""

from __future__ import annotations

import gzip
import json
import lzma
from pathlib import Path
from typing import Any

import pytest
import yaml
from datasets import Dataset
from huggingface_hub import ModelCard
from sklearn.metrics import roc_auc_score

from mtqa.errors import ConfigError, InputError, MtqaError
from mtqa.hf.run_eval import evaluate, main
from mtqa.hf.wmt import read_scores
from tests.hf.conftest import StubScorer

# Four systems render six sources; the better one is the more fluent and the less machine-like.
ROWS: list[dict[str, Any]] = [
    {
        "text": f"p={p + source / 100:.2f} xx it rained",
        "kind": kind,
        "system": system,
        "lp": "de-en" if source < 3 else "ru-en",
        "seg": source % 3,
        "rating": 100 * (1 - p) - source,
        "errors": [{"start": 7, "end": 9, "severity": "major"}] if p > 0.5 else [],
    }
    for source in range(6)
    for system, kind, p in (
        ("refA", "ht", 0.1), ("native", "ho", 0.3), ("Online-A", "mt", 0.6), ("RBMT", "bt", 0.9),
    )
]  # fmt: skip
ALL_COLUMNS = [
    "--label_column", "kind", "--score_column", "rating", "--spans_column", "errors",
    "--group_column", "lp", "seg", "--system_column", "system", "--by_column", "lp",
    "--bootstrap_draws", "5", "--no_plots",
]  # fmt: skip


@pytest.fixture
def jsonl(tmp_path: Path) -> Path:
    path = tmp_path / "dev.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


DETECTION = ["--label_column", "kind", "--task", "detection", "--bootstrap_draws", "5"]
SPANS = ["--spans_column", "errors", "--task", "spans", "--bootstrap_draws", "5", "--no_plots"]


def _run(scorer: StubScorer, file: Path, *more: str) -> tuple[dict[str, Any], Path]:
    """Evaluate ``file`` and return eval_results.json and the output folder."""
    output = file.parent / "out"
    evaluate(
        ["--validation_file", str(file), "--output_dir", str(output),
         "--cache_dir", str(file.parent / "cache"), *more],
        scorer=scorer,
    )  # fmt: skip
    return json.loads((output / "eval_results.json").read_text()), output


def test_everything_at_once(scorer: StubScorer, jsonl: Path) -> None:
    found, output = _run(scorer, jsonl, *ALL_COLUMNS, "--wmt_metric_name", "mtqa")
    labels = [row["kind"] in ("mt", "bt") for row in ROWS]
    scores = [float(row["text"][2:6]) for row in ROWS]
    assert found["eval_samples"] == found["eval_samples_scored"] == 24
    assert found["eval_detection_auroc"] == pytest.approx(roc_auc_score(labels, scores))
    assert found["eval_detection_auroc_n"] == 24
    assert found["eval_detection_threshold"] == 0.8
    assert found["eval_detection_tpr"] == 0.5
    assert found["eval_detection_fpr"] == 0.0
    assert found["eval_detection_accuracy"] == 0.75
    assert found["eval_detection_accuracy_at_half"] == 1.0
    assert found["eval_fluency_acc_eq"] == 1.0
    assert found["eval_fluency_kendall_by_segment"] == pytest.approx(1.0)
    assert found["eval_quality_pearson_system_level"] > 0.99
    assert found["eval_quality_accuracy_system_level"] == 1.0
    # Every text has its finding; half of the texts have the mark, at the same place.
    assert found["eval_spans_character_precision"] == 0.5
    assert found["eval_spans_character_recall"] == 1.0
    assert found["eval_spans_token_f1"] == pytest.approx(2 / 3, abs=1e-5)
    assert found["eval_spans_token_severity_f1"] == pytest.approx(2 / 3, abs=1e-5)

    everything = json.loads((output / "all_results.json").read_text())
    assert everything["signature"] == "mtqa|stub"
    assert everything["statuses"] == {"ok": 24}
    assert everything["options"]["group_column"] == ["lp", "seg"]
    assert set(everything["parts"]["Detection by contrast"]) == {
        "bt vs ho", "bt vs ht", "mt vs ho", "mt vs ht"
    }  # fmt: skip
    assert set(everything["parts"]["Detection by system"]) == {"Online-A", "RBMT"}
    assert set(everything["parts"]["Fluency by part"]) == {"de-en", "ru-en"}

    predictions = [json.loads(x) for x in (output / "predictions.jsonl").read_text().splitlines()]
    assert [p["p_mt"] for p in predictions] == scores
    assert predictions[3]["label"] == "bt"
    assert predictions[3]["findings"][0]["start"] == 7

    page = (output / "results.md").read_text()
    assert page.startswith("# Evaluation on dev.jsonl (validation)")
    assert "## Detection by system, worst first" in page
    assert "| auroc | 1.000 [1.000, 1.000] | 24 |" in page

    segments = read_scores(output / "mtqa-src.seg.score")
    assert list(segments) == ["refA", "native", "Online-A", "RBMT"]
    assert segments["refA"][:2] == [90.0, 89.0]
    assert read_scores(output / "mtqa-src.sys.score")["refA"] == [pytest.approx(87.5)]


def test_the_model_index_is_one_that_the_hub_reads(scorer: StubScorer, jsonl: Path) -> None:
    _, output = _run(scorer, jsonl, *DETECTION, "--no_plots")
    block = (output / "model-index.yml").read_text()
    card = ModelCard(f"---\n{block}license: apache-2.0\n---\n# A card\n")
    assert card.data.model_name == "mtqa"
    by_name = {result.metric_name: result for result in card.data.eval_results}
    assert by_name["AUROC of p_mt"].metric_value == 1.0
    assert by_name["AUROC of p_mt"].dataset_split == "validation"
    assert by_name["AUROC of p_mt"].metric_type == "roc_auc"


def test_plots(scorer: StubScorer, jsonl: Path) -> None:
    _, output = _run(scorer, jsonl, *DETECTION, "--system_column", "system")
    names = {"roc.png", "reliability.png", "scores_by_system.png"}
    assert {p.name for p in output.glob("*.png")} == names
    page = (output / "results.md").read_text()
    assert all(f"]({name})" in page for name in names)
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in output.glob("*.png"))


@pytest.mark.parametrize("kind", ["json", "csv", "tsv", "parquet", "jsonl.xz", "jsonl.gz"])
def test_kinds_of_files(scorer: StubScorer, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"dev.{kind}"
    rows = [{**row, "errors": json.dumps(row["errors"])} for row in ROWS]
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    table = Dataset.from_list(rows)
    if kind == "json":
        path.write_text(json.dumps(rows))
    elif kind == "parquet":
        table.to_parquet(path)
    elif kind in ("csv", "tsv"):
        table.to_csv(path, sep="\t" if kind == "tsv" else ",", index=False)
    elif kind == "jsonl.xz":
        path.write_bytes(lzma.compress(lines))
    else:
        path.write_bytes(gzip.compress(lines))
    found, _ = _run(scorer, path, *SPANS)
    assert found["eval_spans_character_recall"] == 1.0


def test_plain_text_has_predictions_and_no_figures(scorer: StubScorer, tmp_path: Path) -> None:
    path = tmp_path / "texts.txt"
    path.write_text("p=0.2 one\n\nfew\n", encoding="utf-8")
    found, output = _run(scorer, path)
    assert {k for k in found if not k.startswith(("eval_samples", "eval_runtime"))} == set()
    assert "2 without" not in (output / "results.md").read_text()
    assert "without a score: 1 empty, 1 too_short" in (output / "results.md").read_text()


def test_texts_without_a_score_are_counted_and_never_zero(
    scorer: StubScorer, tmp_path: Path
) -> None:
    path = tmp_path / "dev.jsonl"
    rows = [*ROWS, {"text": "few", "kind": "mt", "rating": 0.0}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    found, _ = _run(
        scorer, path, "--label_column", "kind", "--score_column", "rating", "--no_plots",
        "--bootstrap_draws", "5",
    )  # fmt: skip
    assert (found["eval_samples"], found["eval_samples_scored"]) == (25, 24)
    assert found["eval_detection_auroc_n"] == found["eval_fluency_pearson_n"] == 24


def test_a_sample_takes_whole_groups_and_depends_on_the_seed(
    scorer: StubScorer, jsonl: Path
) -> None:
    def ids(seed: str) -> list[str]:
        _, output = _run(
            scorer, jsonl, *SPANS, "--group_column", "lp", "seg", "--max_eval_samples", "8",
            "--seed", seed, "--overwrite_output_dir",
        )  # fmt: skip
        lines = (output / "predictions.jsonl").read_text().splitlines()
        return [json.loads(line)["id"] for line in lines]

    first = ids("1")
    assert len(first) == 8
    assert {int(i) // 4 * 4 for i in first} == {int(i) for i in first[::4]}
    assert first == ids("1")
    assert any(first != ids(seed) for seed in ("2", "3"))


def test_ratings_can_be_turned_round(scorer: StubScorer, jsonl: Path) -> None:
    found, _ = _run(
        scorer, jsonl, "--score_column", "rating", "--score_lower_is_better", "--no_plots",
        "--task", "quality", "--bootstrap_draws", "5",
    )  # fmt: skip
    assert found["eval_quality_pearson"] < -0.9


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_one_file_holds_all_options_and_the_line_wins(
    scorer: StubScorer, jsonl: Path, suffix: str
) -> None:
    options = {
        "validation_file": str(jsonl),
        "cache_dir": str(jsonl.parent / "cache"),
        "output_dir": str(jsonl.parent / "elsewhere"),
        "label_column": "kind",
        "negative_labels": ["ho"],
        "group_column": ["lp", "seg"],
        "max_eval_samples": None,
        "plots": False,
        "bootstrap_draws": 5,
    }
    path = jsonl.parent / f"options.{suffix}"
    path.write_text(json.dumps(options) if suffix == "json" else yaml.safe_dump(options))
    output = jsonl.parent / "here"
    evaluate([str(path), "--output_dir", str(output)], scorer=scorer)
    found = json.loads((output / "eval_results.json").read_text())
    assert found["eval_detection_auroc_n"] == 18  # without the six of ht
    assert not (jsonl.parent / "elsewhere").exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--output_dir", "x"], "give either --dataset_name or --train_file"),
        (["--validation_file", "v"], "required: --output_dir"),
        (["--output_dir", "x", "--speed", "3"], "unknown option --speed"),
        (["--output_dir", "x", "--task", "all-of-it"], "invalid choice: 'all-of-it'"),
        (["--output_dir", "x", "--test_file", "t", "--batch_size", "0"], "at least 1"),
        (["--output_dir", "x", "--test_file", "t", "--task", "spans"], "needs --spans_column"),
        (["--output_dir", "x", "--test_file", "t", "--wmt_metric_name", "m"], "--system_column"),
        (
            ["--output_dir", "x", "--test_file", "t", "--spans_column", "s", "--tags_column", "t"],
            "either --spans_column or --tags_column",
        ),
        (["absent.yaml"], "absent.yaml: options cannot be read"),
        (["--output_dir", "x", "--test_file", "t.docx"], "t.docx: no such file"),
        (["--output_dir", "x", "--test_file", "t", "--split", "train"], "no --train_file"),
    ],
)
def test_bad_options(
    scorer: StubScorer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    reason: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MtqaError, match=reason) as caught:
        evaluate(arguments, scorer=scorer)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("rows", "arguments", "reason"),
    [
        ("", [], "the file is empty"),
        ('{"text": "a"}\n{"text": \n', [], "cannot be read as a data set"),
        ('{"txt": "a"}', [], r"no column 'text' \(--text_column\); there are txt"),
        ('{"text": "a"}', ["--label_column", "kind"], r"no column 'kind' \(--label_column\)"),
        ('{"text": 3}', [], "row 0: column 'text' holds int, not text"),
        ('{"text": "a", "k": "ht"}', ["--label_column", "k"], "needs machine and human texts"),
        ('{"text": "a", "s": "good"}', ["--score_column", "s"], "row 0: column 's' holds 'good'"),
        ('{"text": "a", "s": 1}', ["--score_column", "s"], "fewer than two rows have a rating"),
        ('{"text": "a", "e": "[1]"}', ["--spans_column", "e"], "row 0: column 'e' holds no list"),
        (
            '{"text": "a", "e": [{"start": 0, "end": 2}]}',
            ["--spans_column", "e"],
            r"row 0: span \[0, 2\) ends after the text \(1 code points\)",
        ),
    ],
)
def test_bad_data(
    scorer: StubScorer, tmp_path: Path, rows: str, arguments: list[str], reason: str
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(InputError, match=reason) as caught:
        _run(scorer, path, *arguments)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


TAGS = ["--tags_column", "tags", "--task", "spans", "--bootstrap_draws", "5", "--no_plots"]


@pytest.mark.parametrize("as_list", [False, True])
def test_tags_of_words_and_gaps_mark_words(
    scorer: StubScorer, tmp_path: Path, as_list: bool
) -> None:
    rows = [
        # the gap before "fell" is bad too: something is missing there, which marks no word
        ("p=0.5 rain xx, fell", "p=0.5 rain xx , fell", "OK OK OK OK OK BAD OK OK BAD OK OK"),
        ("p=0.2 snow fell", "p=0.2 snow fell", "OK OK OK OK OK BAD OK"),
    ]
    lines = [
        {
            "text": text,
            "tokens": tokens.split() if as_list else tokens,
            "tags": tags.split() if as_list else tags,
        }
        for text, tokens, tags in rows
    ]
    path = tmp_path / "tagged.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    found, _ = _run(scorer, path, *TAGS)
    # "xx" is found and marked, "fell" of the second text is marked only
    assert found["eval_spans_character_precision"] == 1.0
    assert found["eval_spans_character_recall"] == pytest.approx(2 / 6, abs=1e-4)
    assert found["eval_spans_token_recall"] == 0.5


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"tokens": "a b", "tags": "OK BAD"}, "row 0: column 'tags' holds 2 tags, not 5"),
        ({"tokens": "b a", "tags": "OK OK OK OK OK"}, "column 'tokens' do not follow one another"),
        ({"tags": "OK OK OK OK OK"}, r"no column 'tokens' \(--tokens_column\)"),
    ],
)
def test_bad_tags(scorer: StubScorer, tmp_path: Path, row: dict[str, str], reason: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps({"text": "a b"} | row), encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        _run(scorer, path, *TAGS)


def test_a_full_folder_is_not_touched(scorer: StubScorer, jsonl: Path) -> None:
    _, output = _run(scorer, jsonl, *SPANS)
    with pytest.raises(ConfigError, match="add --overwrite_output_dir"):
        _run(scorer, jsonl, *SPANS)
    (output / "notes.txt").write_text("kept")
    _run(scorer, jsonl, *SPANS, "--overwrite_output_dir")
    assert (output / "notes.txt").read_text() == "kept"


def test_the_script_exits_with_2_and_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--output_dir", "x"])
    assert caught.value.code == 2
    error = capsys.readouterr().err
    assert error.startswith("mtqa: give either")
    assert error.count("\n") == 1


def test_the_command_line_passes_its_arguments_through(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from mtqa import cli

    monkeypatch.setattr("sys.argv", ["mtqa", "evaluate", "--output_dir", "x", "--task", "spans"])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("mtqa: give either --dataset_name")
    monkeypatch.setattr("sys.argv", ["mtqa", "evaluate", "--help"])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 0
    assert "--label_column" in capsys.readouterr().out
