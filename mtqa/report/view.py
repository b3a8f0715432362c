"""What the HTML report's template needs to know of a document, worked out beforehand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtqa.report import words
from mtqa.report.groups import Group, assign, group_of
from mtqa.report.segments import Mark, Segment, share_colour, split
from mtqa.types import DocumentReport, ParagraphReport, Severity, Span, Status, TokenSurprisal

#: A document of more code points or blocks than this is folded into sections.
FOLD_CHARS = 40_000
FOLD_BLOCKS = 150
#: How much one folded section holds.
SECTION_CHARS = 20_000
SECTION_BLOCKS = 75
#: A longer paragraph is laid out in parts, since browsers lay out a part as a whole.
PART_CHARS = 8_000

_SEVERITIES = (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR)


@dataclass(frozen=True, slots=True)
class Cell:
    """One paragraph in the minimap; ``colour`` is None where there is no p_mt."""

    number: int
    colour: int | None
    label: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or (``paragraph`` None) text that lies in none."""

    paragraph: ParagraphReport | None
    parts: tuple[Span, ...]
    marks: tuple[Mark, ...]
    carried: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that fold together; ``title`` is None in a document that is not folded."""

    title: str | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class SeverityCount:
    """How many findings have a severity."""

    severity: Severity
    count: int


@dataclass(frozen=True, slots=True)
class View:
    """A document, ready for the template."""

    report: DocumentReport
    n_words: int
    n_findings: int
    cells: tuple[Cell, ...]
    sections: tuple[Section, ...]
    groups: tuple[Group, ...]
    severities: tuple[SeverityCount, ...]
    has_bits: bool
    has_evidence: bool

    @property
    def name(self) -> str:
        """The document's title, or its id."""
        return self.report.title or self.report.id

    def segments(self, block: Block) -> Iterator[list[Segment]]:
        """Yield the segments of each part of ``block``."""
        tokens = block.paragraph.tokens if block.paragraph else ()
        starts = [token.span.start for token in tokens]
        carried, at = block.carried, 0
        for part in block.parts:
            first = at
            while at < len(block.marks) and (
                part is block.parts[-1] or block.marks[at].finding.span.start < part.end
            ):
                at += 1
            own = block.marks[first:at]
            yield split(self.report.text, part, own, carried, _tokens_of(part, tokens, starts))
            carried = _beyond((*carried, *own), part.end)


def build(report: DocumentReport) -> View:
    """Number the findings, give groups their styles, fold long documents."""
    findings = report.findings
    groups = assign(finding.detector for finding in findings)
    severities = Counter(finding.severity for finding in findings)
    return View(
        report=report,
        n_words=len(report.text.split()),
        n_findings=len(findings),
        cells=tuple(_cell(paragraph) for paragraph in report.paragraphs),
        sections=tuple(_sections(report, tuple(_blocks(report, groups)))),
        groups=tuple(sorted(set(groups.values()), key=lambda g: (-g.count, g.name))),
        severities=tuple(
            SeverityCount(severity, severities[severity])
            for severity in _SEVERITIES
            if severities[severity]
        ),
        has_bits=any(paragraph.tokens for paragraph in report.paragraphs),
        has_evidence=any(
            token.evidence is not None
            for paragraph in report.paragraphs
            for token in paragraph.tokens
        ),
    )


def _cell(paragraph: ParagraphReport) -> Cell:
    number = paragraph.index + 1
    if paragraph.status is Status.OK:
        state = f"P(MT) {words.probability(paragraph.p_mt)}"
    else:
        state = words.STATUS[paragraph.status]
    label = f"Paragraph {number}: {state}"
    if paragraph.findings:
        label += f", {words.count(len(paragraph.findings), 'finding')}"
    colour = None if paragraph.p_mt is None else share_colour(paragraph.p_mt)
    return Cell(number, colour, label, bool(paragraph.findings))


def _blocks(report: DocumentReport, groups: Mapping[str, Group]) -> Iterator[Block]:
    """Yield paragraphs and the text between them in reading order, with their findings."""
    at, number = 0, 1
    carried: tuple[Mark, ...] = ()
    for paragraph in report.paragraphs:
        span = paragraph.span
        if report.text[at : span.start].strip():
            yield Block(None, tuple(_parts(report.text, Span(at, span.start))), (), carried)
        findings = sorted(paragraph.findings, key=lambda f: (f.span, f.detector))
        own = tuple(
            Mark(n, groups[group_of(finding.detector)].slot, finding)
            for n, finding in enumerate(findings, number)
        )
        yield Block(paragraph, tuple(_parts(report.text, span)), own, carried)
        number += len(own)
        carried = _beyond((*carried, *own), span.end)
        at = max(at, span.end)
    if report.text[at:].strip():
        yield Block(None, tuple(_parts(report.text, Span(at, len(report.text)))), (), carried)


def _beyond(marks: Iterable[Mark], end: int) -> tuple[Mark, ...]:
    """Return the marks whose findings go on after ``end``."""
    return tuple(mark for mark in marks if mark.finding.span.end > end)


_BREAK = re.compile(r"\s")


def _parts(text: str, span: Span) -> Iterator[Span]:
    """Cut a very long span after white space, where there is some near."""
    start = span.start
    while span.end - start > PART_CHARS:
        found = _BREAK.search(text, start + PART_CHARS, min(start + PART_CHARS + 400, span.end))
        end = found.end() if found else start + PART_CHARS
        yield Span(start, end)
        start = end
    yield Span(start, span.end)


def _tokens_of(
    part: Span, tokens: Sequence[TokenSurprisal], starts: Sequence[int]
) -> Sequence[TokenSurprisal]:
    first = max(0, bisect_right(starts, part.start) - 1)
    return tokens[first : bisect_right(starts, part.end)]


def _sections(report: DocumentReport, blocks: tuple[Block, ...]) -> Iterator[Section]:
    if len(report.text) <= FOLD_CHARS and len(blocks) <= FOLD_BLOCKS:
        if blocks:
            yield Section(None, blocks)
        return
    held: list[Block] = []
    size = 0
    for block in blocks:
        held.append(block)
        size += block.parts[-1].end - block.parts[0].start
        if size >= SECTION_CHARS or len(held) >= SECTION_BLOCKS:
            yield Section(_section_title(held), tuple(held))
            held, size = [], 0
    if held:
        yield Section(_section_title(held), tuple(held))


def _section_title(blocks: Sequence[Block]) -> str:
    paragraphs = [block.paragraph for block in blocks if block.paragraph]
    if not paragraphs:
        return "Text outside paragraphs"
    first, last = paragraphs[0].index + 1, paragraphs[-1].index + 1
    title = f"Paragraph {first}" if first == last else f"Paragraphs {first}–{last}"
    title += f" · {words.count(sum(len(block.marks) for block in blocks), 'finding')}"
    scores = [p.p_mt for p in paragraphs if p.p_mt is not None]
    if scores:
        title += f" · highest P(MT) {words.probability(max(scores))}"
    return title
