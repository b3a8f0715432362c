"""Options of the evaluation script: three dataclasses, and one file that may hold them all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NoReturn

import yaml
from transformers import HfArgumentParser

from mtqa.errors import ConfigError

Task = Literal["detection", "quality", "spans", "all"]
Split = Literal["train", "validation", "test"]


@dataclass
class ModelArguments:
    """What scores."""

    model_name_or_path: str | None = field(
        default=None,
        metadata={
            "help": "Folder or hub id of a causal LM in place of the shipped one; in the "
            "accurate tier: what is read besides."
        },
    )
    tier: Literal["default", "fast", "accurate"] = field(
        default="default",
        metadata={"help": "fast leaves the networks out; accurate reads SmolLM2-135M, too."},
    )
    profile: Literal["strict", "default", "lenient"] = field(
        default="default", metadata={"help": "At which false-positive rate verdicts decide."}
    )
    threads: int = field(default=1, metadata={"help": "Threads of the networks."})
    workers: int = field(default=1, metadata={"help": "Processes to share the work."})


@dataclass
class DataArguments:
    """What is scored, and which columns say what."""

    dataset_name: str | None = field(default=None, metadata={"help": "Data set on the hub."})
    dataset_config_name: str | None = field(
        default=None, metadata={"help": "Configuration of the data set on the hub."}
    )
    train_file: str | None = field(
        default=None,
        metadata={"help": "json, jsonl, csv, tsv, parquet or txt (a text a line), also .gz .xz."},
    )
    validation_file: str | None = field(default=None, metadata={"help": "Like --train_file."})
    test_file: str | None = field(default=None, metadata={"help": "Like --train_file."})
    split: Split | None = field(
        default=None,
        metadata={"help": "Which split to evaluate; by default the first of validation, test and "
                  "train that is given."},
    )  # fmt: skip
    text_column: str = field(default="text", metadata={"help": "The text."})
    id_column: str | None = field(
        default=None, metadata={"help": "Names the rows in predictions.jsonl; else their number."}
    )
    label_column: str | None = field(
        default=None, metadata={"help": "Whether the text is machine-translated (detection)."}
    )
    positive_labels: list[str] = field(
        default_factory=lambda: ["mt", "bt", "machine", "1", "true"],
        metadata={"help": "Values of --label_column that mean machine-translated."},
    )
    negative_labels: list[str] = field(
        default_factory=list,
        metadata={"help": "Values that mean written by people; without it, all others. Rows with "
                  "any other value are left out of detection."},
    )  # fmt: skip
    score_column: str | None = field(
        default=None, metadata={"help": "The human rating of the text (quality)."}
    )
    score_lower_is_better: bool = field(
        default=False, metadata={"help": "Turn the ratings round, as for edit rates."}
    )
    spans_column: str | None = field(
        default=None,
        metadata={"help": "Marked errors (spans): a list of {start, end[, severity]}, half-open, "
                  "in code points, or that list as JSON text."},
    )  # fmt: skip
    tokens_column: str = field(
        default="tokens",
        metadata={"help": "With --tags_column: the tokens of the text, between spaces or a list."},
    )
    tags_column: str | None = field(
        default=None,
        metadata={"help": "In place of --spans_column: OK or BAD for gap, token, gap, ..., so 2n + "
                  "1 for n tokens, as MLQE has them; gaps are left out."},
    )  # fmt: skip
    group_column: list[str] = field(
        default_factory=list,
        metadata={"help": "Column or columns that name the source segment; texts that share it are "
                  "compared with one another."},
    )  # fmt: skip
    system_column: list[str] = field(
        default_factory=list, metadata={"help": "Column or columns that name the system."}
    )
    block_column: list[str] = field(
        default_factory=list,
        metadata={"help": "Column or columns that name the document: intervals are drawn over its "
                  "values; without it over --group_column, else over rows."},
    )  # fmt: skip
    by_column: list[str] = field(
        default_factory=list, metadata={"help": "Report each value by itself, worst first."}
    )
    cache_dir: str | None = field(default=None, metadata={"help": "Cache of the datasets library."})


@dataclass
class EvaluationArguments:
    """What is measured and where it goes."""

    output_dir: str = field(metadata={"help": "Folder for the results."})
    overwrite_output_dir: bool = field(
        default=False, metadata={"help": "Write into a folder that is not empty."}
    )
    task: Task = field(
        default="all", metadata={"help": "all takes every task whose column is given."}
    )
    max_eval_samples: int | None = field(
        default=None,
        metadata={"help": "Draw this many rows by --seed; whole groups where there are any."},
    )
    seed: int = field(default=42, metadata={"help": "Of the sample and of the intervals."})
    batch_size: int = field(
        default=64, metadata={"help": "Rows between two writes of predictions.jsonl."}
    )
    bootstrap_draws: int = field(default=300, metadata={"help": "Resamples behind an interval."})
    wmt_metric_name: str | None = field(
        default=None,
        metadata={"help": "Write NAME-src.seg.score and NAME-src.sys.score, the rows of a system "
                  "being in the order of the test set."},
    )  # fmt: skip
    plots: bool = field(default=True, metadata={"help": "Draw ROC, reliability, scores by system."})


Options = tuple[ModelArguments, DataArguments, EvaluationArguments]


class _Parser(HfArgumentParser):  # type: ignore[misc] # transformers is untyped here
    """Raises where argparse would print its usage and exit."""

    def error(self, message: str) -> NoReturn:
        raise ConfigError(f"evaluate: {message}; --help lists the options")


def parse_options(arguments: Sequence[str], program: str) -> Options:
    """Read options from the command line, after those of a file where the first names one.

    Args:
        arguments: ``[options.json|options.yaml] [--option value …]``; the line wins.
        program: the command's name in ``--help``.

    Raises:
        ConfigError: an option is unknown, missing or out of range, or they contradict.
    """
    parser = _Parser(
        (ModelArguments, DataArguments, EvaluationArguments),
        prog=program,
        description="Measure mtqa on a data set. The first argument may be a JSON or YAML file "
        "that holds any of these options; what the command line says wins.",
        allow_abbrev=False,
    )
    given = list(arguments)
    if given and not given[0].startswith("-"):
        given = [*_from_file(Path(given[0])), *given[1:]]
    model, data, evaluation, unknown = parser.parse_args_into_dataclasses(
        given, return_remaining_strings=True, look_for_args_file=False
    )
    if unknown:
        parser.error(f"unknown option {unknown[0]}")
    _check(model, data, evaluation)
    return model, data, evaluation


def _from_file(path: Path) -> list[str]:
    """Return the file's options as arguments."""
    try:
        text = path.read_text(encoding="utf-8")
        values: Any = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: options cannot be read ({error})") from error
    except (ValueError, yaml.YAMLError) as error:
        raise ConfigError(
            f"{path}: neither JSON nor YAML ({' '.join(str(error).split())})"
        ) from error
    if not isinstance(values, dict):
        raise ConfigError(f"{path}: the file holds no mapping of option: value")
    arguments: list[str] = []
    for name, value in values.items():
        items = value if isinstance(value, list) else [value]
        if items and items != [None]:
            arguments += [f"--{name}", *map(str, items)]
    return arguments


