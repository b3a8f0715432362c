"""Fit ``scorer.json``: fusion on the training sets, calibration and thresholds on development.

The fusion is fitted on blocks of the training sets that neither the encoder nor the n-gram fit
behind its features saw, else it would trust their evidence too much. Calibration, the
correlation of paragraphs and the thresholds come from development data that neither the evidence
nor the fusion saw.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console

from mtqa.aggregate import ParagraphScore, document_log_odds
from mtqa.calibrate import FusedScore, LengthCalibration, ScorerModel, Thresholds
from mtqa.config import Config
from mtqa.evidence.linear import Evidence
from mtqa.evidence.reader import load_reader
from mtqa.features import (
    ENCODER_AGAINST_NATIVE,
    ENCODER_FEATURES,
    ENCODER_P_MT,
    ENCODER_SPUN,
    FEATURES,
    FINDING_FEATURES,
    FLUENCY_NGRAMS,
    MINOR_FINDINGS,
    MISSPELT,
    MT_NGRAMS,
    READER_CONTRAST,
    READER_FEATURES,
    READER_SPUN,
    ROUND_TRIP_NGRAMS,
    SURPRISAL_FEATURES,
)
from mtqa.lm.metadata import seal_model
from mtqa.odds import sigmoid
from mtqa.pipeline import Pipeline
from mtqa.segment import segment
from mtqa.selftest import SELFTEST_NAME, write_known_scores
from mtqa.train.corpus import bucket
from mtqa.train.encoder_data import is_kept_out
from mtqa.train.evidence import KIND_WEIGHT, fit_evidence, kind_weights, training_examples
from mtqa.train.examples import (
    SEGMENTS_PER_DOCUMENT,
    SEGMENTS_PER_PARAGRAPH,
    Example,
    Judged,
    iter_examples,
    iter_judged,
    iter_native,
    join_passages,
)
from mtqa.train.featurise import Featurised, Featuriser, sample, sample_examples
from mtqa.train.fusion import (
    band_edges,
    fit_calibration,
    fit_correlation,
    fit_last_step,
    fit_ways,
)
from mtqa.train.judgements import even_judgements
from mtqa.train.learner_noise import learner_examples
from mtqa.train.learners import PARAGRAPHS, threshold_texts
from mtqa.train.settings import ScorerSettings
from mtqa.train.spins import Part, iter_spins

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]

#: Score → the features it uses in the accurate tier; the default one does without the general
#: model, the fast one without surprisal as well.
_P_MT_FEATURES = (
    *(*MT_NGRAMS, *SURPRISAL_FEATURES, *ENCODER_FEATURES, MISSPELT),
    *(name for name in READER_FEATURES if name != "reader_fluency"),
)
_FLUENCY_FEATURES = tuple(name for name in FEATURES if name != READER_CONTRAST)
_NEURAL_FEATURES = (*SURPRISAL_FEATURES, *ENCODER_FEATURES)
_MISSING = {
    "accurate": frozenset[str](),
    "default": frozenset(READER_FEATURES),
    "fast": frozenset((*READER_FEATURES, *_NEURAL_FEATURES)),
}
#: Way and kind of spun text. N-grams say nothing of it, so the fast tier does without.
_SPUN = "spun"
#: Paragraphs of a native page that are read.
_LONGEST_PAGE = 10
#: Way of machine translation → the kinds of training text that show it. Systems of the WMT tasks,
#: commercial engines translating back and weak systems on Wikipedia; rule-based round trips; and
#: prose whose words a thesaurus exchanged.
_WAYS = {
    "neural": frozenset({"mt", "bt", "mlqe"}),
    "rules": frozenset({"roundtrip"}),
    _SPUN: frozenset({_SPUN}),
}
#: Exchanged words a word of the spun texts that are fitted on; all with a synonym are one in four.
#: A text with few is hard to tell from its original even for a reader.
_FEWEST_EXCHANGED = 0.19
#: Human translations are the negatives nearest to machine ones, and the fewest; learners those
#: nearest to round trips. What the shares trade is told in docs/models.md.
_FUSION_WEIGHTS = {
    **KIND_WEIGHT,
    **{
        "ht": 16.0,
        "mt": 4.0,
        "ho": 2.4,
        "native": 6.5,
        "learner": 4.2,
        "roundtrip": 2.8,
        "spun": 0.5,
    },
}
#: Shares within the machine and the human texts for which probabilities are made true at the end:
#: mostly translations by systems and by people, as in `mtqa results`, no learners.
_MIXTURE = {
    **{"mt": 4.0, "bt": 1.0, "roundtrip": 1.0, "spun": 0.0},
    **{"ht": 3.0, "ho": 1.0, "native": 1.0, "learner": 0.0},
}
_READER_OF_MT = ("reader_p_mt", "reader_ranking", "reader_against_native")
_P_MT_BOUNDS: dict[str, tuple[float | None, float | None]] = {
    # What reads like a round trip speaks for the way "rules" and against the others.
    **{name: (0.0, None) for name in MT_NGRAMS if name != ROUND_TRIP_NGRAMS},
    **dict.fromkeys((ENCODER_P_MT, ENCODER_AGAINST_NATIVE), (0.0, None)),
    **dict.fromkeys(_READER_OF_MT, (0.0, None)),
    MISSPELT: (None, 0.0),
}
#: Set, not fitted. The fusion is fitted on systems that all evidence knows from other blocks, and
#: trusts most what remembers them best; the contrast carries over to another year better. No round
#: trip taught it (docs/models.md).
_SET: dict[str, dict[str, float]] = {READER_CONTRAST: {"neural": 1.0, "rules": 0.5}}
#: Below so many words a text has to look the more spun the shorter it is, by so many log-odds a
#: factor of e: one odd word is a fourth of a short sentence, and few such are calibrated on.
_ENOUGH_WORDS, _SHORT_PENALTY = 60, 2.0
#: Way → the features it may use, where not all. Surprisal rises in mails, messages and lists as
#: well as in spun text, and with it the way lifts native prose above machine translation, which is
#: smoother (docs/models.md).
_ONLY = {_SPUN: (ENCODER_SPUN, READER_SPUN, MISSPELT)}
#: What findings are worth for p_mt, in log-odds a unit of their feature (one major finding in a
#: short paragraph is one unit). Set, not fitted: the training sets hold next to no garbled
#: pages, and those that exist may not be trained on. The values shrink what the rates of the
#: detectors tell (``docs/detectors.md``): attribution, order and phrase faults hardly occur in
#: prose that people write, and are some 10 (order, wmt22) to 400 times (attribution, round trips)
#: as common in what machines make; misspelt names and odd numbers are about as common in human
#: translations as in machine ones, and minor faults are typists' slips as well.
_WORTH = {
    "findings_attribution": 2.6,
    "findings_order": 2.6,
    "findings_lexical": 2.6,
    "findings_punctuation": 1.5,
    "findings_residue": 2.0,
    "findings_other": 2.0,
    "findings_repetition": 0.5,
    "findings_name": 0.5,
    "findings_number": 0.5,
    MINOR_FINDINGS: 0.25,
}
#: Raters of MLQE read weak systems, whose segments differ more, and agree better than WMT's; here
#: native prose, too, says what a high score is.
_JUDGEMENT_WEIGHT = {"mlqe": 8.0, "wmt21": 0.2}
_FLUENCY_BOUNDS: dict[str, tuple[float | None, float | None]] = {
    FLUENCY_NGRAMS: (0.0, None),
    **dict.fromkeys((*FINDING_FEATURES, MINOR_FINDINGS), (-1.0, -0.1)),
    MISSPELT: (-1.0, 0.0),
}


@dataclass(frozen=True, slots=True)
class _FalsePositives:
    """Shares of human texts that may reach a threshold.

    Attributes:
        paragraphs: that of a paragraph, on native prose.
        documents: that of a document, on native prose.
        learners: either, on learners' texts: sentences and fives of them are paragraphs, four
            such paragraphs a document.
        least: no verdict calls a text likely machine-translated below this.
    """

    paragraphs: float
    documents: float
    learners: float
    least: float


#: Those of native paragraphs are a sixth to a half of what the profile states: unseen publishers
#: are harder than the ones that set the threshold. The least p_mt is for prose that no set here
#: holds: where native documents would allow .65, one in ten manuals and changelogs of packages
#: reaches .75, and so does a recipe that nobody translated (docs/limits.md).
_FALSE_POSITIVES = {
    "strict": _FalsePositives(0.0003, 0.0, 0.02, least=0.85),
    "default": _FalsePositives(0.0005, 0.003, 0.035, least=0.8),
    "lenient": _FalsePositives(0.005, 0.03, 0.2, least=0.6),
}


def train_scorer(settings: ScorerSettings) -> Path:
    """Fit everything and write ``scorer.json`` into the model folder."""
    console = Console(stderr=True)
    console.print("n-gram evidence of texts that the encoder did not see …")
    train, judged, judged_scores = _training_texts(settings)
    console.print("features of the training texts …")
    reader = (
        load_reader(settings.model, settings.reader_model, settings.reader_threads)
        if settings.reader
        else None
    )
    features = Featuriser.load(settings.model, reader)
    fitted = features.of(*train)
    rated = features.of(*judged)
    console.print("features of the development texts …")
    dev = features.of(dev_paragraphs(settings))
    native = _by_document(features.of(_native_documents(settings)))
    learners = [features.of(texts) for texts in threshold_texts(settings.data_dir)]
    documents = _dev_documents(settings, features)
    p_mt: dict[str, FusedScore] = {}
    fluency: dict[str, FusedScore] = {}
    for tier in ("accurate", "default", "fast") if settings.reader else ("default", "fast"):
        known = _known_to(tier, fitted)
        fusion = fit_ways(
            known.values,
            _ways(tier, known.examples),
            kind_weights(known.examples, _FUSION_WEIGHTS),
            _of_tier(tier, _P_MT_FEATURES),
            _P_MT_BOUNDS,
            only=_ONLY,
            fixed=_SET,
        )
        p_mt[tier] = _calibrated(fusion, _known_to(tier, dev))
        fluency[tier] = fit_ways(
            rated.values,
            {"fluent": np.array([judged_scores[e.source] for e in rated.examples])},
            np.array([_JUDGEMENT_WEIGHT.get(e.kind, 1.0) for e in rated.examples]),
            _of_tier(tier, _FLUENCY_FEATURES),
            _FLUENCY_BOUNDS,
            [None if e.kind == "native" else f"{e.kind}/{e.lp}" for e in rated.examples],
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
        thresholds=_thresholds(p_mt["default"], native, learners, correlation),
        accurate_thresholds=_thresholds(p_mt["accurate"], native, learners, correlation)
        if settings.reader
        else {},
        fitted={
            "command": "mtqa train scorer",
            "date": datetime.now(timezone.utc).date().isoformat(),
            "model": features.model.signature,
            "training_texts": len(fitted.examples),
            "development_texts": len(dev.examples),
            "native_documents": len(native),
        },
    )
    path = settings.model / "scorer.json"
    path.write_text(json.dumps(scorer.model_dump(), indent=1) + "\n", encoding="utf-8")
    write_known_scores(
        Pipeline(Config(), features.model, settings.model), settings.model / SELFTEST_NAME
    )
    seal_model(settings.model, {})
    return path


def _ways(tier: str, examples: Sequence[Example]) -> dict[str, Vector]:
    """Return 1 for texts of each way that the tier knows, else 0."""
    kinds = [example.kind for example in examples]
    ways = {way: own for way, own in _WAYS.items() if tier != "fast" or way != _SPUN}
    return {way: np.array([kind in own for kind in kinds], float) for way, own in ways.items()}


def _known_to(tier: str, texts: Featurised) -> Featurised:
    """Leave out what no way of the tier shows."""
    if tier != "fast":
        return texts
    own = [i for i, example in enumerate(texts.examples) if example.kind != _SPUN]
    return Featurised(tuple(texts.examples[i] for i in own), texts.values[own], texts.n_words[own])


def _of_tier(tier: str, features: Sequence[str]) -> tuple[str, ...]:
    return tuple(n for n in features if n not in _MISSING[tier])


def dev_paragraphs(settings: ScorerSettings) -> list[Example]:
    """Return the development texts for calibration: paragraphs, single segments, learners'."""
    paragraphs = list(iter_examples(settings.data_dir, "dev", SEGMENTS_PER_PARAGRAPH))
    segments = list(iter_examples(settings.data_dir, "dev", 1))
    # The held-out slice itself is cut by the bucket of the key, so this needs another name.
    native = [
        e
        for e in (*_dev_native(settings, every=3), *_dev_passages(settings))
        if bucket(f"calibration/{e.block}", 2)
    ]
    others = [e for e in _dev_native(settings, every=1) if not bucket(f"calibration/{e.block}", 2)]
    learners = learner_examples(others, settings.seed)
    spun = _spun(settings, "dev")
    half = settings.dev_paragraphs // 2
    return [
        *sample_examples([*paragraphs, *native, *learners, *spun], half, settings.seed),
        *sample_examples(segments, half, settings.seed),
    ]


