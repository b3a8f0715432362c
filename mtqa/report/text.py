"""The terminal's view: a row a document, and under it the reasons and findings.

Colour follows the terminal; in a file or a pipe the same text comes without it. What users
wrote never reaches the terminal as a control sequence or as rich's markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mtqa.report.visible import one_line
from mtqa.report.words import STATUS, clip, count, number, probability
from mtqa.types import DocumentReport, Finding, ParagraphReport, Severity, Status, Verdict

_VERDICT_STYLE = {
    Verdict.LIKELY_MT: "bold red",
    Verdict.MIXED: "yellow",
    Verdict.UNCERTAIN: "dim",
    Verdict.LIKELY_HUMAN: "green",
}
_SEVERITY_STYLE = {Severity.MINOR: "cyan", Severity.MAJOR: "yellow", Severity.CRITICAL: "red"}

#: The verdict in as few letters as a row has room for.
_SHORT = {
    Verdict.LIKELY_MT: "likely MT",
    Verdict.MIXED: "mixed",
    Verdict.UNCERTAIN: "uncertain",
    Verdict.LIKELY_HUMAN: "likely human",
}
#: Title and width of every column between the document's name and the verdict.
_COLUMNS = (
    ("words", 7),
    ("tokens", 7),
    ("P(MT)", 5),
    ("quality", 7),
    ("fluency", 7),
    ("findings", 8),
)
_VERDICT_WIDTH = max(len(words) for words in _SHORT.values())
#: What is left of the row for the name is the width less this.
_TAKEN = sum(width + 1 for _, width in _COLUMNS) + 1 + _VERDICT_WIDTH
#: Below this width the numbers go on a line of their own.
_TABLE_WIDTH = 80
#: Code points of a finding's text or suggestion that are shown.
_QUOTE = 160


def write_text(
    reports: Iterable[DocumentReport], stream: TextIO, console: Console | None = None
) -> None:
    """Write every report as soon as it comes.

    Args:
        reports: documents in the order of the input.
        stream: where to; colour only if it is a terminal.
        console: used in place of one made for ``stream``.
    """
    console = console or Console(file=stream, highlight=False, emoji=False, markup=False)
    wide = console.width >= _TABLE_WIDTH
    for place, report in enumerate(reports):
        if wide and place == 0:
            console.print(_row(_head(), console.width, "bold dim"))
        elif place:
            console.print()
        if wide:
            console.print(_row(_cells(report), console.width))
        else:
            for line in _narrow(report):
                console.print(line)
        _details(console, report)


def _head() -> list[Text]:
    return [Text("document"), *(Text(title) for title, _ in _COLUMNS), Text("verdict")]


def _cells(report: DocumentReport) -> list[Text]:
    return [
        Text(one_line(report.id), style="bold"),
        Text(f"{len(report.text.split()):,}"),
        Text(f"{report.n_tokens:,}"),
        Text(probability(report.p_mt)),
        Text(number(report.quality)),
        Text(probability(report.fluency)),
        Text(f"{len(report.findings):,}"),
        _verdict(report),
    ]


def _verdict(report: DocumentReport) -> Text:
    if report.status is not Status.OK or report.verdict is None:
        style = "bold red" if report.status is Status.ERROR else "dim"
        return Text(STATUS[report.status], style=style)
    return Text(_SHORT[report.verdict], style=_VERDICT_STYLE[report.verdict])


def _row(cells: list[Text], width: int, style: str = "") -> Table:
    name, *rest = cells
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=width - _TAKEN, no_wrap=True)
    for _, column in _COLUMNS:
        table.add_column(width=column, justify="right", no_wrap=True)
    table.add_column(width=_VERDICT_WIDTH, no_wrap=True)
    table.add_row(_end(name, width - _TAKEN), *rest, style=style)
    return table


def _end(name: Text, width: int) -> Text:
    """Return the last ``width`` cells of a name: a path's end tells more than its start."""
    if name.cell_len <= width:
        return name
    kept = name.plain[-width:]
    while cell_len(kept) >= width:
        kept = kept[1:]
    return Text(f"…{kept}", style=name.style)


def _narrow(report: DocumentReport) -> list[Text]:
    name, *numbers, verdict = _cells(report)
    line = Text("  ")
    line.append_text(verdict)
    for (title, _), value in zip(_COLUMNS, numbers, strict=True):
        line.append(f" · {title} ").append_text(value)
    return [name, line]


def _details(console: Console, report: DocumentReport) -> None:
    if report.error is not None:
        _indented(console, Text(one_line(report.error), style="red"), 2)
    for reason in report.reasons:
        _indented(console, Text(f"• {one_line(reason)}", style="italic"), 2)
    for paragraph in report.paragraphs:
        if paragraph.findings:
            _indented(console, _heading(paragraph), 2)
            for finding in paragraph.findings:
                _indented(console, _finding(finding), 4)


def _heading(paragraph: ParagraphReport) -> Text:
    line = Text(f"¶ {paragraph.index + 1}", style="bold")
    if paragraph.status is Status.OK:
        scores = f"P(MT) {probability(paragraph.p_mt)}, fluency {probability(paragraph.fluency)}"
    else:
        scores = STATUS[paragraph.status]
    return line.append(f"  {scores}, {count(len(paragraph.findings), 'finding')}", style="not bold")


def _finding(finding: Finding) -> Text:
    style = _SEVERITY_STYLE[finding.severity]
    line = Text(f"{finding.severity}", style=style)
    line.append(f" {one_line(finding.detector)} ", style="not bold dim default")
    line.append(f"“{one_line(clip(finding.text, _QUOTE))}”", style="underline default")
    line.append(f" {one_line(finding.message)}", style="default")
    if finding.suggestion is not None:
        repair = (
            f"“{one_line(clip(finding.suggestion, _QUOTE))}”" if finding.suggestion else "delete it"
        )
        line.append(f" → {repair}", style="green")
    return line


def _indented(console: Console, line: Text, by: int) -> None:
    console.print(Padding(line, (0, 0, 0, by), expand=False))
