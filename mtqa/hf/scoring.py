"""What the Hugging Face side asks of a scorer, and the flat record it makes of a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from mtqa.calibrate import Thresholds
from mtqa.report.json import document_to_dict
from mtqa.types import Document, DocumentReport

#: The fields of a report that a record carries, in their order.
SCORES = ("p_mt", "verdict", "quality", "fluency", "status")


class Scorer(Protocol):
    """What scores a document; :class:`mtqa.pipeline.Pipeline` is one."""

    signature: str

    @property
    def thresholds(self) -> Mapping[str, Thresholds]:
        """The verdicts' thresholds by profile."""
        ...

    def score(self, document: Document) -> DocumentReport:
        """Score one document; faults come back as ``status: error``."""
        ...


def flat_record(report: DocumentReport) -> dict[str, Any]:
    """Return the document's scores, findings (offsets in the text), reasons and signature.

    Values are those of the JSON schema, rounding included; a missing score is None.
    """
    whole = document_to_dict(report)
    record = {name: whole[name] for name in SCORES}
    record["findings"] = [f for paragraph in whole["paragraphs"] for f in paragraph["findings"]]
    record["reasons"] = whole["reasons"]
    record["signature"] = whole["signature"]
    return record
