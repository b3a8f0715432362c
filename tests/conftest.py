"""What many tests need: a made-up model folder, and a word on tests that need the real one."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from mtqa.calibrate import FusedScore, LengthCalibration, ScorerModel, Thresholds, Way
from mtqa.evidence.base import FakeEncoder
from mtqa.evidence.linear import EVIDENCE_NAME, SPACES, FittedSpace, LinearEvidence
from mtqa.features import FINDING_FEATURES, NGRAMS
from mtqa.lm.base import FakeModel
from mtqa.resources import models_dir

SHIPPED = models_dir() / "en-small"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, saying so, what needs the shipped model where that was not trained yet."""
    missing = [n for n in ("model.safetensors", "scorer.json") if not (SHIPPED / n).is_file()]
    if missing:
        skip = pytest.mark.skip(reason=f"models/en-small lacks {', '.join(missing)}")
        for item in items:
            if item.get_closest_marker("model"):
                item.add_marker(skip)


def made_up_scorer() -> ScorerModel:
    """A scorer that grows with n-gram evidence, surprisal and findings."""
    calibration = LengthCalibration(
        log_words=(math.log(8), math.log(60)), slope=(0.15, 1.0), offset=(0.05, -0.1)
    )

    def score(names: dict[str, tuple[float, float, float]], bias: float) -> FusedScore:
        return FusedScore(
            features=tuple(names),
            mean=tuple(mean for mean, _, _ in names.values()),
            scale=tuple(scale for _, scale, _ in names.values()),
            ways={
                "one": Way(
                    weight=tuple(weight for _, _, weight in names.values()),
                    bias=bias,
                    calibration=calibration,
                )
            },
        )

    findings = dict.fromkeys(FINDING_FEATURES, (0.1, 0.5, 0.6))
    fast = {NGRAMS: (0.0, 1.0, 1.0), **findings}
    default = {**fast, "surprisal_mean": (7.0, 2.0, 0.5)}
    accurate = {**default, "reader_p_mt": (0.0, 1.0, 0.7)}
    less = {name: (mean, scale, -weight) for name, (mean, scale, weight) in default.items()}
    less_fast = {name: value for name, value in less.items() if name != "surprisal_mean"}
    thresholds = Thresholds(likely_mt=0.9, paragraph=0.95, likely_human=0.4)
    return ScorerModel(
        p_mt={
            "default": score(default, -0.2),
            "fast": score(fast, -0.2),
            "accurate": score(accurate, -0.2),
        },
        fluency={
            "default": score(less, 1.0),
            "fast": score(less_fast, 1.0),
            "accurate": score(less, 1.0),
        },
        paragraph_correlation=0.4,
        thresholds=dict.fromkeys(("strict", "default", "lenient"), thresholds),
        accurate_thresholds=dict.fromkeys(("strict", "default", "lenient"), thresholds),
        fitted={"command": "tests/conftest.py"},
    )


@pytest.fixture(scope="session")
def models_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models with seeded random evidence and :func:`made_up_scorer`."""
    models = tmp_path_factory.mktemp("models")
    folder = models / "en-small"
    folder.mkdir()
    draw = np.random.default_rng(3)
    bits = 10
    fitted = {
        space.name: FittedSpace(
            space.spec(bits),
            np.arange(1 << bits, dtype=np.uint32),
            np.ones(1 << bits, np.float32),
            {t: draw.normal(0, 0.5, 1 << bits).astype(np.float32) for t in space.targets},
            dict.fromkeys(space.targets, 0.1),
        )
        for space in SPACES
    }
    LinearEvidence(fitted).save(folder / EVIDENCE_NAME)
    (folder / "scorer.json").write_text(json.dumps(made_up_scorer().model_dump()), "utf-8")
    return models


@pytest.fixture
def fake_models(models_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let every pipeline of this process use the made-up models and :class:`FakeModel`."""
    monkeypatch.setattr("mtqa.pipeline.models_dir", lambda: models_folder)
    monkeypatch.setattr(
        "mtqa.pipeline._surprisal_model",
        lambda config, _folder, _arithmetic: None if config.tier == "fast" else FakeModel(),
    )
    monkeypatch.setattr(
        "mtqa.pipeline._evidence_encoder",
        lambda config, _folder, _arithmetic: None if config.tier == "fast" else FakeEncoder(),
    )
    return models_folder
