"""Meeting points with Hugging Face: ``datasets``, ``transformers``, ``evaluate``, model cards.

    >>> from mtqa.hf import score_batch
    >>> scored = dataset.map(score_batch, batched=True)

``mtqa.hf.pipeline`` registers the transformers task ``mt-quality``; ``mtqa/hf/metric.py`` is an
``evaluate`` module; ``mtqa.hf.run_eval`` is the evaluation script; ``mtqa.hf.wmt`` reads and
writes the score files of WMT's metrics tasks.
"""

from __future__ import annotations

from mtqa.hf.batch import score_batch, score_features

__all__ = ["score_batch", "score_features"]
