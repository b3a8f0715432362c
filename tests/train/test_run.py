"""The folder of a training run."""

from __future__ import annotations

from pathlib import Path

import torch

from mtqa.train.run import TrainingRun, read_curves


def test_a_checkpoint_brings_weights_optimizer_and_step_back(tmp_path: Path) -> None:
    run = TrainingRun(tmp_path / "new")
    model = torch.nn.Linear(3, 2)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
    assert run.resume(model, [optimizer]) == 0
    model(torch.ones(3)).sum().backward()
    optimizer.step()
    run.save(7, model, [optimizer])
    other = torch.nn.Linear(3, 2)
    fresh = torch.optim.AdamW(other.parameters(), lr=0.1)
    assert run.resume(other, [fresh]) == 7
    assert torch.equal(other.weight, model.weight)
    assert fresh.state_dict()["state"][0]["step"] == 1


def test_curves_are_read_and_drawn(tmp_path: Path) -> None:
    run = TrainingRun(tmp_path)
    run.log({"step": 0, "loss": 2.5, "tokens_per_s": 9})
    run.log({"step": 20, "loss": 1.5, "auroc": {"a": 0.5, "b": 0.75}})
    assert read_curves(tmp_path / "log.jsonl") == {
        "loss": [(0, 2.5), (20, 1.5)],
        "auroc.a": [(20, 0.5)],
        "auroc.b": [(20, 0.75)],
    }
    assert run.plot().read_text(encoding="utf-8").lstrip().startswith("<?xml")
