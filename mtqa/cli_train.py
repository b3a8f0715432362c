"""``mtqa train STEP``: each step is driven by one YAML file in ``configs/``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mtqa.errors import TrainingError

train = typer.Typer(
    no_args_is_help=True,
    help="Train tokenizer → lm → roundtrips → spins → evidence → encoder → probes → "
    "contrast → reader → scorer, in this order; distil, before reader, asks for probes anew.",
)

ConfigOption = Annotated[Path, typer.Option("--config", help="The step's YAML file.")]


@train.command()
def tokenizer(config: ConfigOption = Path("configs/train_tokenizer.yaml")) -> None:
    """Train the sentencepiece tokenizer."""
    from mtqa.train.settings import TokenizerSettings, load_settings
    from mtqa.train.tokenizer import train_tokenizer

    _done(train_tokenizer(load_settings(config, TokenizerSettings)))


@train.command()
def lm(config: ConfigOption = Path("configs/train_lm.yaml")) -> None:
    """Train the causal language model; resumes from its checkpoint."""
    _needs_extra("onnx")
    from mtqa.train.lm import train_lm
    from mtqa.train.settings import LmSettings, load_settings

    _done(train_lm(load_settings(config, LmSettings)))


@train.command()
def roundtrips(config: ConfigOption = Path("configs/train_roundtrips.yaml")) -> None:
    """Make round trips of native prose with Apertium."""
    from mtqa.train.roundtrips import make_roundtrips
    from mtqa.train.settings import RoundTripSettings, load_settings

    _done(make_roundtrips(load_settings(config, RoundTripSettings)))


@train.command()
def spins(config: ConfigOption = Path("configs/train_spins.yaml")) -> None:
    """Spin native prose by WordNet."""
    from mtqa.train.settings import SpinSettings, load_settings
    from mtqa.train.spins import make_spins

    _done(make_spins(load_settings(config, SpinSettings)))


@train.command()
def contrast(config: ConfigOption = Path("configs/train_contrast.yaml")) -> None:
    """Adapt a general language model to machines' and people's texts, for the accurate tier."""
    _needs_extra("sklearn")
    from mtqa.train.contrast import train_contrast
    from mtqa.train.settings import ContrastSettings, load_settings

    _done(train_contrast(load_settings(config, ContrastSettings)))


@train.command()
def reader(config: ConfigOption = Path("configs/train_reader.yaml")) -> None:
    """Fit the read-outs of a general language model, for the accurate tier."""
    _needs_extra("sklearn")
    from mtqa.train.reader import train_reader
    from mtqa.train.settings import ReaderSettings, load_settings

    _done(train_reader(load_settings(config, ReaderSettings)))


@train.command()
def manuals(config: ConfigOption = Path("configs/manuals_to_judge.yaml")) -> None:
    """Read the prose of Debian's packages, to judge findings in; no model learns from it."""
    from mtqa.train.manuals import read_manuals
    from mtqa.train.settings import ManualSettings, load_settings

    _done(read_manuals(load_settings(config, ManualSettings)))


@train.command()
def evidence(config: ConfigOption = Path("configs/train_evidence.yaml")) -> None:
    """Fit the linear n-gram evidence model."""
    _needs_extra("sklearn")
    from mtqa.train.evidence import train_evidence
    from mtqa.train.settings import EvidenceSettings, load_settings

    _done(train_evidence(load_settings(config, EvidenceSettings)))


@train.command()
def encoder(config: ConfigOption = Path("configs/train_encoder.yaml")) -> None:
    """Fine-tune the evidence encoder; resumes from its checkpoint."""
    _needs_extra("onnx", "sklearn")
    from mtqa.train.encoder import train_encoder
    from mtqa.train.settings import EncoderSettings, load_settings

    _done(train_encoder(load_settings(config, EncoderSettings)))


@train.command()
def probes(config: ConfigOption = Path("configs/train_probes.yaml")) -> None:
    """Cut the encoder and fit its read-outs."""
    _needs_extra("onnx", "sklearn")
    from mtqa.train.probes import train_probes
    from mtqa.train.settings import ProbeSettings, load_settings

    _done(train_probes(load_settings(config, ProbeSettings)))


@train.command()
def distil(config: ConfigOption = Path("configs/train_distil.yaml")) -> None:
    """Teach the encoder what the accurate tier's contrast says; fit the probes anew afterwards."""
    _needs_extra("onnx", "sklearn")
    from mtqa.train.distil import train_distil
    from mtqa.train.settings import DistilSettings, load_settings

    _done(train_distil(load_settings(config, DistilSettings)))


@train.command()
def neighbours(config: ConfigOption = Path("configs/train_neighbours.yaml")) -> None:
    """Count which words stand side by side in native prose."""
    from mtqa.train.neighbours import train_neighbours
    from mtqa.train.settings import NeighboursSettings, load_settings

    _done(train_neighbours(load_settings(config, NeighboursSettings)))


@train.command()
def terms(config: ConfigOption = Path("configs/train_terms.yaml")) -> None:
    """Fit how spun technical terms are told from native prose."""
    _needs_extra("sklearn")
    from mtqa.train.settings import TermSettings, load_settings
    from mtqa.train.terms import train_terms

    _done(train_terms(load_settings(config, TermSettings)))


@train.command()
def scorer(config: ConfigOption = Path("configs/train_scorer.yaml")) -> None:
    """Fit fusion, calibration and thresholds."""
    _needs_extra("sklearn")
    from mtqa.train.scorer import train_scorer
    from mtqa.train.settings import ScorerSettings, load_settings

    _done(train_scorer(load_settings(config, ScorerSettings)))


@train.command()
def graphs(
    model: Annotated[Path, typer.Option(help="A model folder.")] = Path("models/en-small"),
) -> None:
    """Write the graphs of a model folder anew; training writes them with its weights."""
    _needs_extra("onnx")
    from mtqa.train.model_folder import write_graphs

    write_graphs(model)
    _done(model)


def _needs_extra(*modules: str) -> None:
    from importlib.util import find_spec

    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        names = " and ".join(missing)
        raise TrainingError(f"{names} is missing; install mtqa with its train extra: mtqa[train]")


def _done(path: Path) -> None:
    sys.stderr.write(f"wrote {path}\n")
