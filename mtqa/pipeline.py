"""The one way through: paragraphs → findings → surprisal and evidence → scores → report."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from mtqa.aggregate import (
    ParagraphScore,
    document_log_odds,
    mean_fluency,
    pool_weights,
    quality,
    verdict,
)
from mtqa.arithmetic import Arithmetic
from mtqa.calibrate import SCORER_NAME, ScorerModel, Thresholds, load_scorer
from mtqa.config import Config
from mtqa.critic.critic import Critic
from mtqa.detectors import choose
from mtqa.detectors.base import Detector, Paragraph, mask_text, run_detectors
from mtqa.errors import InputError, ModelError, MtqaError, RecordError
from mtqa.evidence.base import EvidenceModel, WordEvidence
from mtqa.evidence.linear import EVIDENCE_NAME, Evidence, LinearEvidence
from mtqa.evidence.reader import ReaderModel, load_reader
from mtqa.features import mean_bits, paragraph_features
from mtqa.garbage import collect_rarely
from mtqa.inline_ignore import silenced
from mtqa.language import with_languages
from mtqa.lm.base import SurprisalModel
from mtqa.lm.reading import can_read
from mtqa.masks import find_masks
from mtqa.odds import logit, sigmoid
from mtqa.reasons import document_reasons
from mtqa.resources import models_dir
from mtqa.segment import segment
from mtqa.signature import signature
from mtqa.types import (
    Contribution,
    Document,
    DocumentReport,
    Finding,
    ParagraphReport,
    Span,
    Status,
    TokenSurprisal,
)

DEFAULT_MODEL = "en-small"
#: A line of so many code points is no prose (data, minified code); it would take minutes.
LONGEST_LINE = 1_000_000
_CHUNK = 16


@dataclass(frozen=True, slots=True)
class _Scored:
    """A paragraph on its way to a report."""

    report: ParagraphReport
    score: ParagraphScore | None
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """What the language model says of a paragraph; spans of ``tokens`` point into it."""

    tokens: tuple[TokenSurprisal, ...] = ()
    findings: tuple[Finding, ...] = ()


class Pipeline:
    """Score documents one by one with everything loaded once.

    Args:
        config: the run's options.
        model: a surprisal model to use in place of the configured one (tests, research).
        folder: where evidence and coefficients lie; the shipped model's folder by default.
        arithmetic: of the networks; what this processor is fastest in by default.

    Raises:
        MtqaError: the model is missing or damaged, or an option names what does not exist.
    """

    def __init__(
        self,
        config: Config,
        model: SurprisalModel | None = None,
        folder: Path | None = None,
        arithmetic: Arithmetic | None = None,
    ) -> None:
        folder = folder or models_dir() / DEFAULT_MODEL
        self.config = config
        self._detectors = _detectors(config)
        self._evidence = LinearEvidence.load(folder / EVIDENCE_NAME)
        self._scorer: ScorerModel = load_scorer(folder / SCORER_NAME)
        if config.tier not in self._scorer.p_mt:
            raise ModelError(
                f"{folder / SCORER_NAME}: no fit of the {config.tier} tier; "
                "run mtqa train scorer with reader: true"
            )
        self._model = model or _surprisal_model(config, folder, arithmetic)
        self._critic = _critic(config, self._model, self._detectors)
        self._encoder = _evidence_encoder(config, folder, arithmetic)
        self._reader = _reader(config, folder)
        self._p_mt = self._scorer.p_mt[config.tier]
        self._fluency = self._scorer.fluency[config.tier]
        self._thresholds = self.thresholds[config.profile]
        models = [own.signature for own in (self._model, self._reader) if own is not None]
        self.signature = signature(config, "+".join(models) or "none", folder / SCORER_NAME)

    @property
    def thresholds(self) -> Mapping[str, Thresholds]:
        """The verdicts' thresholds of this tier, by profile."""
        if self.config.tier == "accurate":
            return self._scorer.accurate_thresholds
        return self._scorer.thresholds

    def score(self, document: Document) -> DocumentReport:
        """Score one document; whatever is wrong with it comes back as ``status: error``."""
        if document.error is not None:
            return self._without_scores(document, Status.ERROR, (), document.error)
        try:
            return self._score(document)
        except InputError as error:
            return self._without_scores(document, Status.ERROR, (), f"{document.id}: {error}")
        except (MtqaError, ValueError, RuntimeError, RecursionError) as error:
            # One hostile or absurd record must not stop a corpus run; its message is kept.
            reason = f"{document.id}: scoring failed ({type(error).__name__}: {error})"
            return self._without_scores(document, Status.ERROR, (), reason)

    def _score(self, document: Document) -> DocumentReport:
        text = document.text
        _check_lines(text)
        hidden = find_masks(text)
        paragraphs = segment(text, hidden)
        if self.config.language:
            paragraphs = with_languages(text, paragraphs)
        found = run_detectors(self._detectors, text, paragraphs, hidden, document.title)
        found = silenced(text, paragraphs, found)
        read = self._read(text, paragraphs, hidden)
        scorable = [p for p in paragraphs if p.status is Status.OK]
        evidence = self._evidence.score_all(p.span.of(text) for p in scorable)
        of_scorable = {p.index: own for p, own in zip(scorable, evidence, strict=True)}
        scored = [
            self._paragraph(
                p, text, hidden, found.get(p.index, ()), read.get(p.index, _Read()), of_scorable
            )
            for p in paragraphs
        ]
        reports = tuple(s.report for s in scored)
        scores = [s.score for s in scored if s.score is not None]
        if not scores:
            return self._without_scores(document, _why_unscored(reports), reports, None)
        findings = tuple(f for report in reports for f in report.findings)
        p_mt = sigmoid(
            document_log_odds(scores, self._scorer.paragraph_correlation, self.config.prior)
        )
        weights = pool_weights(scores, self._scorer.paragraph_correlation)
        contributions = [s.contributions for s in scored if s.score is not None]
        fluency = mean_fluency(scores)
        words = sum(p.n_words for p in paragraphs if reports[p.index].status is Status.OK)
        return DocumentReport(
            id=document.id,
            text=text,
            status=Status.OK,
            language="en" if self.config.language else None,
            n_tokens=sum(report.n_tokens for report in reports),
            p_mt=p_mt,
            verdict=verdict(p_mt, scores, findings, self._thresholds),
            quality=quality(fluency, words, findings),
            fluency=fluency,
            paragraphs=reports,
            reasons=document_reasons(
                list(zip(weights, contributions, strict=True)), findings, p_mt
            ),
            signature=self.signature,
            title=document.title,
        )

    def _read(
        self, text: str, paragraphs: Sequence[Paragraph], hidden: Sequence[Span]
    ) -> dict[int, _Read]:
        """Let the language model read the paragraphs that are scored; empty in the fast tier."""
        scorable = [p for p in paragraphs if p.status is Status.OK]
        if self._model is None:
            return {}
        if self._critic is None:
            tokens = (self._model.surprisals([p.span.of(text)])[0] for p in scorable)
            return {p.index: _Read(t) for p, t in zip(scorable, tokens, strict=True)}
        masked = mask_text(text, hidden)
        read = {p.index: _Read(*self._critic.read(text, masked, p)) for p in scorable}
        kept = silenced(text, paragraphs, {i: r.findings for i, r in read.items()})
        return {i: _Read(r.tokens, kept[i]) for i, r in read.items()}

    def _paragraph(
        self,
        paragraph: Paragraph,
        text: str,
        hidden: Sequence[Span],
        findings: tuple[Finding, ...],
        read: _Read,
        of_scorable: Mapping[int, Evidence],
    ) -> _Scored:
        own = paragraph.span.of(text)
        evidence = of_scorable.get(paragraph.index)
        tokens = read.tokens
        bits: float | None = None
        score: ParagraphScore | None = None
        contributions: tuple[Contribution, ...] = ()
        fluency: float | None = None
        p_mt: float | None = None
        if evidence is not None:
            encoder = self._encoder.score(own) if self._encoder is not None else None
            if encoder is not None and self.config.tokens:
                tokens = _with_evidence(tokens, encoder.words)
            visible = _visible(tokens, paragraph.span.start, hidden)
            bits = mean_bits(visible, paragraph.n_words) if visible else None
            # What the critic finds is no evidence of a machine: learners make such faults, too,
            # and the surprisal it rests on is a feature already.
            reader = self._reader.score(own) if self._reader is not None else None
            values = paragraph_features(
                own, paragraph.n_words, visible, findings, evidence, encoder, reader
            )
            log_odds, contributions = self._p_mt.log_odds(values, paragraph.n_words)
            log_odds += logit(self.config.prior)
            p_mt = sigmoid(log_odds)
            fluency = sigmoid(self._fluency.value(values, paragraph.n_words))
            score = ParagraphScore(paragraph.n_words, log_odds, fluency)
        report = ParagraphReport(
            index=paragraph.index,
            span=paragraph.span,
            status=paragraph.status,
            p_mt=p_mt,
            fluency=fluency,
            surprisal_bits=bits,
            n_tokens=len(tokens),
            findings=tuple(sorted((*findings, *read.findings), key=lambda f: (f.span, f.detector))),
            language=paragraph.language,
            tokens=_shifted(tokens, paragraph.span.start) if self.config.tokens else (),
            contributions=contributions if self.config.explain else (),
        )
        return _Scored(report, score, contributions)

    def _without_scores(
        self,
        document: Document,
        status: Status,
        paragraphs: tuple[ParagraphReport, ...],
        error: str | None,
    ) -> DocumentReport:
        languages = {p.language for p in paragraphs if p.status is Status.WRONG_LANGUAGE}
        return DocumentReport(
            id=document.id,
            text=document.text,
            status=status,
            language=languages.pop() if len(languages) == 1 else None,
            n_tokens=0,
            p_mt=None,
            verdict=None,
            quality=None,
            fluency=None,
            paragraphs=paragraphs,
            reasons=(),
            signature=self.signature,
            title=document.title,
            error=error,
        )


