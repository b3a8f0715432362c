"""Evaluate mtqa on a data set: ``python -m mtqa.hf.run_eval``, or ``mtqa evaluate``.

    mtqa evaluate --validation_file dev.jsonl.xz --label_column kind --output_dir results
    mtqa evaluate options.yaml --output_dir results --overwrite_output_dir

Writes ``eval_results.json``, ``all_results.json``, ``predictions.jsonl``, ``results.md``,
``model-index.yml`` and plots to the output folder.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from mtqa.config import Config
from mtqa.errors import ConfigError, InputError, MtqaError
from mtqa.hf.options import DataArguments, EvaluationArguments, ModelArguments, parse_options
from mtqa.hf.scoring import Scorer, flat_record
from mtqa.pipeline import Pipeline, score_stream
from mtqa.report.json import encode
from mtqa.types import Document, DocumentReport

if TYPE_CHECKING:
    from mtqa.hf.measure import Drawing, Figures, Scored
    from mtqa.hf.results import Evaluation
    from mtqa.hf.rows import Row

_USAGE = 2


def evaluate(
    arguments: Sequence[str], program: str = "mtqa evaluate", scorer: Scorer | None = None
) -> Evaluation:
    """Run an evaluation as the command line describes it, and write its files.

    Args:
        arguments: as typed, without the program's name.
        program: the command's name in ``--help``.
        scorer: a loaded pipeline to use in place of one made from the options.

    Raises:
        MtqaError: an option, the data or the model is at fault.
    """
    model, data, evaluation = parse_options(arguments, program)
    _require_extra()
    folder = _output_folder(evaluation)
    from mtqa.hf.results import write_results
    from mtqa.hf.rows import load_rows, sample

    rows, split = load_rows(data)
    rows = sample(rows, evaluation.max_eval_samples, evaluation.seed)
    _require_references(rows, data, evaluation)
    config = Config(
        model=model.model_name_or_path,
        tier=model.tier,
        profile=model.profile,
        threads=model.threads,
    )
    scorer = scorer or Pipeline(config)
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    reports = _reports(rows, scorer, config, model.workers)
    scored = _score(rows, reports, evaluation.batch_size, folder / "predictions.jsonl")
    seconds = time.monotonic() - began
    result = _evaluation(
        scored, scorer, (model, data, evaluation), data.dataset_name or _name(data, split), split,
        seconds, folder,
    )  # fmt: skip
    write_results(result, folder)
    if evaluation.wmt_metric_name is not None:
        _write_wmt(scored, evaluation.wmt_metric_name, folder)
    return result


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the script; errors of mtqa print one line and exit with 2."""
    try:
        evaluate(sys.argv[1:] if arguments is None else arguments, "python -m mtqa.hf.run_eval")
    except MtqaError as error:
        sys.stderr.write(f"mtqa: {' '.join(str(error).split())}\n")
        sys.exit(_USAGE)


def _require_extra() -> None:
    for module in ("sklearn", "scipy", "matplotlib"):
        if find_spec(module) is None:
            raise ConfigError(
                f"{module} is missing; install mtqa with its evaluate extra: mtqa[evaluate]"
            )


def _output_folder(arguments: EvaluationArguments) -> Path:
    folder = Path(arguments.output_dir)
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{folder}: --output_dir names a file; name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not arguments.overwrite_output_dir:
        raise ConfigError(
            f"{folder}: the folder is not empty; name another or add --overwrite_output_dir"
        )
    return folder


def _require_references(
    rows: Sequence[Row], data: DataArguments, evaluation: EvaluationArguments
) -> None:
    """Refuse data that cannot give what was asked for, before anything is scored."""
    if evaluation.task in ("detection", "all") and data.label_column is not None:
        classes = {row.label for row in rows} - {None}
        if len(classes) < 2:
            found = Counter(str(row.label_name) for row in rows).most_common(8)
            kinds = ", ".join(f"{name} ({count})" for name, count in found)
            raise InputError(
                f"column {data.label_column!r}: detection needs machine and human texts; it holds "
                f"{kinds}; see --positive_labels and --negative_labels"
            )
    if (
        evaluation.task in ("quality", "all")
        and data.score_column is not None
        and sum(row.rating is not None for row in rows) < 2
    ):
        raise InputError(f"column {data.score_column!r}: fewer than two rows have a rating")


def _reports(
    rows: Sequence[Row], scorer: Scorer, config: Config, workers: int
) -> Iterator[DocumentReport]:
    documents = (Document(row.id, row.text) for row in rows)
    if workers > 1:
        return score_stream(documents, config, workers)
    return (scorer.score(document) for document in documents)


