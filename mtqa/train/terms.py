"""Fit what ``lexical.tortured_generalised`` knows of native prose, and how it weighs spun terms.

Native prose is read once. Every phrase of it that the shipped lists lead back to a term is a
chance hit, and the table of attested phrases keeps them all. To learn what tells a chance hit that
was never met before from a spun term, the documents are dealt to folds, each of which is weighed by
what the others hold, against sentences that we wrote with terms spun as blind tools spin them
(``spun_sentences.tsv``). Documents that the corpus rule holds out are not read, so false alarms can
be measured on them.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import numpy as np
from rich.console import Console
from sklearn.linear_model import LogisticRegression

from mtqa.detectors.attested import TABLE, Attested, phrase_key, swap_key
from mtqa.detectors.phrases import Words, words_of
from mtqa.detectors.spun_evidence import AROUND, WEIGHTS, SpunEvidence, Weights, features
from mtqa.detectors.spun_terms import Kind, Spun, SpunTerms, base_form, read_lists
from mtqa.detectors.tortured_generalised import stands_free
from mtqa.errors import TrainingError
from mtqa.train.corpus import bucket, iter_corpus, read_jsonl
from mtqa.train.settings import TermSettings

_FOLDS = 8
#: One in so many of the other texts is held out.
_HELD_OUT = 5
_PENALTY = 0.3


@dataclass(frozen=True, slots=True)
class _Hit:
    """A spun term with its surroundings.

    Attributes:
        spun: its words count among ``forms``.
        forms: the words around it and its own.
        n_words: of the paragraph.
        paragraph: where it stands.
        fold: of its document.
    """

    spun: Spun
    forms: tuple[str, ...]
    n_words: int
    paragraph: str = ""
    fold: int = 0

    @property
    def phrase(self) -> tuple[str, ...]:
        """Its words in their base forms."""
        return _phrase(self.forms, self.spun)


class _Met:
    """In which folds each phrase was met, and in which phrases each swap."""

    def __init__(self) -> None:
        self._folds: defaultdict[int, int] = defaultdict(int)
        self._phrases: defaultdict[int, set[int]] = defaultdict(set)

    def add(self, forms: Sequence[str], spun: Spun, fold: int) -> None:
        """Enter a reading of a native text."""
        phrase = phrase_key(_phrase(forms, spun))
        self._folds[phrase] |= 1 << fold
        for swap in spun.swaps:
            self._phrases[swap_key(swap.found, swap.word)].add(phrase)

    def table(self, without: int | None = None) -> Attested:
        """Return what all folds hold, or all but one."""
        hidden = 0 if without is None else 1 << without
        known = {phrase for phrase, folds in self._folds.items() if folds & ~hidden}
        counts = {swap: len(own & known) for swap, own in self._phrases.items()}
        return Attested(known, {swap: count for swap, count in counts.items() if count})


def train_terms(settings: TermSettings) -> Path:
    """Read native prose and write ``attested.npz`` and ``spun_terms.json``.

    Raises:
        TrainingError: the corpus is missing, or holds too little that spun terms are met in.
    """
    console = Console(stderr=True)
    search = SpunTerms(read_lists(), Attested())
    hits, met, n_words = _chance_hits(_prose(settings), search)
    console.print(f"{len(hits)} chance hits in {n_words:,} words")
    tables = [met.table(without=fold) for fold in range(_FOLDS)]
    whole = met.table()
    new = [hit for hit in hits if not tables[hit.fold].holds(hit.phrase)]
    spun = [hit for hit in _spun_hits(search) if not whole.holds(hit.phrase)]
    if not new or not spun:
        raise TrainingError(
            f"{settings.data_dir}: too little native prose that spun terms are met in by chance"
        )
    rows = [features(h.spun, h.forms, tables[h.fold], search.vocabulary) for h in new]
    rows += [features(h.spun, h.forms, whole, search.vocabulary) for h in spun]
    values = np.array([list(own.values()) for own in rows])
    fit = LogisticRegression(C=_PENALTY, class_weight="balanced", max_iter=3_000)
    scale = values.std(axis=0) + 1e-9
    fit.fit(values / scale, [0] * len(new) + [1] * len(spun))
    weights = Weights(
        intercept=round(float(fit.intercept_[0]), 3),
        of={n: round(float(w), 3) for n, w in zip(rows[0], fit.coef_[0] / scale, strict=True)},
        native_rate=len(new) / n_words,
        spun_rate=settings.spun_rate,
        bar=0.0,
    )
    weighers = [SpunEvidence(weights, own, search.vocabulary) for own in tables]
    bar = _bar(new, weighers, round(settings.false_alarms * n_words))
    settings.output.mkdir(parents=True, exist_ok=True)
    whole.save(settings.output / TABLE)
    path = settings.output / WEIGHTS
    fitted = weights.model_copy(update={"bar": round(bar, 2)})
    path.write_text(fitted.model_dump_json(indent=1) + "\n", encoding="utf-8")
    console.print(f"{len(new)} new to the other folds, {len(spun)} spun terms, bar {bar:.2f}")
    return path


def _bar(new: Sequence[_Hit], weighers: Sequence[SpunEvidence], allowed: int) -> float:
    """Return the evidence that ``allowed`` native paragraphs exceed."""
    by_paragraph: defaultdict[str, list[_Hit]] = defaultdict(list)
    for hit in new:
        by_paragraph[hit.paragraph].append(hit)
    found = []
    for own in by_paragraph.values():
        weigher = weighers[own[0].fold]
        odds = [(h.spun.term, weigher.log_odds(h.spun, h.forms)) for h in own]
        found.append(weigher.of_text(odds, own[0].n_words))
    return sorted(found, reverse=True)[min(allowed, len(found) - 1)]


def _prose(settings: TermSettings) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield name and paragraphs of each native document that is not held out.

    Raises:
        TrainingError: a file is missing.
    """
    for document in iter_corpus(settings.data_dir, fold=False):
        if not document.held_out:
            yield document.key, document.paragraphs
    for path in settings.texts:
        if not path.is_file():
            raise TrainingError(f"{path}: missing; make it with mtqa train manuals")
        for record in read_jsonl(path):
            if not is_held_out_text(record["id"]):
                yield record["id"], record["text"].split("\n\n")


