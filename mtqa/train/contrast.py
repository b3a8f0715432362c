"""Adapt a general language model to machines' texts and to people's.

What it is for is told in :mod:`mtqa.evidence.contrast`. Both kinds render the same sources, so that
topics tell little. The matrices of the upper layers gain two low-rank changes: one in
every text, one that is added in machines' texts and subtracted in people's. The loss is that of a
language model: the surprisal of every piece. Then it is fitted how much each direction of the
signed change tells of a text.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from rich.console import Console
from rich.progress import track
from torch import Tensor, nn

from mtqa.errors import TrainingError
from mtqa.evidence.contrast import CONTRAST_NAME, SILENT_PIECES, Contrast
from mtqa.evidence.reader import readable
from mtqa.lm.adapter import Adapter
from mtqa.lm.hub import STATES_WINDOW, GeneralParts, load_general_parts
from mtqa.lm.metadata import seal_model
from mtqa.lm.signed import Change, sign_layers, slopes_of, through
from mtqa.network import Floats
from mtqa.train.batches import auroc_by_set, even_batches, watched_paragraphs
from mtqa.train.encoder_data import is_kept_out
from mtqa.train.examples import Example, iter_examples
from mtqa.train.loss import ChunkedCrossEntropy
from mtqa.train.ranking import fit_ranking
from mtqa.train.run import TrainingRun
from mtqa.train.settings import ContrastSettings

#: Segments of the texts that are read: paragraphs, and a part of those twice as long.
_PARAGRAPH = 5
_SEGMENTS = {_PARAGRAPH: 1.0, 10: 0.15}
#: Batches are padded to a multiple of this.
_LENGTH_STEP = 32
#: Development paragraphs of a set that the run is watched with, of machines and of people each.
_WATCHED = 100
#: The shared change, and the signed one.
_N_CHANGES = 2
#: Translations, back-translations and what people wrote of the same sources.
_KINDS = frozenset({"mt", "bt", "ht", "ho"})


def train_contrast(settings: ContrastSettings) -> Path:
    """Adapt (or resume) and write ``contrast.safetensors`` into the model folder.

    Writes ``log.jsonl``, ``curves.svg`` and checkpoints to ``settings.work_dir``.

    Raises:
        ModelError: the general model is missing.
        TrainingError: data are missing, or the loss is no number.
    """
    console = Console(stderr=True)
    console.print("gathering texts …")
    parts = load_general_parts(settings.reader, settings.threads)
    torch.manual_seed(settings.seed)
    if settings.first >= len(parts.model.base_model.layers):
        raise TrainingError(f"first: {settings.first} layers stay, and the model has no more")
    network = ContrastNetwork(parts.model, settings.first, settings.rank)
    if settings.compile:
        network.compile_layers()
    texts = _texts(parts, settings)
    lengths = [_length(text) for text in texts]
    batches = [
        [texts[i] for i in own]
        for own in even_batches(lengths, settings.tokens_per_step, settings.seed)
    ]
    if not texts:
        raise TrainingError(f"{settings.data_dir}: no source with a person's and a machine's text")
    watched = watched_paragraphs(settings.data_dir, _WATCHED, settings.seed)
    optimizer = torch.optim.AdamW(
        network.trained(), lr=settings.learning_rate, weight_decay=0.01, betas=(0.9, 0.98)
    )
    run = TrainingRun(settings.work_dir)
    first_step = run.resume(network.changes, [optimizer])
    began, seen = time.monotonic(), 0
    for step in track(range(first_step, settings.steps), description="contrast", console=console):
        batch = batches[step % len(batches)]
        for group in optimizer.param_groups:
            group["lr"] = settings.learning_rate * _rate_factor(step, settings)
        loss = network.loss(batch)
        if not math.isfinite(loss.item()):
            raise TrainingError(f"step {step}: the loss is {loss.item()}; lower the learning rate")
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.trained(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        seen += sum(len(text.ids) for text in batch)
        if step % 20 == 0:
            speed = int(seen / (time.monotonic() - began))
            run.log({"step": step, "nats": round(loss.item(), 4), "tokens_per_s": speed})
        if (step + 1) % settings.checkpoint_every == 0:
            run.save(step + 1, network.changes, [optimizer])
        if (step + 1) % settings.evaluate_every == 0 or step + 1 == settings.steps:
            rises = [_rise(network, _encoded(parts, example)) for example in watched]
            run.log({"step": step + 1, "auroc": auroc_by_set(watched, rises)})
    run.plot()
    console.print("weighing what was learned …")
    weights = _weights(network, parts, settings)
    shared, signed = network.adapters()
    path = settings.model / CONTRAST_NAME
    Contrast(parts.signature, settings.first, shared, signed, weights).save(path)
    seal_model(settings.model, {})
    return path


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text's pieces behind the mark of its beginning, and whether a machine wrote it."""

    ids: tuple[int, ...]
    is_mt: bool


