"""Word alignment of machine output with its human post-edits (MLQE-PE)."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from mtqa.diff import align_texts
from mtqa.types import Span

_MLQE = Path(__file__).resolve().parents[3] / "shared" / "data" / "mlqe"
_PAIRS = ("et-en", "ne-en", "ro-en", "ru-en", "si-en")


@pytest.mark.parametrize("pair", _PAIRS)
def test_edits_rebuild_the_post_edit_and_agree_with_hter(pair: str) -> None:
    path = _MLQE / f"{pair}.dev.jsonl.xz"
    if not path.exists():
        pytest.skip(f"{path.name}: the MLQE data is not beside this repository")
    kept: list[float] = []
    expected: list[float] = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            old, new = record["tokens"], record["postedit_tokens"]
            blocks = align_texts(old, new, [Span(0, len(old))], [Span(0, len(new))])
            edits = [edit for block in blocks for edit in block.edits]
            assert "".join(e.before.of(old) for e in edits) == old
            assert "".join(e.after.of(new) for e in edits) == new
            equal = sum(len(e.before.of(old).split()) for e in edits if e.kind == "equal")
            kept.append(2 * equal / (len(old.split()) + len(new.split())))
            expected.append(1 - record["hter"])
    assert len(kept) >= 900
    assert np.corrcoef(kept, expected)[0, 1] >= 0.8
    assert abs(np.mean(kept) - np.mean(expected)) <= 0.1
