"""What each kind of evidence can do alone, fitted in the same way for each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from mtqa.evaluation.book import Book
from mtqa.evaluation.contrasts import CONTRASTS, Row, rows_of, scored_rows
from mtqa.evaluation.languages import english_confidence
from mtqa.evaluation.metrics import auroc
from mtqa.evaluation.tables import table
from mtqa.train.corpus import bucket
from mtqa.train.evidence import kind_weights
from mtqa.train.examples import Example

_LANGUAGE = "language_id"
_PREFIXES = {
    "language id": (_LANGUAGE,),
    "surprisal": ("surprisal_",),
    "n-grams": ("ngrams_", "words_"),
    "structure": ("structure_",),
    "detectors": ("findings_",),
    "heads": ("encoder_",),
    "n-grams, structure, surprisal": ("ngrams_", "words_", "structure_", "surprisal_"),
    "all but heads": (_LANGUAGE, "ngrams_", "words_", "structure_", "surprisal_", "findings_"),
    "all": ("",),
}


def ablation(paragraphs: Sequence[Example], book: Book) -> str:
    """Return the AUROC of a logistic regression over each group of features.

    Each is fitted on half of the development blocks and measured on the other half.
    """
    rows = scored_rows(paragraphs, book)
    names = sorted({name for row in rows for name in row.outcome.features})
    values = np.array(
        [
            [english_confidence(row.example.text)]
            + [row.outcome.features.get(name, 0.0) for name in names]
            for row in rows
        ]
    )
    names = [_LANGUAGE, *names]
    inside = np.array([bucket(row.example.block, 2) == 0 for row in rows])
    held_out = [row for row, fitted in zip(rows, inside, strict=True) if not fitted]
    lines = []
    for group, prefixes in _PREFIXES.items():
        columns = [i for i, name in enumerate(names) if name.startswith(prefixes)]
        if columns:
            scores = _fitted_scores(rows, values[:, columns], inside)
            lines.append((group, len(columns), *_areas(held_out, scores)))
    shipped = np.array([row.outcome.p_mt for row in held_out])
    lines.append(("shipped scorer", "", *_areas(held_out, shipped)))
    return table(("features", "number", *(c.name for c in CONTRASTS)), lines)


def _fitted_scores(
    rows: Sequence[Row], values: npt.NDArray[np.float64], inside: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """Return the log-odds of the rows that are not ``inside``."""
    fitted_on = [row.example for row, fitted in zip(rows, inside, strict=True) if fitted]
    model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=1_000))
    model.fit(
        values[inside],
        [example.is_mt for example in fitted_on],
        logisticregression__sample_weight=kind_weights(fitted_on) * len(fitted_on),
    )
    return np.asarray(model.decision_function(values[~inside]), dtype=float)


def _areas(rows: Sequence[Row], scores: npt.NDArray[np.float64]) -> list[str]:
    cells = []
    for contrast in CONTRASTS:
        own = {id(row) for row in rows_of(rows, contrast)}
        places = [place for place, row in enumerate(rows) if id(row) in own]
        labels = np.array([rows[i].example.kind == contrast.positive for i in places], dtype=float)
        blocks = [rows[i].example.block for i in places]
        cells.append(str(auroc(labels, scores[places], blocks)) if places else "")
    return cells
