"""What the shipped detectors find of the faults that were put in, detector by detector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mtqa.detectors.base import Detector, run_detectors
from mtqa.masks import find_masks
from mtqa.segment import segment
from mtqa.synth.model import SynthRecord
from mtqa.types import Finding


@dataclass(frozen=True, slots=True)
class DetectorRecall:
    """Counts of one detector.

    Attributes:
        detector: its id.
        injected: faults that bear its id.
        found: of these, those that a finding of the same detector overlaps.
        found_by_any: of these, those that a finding of any detector overlaps.
        findings: what the detector reported on the corrupted texts.
        on_own: of these, those that overlap a fault of its own id.
        on_any: of these, those that overlap any fault.
    """

    detector: str
    injected: int
    found: int
    found_by_any: int
    findings: int
    on_own: int
    on_any: int


def measure_recall(
    records: Iterable[SynthRecord], detectors: Sequence[Detector]
) -> tuple[DetectorRecall, ...]:
    """Run ``detectors`` over ``records`` and count overlaps, in the order of ``detectors``.

    Paragraphs are read as English; the language filter of the scorer is not applied.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in DetectorRecall.__slots__[1:]}
    for record in records:
        findings = _findings(record.text, detectors)
        for label in record.labels:
            over = {f.detector for f in findings if f.span.overlaps(label.span)}
            counts["injected"][label.detector] += 1
            counts["found"][label.detector] += label.detector in over
            counts["found_by_any"][label.detector] += bool(over)
        for finding in findings:
            under = {la.detector for la in record.labels if la.span.overlaps(finding.span)}
            counts["findings"][finding.detector] += 1
            counts["on_own"][finding.detector] += finding.detector in under
            counts["on_any"][finding.detector] += bool(under)
    return tuple(
        DetectorRecall(d.id, **{name: counter[d.id] for name, counter in counts.items()})
        for d in detectors
    )


def recall_markdown(rows: Sequence[DetectorRecall]) -> str:
    """Return the counts as a Markdown table with a last line for all; shares as ``–`` of none."""
    total = DetectorRecall(
        "**all**",
        *(sum(getattr(r, name) for r in rows) for name in DetectorRecall.__slots__[1:]),
    )
    lines = [
        "| detector | faults | recall | recall, any detector | findings | precision "
        "| precision, any fault |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in (*rows, total):
        name = row.detector if row is total else f"`{row.detector}`"
        lines.append(
            f"| {name} | {row.injected} | {_share(row.found, row.injected)} "
            f"| {_share(row.found_by_any, row.injected)} | {row.findings} "
            f"| {_share(row.on_own, row.findings)} | {_share(row.on_any, row.findings)} |"
        )
    return "\n".join(lines) + "\n"


def _findings(text: str, detectors: Sequence[Detector]) -> tuple[Finding, ...]:
    hidden = find_masks(text)
    found = run_detectors(detectors, text, segment(text, hidden), hidden)
    return tuple(finding for findings in found.values() for finding in findings)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"
