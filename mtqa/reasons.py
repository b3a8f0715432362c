"""The strongest reasons for a document's score, in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from mtqa.calibrate import BIAS
from mtqa.features import (
    ENCODER_FEATURES,
    ENCODER_ROUND_TRIP,
    ENCODER_SPUN,
    FINDING_FEATURES,
    MINOR_FINDINGS,
    MISSPELT,
    NGRAMS,
    RANKING_NGRAMS,
    READER_FEATURES,
    READER_ROUND_TRIP,
    READER_SPUN,
    ROUND_TRIP_NGRAMS,
    STRUCTURE_NGRAMS,
    STRUCTURE_RANKING,
    SURPRISAL_FEATURES,
    WORDS_NGRAMS,
    WORDS_RANKING,
    finding_feature,
)
from mtqa.types import Contribution, Finding

_MOST = 3
#: Below so many log-odds a reason is not worth a line.
_FEWEST_LOG_ODDS = 0.05
_QUOTE = 40

_SOURCES = {
    **dict.fromkeys(
        (NGRAMS, RANKING_NGRAMS, WORDS_NGRAMS, WORDS_RANKING, *ENCODER_FEATURES, *READER_FEATURES),
        "wording",
    ),
    **dict.fromkeys((STRUCTURE_NGRAMS, STRUCTURE_RANKING), "structure"),
    **dict.fromkeys((ROUND_TRIP_NGRAMS, ENCODER_ROUND_TRIP, READER_ROUND_TRIP), "round_trip"),
    **dict.fromkeys((ENCODER_SPUN, READER_SPUN), "spun"),
    MISSPELT: "misspelt",
    **dict.fromkeys(SURPRISAL_FEATURES, "surprisal"),
    **{name: name for name in (*FINDING_FEATURES, MINOR_FINDINGS)},
}
_WORDS = {
    ("wording", True): "its choice of words is that of translations",
    ("wording", False): "its choice of words is that of English originals",
    ("structure", True): "its sentences are built as those of translations",
    ("structure", False): "its sentences are built as those of English originals",
    ("round_trip", True): "it reads like text put into another language and back",
    ("round_trip", False): "nothing in it looks put into another language and back",
    ("spun", True): "its words read like synonyms put in by a program",
    ("spun", False): "its words suit one another as a writer’s do",
    ("misspelt", False): "some of its words are misspelt as by a person",
    ("surprisal", True): "its words come at odds with their context as in garbled text",
    ("surprisal", False): "its words follow one another as in ordinary prose",
}


def document_reasons(
    paragraphs: Sequence[tuple[float, Sequence[Contribution]]],
    findings: Sequence[Finding],
    p_mt: float,
) -> tuple[str, ...]:
    """Return up to three reasons, the strongest first.

    Args:
        paragraphs: weight in the document and contributions to p_mt of each scored one.
        findings: all findings of the document.
        p_mt: the document's probability; reasons for its side come first.
    """
    totals: dict[str, float] = defaultdict(float)
    for weight, contributions in paragraphs:
        for part in contributions:
            if part.feature != BIAS:
                totals[_SOURCES[part.feature]] += part.log_odds * weight
    towards_mt = p_mt >= 0.5
    ranked = sorted(totals.items(), key=lambda item: item[1], reverse=towards_mt)
    reasons = []
    for source, log_odds in ranked:
        if (log_odds > 0) == towards_mt and abs(log_odds) >= _FEWEST_LOG_ODDS:
            sentence = _sentence(source, log_odds > 0, findings)
            if sentence is not None:
                reasons.append(f"{sentence} ({log_odds:+.1f} log-odds)")
    return tuple(reasons[:_MOST])


def _sentence(source: str, towards_mt: bool, findings: Sequence[Finding]) -> str | None:
    if (source, towards_mt) in _WORDS:
        return _WORDS[source, towards_mt]
    group = source.removeprefix("findings_")
    own = [f for f in findings if finding_feature(f) == source]
    if not own:
        return None
    commonest = Counter(f.detector for f in own).most_common(1)[0][0]
    first = next(f for f in own if f.detector == commonest)
    quote = first.text if len(first.text) <= _QUOTE else first.text[: _QUOTE - 1] + "…"
    count = f"{len(own)} {group} fault" + ("s" if len(own) > 1 else "")
    return f"{count}, such as {commonest}: “{' '.join(quote.split())}”"
