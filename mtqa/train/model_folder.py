"""Write model folders, and the graphs of one whose weights are there."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtqa.evidence.bert import read_weights
from mtqa.evidence.encoder import ENCODER_NAME
from mtqa.lm.llama import read_llama_config
from mtqa.lm.metadata import seal_model
from mtqa.train.graphs import write_bert_graphs, write_llama_graphs

if TYPE_CHECKING:
    from transformers import PreTrainedModel


def write_model(
    folder: Path, model: PreTrainedModel, *, tokenizer_path: Path, training: dict[str, Any]
) -> None:
    """Save weights, config, graphs and tokenizer of a language model to ``folder`` and seal it."""
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder, safe_serialization=True)
    if tokenizer_path.resolve() != (folder / "spm.model").resolve():
        shutil.copyfile(tokenizer_path, folder / "spm.model")
    write_llama_graphs(folder, read_llama_config(folder))
    seal_model(folder, {"name": folder.name, "training": training})


def write_graphs(folder: Path) -> None:
    """Write the graphs of a model folder's networks anew and seal it.

    Raises:
        ModelError: the folder is no model's.
    """
    write_llama_graphs(folder, read_llama_config(folder))
    if (folder / ENCODER_NAME).is_file():
        write_bert_graphs(folder, read_weights(folder / ENCODER_NAME))
    seal_model(folder, {})
