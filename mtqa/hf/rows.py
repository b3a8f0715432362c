"""Rows of a data set with what people say of them."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtqa.errors import InputError
from mtqa.evaluation.spans import Marked
from mtqa.evaluation.tags import tagged_spans
from mtqa.hf.options import DataArguments, Split
from mtqa.types import Severity, Span

_COMPRESSED = {".gz", ".xz", ".zst", ".bz2"}
_BUILDERS = {
    ".json": "json", ".jsonl": "json", ".ndjson": "json", ".csv": "csv", ".tsv": "csv",
    ".parquet": "parquet", ".txt": "text",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One text with its references; None where the data says nothing.

    Attributes:
        id: from the data, or the number of the row in its split, from 0.
        text: to be scored.
        label_name: the label as the data has it.
        label: whether that means machine-translated; None also for a label of neither class.
        rating: of people, higher being better.
        spans: what people marked.
        group: the source segment.
        system: who made the text.
        block: what intervals are drawn over.
        by: the part of the data that it belongs to.
    """

    id: str
    text: str
    label_name: str | None = None
    label: bool | None = None
    rating: float | None = None
    spans: tuple[Marked, ...] | None = None
    group: str | None = None
    system: str | None = None
    block: str = ""
    by: str | None = None


def load_rows(arguments: DataArguments) -> tuple[list[Row], Split]:
    """Read the rows of the split to evaluate, and return which split that is.

    Raises:
        InputError: the data cannot be read, or a column is missing or holds the wrong thing.
    """
    split = _split(arguments)
    place = arguments.dataset_name or _file(arguments, split)
    table = _load(arguments, split, place)
    _require_columns(arguments, table.column_names, place)
    rows = [_row(record, n, arguments, place) for n, record in enumerate(table)]
    if not rows:
        raise InputError(f"{place}: no rows in it")
    return rows, split


def sample(rows: Sequence[Row], size: int | None, seed: int) -> list[Row]:
    """Draw ``size`` rows, in their order; whole groups, so the last one may overshoot."""
    if size is None or size >= len(rows):
        return list(rows)
    groups: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        groups.setdefault(row.group if row.group is not None else f"\0{number}", []).append(number)
    names = list(groups)
    random.Random(seed).shuffle(names)  # noqa: S311 (a sample, no secret)
    kept: list[int] = []
    for name in names:
        if len(kept) >= size:
            break
        kept += groups[name]
    return [rows[number] for number in sorted(kept)]


def _split(arguments: DataArguments) -> Split:
    if arguments.dataset_name is not None:
        return arguments.split or "validation"
    given: list[Split] = [
        name for name in ("validation", "test", "train") if getattr(arguments, f"{name}_file")
    ]
    if arguments.split is not None and arguments.split not in given:
        raise InputError(f"--split {arguments.split}: there is no --{arguments.split}_file")
    return arguments.split or given[0]


def _file(arguments: DataArguments, split: Split) -> str:
    return str(getattr(arguments, f"{split}_file"))


def _load(arguments: DataArguments, split: Split, place: str) -> Any:  # noqa: ANN401
    import datasets

    datasets.disable_progress_bars()
    options: dict[str, Any] = {"split": split, "cache_dir": arguments.cache_dir}
    if arguments.dataset_name is not None:
        path, options["name"] = arguments.dataset_name, arguments.dataset_config_name
    else:
        path = _builder(Path(place), options)
        options["data_files"] = {split: place}
    try:
        return datasets.load_dataset(path, **options)
    except (OSError, ValueError, RuntimeError, datasets.exceptions.DatasetsError) as error:
        # The reason a user can act on is the first one; the library wraps it.
        reason = " ".join(str(error.__cause__ or error).split())
        raise InputError(f"{place}: cannot be read as a data set ({reason:.200})") from error


def _builder(file: Path, options: dict[str, Any]) -> str:
    if not file.is_file():
        raise InputError(f"{file}: no such file")
    if file.stat().st_size == 0:
        raise InputError(f"{file}: the file is empty; no rows in it")
    suffixes = [s.lower() for s in file.suffixes]
    if suffixes and suffixes[-1] in _COMPRESSED:
        suffixes.pop()
    suffix = suffixes[-1] if suffixes else ""
    if suffix not in _BUILDERS:
        raise InputError(f"{file}: unknown kind of file; use {', '.join(_BUILDERS)}, also .gz .xz")
    if suffix == ".tsv":
        options["sep"] = "\t"
    return _BUILDERS[suffix]


