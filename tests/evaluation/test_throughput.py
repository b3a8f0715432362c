"""How the speed of the command line is told."""

from __future__ import annotations

import pytest

from mtqa.evaluation import throughput as module
from mtqa.evaluation.throughput import throughput


def test_the_page_tells_every_run_and_the_cold_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RUNS", (("fast", 1, False), ("fast", 1, True)))
    monkeypatch.setattr(module, "_COLD_STARTS", 1)
    text = "The harbour was closed for a week, and ships had to wait outside until the wind fell. "
    page = throughput([text * 12, text * 20, text * 24])
    rows = [line for line in page.splitlines() if line.startswith("| fast")]
    assert [row.split(" | ")[2] for row in rows] == ["1.6", "4.8"]
    assert "A single page of 204 words" in page
    assert "1 runs)" in page
