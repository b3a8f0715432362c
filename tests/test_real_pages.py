"""The five real pages: what the shipped model must say of them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mtqa import Document, DocumentReport, score_documents, score_text
from mtqa.config import Config
from mtqa.types import Span, Status, Verdict

PAGES = Path(__file__).resolve().parents[2] / "shared" / "seeds"
MOST_ON_A_HUMAN_PAGE = 3

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(
        not (PAGES / "labels.json").is_file(), reason="the real pages (shared/seeds) are absent"
    ),
]


@cache
def labels() -> dict[str, dict[str, Any]]:
    if not (PAGES / "labels.json").is_file():
        return {}
    return json.loads((PAGES / "labels.json").read_text("utf-8"))


@cache
def reports() -> dict[str, DocumentReport]:
    documents = [Document(name, (PAGES / name).read_text("utf-8")) for name in sorted(labels())]
    return {report.id: report for report in score_documents(documents)}


def spans(text: str, quote: str) -> list[Span]:
    found = []
    at = text.find(quote)
    while at >= 0:
        found.append(Span(at, at + len(quote)))
        at = text.find(quote, at + 1)
    return found


@pytest.mark.parametrize(
    ("mt", "human"), [(m, h) for m in ("000", "001", "003") for h in ("002", "004")]
)
def test_machine_translated_pages_score_higher(mt: str, human: str) -> None:
    p_mt = {name[:3]: report.p_mt for name, report in reports().items()}
    assert p_mt[mt] > p_mt[human]


def test_the_verdicts_are_right_where_they_must_be() -> None:
    verdicts = {name[:3]: report.verdict for name, report in reports().items()}
    assert verdicts["001"] is Verdict.LIKELY_MT
    assert Verdict.LIKELY_MT not in (verdicts["002"], verdicts["004"])


@pytest.mark.parametrize(
    ("name", "quote"), [(n, q) for n, label in labels().items() for q in label["must_flag"]]
)
def test_every_fault_that_readers_marked_is_found(name: str, quote: str) -> None:
    report = reports()[name]
    places = spans(report.text, quote)
    assert places
    assert any(f.span.overlaps(place) for f in report.findings for place in places)


@pytest.mark.parametrize("name", [n for n, label in labels().items() if label["label"] == "human"])
def test_human_pages_have_few_findings(name: str) -> None:
    found = [(f.detector, f.text) for f in reports()[name].findings]
    assert len(found) <= MOST_ON_A_HUMAN_PAGE, found


@pytest.mark.parametrize(
    ("name", "line"), [(n, b) for n, label in labels().items() for b in label["boilerplate"]]
)
def test_boilerplate_has_that_status(name: str, line: str) -> None:
    report = reports()[name]
    places = spans(report.text, line)
    assert places
    statuses = {p.status for p in report.paragraphs for place in places if p.span.overlaps(place)}
    assert statuses == {Status.BOILERPLATE}


def test_a_score_is_the_same_alone_in_company_and_in_another_process() -> None:
    names = sorted(labels())[:2]
    documents = [Document(name, (PAGES / name).read_text("utf-8")) for name in names]
    for number, report in enumerate(score_documents(documents, workers=2)):
        expected = reports()[names[number]]
        assert report.id == expected.id
        assert report.p_mt == pytest.approx(expected.p_mt, abs=1e-4)
        assert report.quality == pytest.approx(expected.quality, abs=1e-2)
    alone = score_text(documents[0].text, id=names[0])
    assert alone == reports()[names[0]]


def test_spans_of_real_tokens_are_exact() -> None:
    name = sorted(labels())[1]
    report = score_text((PAGES / name).read_text("utf-8"), Config(tokens=True))
    for paragraph in report.paragraphs:
        if paragraph.status is Status.OK:
            covered = "".join(t.span.of(report.text) for t in paragraph.tokens)
            prose = paragraph.span.of(report.text)
            assert "".join(covered.split()) == "".join(prose.split())
