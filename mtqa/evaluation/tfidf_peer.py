"""The plain baseline: TF-IDF over character and word n-grams with logistic regression.

Fitted on paragraphs of wmt21 as they stand, or with typography folded so that it cannot lean on the
kind of quotation marks, and kept in a work folder, for the fit takes minutes. N-grams are hashed,
so that the fit is three arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression

from mtqa.evaluation.sizes import SEED
from mtqa.train.examples import iter_examples
from mtqa.train.featurise import sample_examples
from mtqa.typography import fold_typography

_BUCKETS = 1 << 20
#: Paragraphs of wmt21 that it is fitted on.
TRAINING_PARAGRAPHS = 9_000

Vector = npt.NDArray[np.float64]


class TfidfPeer:
    """Score texts with a fitted baseline.

    Args:
        idf: [2 × buckets], of characters and words.
        weights: [2 × buckets].
        bias: added to every score.
        fold: whether it reads folded typography.
    """

    def __init__(self, idf: Vector, weights: Vector, bias: float, *, fold: bool) -> None:
        self._scale = sp.diags(idf)
        self._weights = weights
        self._bias = bias
        self._fold = fold

    def __call__(self, texts: Sequence[str]) -> Vector:
        """Return the log-odds of machine translation of each text."""
        rows = _unit_rows(_counts(texts, self._fold) @ self._scale)
        return np.asarray(rows @ self._weights + self._bias, dtype=float)


def tfidf_peer(
    data: Path, work: Path, *, fold: bool, paragraphs: int = TRAINING_PARAGRAPHS
) -> TfidfPeer:
    """Return the baseline, fitted where ``work`` has no fit of so many paragraphs yet."""
    kept = work / f"tfidf-wmt21-{paragraphs}{'-folded' if fold else ''}.npz"
    if not kept.is_file():
        work.mkdir(parents=True, exist_ok=True)
        idf, weights, bias = _fit(data, paragraphs, fold)
        np.savez(kept, idf=idf, weights=weights, bias=bias)
    stored = np.load(kept)
    return TfidfPeer(stored["idf"], stored["weights"], float(stored["bias"]), fold=fold)


def _fit(data: Path, paragraphs: int, fold: bool) -> tuple[Vector, Vector, float]:
    known = [e for e in iter_examples(data, "train", 5) if e.set == "wmt21"]
    examples = sample_examples(known, paragraphs, SEED)
    counts = _counts([e.text for e in examples], fold)
    idf = TfidfTransformer(norm=None).fit(counts).idf_
    rows = _unit_rows(counts @ sp.diags(idf))
    model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=200)
    model.fit(rows, [e.is_mt for e in examples])
    return idf, model.coef_[0], float(model.intercept_[0])


def _counts(texts: Sequence[str], fold: bool) -> sp.csr_matrix:
    texts = [fold_typography(text) for text in texts] if fold else texts
    ways = (
        HashingVectorizer(
            analyzer="char", ngram_range=(2, 5), n_features=_BUCKETS, alternate_sign=False,
            norm=None, lowercase=False,
        ),
        HashingVectorizer(
            ngram_range=(1, 2), n_features=_BUCKETS, alternate_sign=False, norm=None,
            lowercase=False,
        ),
    )  # fmt: skip
    rows = sp.hstack([way.transform(texts) for way in ways]).tocsr()
    rows.data = 1 + np.log(rows.data)
    return rows


def _unit_rows(rows: sp.csr_matrix) -> sp.csr_matrix:
    norms = np.sqrt(np.asarray(rows.multiply(rows).sum(1)).ravel())
    norms[norms == 0] = 1.0
    return sp.diags(1 / norms) @ rows