class ContrastNetwork(nn.Module):
    """A causal model of Llama's shape whose upper layers can be read with either sign.

    Args:
        model: of transformers; its own weights are frozen.
        first: how many layers stay as they are.
        rank: of the changes.
    """

    def __init__(self, model: Any, first: int, rank: int) -> None:  # noqa: ANN401
        super().__init__()
        self._trunk = model.base_model.requires_grad_(False).to(torch.bfloat16)
        self._head: Tensor = model.get_output_embeddings().weight.detach().to(torch.bfloat16)
        self._lower = self._trunk.layers[:first]
        self._names: list[str] = []
        self._rank = rank
        self.changes = nn.ModuleList()

        def change_of(name: str, matrix: nn.Linear) -> Change:
            self._names.append(name)
            self.changes.append(_new_change(matrix, rank))
            return cast(Change, self.changes[-1])

        self._upper, self._sign = sign_layers(self._trunk.layers, first, change_of)
        self._compiled = False

    def compile_layers(self) -> None:
        """Let the layers and the loss be compiled when they are met first, in about a minute."""
        self._compiled = True
        for layer in (*self._lower, *self._upper):
            layer.compile(dynamic=True)

    def trained(self) -> list[nn.Parameter]:
        """Return the changes' parameters."""
        return list(self.changes.parameters())

    def loss(self, batch: Sequence[EncodedText]) -> Tensor:
        """Return the mean surprisal of the batch's pieces, each text read with its own sign."""
        ids, mask = _padded(batch)
        sign = torch.tensor([1.0 if text.is_mt else -1.0 for text in batch])
        below = self._below(ids)
        self._sign.value = sign[:, None, None]
        states = self._above(below)
        found: Tensor = ChunkedCrossEntropy.apply(  # type: ignore[no-untyped-call]
            states[:, :-1][mask[:, 1:]], self._head, ids[:, 1:][mask[:, 1:]], self._compiled
        )
        return found

    def slopes(self, text: EncodedText) -> Floats:
        """Return how ln p of a text rises along each direction, [matrices, rank], in nats."""
        ids = torch.tensor([text.ids])

        def states() -> Tensor:
            return self._above(below)[0, :-1]

        def head(rows: Tensor) -> Tensor:
            return rows @ self._head.T

        shape = (len(self._names), self._rank)
        # One text at a time would be compiled for every length. PyTorch before 2.6 knows no stance.
        with torch.compiler.set_stance("force_eager") if self._compiled else nullcontext():
            below = self._below(ids)
            risen: Floats = slopes_of(states, self._sign, shape, head, ids[0, 1:]).numpy()
        return risen

    @property
    def matrices(self) -> tuple[str, ...]:
        """Names of the changed matrices."""
        return tuple(self._names)

    def adapters(self) -> tuple[Adapter, Adapter]:
        """Return the shared and the signed changes."""
        changes = [change for change in self.changes if isinstance(change, Change)]
        pairs = [
            [(_floats(c.up[k]), _floats(c.down[k])) for c in changes] for k in range(_N_CHANGES)
        ]
        shared, signed = (Adapter(dict(zip(self._names, own, strict=True))) for own in pairs)
        return shared, signed

    @torch.no_grad()
    def _below(self, ids: Tensor) -> Tensor:
        states = self._trunk.embed_tokens(ids)
        return through(self._lower, states, self._places(states))

    def _above(self, states: Tensor) -> Tensor:
        above: Tensor = self._trunk.norm(through(self._upper, states, self._places(states)))
        return above

    def _places(self, states: Tensor) -> Any:  # noqa: ANN401
        return self._trunk.rotary_emb(states, torch.arange(states.shape[1])[None])


def _new_change(matrix: nn.Linear, rank: int) -> Change:
    """Return a change that begins as nothing."""
    n_out, n_in = matrix.weight.shape
    return Change(
        (torch.zeros(n_out, rank) for _ in range(_N_CHANGES)),
        (torch.randn(rank, n_in) / math.sqrt(n_in) for _ in range(_N_CHANGES)),
    )


def _floats(parameter: Tensor) -> Floats:
    values: Floats = parameter.detach().float().numpy()
    return values


