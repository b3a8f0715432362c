"""A scorer without weights: what it says of a text stands in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from mtqa.calibrate import Thresholds
from mtqa.types import (
    Document,
    DocumentReport,
    Finding,
    ParagraphReport,
    Severity,
    Span,
    Status,
    Verdict,
)


class StubScorer:
    """p_mt is the number after ``p=``; fluency is the rest; each ``xx`` is a finding."""

    signature = "mtqa|stub"
    thresholds: Mapping[str, Thresholds] = {
        name: Thresholds(likely_mt=0.7, paragraph=0.8, likely_human=0.3)
        for name in ("strict", "default", "lenient")
    }

    def score(self, document: Document) -> DocumentReport:
        """Read the scores off the text."""
        given = re.search(r"p=([\d.]*\d)", document.text)
        p_mt = float(given[1]) if given else None
        status = Status.OK if given else (Status.TOO_SHORT if document.text else Status.EMPTY)
        findings = tuple(
            Finding("test.xx", Span(*m.span()), m[0], Severity.MAJOR, 0.9, "xx is no word", "y")
            for m in re.finditer("xx", document.text)
        )
        fluency = None if p_mt is None else 1 - p_mt
        paragraph = ParagraphReport(
            0, Span(0, len(document.text)), status, p_mt, fluency, 5.0, 3, findings
        )
        return DocumentReport(
            id=document.id,
            text=document.text,
            status=status,
            language="en",
            n_tokens=3,
            p_mt=p_mt,
            verdict=None
            if p_mt is None
            else (Verdict.LIKELY_MT if p_mt >= 0.7 else Verdict.LIKELY_HUMAN),
            quality=None if fluency is None else 100 * fluency,
            fluency=fluency,
            paragraphs=(paragraph,),
            reasons=("the stub says so",),
            signature=self.signature,
        )


@pytest.fixture
def scorer() -> StubScorer:
    """Return a scorer that needs no model."""
    return StubScorer()
