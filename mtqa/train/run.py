"""One training run's folder: its log, its checkpoint and the plot of its curves."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

LOG_NAME, CHECKPOINT_NAME, PLOT_NAME = "log.jsonl", "checkpoint.pt", "curves.svg"
#: What the log holds beside curves.
_NO_CURVES = frozenset({"time", "step", "tokens_per_s"})


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """The files of one run in ``folder``, which is made where it is missing."""

    folder: Path

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def log(self, values: Mapping[str, Any]) -> None:
        """Append a record, with the time in seconds, to ``log.jsonl``."""
        with (self.folder / LOG_NAME).open("a", encoding="utf-8") as out:
            out.write(json.dumps({"time": round(time.time(), 1), **values}) + "\n")

    def save(
        self, step: int, model: torch.nn.Module, optimizers: Sequence[torch.optim.Optimizer]
    ) -> None:
        """Write the checkpoint; a run killed meanwhile keeps the one before."""
        path = self.folder / CHECKPOINT_NAME
        partial = path.with_suffix(".part")
        state = {
            "step": step,
            "model": model.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in optimizers],
        }
        torch.save(state, partial)
        partial.rename(path)

    def resume(self, model: torch.nn.Module, optimizers: Sequence[torch.optim.Optimizer]) -> int:
        """Load the checkpoint, if there is one, and return how many steps it has behind it."""
        path = self.folder / CHECKPOINT_NAME
        if not path.is_file():
            return 0
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        for optimizer, values in zip(optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(values)
        return int(state["step"])

    def plot(self) -> Path:
        """Draw every logged figure against the step into ``curves.svg``."""
        from matplotlib.figure import Figure

        curves = read_curves(self.folder / LOG_NAME)
        figure = Figure(figsize=(7, 2.2 * len(curves)), layout="constrained")
        for place, (name, points) in enumerate(sorted(curves.items()), 1):
            axes = figure.add_subplot(len(curves), 1, place)
            steps, values = zip(*sorted(points), strict=True)
            axes.plot(steps, values, marker="." if len(steps) < 20 else "")
            axes.set_ylabel(name)
        path = self.folder / PLOT_NAME
        figure.savefig(path)
        return path


def read_curves(path: Path) -> dict[str, list[tuple[int, float]]]:
    """Return ``(step, value)`` of every figure in a log; nested ones are ``name.key``."""
    curves: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        for name, value in record.items():
            if name in _NO_CURVES:
                continue
            parts = value.items() if isinstance(value, dict) else [("", value)]
            for key, number in parts:
                curves[f"{name}.{key}" if key else name].append((record["step"], number))
    return dict(curves)
