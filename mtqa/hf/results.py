"""The files of an evaluation: JSON, a Markdown page, a block for a model card."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from huggingface_hub import EvalResult
from huggingface_hub.repocard_data import eval_results_to_model_index

from mtqa.evaluation.metrics import Estimate
from mtqa.hf.measure import Figures

#: Our figure, the metric's id on the hub, its name on a card.
_ON_CARD = (
    ("detection_auroc", "roc_auc", "AUROC of p_mt"),
    ("detection_accuracy", "accuracy", "Accuracy at the shipped threshold"),
    ("detection_tpr_at_1_percent_fpr", "recall", "TPR at 1 % FPR"),
    ("detection_ece", "ece", "Expected calibration error, classes weighed evenly"),
    ("quality_pearson", "pearsonr", "Pearson of quality with human ratings"),
    ("fluency_pearson", "pearsonr", "Pearson of fluency with human ratings"),
    ("fluency_spearman", "spearmanr", "Spearman of fluency with human ratings"),
    ("fluency_acc_eq", "accuracy", "Tie-calibrated pairwise accuracy of fluency"),
    ("spans_character_f1", "f1", "Character F1 of findings"),
    ("spans_token_f1", "f1", "Token F1 of findings"),
    ("spans_token_mcc", "matthews_correlation", "Token MCC of findings"),
)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything an evaluation found.

    Attributes:
        dataset: the hub id or file.
        split: which split.
        signature: of the scorer.
        options: every option by its name.
        tasks: figures by task (``detection``, ``quality``, ``fluency``, ``spans``).
        parts: for each way of parting the data, figures by part.
        statuses: how many texts have each status.
        seconds: time spent scoring.
        plots: file names.
    """

    dataset: str
    split: str
    signature: str
    options: Mapping[str, Any]
    tasks: Mapping[str, Figures]
    parts: Mapping[str, Mapping[str, Figures]]
    statuses: Mapping[str, int]
    seconds: float
    plots: Sequence[str] = field(default=())

    @property
    def samples(self) -> int:
        """How many texts were evaluated."""
        return sum(self.statuses.values())

    def flat(self) -> dict[str, float]:
        """Return every figure under an ``eval_`` name, intervals as ``…_low`` and ``…_high``."""
        flat: dict[str, float] = {
            "eval_samples": self.samples,
            "eval_samples_scored": self.statuses.get("ok", 0),
            "eval_runtime": round(self.seconds, 3),
            "eval_samples_per_second": round(self.samples / max(self.seconds, 1e-9), 3),
        }
        for task, figures in self.tasks.items():
            flat |= {f"eval_{task}_{k}": v for k, v in _plain(figures).items()}
        return flat


def write_results(evaluation: Evaluation, folder: Path) -> None:
    """Write ``eval_results.json``, ``all_results.json``, ``results.md``, ``model-index.yml``."""
    flat = evaluation.flat()
    everything = {
        **flat,
        "dataset": evaluation.dataset,
        "split": evaluation.split,
        "signature": evaluation.signature,
        "statuses": dict(evaluation.statuses),
        "parts": {
            way: {part: _plain(figures) for part, figures in parts.items()}
            for way, parts in evaluation.parts.items()
        },
        "options": dict(evaluation.options),
    }
    _write_json(folder / "eval_results.json", flat)
    _write_json(folder / "all_results.json", everything)
    (folder / "results.md").write_text(_markdown(evaluation), encoding="utf-8")
    (folder / "model-index.yml").write_text(_model_index(evaluation), encoding="utf-8")


def _plain(figures: Figures) -> dict[str, float]:
    plain: dict[str, float] = {}
    for name, value in figures.items():
        if isinstance(value, Estimate):
            plain[name] = _rounded(value.value)
            plain[f"{name}_low"] = _rounded(value.low)
            plain[f"{name}_high"] = _rounded(value.high)
            plain[f"{name}_n"] = value.n
        else:
            plain[name] = _rounded(value)
    return plain


def _rounded(value: float) -> float:
    return round(float(value), 5)


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _markdown(evaluation: Evaluation) -> str:
    unscored = ", ".join(f"{n} {s}" for s, n in evaluation.statuses.items() if s != "ok")
    lines = [
        f"# Evaluation on {evaluation.dataset} ({evaluation.split})",
        "",
        f"`{evaluation.signature}`; {evaluation.samples} texts"
        + (f", of them without a score: {unscored}" if unscored else "")
        + f". Intervals: 95 %, {evaluation.options['bootstrap_draws']} bootstrap draws over "
        "blocks.",
    ]
    for task, figures in evaluation.tasks.items():
        lines += ["", f"## {task.capitalize()}", "", *_table(figures)]
    for way, parts in evaluation.parts.items():
        lines += ["", f"## {way}, worst first", "", *_parts_table(parts)]
    for plot in evaluation.plots:
        lines += ["", f"![{Path(plot).stem.replace('_', ' ')}]({plot})"]
    return "\n".join(lines) + "\n"


def _table(figures: Figures) -> list[str]:
    lines = ["| figure | value | n |", "| --- | --- | --- |"]
    for name, value in figures.items():
        n = str(value.n) if isinstance(value, Estimate) else ""
        lines.append(f"| {name} | {_shown(value)} | {n} |")
    return lines


def _parts_table(parts: Mapping[str, Figures]) -> list[str]:
    names = list(dict.fromkeys(name for figures in parts.values() for name in figures))
    ranked = sorted(parts, key=lambda part: _first(parts[part], names))
    lines = [f"| of | {' | '.join(names)} |", "| --- |" + " --- |" * len(names)]
    for part in ranked:
        cells = (_shown(parts[part][n]) if n in parts[part] else "" for n in names)
        lines.append(f"| {part.replace('|', chr(92) + '|')} | {' | '.join(cells)} |")
    return lines


def _first(figures: Figures, names: Sequence[str]) -> float:
    value = figures.get(names[0], float("inf"))
    return value.value if isinstance(value, Estimate) else value


def _shown(value: Estimate | float) -> str:
    return str(value) if isinstance(value, Estimate) else f"{value:.4g}"


def _model_index(evaluation: Evaluation) -> str:
    flat = evaluation.flat()
    name = Path(evaluation.dataset).name
    results = [
        EvalResult(
            task_type="text-classification",
            task_name="Target-only quality and machine-translation detection",
            dataset_type=evaluation.dataset if name != evaluation.dataset else name,
            dataset_name=name,
            dataset_config=evaluation.options.get("dataset_config_name"),
            dataset_split=evaluation.split,
            metric_type=metric,
            metric_name=title,
            metric_value=flat[f"eval_{figure}"],
        )
        for figure, metric, title in _ON_CARD
        if f"eval_{figure}" in flat
    ]
    block = {"model-index": eval_results_to_model_index("mtqa", results)}
    return yaml.safe_dump(block, sort_keys=False, allow_unicode=True)
