"""The shipped scorer may not get worse: AUROC floors on a fixed slice of the development sets.

Each floor lies .01 below what the slice gave when it was set. Floors rise with the models;
lowering one needs a reason in CHANGELOG.md.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from mtqa.config import Config
from mtqa.evaluation.contrasts import CONTRASTS
from mtqa.pipeline import Pipeline
from mtqa.train.examples import Example, iter_examples
from mtqa.train.scorer import sample_examples
from mtqa.types import Document

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not (DATA / "wmt").is_dir(), reason=f"{DATA} is not here"),
]


@pytest.fixture(scope="module")
def scored() -> list[tuple[Example, float]]:
    pipeline = Pipeline(Config())
    chosen = [
        example
        for contrast in CONTRASTS
        for kind in (contrast.positive, contrast.negative)
        for example in sample_examples(
            [e for e in iter_examples(DATA, "dev", 5) if e.kind == kind and e.set in contrast.sets],
            200,
            seed=11,
        )
    ]
    unique = list({(e.set, e.kind, e.system, e.source): e for e in chosen}.values())
    reports = [pipeline.score(Document(e.source, e.text)) for e in unique]
    return [(e, r.p_mt) for e, r in zip(unique, reports, strict=True) if r.p_mt is not None]


@pytest.mark.parametrize("contrast", CONTRASTS, ids=lambda c: c.name)
def test_auroc_is_at_least_its_floor(contrast, scored) -> None:
    kinds = {contrast.positive, contrast.negative}
    rows = [(e, p) for e, p in scored if e.set in contrast.sets and e.kind in kinds]
    labels = np.array([e.kind == contrast.positive for e, _ in rows])
    assert roc_auc_score(labels, [p for _, p in rows]) >= FLOORS[contrast.name]
