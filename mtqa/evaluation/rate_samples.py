"""The texts on which the detectors' rates are measured: native, translated, machine-made.

Each kind is a seeded draw of whole documents up to a number of words. Where a test set names no
documents, one is twelve consecutive segments, as the data's README defines it. Segments are
joined to paragraphs as a page would have them: up to five in a row, more where a quotation is
still open, and one without a final mark (a headline, an item of a list) stands alone, for a seam
that no author wrote must not look like a fault.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from mtqa.errors import TrainingError
from mtqa.train.corpus import bucket, iter_corpus, read_jsonl

#: Kinds in the order of the table's columns, each with what the column says.
KINDS = {
    "native": "native prose",
    "ho": "WMT English originals",
    "ht": "human translations",
    "mt wmt08-17": "MT, htmt wmt08–17",
    "mt wmt18": "MT, htmt wmt18",
    "mt wmt21": "MT, wmt21",
    "mt wmt22": "MT, wmt22",
    "mt mlqe": "MT, mlqe",
    "roundtrip": "rule-based round trips",
}

_SEGMENTS_A_PARAGRAPH = 5
_SEGMENTS_A_QUOTED_PARAGRAPH = 10
_SEGMENTS_A_DOCUMENT = 12
_FINAL_MARKS = (".", "!", "?", "…", '"', "”", "’", "'", ")", ":")
_HTMT = "deen-wmt08-18"


@dataclass(frozen=True, slots=True)
class SampleText:
    """A document of one kind (a key of :data:`KINDS`, or ``wild``); ``id`` names its origin."""

    kind: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class _Segment:
    kind: str
    source: str  # set and language pair: what its translations share
    system: str
    number: int
    document: str | None
    text: str


def draw_samples(data: Path, words: int, seed: int) -> list[SampleText]:
    """Return whole documents of every kind, up to ``words`` words a kind.

    Native documents alternate between publishers, so that no big one stands for all. Of the
    systems that translated one document, a second is taken only where the first ones of all
    documents do not fill the kind.

    Raises:
        TrainingError: a file is missing.
    """
    native = native_documents(data, words, seed)
    by_kind: dict[str, list[_Segment]] = defaultdict(list)
    for segment in _segments(data):
        by_kind[segment.kind].append(segment)
    translated = (
        text
        for kind in KINDS
        if kind in by_kind
        for text in _limited(_shuffled(_documents(by_kind[kind]), seed), words)
    )
    return [*native, *translated]


def native_documents(data: Path, words: int, seed: int) -> list[SampleText]:
    """Return whole native documents held out of all training, publishers in turn.

    Raises:
        TrainingError: the folder holds no corpus.
    """
    return list(_limited(_native(data / "human", seed), words))


def every_text(
    data: Path, roundtrips: Sequence[Path] = (), texts: Sequence[Path] = ()
) -> Iterator[SampleText]:
    """Yield all documents of all kinds, and those of sets that stand in no rate.

    Beside what :func:`draw_samples` draws from, these are the native documents that training
    reads (kind ``prose``), segments that experts marked (``marked``), :func:`wild_pages` and
    round trips and other texts that were made (``made``). Of texts that share an id the first
    counts, so that an id names one text.

    Args:
        data: folder with wmt/, htmt/, human/ …
        roundtrips: what ``mtqa train roundtrips`` wrote; none are read without it.
        texts: JSON Lines with ``id`` and ``text``, such as ``mtqa train spins`` writes.

    Raises:
        TrainingError: a file is missing.
    """
    seen: set[str] = set()
    translated = (text for _, text in _documents(_segments(data)))
    trips = chain.from_iterable(map(_made, roundtrips))
    others = chain.from_iterable(map(_plain, texts))
    for text in chain(_prose(data), translated, _marked(data), wild_pages(data), trips, others):
        if text.id not in seen:
            seen.add(text.id)
            yield text


def wild_pages(data: Path) -> list[SampleText]:
    """Return the pages of ``wild-dev``: to read findings on, no part of any rate.

    Raises:
        TrainingError: the file is missing.
    """
    return [SampleText("wild", r["id"], r["text"]) for r in _read(data / "wild" / "wild-dev.jsonl")]


def _read(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        raise TrainingError(
            f"{path}: missing; pass --data the folder with wmt/, htmt/, human/ …, and "
            "--roundtrips and --texts what mtqa train roundtrips and mtqa train spins made"
        )
    return read_jsonl(path)


def _prose(data: Path) -> Iterator[SampleText]:
    for document in iter_corpus(data / "human", fold=False):
        kind = "native" if document.held_out else "prose"
        yield SampleText(kind, document.key, "\n\n".join(document.paragraphs))


def _marked(data: Path) -> Iterator[SampleText]:
    for name in ("mqm/ted-zhen-spans", "spans/wmt21-zhen", "spans/wmt22-zhen"):
        for number, r in enumerate(_read(data / f"{name}.jsonl.xz")):
            yield SampleText("marked", f"{name}/{number}", r["text"])


def _made(path: Path) -> Iterator[SampleText]:
    for number, r in enumerate(_read(path)):
        yield SampleText("made", f"made/{r['chain']}/{number}", " ".join(r["roundtrips"]))


def _plain(path: Path) -> Iterator[SampleText]:
    for r in _read(path):
        yield SampleText("made", r["id"], r["text"])


def _native(folder: Path, seed: int) -> Iterator[SampleText]:
    by_publisher: dict[str, list[SampleText]] = defaultdict(list)
    for document in iter_corpus(folder, fold=False):
        if document.held_out:
            text = "\n\n".join(document.paragraphs)
            by_publisher[document.publisher].append(SampleText("native", document.key, text))
    columns = [
        sorted(texts, key=lambda t: bucket(f"{seed}/{t.id}", 1 << 62))
        for _, texts in sorted(by_publisher.items())
    ]
    for row in zip_longest(*columns):
        yield from (text for text in row if text is not None)


def _segments(data: Path) -> Iterator[_Segment]:
    for year in ("wmt21", "wmt22"):
        for r in _read(data / "wmt" / f"{year}.jsonl.xz"):
            kind = f"mt {year}" if r["kind"] == "mt" else r["kind"]
            source = f"{year}/{r['lp']}"
            yield _Segment(kind, source, r["system"], r["seg"], r["doc"], r["text"])
    for r in _read(data / "htmt" / f"{_HTMT}.jsonl.xz"):
        if r["level"] == "sent":
            machine = "mt wmt18" if r["set"] == "wmt18" else "mt wmt08-17"
            kind = machine if r["kind"] in {"mt", "bt"} else r["kind"]
            source = f"{r['set']}/{'de' if r['kind'] in {'mt', 'ht'} else 'en'}"
            yield _Segment(kind, source, r["system"], r["seg"], None, r["text"])
    for pivot in ("spa", "cat"):
        name = f"apertium-{pivot}"
        for number, r in enumerate(_read(data / "roundtrip" / f"{name}.jsonl.xz")):
            yield _Segment("roundtrip", name, "apertium", number, None, r["roundtrip"])
    # The test files of mlqe are for one final report; their sentences stand in no context.
    for split in ("train", "dev"):
        for path in sorted((data / "mlqe").glob(f"*.{split}.jsonl.xz")):
            for r in read_jsonl(path):
                name = f"mlqe/{r['lp']}.{split}"
                yield _Segment("mt mlqe", name, "mlqe", r["seg"], str(r["seg"]), r["text"])


def _documents(segments: Iterable[_Segment]) -> Iterator[tuple[str, SampleText]]:
    """Yield documents with what they render (equal for all systems)."""
    runs: dict[tuple[str, str], list[_Segment]] = defaultdict(list)
    for segment in segments:
        runs[segment.source, segment.system].append(segment)
    for (source, system), members in runs.items():
        run: list[_Segment] = []
        for segment in sorted(members, key=lambda s: s.number):
            full = len(run) == _SEGMENTS_A_DOCUMENT and segment.document is None
            if run and (full or segment.document != run[0].document):
                yield _document(source, system, run)
                run = []
            run.append(segment)
        if run:
            yield _document(source, system, run)


def _document(source: str, system: str, run: Sequence[_Segment]) -> tuple[str, SampleText]:
    rendered = f"{source}/{run[0].number}"
    text = "\n\n".join(join_paragraphs([segment.text for segment in run]))
    return rendered, SampleText(run[0].kind, f"{rendered}/{system}", text)


def join_paragraphs(segments: Iterable[str]) -> list[str]:
    """Join segments to paragraphs; one without a final mark stands alone."""
    paragraphs: list[list[str]] = []
    is_open = False
    for segment in segments:
        text = segment.strip()
        if not text:
            continue
        ends = text.endswith(_FINAL_MARKS)
        if is_open and ends and _has_room(paragraphs[-1]):
            paragraphs[-1].append(text)
        else:
            paragraphs.append([text])
        is_open = ends
    return [" ".join(paragraph) for paragraph in paragraphs]


def _has_room(paragraph: Sequence[str]) -> bool:
    if len(paragraph) < _SEGMENTS_A_PARAGRAPH:
        return True
    joined = "".join(paragraph)
    quoted = joined.count('"') % 2 == 1 or joined.count("“") > joined.count("”")
    return quoted and len(paragraph) < _SEGMENTS_A_QUOTED_PARAGRAPH


def _shuffled(documents: Iterable[tuple[str, SampleText]], seed: int) -> list[SampleText]:
    """Order documents at random, the first system of every source before any second one."""
    by_source: dict[str, list[SampleText]] = defaultdict(list)
    for rendered, text in documents:
        by_source[rendered].append(text)
    ranked: list[tuple[int, int, SampleText]] = []
    for rendered, texts in by_source.items():
        place = bucket(f"{seed}/{rendered}", 1 << 62)
        texts.sort(key=lambda t: bucket(f"{seed}/{t.id}", 1 << 62))
        ranked.extend((rank, place, text) for rank, text in enumerate(texts))
    return [text for _, _, text in sorted(ranked, key=lambda r: r[:2])]


def _limited(texts: Iterable[SampleText], words: int) -> Iterator[SampleText]:
    count = 0
    for text in texts:
        if count >= words:
            return
        count += len(text.text.split())
        yield text
