"""Write ``docs/results.md``: every contrast on the development sets, with intervals.

Nothing here is trained or chosen: the shipped scorer runs as users run it.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import track

from mtqa.config import Config
from mtqa.errors import TrainingError
from mtqa.evaluation.metrics import Estimate, auroc, rate
from mtqa.evidence.linear import LinearEvidence
from mtqa.pipeline import DEFAULT_MODEL, Pipeline
from mtqa.resources import models_dir
from mtqa.train.corpus import HELD_OUT_OUTLETS, HELD_OUT_SOURCES, read_jsonl
from mtqa.train.examples import Example, iter_examples, iter_native
from mtqa.train.fusion import expected_calibration_error
from mtqa.train.scorer import cut_document, sample_examples
from mtqa.types import Document, DocumentReport, Verdict

Vector = npt.NDArray[np.float64]

#: Texts of each size drawn from the development sets; the rare kinds are taken whole.
_PARAGRAPHS, _DOCUMENTS, _SEGMENTS, _NATIVE = 6_000, 800, 3_000, 2_000


@dataclass(frozen=True, slots=True)
class Scored:
    """A development text with what mtqa and its parts say of it."""

    example: Example
    p_mt: float
    surprisal: float
    ngrams: float
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Contrast:
    """Which kinds stand against one another, on which sets, and the bar."""

    name: str
    positive: str
    negative: str
    sets: tuple[str, ...]
    bar: float | None


CONTRASTS = (
    Contrast("mt vs ht, wmt22", "mt", "ht", ("wmt22",), 0.70),
    Contrast("mt vs ht, htmt wmt18", "mt", "ht", ("wmt18",), 0.70),
    Contrast("mt vs ho, wmt22", "mt", "ho", ("wmt22",), 0.80),
    Contrast("mt vs ho, htmt wmt18", "mt", "ho", ("wmt18",), 0.80),
    Contrast("bt vs ho, htmt wmt18", "bt", "ho", ("wmt18",), 0.65),
    Contrast("roundtrip vs original, apertium-cat", "roundtrip", "ho", ("apertium-cat",), 0.90),
)


def write_results(data: Path, output: Path) -> Path:
    """Measure everything and write the page.

    Raises:
        TrainingError: the data is not there.
    """
    if not (data / "wmt").is_dir():
        raise TrainingError(f"{data}: no data there; pass --data the folder with wmt/, htmt/ …")
    pipeline = Pipeline(Config())
    evidence = LinearEvidence(models_dir() / DEFAULT_MODEL / "evidence.safetensors")

    def score(examples: Sequence[Example]) -> list[Scored]:
        return _score(examples, pipeline, evidence)

    paragraphs = score(sample_examples(list(iter_examples(data, "dev", 5)), _PARAGRAPHS, 7))
    documents = score(
        [_in_paragraphs(e) for e in sample_examples(
            list(iter_examples(data, "dev", 12)), _DOCUMENTS, 7)]
    )  # fmt: skip
    segments = score(sample_examples(list(iter_examples(data, "dev", 1)), _SEGMENTS, 7))
    native = score(_native(data))
    parts = [
        _head(pipeline.signature),
        "## Paragraphs (five segments)\n",
        _contrast_table(paragraphs),
        "\n### By language pair, worst first\n",
        _breakdown(paragraphs, lambda e: e.lp),
        "\n### By system, worst ten first (wmt22, mt vs ht)\n",
        _breakdown(paragraphs, lambda e: f"{e.lp} {e.system}", only="mt vs ht, wmt22", most=10),
        "\n## Documents (twelve segments)\n",
        _contrast_table(documents),
        "\n## Single segments\n",
        _contrast_table(segments),
        "\n## Calibration\n",
        _calibration({"paragraphs": paragraphs, "segments": segments}),
        "\n## False alarms on native English\n",
        _false_alarms(native, pipeline),
        "\n## Real pages (wild-dev)\n",
        _wild(data, pipeline, evidence),
        "\n## Speed\n",
        _speed(data),
    ]
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text("\n".join(parts) + "\n", encoding="utf-8")
    return output


def _score(
    examples: Sequence[Example], pipeline: Pipeline, evidence: LinearEvidence
) -> list[Scored]:
    scored = []
    for example in track(list(examples), description="", console=Console(stderr=True)):
        report = pipeline.score(Document(example.source, example.text))
        if report.p_mt is not None:
            scored.append(_scored(example, report, evidence))
    return scored


def _scored(example: Example, report: DocumentReport, evidence: LinearEvidence) -> Scored:
    bits = [p.surprisal_bits for p in report.paragraphs if p.surprisal_bits is not None]
    return Scored(
        example,
        report.p_mt or 0.0,
        float(np.mean(bits)),
        evidence.score(example.text).p_mt,
        report.verdict,
    )


def _in_paragraphs(example: Example) -> Example:
    """Break a document into paragraphs of about sixty words."""
    return replace(example, text="\n\n".join(cut_document(example.text)))


def _native(data: Path) -> list[Example]:
    unseen = HELD_OUT_OUTLETS | HELD_OUT_SOURCES
    held_out = [
        e
        for e in iter_native(data, "dev", every=2)
        if e.system in unseen and len(e.text.split()) >= 25
    ]
    return sample_examples(held_out, _NATIVE, 7)


def _head(signature: str) -> str:
    date = datetime.now(timezone.utc).date().isoformat()
    return (
        "# Results\n\n"
        "<!-- Written by `mtqa results`; do not edit. -->\n\n"
        f"Made on {date} by `mtqa results --data ../shared/data --output docs/results.md` "
        f"with `{signature}` on {os.cpu_count()} cores ({platform.machine()}).\n\n"
        "Development sets only: `wmt22`, `htmt` wmt18, `roundtrip/apertium-cat`, a held-out slice "
        "of native prose, `wild-dev`. AUROC with 95 % intervals from 300 bootstrap draws over "
        "blocks of about thirty source segments. *n-grams* and *surprisal* are the scorer's "
        "inputs alone, on the same rows: the linear evidence model (typography folded, names and "
        "numbers masked) and mean surprisal in bits per word.\n"
    )


def _contrast_table(scored: Sequence[Scored]) -> str:
    lines = [
        "| contrast | n | mtqa | bar | n-grams | surprisal |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for contrast in CONTRASTS:
        rows = _rows(scored, contrast)
        if not rows:
            continue
        bar = f"{contrast.bar:.2f}" if contrast.bar is not None else ""
        ours = _auroc(rows, contrast, lambda s: s.p_mt)
        ngrams = _auroc(rows, contrast, lambda s: s.ngrams)
        bits = _auroc(rows, contrast, lambda s: s.surprisal)
        lines.append(
            f"| {contrast.name} | {ours.n} | **{ours}** | {bar} | {ngrams.value:.3f} "
            f"| {bits.value:.3f} |"
        )
    return "\n".join(lines)


def _rows(scored: Sequence[Scored], contrast: Contrast) -> list[Scored]:
    kinds = {contrast.positive, contrast.negative}
    rows = [s for s in scored if s.example.set in contrast.sets and s.example.kind in kinds]
    return rows if {s.example.kind for s in rows} == kinds else []


def _auroc(
    rows: Sequence[Scored], contrast: Contrast, value: Callable[[Scored], float]
) -> Estimate:
    labels = np.array([s.example.kind == contrast.positive for s in rows], dtype=float)
    return auroc(labels, np.array([value(s) for s in rows]), [s.example.block for s in rows])


def _breakdown(
    scored: Sequence[Scored],
    key: Callable[[Example], str],
    only: str | None = None,
    most: int | None = None,
) -> str:
    found: list[tuple[float, str]] = []
    for contrast in CONTRASTS:
        if only is not None and contrast.name != only:
            continue
        rows = _rows(scored, contrast)
        for name in sorted({key(s.example) for s in rows if s.example.kind == contrast.positive}):
            group = _against(rows, contrast, name, key)
            if len({s.example.kind for s in group}) == 2 and len(group) >= 40:
                estimate = _auroc(group, contrast, lambda s: s.p_mt)
                line = f"| {contrast.name} | {name} | {estimate.n} | {estimate} |"
                found.append((estimate.value, line))
    lines = ["| contrast | of | n | AUROC |", "| --- | --- | --- | --- |"]
    return "\n".join([*lines, *(line for _, line in sorted(found)[:most])])


def _against(
    rows: Sequence[Scored], contrast: Contrast, name: str, key: Callable[[Example], str]
) -> list[Scored]:
    """Return the machine texts of group ``name`` and the human texts of the same pair."""
    machine = [s for s in rows if s.example.kind == contrast.positive and key(s.example) == name]
    pairs = {s.example.lp for s in machine}
    human = [
        s
        for s in rows
        if s.example.kind == contrast.negative
        and (contrast.negative == "ho" or s.example.lp in pairs)
    ]
    return machine + human


def _calibration(groups: dict[str, Sequence[Scored]]) -> str:
    lines = ["| texts | n | ECE (classes weighed evenly) |", "| --- | --- | --- |"]
    for name, scored in groups.items():
        labels = np.array([s.example.is_mt for s in scored], dtype=float)
        weights = np.where(labels == 1, 0.5 / labels.sum(), 0.5 / (1 - labels).sum())
        error = expected_calibration_error(np.array([s.p_mt for s in scored]), labels, weights)
        lines.append(f"| {name} | {len(scored)} | {error:.3f} |")
    return "\n".join(lines)


def _false_alarms(native: Sequence[Scored], pipeline: Pipeline) -> str:
    lines = [
        "Paragraphs of at least 25 words by publishers that no training step saw.\n",
        "| profile | threshold of likely_mt | share of native paragraphs at or above it |",
        "| --- | --- | --- |",
    ]
    blocks = [s.example.block for s in native]
    for profile, thresholds in pipeline.thresholds.items():
        share = rate([s.p_mt >= thresholds.likely_mt for s in native], blocks)
        lines.append(f"| {profile} | {thresholds.likely_mt} | {share} (n = {share.n}) |")
    by_publisher = []
    threshold = pipeline.thresholds["default"].likely_mt
    for name in sorted({s.example.system for s in native}):
        own = [s for s in native if s.example.system == name]
        share = rate([s.p_mt >= threshold for s in own], [s.example.block for s in own])
        by_publisher.append((-share.value, f"| {name} | {share.n} | {share} |"))
    lines += ["\n| publisher (default profile) | n | share |", "| --- | --- | --- |"]
    return "\n".join([*lines, *(line for _, line in sorted(by_publisher))])


def _wild(data: Path, pipeline: Pipeline, evidence: LinearEvidence) -> str:
    labels, scores, bits, ngrams = [], [], [], []
    quotes = hit = 0
    verdicts: dict[tuple[str, str], int] = {}
    for record in read_jsonl(data / "wild" / "wild-dev.jsonl"):
        report = pipeline.score(Document(record["id"], record["text"]))
        labels.append(float(record["label"] == "mt"))
        scores.append(report.p_mt or 0.0)
        own = [p.surprisal_bits for p in report.paragraphs if p.surprisal_bits is not None]
        bits.append(float(np.mean(own)))
        ngrams.append(evidence.score(record["text"]).p_mt)
        key = (record["label"], str(report.verdict))
        verdicts[key] = verdicts.get(key, 0) + 1
        for artifact in record.get("artifacts") or []:
            start = record["text"].find(artifact["quote"])
            end = start + len(artifact["quote"])
            quotes += 1
            hit += any(f.span.start < end and start < f.span.end for f in report.findings)
    pages = [str(i) for i in range(len(labels))]
    lines = [
        "| score | AUROC of 28 pages |",
        "| --- | --- |",
        f"| mtqa | {auroc(np.array(labels), np.array(scores), pages)} |",
        f"| n-grams | {auroc(np.array(labels), np.array(ngrams), pages)} |",
        f"| surprisal | {auroc(np.array(labels), np.array(bits), pages)} |",
        "",
        "Verdicts: " + ", ".join(f"{a} {b} {n}" for (a, b), n in sorted(verdicts.items())) + ".",
        f"Marked quotes that overlap a finding: {hit} of {quotes}.",
    ]
    return "\n".join(lines)


def _speed(data: Path) -> str:
    """Time ``mtqa score`` on 1,000 documents of JSON Lines, as a user would run it."""
    documents = sample_examples(list(iter_examples(data, "dev", 12)), 4_000, 3)
    documents = [e for e in documents if e.set == "wmt22"][:1_000]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "documents.jsonl"
        path.write_text(_jsonl(documents), encoding="utf-8")
        size = path.stat().st_size
        lines = [
            f"1,000 documents of wmt22 ({size / 1e6:.1f} MB of JSON Lines) by `mtqa score "
            "documents.jsonl --format jsonl`, start-up included.\n",
            "| tier | workers | seconds | documents/s | tokens/s | peak memory |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        for tier, workers in (("default", 1), ("default", 2), ("fast", 1)):
            lines.append(_timed(path, tier, workers))
    return "\n".join(lines)


def _jsonl(documents: Iterable[Example]) -> str:
    records = ({"id": str(i), "text": _in_paragraphs(e).text} for i, e in enumerate(documents))
    return "".join(json.dumps(record) + "\n" for record in records)


def _timed(path: Path, tier: str, workers: int) -> str:
    out = path.with_suffix(f".{tier}{workers}.out")
    command = [
        sys.executable, "-m", "mtqa", "score", str(path), "--format", "jsonl",
        "--tier", tier, "--workers", str(workers),
    ]  # fmt: skip
    began = time.monotonic()
    with out.open("wb") as stream:
        subprocess.run(command, check=True, stdout=stream)  # noqa: S603 (our own command)
    seconds = time.monotonic() - began
    reports = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    tokens = sum(report["n_tokens"] for report in reports)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return (
        f"| {tier} | {workers} | {seconds:.1f} | {len(reports) / seconds:.1f} "
        f"| {tokens / seconds:,.0f} | {peak:.0f} MiB |"
    )
