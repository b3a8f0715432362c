"""What learners of English wrote: jfleg, which no fit reads.

The last sentences set the thresholds of verdicts; `mtqa results` measures on the first.
"""

from __future__ import annotations

from pathlib import Path

from mtqa.train.corpus import read_jsonl
from mtqa.train.examples import Example

#: Sentences that may be measured on; thresholds are set on those behind them.
MEASURED = 400
#: Sentences that make one paragraph, and paragraphs that make one document.
JOINED = 5
PARAGRAPHS = 4


def learner_sentences(data: Path) -> list[str]:
    """Return all sentences, tokenised as they stand in the data."""
    return [r["source"].strip() for r in read_jsonl(data / "jfleg" / "jfleg-dev.jsonl.xz")]


def joined(sentences: list[str]) -> list[str]:
    """Join each five sentences to one paragraph."""
    return [" ".join(sentences[at : at + JOINED]) for at in range(0, len(sentences), JOINED)]


def essays(paragraphs: list[str]) -> list[str]:
    """Join each four paragraphs to one document."""
    starts = range(0, len(paragraphs), PARAGRAPHS)
    return ["\n\n".join(paragraphs[at : at + PARAGRAPHS]) for at in starts]


def threshold_texts(data: Path) -> tuple[list[Example], list[Example]]:
    """Return the texts that thresholds are set on: sentences, and the same joined."""
    sentences = learner_sentences(data)[MEASURED:]
    return _examples(sentences), _examples(joined(sentences))


def _examples(texts: list[str]) -> list[Example]:
    return [
        Example(text, "learner", "jfleg", "en", "learner", f"jfleg/{i}", f"jfleg/{i}", 1)
        for i, text in enumerate(texts)
    ]
