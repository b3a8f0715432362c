"""One pass of the scorer over all texts: what it says of each, kept small."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Console
from rich.progress import track

from mtqa.calibrate import BIAS
from mtqa.config import Config, Tier
from mtqa.features import NGRAMS
from mtqa.pipeline import score_stream
from mtqa.types import Document, DocumentReport, Span, Status, Verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """What mtqa says of one text.

    Attributes:
        p_mt: in [0, 1].
        fluency: in [0, 1].
        surprisal: mean bits per word.
        n_words: words of the scored paragraphs.
        features: values of the features that ``p_mt`` uses, the mean of the paragraphs by words.
        verdict: at the default profile.
        findings: their places.
    """

    p_mt: float
    fluency: float
    surprisal: float
    n_words: int
    features: Mapping[str, float]
    verdict: Verdict
    findings: tuple[Span, ...]

    @property
    def ngrams(self) -> float:
        """The n-gram evidence alone, in log-odds."""
        return self.features[NGRAMS]


#: Outcomes by text; a text without a score is not in it.
Book = Mapping[str, Outcome]


def score_all(texts: Sequence[str], workers: int, tier: Tier = "default") -> dict[str, Outcome]:
    """Score every text once.

    Args:
        texts: distinct texts.
        workers: processes to share the work.
        tier: that scores.
    """
    documents = (Document(str(number), text) for number, text in enumerate(texts))
    reports = score_stream(documents, Config(tier=tier, explain=True, threads=1), workers)
    steps = track(reports, description="", total=len(texts), console=Console(stderr=True))
    outcomes = ((report.text, outcome_of(report)) for report in steps)
    return {text: outcome for text, outcome in outcomes if outcome is not None}


def outcome_of(report: DocumentReport) -> Outcome | None:
    """Keep of a report what is measured; None where it has no score."""
    if report.p_mt is None or report.fluency is None or report.verdict is None:
        return None
    scored = [p for p in report.paragraphs if p.status is Status.OK]
    words = [len(p.span.of(report.text).split()) for p in scored]
    totals: dict[str, float] = defaultdict(float)
    for paragraph, n_words in zip(scored, words, strict=True):
        # A feature may have a fitted weight and a worth; its value is the same in both.
        values = {c.feature: c.value for c in paragraph.contributions if c.feature != BIAS}
        for name, value in values.items():
            totals[name] += value * n_words / sum(words)
    bits = [np.nan if p.surprisal_bits is None else p.surprisal_bits for p in scored]
    return Outcome(
        p_mt=report.p_mt,
        fluency=report.fluency,
        surprisal=float(np.average(bits, weights=words)),
        n_words=sum(words),
        features=totals,
        verdict=report.verdict,
        findings=tuple(f.span for f in report.findings),
    )
