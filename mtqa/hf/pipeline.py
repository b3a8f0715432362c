"""The transformers task ``mt-quality``; importing this module registers it.

    >>> import mtqa.hf.pipeline
    >>> from transformers import pipeline
    >>> score = pipeline("mt-quality")
    >>> score("The ministers met in Geneva on Monday to talk about grain prices.")

Without a model the shipped one is used. ``model`` takes a folder or hub id of any causal language
model, or a :class:`QualityModel` for every other option.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import Pipeline
from transformers.pipelines import PIPELINE_REGISTRY

from mtqa.config import Config
from mtqa.hf.scoring import Scorer, flat_record
from mtqa.pipeline import DEFAULT_MODEL
from mtqa.pipeline import Pipeline as ScoringPipeline
from mtqa.report.json import document_to_dict
from mtqa.resources import models_dir
from mtqa.types import Document, DocumentReport

TASK = "mt-quality"


class QualityModel(torch.nn.Module):
    """A scoring pipeline in the shape of a model that transformers hands around.

    Args:
        config: options of the scoring run.
        scorer: a loaded pipeline to use in place of one made from ``config``.

    Raises:
        MtqaError: the model is missing or damaged, or an option names what does not exist.
    """

    input_modalities = ("text",)
    device = torch.device("cpu")
    dtype = torch.float32

    def __init__(self, config: Config | None = None, scorer: Scorer | None = None) -> None:
        super().__init__()
        self.config = config or Config()
        self.scorer = scorer if scorer is not None else ScoringPipeline(self.config)

    @classmethod
    def from_pretrained(cls, name: str, **_: object) -> QualityModel:
        """Load the shipped model where ``name`` is its folder, else any causal model.

        What else transformers passes (its own configuration, dtype, revision …) is meant for
        weights, which mtqa loads itself.
        """
        shipped = Path(name).resolve() == (models_dir() / DEFAULT_MODEL).resolve()
        return cls(Config(model=None if shipped else name))

    def can_generate(self) -> bool:
        """Tell that it scores text and writes none."""
        return False

    def forward(self, document: Document) -> DocumentReport:
        """Score one document."""
        return self.scorer.score(document)


class QualityPipeline(Pipeline):  # type: ignore[misc] # transformers is untyped here
    """Score texts: ``p_mt``, ``verdict``, ``quality``, ``fluency``, findings and reasons.

    Input is a text, a list or a generator of texts, or records ``{"text": …, "id": …}``.
    ``label`` and ``score`` repeat the verdict and p_mt under the names that text
    classification uses. With ``return_report=True`` each result is the whole report, as
    ``mtqa score --format json`` writes it.
    """

    _load_processor = False
    _load_image_processor = False
    _load_feature_extractor = False
    _load_tokenizer = False

    def __init__(self, *args: Any, device: Any = None, **kwargs: Any) -> None:  # noqa: ANN401
        if device is not None and torch.device("cpu" if device == -1 else device).type != "cpu":
            raise ValueError(f"{TASK} runs on the CPU; leave device out (it is {device!r})")
        super().__init__(*args, device=-1, **kwargs)

    def __call__(self, inputs: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Score ``inputs``; ``batch_size`` is accepted and changes nothing."""
        if isinstance(inputs, list | tuple) and not inputs:
            return []
        # Texts are scored one by one, so that no score depends on its neighbours.
        return super().__call__(inputs, **{**kwargs, "batch_size": 1})

    def _sanitize_parameters(
        self, return_report: bool | None = None
    ) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        chosen = {} if return_report is None else {"return_report": return_report}
        return {}, {}, chosen

    def preprocess(self, inputs: Any) -> dict[str, Document]:  # noqa: ANN401
        """Make a document of a text or a record."""
        record = {"text": inputs} if isinstance(inputs, str) else inputs
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            raise ValueError(f"{TASK} takes texts or records with a text, not {inputs!r:.80}")
        return {"document": Document(str(record.get("id", "text")), record["text"])}

    def _forward(self, model_inputs: dict[str, Document]) -> dict[str, DocumentReport]:
        return {"report": self.model(model_inputs["document"])}

    def postprocess(
        self, model_outputs: dict[str, DocumentReport], return_report: bool = False
    ) -> dict[str, Any]:
        """Return plain values."""
        report = model_outputs["report"]
        if return_report:
            return document_to_dict(report)
        record = flat_record(report)
        return {"label": record["verdict"], "score": record["p_mt"], **record}


def register() -> None:
    """Make ``transformers.pipeline("mt-quality")`` known; repeating it changes nothing."""
    if TASK not in PIPELINE_REGISTRY.get_supported_tasks():
        PIPELINE_REGISTRY.register_pipeline(
            TASK,
            pipeline_class=QualityPipeline,
            pt_model=QualityModel,
            default={"model": (str(models_dir() / DEFAULT_MODEL), "main")},
            type="text",
        )


register()
