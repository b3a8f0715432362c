"""Text that was spun: what the scorer says of native passages whose words were exchanged.

WordNet's exchanges are of the kind that training reads, on publishers that it does not; those of
the shipped list of swaps (``data/spinner_swaps.yaml``) are other words, and a detector knows them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mtqa.detectors.spun_word import usual_words
from mtqa.evaluation.book import Book
from mtqa.evaluation.contrasts import scored_rows
from mtqa.evaluation.metrics import Estimate, auroc, bootstrap, tpr_at_fpr
from mtqa.evaluation.sizes import SEED
from mtqa.evaluation.tables import table
from mtqa.train.examples import Example
from mtqa.train.spins import Thesaurus, draw_for

Vector = npt.NDArray[np.float64]

#: Senses of a word that WordNet's synonyms are taken from.
_SENSES = 3
_FALSE_POSITIVES = 0.01


def spun_passages(passages: Sequence[Example], wordnet: Path) -> list[Example]:
    """Spin each passage in several ways; ``set`` names the way, ``system`` what was exchanged.

    Raises:
        TrainingError: WordNet is missing.
    """
    by_wordnet = Thesaurus.read(wordnet, _SENSES)
    ways = {
        "WordNet, a fourth of the words": (by_wordnet, 0.25),
        "WordNet, half": (by_wordnet, 0.5),
        "WordNet, all": (by_wordnet, 1.0),
        "the shipped list of swaps, all": (_shipped_swaps(), 1.0),
    }
    spun = []
    for name, (thesaurus, share) in ways.items():
        for passage in passages:
            text, count = thesaurus.spin(passage.text, share, draw_for(SEED, passage.source))
            exchanged = count / len(passage.text.split())
            spun.append(
                replace(passage, text=text, kind="spun", set=name, system=f"{exchanged:.3f}")
            )
    return spun


def spun_table(spun: Sequence[Example], originals: Sequence[Example], book: Book) -> str:
    """Return a row for each way: AUROC against the originals, and what is found of it."""
    human = scored_rows(originals, book)
    lines = []
    for name in dict.fromkeys(e.set for e in spun):
        machine = scored_rows([e for e in spun if e.set == name], book)
        rows = [*machine, *human]
        labels = np.array([r.example.is_mt for r in rows], dtype=float)
        scores = np.array([r.outcome.p_mt for r in rows])
        fluency = np.array([-r.outcome.fluency for r in rows])
        blocks = [r.example.block for r in rows]
        found = _found(labels, scores, blocks)
        lines.append(
            (
                name,
                f"{np.mean([float(r.example.system) for r in machine]):.1%}",
                len(rows),
                f"**{auroc(labels, scores, blocks)}**",
                f"{found}",
                f"{auroc(labels, fluency, blocks)}",
            )
        )
    return table(
        ("exchanged by, of those in it", "of all words", "n", "AUROC of p_mt", "TPR at 1 % FPR",
         "AUROC of fluency"),
        lines,
    )  # fmt: skip


def _found(labels: Vector, scores: Vector, blocks: Sequence[str]) -> Estimate:
    return bootstrap(
        lambda places: tpr_at_fpr(labels[places], scores[places], _FALSE_POSITIVES), labels, blocks
    )


def _shipped_swaps() -> Thesaurus:
    swaps: dict[str, list[str]] = defaultdict(list)
    for spun, usual in usual_words().items():
        for word in usual:
            swaps[word].append(spun)
    return Thesaurus(swaps)
