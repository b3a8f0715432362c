"""Train the sentencepiece tokenizer on a sample of the corpus."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import sentencepiece as spm

from mtqa.train.corpus import iter_corpus
from mtqa.train.settings import TokenizerSettings


def _sample(settings: TokenizerSettings) -> Iterator[str]:
    """Yield about ``sample_paragraphs`` training paragraphs, spread over all sources."""
    draw = random.Random(settings.seed)  # noqa: S311 (sampling, not secrets)
    share = min(1.0, settings.sample_paragraphs / 1_000_000)
    for document in iter_corpus(settings.data_dir):
        if not document.held_out:
            yield from (p for p in document.paragraphs if draw.random() < share)


def train_tokenizer(settings: TokenizerSettings) -> Path:
    """Train a unigram model and return the path of ``spm.model``.

    Identity normalisation and kept spaces make every piece a slice of the text.
    """
    settings.output.parent.mkdir(parents=True, exist_ok=True)
    with settings.output.open("wb") as out:
        spm.SentencePieceTrainer.train(
            sentence_iterator=_sample(settings),
            model_writer=out,
            model_type="unigram",
            vocab_size=settings.vocab_size,
            character_coverage=settings.character_coverage,
            byte_fallback=True,
            normalization_rule_name="identity",
            remove_extra_whitespaces=False,
            add_dummy_prefix=True,
            split_digits=True,
            allow_whitespace_only_pieces=True,
            max_sentence_length=8192,
            bos_id=1,
            eos_id=2,
            unk_id=0,
            pad_id=3,
            num_threads=2,
            train_extremely_large_corpus=False,
            minloglevel=1,
        )
    return settings.output
