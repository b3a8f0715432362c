"""Where reports go: standard output, one file, or a folder that a second run completes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Literal, TextIO

from mtqa.errors import InputError
from mtqa.io import read_documents, source_names
from mtqa.report.html import render_report
from mtqa.report.index import IndexEntry, render_index
from mtqa.report.json import write_json, write_jsonl
from mtqa.report.sarif import write_sarif
from mtqa.report.text import write_text
from mtqa.types import Document, DocumentReport

Format = Literal["text", "json", "jsonl", "html", "sarif", "github"]
Score = Callable[[Iterable[Document]], Iterator[DocumentReport]]

_SUFFIX = {
    "text": ".txt",
    "json": ".json",
    "jsonl": ".jsonl",
    "html": ".html",
    "sarif": ".sarif",
    "github": ".txt",
}
_UNSAFE = re.compile(r"[^\w.-]+")


def write_stream(reports: Iterable[DocumentReport], form: Format, stream: TextIO) -> None:
    """Write reports to one stream, each as soon as it comes where the format allows.

    ``html`` shows one document whole, or several one after another as an index of summaries.
    """
    if form == "html":
        write_html(reports, stream)
        return
    if form == "github":
        from mtqa.report.annotations import write_github

        write_github(reports, stream)
        return
    writers = {"text": write_text, "json": write_json, "jsonl": write_jsonl, "sarif": write_sarif}
    writers[form](reports, stream)


def write_html(reports: Iterable[DocumentReport], stream: TextIO) -> None:
    """Write the one report as a page.

    Raises:
        InputError: there are several; they need a folder.
    """
    remaining = iter(reports)
    first = next(remaining, None)
    if first is None:
        raise InputError("no document to show; check the input")
    if next(remaining, None) is not None:
        raise InputError(
            "the input holds several documents; give --output a folder (a name without suffix) "
            "for one page each and an index"
        )
    stream.write(render_report(first))


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Open ``path`` for writing; it appears, whole, only when the block ends well."""
    partial = path.with_name(f".{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_folder(
    inputs: Sequence[str],
    score: Score,
    form: Format,
    folder: Path,
    *,
    text_column: str,
    id_column: str,
) -> Iterator[DocumentReport]:
    """Write one file per input file to ``folder`` and yield the reports on their way.

    A file that stands in ``folder`` is finished: its input is not read again. HTML makes a
    page a document and an ``index.html``; since that needs all reports, it starts anew.
    """
    names = source_names(inputs)
    targets = _targets(names, _SUFFIX[form])
    if form == "html":
        documents = read_documents(inputs, text_column=text_column, id_column=id_column)
        yield from _html_folder(score(documents), folder)
        return
    for name, target in zip(names, targets, strict=True):
        path = folder / target
        if path.exists():
            continue
        try:
            documents = read_documents([name], text_column=text_column, id_column=id_column)
            first = next(documents, None)
        except InputError as error:
            if len(names) == 1:
                raise
            first, documents = Document(name, "", error=str(error)), iter(())
        stream = chain([] if first is None else [first], documents)
        reports: list[DocumentReport] = []
        with replacing(path) as out:
            write_stream(_noting(score(stream), reports), form, out)
        yield from reports


def _noting(
    reports: Iterable[DocumentReport], into: list[DocumentReport]
) -> Iterator[DocumentReport]:
    for report in reports:
        into.append(report)
        yield report


def _html_folder(reports: Iterator[DocumentReport], folder: Path) -> Iterator[DocumentReport]:
    entries: list[IndexEntry] = []
    taken: set[str] = {"index.html"}
    for report in reports:
        page = _unique(f"{_file_name(report.id)}.html", taken)
        with replacing(folder / page) as out:
            out.write(render_report(report, index="index.html"))
        entries.append(IndexEntry.of(report, page))
        yield report
    with replacing(folder / "index.html") as out:
        out.write(render_index(entries))


def _targets(names: Sequence[str], suffix: str) -> list[str]:
    taken: set[str] = set()
    return [_unique(f"{_file_name(name)}{suffix}", taken) for name in names]


def _file_name(name: str) -> str:
    """Return ``name`` as one path component of at most 120 characters."""
    return _UNSAFE.sub("_", name).strip("._")[-120:] or "document"


def _unique(name: str, taken: set[str]) -> str:
    """Return ``name``, numbered where an earlier one is equal (case ignored)."""
    stem, dot, suffix = name.rpartition(".")
    number, candidate = 1, name
    while candidate.lower() in taken:
        number += 1
        candidate = f"{stem}-{number}{dot}{suffix}"
    taken.add(candidate.lower())
    return candidate
