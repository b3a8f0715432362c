"""Where reports go: standard output, one file, or a folder that a second run completes."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Literal, TextIO

from mtqa.errors import ConfigError, InputError
from mtqa.io import read_documents, source_names
from mtqa.report.annotations import write_github, write_lines
from mtqa.report.html import render_report
from mtqa.report.index import IndexEntry, render_index
from mtqa.report.json import write_json, write_jsonl
from mtqa.report.sarif import write_sarif
from mtqa.report.text import write_text
from mtqa.types import Document, DocumentReport

Format = Literal["text", "json", "jsonl", "html", "sarif", "github", "lines"]
Score = Callable[[Iterable[Document]], Iterator[DocumentReport]]

_SUFFIX = {
    "text": ".txt",
    "json": ".json",
    "jsonl": ".jsonl",
    "html": ".html",
    "sarif": ".sarif",
    "github": ".txt",
    "lines": ".txt",
}
_UNSAFE = re.compile(r"[^\w.-]+")


def write_stream(reports: Iterable[DocumentReport], form: Format, stream: TextIO) -> None:
    """Write reports to one stream, each as soon as it comes where the format allows.

    Raises:
        InputError: the format is ``html``, which shows one document, and there are none or more.
    """
    if form == "html":
        write_html(reports, stream)
        return
    writers = {
        "text": write_text,
        "json": write_json,
        "jsonl": write_jsonl,
        "sarif": write_sarif,
        "github": write_github,
        "lines": write_lines,
    }
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
    """Open ``path`` for writing; it appears, whole, only when the block ends well.

    Raises:
        ConfigError: nothing can be written there.
    """
    partial = path.with_name(f".{path.name}.part")
    with _writing(path):
        if path.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = partial.open("w", encoding="utf-8", newline="\n")
    try:
        with stream:
            yield stream
        with _writing(path):
            partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigError(
            f"{path}: cannot be written ({error.strerror}); choose another --output"
        ) from error


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

    Raises:
        InputError: as :func:`mtqa.io.read_documents` does.
        ConfigError: ``folder`` cannot be written.
    """
    if form == "html":
        documents = read_documents(inputs, text_column=text_column, id_column=id_column)
        yield from _html_folder(score(documents), folder)
        return
    names = source_names(inputs)
    paths = [folder / target for target in _targets(names, _SUFFIX[form])]
    unfinished = [pair for pair in zip(names, paths, strict=True) if not pair[1].exists()]
    homes: deque[Path] = deque()

    def documents_of_unfinished() -> Iterator[Document]:
        # All files share one stream, so that the model is loaded once for all of them.
        for name, path in unfinished:
            for document in _read(
                name, alone=len(names) == 1, text_column=text_column, id_column=id_column
            ):
                homes.append(path)
                yield document

    reports = score(documents_of_unfinished())
    at_home = ((homes.popleft(), report) for report in reports)
    for path, group in groupby(at_home, key=itemgetter(0)):
        written: list[DocumentReport] = []
        with replacing(path) as out:
            write_stream(_noting((report for _, report in group), written), form, out)
        yield from written


def _read(name: str, *, alone: bool, text_column: str, id_column: str) -> Iterator[Document]:
    """Read one file of several: what makes it unreadable comes as a document in its place."""
    try:
        yield from read_documents([name], text_column=text_column, id_column=id_column)
    except InputError as error:
        if alone:
            raise
        yield Document(name, "", source=name, error=str(error))


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