def score_stream(
    documents: Iterable[Document], config: Config, workers: int = 1
) -> Iterator[DocumentReport]:
    """Score a stream of documents in its order.

    Args:
        documents: may be endless; only a few chunks are held at a time.
        config: the run's options.
        workers: processes; each loads the model and runs it on one thread.
    """
    if workers <= 1:
        pipeline = Pipeline(config)
        yield from (pipeline.score(document) for document in documents)
        return
    stream = iter(documents)
    single = config.model_copy(update={"threads": 1})
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=_start_worker, initargs=(single,)
    ) as pool:
        # Whatever is wrong with the options is raised here, before a document is read.
        for loaded in [pool.submit(_score_chunk, ()) for _ in range(workers)]:
            loaded.result()
        pending = [pool.submit(_score_chunk, c) for c in islice(_chunks(stream), 2 * workers)]
        while pending:
            yield from pending.pop(0).result()
            pending.extend(pool.submit(_score_chunk, c) for c in islice(_chunks(stream), 1))


#: A worker process's own, or why it has none.
_worker: Pipeline | MtqaError = MtqaError("the worker process was not initialised")


def _start_worker(config: Config) -> None:
    global _worker
    collect_rarely()
    try:
        _worker = Pipeline(config)
    except MtqaError as error:
        # Raised here, it would break the pool and say nothing of itself.
        _worker = error