def _spun(settings: ScorerSettings, part: Part) -> list[Example]:
    return [e for e in iter_spins(settings.spins, part, _FEWEST_EXCHANGED) if e.is_mt]


def _training_texts(
    settings: ScorerSettings,
) -> tuple[
    tuple[list[Example], list[Evidence]], tuple[list[Example], list[Evidence]], dict[str, float]
]:
    """Return training texts and judged texts with unspoilt evidence, and the judgements.

    They are those of the blocks that the encoder did not learn from; their n-gram evidence comes
    from fits on all other blocks. No n-grams are fitted on spun texts.
    """
    learned = training_examples(settings.evidence)
    examples = [*learned, *_spun(settings, "train")]
    judgements = list(iter_judged(settings.data_dir, "train"))
    judged = [_as_example(judgement) for judgement in judgements]
    targets = even_judgements(judgements)
    own = [i for i, e in enumerate(examples) if is_kept_out(e.block) and not _is_shared(e)]
    rated = [i for i, e in enumerate(judged) if is_kept_out(e.block)]
    own = sample(own, examples, settings.train_paragraphs, settings.seed)
    rated = sample(rated, judged, settings.judged_segments, settings.seed)
    chosen = [examples[i] for i in own]
    chosen_judged = [judged[i] for i in rated]
    unspoilt = fit_evidence(
        [e for e in learned if not is_kept_out(e.block)],
        [j for j in judgements if not is_kept_out(j.block)],
        settings.evidence,
    )
    return (
        (chosen, unspoilt.score_all([e.text for e in chosen])),
        (chosen_judged, unspoilt.score_all([e.text for e in chosen_judged])),
        {judged[i].source: float(targets[i]) for i in rated},
    )


