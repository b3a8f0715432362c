"""The development texts that ``mtqa results`` measures on, drawn once for all sections."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mtqa.evaluation.sizes import SEED, Sizes
from mtqa.evaluation.spun import spun_passages
from mtqa.evaluation.tags import tagged_spans
from mtqa.train.corpus import HELD_OUT_OUTLETS, HELD_OUT_SOURCES, bucket, read_jsonl
from mtqa.train.encoder_data import is_kept_out
from mtqa.train.examples import Example, Judged, iter_examples, iter_judged, iter_native
from mtqa.train.featurise import sample_examples
from mtqa.train.learners import MEASURED, essays, joined, learner_sentences
from mtqa.train.scorer import cut_document
from mtqa.types import Span

#: Words of native texts that stand beside five and twelve segments of wmt22.
_PASSAGE_WORDS, _DOCUMENT_WORDS = 90, 230
_FEWEST_NATIVE_WORDS = 25
#: Words from which a document of htmt counts.
_ENGINE_DOCUMENT_WORDS = 200
#: Sets with marked errors, and whether the encoder learns from the blocks it does not keep out.
_MARKED = {
    "mqm/ted-zhen-spans": True,
    "spans/wmt21-zhen": True,
    "spans/wmt22-zhen": False,
}


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A segment with the errors that people marked in it."""

    text: str
    errors: tuple[Span, ...]
    set: str
    block: str


@dataclass(frozen=True, slots=True)
class Page:
    """A real page with quotes that an editor would mark."""

    text: str
    is_mt: bool
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Samples:
    """All texts by what they are for; see :class:`mtqa.evaluation.sizes.Sizes`."""

    paragraphs: Sequence[Example]
    documents: Sequence[Example]
    segments: Sequence[Example]
    native_paragraphs: Sequence[Example]
    native_passages: Sequence[Example]
    native_documents: Sequence[Example]
    spun: Sequence[Example]
    spun_from: Sequence[Example]
    engine_documents: Sequence[Example]
    learners: Mapping[str, Sequence[str]]
    judged: Sequence[Judged]
    marked: Sequence[MarkedText]
    tagged: Sequence[MarkedText]
    pages: Sequence[Page]

    def texts(self) -> list[str]:
        """Return every distinct text, in order."""
        groups: tuple[Sequence[Any], ...] = (
            self.paragraphs, self.documents, self.segments, self.native_paragraphs,
            self.native_passages, self.native_documents, self.spun, self.spun_from,
            self.engine_documents, self.judged, self.marked, self.tagged, self.pages,
        )  # fmt: skip
        texts = [row.text for group in groups for row in group]
        texts += [text for way in self.learners.values() for text in way]
        return list(dict.fromkeys(texts))


def draw_samples(data: Path, sizes: Sizes, wordnet: Path | None = None) -> Samples:
    """Read the development sets and draw from them.

    Args:
        data: folder with ``wmt/``, ``htmt/`` …
        sizes: how many of each.
        wordnet: folder of WordNet 3.0, to spin native passages by; none are spun without it.

    Raises:
        TrainingError: a file is missing.
    """
    native = unseen_native(data)
    whole = _of_kinds(data, 12, sizes.documents)
    passages = passages_of(native, sizes.native_passages)
    spun_from = passages[: sizes.spun] if wordnet is not None else []
    judged = [*_judged_wmt(data, sizes.judged), *_judged_mlqe(data, sizes.judged_a_pair)]
    return Samples(
        paragraphs=_of_kinds(data, 5, sizes.paragraphs),
        documents=[_in_paragraphs(e) for e in whole],
        segments=_of_kinds(data, 1, sizes.segments),
        native_paragraphs=sample_examples(
            [e for e in native if len(e.text.split()) >= _FEWEST_NATIVE_WORDS],
            sizes.native_paragraphs,
            SEED,
        ),
        native_passages=passages,
        native_documents=sample_examples(
            list(_joined(native, _DOCUMENT_WORDS, "\n\n")), sizes.native_documents, SEED
        ),
        spun=spun_passages(spun_from, wordnet) if wordnet is not None else [],
        spun_from=spun_from,
        engine_documents=_engine_documents(data, sizes.engine_documents),
        learners=_learners(data, sizes.learners),
        judged=judged,
        marked=[row for name in _MARKED for row in _marked(data, name, sizes.marked)],
        tagged=_tagged(data, judged),
        pages=[_page(r) for r in read_jsonl(data / "wild" / "wild-dev.jsonl")],
    )


def _of_kinds(data: Path, n_segments: int, counts: Mapping[str, int]) -> list[Example]:
    """Draw from each set apart: a set of one pair has its say beside one of many pairs."""
    groups: dict[tuple[str, str], list[Example]] = defaultdict(list)
    for example in iter_examples(data, "dev", n_segments):
        groups[example.kind, example.set].append(example)
    return [
        example
        for kind, count in counts.items()
        for name in sorted(name for own, name in groups if own == kind)
        for example in sample_examples(groups[kind, name], count, SEED)
    ]


def _in_paragraphs(example: Example) -> Example:
    """Break a document into paragraphs of about sixty words."""
    return replace(example, text="\n\n".join(cut_document(example.text)))


def unseen_native(data: Path) -> list[Example]:
    """Return every paragraph of the publishers that no training step saw, in order."""
    unseen = HELD_OUT_OUTLETS | HELD_OUT_SOURCES
    return [e for e in iter_native(data, "dev") if e.system in unseen]


