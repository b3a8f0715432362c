"""The fit of what native prose makes of spun terms, on a made-up corpus."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from mtqa.detectors.attested import TABLE, phrase_key
from mtqa.detectors.spun_evidence import Weights
from mtqa.detectors.spun_terms import base_forms, read_lists
from mtqa.errors import TrainingError
from mtqa.train.settings import TermSettings
from mtqa.train.terms import train_terms


def _write(folder: Path, texts: list[str]) -> TermSettings:
    folder.mkdir()
    with lzma.open(folder / "a.jsonl.xz", "wt", encoding="utf-8") as out:
        for number, text in enumerate(texts):
            record = {"source": "made", "id": str(number), "genre": "prose", "text": text}
            out.write(json.dumps(record) + "\n")
    return TermSettings(data_dir=folder, output=folder / "fit", false_alarms=1e-3)


def test_native_phrases_are_kept_and_weights_are_fitted(tmp_path: Path) -> None:
    put_for = {s.word: s.blind[0] for s in read_lists().thesaurus if s.blind}
    terms = [t for own in read_lists().terms.terms.values() for t in own]
    spun = [
        f"{put_for[words[0]]} {words[1]}"
        for words in (term.split() for term in terms)
        if len(words) == 2 and words[0] in put_for
    ][:300]
    settings = _write(
        tmp_path / "human",
        [f"The old man of the village spoke of a {phrase} all day." for phrase in spun],
    )
    weights = Weights.model_validate_json(train_terms(settings).read_text("utf-8"))
    assert 0 < weights.native_rate < 1
    # What stands among everyday words here stands among technical ones where it was spun.
    assert weights.of["technical_words"] > 0
    with np.load(settings.output / TABLE) as table:
        held = set(np.cumsum(table["phrases"], dtype=np.uint32).tolist())
    assert sum(phrase_key(base_forms(phrase)) in held for phrase in spun) > 250


def test_prose_without_a_chance_hit_is_told(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="too little native prose"):
        train_terms(_write(tmp_path / "human", ["The cat sat on the mat and slept."] * 3))
