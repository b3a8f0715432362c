from __future__ import annotations

import io
import json
from typing import Any

import pytest

from mtqa.detectors import catalogue
from mtqa.report.sarif import sarif_log, write_sarif

from . import samples


def _log(*reports: samples.DocumentReport) -> dict[str, Any]:
    stream = io.StringIO()
    write_sarif(reports, stream)
    stream.getvalue().encode("utf-8")
    return json.loads(stream.getvalue())


def test_rules_results_and_notifications() -> None:
    report = samples.garbled()
    log = _log(report, samples.failed())
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} >= set(catalogue())
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert len(run["results"]) == len(report.findings)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"note", "warning", "error"}
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert "broken JSON" in notification["message"]["text"]


def test_regions_count_code_points_lines_and_columns() -> None:
    text = "👩 first\r\nsecond the the end"
    report = samples.document(text, (samples.finding(text, " the the", suggestion=" the"),))
    (result,) = _log(report)["runs"][0]["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"]["region"] == {
        "startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 15,
        "charOffset": text.index(" the the"), "charLength": 8, "snippet": {"text": " the the"},
    }  # fmt: skip
    (change,) = result["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement["insertedContent"] == {"text": " the"}
    assert replacement["deletedRegion"]["charLength"] == 8


def test_fingerprints_are_unique_and_survive_edits_elsewhere() -> None:
    def prints(report: samples.DocumentReport) -> list[str]:
        results = sarif_log([report], {})["runs"][0]["results"]
        return [result["partialFingerprints"]["mtqaFinding/v1"] for result in results]

    text = "It is is so.\n" * 3
    places = [text.index("is is", 13 * i) for i in range(3)]
    same = samples.document(text, tuple(samples.at(text, p, p + 5) for p in places))
    assert len(set(prints(same))) == 3
    tail = "x" * 60 + " the the end of it."
    moved = "A new opening paragraph.\n" + tail
    before = samples.document(tail, (samples.finding(tail, "the the"),))
    after = samples.document(moved, (samples.finding(moved, "the the"),))
    assert prints(before) == prints(after)


@pytest.mark.parametrize("payload", samples.HOSTILE, ids=range(len(samples.HOSTILE)))
def test_hostile_ids_stay_relative_references(payload: str) -> None:
    (result,) = _log(samples.hostile(payload))["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert not set(uri) & set(":<>\"' \n\r")
