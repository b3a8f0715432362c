"""Write ``docs/results.md``: every figure on the development sets, with intervals.

Nothing here is trained or chosen: the shipped scorer runs as users run it, once over each text.
"""

from __future__ import annotations

import os
import platform
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path

from mtqa.config import Config, Tier
from mtqa.errors import TrainingError
from mtqa.evaluation.ablation import ablation
from mtqa.evaluation.arithmetic import arithmetic
from mtqa.evaluation.book import Book, score_all
from mtqa.evaluation.calibration import calibration
from mtqa.evaluation.contrasts import breakdown, contrast_table, system_name
from mtqa.evaluation.engines import engines
from mtqa.evaluation.fluency import fluency
from mtqa.evaluation.learners import learners
from mtqa.evaluation.marked_errors import marked_errors, tagged_tokens
from mtqa.evaluation.native import false_alarms, found_at_one_percent
from mtqa.evaluation.peers import choose_peers, peer_tables
from mtqa.evaluation.real_pages import real_pages
from mtqa.evaluation.samples import Samples, draw_samples
from mtqa.evaluation.sizes import Sizes
from mtqa.evaluation.spun import spun_table
from mtqa.evaluation.throughput import throughput
from mtqa.evidence.encoder import load_encoder
from mtqa.evidence.linear import EVIDENCE_NAME, LinearEvidence
from mtqa.pipeline import DEFAULT_MODEL, Pipeline
from mtqa.resources import models_dir
from mtqa.train.examples import SEGMENTS_PER_DOCUMENT, iter_examples

_INTRODUCTION = """\
Development sets only: `wmt22`, `htmt` wmt18, `roundtrip/apertium-cat`, a held-out slice of native
prose, `da/wmt22`, `mlqe/*.dev`, `jfleg`, marked errors of documents that no training step read,
`wild-dev`. Figures in brackets are 95 % intervals from 300 bootstrap draws over blocks of about
thirty source segments (over documents or texts where there are no blocks). *n-grams* and
*surprisal* are the scorer's inputs alone, on the same rows: the linear evidence model (typography
folded, names and numbers masked) and mean surprisal in bits per word.
"""
_BY_PART = """\
A part is the machine texts of one pair or system against the human texts of the same pair (all
originals, where those are English); parts with fewer than ten texts a side are left out.
"""
_CALIBRATION = """\
The calibration was fitted on development texts too, of the same sets; an error of few texts is
overstated, for bins are noisy.
"""
_NATIVE = """\
By publishers that no training step saw. *Paragraphs* are those of at least 25 words as they stand;
*passages* and *documents* are paragraphs of one document joined until they are as long as five
(about 90 words) and twelve segments (about 230 words) of wmt22.
"""
_SPUN = """\
Native passages by publishers that no training step saw, against the same passages with some of the
words exchanged for a synonym that ignores the context: by WordNet, as training does it, and by the
swaps that `lexical.spun_word` knows.
"""
_ENGINES = """\
Documents of at least 200 words as they stand (no paragraphs in the data), one engine against the
human translation of the same documents; one threshold for all engines, the best on wmt17. The
scorer's training read wmt17, so its scores there are a little better than it deserves. Accuracy
counts both classes evenly.
"""
_FLUENCY = "Pearson's correlation with standardised direct assessment (`da_z`).\n"
_ERRORS = """\
Characters, summed over all texts. Errors of segments whose documents were kept from the encoder's
training. Thresholds of word evidence are set on half of the blocks and measured on the other half.
"""
_TOKENS = """\
Matthews' correlation over words and marks against MLQE's tags (dev), same halves; *at* is the
threshold of word evidence, set for each pair.
"""
_ABLATION = """\
A logistic regression over each group of features, fitted on half of the development blocks and
measured on the other half, the same way for each; paragraphs. *Heads* are the encoder's features,
*language id* is langdetect's confidence in English.
"""
_PEERS = """\
The same paragraphs in the same run. A perplexity is mean bits per word, more being more suspicious.
"""


