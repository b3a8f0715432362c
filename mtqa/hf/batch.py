"""A function for ``datasets.Dataset.map(batched=True)``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mtqa.config import Config
from mtqa.errors import InputError
from mtqa.hf.scoring import Scorer, flat_record
from mtqa.types import Document, DocumentReport

_DEFAULT = Config()


def score_batch(
    batch: Mapping[str, Sequence[Any]],
    *,
    text_column: str = "text",
    id_column: str | None = None,
    prefix: str = "mtqa_",
    config: Config = _DEFAULT,
    scorer: Scorer | None = None,
) -> dict[str, list[Any]]:
    """Score a batch and return the new columns.

        dataset.map(score_batch, batched=True, fn_kwargs={"config": Config(tier="fast")})

    Each process loads the model once, so ``num_proc`` works; the size of the batch changes no
    score. A missing text gets ``status: empty`` and no scores.

    Args:
        batch: columns of equal length.
        text_column: the column with the texts.
        id_column: the column that names the texts in error messages.
        prefix: put before the names of the new columns: ``p_mt``, ``verdict``, ``quality``,
            ``fluency``, ``status``, ``findings``, ``reasons``, ``signature``.
        config: options of the scoring run.
        scorer: a loaded pipeline to use in place of one made from ``config``.

    Raises:
        InputError: a column is missing or holds something other than text.
    """
    texts = _column(batch, text_column)
    ids = _column(batch, id_column) if id_column else range(len(texts))
    columns: dict[str, list[Any]] = {}
    for name, text in zip(ids, texts, strict=True):
        if not isinstance(text, str | None):
            raise InputError(
                f"column {text_column!r} holds {type(text).__name__}, not text; name another"
            )
        document = Document(str(name), text or "")
        for field, value in flat_record(_score(document, config, scorer)).items():
            columns.setdefault(prefix + field, []).append(value)
    return columns


def score_features(features: Any, prefix: str = "mtqa_") -> Any:  # noqa: ANN401 (datasets is untyped)
    """Return ``features`` with those of the new columns.

    Pass them to ``map(features=…)`` where the first batch may lack what later ones have: a
    column of nothing but nulls or empty lists has no type of its own.

    Args:
        features: the ``datasets.Features`` of the data set.
        prefix: as given to :func:`score_batch`.
    """
    from datasets import Features, Value

    text, number, offset = Value("string"), Value("float64"), Value("int64")
    finding = {
        "detector": text,
        "start": offset,
        "end": offset,
        "text": text,
        "severity": text,
        "confidence": number,
        "message": text,
        "suggestion": text,
    }
    new = {
        "p_mt": number,
        "verdict": text,
        "quality": number,
        "fluency": number,
        "status": text,
        "findings": [finding],
        "reasons": [text],
        "signature": text,
    }
    return Features({**features, **{prefix + name: feature for name, feature in new.items()}})


def _score(document: Document, config: Config, scorer: Scorer | None) -> DocumentReport:
    if scorer is not None:
        return scorer.score(document)
    from mtqa.api import score_text  # loads the networks: only where a text is scored

    return score_text(document.text, config, id=document.id)


def _column(batch: Mapping[str, Sequence[Any]], name: str) -> Sequence[Any]:
    if name not in batch:
        raise InputError(f"no column {name!r}; there are {', '.join(map(str, batch))}")
    return batch[name]
