"""Corrupt documents: choose faults, keep them apart, label them.

What happens to a document depends on the seed, its id and its text alone, never on the documents
before it. Each corruption draws from a generator of its own, so that a change to one does not
move the others' faults.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from math import log, sqrt
from random import Random

from mtqa.errors import ConfigError
from mtqa.synth.model import Corruption, Edit, Label, Repair, SynthRecord
from mtqa.synth.source import Source
from mtqa.types import Document, Span

#: Names of the two slices.
SLICES = ("train", "held-out")
#: One document in this many is held out.
HELD_OUT_ONE_IN = 5
#: Code points of clean text that at least stand between two faults.
APART = 80


def slice_of(document_id: str) -> str:
    """Return the slice of a document: a hash of its id decides, whatever the seed."""
    digest = hashlib.blake2b(document_id.encode(), digest_size=8, person=b"mtqa-synth")
    return SLICES[int.from_bytes(digest.digest(), "big") % HELD_OUT_ONE_IN == 0]


def corrupt(
    document: Document, corruptions: Sequence[Corruption], *, seed: int, per_document: int
) -> SynthRecord:
    """Return ``document`` with up to ``per_document`` faults, of as many different kinds.

    Fewer are made where the text offers no more places; a text that offers none comes back
    clean, without labels. Kinds with few places come before kinds that fit everywhere, so that
    a corpus has faults of all kinds.
    """
    source = Source.read(document.text)
    ranked: list[tuple[float, str, Random, list[Edit]]] = []
    for corruption in corruptions:
        random = _generator(seed, document.id, corruption.detector)
        possible = [
            edit
            for edit in corruption.edits(source, random)
            if source.is_prose(edit.start, edit.end)
            and source.text[edit.start : edit.end] != edit.after
        ]
        # The least of exponential draws wins with a chance in proportion to its weight.
        rank = -log(1.0 - random.random()) * sqrt(len(possible))
        ranked.append((rank, corruption.detector, random, possible))
    chosen: list[tuple[Edit, str]] = []
    for _, detector, random, possible in sorted(ranked, key=lambda r: r[:2]):
        if len(chosen) == per_document:
            break
        free = [edit for edit in possible if all(_apart(edit, other) for other, _ in chosen)]
        if free:
            chosen.append((random.choice(free), detector))
    return _record(document, sorted(chosen, key=lambda c: c[0].start), seed)


def synthesise(
    documents: Iterable[Document],
    corruptions: Sequence[Corruption],
    *,
    seed: int = 0,
    per_document: int = 8,
    slice: str | None = None,  # noqa: A002 (the record's own word)
) -> Iterator[SynthRecord]:
    """Yield a record for every readable document of ``slice``, in their order.

    Documents with an ``error`` are passed over; count them before.

    Raises:
        ConfigError: the slice is unknown, or ``per_document`` is below 1.
    """
    if slice is not None and slice not in SLICES:
        raise ConfigError(f"slice {slice!r} is unknown; it is one of {', '.join(SLICES)}")
    if per_document < 1:
        raise ConfigError(f"per-document {per_document}: give 1 or more faults a document")
    for document in documents:
        if document.error is None and slice in (None, slice_of(document.id)):
            yield corrupt(document, corruptions, seed=seed, per_document=per_document)


def _generator(seed: int, document_id: str, purpose: str) -> Random:
    return Random(f"{seed}\0{purpose}\0{document_id}")  # noqa: S311 (reproducible, no secret)


def _apart(first: Edit, second: Edit) -> bool:
    return first.end + APART <= second.start or second.end + APART <= first.start


def _record(document: Document, chosen: Sequence[tuple[Edit, str]], seed: int) -> SynthRecord:
    pieces: list[str] = []
    labels: list[Label] = []
    repairs: list[Repair] = []
    at = length = 0
    for edit, detector in chosen:
        kept = document.text[at : edit.start]
        start = length + len(kept)
        span = edit.mark.shift(start)
        labels.append(Label(detector, span, edit.mark.of(edit.after)))
        repairs.append(
            Repair(Span(start, start + len(edit.after)), document.text[edit.start : edit.end])
        )
        pieces += (kept, edit.after)
        at, length = edit.end, start + len(edit.after)
    pieces.append(document.text[at:])
    return SynthRecord(
        document.id,
        "".join(pieces),
        document.text,
        tuple(labels),
        tuple(repairs),
        seed,
        slice_of(document.id),
    )