def _score_chunk(documents: Sequence[Document]) -> list[DocumentReport]:
    if isinstance(_worker, MtqaError):
        raise _worker
    return [_worker.score(document) for document in documents]


def _chunks(stream: Iterator[Document]) -> Iterator[list[Document]]:
    while chunk := list(islice(stream, _CHUNK)):
        yield chunk


def _detectors(config: Config) -> tuple[Detector, ...]:
    from mtqa.detectors.rules import load_rules

    own = tuple(detector for path in config.rules for detector in load_rules(path))
    return choose(config.select, config.ignore, own)


def _surprisal_model(
    config: Config, folder: Path, arithmetic: Arithmetic | None
) -> SurprisalModel | None:
    if config.tier == "fast":
        return None
    # ONNX Runtime takes its time to load, and the fast tier does without.
    from mtqa.lm.causal import load_causal_model

    return load_causal_model(_causal_name(config) or folder, arithmetic, config.threads)


def _causal_name(config: Config) -> str | None:
    """Return the model whose surprisal is asked for in place of the shipped one's."""
    return None if config.tier == "accurate" else config.model


def _reader(config: Config, folder: Path) -> ReaderModel | None:
    return load_reader(folder, config.model, config.threads) if config.tier == "accurate" else None


def _critic(
    config: Config, model: SurprisalModel | None, detectors: Sequence[Detector]
) -> Critic | None:
    """Return the critic where one is wanted and the model is the one its bars are made for."""
    wanted = any(d.scope == "critic" for d in detectors)
    if not wanted or _causal_name(config) is not None or not can_read(model):
        return None
    return Critic(model, detectors)


def _evidence_encoder(
    config: Config, folder: Path, arithmetic: Arithmetic | None
) -> EvidenceModel | None:
    if config.tier == "fast":
        return None
    from mtqa.evidence.encoder import load_encoder

    return load_encoder(folder, arithmetic, config.threads)


def _check_lines(text: str) -> None:
    """Refuse a line longer than :data:`LONGEST_LINE`."""
    if len(text) <= LONGEST_LINE:
        return
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LONGEST_LINE:
            raise RecordError(
                f"line {number} has {len(line):,} characters, more than {LONGEST_LINE:,}; "
                "break it into paragraphs"
            )


def _visible(
    tokens: Sequence[TokenSurprisal], start: int, hidden: Sequence[Span]
) -> Sequence[TokenSurprisal]:
    """Leave out the tokens of code, addresses and foreign quotations."""
    if not hidden:
        return tokens
    starts = [span.start for span in hidden]
    kept = []
    for token in tokens:
        at = start + token.span.start
        before = bisect_right(starts, at) - 1
        if before < 0 or at >= hidden[before].end:
            kept.append(token)
    return kept or tokens


def _with_evidence(
    tokens: Sequence[TokenSurprisal], words: Sequence[WordEvidence]
) -> tuple[TokenSurprisal, ...]:
    """Give each token the evidence of the word that it begins in."""
    starts = [word.span.start for word in words]
    joined = []
    for token in tokens:
        before = bisect_right(starts, token.span.start) - 1
        inside = before >= 0 and token.span.start < words[before].span.end
        evidence = words[before].p_mt if inside else None
        joined.append(TokenSurprisal(token.span, token.bits, evidence))
    return tuple(joined)


def _shifted(tokens: Sequence[TokenSurprisal], by: int) -> tuple[TokenSurprisal, ...]:
    return tuple(TokenSurprisal(t.span.shift(by), t.bits, t.evidence) for t in tokens)


def _why_unscored(paragraphs: Sequence[ParagraphReport]) -> Status:
    """Return the status of a document without a scored paragraph: its commonest reason."""
    present = {p.status for p in paragraphs}
    order = (Status.WRONG_LANGUAGE, Status.TOO_SHORT, Status.BOILERPLATE)
    return next((status for status in order if status in present), Status.EMPTY)
