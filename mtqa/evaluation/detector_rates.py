"""Count what every detector finds in each kind of text, and sample findings to be judged.

``mtqa detector-rates`` runs the whole catalogue, preview detectors too, as the pipeline runs it,
and writes ``mtqa/detectors/data/measured.json``. With ``--findings`` it also writes findings with
their surroundings for a person to read; those texts stay out of the repository, only how many
were right is entered in the JSON file. How many seconds of one core the detectors took for 1 MB of
text is said on standard error.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from rich.console import Console
from rich.progress import track

from mtqa.critic.critic import Critic
from mtqa.detectors import catalogue
from mtqa.detectors.base import Detector, Paragraph, mask_text, run_detectors
from mtqa.detectors.measured import DetectorFigures, Measured, read_figures
from mtqa.errors import ConfigError
from mtqa.evaluation.rate_samples import (
    KINDS,
    SampleText,
    draw_samples,
    every_text,
    wild_pages,
)
from mtqa.language import with_languages
from mtqa.lm.reading import ReadingModel
from mtqa.masks import find_masks
from mtqa.output import replacing
from mtqa.segment import segment
from mtqa.train.corpus import bucket
from mtqa.types import Finding, Span, Status

#: Words read of each kind, where there are so many.
WORDS_A_KIND = 200_000
#: Code points on each side of a finding that a judge sees.
CONTEXT = 120


@dataclass(frozen=True, slots=True)
class Sighting:
    """A finding in one of the sample's texts."""

    sample: SampleText
    finding: Finding


@dataclass(slots=True)
class Speed:
    """How long detectors took: seconds of one core (process time), and what they read in bytes."""

    seconds: float = 0.0
    size: int = 0

    def __str__(self) -> str:
        """Say it in seconds per MB of UTF-8."""
        if not self.size:
            return "detectors: too little text to time"
        return f"detectors: {1e6 * self.seconds / self.size:.2f} s per MB of text on one core"


def find_all(
    samples: Iterable[SampleText],
    detectors: Sequence[Detector],
    speed: Speed | None = None,
    critic: Critic | None = None,
) -> tuple[Counter[str], list[Sighting]]:
    """Run ``detectors`` over ``samples`` as the pipeline does.

    Args:
        samples: what to read.
        detectors: which to run.
        speed: is told how long they took; the first text, which loads the lists, is left out.
        critic: runs the detectors that need a language model; they find nothing without it.

    Returns:
        Words by kind, and all findings.
    """
    words: Counter[str] = Counter()
    sightings: list[Sighting] = []
    cut: list[tuple[SampleText, tuple[Paragraph, ...], tuple[Span, ...]]] = []
    for number, sample in enumerate(samples):
        hidden = find_masks(sample.text)
        paragraphs = with_languages(sample.text, segment(sample.text, hidden))
        if critic is not None:
            cut.append((sample, paragraphs, hidden))
        words[sample.kind] += sum(p.n_words for p in paragraphs)
        began = time.process_time()
        found = run_detectors(detectors, sample.text, paragraphs, hidden)
        if speed is not None and number:
            speed.seconds += time.process_time() - began
            speed.size += len(sample.text.encode())
        sightings.extend(Sighting(sample, f) for findings in found.values() for f in findings)
    if critic is not None:
        # Apart, for a language model drives what the detectors need from the processor's cache.
        for sample, paragraphs, hidden in track(cut, description="", console=Console(stderr=True)):
            criticised = _criticised(critic, sample.text, paragraphs, hidden)
            sightings.extend(Sighting(sample, finding) for finding in criticised)
    return words, sightings


def _criticised(
    critic: Critic, text: str, paragraphs: Iterable[Paragraph], hidden: Sequence[Span]
) -> Iterator[Finding]:
    masked = mask_text(text, hidden)
    for paragraph in paragraphs:
        if paragraph.status is Status.OK:
            yield from critic.read(text, masked, paragraph)[1]


