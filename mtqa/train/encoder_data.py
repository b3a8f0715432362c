"""What the encoder learns from: units of texts that share a source, with all their labels.

One unit is a person's text and machine texts of the same source (so that only the manner of
writing tells them apart), or a single text where the data has no counterpart. A text may carry
any of three labels: whether a machine made it, how fluent judges found it, and which characters
are wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mtqa.evaluation.tags import tagged_spans
from mtqa.synth import CORRUPTIONS, corrupt
from mtqa.train.corpus import bucket, read_jsonl
from mtqa.train.examples import (
    NATIVE_FLUENCY,
    Example,
    iter_examples,
    iter_judged,
    iter_native,
    judged_block,
    native_passages,
)
from mtqa.train.learner_noise import learner_examples
from mtqa.train.roundtrips import iter_made
from mtqa.train.settings import EncoderSettings
from mtqa.types import Document, Span

#: Sources that hold most of the native prose; the rest is drawn more densely, so that the model
#: meets textbooks, manuals, speeches and fiction as often as news.
_NEWS_WIRES = frozenset({"allsides_news", "reuters21578"})
#: One block of sources in this many is kept from the encoder; the fusion is fitted on those.
KEPT_ONE_IN = 8
#: Machine texts beside one human text of the same source.
_MACHINES_A_UNIT = 2
_MACHINE_UNITS_A_SOURCE = 3
#: Groups of synthetic faults that the encoder can see (it reads no case and no typography).
_VISIBLE_FAULTS = ("attribution", "order", "lexical", "repetition", "reference", "residue")
#: Faults put into one native paragraph.
_FAULTS_A_TEXT = 3
#: A text's weight in the loss of "was this machine translated?".
_WEIGHT = {
    "mt": 0.75,
    "bt": 1.0,
    "roundtrip": 0.5,
    "mlqe": 0.3,
    "synth": 0.3,
    "ht": 1.5,
    "ho": 1.0,
    "native": 1.0,
    "learner": 0.5,
}
_SHARE_OF_SENTENCES = 0.5
#: Judgements of MLQE's weak systems differ more and agree better than those of WMT's.
_SHARE_OF_MLQE, _SHARE_OF_WMT_JUDGED = 0.7, 0.3


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text with what is known of it; None where nobody said.

    Attributes:
        text: the text.
        is_mt: whether a machine translated it.
        fluency: judgement in [0, 1].
        errors: spans that an annotator marked; empty where the text was found clean.
        weight: of ``is_mt`` in the loss.
    """

    text: str
    is_mt: bool | None = None
    fluency: float | None = None
    errors: tuple[Span, ...] | None = None
    weight: float = 1.0


Unit = tuple[LabelledText, ...]


def is_kept_out(block: str) -> bool:
    """Tell whether the encoder must not learn from the sources of ``block``."""
    return bucket(block, KEPT_ONE_IN) == 0


def training_units(settings: EncoderSettings) -> list[Unit]:
    """Return all units of the training split but those kept out, in a seeded order."""
    data, seed = settings.data_dir, settings.seed
    draw = np.random.default_rng(seed)
    units = [
        *_translated(data, 5, 1.0, draw),
        *_translated(data, 3, 0.1, draw),
        *_translated(data, 2, 0.1, draw),
        *_translated(data, 10, 0.15, draw),
        *_made_roundtrips(settings.roundtrips, draw),
        *_native(data, seed),
        *_corrupted(data, seed),
        *_judged(data, draw),
        *_marked(data),
    ]
    return [units[i] for i in draw.permutation(len(units))]


def units_with_errors(data: Path, seed: int) -> list[Unit]:
    """Return the units that :func:`training_units` knows wrong words of."""
    return [*_corrupted(data, seed), *_judged(data, np.random.default_rng(seed)), *_marked(data)]


def _translated(
    data: Path, n_segments: int, share: float, draw: np.random.Generator
) -> Iterator[Unit]:
    """Yield each human text with machine texts of the same source."""
    human: dict[str, list[Example]] = defaultdict(list)
    machine: dict[str, list[Example]] = defaultdict(list)
    for example in iter_examples(data, "train", n_segments):
        if not is_kept_out(example.block):
            (machine if example.is_mt else human)[example.source].append(example)
    for source, people in human.items():
        others = [machine[source][i] for i in draw.permutation(len(machine[source]))]
        step = _MACHINES_A_UNIT
        for start in range(0, min(len(others), step * _MACHINE_UNITS_A_SOURCE), step):
            if draw.random() < (1.0 if others[start].kind == "bt" else share):
                person = people[int(draw.integers(len(people)))]
                yield tuple(_of_example(e) for e in (person, *others[start : start + step]))
        if not others and draw.random() < share / 2:
            yield (_of_example(people[0]),)


