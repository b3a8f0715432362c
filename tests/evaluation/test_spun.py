"""Spun passages beside their originals: what is exchanged, and what the table says of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_wordnet import write_wordnet

from mtqa.errors import TrainingError
from mtqa.evaluation.book import Outcome
from mtqa.evaluation.spun import spun_passages, spun_table
from mtqa.train.examples import Example
from mtqa.types import Verdict

PASSAGES = [
    Example(
        f"The drowsy owner of shop {n} mended the lantern, and likewise the local roof.",
        *("native", "made", "en", "publisher", f"doc/{n}", f"doc/{n}", 1),
    )
    for n in range(12)
]


def outcome(p_mt: float) -> Outcome:
    return Outcome(p_mt, 1 - p_mt, 5.0, 14, {}, Verdict.UNCERTAIN, ())


def test_each_passage_is_spun_in_every_way(tmp_path: Path) -> None:
    spun = spun_passages(PASSAGES, write_wordnet(tmp_path))
    names = list(dict.fromkeys(e.set for e in spun))
    assert len(spun) == len(names) * len(PASSAGES)
    assert all(e.kind == "spun" and e.is_mt for e in spun)
    by_wordnet = [e for e in spun if e.set == "WordNet, all"]
    assert all("dozy owner" in e.text and "patched the" in e.text for e in by_wordnet)
    assert {e.system for e in by_wordnet} == {f"{3 / 14:.3f}"}
    (swapped,) = {"owner of" in e.text for e in spun if "swaps" in e.set}
    assert not swapped


def test_the_table_tells_spun_from_original(tmp_path: Path) -> None:
    spun = spun_passages(PASSAGES, write_wordnet(tmp_path))
    book = {e.text: outcome(0.1) for e in PASSAGES}
    book |= {e.text: outcome(0.9) for e in spun if e.text not in book}
    rows = [line for line in spun_table(spun, PASSAGES, book).splitlines() if "all |" in line]
    assert len(rows) == 2
    assert rows[0].startswith("| WordNet, all | 21.4% | 24 | **1.000")
    assert all("| 1.000" in row for row in rows)


def test_without_wordnet_the_package_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="wordnet-base"):
        spun_passages(PASSAGES, tmp_path)
