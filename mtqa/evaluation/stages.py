"""Where the fast tier's time goes: its stages, one after the other, on the same documents."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from mtqa.calibrate import SCORER_NAME, load_scorer
from mtqa.detectors import choose
from mtqa.detectors.base import run_detectors
from mtqa.evaluation.tables import table
from mtqa.evidence.linear import EVIDENCE_NAME, LinearEvidence
from mtqa.features import paragraph_features
from mtqa.language import with_languages
from mtqa.masks import find_masks
from mtqa.pipeline import DEFAULT_MODEL
from mtqa.resources import models_dir
from mtqa.segment import segment
from mtqa.types import Status

_T = TypeVar("_T")
#: Documents that load lists and fill caches before the clock counts.
_WARM_UP = 20


class _Clock:
    """Adds up the seconds of each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, stage: str, work: Callable[[], _T]) -> _T:
        began = time.perf_counter()
        result = work()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - began
        return result


def stage_costs(documents: Sequence[str]) -> str:
    """Time each stage of the fast tier on one thread, start-up left out."""
    folder = models_dir() / DEFAULT_MODEL
    evidence = LinearEvidence.load(folder / EVIDENCE_NAME)
    scorer = load_scorer(folder / SCORER_NAME)
    p_mt, fluency = scorer.p_mt["fast"], scorer.fluency["fast"]
    detectors = [d for d in choose((), ()) if d.scope != "critic"]
    clock = _Clock()
    for number, text in enumerate(documents):
        if number == min(_WARM_UP, len(documents) - 1):
            clock = _Clock()
        hidden = clock.time("masks", lambda: find_masks(text))  # noqa: B023 (called at once)
        cut = clock.time("paragraphs", lambda: segment(text, hidden))  # noqa: B023
        paragraphs = clock.time("languages", lambda: with_languages(text, cut))  # noqa: B023
        found = clock.time(
            "detectors",
            lambda: run_detectors(detectors, text, paragraphs, hidden),  # noqa: B023
        )
        scored = [p for p in paragraphs if p.status is Status.OK]
        texts = [p.span.of(text) for p in scored]
        of_texts = clock.time("n-grams", lambda: evidence.score_all(texts))  # noqa: B023
        for paragraph, own, scores in zip(scored, texts, of_texts, strict=True):
            findings = found.get(paragraph.index, ())
            n_words = paragraph.n_words
            values = clock.time(
                "features",
                lambda: paragraph_features(own, n_words, (), findings, scores),  # noqa: B023
            )
            clock.time("sums", lambda: p_mt.log_odds(values, n_words))  # noqa: B023
            clock.time("sums", lambda: fluency.value(values, n_words))  # noqa: B023
    count = max(1, len(documents) - _WARM_UP)
    costs = sorted(clock.seconds.items(), key=lambda item: -item[1])
    whole = sum(clock.seconds.values())
    rows = [
        (stage, f"{1e3 * own / count:.2f}", f"{own / whole:.2f}", f"{count / (whole - own):.0f}")
        for stage, own in costs
    ]
    rows.append(("all", f"{1e3 * whole / count:.2f}", "1", f"{count / whole:.0f} with it"))
    size = sum(len(text.encode()) for text in documents) / len(documents)
    return (
        f"Stages of the fast tier on {count} documents of {size / 1e3:.1f} kB, one thread, without "
        "start-up, reading and writing:\n\n"
        + table(("stage", "ms a document", "share", "documents/s were it free"), rows)
    )