def _made_roundtrips(path: Path, draw: np.random.Generator) -> Iterator[Unit]:
    """Yield each original with its round trip: all paragraphs, half of the single sentences."""
    pairs: dict[tuple[str, int], list[Example]] = defaultdict(list)
    for example in iter_made(path):
        if not is_kept_out(example.block):
            pairs[example.source, example.n_segments].append(example)
    for (_, n_segments), pair in pairs.items():
        if n_segments > 1 or draw.random() < _SHARE_OF_SENTENCES:
            yield tuple(_of_example(e) for e in pair)


def _native(data: Path, seed: int) -> Iterator[Unit]:
    """Yield native paragraphs and passages, some beside what a learner might have made of them."""
    drawn = [*_drawn_native(data), *native_passages(data, seed, "encoder")]
    examples = [e for e in drawn if not is_kept_out(e.block)]
    for example in examples:
        yield (LabelledText(example.text, False, NATIVE_FLUENCY, (), _WEIGHT["native"]),)
    for example in learner_examples(examples, seed):
        yield (LabelledText(example.text, False, weight=_WEIGHT["learner"]),)


def _drawn_native(data: Path) -> list[Example]:
    """Return one native paragraph in 60 of the news wires, one in 20 of the rest."""
    drawn = [
        e
        for place, e in enumerate(iter_native(data, "train", every=10))
        if len(e.text.split()) >= 20 and (e.set not in _NEWS_WIRES or place % 3 == 0)
    ]
    return drawn[::2]


def _corrupted(data: Path, seed: int) -> Iterator[Unit]:
    """Yield native paragraphs beside themselves with faults put in."""
    visible = [c for c in CORRUPTIONS if c.detector.split(".")[0] in _VISIBLE_FAULTS]
    for number, example in enumerate(iter_native(data, "train", every=181)):
        if is_kept_out(example.block) or len(example.text.split()) < 40:
            continue
        document = Document(id=f"{example.source}/{number}", text=example.text)
        record = corrupt(document, visible, seed=seed, per_document=_FAULTS_A_TEXT)
        if record.labels:
            errors = tuple(label.span for label in record.labels)
            yield (
                LabelledText(example.text, False, None, (), 0.3),
                LabelledText(record.text, True, None, errors, _WEIGHT["synth"]),
            )


def _judged(data: Path, draw: np.random.Generator) -> Iterator[Unit]:
    """Yield a draw of the judged segments; those of MLQE with their tags."""
    for judged in iter_judged(data, "train"):
        wanted = judged.set == "wmt21" and draw.random() < _SHARE_OF_WMT_JUDGED
        if wanted and not is_kept_out(judged.block):
            yield (LabelledText(judged.text, fluency=judged.score),)
    for path in sorted((data / "mlqe").glob("*.train.jsonl.xz")):
        for record in read_jsonl(path):
            wanted = draw.random() < _SHARE_OF_MLQE
            if wanted and not is_kept_out(judged_block("mlqe", record["lp"], record["seg"])):
                yield (
                    LabelledText(
                        record["text"],
                        True,
                        record["da"] / 100,
                        tagged_spans(record["text"], record["tokens"], record["tags"]),
                        _WEIGHT["mlqe"],
                    ),
                )


def _marked(data: Path) -> Iterator[Unit]:
    """Yield segments with the spans that experts marked as errors."""
    for path in (data / "spans" / "wmt21-zhen.jsonl.xz", data / "mqm" / "ted-zhen-spans.jsonl.xz"):
        for record in read_jsonl(path):
            if not is_kept_out(f"marked/{record['doc']}"):
                places = [(e["start"], e["end"]) for e in record["errors"]]
                # An omission has no place in the translation.
                errors = tuple(Span(*place) for place in places if None not in place)
                yield (LabelledText(record["text"], errors=errors),)


def _of_example(example: Example) -> LabelledText:
    return LabelledText(example.text, example.is_mt, weight=_WEIGHT[example.kind])