def _texts(parts: GeneralParts, settings: ContrastSettings) -> list[EncodedText]:
    """Return texts of sources that both a person and a machine rendered, people's repeated.

    Of a source all people's are taken and some machines'; people's are repeated until there are as
    many pieces of either kind.
    """
    draw = np.random.default_rng(settings.seed)
    machines: list[EncodedText] = []
    people: list[EncodedText] = []
    for n_segments, share in _SEGMENTS.items():
        for made, written in _by_source(settings, n_segments):
            if draw.random() < share:
                chosen = draw.permutation(len(made))[: settings.machines]
                machines += [_encoded(parts, made[i]) for i in chosen]
                people += [_encoded(parts, e) for e in written]
    wanted, count = (sum(len(t.ids) for t in own) for own in (machines, people))
    repeats = wanted / count if count else 0.0
    whole = [text for text in people for _ in range(int(repeats))]
    rest = draw.permutation(len(people))[: round(len(people) * (repeats % 1))]
    return [*machines, *whole, *(people[i] for i in rest)]


def _encoded(parts: GeneralParts, example: Example) -> EncodedText:
    ids = parts.tokenizer.encode(readable(example.text)).ids[:STATES_WINDOW]
    return EncodedText((parts.tokenizer.bos_id, *ids), example.is_mt)


def _length(text: EncodedText) -> int:
    return len(text.ids) + -len(text.ids) % _LENGTH_STEP


def _padded(batch: Sequence[EncodedText]) -> tuple[Tensor, Tensor]:
    """Return ids, [batch, pieces], and which of them are text.

    What stands behind a text's end is never seen by its pieces, for attention is causal.
    """
    length = max(map(_length, batch))
    ids = torch.zeros((len(batch), length), dtype=torch.long)
    mask = torch.zeros((len(batch), length), dtype=torch.bool)
    for row, text in enumerate(batch):
        ids[row, : len(text.ids)] = torch.tensor(text.ids)
        mask[row, : len(text.ids)] = True
    return ids, mask


def _rate_factor(step: int, settings: ContrastSettings) -> float:
    return min(1.0, (step + 1) / settings.warmup_steps) * (1 - step / settings.steps)


def _weights(
    network: ContrastNetwork, parts: GeneralParts, settings: ContrastSettings
) -> dict[str, Floats]:
    """Return what a nat a piece along each direction tells: all the same, and what a ranking adds.

    The ranking alone tells a machine's text better than the ratio does, and much of what it adds is
    what other evidence tells as well.
    """
    texts = _weighed_texts(settings)
    if not texts:
        raise TrainingError(
            f"{settings.data_dir}: no source with a person's and a machine's paragraph"
        )
    slopes = []
    for example in track(texts, description="weights", console=Console(stderr=True)):
        text = _encoded(parts, example)
        slopes.append(network.slopes(text) / (len(text.ids) - 1 + SILENT_PIECES))
    rows = np.array(slopes, np.float32).reshape(len(slopes), -1)
    ranking, _ = fit_ranking(rows, texts, settings.weight_penalty)
    deviations = rows.sum(1).std(), (rows @ ranking).std()
    if not min(deviations) > 0:
        raise TrainingError("the copies do not differ; train for more steps")
    weights = settings.ratio_deviation / deviations[0]
    weights = weights + settings.ranking_deviation * ranking / deviations[1]
    return dict(zip(network.matrices, weights.reshape(-1, settings.rank), strict=True))


def _weighed_texts(settings: ContrastSettings) -> list[Example]:
    """Return paragraphs of some of the sources that were read.

    They look easier to tell apart than they are (nine pairs of ten lie right, of others eight), but
    the directions keep their order; and the blocks that are kept out are left to the fusion.
    """
    draw = np.random.default_rng(settings.seed)
    read = list(_by_source(settings, _PARAGRAPH))
    chosen: list[Example] = []
    for place in draw.permutation(len(read))[: settings.weighed]:
        made, written = read[place]
        chosen += [made[i] for i in draw.permutation(len(made))[: settings.machines]]
        chosen += written
    return chosen


def _by_source(
    settings: ContrastSettings, n_segments: int
) -> Iterator[tuple[list[Example], list[Example]]]:
    """Yield machines' and people's texts of each source that has both and may be read."""
    of_source: dict[str, list[Example]] = defaultdict(list)
    for example in iter_examples(settings.data_dir, "train", n_segments):
        if not is_kept_out(example.block) and example.kind in _KINDS:
            of_source[example.source].append(example)
    for own in of_source.values():
        made = [e for e in own if e.is_mt]
        written = [e for e in own if not e.is_mt]
        if made and written:
            yield made, written


def _rise(network: ContrastNetwork, text: EncodedText) -> float:
    """Return what a piece of a text says in the mean, all directions weighing the same."""
    return float(network.slopes(text).sum()) / (len(text.ids) - 1)