def _check(model: ModelArguments, data: DataArguments, evaluation: EvaluationArguments) -> None:
    files = (data.train_file, data.validation_file, data.test_file)
    if (data.dataset_name is None) == (not any(files)):
        raise ConfigError(
            "give either --dataset_name or --train_file, --validation_file, --test_file"
        )
    for name, value in (
        ("batch_size", evaluation.batch_size),
        ("bootstrap_draws", evaluation.bootstrap_draws),
        ("workers", model.workers),
        ("threads", model.threads),
        ("max_eval_samples", evaluation.max_eval_samples),
    ):
        if value is not None and value < 1:
            raise ConfigError(f"--{name} {value}: has to be at least 1")
    columns = {
        "detection": ("label_column", data.label_column),
        "quality": ("score_column", data.score_column),
        "spans": ("spans_column or --tags_column", data.spans_column or data.tags_column),
    }
    if evaluation.task != "all" and columns[evaluation.task][1] is None:
        raise ConfigError(f"--task {evaluation.task} needs --{columns[evaluation.task][0]}")
    if data.tags_column is not None and data.spans_column is not None:
        raise ConfigError("give either --spans_column or --tags_column")
    if evaluation.wmt_metric_name is not None:
        if not data.system_column:
            raise ConfigError("--wmt_metric_name needs --system_column")
        if evaluation.max_eval_samples is not None:
            raise ConfigError("--wmt_metric_name needs all rows; leave out --max_eval_samples")
