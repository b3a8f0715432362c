"""The two functions that most programs need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from mtqa.config import Config
from mtqa.pipeline import Pipeline, score_stream
from mtqa.types import Document, DocumentReport

_DEFAULT = Config()


@lru_cache(maxsize=2)
def _pipeline(config: Config) -> Pipeline:
    return Pipeline(config)


def score_text(text: str, config: Config = _DEFAULT, *, id: str = "text") -> DocumentReport:  # noqa: A002
    """Score one text; the model stays loaded for the next call with equal options.

    Args:
        text: English prose.
        config: options.
        id: the id of the report.

    Raises:
        MtqaError: the model is missing or damaged, or an option names what does not exist.
    """
    return _pipeline(config).score(Document(id, text))


def score_documents(
    documents: Iterable[Document | str], config: Config = _DEFAULT, *, workers: int = 1
) -> Iterator[DocumentReport]:
    """Score a stream of documents in its order.

    Args:
        documents: documents or bare texts (these get their number, from 0, as id).
        config: options.
        workers: processes to share the work.

    Raises:
        MtqaError: the model is missing or damaged, or an option names what does not exist.
    """
    named = (
        Document(str(number), item) if isinstance(item, str) else item
        for number, item in enumerate(documents)
    )
    return score_stream(named, config, workers)
