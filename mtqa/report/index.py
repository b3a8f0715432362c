"""The index of a folder of reports: worst first, one row a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mtqa.report import words
from mtqa.report.links import href
from mtqa.report.page import render_page
from mtqa.report.segments import share_colour
from mtqa.types import DocumentReport, Status, Verdict

#: Bars of a row's sparkline; a longer document's neighbours share one.
SPARK_BARS = 48
#: Bars of the histogram over P(MT).
BINS = 10

_BAR_WIDTH, _BAR_STEP, _BAR_HEIGHT = 2, 3, 18


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One row, made from a report so that the report itself can be let go.

    ``paragraphs`` holds P(MT) of each paragraph; None where it has no score.
    """

    path: str
    id: str
    title: str | None
    status: Status
    verdict: Verdict | None
    p_mt: float | None
    quality: float | None
    fluency: float | None
    n_words: int
    n_findings: int
    paragraphs: tuple[float | None, ...]
    error: str | None = None

    @classmethod
    def of(cls, report: DocumentReport, path: str) -> IndexEntry:
        """Return the row of ``report``, whose page is at ``path`` relative to the index."""
        return cls(
            path=path,
            id=report.id,
            title=report.title,
            status=report.status,
            verdict=report.verdict,
            p_mt=report.p_mt,
            quality=report.quality,
            fluency=report.fluency,
            n_words=len(report.text.split()),
            n_findings=len(report.findings),
            paragraphs=tuple(paragraph.p_mt for paragraph in report.paragraphs),
            error=report.error,
        )

    @property
    def href(self) -> str:
        """A relative URL of the document's page, safe whatever the path holds."""
        return href(self.path)

    @property
    def spark(self) -> tuple[SparkPath, ...]:
        """The row's sparkline."""
        return tuple(_spark(self.paragraphs))


@dataclass(frozen=True, slots=True)
class SparkPath:
    """All bars of one colour as one SVG path; ``colour`` None marks paragraphs unscored."""

    colour: int | None
    path: str


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of the histogram; ``height`` in [0, 1] of the highest."""

    low: float
    high: float
    count: int
    height: float
    colour: int


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many documents have a verdict, or else a status."""

    name: str
    words: str
    count: int


def render_index(entries: Iterable[IndexEntry], title: str = "Documents") -> str:
    """Return the index page; the worst documents come first.

    Args:
        entries: rows in any order.
        title: heading, such as the folder's name.
    """
    rows = sorted(entries, key=_badness)
    return render_page(
        "index.html.j2",
        scripts=("_index.js.j2",),
        styles=("_index.css.j2",),
        title=title,
        rows=rows,
        bins=_bins(rows),
        verdicts=_verdicts(rows),
        n_findings=sum(row.n_findings for row in rows),
        spark_height=_BAR_HEIGHT,
        spark_width=SPARK_BARS * _BAR_STEP,
    )


def _badness(entry: IndexEntry) -> tuple[bool, float, float, str]:
    """Order by P(MT), highest first, then quality, lowest first; unscored ones last."""
    return (
        entry.p_mt is None,
        -(entry.p_mt or 0.0),
        entry.quality if entry.quality is not None else 0.0,
        entry.id,
    )


def _bins(rows: Sequence[IndexEntry]) -> tuple[Bin, ...]:
    counts = [0] * BINS
    for row in rows:
        if row.p_mt is not None:
            counts[min(BINS - 1, int(row.p_mt * BINS))] += 1
    top = max(counts) or 1
    return tuple(
        Bin(i / BINS, (i + 1) / BINS, n, n / top, share_colour((i + 0.5) / BINS))
        for i, n in enumerate(counts)
    )


def _verdicts(rows: Sequence[IndexEntry]) -> tuple[VerdictCount, ...]:
    counts = [
        VerdictCount(str(verdict), text, sum(row.verdict is verdict for row in rows))
        for verdict, text in words.VERDICT.items()
    ]
    counts += [
        VerdictCount(
            str(status), text, sum(row.verdict is None and row.status is status for row in rows)
        )
        for status, text in words.STATUS.items()
    ]
    return tuple(verdict for verdict in counts if verdict.count)


def _spark(values: Sequence[float | None]) -> list[SparkPath]:
    """Draw each paragraph's P(MT) as a bar; neighbours that share a bar show the highest."""
    n_bars = min(SPARK_BARS, len(values))
    drawn: dict[int | None, list[str]] = {}
    for bar in range(n_bars):
        chunk = values[bar * len(values) // n_bars : (bar + 1) * len(values) // n_bars]
        scores = [value for value in chunk if value is not None]
        score = max(scores) if scores else None
        height = 1 if score is None else max(2, round(score * _BAR_HEIGHT))
        colour = None if score is None else share_colour(score)
        drawn.setdefault(colour, []).append(
            f"M{bar * _BAR_STEP} {_BAR_HEIGHT}v-{height}h{_BAR_WIDTH}v{height}z"
        )
    return [SparkPath(colour, "".join(bars)) for colour, bars in drawn.items()]
