"""Fit ``scorer.json``: fusion on the training sets, calibration and thresholds on development.

The n-gram evidence that enters the fusion is out-of-fold (a fit that saw no text of the same
block), else the fusion would trust it too much. Calibration, the correlation of paragraphs and
the thresholds come from development data that neither the evidence nor the fusion saw.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from itertools import islice, zip_longest
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import track

from mtqa.aggregate import ParagraphScore, document_log_odds
from mtqa.calibrate import LinearScore, ScorerModel, Thresholds, sigmoid
from mtqa.config import Config
from mtqa.detectors import choose
from mtqa.detectors.base import run_detectors
from mtqa.evidence.linear import Evidence, LinearEvidence
from mtqa.evidence.ngrams import NgramSpec
from mtqa.features import (
    FEATURES,
    FINDING_FEATURES,
    FLUENCY_NGRAMS,
    MINOR_FINDINGS,
    NGRAMS,
    SURPRISAL_FEATURES,
    paragraph_features,
)
from mtqa.lm.base import SurprisalModel
from mtqa.lm.causal import load_causal_model
from mtqa.lm.metadata import seal_model
from mtqa.masks import find_masks
from mtqa.pipeline import Pipeline
from mtqa.segment import segment
from mtqa.selftest import SELFTEST_NAME, write_known_scores
from mtqa.train.corpus import bucket
from mtqa.train.evidence import (
    count_matrix,
    fit_fluency,
    fit_p_mt,
    inverse_document_frequency,
    kind_weights,
    out_of_fold,
    training_examples,
    weigh,
)
from mtqa.train.examples import (
    SEGMENTS_PER_DOCUMENT,
    SEGMENTS_PER_PARAGRAPH,
    Example,
    Judged,
    iter_examples,
    iter_judged,
    iter_native,
)
from mtqa.train.fusion import fit_calibration, fit_correlation, fit_linear
from mtqa.train.settings import ScorerSettings
from mtqa.types import Status

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]

#: Score → the features it uses in the default tier; the fast one does without surprisal.
_P_MT_FEATURES = (NGRAMS, *SURPRISAL_FEATURES)
_FLUENCY_FEATURES = FEATURES
TIERS = ("default", "fast")
#: Paragraphs of a native page that are read.
_LONGEST_PAGE = 10
_P_MT_BOUNDS: dict[str, tuple[float | None, float | None]] = {NGRAMS: (0.0, None)}
#: What findings are worth for p_mt, in log-odds a unit of their feature (one major finding in a
#: short paragraph is one unit). Set, not fitted: the training sets hold next to no garbled
#: pages, and those that exist may not be trained on. The values shrink what the rates of the
#: detectors tell: attribution, order and phrase faults hardly occur in prose that people write;
#: misspelt names and odd numbers are about as common in human translations as in machine ones,
#: and minor faults are typists' slips as well.
_WORTH = {
    "findings_attribution": 2.0,
    "findings_order": 2.0,
    "findings_lexical": 2.0,
    "findings_punctuation": 1.5,
    "findings_residue": 1.5,
    "findings_other": 1.5,
    "findings_repetition": 0.5,
    "findings_name": 0.5,
    "findings_number": 0.5,
    MINOR_FINDINGS: 0.25,
}
_FLUENCY_BOUNDS: dict[str, tuple[float | None, float | None]] = {
    FLUENCY_NGRAMS: (0.0, None),
    **dict.fromkeys((*FINDING_FEATURES, MINOR_FINDINGS), (-1.0, -0.1)),
}
#: Profile → the false positives allowed on native text at the threshold of ``likely_mt``
#: (paragraphs, documents), and of the paragraph that makes a text ``mixed``. Those of paragraphs
#: are half of what the profile states: unseen publishers are harder than the ones that set the
#: threshold.
_FALSE_POSITIVES = {
    "strict": (0.0005, 0.0, 0.0003),
    "default": (0.005, 0.01, 0.001),
    "lenient": (0.015, 0.03, 0.005),
}


@dataclass(frozen=True, slots=True)
class Featurised:
    """Texts with what the scorer knows of them; ``values`` is [texts, len(FEATURES)]."""

    examples: tuple[Example, ...]
    values: Matrix
    n_words: npt.NDArray[np.int64]

    @property
    def is_mt(self) -> Vector:
        """1 for machine translation, else 0."""
        return np.array([e.is_mt for e in self.examples], dtype=float)


def train_scorer(settings: ScorerSettings) -> Path:
    """Fit everything and write ``scorer.json`` into the model folder."""
    console = Console(stderr=True)
    model = load_causal_model(settings.model)
    evidence = LinearEvidence(settings.evidence.output)
    console.print("out-of-fold evidence …")
    train, judged, judged_scores = _training_texts(settings)
    console.print("features of the training texts …")
    fitted = featurise(*train, model)
    rated = featurise(*judged, model)
    console.print("features of the development texts …")
    dev = featurise_with(dev_paragraphs(settings), evidence, model)
    native = _by_document(featurise_with(_native_documents(settings), evidence, model))
    documents = _dev_documents(settings, evidence, model)
    p_mt, fluency = {}, {}
    for tier in TIERS:
        fusion = fit_linear(
            fitted.values,
            fitted.is_mt,
            kind_weights(fitted.examples),
            _of_tier(tier, _P_MT_FEATURES),
            _P_MT_BOUNDS,
        )
        p_mt[tier] = _calibrated(fusion, dev).model_copy(update={"worth": _WORTH})
        fluency[tier] = fit_linear(
            rated.values,
            np.array([judged_scores[e.source] for e in rated.examples]),
            np.ones(len(rated.examples)),
            _of_tier(tier, _FLUENCY_FEATURES),
            _FLUENCY_BOUNDS,
        )
    correlation = fit_correlation(
        [_scores(p_mt["default"], document) for document in documents],
        [document.examples[0].is_mt for document in documents],
        prior=0.5,
    )
    scorer = ScorerModel(
        p_mt=p_mt,
        fluency=fluency,
        paragraph_correlation=correlation,
        thresholds=_thresholds(p_mt["default"], native, correlation),
        fitted={
            "command": "mtqa train scorer",
            "date": datetime.now(timezone.utc).date().isoformat(),
            "model": model.signature,
            "training_texts": len(fitted.examples),
            "development_texts": len(dev.examples),
            "native_documents": len(native),
        },
    )
    path = settings.model / "scorer.json"
    path.write_text(json.dumps(scorer.model_dump(), indent=1) + "\n", encoding="utf-8")
    write_known_scores(Pipeline(Config(), model, settings.model), settings.model / SELFTEST_NAME)
    seal_model(settings.model, {})
    return path


def _of_tier(tier: str, features: Sequence[str]) -> tuple[str, ...]:
    return tuple(n for n in features if tier == "default" or n not in SURPRISAL_FEATURES)


def featurise(
    examples: Sequence[Example], evidence: Sequence[Evidence], model: SurprisalModel
) -> Featurised:
    """Compute the features of texts whose evidence is given; unscorable texts are left out."""
    detectors = choose((), ())
    kept: list[Example] = []
    rows: list[Vector] = []
    words: list[int] = []
    steps = track(
        list(zip(examples, evidence, strict=True)),
        description="",
        console=Console(stderr=True),
    )
    for example, own in steps:
        hidden = find_masks(example.text)
        paragraphs = segment(example.text, hidden)
        if len(paragraphs) != 1 or paragraphs[0].status is not Status.OK:
            continue
        found = run_detectors(detectors, example.text, paragraphs, hidden)
        tokens = model.surprisals([example.text])[0]
        n_words = paragraphs[0].n_words
        rows.append(paragraph_features(n_words, tokens, found[0], own))
        words.append(n_words)
        kept.append(example)
    return Featurised(tuple(kept), np.array(rows), np.array(words))


def featurise_with(
    examples: Sequence[Example], evidence: LinearEvidence, model: SurprisalModel
) -> Featurised:
    """Compute the features of texts with the shipped evidence model."""
    return featurise(examples, [evidence.score(e.text) for e in examples], model)


def sample(places: Iterable[int], examples: Sequence[Example], count: int, seed: int) -> list[int]:
    """Draw up to ``count`` of ``places``, as evenly as they allow over kind, set and system."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in places:
        example = examples[place]
        groups[example.kind, example.set, example.lp, example.system].append(place)
    by_kind: dict[str, list[list[int]]] = defaultdict(list)
    draw = np.random.default_rng(seed)
    for key in sorted(groups):
        by_kind[key[0]].append([groups[key][i] for i in draw.permutation(len(groups[key]))])
    chosen: list[int] = []
    for kind in sorted(by_kind):
        quota = count // len(by_kind)
        rounds = zip_longest(*by_kind[kind])
        in_turn = (place for round_ in rounds for place in round_ if place is not None)
        chosen.extend(islice(in_turn, quota))
    return chosen


