"""Other ways to score the same paragraphs, in the same run.

A peer is a name and a function from texts to numbers that rise with the suspicion of machine
translation.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mtqa.config import Config
from mtqa.evaluation.book import Book
from mtqa.evaluation.contrasts import CONTRASTS, Contrast
from mtqa.evaluation.languages import english_confidence
from mtqa.evaluation.metrics import auroc
from mtqa.evaluation.sizes import SEED
from mtqa.evaluation.tables import table
from mtqa.evaluation.tfidf_peer import tfidf_peer
from mtqa.features import mean_bits
from mtqa.lm.base import SurprisalModel
from mtqa.lm.causal import load_causal_model
from mtqa.lm.tokenizer import SentencePieceTokenizer
from mtqa.pipeline import DEFAULT_MODEL, Pipeline
from mtqa.resources import models_dir
from mtqa.train.examples import Example
from mtqa.train.featurise import sample_examples
from mtqa.train.ngram import train_ngram
from mtqa.types import Document

#: Paragraphs that mtqa itself is timed on.
_TIMED = 100
_GRAMMAR_CHECKER = "harper"
#: Longest n-gram of the n-gram language model, in tokens.
_ORDER = 3

Vector = npt.NDArray[np.float64]
Score = Callable[[Sequence[str]], Vector]


@dataclass(frozen=True, slots=True)
class Peer:
    """Another scorer.

    Attributes:
        name: as the table shows it.
        score: from texts to numbers, higher for machine translation.
        slow: whether it reads only a part of the texts.
    """

    name: str
    score: Score
    slow: bool = False


def surprisal_peer(name: str, model: SurprisalModel, *, slow: bool = False) -> Peer:
    """Return a peer that calls text machine-made the more it surprises ``model``."""

    def score(texts: Sequence[str]) -> Vector:
        return np.array([mean_bits(model.surprisals([t])[0], len(t.split())) for t in texts])

    return Peer(f"{name} perplexity", score, slow)


def choose_peers(data: Path, work: Path, stream: Path, model: str | None) -> list[Peer]:
    """Return every peer that is there.

    Args:
        data: to fit the baseline on.
        work: where fits are kept.
        stream: the language model's training tokens, which the n-gram model counts.
        model: folder or hub id of a causal language model, or None.
    """
    peers = [
        Peer("TF-IDF + LR, wmt21", tfidf_peer(data, work, fold=False)),
        Peer("TF-IDF + LR, typography folded", tfidf_peer(data, work, fold=True)),
        Peer(
            "langdetect: 1 − P(English)",
            # The ablation has asked for these texts, and what is kept would be timed.
            lambda texts: np.array([1 - english_confidence.__wrapped__(text) for text in texts]),
        ),
    ]
    if stream.is_file():
        tokenizer = SentencePieceTokenizer(models_dir() / DEFAULT_MODEL / "spm.model")
        ngrams = train_ngram(stream, tokenizer, _ORDER)
        peers.append(surprisal_peer(f"{_ORDER}-gram LM", ngrams))
    if find_spec(_GRAMMAR_CHECKER) is not None:
        peers.append(Peer("Harper: faults per word", _grammar_checker(), slow=True))
    if model is not None:
        peers.append(surprisal_peer(Path(model).name, load_causal_model(model), slow=True))
    return peers


def peer_tables(
    paragraphs: Sequence[Example], book: Book, peers: Sequence[Peer], slow_texts: int
) -> str:
    """Return AUROC with intervals and speed of mtqa and of each peer on the same paragraphs.

    A second table shows slow peers, and mtqa beside them, on ``slow_texts`` of the paragraphs.
    """
    rows = [e for e in paragraphs if e.text in book]
    parts = [_table(rows, book, [peer for peer in peers if not peer.slow])]
    slow = [peer for peer in peers if peer.slow]
    if slow:
        few = sample_examples(rows, slow_texts, SEED)
        parts.append(f"On {len(few)} of these paragraphs:\n")
        parts.append(_table(few, book, slow))
    return "\n\n".join([*parts, *_absent([peer.name for peer in peers])])


def _absent(names: Sequence[str]) -> list[str]:
    """Say which peers are not there, and what would bring them."""
    notes = {
        "Harper": "No grammar checker is installed; `pip install harper-py` brings one.",
        f"{_ORDER}-gram": "No n-gram model: `mtqa train lm` leaves no token stream here.",
    }
    missing = [note for start, note in notes.items() if not any(n.startswith(start) for n in names)]
    if sum(name.endswith("perplexity") and "-gram" not in name for name in names) == 0:
        missing.append("No other language model was given; `--peer-model` names one.")
    return missing


def _table(rows: Sequence[Example], book: Book, peers: Sequence[Peer]) -> str:
    texts = [e.text for e in rows]
    own = np.array([book[text].p_mt for text in texts])
    lines = [("mtqa", *_areas(rows, own), f"{_own_speed(texts):.1f}")]
    for peer in peers:
        began = time.monotonic()
        scores = peer.score(texts)
        speed = len(texts) / (time.monotonic() - began)
        lines.append((peer.name, *_areas(rows, scores), f"{speed:.1f}"))
    return table(("scorer", *(c.name for c in CONTRASTS), "texts/s, one process"), lines)


def _areas(rows: Sequence[Example], scores: Vector) -> list[str]:
    return [_area(rows, scores, contrast) for contrast in CONTRASTS]


def _area(rows: Sequence[Example], scores: Vector, contrast: Contrast) -> str:
    kinds = {contrast.positive, contrast.negative}
    own = [i for i, e in enumerate(rows) if e.set in contrast.sets and e.kind in kinds]
    if {rows[i].kind for i in own} != kinds:
        return ""
    labels = np.array([rows[i].kind == contrast.positive for i in own], dtype=float)
    return str(auroc(labels, scores[own], [rows[i].block for i in own]))


def _own_speed(texts: Sequence[str]) -> float:
    """Return how many texts a second one pipeline scores, loading left out."""
    pipeline = Pipeline(Config(threads=1))
    chosen = texts[:: max(1, len(texts) // _TIMED)]
    began = time.monotonic()
    for text in chosen:
        pipeline.score(Document("timed", text))
    return len(chosen) / (time.monotonic() - began)


def _grammar_checker() -> Score:
    """Return the rate of faults that Harper, an offline grammar checker, finds."""
    linter: Any = import_module(_GRAMMAR_CHECKER).Linter()

    def score(texts: Sequence[str]) -> Vector:
        return np.array([len(linter.lint(text)) / max(1, len(text.split())) for text in texts])

    return score
