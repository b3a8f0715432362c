from __future__ import annotations

import io
import json

import pytest

from mtqa.report.json import document_to_dict, encode, write_json, write_jsonl

from . import samples

#: The keys and their order are a promise to other programs.
DOCUMENT = (
    "schema", "id", "status", "language", "n_chars", "n_tokens", "p_mt", "verdict", "quality",
    "fluency", "paragraphs", "reasons", "signature", "title", "error",
)  # fmt: skip
PARAGRAPH = (
    "index", "start", "end", "status", "p_mt", "fluency", "surprisal_bits", "n_tokens",
    "findings", "language",
)  # fmt: skip
FINDING = (
    "detector", "start", "end", "text", "severity", "confidence", "message", "suggestion",
)  # fmt: skip


def test_keys_and_their_order() -> None:
    made = document_to_dict(samples.garbled())
    assert tuple(made) == DOCUMENT
    assert made["schema"] == 1
    for paragraph in made["paragraphs"]:
        # The contributions are there only with --explain.
        assert tuple(paragraph)[: len(PARAGRAPH)] == PARAGRAPH
        assert set(paragraph) - set(PARAGRAPH) <= {"contributions"}
        for found in paragraph["findings"]:
            assert tuple(found) == FINDING
            assert samples.garbled().text[found["start"] : found["end"]] == found["text"]


def test_missing_scores_are_null_and_numbers_are_rounded() -> None:
    made = document_to_dict(
        samples.document("One line here.", p_mt=0.123456, quality=41.26, fluency=1 / 3)
    )
    assert (made["p_mt"], made["quality"], made["fluency"]) == (0.1235, 41.3, 0.3333)
    assert made["paragraphs"][0]["surprisal_bits"] == 5.123
    failed = document_to_dict(samples.failed())
    assert (failed["status"], failed["p_mt"], failed["verdict"]) == ("error", None, None)
    assert failed["error"].startswith("rows.jsonl")
    boilerplate = document_to_dict(samples.garbled())["paragraphs"][1]
    assert (boilerplate["status"], boilerplate["p_mt"]) == ("boilerplate", None)


def test_lines_and_lists_read_back() -> None:
    reports = [samples.garbled(), samples.human(), samples.failed()]
    expected = [document_to_dict(report) for report in reports]
    lines, whole = io.StringIO(), io.StringIO()
    write_jsonl(iter(reports), lines)
    write_json(iter(reports), whole)
    assert [json.loads(line) for line in lines.getvalue().splitlines()] == expected
    assert json.loads(whole.getvalue()) == expected
    empty = io.StringIO()
    write_json([], empty)
    assert json.loads(empty.getvalue()) == []


@pytest.mark.parametrize("payload", samples.HOSTILE, ids=range(len(samples.HOSTILE)))
def test_hostile_text_survives_as_one_utf8_line(payload: str) -> None:
    stream = io.StringIO()
    write_jsonl([samples.hostile(payload)], stream)
    stream.getvalue().encode("utf-8")
    (line,) = stream.getvalue().splitlines()
    assert json.loads(line)["paragraphs"][0]["findings"][0]["text"] == payload


def test_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        encode({"p_mt": float("nan")})