def sample_examples(examples: Sequence[Example], count: int, seed: int) -> list[Example]:
    """Draw up to ``count`` texts, as :func:`sample` does."""
    return [examples[i] for i in sample(range(len(examples)), examples, count, seed)]


def dev_paragraphs(settings: ScorerSettings) -> list[Example]:
    """Return the development texts for calibration: paragraphs and single segments."""
    paragraphs = list(iter_examples(settings.data_dir, "dev", SEGMENTS_PER_PARAGRAPH))
    segments = list(iter_examples(settings.data_dir, "dev", 1))
    native = [e for e in _dev_native(settings) if bucket(e.block, 2)]
    half = settings.dev_paragraphs // 2
    return [
        *sample_examples([*paragraphs, *native], half, settings.seed),
        *sample_examples(segments, half, settings.seed),
    ]


def _training_texts(
    settings: ScorerSettings,
) -> tuple[
    tuple[list[Example], list[Evidence]], tuple[list[Example], list[Evidence]], dict[str, float]
]:
    """Return training texts and judged texts with out-of-fold evidence, and the judgements."""
    examples = training_examples(settings.data_dir, settings.evidence.seed)
    judgements = list(iter_judged(settings.data_dir, "train"))
    judged = [_as_example(judgement) for judgement in judgements]
    targets = np.array([judgement.score for judgement in judgements])
    kept = settings.work_dir / "out_of_fold.npz"
    if not kept.is_file():
        settings.work_dir.mkdir(parents=True, exist_ok=True)
        own, other = _out_of_fold_evidence(settings, examples, judged, targets)
        np.savez(kept, p_mt=own, fluency=other)
    stored = np.load(kept)
    chosen = sample(range(len(examples)), examples, settings.train_paragraphs, settings.seed)
    rated = sample(range(len(judged)), judged, settings.train_paragraphs, settings.seed)
    return (
        ([examples[i] for i in chosen], _evidence(stored["p_mt"][chosen])),
        ([judged[i] for i in rated], _evidence(stored["fluency"][rated])),
        {judged[i].source: float(targets[i]) for i in rated},
    )


