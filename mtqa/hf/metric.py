"""mtqa as an ``evaluate`` module.

``evaluate`` copies this file elsewhere and imports it from there, so it stands alone and asks
the installed ``mtqa`` for everything else. Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Any

import datasets
import evaluate

_DESCRIPTION = (
    "Fluency and probability of machine translation of English texts, from the texts alone: no "
    "source, no reference."
)
_INPUTS = """
Args:
    predictions (list of str): the texts. `data` is another name for it.
    tier (str): "default", "fast" without networks, or "accurate" with SmolLM2-135M.
    profile (str): "strict", "default" or "lenient": at which rate of false positives the verdict
        decides.
    model (str): folder or hub id of a causal language model in place of the shipped one.
    scorer: a loaded mtqa.pipeline.Pipeline to use in place of one made from these options.
Returns:
    p_mt, quality, fluency, verdict, status: lists, one entry a text; None where a text has no
        score, for which `status` gives the reason.
    mean_p_mt, mean_quality, mean_fluency: means over the texts that have a score, or None.
    scored: how many texts have one.
    signature: equal signatures mean comparable numbers.
Examples:
    >>> module = evaluate.load("mtqa/hf/metric.py")
    >>> module.compute(predictions=["The ministers met in Geneva to talk about grain prices."])
"""


class MtQuality(evaluate.Metric):  # type: ignore[misc] # evaluate is untyped
    """Scores of mtqa; see :data:`_INPUTS`."""

    def compute(
        self,
        *,
        predictions: Sequence[str] | None = None,
        data: Sequence[str] | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> dict[str, Any] | None:
        """Score texts, passed by either name or added before.

        Raises:
            ValueError: both names are used.
        """
        if predictions is not None and data is not None:
            raise ValueError("pass the texts as predictions or as data, not as both")
        result: dict[str, Any] | None = super().compute(
            predictions=predictions if data is None else data, **kwargs
        )
        return result

    def _info(self) -> evaluate.MetricInfo:
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation="",
            inputs_description=_INPUTS,
            features=datasets.Features({"predictions": datasets.Value("string")}),
        )

    def _compute(
        self,
        predictions: Sequence[str],
        tier: str = "default",
        profile: str = "default",
        model: str | None = None,
        scorer: Any = None,  # noqa: ANN401
    ) -> dict[str, Any]:
        from mtqa.config import load_config
        from mtqa.hf.batch import score_batch

        config = load_config(None, {"tier": tier, "profile": profile, "model": model})
        columns = score_batch({"text": predictions}, prefix="", config=config, scorer=scorer)
        fields = ("p_mt", "quality", "fluency", "verdict", "status")
        result: dict[str, Any] = {name: columns[name] for name in fields}
        for name in ("p_mt", "quality", "fluency"):
            known = [value for value in columns[name] if value is not None]
            result[f"mean_{name}"] = fmean(known) if known else None
        result["scored"] = sum(value is not None for value in columns["p_mt"])
        result["signature"] = columns["signature"][0]
        return result
