"""``Dataset.map`` with ``score_batch``."""

from __future__ import annotations

import pytest
from datasets import Dataset, disable_progress_bars

from mtqa.errors import InputError
from mtqa.hf import score_batch, score_features
from tests.hf.conftest import StubScorer

disable_progress_bars()

TEXTS = ["p=0.9 the man xx said", "", None, "too few", "p=0.1 all is well"]


@pytest.mark.parametrize("batch_size", [1, 2, 100])
def test_map_adds_columns_that_the_batch_size_does_not_change(
    scorer: StubScorer, batch_size: int
) -> None:
    dataset = Dataset.from_dict({"text": TEXTS, "quality": [1, 2, 3, 4, 5]})
    scored = dataset.map(
        score_batch,
        batched=True,
        batch_size=batch_size,
        fn_kwargs={"scorer": scorer},
        features=score_features(dataset.features),
        new_fingerprint=f"test{batch_size}",
    )
    assert scored["quality"] == [1, 2, 3, 4, 5]
    assert scored["mtqa_p_mt"] == [0.9, None, None, None, 0.1]
    assert scored["mtqa_status"] == ["ok", "empty", "empty", "too_short", "ok"]
    assert scored["mtqa_verdict"] == ["likely_mt", None, None, None, "likely_human"]
    [finding] = scored[0]["mtqa_findings"]
    assert TEXTS[0] is not None
    assert TEXTS[0][finding["start"] : finding["end"]] == finding["text"] == "xx"
    assert scored[4]["mtqa_findings"] == []
    assert set(scored["mtqa_signature"]) == {"mtqa|stub"}


def test_other_columns_and_prefix(scorer: StubScorer) -> None:
    found = score_batch(
        {"body": ["p=0.5"], "name": ["n1"]},
        text_column="body",
        id_column="name",
        prefix="",
        scorer=scorer,
    )
    assert found["p_mt"] == [0.5]
    assert found["quality"] == [50.0]


@pytest.mark.parametrize(
    ("batch", "reason"),
    [
        ({"txt": ["a"]}, "no column 'text'; there are txt"),
        ({"text": [7]}, "column 'text' holds int, not text"),
    ],
)
def test_bad_columns(scorer: StubScorer, batch: dict[str, list[object]], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        score_batch(batch, scorer=scorer)