def write_results(
    data: Path,
    output: Path,
    *,
    share: float = 1.0,
    workers: int = 2,
    peer_model: str | None = None,
    wordnet: Path | None = None,
    work: Path = Path("runs"),
    tier: Tier = "default",
) -> Path:
    """Measure everything and write the page.

    Args:
        data: folder with ``wmt/``, ``htmt/`` …
        output: the page.
        share: of the usual numbers of texts, for a quick look.
        workers: processes that score.
        peer_model: folder or hub id of a causal language model to compare with.
        wordnet: folder of WordNet 3.0, which the section on spun text needs.
        work: where training left its token stream; keeps the fit of the baseline between runs.
        tier: that is measured. Ablation, peers, arithmetic and speed are those of the default one,
            and stand in its page alone.

    Raises:
        TrainingError: the data is not there.
    """
    if not (data / "wmt").is_dir():
        raise TrainingError(f"{data}: no data there; pass --data the folder with wmt/, htmt/ …")
    sizes = Sizes().scaled(share)
    samples = draw_samples(data, sizes, wordnet)
    book = score_all(samples.texts(), workers, tier)
    parts = [
        _head(share, len(samples.texts()), len(book), wordnet, tier),
        *_detection(samples, book, tier),
        *_quality(samples, book),
    ]
    if tier == "default":
        peers = choose_peers(data, work / "results", work / "lm" / "train.bin", peer_model)
        parts += [
            "\n## Ablation\n", _ABLATION, ablation(samples.paragraphs, book),
            "\n## Peers\n", _PEERS,
            peer_tables(samples.paragraphs, book, peers, sizes.slow_peer),
            "\n## Arithmetic\n", arithmetic(samples.paragraphs, book, sizes.exact),
            "\n## Speed\n", throughput(_timed_documents(data, sizes.timed)),
        ]  # fmt: skip
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text("\n".join(parts) + "\n", encoding="utf-8")
    return output


def _timed_documents(data: Path, count: int) -> list[str]:
    documents = iter_examples(data, "dev", SEGMENTS_PER_DOCUMENT)
    return [e.text for e in islice((e for e in documents if e.set == "wmt22"), count)]


def _head(share: float, n_texts: int, n_scored: int, wordnet: Path | None, tier: Tier) -> str:
    date = datetime.now(timezone.utc).date().isoformat()
    spun = "" if wordnet is None else f" --wordnet {wordnet}"
    option = "" if tier == "default" else f" --tier {tier}"
    part = "" if share == 1 else f" on {share:.1%} of the usual texts"
    return (
        f"# Results{'' if tier == 'default' else f' of the {tier} tier'}\n\n"
        "<!-- Written by `mtqa results`; do not edit. -->\n\n"
        f"Made on {date} by `mtqa results --data ../shared/data{spun}{option}` "
        f"with `{Pipeline(Config(tier=tier)).signature}` on {os.cpu_count()} cores "
        f"({platform.machine()}){part}. {n_texts - n_scored:,} of {n_texts:,} texts have no score "
        f"(too short, taken for another language …) and stand in no figure.\n\n{_INTRODUCTION}"
    )


def _detection(samples: Samples, book: Book, tier: Tier) -> list[str]:
    thresholds = Pipeline(Config(tier=tier)).thresholds
    return [
        "## Paragraphs (five segments)\n", contrast_table(samples.paragraphs, book, 5),
        "\n## Documents (twelve segments)\n", contrast_table(samples.documents, book, 12),
        "\n## Single segments\n", contrast_table(samples.segments, book, 1),
        "\n## Found at one false alarm in a hundred\n", found_at_one_percent(samples, book),
        "\n## False alarms on native English\n", _NATIVE, false_alarms(samples, book, thresholds),
        "\n## Learners' English (jfleg)\n",
        learners(samples.learners, book, thresholds["default"]),
        "\n## Spun text\n", _SPUN, _spun(samples, book),
        "\n## Whole documents of two engines (htmt wmt18)\n", _ENGINES,
        engines(samples.engine_documents, book),
        "\n## Calibration\n", _CALIBRATION,
        calibration(
            {
                "paragraphs": samples.paragraphs,
                "paragraphs and native passages": [*samples.paragraphs, *samples.native_passages],
                "segments": samples.segments,
            },
            book,
        ),
        "\n## Real pages (wild-dev)\n", real_pages(samples.pages, book),
        "\n## Paragraphs by language pair, worst first\n", _BY_PART,
        breakdown(samples.paragraphs, book, lambda e: e.lp),
        "\n## Paragraphs by system, worst first\n",
        breakdown(samples.paragraphs, book, system_name),
    ]  # fmt: skip


def _spun(samples: Samples, book: Book) -> str:
    if not samples.spun:
        return "Not measured in this run: name the folder of WordNet 3.0 by `--wordnet`."
    return spun_table(samples.spun, samples.spun_from, book)


def _quality(samples: Samples, book: Book) -> list[str]:
    folder = models_dir() / DEFAULT_MODEL
    encoder = load_encoder(folder)
    return [
        "\n## Fluency\n", _FLUENCY,
        fluency(samples.judged, book, LinearEvidence.load(folder / EVIDENCE_NAME)),
        "\n## Marked errors\n", _ERRORS, marked_errors(samples.marked, book, encoder),
        f"\n{_TOKENS}", tagged_tokens(samples.tagged, book, encoder),
    ]  # fmt: skip