def _score(
    rows: Sequence[Row], reports: Iterator[DocumentReport], batch_size: int, path: Path
) -> list[Scored]:
    """Write each batch as soon as it is scored, so that an interrupted run shows its work."""
    from mtqa.hf.measure import Scored

    scored: list[Scored] = []
    pairs = zip(rows, reports, strict=True)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        while batch := list(islice(pairs, batch_size)):
            for row, report in batch:
                stream.write(encode(_prediction(row, report)) + "\n")
                scored.append(Scored.of(row, report))
            stream.flush()
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{len(scored)} of {len(rows)} texts")
    return scored


def _prediction(row: Row, report: DocumentReport) -> dict[str, object]:
    given = {
        "label": row.label_name,
        "rating": row.rating,
        "group": row.group,
        "system": row.system,
    }
    present = {name: value for name, value in given.items() if value is not None}
    return {"id": row.id, **present, **flat_record(report)}


def _evaluation(
    scored: Sequence[Scored],
    scorer: Scorer,
    options: tuple[ModelArguments, DataArguments, EvaluationArguments],
    dataset: str,
    split: str,
    seconds: float,
    folder: Path,
) -> Evaluation:
    from mtqa.hf.measure import Drawing, shipped_threshold
    from mtqa.hf.results import Evaluation

    model, data, evaluation = options
    threshold = shipped_threshold(scored, scorer.thresholds[model.profile])
    drawing = Drawing(evaluation.bootstrap_draws, evaluation.seed)
    plots: list[str] = []
    if evaluation.plots:
        from mtqa.hf.plots import draw_plots

        plots = [path.name for path in draw_plots(scored, threshold, folder)]
    return Evaluation(
        dataset=dataset,
        split=split,
        signature=scorer.signature,
        options=asdict(model) | asdict(data) | asdict(evaluation),
        tasks=_tasks(scored, evaluation.task, threshold, drawing),
        parts=_parts(scored, evaluation.task, threshold, drawing),
        statuses=dict(Counter(str(s.status) for s in scored).most_common()),
        seconds=seconds,
        plots=plots,
    )


def _tasks(
    scored: Sequence[Scored], task: str, threshold: float, drawing: Drawing, *, whole: bool = True
) -> dict[str, Figures]:
    """Return the figures of each task that the data allows."""
    from mtqa.hf.measure import detection, quality, spans

    tasks: dict[str, Figures] = {}
    if task in ("detection", "all"):
        tasks["detection"] = detection(scored, threshold, drawing, whole=whole)
    if task in ("quality", "all"):
        tasks["quality"] = quality(scored, "quality", drawing, whole=whole)
        tasks["fluency"] = quality(scored, "fluency", drawing, whole=whole)
    if task in ("spans", "all"):
        tasks["spans"] = spans(scored, drawing)
    return {name: figures for name, figures in tasks.items() if figures}


def _parts(
    scored: Sequence[Scored], task: str, threshold: float, drawing: Drawing
) -> dict[str, dict[str, Figures]]:
    """Return each task's figures by part of the data."""
    from mtqa.hf.measure import contrasts, detection_by_system

    parts: dict[str, dict[str, Figures]] = {}
    if task in ("detection", "all"):
        parts["Detection by contrast"] = contrasts(scored, threshold, drawing)
        parts["Detection by system"] = detection_by_system(scored, threshold, drawing)
    for value in sorted({s.row.by for s in scored if s.row.by is not None}):
        own = [s for s in scored if s.row.by == value]
        for name, figures in _tasks(own, task, threshold, drawing, whole=False).items():
            parts.setdefault(f"{name.capitalize()} by part", {})[value] = figures
    known = {
        way: {part: figures for part, figures in found.items() if figures}
        for way, found in parts.items()
    }
    return {way: found for way, found in known.items() if found}


def _name(data: DataArguments, split: str) -> str:
    return Path(getattr(data, f"{split}_file")).name


def _write_wmt(scored: Sequence[Scored], name: str, folder: Path) -> None:
    """Write quality by system; WMT's form has no missing score, so the mean stands for one."""
    from mtqa.hf.wmt import ScoreFileName, system_means, write_segment_scores, write_system_scores

    known = [s.quality for s in scored if s.quality is not None]
    if not known:
        raise InputError("no text has a score; there is nothing to write for WMT")
    mean = sum(known) / len(known)
    systems: dict[str, list[float | None]] = {}
    for s in scored:
        if s.row.system is None:
            raise InputError(f"row {s.row.id}: no system; WMT's score files need one for each row")
        systems.setdefault(s.row.system, []).append(mean if s.quality is None else s.quality)
    write_segment_scores(folder / str(ScoreFileName(name, "src", "seg")), systems)
    write_system_scores(folder / str(ScoreFileName(name, "src", "sys")), system_means(systems))
    if missing := len(scored) - len(known):
        sys.stderr.write(
            f"mtqa: {missing} texts without a score stand in WMT's files as the mean\n"
        )


if __name__ == "__main__":
    main()
