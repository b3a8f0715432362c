"""What ``mtqa synth`` does: corrupt documents, write the records, measure the detectors."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from mtqa.detectors import choose
from mtqa.errors import InputError
from mtqa.output import replacing
from mtqa.synth.corrupt import synthesise
from mtqa.synth.model import SynthRecord
from mtqa.synth.recall import measure_recall, recall_markdown
from mtqa.synth.registry import corruptions_of
from mtqa.types import Document


@dataclass(frozen=True, slots=True)
class SynthOptions:
    """What to make.

    Attributes:
        detectors: ids or groups whose faults to make; empty means all default detectors. A
            preview detector needs its full id.
        per_document: most faults in one document, at least 1.
        seed: draws the faults, together with the document's id.
        slice: ``train`` or ``held-out`` to keep one slice, None for both.
    """

    detectors: tuple[str, ...] = ()
    per_document: int = 8
    seed: int = 0
    slice: str | None = None


@dataclass(slots=True)
class _Tally:
    """Counts what goes by."""

    documents: int = 0
    records: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)


def run_synth(
    documents: Iterable[Document],
    options: SynthOptions,
    output: Path | None,
    stdout: TextIO,
    *,
    recall: bool,
    log: TextIO,
) -> None:
    """Write a record a line, or with ``recall`` the table of what the detectors find.

    With ``recall`` the records go to ``output`` where one is given and else nowhere. ``log``
    receives one line of counts, and one on documents that could not be read.

    Raises:
        ConfigError: an option names what does not exist, or ``output`` cannot be written.
        InputError: no document of the slice could be read.
    """
    detectors = choose(options.detectors, ())
    tally = _Tally()
    records = _counted(
        synthesise(
            _readable(documents, tally),
            corruptions_of(detectors),
            seed=options.seed,
            per_document=options.per_document,
            slice=options.slice,
        ),
        tally,
    )
    with replacing(output) if output else nullcontext(None if recall else stdout) as stream:
        records = _written(records, stream)
        if recall:
            table = recall_markdown(measure_recall(records, detectors))
        else:
            for _ in records:
                pass
        if not tally.records:
            raise InputError(_why_nothing(tally, options))
    if recall:
        stdout.write(table)
    if tally.errors:
        log.write(
            f"mtqa: {len(tally.errors)} of {tally.documents} documents could not be read; "
            f"the first: {' '.join(tally.errors[0].split())}\n"
        )
    log.write(
        f"mtqa: {tally.faults.total()} faults of {len(tally.faults)} kinds in "
        f"{tally.records} documents\n"
    )


def _readable(documents: Iterable[Document], tally: _Tally) -> Iterator[Document]:
    for document in documents:
        tally.documents += 1
        if document.error is None:
            yield document
        else:
            tally.errors.append(document.error)


def _counted(records: Iterable[SynthRecord], tally: _Tally) -> Iterator[SynthRecord]:
    for record in records:
        tally.records += 1
        tally.faults.update(label.detector for label in record.labels)
        yield record


def _written(records: Iterable[SynthRecord], stream: TextIO | None) -> Iterator[SynthRecord]:
    for record in records:
        if stream is not None:
            stream.write(json.dumps(record.as_json(), ensure_ascii=False) + "\n")
        yield record


def _why_nothing(tally: _Tally, options: SynthOptions) -> str:
    if tally.errors:
        return tally.errors[0]
    if options.slice is not None and tally.documents:
        return (
            f"none of the {tally.documents} documents is in the slice {options.slice}; "
            "give more documents or leave out --slice"
        )
    return "the input holds no document; check the paths"
