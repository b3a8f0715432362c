"""Labelled paragraphs and documents from the translation data, under its protocol.

Training reads ``wmt21``, ``htmt`` wmt08–17, ``roundtrip/apertium-spa``, ``mlqe/*.train`` and
native prose; development reads ``wmt22``, ``htmt`` wmt18 and ``roundtrip/apertium-cat``. No
other year is ever read. Where a file gives no paragraphs, one is five consecutive segments of
one system, as the data's README defines it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Literal

import numpy as np

from mtqa.errors import TrainingError
from mtqa.train.corpus import bucket, iter_corpus, read_jsonl

Split = Literal["train", "dev"]

SEGMENTS_PER_PARAGRAPH = 5
SEGMENTS_PER_DOCUMENT = 12
MIN_WORDS = 40
#: Native documents are dealt to this many piles; each of some readers takes one.
_NATIVE_PILES = 8
#: Who reads which pile: the n-grams paragraphs and passages, the encoder other passages; what
#: learners might have made of it comes from one that no evidence model reads.
_PILE = {"paragraphs": 0, "passages": 1, "encoder": 2, "learners": 5}
#: Fewest words of a native paragraph to train on.
_FEWEST_WORDS = 12
#: Fewest words of a passage, drawn evenly: from a paragraph's to twice what five segments have.
_PASSAGE_WORDS = (25, 140)
#: Segments of one test set that share a bootstrap block: about a document's worth of topic.
_BLOCK = 30

#: From this row on the originals of ``apertium-spa`` are the English sources of wmt22, which
#: development reads; training on them would let it recognise the development texts.
_FIRST_WMT22_ROUNDTRIP = 1131
_HTMT_TRAIN = frozenset(f"wmt{year:02d}" for year in range(8, 18))
_HTMT_DEV = frozenset({"wmt18"})
_HUMAN_KINDS = frozenset({"ho", "ht", "native", "learner"})


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its origin.

    Attributes:
        text: segments joined by a space.
        kind: ``ho``, ``ht``, ``mt``, ``bt``, ``roundtrip``, ``native`` (from human/) or
            ``learner`` (native with a learner's slips).
        set: the data set and year.
        lp: language pair.
        system: who made the text.
        source: what the text renders; equal for all versions of the same segments.
        block: resampling unit: neighbouring sources, about a document's worth of topic.
        n_segments: how many segments the text joins.
    """

    text: str
    kind: str
    set: str
    lp: str
    system: str
    source: str
    block: str
    n_segments: int

    @property
    def is_mt(self) -> bool:
        """Whether a machine translated the text."""
        return self.kind not in _HUMAN_KINDS


def iter_examples(data: Path, split: Split, n_segments: int) -> Iterator[Example]:
    """Yield texts of ``n_segments`` consecutive segments of one system.

    Texts of five and more segments are dropped below :data:`MIN_WORDS` words.

    Raises:
        TrainingError: a file of the split is missing.
    """
    for source in (_wmt, _htmt, _roundtrip):
        for origin, rows in source(data, split):
            yield from _join(origin, rows, n_segments)


def iter_native(data: Path, split: Split, every: int = 1) -> Iterator[Example]:
    """Yield paragraphs of native prose; ``dev`` is the held-out slice of the corpus.

    Args:
        data: folder with ``human/``.
        split: ``train`` or ``dev``.
        every: keep one paragraph in ``every``.
    """
    count = 0
    for document in iter_corpus(data / "human", fold=False):
        if document.held_out != (split == "dev"):
            continue
        for paragraph in document.paragraphs:
            count += 1
            if count % every == 0:
                yield Example(
                    paragraph,
                    "native",
                    document.source,
                    "en",
                    document.publisher,
                    document.key,
                    document.key,
                    1,
                )


def native_examples(data: Path, seed: int) -> list[Example]:
    """Return native prose to train on: paragraphs of some documents, passages of others."""
    paragraphs = [
        e for e in _native_pile(data, "paragraphs") if len(e.text.split()) >= _FEWEST_WORDS
    ]
    return [*paragraphs, *native_passages(data, seed, "passages")]


def learner_sources(data: Path) -> list[Example]:
    """Return the native paragraphs that learners' slips are made in."""
    return [e for e in _native_pile(data, "learners") if len(e.text.split()) >= _FEWEST_WORDS]


def native_passages(data: Path, seed: int, pile: str) -> Iterator[Example]:
    """Yield passages (:func:`join_passages`) of one pile of the native documents.

    Args:
        data: folder with ``human/``.
        seed: of the passages' lengths.
        pile: ``passages`` or ``encoder``: readers of different piles meet different documents.
    """
    yield from join_passages(_native_pile(data, pile), seed)


def _native_pile(data: Path, pile: str) -> Iterator[Example]:
    for example in iter_native(data, "train"):
        if bucket(f"native/{example.block}", _NATIVE_PILES) == _PILE[pile]:
            yield example


def join_passages(paragraphs: Iterable[Example], seed: int) -> Iterator[Example]:
    """Join the paragraphs of each document to passages of many lengths.

    Native paragraphs are short, and among machine texts of five segments their length would
    tell them apart.

    Args:
        paragraphs: document by document.
        seed: of the lengths.
    """
    draw = np.random.default_rng(seed)
    for _, members in groupby(paragraphs, key=lambda e: e.block):
        taken: list[Example] = []
        wanted = int(draw.integers(*_PASSAGE_WORDS))
        for member in members:
            taken.append(member)
            count = sum(len(e.text.split()) for e in taken)
            if count < wanted:
                continue
            if count <= _PASSAGE_WORDS[1]:
                yield replace(taken[0], text=" ".join(e.text for e in taken))
            taken, wanted = [], int(draw.integers(*_PASSAGE_WORDS))


