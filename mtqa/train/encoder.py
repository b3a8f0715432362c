"""Fine-tune the evidence encoder on a small pretrained BERT.

The base's vocabulary is cut to the pieces that the masked training texts use most. The loss is a
sum of four: whether a machine translated a text, which of two texts of one source it was
(Burges et al. 2005, "Learning to rank using gradient descent": the topic cancels), how fluent
judges found the text, and which of its words are wrong.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from rich.console import Console
from rich.progress import track
from torch import Tensor
from transformers import BertModel

from mtqa.errors import TrainingError
from mtqa.evidence.encoder import (
    FIRST,
    LAST,
    PAD,
    UNKNOWN,
    WINDOW,
    PieceEncoder,
)
from mtqa.evidence.words import NAME, NUMBER
from mtqa.lm.metadata import METADATA_NAME, seal_model
from mtqa.train.batches import auroc_by_set, watched_paragraphs
from mtqa.train.encoder_data import LabelledText, Unit, training_units
from mtqa.train.encoder_network import OUTPUTS, EncoderNetwork, read_encoder, save_encoder
from mtqa.train.examples import Example
from mtqa.train.run import TrainingRun
from mtqa.train.settings import EncoderSettings

#: What the placeholders mean to the base model, to begin with.
_LIKE = {NAME: ("john", "london", "smith", "anna"), NUMBER: ("10", "20", "2010")}
#: Batches are padded to a multiple of this: kernels for each new length cost time and memory.
_LENGTH_STEP = 16
#: Share of each loss.
_SHARE = {"p_mt": 1.0, "pair": 1.0, "fluency": 0.5, "error": 0.5}
#: Two kinds of text of two development sets.
_WATCHED_GROUPS = 4
#: Batches whose texts are sorted by length together, so that little is padded.
_SORTED_TOGETHER = 40


def train_encoder(settings: EncoderSettings) -> Path:
    """Fine-tune (or resume) and write ``encoder.safetensors`` to ``settings.output``.

    Writes ``log.jsonl``, ``curves.svg`` and checkpoints to ``settings.work_dir``.

    Raises:
        TrainingError: data or base are missing, or the loss is no number.
    """
    torch.manual_seed(settings.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    console = Console(stderr=True)
    console.print("gathering texts …")
    units = training_units(settings)
    network, pieces = _beginning(settings, units)
    network = network.to(device)
    encoder = PieceEncoder(pieces)
    optimizer = _optimizer(network, settings)
    run = TrainingRun(settings.work_dir)
    first_step = run.resume(network, [optimizer])
    batches = _batches(units, encoder, settings)
    watched = watched_paragraphs(
        settings.data_dir, settings.evaluation_texts // _WATCHED_GROUPS, settings.seed
    )
    network.train()
    began, seen = time.monotonic(), 0
    for step in track(range(first_step, settings.steps), description="encoder", console=console):
        batch = batches[step % len(batches)]
        for group in optimizer.param_groups:
            group["lr"] = settings.learning_rate * _rate_factor(step, settings)
        rows = _Rows.of([(i, text) for i, unit in enumerate(batch) for text in unit], encoder)
        with torch.autocast(device, torch.bfloat16):
            logits = network(rows.ids.to(device), rows.mask.to(device))
        parts = _losses(logits.float().cpu(), rows)
        loss = sum((_SHARE[name] * part for name, part in parts.items()), torch.tensor(0.0))
        if not math.isfinite(loss.item()):
            raise TrainingError(f"step {step}: the loss is {loss}; lower the learning rate")
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        seen += rows.ids.numel()
        if step % 20 == 0:
            named = {name: round(part.item(), 4) for name, part in parts.items()}
            speed = int(seen / (time.monotonic() - began))
            run.log({"step": step, **named, "tokens_per_s": speed})
        if (step + 1) % settings.checkpoint_every == 0:
            run.save(step + 1, network, [optimizer])
        if (step + 1) % settings.evaluate_every == 0 or step + 1 == settings.steps:
            scores = _scores(network, encoder, watched)
            run.log({"step": step + 1, "auroc": auroc_by_set(watched, scores)})
    run.plot()
    settings.output.parent.mkdir(parents=True, exist_ok=True)
    save_encoder(settings.output, network, pieces)
    if (settings.output.parent / METADATA_NAME).is_file():
        seal_model(settings.output.parent, {})
    return settings.output


def _beginning(
    settings: EncoderSettings, units: Sequence[Unit]
) -> tuple[EncoderNetwork, list[str]]:
    """Return the network to train, and its pieces: a trained file's or a cut base's."""
    if settings.base.suffix == ".safetensors":
        network, pieces = read_encoder(settings.base)
        for module in network.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = settings.dropout
        return network.requires_grad_(True), pieces
    pieces, kept = _kept_pieces(settings, units)
    return EncoderNetwork(_base(settings, pieces, kept)), pieces


def _kept_pieces(
    settings: EncoderSettings, units: Sequence[Unit]
) -> tuple[list[str], list[list[int]]]:
    """Return the cut vocabulary, and for each piece the base's rows that it begins from."""
    path = settings.base / "vocab.txt"
    if not path.is_file():
        raise TrainingError(f"{path}: missing; point base at a folder with a BERT model")
    base = path.read_text(encoding="utf-8").splitlines()
    place = {piece: number for number, piece in enumerate(base)}
    whole = PieceEncoder(base)
    counts: Counter[int] = Counter()
    for unit in units:
        for text in unit:
            counts.update(whole.encode(text.text).ids)
    special = [PAD, UNKNOWN, FIRST, LAST, NAME, NUMBER]
    # Single characters spell every word whose own piece is dropped.
    letters = [p for p in base if len(p.removeprefix("##")) == 1 and p.isascii()]
    common = [base[i] for i, _ in counts.most_common()]
    pieces = list(dict.fromkeys([*special, *letters, *common]))[: settings.pieces]
    return pieces, [[place[like] for like in _LIKE.get(piece, (piece,))] for piece in pieces]