def _out_of_fold_evidence(
    settings: ScorerSettings,
    examples: Sequence[Example],
    judged: Sequence[Example],
    targets: Vector,
) -> tuple[Matrix, Matrix]:
    """Return (p_mt, fluency) evidence of ``examples`` and ``judged``, [texts, 2] each.

    A text's own target comes out-of-fold; the other target never saw that text.
    """
    options = settings.evidence
    spec = NgramSpec(bits=options.bits)
    counts = count_matrix([e.text for e in examples], spec)
    idf = inverse_document_frequency(counts, options.min_documents)
    rows = weigh(counts, idf)
    judged_rows = weigh(count_matrix([e.text for e in judged], spec), idf)
    own_p_mt = out_of_fold(
        examples,
        rows,
        settings.folds,
        lambda r, inside: fit_p_mt(r, [examples[i] for i in inside], options),
    )
    own_fluency = out_of_fold(
        judged,
        judged_rows,
        settings.folds,
        lambda r, inside: fit_fluency(r, targets[inside], options),
    )
    other_p_mt = fit_p_mt(rows, examples, options).scores(judged_rows)
    other_fluency = fit_fluency(judged_rows, targets, options).scores(rows)
    return (
        np.stack([own_p_mt, other_fluency], axis=1),
        np.stack([other_p_mt, own_fluency], axis=1),
    )


def _evidence(rows: Matrix) -> list[Evidence]:
    return [Evidence(float(p_mt), float(fluency)) for p_mt, fluency in rows]


def _as_example(judged: Judged) -> Example:
    source = f"{judged.set}/{judged.lp}/{judged.system}/{judged.seg}"
    block = f"{judged.set}/{judged.lp}/{judged.seg // 30}"
    return Example(judged.text, judged.set, judged.set, judged.lp, judged.system, source, block, 1)


