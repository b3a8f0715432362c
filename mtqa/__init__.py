"""Source-free fluency and machine-translation scoring of English text.

    >>> from mtqa import score_text
    >>> report = score_text("The ministers met in Geneva on Monday to talk about grain prices.")
    >>> report.verdict, report.findings

Errors are drawn in :mod:`mtqa.errors`, values in :mod:`mtqa.types`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mtqa.config import Config
from mtqa.errors import MtqaError
from mtqa.types import (
    Contribution,
    Document,
    DocumentReport,
    Finding,
    ParagraphReport,
    Severity,
    Span,
    Status,
    TokenSurprisal,
    Verdict,
)

if TYPE_CHECKING:
    from mtqa.api import score_documents, score_text

__all__ = [
    "Config",
    "Contribution",
    "Document",
    "DocumentReport",
    "Finding",
    "MtqaError",
    "ParagraphReport",
    "Severity",
    "Span",
    "Status",
    "TokenSurprisal",
    "Verdict",
    "score_documents",
    "score_text",
]

_LAZY = frozenset({"score_documents", "score_text"})


def __getattr__(name: str) -> Any:  # noqa: ANN401 (the hook's own signature)
    """Import the scorer only when it is asked for: values and errors load at once."""
    if name in _LAZY:
        from mtqa import api

        return getattr(api, name)
    raise AttributeError(f"module 'mtqa' has no attribute {name!r}")
