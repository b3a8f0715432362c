"""Train the embedded causal language model.

A Llama-shaped decoder with tied embeddings. Hidden matrices learn with Muon (Jordan et al.
2024), everything else with AdamW; the rate warms up, stays, and falls linearly over the last
``decay_fraction`` of the steps, so a checkpoint of the flat part can be given more steps.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from transformers import LlamaConfig, LlamaForCausalLM

from mtqa.errors import TrainingError
from mtqa.lm.tokenizer import SentencePieceTokenizer
from mtqa.train.loss import ChunkedCrossEntropy
from mtqa.train.model_folder import write_model
from mtqa.train.packing import HeldOutParagraph, PackedCorpus, pack_corpus
from mtqa.train.run import TrainingRun
from mtqa.train.settings import LmSettings


def train_lm(settings: LmSettings) -> Path:
    """Train (or resume) the model and write it to ``settings.output``.

    Writes ``log.jsonl``, ``curves.svg`` and checkpoints to ``settings.work_dir``.

    Returns:
        The model folder.

    Raises:
        TrainingError: data or tokenizer are missing, or the loss is no number.
    """
    torch.manual_seed(settings.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = SentencePieceTokenizer(settings.tokenizer)
    corpus = pack_corpus(settings.data_dir, tokenizer, settings.work_dir, seed=settings.seed)
    model = LlamaForCausalLM(_architecture(settings, tokenizer)).to(device)
    forward = torch.compile(model.model) if settings.compile else model.model
    optimizers = _optimizers(model, settings)
    run = TrainingRun(settings.work_dir)
    first_step = run.resume(model, optimizers)
    began, seen = time.monotonic(), 0
    with _progress(settings, first_step) as (bar, task):
        for step in range(first_step, settings.steps):
            factor = _rate_factor(step, settings)
            for optimizer in optimizers:
                for group in optimizer.param_groups:
                    group["lr"] = group["initial_lr"] * factor
            rows = torch.from_numpy(
                corpus.batch(step, settings.batch_size, settings.sequence_length)
            ).to(device)
            loss = _train_step(model, forward, rows, device, settings.compile)
            if not math.isfinite(loss):
                raise TrainingError(f"step {step}: the loss is {loss}; lower the learning rates")
            for optimizer in optimizers:
                optimizer.step()
                optimizer.zero_grad(set_to_none=True)
            seen += rows.numel()
            bar.update(task, advance=1, description=f"loss {loss:.3f}")
            if step % 20 == 0:
                speed = seen / (time.monotonic() - began)
                run.log({"step": step, "loss": round(loss, 4), "tokens_per_s": int(speed)})
            if (step + 1) % settings.checkpoint_every == 0:
                run.save(step + 1, model, optimizers)
            if (step + 1) % settings.evaluate_every == 0 or step + 1 == settings.steps:
                bits = bits_per_byte(model, tokenizer, corpus.held_out, settings.sequence_length)
                run.log({"step": step + 1, "held_out_bits_per_byte": bits})
    run.plot()
    return _export(settings, model, corpus)


def bits_per_byte(
    model: LlamaForCausalLM,
    tokenizer: SentencePieceTokenizer,
    paragraphs: tuple[HeldOutParagraph, ...],
    length: int,
) -> dict[str, float]:
    """Return bits per UTF-8 byte by genre and over ``all`` (first ``length`` tokens each)."""
    bits: dict[str, float] = defaultdict(float)
    size: dict[str, int] = defaultdict(int)
    device = next(model.parameters()).device.type
    model.eval()
    for paragraph in paragraphs:
        encoding = tokenizer.encode(paragraph.text)
        ids = torch.tensor([[tokenizer.bos_id, *encoding.ids[: length - 1]]], device=device)
        with torch.inference_mode(), torch.autocast(device, torch.bfloat16):
            logits = model(ids[:, :-1]).logits[0].float()
        nats = F.cross_entropy(logits, ids[0, 1:], reduction="sum").item()
        covered = paragraph.text[: encoding.ends[min(len(encoding), length - 1) - 1]]
        for key in (paragraph.genre, "all"):
            bits[key] += nats / math.log(2)
            size[key] += len(covered.encode())
    model.train()
    return {key: round(bits[key] / size[key], 4) for key in sorted(bits)}


def _architecture(settings: LmSettings, tokenizer: SentencePieceTokenizer) -> LlamaConfig:
    return LlamaConfig(
        vocab_size=tokenizer.vocab_size,
        hidden_size=settings.hidden_size,
        intermediate_size=settings.intermediate_size,
        num_hidden_layers=settings.layers,
        num_attention_heads=settings.heads,
        num_key_value_heads=settings.heads,
        max_position_embeddings=settings.sequence_length,
        tie_word_embeddings=True,
        bos_token_id=tokenizer.bos_id,
        initializer_range=0.02,
        use_cache=False,
    )


def _optimizers(model: LlamaForCausalLM, settings: LmSettings) -> list[torch.optim.Optimizer]:
    matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and "embed" not in n]
    others = [p for n, p in model.named_parameters() if p.ndim != 2 or "embed" in n]
    optimizers: list[torch.optim.Optimizer] = [
        torch.optim.Muon(
            matrices,
            lr=settings.matrix_learning_rate,
            weight_decay=settings.weight_decay,
            adjust_lr_fn="match_rms_adamw",
        ),
        torch.optim.AdamW(
            others, lr=settings.learning_rate, betas=(0.9, 0.95), weight_decay=0.0, fused=True
        ),
    ]
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["initial_lr"] = group["lr"]
    return optimizers


def _rate_factor(step: int, settings: LmSettings) -> float:
    decay_steps = max(1, int(settings.steps * settings.decay_fraction))
    rise = (step + 1) / settings.warmup_steps
    fall = (settings.steps - step) / decay_steps
    return min(1.0, rise, fall)


def _train_step(
    model: LlamaForCausalLM,
    forward: Callable[..., Any],
    rows: torch.Tensor,
    device: str,
    compiled: bool,
) -> float:
    """Run forward and backward over ``rows`` [batch, length + 1]; return nats per token."""
    targets = rows[:, 1:].reshape(-1)
    with torch.autocast(device, torch.bfloat16):
        hidden = forward(input_ids=rows[:, :-1]).last_hidden_state.reshape(len(targets), -1)
    loss = ChunkedCrossEntropy.apply(  # type: ignore[no-untyped-call]
        hidden, model.lm_head.weight, targets, compiled
    )
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    return float(loss.item())


class _progress:  # noqa: N801 (used as a function)
    """A progress bar on stderr as a context manager."""

    def __init__(self, settings: LmSettings, first_step: int) -> None:
        from rich.console import Console

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._task = self._bar.add_task("", total=settings.steps, completed=first_step)

    def __enter__(self) -> tuple[Progress, Any]:
        self._bar.start()
        return self._bar, self._task

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def _export(settings: LmSettings, model: LlamaForCausalLM, corpus: PackedCorpus) -> Path:
    """Write bf16 weights, config, tokenizer and the hashes that loading checks."""
    write_model(
        settings.output,
        model.to(torch.bfloat16),
        tokenizer_path=settings.tokenizer,
        training={
            "steps": settings.steps,
            "tokens": settings.steps * settings.batch_size * settings.sequence_length,
            "corpus_tokens": len(corpus.train),
            "seed": settings.seed,
        },
    )
    return settings.output