def passages_of(native: Sequence[Example], count: int) -> list[Example]:
    """Draw passages as long as five segments of wmt22, one a document at most."""
    return sample_examples(list(_joined(native, _PASSAGE_WORDS, " ")), count, SEED)


def _joined(paragraphs: Sequence[Example], words: int, by: str) -> Iterator[Example]:
    """Join paragraphs of one document until they have ``words`` words; one text a document."""
    documents: dict[str, list[Example]] = defaultdict(list)
    for paragraph in paragraphs:
        documents[paragraph.block].append(paragraph)
    for members in documents.values():
        taken: list[str] = []
        for member in members:
            taken.append(member.text)
            count = sum(len(text.split()) for text in taken)
            if count >= words:
                # A document that is one endless paragraph is no counterpart.
                if count <= 2 * words:
                    yield replace(members[0], text=by.join(taken))
                break


def _engine_documents(data: Path, count: int) -> list[Example]:
    """Return whole documents of wmt17 and wmt18, human and machine translations."""
    found: dict[tuple[str, str], list[Example]] = defaultdict(list)
    for r in read_jsonl(data / "htmt" / "deen-wmt08-18.jsonl.xz"):
        if r["level"] != "doc" or r["kind"] not in {"ht", "mt"}:
            continue
        if r["set"] in {"wmt17", "wmt18"} and len(r["text"].split()) >= _ENGINE_DOCUMENT_WORDS:
            source = f"{r['set']}/{r['seg']}"
            own = found[r["set"], r["system"]]
            own.append(
                Example(r["text"], r["kind"], r["set"], r["lp"], r["system"], source, source, 1)
            )
    return [example for own in found.values() for example in own[:count]]


def _learners(data: Path, count: int) -> dict[str, list[str]]:
    tokenised = learner_sentences(data)[: min(count, MEASURED)]
    plain = [_detokenised(sentence) for sentence in tokenised]
    ways: dict[str, list[str]] = {}
    for name, sentences in (("as they stand", tokenised), ("spaces before marks taken out", plain)):
        ways[f"single, {name}"] = sentences
        ways[f"joined in fives, {name}"] = paragraphs = joined(sentences)
        ways[f"four fives as a document, {name}"] = essays(paragraphs)
    return ways


def _detokenised(sentence: str) -> str:
    """Undo the data's tokenisation: “do n't , he said .” → “don't, he said.”."""
    joined = re.sub(r" (n't|'(?:s|re|ve|ll|d|m))\b", r"\1", sentence)
    joined = re.sub(r" ([.,;:!?%)\]])", r"\1", joined)
    return re.sub(r"([(\[$]) ", r"\1", joined)


def _judged_wmt(data: Path, count: int) -> list[Judged]:
    """Draw sources of wmt22 with all their renderings."""
    groups: dict[tuple[str, int], list[Judged]] = defaultdict(list)
    for judged in iter_judged(data, "dev"):
        if judged.set == "wmt22" and judged.z is not None:
            groups[judged.lp, judged.seg].append(judged)
    chosen: list[Judged] = []
    for key in sorted(groups, key=lambda key: bucket(f"{SEED}/{key}", 1 << 32)):
        if len(chosen) >= count:
            break
        chosen += groups[key]
    return chosen


def _judged_mlqe(data: Path, count: int) -> list[Judged]:
    pairs: dict[str, list[Judged]] = defaultdict(list)
    for judged in iter_judged(data, "dev"):
        if judged.set == "mlqe":
            pairs[judged.lp].append(judged)
    return [
        judged
        for lp in sorted(pairs)
        for judged in sorted(pairs[lp], key=lambda j: bucket(f"{SEED}/{j.block}", 1 << 32))[:count]
    ]


def _tagged(data: Path, judged: Sequence[Judged]) -> list[MarkedText]:
    """Return the judged segments of MLQE with the spans that its tags mark."""
    chosen = {(j.lp, j.text): j.block for j in judged if j.set == "mlqe"}
    rows = []
    for path in sorted((data / "mlqe").glob("*.dev.jsonl.xz")):
        for r in read_jsonl(path):
            block = chosen.get((r["lp"], r["text"]))
            errors = tagged_spans(r["text"], r["tokens"], r["tags"])
            if block is not None and errors is not None:
                rows.append(MarkedText(r["text"], errors, r["lp"], block))
    return rows


def _marked(data: Path, name: str, count: int) -> list[MarkedText]:
    """Return segments with marked errors that no training step read."""
    rows = []
    for r in read_jsonl(data / f"{name}.jsonl.xz"):
        if _MARKED[name] and not is_kept_out(f"marked/{r['doc']}"):
            continue
        places = [(e["start"], e["end"]) for e in r["errors"]]
        # An omission has no place in the translation.
        errors = tuple(Span(*place) for place in places if None not in place)
        rows.append(MarkedText(r["text"], errors, name, f"{r['doc']}/{r['seg']}"))
    return sorted(rows, key=lambda row: bucket(f"{SEED}/{row.text}", 1 << 32))[:count]


def _page(record: dict[str, Any]) -> Page:
    quotes = tuple(artifact["quote"] for artifact in record.get("artifacts") or [])
    return Page(record["text"], record["label"] == "mt", quotes)
