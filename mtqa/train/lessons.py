"""What the accurate tier's contrast says of each word, for the encoder to learn.

The contrast (:mod:`mtqa.evidence.contrast`) has its own pieces; the encoder has others, without
names and numbers. They meet in the words.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import track

from mtqa.errors import TrainingError
from mtqa.evidence.contrast import CONTRAST_NAME, read_contrast
from mtqa.evidence.encoder import WINDOW, PieceEncoder
from mtqa.evidence.reader import readable
from mtqa.lm.hub import HubGeneralModel, load_general_model
from mtqa.lm.metadata import sha256_of
from mtqa.network import Floats
from mtqa.train.probes import made_texts, spun_texts, translated_texts
from mtqa.train.settings import DistilSettings

#: Texts whose rises are kept in one file.
_TEXTS_A_FILE = 400


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text as the encoder reads it, and what the teacher says of its words.

    Attributes:
        ids: of its pieces, framed; one window at most.
        words: number of the word that each piece belongs to; −1 for those of the frame.
        rises: what the teacher says of each word, [words]: log-odds, before they are shared out
            over the pieces of the text.
    """

    ids: tuple[int, ...]
    words: tuple[int, ...]
    rises: Floats


#: Texts of one source.
Unit = list[Lesson]


def read_units(settings: DistilSettings, encoder: PieceEncoder) -> list[Unit]:
    """Return what the teacher says of the texts, from files in ``work_dir`` that fit, or itself.

    Whole sources are read, for the differences of their texts tell most. A file's name holds a
    digest of the teacher and its texts.

    Raises:
        ModelError: the teacher is missing.
        TrainingError: data are missing.
    """
    texts = [
        *translated_texts(settings, settings.machines),
        *made_texts(settings),
        *spun_texts(settings),
    ]
    if not texts:
        raise TrainingError(f"{settings.data_dir}: no translations")
    sources = sorted({example.source for example in texts})
    order = np.random.default_rng(settings.seed).permutation(len(sources))
    place = dict(zip(sources, order.tolist(), strict=True))
    texts = sorted(texts, key=lambda example: place[example.source])[: settings.texts]
    teacher: HubGeneralModel | None = None
    settings.work_dir.mkdir(parents=True, exist_ok=True)
    units: dict[tuple[str, int], Unit] = defaultdict(list)
    told = [sha256_of(settings.model / CONTRAST_NAME), str(settings.reader), settings.bfloat16]
    starts = range(0, len(texts), _TEXTS_A_FILE)
    for start in track(starts, description="teacher", console=Console(stderr=True)):
        own = texts[start : start + _TEXTS_A_FILE]
        plain = [readable(example.text) for example in own]
        path = settings.work_dir / f"rises-{_digest([*map(str, told), *plain])}.npz"
        if not path.is_file():
            teacher = teacher or _teacher(settings)
            _read(teacher, plain, path)
        with np.load(path) as kept:
            bounds = np.cumsum(kept["pieces"])[:-1]
            said = zip(np.split(kept["ends"], bounds), np.split(kept["rises"], bounds), strict=True)
        for number, (example, text, (ends, rises)) in enumerate(
            zip(own, plain, said, strict=True), start
        ):
            lesson = lesson_of(text, ends, rises, encoder)
            if lesson is not None:
                # Passages of one document render no common source.
                alone = example.kind == "native"
                unit = ("", number) if alone else (example.source, example.n_segments)
                units[unit].append(lesson)
    return list(units.values())


def _digest(told: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()[:12]


def _teacher(settings: DistilSettings) -> HubGeneralModel:
    contrast = read_contrast(settings.model / CONTRAST_NAME)
    return load_general_model(settings.reader, settings.threads, settings.bfloat16, contrast)


def _read(teacher: HubGeneralModel, texts: Sequence[str], path: Path) -> None:
    """Write how many pieces each text has, where each ends and how it rises."""
    read = [teacher.rises(text) for text in texts]
    partial = path.with_suffix(".part.npz")
    np.savez(
        partial,
        pieces=np.array([len(encoding) for encoding, _ in read]),
        ends=np.concatenate([np.array(encoding.ends, np.int64) for encoding, _ in read]),
        rises=np.concatenate([rises for _, rises in read]),
    )
    partial.rename(path)


def lesson_of(
    text: str, ends: npt.NDArray[np.int64], rises: Floats, encoder: PieceEncoder
) -> Lesson | None:
    """Give each word of a text what the teacher's pieces say that end before the next word begins.

    What stands behind the teacher's last piece or outside of the encoder's window is left out.

    Args:
        text: that both read.
        ends: of the teacher's pieces, in code points.
        rises: what each of them says.
        encoder: whose words they are.

    Returns:
        None where there is no word.
    """
    encoded = encoder.encode(text)
    words = [span for span, _ in groupby(encoded.spans)]
    last = int(ends[-1]) if len(ends) else 0
    words = [span for span in words if span.end <= last]
    known = {span: place for place, span in enumerate(words)}
    inside = [
        (own, known[span])
        for own, span in zip(encoded.ids, encoded.spans, strict=True)
        if span in known
    ][: WINDOW - 2]
    if not inside:
        return None
    ids, places = zip(*inside, strict=True)
    starts = [span.start for span in words[: places[-1] + 1]]
    of_piece = np.searchsorted(starts, ends - 1, side="right") - 1
    belongs = (of_piece >= 0) & (ends <= words[places[-1]].end)
    sums = np.bincount(of_piece[belongs], rises[belongs], len(starts)).astype(np.float32)
    return Lesson((encoder.first_id, *ids, encoder.last_id), (-1, *places, -1), sums)