def _base(settings: EncoderSettings, pieces: Sequence[str], kept: list[list[int]]) -> BertModel:
    trunk = BertModel.from_pretrained(
        settings.base,
        add_pooling_layer=False,
        attn_implementation="sdpa",
        hidden_dropout_prob=settings.dropout,
        attention_probs_dropout_prob=0.0,
    )
    rows = trunk.embeddings.word_embeddings.weight.detach()
    cut = torch.stack([rows[own].mean(0) for own in kept])
    trunk.embeddings.word_embeddings = _embedding(cut)
    trunk.config.vocab_size = len(pieces)
    positions = trunk.embeddings.position_embeddings.weight.detach()[:WINDOW].clone()
    trunk.embeddings.position_embeddings = _embedding(positions)
    trunk.config.max_position_embeddings = WINDOW
    return trunk


def _embedding(rows: Tensor) -> torch.nn.Embedding:
    embedding = torch.nn.Embedding(*rows.shape)
    embedding.weight = torch.nn.Parameter(rows.clone())
    return embedding


def _optimizer(network: EncoderNetwork, settings: EncoderSettings) -> torch.optim.Optimizer:
    matrices = [p for p in network.parameters() if p.ndim == 2]
    others = [p for p in network.parameters() if p.ndim != 2]
    return torch.optim.AdamW(
        [
            {"params": matrices, "weight_decay": settings.weight_decay},
            {"params": others, "weight_decay": 0.0},
        ],
        lr=settings.learning_rate,
        betas=(0.9, 0.98),
        fused=True,
    )


def _rate_factor(step: int, settings: EncoderSettings) -> float:
    rise = (step + 1) / settings.warmup_steps
    fall = (settings.steps - step) / (settings.steps - settings.warmup_steps)
    return min(rise, fall)


