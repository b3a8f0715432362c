"""From paragraphs to the document: pooled evidence, verdict and quality.

Paragraphs of one document are not independent witnesses. With a correlation ``r`` between
them, ``k`` paragraphs carry the evidence of ``k / (1 + r (k − 1))`` (the design effect of
cluster sampling), so twenty mildly suspicious paragraphs add up, but not twentyfold.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mtqa.calibrate import Thresholds
from mtqa.features import finding_feature
from mtqa.odds import logit, sigmoid
from mtqa.types import Finding, Severity, Verdict

#: Below so many scored words a verdict of likely_mt needs a grave finding, and a paragraph
#: is no witness beside another.
FEW_WORDS = 40
#: A paragraph of this many words is one full witness.
_FULL_WORDS = 60
#: What one finding of confidence 1 costs, in hundredths of the quality, per 100 words.
_COST = {Severity.MINOR: 2.0, Severity.MAJOR: 5.0, Severity.CRITICAL: 10.0}
#: Words below which a text counts as this long: bounds what one finding can do.
_QUALITY_WORDS = 100


@dataclass(frozen=True, slots=True)
class ParagraphScore:
    """What aggregation needs of a scored paragraph; ``log_odds`` is that of p_mt."""

    n_words: int
    log_odds: float
    fluency: float


def pool_weights(paragraphs: Sequence[ParagraphScore], correlation: float) -> list[float]:
    """Return how much each paragraph's log-odds count in the document's."""
    weights = [min(1.0, p.n_words / _FULL_WORDS) for p in paragraphs]
    largest = max(weights)
    witnesses = sum(weights) / largest
    discount = largest * (1 + correlation * (witnesses - 1))
    return [weight / discount for weight in weights]


def document_log_odds(
    paragraphs: Sequence[ParagraphScore], correlation: float, prior: float
) -> float:
    """Pool the paragraphs' evidence for MT, in log-odds, around the prior's log-odds."""
    base = logit(prior)
    weights = pool_weights(paragraphs, correlation)
    return base + sum(w * (p.log_odds - base) for w, p in zip(weights, paragraphs, strict=True))


def verdict(
    p_mt: float,
    paragraphs: Sequence[ParagraphScore],
    findings: Sequence[Finding],
    thresholds: Thresholds,
) -> Verdict:
    """Decide on a document at the profile's thresholds.

    Several paragraphs that agree are surer than one; what is one paragraph, whatever headings it
    has, takes the threshold of one. A few words are likely machine-translated only where a grave
    finding that is evidence of it stands in them.
    """
    words = sum(p.n_words for p in paragraphs)
    witnesses = sum(p.n_words >= FEW_WORDS for p in paragraphs)
    grave = any(f.severity is not Severity.MINOR and finding_feature(f) for f in findings)
    needed = thresholds.likely_mt if witnesses > 1 else thresholds.paragraph
    if p_mt >= needed and (words >= FEW_WORDS or grave):
        return Verdict.LIKELY_MT
    if len(paragraphs) > 1 and any(
        sigmoid(p.log_odds) >= thresholds.paragraph and p.n_words >= FEW_WORDS for p in paragraphs
    ):
        return Verdict.MIXED
    return Verdict.LIKELY_HUMAN if p_mt < thresholds.likely_human else Verdict.UNCERTAIN


def mean_fluency(paragraphs: Sequence[ParagraphScore]) -> float:
    """Return fluency in [0, 1], each word counting once."""
    words = sum(p.n_words for p in paragraphs)
    return sum(p.n_words * p.fluency for p in paragraphs) / words


def quality(fluency: float, n_words: int, findings: Sequence[Finding]) -> float:
    """Return quality in [0, 100]: fluency, less what findings cost per 100 words.

    The cost saturates, so a text full of faults still ranks above none at all. One more
    finding takes away at most a tenth (critical), a twentieth (major) or a fiftieth (minor)
    of the quality; texts below 100 words count as 100 words long.
    """
    cost = sum(_COST[f.severity] * f.confidence for f in findings)
    return 100 * fluency * math.exp(-cost / max(n_words, _QUALITY_WORDS))
