"""Write ``docs/recall.md``: what the detectors find of faults put into native prose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from mtqa.detectors import catalogue
from mtqa.detectors.base import Detector
from mtqa.evaluation.rate_samples import SampleText, native_documents
from mtqa.synth.corrupt import synthesise
from mtqa.synth.recall import measure_recall, recall_markdown
from mtqa.synth.registry import corruptions_of
from mtqa.types import Document

#: Most faults in one document, and the seed of the documents and the faults.
_PER_DOCUMENT, _SEED = 12, 0
_SLICE = "held-out"


def write_synth_recall(data: Path, output: Path, words: int) -> Path:
    """Corrupt native documents that no training saw and count what is found, by detector.

    Args:
        data: folder with ``human/``.
        output: the page.
        words: of the documents drawn; the slice that is held out of training on faults is a fifth.

    Raises:
        TrainingError: the data is not there.
    """
    texts = native_documents(data, words, _SEED)
    pattern = [d for d in catalogue().values() if d.scope != "critic"]
    default = [d for d in pattern if not d.preview]
    preview = [d for d in pattern if d.preview]
    page = _page(texts, words, _table(texts, default), _table(texts, preview))
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(page, encoding="utf-8")
    return output


def _table(texts: Sequence[SampleText], detectors: Sequence[Detector]) -> str:
    records = synthesise(
        (Document(text.id, text.text) for text in texts),
        corruptions_of(detectors),
        seed=_SEED,
        per_document=_PER_DOCUMENT,
        slice=_SLICE,
    )
    return recall_markdown(measure_recall(records, detectors))


def _page(texts: Sequence[SampleText], words: int, default: str, preview: str) -> str:
    date = datetime.now(timezone.utc).date().isoformat()
    return f"""\
# Recall of the detectors on made faults

<!-- Written by `mtqa synth-recall`; do not edit. -->

Made on {date} by `mtqa synth-recall --words {words}`: of {len(texts):,} native English documents,
held out of all training (publishers in turn, as `mtqa detector-rates` draws them), those in the
slice `{_SLICE}` get up to {_PER_DOCUMENT} faults each. [Labelled faults](synth.md) says how they
are made, what the columns mean and what the misses show. A detector without faults has no
corruption, or its kind of fault had no place in these texts.

## Default detectors

{default}
## Previews

{preview}"""
