"""The critic's findings in a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from critic.bigram_model import BigramModel
from critic.test_critic import PROSE
from mtqa.config import Config
from mtqa.lm.base import FakeModel
from mtqa.pipeline import Pipeline
from mtqa.types import Document, DocumentReport

FAULT = "They said that she live in a small house near the river."
TEXT = f"{PROSE}\n\n{FAULT} It depends on the weather in the valley."


WANTED = ("grammar", "grammar.unlikely_form")  # a preview runs where its full id is selected


def _score(text: str, config: Config | None = None) -> DocumentReport:
    config = config or Config(tokens=True, select=WANTED)
    return Pipeline(config, BigramModel(PROSE)).score(Document("d", text))


def _critics(report: DocumentReport) -> list[str]:
    return [f.detector for f in report.findings if f.detector.startswith("grammar.unlikely_")]


@pytest.mark.usefixtures("fake_models")
def test_a_finding_lies_in_its_paragraph_and_moves_no_p_mt() -> None:
    report = _score(TEXT)
    assert _critics(report) == ["grammar.unlikely_form"]
    (finding,) = report.paragraphs[1].findings
    assert finding.text == "live"
    assert finding.span.of(TEXT) == "live"
    without = _score(TEXT, Config(tokens=True, select=("grammar",)))
    assert _critics(without) == []
    assert without.p_mt == report.p_mt
    assert [p.tokens for p in without.paragraphs] == [p.tokens for p in report.paragraphs]


@pytest.mark.usefixtures("fake_models")
def test_a_comment_in_the_text_silences_it() -> None:
    comment = "<!-- mtqa-ignore grammar.unlikely_form -->"
    assert _critics(_score(f"{PROSE}\n\n{comment}\n\n{FAULT}")) == []
    assert _critics(_score(f"{comment}\n\n{PROSE}\n\n{FAULT}")) != []


def test_only_the_shipped_model_is_a_critic(fake_models: Path) -> None:
    assert _critics(_score(TEXT, Config(model="another", select=WANTED))) == []
    assert _critics(Pipeline(Config(select=WANTED), FakeModel()).score(Document("d", TEXT))) == []
    assert _critics(Pipeline(Config(tier="fast", select=WANTED)).score(Document("d", TEXT))) == []
