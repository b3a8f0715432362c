"""The ``evaluate`` module, loaded from its file as users do, without a network."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import evaluate
import pytest

from tests.hf.conftest import StubScorer

MODULE = Path(__file__).resolve().parents[2] / "mtqa" / "hf" / "metric.py"
TEXTS = ["p=0.9", "few", "p=0.2"]


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the module went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr("evaluate.config.HF_MODULES_CACHE", str(tmp_path / "modules"))
    return evaluate.load(str(MODULE), cache_dir=str(tmp_path))


@pytest.mark.parametrize("name", ["predictions", "data"])
def test_both_names_of_the_texts(module: Any, scorer: StubScorer, name: str) -> None:
    found = module.compute(**{name: TEXTS}, scorer=scorer)
    assert found["p_mt"] == [0.9, None, 0.2]
    assert found["status"] == ["ok", "too_short", "ok"]
    assert found["mean_p_mt"] == pytest.approx(0.55)
    assert found["mean_quality"] == pytest.approx(45)
    assert found["scored"] == 2
    assert found["signature"] == "mtqa|stub"


def test_batches(module: Any, scorer: StubScorer) -> None:
    module.add_batch(predictions=TEXTS[:1])
    module.add_batch(predictions=TEXTS[1:2])
    found = module.compute(scorer=scorer)
    assert (found["mean_p_mt"], found["scored"]) == (0.9, 1)


def test_no_score_at_all_has_no_mean(module: Any, scorer: StubScorer) -> None:
    assert module.compute(data=["few"], scorer=scorer)["mean_p_mt"] is None


def test_both_names_at_once_are_refused(module: Any) -> None:
    with pytest.raises(ValueError, match="not as both"):
        module.compute(predictions=TEXTS, data=TEXTS)