@dataclass(frozen=True, slots=True)
class _Origin:
    set: str
    lp: str
    kind: str
    system: str


_Rows = list[tuple[int, str | None, str]]


def _records(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        raise TrainingError(f"{path}: missing; point data_dir at the folder with wmt/, htmt/ …")
    return read_jsonl(path)


def _wmt(data: Path, split: Split) -> Iterable[tuple[_Origin, _Rows]]:
    name = "wmt21" if split == "train" else "wmt22"
    rows: dict[_Origin, _Rows] = defaultdict(list)
    for record in _records(data / "wmt" / f"{name}.jsonl.xz"):
        origin = _Origin(name, record["lp"], record["kind"], record["system"])
        rows[origin].append((record["seg"], record["doc"], record["text"]))
    return rows.items()


def _htmt(data: Path, split: Split) -> Iterable[tuple[_Origin, _Rows]]:
    wanted = _HTMT_TRAIN if split == "train" else _HTMT_DEV
    rows: dict[_Origin, _Rows] = defaultdict(list)
    for record in _records(data / "htmt" / "deen-wmt08-18.jsonl.xz"):
        if record["level"] == "sent" and record["set"] in wanted:
            lp = "de-en" if record["kind"] in {"ht", "mt"} else "en-de-en"
            origin = _Origin(record["set"], lp, record["kind"], record["system"])
            rows[origin].append((record["seg"], None, record["text"]))
    return rows.items()


def _roundtrip(data: Path, split: Split) -> Iterable[tuple[_Origin, _Rows]]:
    pivot = "spa" if split == "train" else "cat"
    rows: dict[_Origin, _Rows] = defaultdict(list)
    name = f"apertium-{pivot}"
    records = _records(data / "roundtrip" / f"{name}.jsonl.xz")
    for number, record in enumerate(
        islice(records, _FIRST_WMT22_ROUNDTRIP) if split == "train" else records
    ):
        for field, kind in (("original", "ho"), ("roundtrip", "roundtrip")):
            system = "original" if kind == "ho" else "apertium"
            origin = _Origin(name, f"en-{pivot}-en", kind, system)
            rows[origin].append((number, None, record[field]))
    return rows.items()


def _join(origin: _Origin, rows: _Rows, n_segments: int) -> Iterator[Example]:
    """Cut ``rows`` into runs of ``n_segments`` that cross no document's end."""
    rows = sorted(rows, key=lambda row: row[0])
    run: _Rows = []
    for row in [*rows, None]:
        if row is None or (run and row[1] != run[0][1]):
            if run and len(run) >= max(1, n_segments // 2):
                yield from _example(origin, run, n_segments)
            run = []
            if row is None:
                return
        run.append(row)
        if len(run) == n_segments:
            yield from _example(origin, run, n_segments)
            run = []


def _example(origin: _Origin, run: _Rows, n_segments: int) -> Iterator[Example]:
    text = " ".join(segment.strip() for _, _, segment in run if segment.strip())
    words = len(text.split())
    if words == 0 or (n_segments >= SEGMENTS_PER_PARAGRAPH and words < MIN_WORDS):
        return
    # bt, roundtrip and ho of one test set share their English sources.
    topic = "en" if origin.kind in {"ho", "bt", "roundtrip"} else origin.lp
    first = run[0][0]
    yield Example(
        text=text,
        kind=origin.kind,
        set=origin.set,
        lp=origin.lp,
        system=origin.system,
        source=f"{origin.set}/{topic}/{first}",
        block=f"{origin.set}/{topic}/{first // _BLOCK}",
        n_segments=len(run),
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """A segment with a human judgement of its quality, scaled to [0, 1].

    ``z`` is the per-rater standard score, where the data has one; ``block`` is named as that of
    an :class:`Example` of the same sources.
    """

    text: str
    score: float
    z: float | None
    set: str
    lp: str
    system: str
    seg: int
    block: str


#: What native prose counts as on the 0 to 1 scale of the judgements.
NATIVE_FLUENCY = 0.97


def iter_judged(data: Path, split: Split) -> Iterator[Judged]:
    """Yield judged segments: DA of ``wmt21``/``wmt22``, MLQE ``train``/``dev``, native prose."""
    year = "wmt21" if split == "train" else "wmt22"
    for number, r in enumerate(_records(data / "da" / f"{year}.jsonl.xz")):
        if split == "dev" or number % 3 == 0:
            yield _judged(r, year, r["lp"], r["system"], r["da_raw"])
    for path in sorted((data / "mlqe").glob(f"*.{split}.jsonl.xz")):
        for r in _records(path):
            yield _judged(r, "mlqe", r["lp"], "mlqe", r["da"])
    if split == "train":
        for number, example in enumerate(iter_native(data, split, every=60)):
            yield Judged(
                example.text,
                NATIVE_FLUENCY,
                None,
                "native",
                "en",
                example.system,
                number,
                example.block,
            )


def _judged(record: dict[str, Any], name: str, lp: str, system: str, score: float) -> Judged:
    seg = record["seg"]
    block = judged_block(name, lp, seg)
    return Judged(record["text"], score / 100, record["da_z"], name, lp, system, seg, block)


def judged_block(name: str, lp: str, seg: int) -> str:
    """Return the resampling unit of segment ``seg`` of a set."""
    return f"{name}/{lp}/{seg // _BLOCK}"