def _require_columns(arguments: DataArguments, existing: Sequence[str], place: str) -> None:
    single = ["text_column", "id_column", "label_column", "score_column", "spans_column"]
    if arguments.tags_column is not None:
        single += ["tags_column", "tokens_column"]
    named = [(option, getattr(arguments, option)) for option in single]
    for option in ("group_column", "system_column", "block_column", "by_column"):
        named += [(option, name) for name in getattr(arguments, option)]
    for option, name in named:
        if name is not None and name not in existing:
            raise InputError(
                f"{place}: no column {name!r} (--{option}); there are {', '.join(existing)}"
            )


def _row(record: dict[str, Any], number: int, arguments: DataArguments, place: str) -> Row:
    where = f"{place}, row {number}"
    text = record[arguments.text_column]
    if not isinstance(text, str | None):
        raise InputError(
            f"{where}: column {arguments.text_column!r} holds {type(text).__name__}, not text"
        )
    label_name = _named(record, [arguments.label_column]) if arguments.label_column else None
    group = _named(record, arguments.group_column)
    block = _named(record, arguments.block_column)
    text = text or ""
    return Row(
        id=str(record[arguments.id_column]) if arguments.id_column else str(number),
        text=text,
        label_name=label_name,
        label=_label(label_name, arguments),
        rating=_rating(record, arguments, where),
        spans=_spans(record, arguments, text, where),
        group=group,
        system=_named(record, arguments.system_column),
        # A missing document must not make one great block of all that lack it.
        block=next((b for b in (block, group) if b is not None), f"row {number}"),
        by=_named(record, arguments.by_column),
    )


def _named(record: dict[str, Any], columns: Sequence[str]) -> str | None:
    """Join the values of ``columns``; None where one is missing."""
    values = [record[column] for column in columns]
    return " ".join(map(str, values)) if values and None not in values else None


def _label(name: str | None, arguments: DataArguments) -> bool | None:
    if name is None:
        return None
    if name.lower() in map(str.lower, arguments.positive_labels):
        return True
    negative = [value.lower() for value in arguments.negative_labels]
    return False if not negative or name.lower() in negative else None


def _rating(record: dict[str, Any], arguments: DataArguments, where: str) -> float | None:
    value = record[arguments.score_column] if arguments.score_column else None
    if value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"{where}: column {arguments.score_column!r} holds {value!r:.40}, not a number"
        ) from error
    if math.isnan(number):
        return None
    return -number if arguments.score_lower_is_better else number


def _spans(
    record: dict[str, Any], arguments: DataArguments, text: str, where: str
) -> tuple[Marked, ...] | None:
    if arguments.tags_column is not None:
        return _tagged(record, arguments.tokens_column, arguments.tags_column, text, where)
    value = record[arguments.spans_column] if arguments.spans_column else None
    if value is None:
        return None
    try:
        items: Iterable[Any] = json.loads(value) if isinstance(value, str) else value
        marked = tuple(_marked(item) for item in items)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{where}: column {arguments.spans_column!r} holds no list of {{start, end}} ({error})"
        ) from error
    for mark in marked:
        if mark.span.end > len(text):
            raise InputError(
                f"{where}: span [{mark.span.start}, {mark.span.end}) ends after the text "
                f"({len(text)} code points)"
            )
    return marked


def _tagged(
    record: dict[str, Any], tokens_column: str, tags_column: str, text: str, where: str
) -> tuple[Marked, ...] | None:
    """Return the spans of the tokens tagged BAD."""
    tokens, tags = (
        value if isinstance(value, str) else " ".join(map(str, value or ()))
        for value in (record[tokens_column], record[tags_column])
    )
    if not tags:
        return None
    n_tokens, n_tags = len(tokens.split()), len(tags.split())
    if n_tags != 2 * n_tokens + 1:
        raise InputError(
            f"{where}: column {tags_column!r} holds {n_tags} tags, not {2 * n_tokens + 1} for gaps "
            f"and tokens of column {tokens_column!r}"
        )
    spans = tagged_spans(text, tokens, tags)
    if spans is None:
        raise InputError(
            f"{where}: the tokens of column {tokens_column!r} do not follow one another in the text"
        )
    return tuple(Marked(span) for span in spans)


def _marked(item: Any) -> Marked:  # noqa: ANN401 (from the data)
    named = item.get("severity")
    known = {str(severity): severity for severity in Severity}
    return Marked(
        Span(int(item["start"]), int(item["end"])),
        known.get(str(named).lower()) if named is not None else None,
    )