def _dev_native(settings: ScorerSettings) -> list[Example]:
    """Return held-out native paragraphs of publishers that training knows."""
    from mtqa.train.corpus import HELD_OUT_OUTLETS, HELD_OUT_SOURCES

    unseen = HELD_OUT_OUTLETS | HELD_OUT_SOURCES
    return [
        e
        for e in iter_native(settings.data_dir, "dev", every=3)
        if e.system not in unseen and len(e.text.split()) >= 25
    ]


def _native_documents(settings: ScorerSettings) -> list[Example]:
    """Return whole held-out native documents, paragraph by paragraph, the longest cut short."""
    from mtqa.train.corpus import HELD_OUT_OUTLETS, HELD_OUT_SOURCES

    unseen = HELD_OUT_OUTLETS | HELD_OUT_SOURCES
    pages: dict[str, list[Example]] = defaultdict(list)
    for example in iter_native(settings.data_dir, "dev"):
        if example.system not in unseen and len(pages[example.block]) < _LONGEST_PAGE:
            pages[example.block].append(example)
    chosen: list[Example] = []
    for block in sorted(pages, key=lambda block: bucket(block, 1 << 32)):
        if len(chosen) + len(pages[block]) <= settings.native_paragraphs:
            chosen.extend(pages[block])
    return chosen


def _by_document(texts: Featurised) -> list[Featurised]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, example in enumerate(texts.examples):
        places[example.block].append(place)
    return [
        Featurised(tuple(texts.examples[i] for i in own), texts.values[own], texts.n_words[own])
        for own in places.values()
    ]


def _dev_documents(
    settings: ScorerSettings, evidence: LinearEvidence, model: SurprisalModel
) -> list[Featurised]:
    """Return development documents, each as its paragraphs of a few segments."""
    whole = list(iter_examples(settings.data_dir, "dev", SEGMENTS_PER_DOCUMENT))
    kinds = {"mt", "ht", "ho"}
    chosen = sample_examples([e for e in whole if e.kind in kinds], 300, settings.seed)
    documents = []
    for example in chosen:
        pieces = [replace(example, text=piece) for piece in cut_document(example.text)]
        document = featurise_with(pieces, evidence, model)
        if len(document.examples) > 1:
            documents.append(document)
    return documents


def cut_document(text: str, words: int = 60) -> list[str]:
    """Cut a text without line breaks into paragraphs of about ``words`` words."""
    sentences = segment(text)[0].sentences
    pieces, start = [], sentences[0].start
    for sentence in sentences:
        piece = text[start : sentence.end].strip()
        if len(piece.split()) >= words or sentence is sentences[-1]:
            pieces.append(piece)
            start = sentence.end
    return [piece for piece in pieces if piece]


def _calibrated(score: LinearScore, dev: Featurised) -> LinearScore:
    log_odds = np.array(
        [score.log_odds(v, int(n))[0] for v, n in zip(dev.values, dev.n_words, strict=True)]
    )
    calibration = fit_calibration(log_odds, dev.n_words, dev.is_mt, kind_weights(dev.examples))
    return score.model_copy(update={"calibration": calibration})


def _scores(score: LinearScore, texts: Featurised) -> list[ParagraphScore]:
    return [
        ParagraphScore(int(n), score.log_odds(v, int(n))[0], 0.0)
        for v, n in zip(texts.values, texts.n_words, strict=True)
    ]


def _thresholds(
    score: LinearScore, native: Sequence[Featurised], correlation: float
) -> dict[str, Thresholds]:
    """Set verdict thresholds by quantiles of p_mt on native paragraphs and documents."""
    pages = [_scores(score, page) for page in native]
    paragraphs = np.array([sigmoid(s.log_odds) for page in pages for s in page])
    documents = np.array([sigmoid(document_log_odds(page, correlation, 0.5)) for page in pages])
    found = {}
    for profile, (of_paragraphs, of_documents, mixed) in _FALSE_POSITIVES.items():
        likely = max(
            np.quantile(paragraphs, 1 - of_paragraphs), np.quantile(documents, 1 - of_documents)
        )
        found[profile] = Thresholds(
            likely_mt=round(float(likely), 4),
            paragraph=round(float(np.quantile(paragraphs, 1 - mixed)), 4),
            likely_human=0.5,
        )
    return found
