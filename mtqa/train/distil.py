"""Teach the evidence encoder what a large model says of each word.

The teacher is the accurate tier's contrast (:mod:`mtqa.evidence.contrast`): how a word's
likelihood rises as a general model comes to write as machines do. Every word of any text has such
a number, where a label tells one bit of a text; so the encoder, which reads whole sentences, can
learn from it what the teacher knows beyond the labels (Hinton, Vinyals and Dean 2015, "Distilling
the knowledge in a neural network"). It learns the words' numbers, the texts' and how those of two
renderings of one source differ. What the probes read of the encoder already is held about where it
was; they and the scorer are to be fitted anew afterwards.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from rich.console import Console
from rich.progress import track
from torch import Tensor, nn
from transformers import BertModel

from mtqa.errors import TrainingError
from mtqa.evidence.encoder import ENCODER_NAME, WINDOW, PieceEncoder
from mtqa.evidence.probes import PROBES_NAME, Probes, read_probes
from mtqa.lm.metadata import seal_model
from mtqa.network import Floats
from mtqa.train.batches import auroc_by_set, even_batches, watched_paragraphs
from mtqa.train.encoder_network import cut_encoder, read_encoder, save_encoder
from mtqa.train.examples import Example
from mtqa.train.lessons import Lesson, Unit, read_units
from mtqa.train.run import TrainingRun
from mtqa.train.settings import DistilSettings

#: Words that say nothing, beside those of a text: the mean of a few is noise.
_SILENT_WORDS = 30
#: Standard deviations from which on an error counts by its size and not by its square: one rare
#: word may say more than a whole text.
_DELTA = 2.0
#: Share of each loss.
_SHARE = {"words": 1.0, "text": 0.3, "pairs": 0.5, "held_texts": 0.125, "held_words": 0.125}
#: Batches are padded to a multiple of this: kernels for each new length cost time and memory.
_LENGTH_STEP = 16
#: The head learns faster than the trunk: it begins as nothing.
_HEAD_FACTOR = 5.0
#: Development paragraphs of a set that the run is watched with, of machines and of people each.
_WATCHED = 150


def train_distil(settings: DistilSettings) -> Path:
    """Read the teacher, teach (or resume) and write ``encoder.safetensors`` into the model folder.

    Writes ``log.jsonl``, ``curves.svg``, checkpoints and what the teacher says to
    ``settings.work_dir``; what is there is used.

    Raises:
        ModelError: the teacher, the encoder or its probes are missing.
        TrainingError: data are missing, the probes are another encoder's, or the loss is no number.
    """
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    console = Console(stderr=True)
    path = settings.model / ENCODER_NAME
    encoder, pieces = read_encoder(path)
    reader = PieceEncoder(pieces)
    probes = read_probes(settings.model / PROBES_NAME)
    if probes.layers[-1] != encoder.trunk.config.num_hidden_layers:
        raise TrainingError(f"{path}: the probes beside it are another encoder's; train them")
    units = read_units(settings, reader)
    for module in encoder.trunk.modules():
        if isinstance(module, nn.Dropout):
            module.p = settings.dropout
    student = Student(encoder.trunk, probes, units)
    optimizer = torch.optim.AdamW(
        [{"params": list(student.trunk.parameters())}, {"params": list(student.head.parameters())}],
        weight_decay=0.01,
        betas=(0.9, 0.98),
    )
    run = TrainingRun(settings.work_dir)
    first_step = run.resume(student, [optimizer])
    lengths, counts = [max(map(_length, unit)) for unit in units], list(map(len, units))
    batches = [
        own
        for turn in range(settings.passes)
        for own in even_batches(lengths, settings.tokens_per_step, settings.seed + turn, counts)
    ]
    watched = watched_paragraphs(settings.data_dir, _WATCHED, settings.seed)
    seen, began = 0, time.monotonic()
    steps = range(first_step, len(batches))
    for step in track(steps, description="distil", console=console):
        batch = _Rows.of([units[i] for i in batches[step]], reader.pad_id)
        rate = settings.learning_rate * _rate_factor(step, len(batches), settings.warmup_steps)
        for group, factor in zip(optimizer.param_groups, (1.0, _HEAD_FACTOR), strict=True):
            group["lr"] = rate * factor
        parts = student.losses(batch)
        loss = sum((_SHARE[name] * part for name, part in parts.items()), torch.tensor(0.0))
        if not math.isfinite(loss.item()):
            raise TrainingError(f"step {step}: the loss is {loss}; lower the learning rate")
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(student.taught(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        seen += int(batch.mask.sum())
        if step % 20 == 0:
            named = {name: round(part.item(), 4) for name, part in parts.items()}
            speed = int(seen / (time.monotonic() - began))
            run.log({"step": step, **named, "tokens_per_s": speed})
        if (step + 1) % settings.checkpoint_every == 0:
            run.save(step + 1, student, [optimizer])
        if (step + 1) % settings.evaluate_every == 0 or step + 1 == len(batches):
            scores = student.scores([_ids(example, reader) for example in watched])
            run.log({"step": step + 1, "auroc": auroc_by_set(watched, scores)})
    run.plot()
    layers = encoder.trunk.config.num_hidden_layers
    save_encoder(path, encoder, pieces)
    # The heads of a former training read what is no longer there.
    cut_encoder(path, layers)
    seal_model(settings.model, {})
    return path


@dataclass(frozen=True, slots=True)
class _Rows:
    """A padded batch.

    Attributes:
        ids: [batch, pieces].
        mask: 1 on text, [batch, pieces].
        words: place of each piece's word, one behind the last where it has none, [batch, pieces].
        rises: of the words, [batch, words].
        known: 1 on words, [batch, words].
        unit: number of each text's source, [batch].
    """

    ids: Tensor
    mask: Tensor
    words: Tensor
    rises: Tensor
    known: Tensor
    unit: Tensor

    @staticmethod
    def of(units: Sequence[Unit], pad_id: int) -> _Rows:
        lessons = [lesson for unit in units for lesson in unit]
        of_unit = [number for number, unit in enumerate(units) for _ in unit]
        length, most = max(map(_length, lessons)), max(len(own.rises) for own in lessons)
        ids = torch.full((len(lessons), length), pad_id)
        mask, words = torch.zeros_like(ids), torch.full_like(ids, most)
        rises = torch.zeros(len(lessons), most)
        known = torch.zeros_like(rises)
        for row, own in enumerate(lessons):
            ids[row, : len(own.ids)] = torch.tensor(own.ids)
            mask[row, : len(own.ids)] = 1
            places = torch.tensor(own.words)
            words[row, : len(own.ids)] = torch.where(places < 0, most, places)
            rises[row, : len(own.rises)] = torch.from_numpy(own.rises)
            known[row, : len(own.rises)] = 1
        return _Rows(ids, mask, words, rises, known, torch.tensor(of_unit))


class Student(nn.Module):
    """The encoder, a head that foretells the teacher, and the encoder as it was.

    Args:
        trunk: of the encoder; it is taught.
        probes: what is read of it and shall stay.
        units: that it will read; they say how large rises are.
    """

    def __init__(self, trunk: BertModel, probes: Probes, units: Sequence[Unit]) -> None:
        super().__init__()
        self.trunk = trunk.train().requires_grad_(True)
        self.head = nn.Linear(trunk.config.hidden_size, 1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)
        self._former = deepcopy(trunk).eval().requires_grad_(False)
        self._layers = [layer - 1 for layer in probes.layers]
        self._of_texts = _affine(probes.weights, probes.biases)
        self._of_words = _affine(probes.word_weights, probes.word_biases)
        self._word_scale = _deviation(np.concatenate([own.rises for unit in units for own in unit]))
        means = [[_mean(own.rises) for own in unit] for unit in units]
        self._text_scale = _deviation(np.concatenate(means))
        # Each difference counts both ways, so that their mean is zero.
        apart = [one - other for own in means for one, other in permutations(own, 2)]
        self._pair_scale = _deviation(np.array(apart or [0.0]))

    def taught(self) -> list[nn.Parameter]:
        """Return what learns."""
        return [*self.trunk.parameters(), *self.head.parameters()]

    def losses(self, rows: _Rows) -> dict[str, Tensor]:
        """Return the mean loss of each kind."""
        states = _states(self.trunk, rows)
        said = self.head(states[-1])[..., 0]
        sums = said.new_zeros(len(said), rows.rises.shape[1] + 1).scatter_add(1, rows.words, said)
        foretold = sums[:, :-1] * rows.known
        each = _huber(foretold - rows.rises / self._word_scale)
        with torch.no_grad():
            former = self._read(_states(self._former, rows), rows.mask)
        held = self._read(states, rows.mask)
        mask = rows.mask.float()
        moved = (held[1] - former[1]).square().mean(-1)
        texts, wanted = (
            own.sum(1) / (rows.known.sum(1) + _SILENT_WORDS)
            for own in (foretold * self._word_scale, rows.rises)
        )
        same = torch.triu(rows.unit[:, None] == rows.unit[None, :], 1)
        one, other = torch.nonzero(same, as_tuple=True)
        apart = ((texts - wanted)[one] - (texts - wanted)[other]) / self._pair_scale
        return {
            "words": (each * rows.known).sum() / rows.known.sum(),
            "text": _huber((texts - wanted) / self._text_scale).mean(),
            # A batch of single texts has no pair.
            "pairs": _huber(apart).sum() / max(1, len(apart)),
            "held_texts": (held[0] - former[0]).square().mean(),
            "held_words": (moved * mask).sum() / mask.sum(),
        }

    def scores(self, texts: Sequence[tuple[int, ...]]) -> list[float]:
        """Return what the head says of framed texts, in arbitrary units."""
        found = []
        self.trunk.eval()
        with torch.inference_mode():
            for ids in texts:
                rows = _Rows.of([[Lesson(ids, (-1,) * len(ids), np.zeros(1, np.float32))]], 0)
                said = self.head(_states(self.trunk, rows)[-1])[0, 1 : len(ids) - 1, 0]
                found.append(_mean(said.numpy()))
        self.trunk.train()
        return found

    def _read(self, states: Sequence[Tensor], mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return what the probes read of the texts, [batch, targets], and of their pieces."""
        text = mask[..., None].float()
        count = text.sum(1)
        means = [(states[layer] * text).sum(1) / count for layer in self._layers]
        squares = [(states[layer].square() * text).sum(1) / count for layer in self._layers]
        # The floor keeps the slope of the root finite.
        deviations = [
            (own - mean.square()).clamp(min=1e-6).sqrt()
            for own, mean in zip(squares, means, strict=True)
        ]
        pooled = torch.cat([*means, *deviations], 1)
        return self._of_texts(pooled), self._of_words(states[-1])


