"""Write ``docs/lm.md``: the language model beside an n-gram model and a larger peer.

Nothing here is trained on or chosen by what it measures; the n-gram model is counted from the
stream that the language model was trained on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Protocol

from rich.console import Console

from mtqa.errors import TrainingError
from mtqa.evaluation.blimp import accuracy, sample_pairs
from mtqa.evaluation.held_out import HeldOutText, bits_per_byte, sample_held_out
from mtqa.evaluation.lm_speed import measure_speed
from mtqa.evaluation.metrics import Estimate
from mtqa.evaluation.wild_pages import surprisal_auroc
from mtqa.lm.base import SurprisalModel

#: Order of the n-gram model, in tokens.
_ORDER = 4
#: Held-out paragraphs of each genre.
_PER_GENRE = 20
#: BLiMP pairs of each phenomenon; a peer that reads 30 times slower gets the first of them.
_PAIRS, _PEER_PAIRS = 400, 50
#: Held-out paragraphs that the models are timed on.
_TIMED = 30


class SizedModel(SurprisalModel, Protocol):
    """A surprisal model that can tell its size."""

    @property
    def n_parameters(self) -> int:
        """Weights, or n-grams with a count."""
        ...


@dataclass(frozen=True, slots=True)
class Contender:
    """A model in the comparison.

    Attributes:
        name: heads its column.
        model: measured as it stands.
        pairs: BLiMP pairs of each phenomenon that it reads.
    """

    name: str
    model: SizedModel
    pairs: int


def write_lm_report(
    data: Path, model: Path, stream: Path, output: Path, peer: str | None = None
) -> Path:
    """Measure the language model in the folder ``model`` and write the page.

    Args:
        data: folder with ``human/``, ``blimp/``, ``wild/``.
        model: a model folder of this project.
        stream: token stream that the model was trained on (``train.bin``), for the n-grams.
        output: the Markdown page.
        peer: a larger model to compare with: what ``--model`` takes, e.g. a ``.gguf`` file.

    Raises:
        TrainingError: data or stream are missing.
        ModelError: a model cannot be loaded.
    """
    import torch

    from mtqa.lm.causal import load_causal_model
    from mtqa.lm.tokenizer import SentencePieceTokenizer
    from mtqa.train.ngram import train_ngram

    if not (data / "human").is_dir():
        raise TrainingError(f"{data}: no data there; pass --data the folder with human/ …")
    torch.set_num_threads(1)
    own = load_causal_model(model)
    tokenizer = SentencePieceTokenizer(model / "spm.model")
    contenders = [
        Contender(model.name, own, _PAIRS),
        Contender(f"{_ORDER}-gram", train_ngram(stream, tokenizer, _ORDER), _PAIRS),
    ]
    if peer is not None:
        contenders.append(Contender(Path(peer).stem, load_causal_model(peer), _PEER_PAIRS))
    texts = sample_held_out(data / "human", _PER_GENRE)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(compare(contenders, texts, data), encoding="utf-8")
    return output


def compare(contenders: list[Contender], texts: list[HeldOutText], data: Path) -> str:
    """Measure ``contenders`` on held-out ``texts`` and on the sets in ``data``; return the page."""
    console = Console(stderr=True)
    parts = [_head(contenders), _size_and_speed(contenders, texts)]
    bits, pairs, pages = {}, {}, {}
    for contender in contenders:
        console.print(f"measuring {contender.name} …")
        bits[contender.name] = bits_per_byte(contender.model, texts)
        pairs[contender.name] = accuracy(
            contender.model, sample_pairs(data / "blimp" / "blimp.jsonl.xz", contender.pairs)
        )
        pages[contender.name] = surprisal_auroc(contender.model, data / "wild" / "wild-dev.jsonl")
    parts += [
        "## Held-out bits per byte\n",
        "Paragraphs of documents and publishers that no training step saw, drawn by a hash; "
        "intervals over documents. All models read the same text, typography folded. *all* "
        "pools the sample, in which genres count alike. A peer may have read some of it.\n",
        _by_row("genre", bits),
        "\n## BLiMP\n",
        "Share of minimal pairs whose good sentence is the likelier one, by phenomenon; chance "
        "is .5. A seeded sample; n in brackets. Reported, never tuned on.\n",
        _by_row("phenomenon", pairs, with_n=True),
        "\n## Real pages\n",
        "AUROC of mean surprisal (bits per word) on `wild-dev`: garbled and spun pages against "
        "human ones; intervals over pages.\n",
        _by_row("pages", {name: {"wild-dev": value} for name, value in pages.items()}, True),
    ]
    return "\n".join(parts) + "\n"


def _head(contenders: list[Contender]) -> str:
    date = datetime.now(timezone.utc).date().isoformat()
    models = ", ".join(f"`{c.model.signature}`" for c in contenders)
    return (
        "# The language model, measured\n\n"
        "<!-- Written by `mtqa lm-report`; do not edit. -->\n\n"
        f"Made on {date} by `mtqa lm-report` with {models}. The {_ORDER}-gram model is "
        "interpolated modified Kneser-Ney over the same tokens and the whole training stream; "
        "of that stream the neural model saw what its card says.\n"
    )


def _size_and_speed(contenders: list[Contender], texts: list[HeldOutText]) -> str:
    every = max(1, len(texts) // _TIMED)
    timed = [text.text for text in texts[::every]]
    speeds = measure_speed({c.name: c.model for c in contenders}, timed)
    last = speeds[contenders[-1].name].bytes_per_second
    lines = [
        "## Size and speed\n",
        "One thread, processor seconds, the models taking turns on the same "
        f"{len(timed)} paragraphs, one paragraph a call. Tokens are each model's own; *ratio* "
        f"is bytes of text a second against {contenders[-1].name}.\n",
        "| model | parameters | tokens/s | bytes/s | ratio |",
        "| --- | --- | --- | --- | --- |",
    ]
    for contender in contenders:
        speed = speeds[contender.name]
        lines.append(
            f"| {contender.name} | {contender.model.n_parameters / 1e6:.1f} M "
            f"| {speed.tokens_per_second:,.0f} | {speed.bytes_per_second:,.0f} "
            f"| {speed.bytes_per_second / last:.1f} |"
        )
    return "\n".join(lines) + "\n"


def _by_row(
    heading: str, columns: Mapping[str, Mapping[str, Estimate]], with_n: bool = False
) -> str:
    """Return a table with a column for each model and a row for each genre or phenomenon."""
    lines = [f"| {heading} | " + " | ".join(columns) + " |", "| --- |" + " --- |" * len(columns)]
    for row in next(iter(columns.values())):
        cells = [_cell(column[row], with_n) for column in columns.values()]
        lines.append(f"| {row} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(estimate: Estimate, with_n: bool) -> str:
    if with_n:
        return f"{estimate} ({estimate.n})"
    if estimate.low == estimate.high:  # one document: resampling it says nothing
        return f"{estimate.value:.3f}, no interval"
    return str(estimate)