def _batches(
    units: Sequence[Unit], encoder: PieceEncoder, settings: EncoderSettings
) -> list[list[Unit]]:
    """Cut ``units`` into batches of about ``tokens_per_step`` padded pieces each."""
    length = [max(len(t.text) for t in unit) for unit in units]
    chunk = _SORTED_TOGETHER * settings.tokens_per_step // 300
    batches: list[list[Unit]] = []
    draw = np.random.default_rng(settings.seed)
    for start in range(0, len(units), chunk):
        order = sorted(range(start, min(start + chunk, len(units))), key=length.__getitem__)
        own: list[list[Unit]] = [[]]
        size = 0
        for i in order:
            # About 4.5 characters a piece; exact lengths would cost another pass.
            padded = min(WINDOW, length[i] // 4)
            size += len(units[i])
            if own[-1] and size * padded > settings.tokens_per_step:
                own.append([])
                size = len(units[i])
            own[-1].append(units[i])
        batches.extend(own[int(i)] for i in draw.permutation(len(own)))
    return batches


@dataclass(frozen=True, slots=True)
class _Rows:
    """A padded batch. ``errors`` is NaN where a piece has no label, as are the other labels."""

    ids: Tensor
    mask: Tensor
    unit: Tensor
    is_mt: Tensor
    weight: Tensor
    fluency: Tensor
    errors: Tensor

    @staticmethod
    def of(texts: Sequence[tuple[int, LabelledText]], encoder: PieceEncoder) -> _Rows:
        encoded = [encoder.encode(text.text) for _, text in texts]
        longest = 2 + max(len(own.ids) for own in encoded)
        length = min(WINDOW, longest + -longest % _LENGTH_STEP)
        ids = torch.full((len(texts), length), encoder.pad_id)
        mask = torch.zeros((len(texts), length), dtype=torch.long)
        errors = torch.full((len(texts), length), math.nan)
        for row, ((_, text), own) in enumerate(zip(texts, encoded, strict=True)):
            inside = own.ids[: length - 2]
            ids[row, : len(inside) + 2] = torch.tensor([encoder.first_id, *inside, encoder.last_id])
            mask[row, : len(inside) + 2] = 1
            if text.errors is not None:
                for place, span in enumerate(own.spans[: length - 2], 1):
                    errors[row, place] = float(any(span.overlaps(e) for e in text.errors))
        return _Rows(
            ids,
            mask,
            torch.tensor([unit for unit, _ in texts]),
            torch.tensor([_or_nan(text.is_mt) for _, text in texts]),
            torch.tensor([text.weight for _, text in texts]),
            torch.tensor([_or_nan(text.fluency) for _, text in texts]),
            errors,
        )


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _losses(logits: Tensor, rows: _Rows) -> dict[str, Tensor]:
    """Return the mean loss of each kind that the batch has labels for."""
    pooled = pool(logits, rows.mask)
    losses = {}
    known = ~rows.is_mt.isnan()
    if known.any():
        each = F.binary_cross_entropy_with_logits(
            pooled[known, 0], rows.is_mt[known], reduction="none"
        )
        losses["p_mt"] = (each * rows.weight[known]).sum() / len(rows.weight)
    machine, human = _pairs(rows)
    if len(machine):
        losses["pair"] = F.softplus(pooled[human, 0] - pooled[machine, 0]).mean()
    rated = ~rows.fluency.isnan()
    if rated.any():
        losses["fluency"] = F.binary_cross_entropy_with_logits(
            pooled[rated, 1], rows.fluency[rated]
        )
    marked = ~rows.errors.isnan()
    if marked.any():
        losses["error"] = F.binary_cross_entropy_with_logits(
            logits[..., 2][marked], rows.errors[marked]
        )
    return losses


def pool(logits: Tensor, mask: Tensor) -> Tensor:
    """Return the mean over the pieces of each row, [batch, outputs], [CLS] and [SEP] included."""
    weights = mask[..., None].float()
    return (logits * weights).sum(1) / weights.sum(1)


def _pairs(rows: _Rows) -> tuple[Tensor, Tensor]:
    """Return the rows (machine, human) of all pairs within a unit."""
    same = rows.unit[:, None] == rows.unit[None, :]
    machine, human = torch.nonzero(
        same & (rows.is_mt[:, None] == 1) & (rows.is_mt[None, :] == 0), as_tuple=True
    )
    return machine, human


def _scores(
    network: EncoderNetwork, encoder: PieceEncoder, texts: Sequence[Example]
) -> list[float]:
    """Return the log-odds of machine translation of each text."""
    network.eval()
    device = next(network.parameters()).device.type
    scores: list[float] = []
    for some in _slices(texts, 16):
        rows = _Rows.of([(0, LabelledText(e.text)) for e in some], encoder)
        with torch.inference_mode(), torch.autocast(device, torch.bfloat16):
            logits = network(rows.ids.to(device), rows.mask.to(device)).float().cpu()
        scores.extend(pool(logits, rows.mask)[:, OUTPUTS.index("p_mt")].tolist())
    network.train()
    return scores


def _slices(texts: Sequence[Example], size: int) -> Iterator[Sequence[Example]]:
    for start in range(0, len(texts), size):
        yield texts[start : start + size]