def is_held_out_text(name: str) -> bool:
    """Tell whether a text of ``TermSettings.texts`` is kept for measuring."""
    return bucket(f"terms/{name}", _HELD_OUT) == 0


def _chance_hits(
    prose: Iterable[tuple[str, Sequence[str]]], search: SpunTerms
) -> tuple[list[_Hit], _Met, int]:
    """Return what a search finds in native prose, all that it may read into it, and its words."""
    hits: list[_Hit] = []
    met = _Met()
    n_words = 0
    for name, paragraphs in prose:
        fold = bucket(f"fold/{name}", _FOLDS)
        for place, paragraph in enumerate(paragraphs):
            words = words_of(paragraph)
            n_words += len(words)
            for spun in search.readings(words):
                met.add(words.forms, spun, fold)
            own = [_hit(words, spun) for spun in _usable(paragraph, words, search)]
            hits += [replace(h, paragraph=f"{name}/{place}", fold=fold) for h in own]
    return hits, met, n_words


def _spun_hits(search: SpunTerms) -> Iterator[_Hit]:
    """Yield the spun terms of the sentences that we wrote, where the search finds them."""
    source = files("mtqa") / "train" / "spun_sentences.tsv"
    lines = source.read_text(encoding="utf-8").splitlines()
    for record in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        sentence = record["sentence"]
        start = sentence.lower().index(record["tortured"].lower())
        end = start + len(record["tortured"])
        words = words_of(sentence)
        for spun in _usable(sentence, words, search):
            if words.starts[spun.first] < end and words.ends[spun.last - 1] > start:
                yield _hit(words, spun)


def _usable(text: str, words: Words, search: SpunTerms) -> Iterator[Spun]:
    return (s for s in search.find(words) if s.surest > Kind.NEAR and stands_free(text, words, s))


def _hit(words: Words, spun: Spun) -> _Hit:
    first = max(0, spun.first - AROUND)
    moved = replace(spun, first=spun.first - first, last=spun.last - first)
    return _Hit(moved, words.forms[first : spun.last + AROUND], len(words))


def _phrase(forms: Sequence[str], spun: Spun) -> tuple[str, ...]:
    return tuple(map(base_form, forms[spun.first : spun.last]))