def _is_shared(example: Example) -> bool:
    """Tell whether another set holds the text too, under another block.

    The originals of the round trips are English sources of wmt21.
    """
    return example.kind == "ho" and example.set in {"wmt21", "apertium-spa"}


def _as_example(judged: Judged) -> Example:
    source = f"{judged.set}/{judged.lp}/{judged.system}/{judged.seg}"
    return Example(
        judged.text, judged.set, judged.set, judged.lp, judged.system, source, judged.block, 1
    )


def _dev_passages(settings: ScorerSettings) -> Iterator[Example]:
    """Yield held-out native paragraphs of one document joined to longer ones."""
    return join_passages(_dev_native(settings, every=1), settings.seed)


def _dev_native(settings: ScorerSettings, every: int) -> list[Example]:
    """Return held-out native paragraphs of publishers that training knows, one in ``every``."""
    from mtqa.train.corpus import HELD_OUT_OUTLETS, HELD_OUT_SOURCES

    unseen = HELD_OUT_OUTLETS | HELD_OUT_SOURCES
    return [
        e
        for e in iter_native(settings.data_dir, "dev", every)
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


def _dev_documents(settings: ScorerSettings, features: Featuriser) -> list[Featurised]:
    """Return development documents, each as its paragraphs of a few segments."""
    whole = list(iter_examples(settings.data_dir, "dev", SEGMENTS_PER_DOCUMENT))
    kinds = {"mt", "ht", "ho"}
    chosen = sample_examples([e for e in whole if e.kind in kinds], 300, settings.seed)
    documents = []
    for example in chosen:
        pieces = [replace(example, text=piece) for piece in cut_document(example.text)]
        document = features.of(pieces)
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


def _calibrated(score: FusedScore, dev: Featurised) -> FusedScore:
    """Calibrate the ways, add what findings are worth, and make the sum true for the mixture.

    In the ways, kinds have the shares that the fusion was fitted with. With other shares the way
    that gains is set too high for the rest: round trips that weigh twice as much lift human
    translations with them.
    """
    weights = np.zeros(len(dev.examples))
    for low, high in pairwise(band_edges()):
        # Even within each band, for no length is a sign of a machine.
        inside = np.flatnonzero((dev.n_words >= low) & (dev.n_words < high))
        weights[inside] = len(inside) * _mixed(dev, inside, _FUSION_WEIGHTS)
    fitted = fit_calibration(score.ways_log_odds(dev.values), dev.n_words, dev.is_mt, weights)
    ways = {
        name: way.model_copy(update={"calibration": _quiet_when_short(own, name)})
        for (name, way), own in zip(score.ways.items(), fitted, strict=True)
    }
    score = score.model_copy(update={"ways": ways, "worth": _WORTH})
    log_odds = np.array(
        [score.value(v, int(n)) for v, n in zip(dev.values, dev.n_words, strict=True)]
    )
    weights = _mixed(dev, np.arange(len(dev.examples)), _MIXTURE)
    return score.model_copy(update={"last": fit_last_step(log_odds, dev.is_mt, weights)})


def _quiet_when_short(calibration: LengthCalibration, way: str) -> LengthCalibration:
    """Lower the offset of spun text in few words."""
    if way != _SPUN:
        return calibration
    lowered = (
        own - _SHORT_PENALTY * max(0.0, math.log(_ENOUGH_WORDS) - log_words)
        for own, log_words in zip(calibration.offset, calibration.log_words, strict=True)
    )
    return calibration.model_copy(update={"offset": tuple(lowered)})


def _mixed(texts: Featurised, places: npt.NDArray[np.intp], shares: Mapping[str, float]) -> Vector:
    """Weigh some texts by the shares of their kinds; machine and human ones sum to one each."""
    weights = kind_weights([texts.examples[i] for i in places], shares)
    is_mt = texts.is_mt[places] == 1
    of_class = np.where(is_mt, weights[is_mt].sum(), weights[~is_mt].sum())
    return np.asarray(weights / of_class)


def _scores(score: FusedScore, texts: Featurised) -> list[ParagraphScore]:
    return [
        ParagraphScore(int(n), score.log_odds(v, int(n))[0], 0.0)
        for v, n in zip(texts.values, texts.n_words, strict=True)
    ]


def _thresholds(
    score: FusedScore,
    native: Sequence[Featurised],
    learners: Sequence[Featurised],
    correlation: float,
) -> dict[str, Thresholds]:
    """Set verdict thresholds by quantiles of p_mt on human texts.

    Args:
        score: gives p_mt.
        native: native documents, paragraph by paragraph.
        learners: sentences, and paragraphs of several; the strictest of the quantiles counts.
        correlation: of paragraphs of one document.
    """
    pages = [_scores(score, page) for page in native]
    written = [_scores(score, own) for own in learners]
    essays = [written[-1][at : at + PARAGRAPHS] for at in range(0, len(written[-1]), PARAGRAPHS)]
    of_one = [
        np.array([sigmoid(s.log_odds) for s in own])
        for own in ([s for page in pages for s in page], *written)
    ]
    of_several = [
        np.array([sigmoid(document_log_odds(page, correlation, 0.5)) for page in own])
        for own in (pages, essays)
    ]
    found = {}
    for profile, allowed in _FALSE_POSITIVES.items():
        single = (allowed.paragraphs, allowed.learners, allowed.learners)
        several = (allowed.documents, allowed.learners)
        found[profile] = Thresholds(
            likely_mt=_strictest(of_several, several, allowed.least),
            paragraph=_strictest(of_one, single, allowed.least),
            likely_human=0.5,
        )
    return found


def _strictest(texts: Sequence[Vector], allowed: Sequence[float], least: float) -> float:
    """Return the least p_mt, from ``least`` on, that no more of any set reach than allowed."""
    quantiles = [np.quantile(own, 1 - share) for own, share in zip(texts, allowed, strict=True)]
    return round(max(least, *map(float, quantiles)), 4)
