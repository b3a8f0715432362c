"""How fast models score the same text, side by side.

Processor time, not the clock: on a busy machine another program's work is not the model's. The
models take turns, text by text, so whatever slows the machine slows all of them.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mtqa.lm.base import SurprisalModel


@dataclass(frozen=True, slots=True)
class Speed:
    """Tokens and bytes scored in ``seconds`` of processor time."""

    tokens: int
    size: int
    seconds: float

    @property
    def tokens_per_second(self) -> float:
        """The model's own tokens."""
        return self.tokens / self.seconds

    @property
    def bytes_per_second(self) -> float:
        """Bytes of UTF-8 text: what compares between models."""
        return self.size / self.seconds


def measure_speed(models: Mapping[str, SurprisalModel], texts: Sequence[str]) -> dict[str, Speed]:
    """Time ``models`` on ``texts``, one text a call; a first text warms each up, unmeasured."""
    seconds = dict.fromkeys(models, 0.0)
    tokens = dict.fromkeys(models, 0)
    for model in models.values():
        model.surprisals(texts[:1])
    for text in texts:
        for name, model in models.items():
            began = time.process_time()
            scored = model.surprisals([text])[0]
            seconds[name] += time.process_time() - began
            tokens[name] += len(scored)
    size = sum(len(text.encode()) for text in texts)
    return {name: Speed(tokens[name], size, seconds[name]) for name in models}