def count_findings(
    words: Mapping[str, int],
    sightings: Iterable[Sighting],
    detectors: Iterable[Detector],
    command: str,
    before: Measured | None,
) -> Measured:
    """Return the figures of this run with the judgements of ``before``."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for sighting in sightings:
        counts[sighting.finding.detector][sighting.sample.kind] += 1
    kinds = [kind for kind in KINDS if kind in words]
    known = {} if before is None else before.detectors
    unread = DetectorFigures(counts={})
    return Measured(
        date=datetime.now(timezone.utc).date().isoformat(),
        command=command,
        drawn_on=None if before is None else before.drawn_on,
        judged_on=None if before is None else before.judged_on,
        words={kind: words[kind] for kind in kinds},
        detectors={
            d.id: known.get(d.id, unread).model_copy(
                update={"counts": {kind: counts[d.id][kind] for kind in kinds}}
            )
            for d in sorted(detectors, key=lambda d: d.id)
        },
    )


def sample_findings(
    sightings: Iterable[Sighting], per_detector: int, seed: int
) -> list[dict[str, str | int]]:
    """Draw up to ``per_detector`` findings of each detector, for a person to judge.

    A finding that several systems share (same text, same surroundings) is drawn once.

    Returns:
        Records with detector, kind, document, ``before``, ``text``, ``after``, ``message`` and
        ``suggestion``.
    """
    drawn: dict[str, dict[tuple[str, str], Sighting]] = defaultdict(dict)
    for s in sightings:
        span, text = s.finding.span, s.sample.text
        near = text[max(0, span.start - 25) : span.end + 25]
        drawn[s.finding.detector].setdefault((s.finding.text, near), s)
    records: list[dict[str, str | int]] = []
    for _, by_text in sorted(drawn.items()):
        order = sorted(
            by_text.values(),
            key=lambda s: bucket(f"{seed}/{s.sample.id}/{s.finding.span.start}", 1 << 62),
        )
        records.extend(_record(sighting) for sighting in order[:per_detector])
    return records


def _record(sighting: Sighting) -> dict[str, str | int]:
    finding, text = sighting.finding, sighting.sample.text
    start, end = finding.span.start, finding.span.end
    return {
        "detector": finding.detector,
        "kind": sighting.sample.kind,
        "document": sighting.sample.id,
        "start": start,
        "before": text[max(0, start - CONTEXT) : start],
        "text": finding.text,
        "after": text[end : end + CONTEXT],
        "message": finding.message,
        "suggestion": finding.suggestion or "",
    }


def write_rates(
    data: Path,
    output: Path,
    *,
    findings: Path | None = None,
    per_detector: int = 50,
    words: int | None = WORDS_A_KIND,
    seed: int = 0,
    model: ReadingModel | None = None,
    roundtrips: Sequence[Path] = (),
    texts: Sequence[Path] = (),
) -> Path:
    """Measure the whole catalogue; write the figures, or with ``findings`` a sample to judge.

    A run with ``findings`` leaves the figures alone: it may read more words of a kind, to find
    enough of what is rare, or with ``words=None`` all texts there are (hours), and reads
    ``wild-dev`` too. With ``words=None`` it also reads ``roundtrips`` and ``texts``, as
    :func:`mtqa.evaluation.rate_samples.every_text` does.
    Without ``model``, the shipped language model, the detectors that need one are left out.

    Returns:
        The file that was written.

    Raises:
        TrainingError: the data is not there.
        ConfigError: ``output`` exists and is no figures file, or rates of all texts are wanted.
    """
    if words is None and findings is None:
        raise ConfigError("rates are of so many words a kind; all texts are read for findings only")
    before = read_figures(output)
    detectors = [d for d in catalogue().values() if model is not None or d.scope != "critic"]
    critic = None if model is None else Critic(model, detectors)
    samples: Iterable[SampleText]
    if words is None:
        samples = every_text(data, roundtrips, texts)
    else:
        samples = [*draw_samples(data, words, seed), *(wild_pages(data) if findings else ())]
    console, speed = Console(stderr=True), Speed()
    shown = track(samples, description="", console=console)
    read, sightings = find_all(shown, detectors, speed, critic)
    console.print(str(speed), highlight=False)
    if findings is not None:
        records = sample_findings(sightings, per_detector, seed)
        with replacing(findings) as stream:
            stream.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
        return findings
    command = f"mtqa detector-rates --data ../shared/data --words {words} --seed {seed}"
    figures = count_findings(read, sightings, detectors, command, before)
    with replacing(output) as stream:
        stream.write(figures.model_dump_json(indent=1) + "\n")
    return output