def _affine(weights: Floats, biases: Floats) -> nn.Linear:
    """Return what does not learn, from rows of weights."""
    layer = nn.Linear(*reversed(weights.shape)).requires_grad_(False)
    layer.weight.copy_(torch.from_numpy(weights.astype(np.float32)))
    layer.bias.copy_(torch.from_numpy(biases.astype(np.float32)))
    return layer


def _mean(rises: Floats) -> float:
    return float(rises.sum()) / (len(rises) + _SILENT_WORDS)


def _deviation(values: npt.NDArray[np.floating]) -> float:
    """Return the standard deviation; 1 where nothing differs."""
    return float(values.std()) or 1.0


def _huber(errors: Tensor) -> Tensor:
    return F.huber_loss(errors, torch.zeros_like(errors), reduction="none", delta=_DELTA)


def _states(trunk: BertModel, rows: _Rows) -> list[Tensor]:
    """Return the states behind each layer, [batch, pieces, width]."""
    with torch.autocast("cpu", torch.bfloat16):
        read = trunk(input_ids=rows.ids, attention_mask=rows.mask, output_hidden_states=True)
    return [own.float() for own in read.hidden_states[1:]]


def _ids(example: Example, encoder: PieceEncoder) -> tuple[int, ...]:
    """Return the framed pieces of the first window of a text."""
    return (encoder.first_id, *encoder.encode(example.text).ids[: WINDOW - 2], encoder.last_id)


def _length(lesson: Lesson) -> int:
    return len(lesson.ids) + -len(lesson.ids) % _LENGTH_STEP


def _rate_factor(step: int, steps: int, warmup: int) -> float:
    return min(1.0, (step + 1) / warmup) * (1 - step / steps)
