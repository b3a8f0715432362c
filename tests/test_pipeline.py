"""One document through the whole pipeline, with a fake model and a made-up scorer."""

from __future__ import annotations

import math
import multiprocessing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mtqa.config import Config
from mtqa.detectors.base import Detector, Match, View
from mtqa.errors import ConfigError, ModelError
from mtqa.evidence.reader import ReaderEvidence
from mtqa.lm.base import FakeModel
from mtqa.pipeline import LONGEST_LINE, Pipeline, score_stream
from mtqa.types import Document, DocumentReport, Severity, Status, TokenSurprisal, Verdict
from tests.conftest import made_up_scorer

PROSE = (
    "The council met on Tuesday to talk about the price of bread, and nobody could say why "
    "the bakers had left early. A clerk read the minutes twice before the lights went out.\n\n"
    "Nobody minded much. They lit candles, argued about flour, and went home at nine."
)
SHORT = "She opened the small window slowly."
TRAPS = (
    "",
    "\ufeff \u200b",
    "👩‍👩‍👧 said “no” twice, twice 🇳🇴.",
    "ﬁn… Ⅳ ½ e\u0301\u0301 caf\u00e9 men came back later",
    "one\r\ntwo\rthree\u2028four words stand here now",
    "a lone \ud800 surrogate stands in this text",
    "``` code ``` https://example.org/x?y=z and four more words",
    "Это русский текст, который никто здесь не читает вслух.",
    "\x00\x01 control \x1b[31m characters stand among words",
    "((((((((((((((((\"\"\"\"\"'''''“”“”,,,,....",
)

any_text = st.lists(
    st.one_of(st.sampled_from([*TRAPS, PROSE, SHORT]), st.text(max_size=30)), max_size=5
).map("\n\n".join)


@pytest.fixture
def pipeline(fake_models: Path) -> Pipeline:
    return Pipeline(Config(tokens=True, explain=True))


def score(pipeline: Pipeline, text: str) -> DocumentReport:
    return pipeline.score(Document("d", text))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=any_text)
@example(text="\n\n".join(TRAPS))
def test_any_text_has_a_sound_report(pipeline: Pipeline, text: str) -> None:
    report = score(pipeline, text)
    assert report.status is not Status.ERROR, report.error
    assert report == score(pipeline, text)
    scores = (report.p_mt, report.fluency, report.quality, report.verdict)
    assert (None in scores) == (report.status is not Status.OK) == (set(scores) == {None})
    end = 0
    for number, paragraph in enumerate(report.paragraphs):
        assert paragraph.index == number
        assert end <= paragraph.span.start < paragraph.span.end <= len(text)
        end = paragraph.span.end
        assert (paragraph.p_mt is None) == (paragraph.status is not Status.OK)
        assert (paragraph.fluency is None) == (paragraph.p_mt is None)
        assert (paragraph.surprisal_bits is None) == (paragraph.p_mt is None)
        for value in (paragraph.p_mt, paragraph.fluency):
            assert value is None or 0 <= value <= 1
        for finding in paragraph.findings:
            assert finding.span.of(text) == finding.text
        for token in paragraph.tokens:
            assert paragraph.span.start <= token.span.start < token.span.end <= end
        if paragraph.p_mt is not None:
            log_odds = sum(part.log_odds for part in paragraph.contributions)
            assert paragraph.p_mt == pytest.approx(1 / (1 + math.exp(-log_odds)))
    assert report.quality is None or 0 <= report.quality <= 100
    assert len(report.reasons) <= 3


def test_a_score_does_not_depend_on_its_neighbours(fake_models: Path) -> None:
    documents = [Document(str(i), t) for i, t in enumerate([PROSE, "", SHORT, TRAPS[2], PROSE])]
    together = list(score_stream(documents, Config()))
    alone = [next(score_stream([d], Config())) for d in documents]
    assert together == alone
    assert [r.id for r in together] == ["0", "1", "2", "3", "4"]
    assert together[0].p_mt == together[4].p_mt


def test_a_paragraph_does_not_depend_on_the_others(pipeline: Pipeline) -> None:
    alone = score(pipeline, SHORT).paragraphs[0]
    amid = score(pipeline, f"{PROSE}\n\n{SHORT}\n\n{PROSE}").paragraphs[2]
    assert (alone.p_mt, alone.fluency, alone.surprisal_bits) == (
        amid.p_mt, amid.fluency, amid.surprisal_bits,
    )  # fmt: skip


def test_workers_change_nothing(fake_models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # forked workers inherit the fake models; the fast tier starts no threads before the fork
    monkeypatch.setattr("mtqa.pipeline.get_context", lambda _: multiprocessing.get_context("fork"))
    documents = [Document(str(i), f"{SHORT}\n\n{PROSE[i:]}") for i in range(40)]
    documents[7] = Document("7", "", error="x.jsonl:7: broken")
    config = Config(tier="fast")
    assert list(score_stream(documents, config, workers=2)) == list(score_stream(documents, config))


def test_a_stream_is_read_as_it_is_scored(fake_models: Path) -> None:
    read = 0

    def endless():
        nonlocal read
        while True:
            read += 1
            yield Document(str(read), SHORT)

    stream = score_stream(endless(), Config())
    assert [next(stream).id for _ in range(3)] == ["1", "2", "3"]
    assert read == 3


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", Status.EMPTY),
        (" \n\n\t", Status.EMPTY),
        ("Just three words.", Status.TOO_SHORT),
        ("Leave a Reply", Status.BOILERPLATE),
        (
            "Это русский текст, который никто здесь не читает вслух, потому что вечер.",
            Status.WRONG_LANGUAGE,
        ),
    ],
)
def test_an_absent_score_is_none_with_its_reason(
    pipeline: Pipeline, text: str, status: Status
) -> None:
    report = score(pipeline, text)
    assert report.status is status
    assert report.p_mt is report.fluency is report.quality is report.verdict is None
    assert report.signature


def test_a_foreign_document_names_its_language(pipeline: Pipeline) -> None:
    text = "Это русский текст, который никто здесь не читает вслух, потому что вечер."
    assert score(pipeline, text).language == "ru"
    assert score(pipeline, PROSE).language == "en"


def test_findings_stand_in_paragraphs_that_are_too_short(pipeline: Pipeline) -> None:
    report = score(pipeline, f"Told the the.\n\n{PROSE}")
    assert report.paragraphs[0].status is Status.TOO_SHORT
    assert report.paragraphs[0].findings


def test_a_document_of_one_sentence_is_scored_near_the_prior(pipeline: Pipeline) -> None:
    report = score(pipeline, SHORT)
    assert report.status is Status.OK
    assert report.p_mt is not None
    assert abs(report.p_mt - 0.5) < 0.2
    assert report.verdict is not Verdict.LIKELY_MT


def test_the_prior_moves_every_score(fake_models: Path) -> None:
    low, high = (score(Pipeline(Config(prior=p)), PROSE).p_mt for p in (0.05, 0.95))
    assert low is not None
    assert high is not None
    assert low < 0.5 < high


def test_hidden_text_carries_no_surprisal(pipeline: Pipeline) -> None:
    plain = score(pipeline, "We wrote about the old mill and its many owners.")
    linked = score(
        pipeline,
        "We wrote about https://example.org/a/b/c?d=e&f=g#hijkl-mnop-qrst the old mill and its "
        "many owners.",
    )
    assert linked.paragraphs[0].surprisal_bits == plain.paragraphs[0].surprisal_bits
    assert linked.paragraphs[0].n_tokens > plain.paragraphs[0].n_tokens


def test_the_fast_tier_needs_no_language_model(fake_models: Path) -> None:
    report = score(Pipeline(Config(tier="fast")), PROSE)
    assert report.p_mt is not None
    assert report.n_tokens == 0
    assert report.paragraphs[0].surprisal_bits is None
    assert "model:none" in report.signature


def test_an_overlong_line_is_an_error_that_says_where(pipeline: Pipeline) -> None:
    report = score(pipeline, "Fine.\n" + "words " * (LONGEST_LINE // 6 + 1))
    assert report.status is Status.ERROR
    assert "d: line 2 has 1,000,00" in str(report.error)
    assert "break it into paragraphs" in str(report.error)


def test_a_long_text_of_many_lines_is_no_error(fake_models: Path) -> None:
    pipeline = Pipeline(Config(tier="fast", select=("punctuation.colliding_marks",)))
    text = ("Some plain words stand on every line of this text.\n\n" * 400).strip()
    report = score(pipeline, text)
    assert report.status is Status.OK
    assert len(report.paragraphs) == 400


def test_a_record_that_could_not_be_read_keeps_its_message(pipeline: Pipeline) -> None:
    report = pipeline.score(Document("x:3", "", error="x.jsonl:3: broken JSON"))
    assert (report.status, report.error) == (Status.ERROR, "x.jsonl:3: broken JSON")


def test_a_failing_detector_or_model_costs_one_document(
    fake_models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Breaking(FakeModel):
        def surprisals(self, texts: list[str]) -> list[tuple[TokenSurprisal, ...]]:  # type: ignore[override]
            if "bread" in texts[0]:
                raise RuntimeError("no bread")
            return super().surprisals(texts)

    pipeline = Pipeline(Config(), Breaking())
    reports = [score(pipeline, text) for text in (SHORT, PROSE, SHORT)]
    assert [r.status for r in reports] == [Status.OK, Status.ERROR, Status.OK]
    assert reports[1].error == "d: scoring failed (RuntimeError: no bread)"
    assert reports[0] == reports[2]


def test_one_finding_moves_the_quality_within_its_bound(
    fake_models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(view: View):
        if "clerk" in view.text:
            yield Match(0, 3, "made up")

    fault = Detector(
        id="mine.fault", summary="", severity=Severity.CRITICAL, confidence=1.0,
        find=find, bad=(), good=(),
    )  # fmt: skip
    reports = []
    for detectors in ((), (fault,)):
        monkeypatch.setattr("mtqa.pipeline._detectors", lambda _, d=detectors: d)
        reports.append(score(Pipeline(Config()), PROSE))
    before, after = reports
    assert len(after.findings) == 1
    assert before.quality == pytest.approx(100 * before.fluency)
    # a tenth by the finding itself; the rest by fluency, whose features are bounded
    assert 90 * after.fluency <= after.quality < 100 * after.fluency < before.quality


def test_select_and_ignore_choose_the_detectors(fake_models: Path) -> None:
    text = "They will meet in in Geneva on Monday , and nobody knows why they meet."

    def groups(config: Config) -> set[str]:
        return {f.detector.partition(".")[0] for f in score(Pipeline(config), text).findings}

    assert groups(Config()) == {"repetition", "punctuation"}
    assert groups(Config(select=("repetition.word",))) == {"repetition"}
    assert groups(Config(ignore=("repetition",))) == {"punctuation"}


@pytest.mark.parametrize("field", ["select", "ignore"])
def test_an_unknown_detector_is_an_error_before_anything_loads(
    field: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("mtqa.pipeline.models_dir", lambda: tmp_path)
    with pytest.raises(ConfigError, match=r"detector 'punctuation\.nil' is unknown"):
        Pipeline(Config(**{field: ("punctuation.nil",)}))


def test_a_missing_model_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("mtqa.pipeline.models_dir", lambda: tmp_path)
    with pytest.raises(ModelError, match="reinstall"):
        Pipeline(Config())


class _Length:
    """A reader that takes long texts for machine-made."""

    signature = "length@1"

    def score(self, text: str) -> ReaderEvidence:
        own = len(text) / 100
        return ReaderEvidence(own, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def test_the_accurate_tier_reads_a_general_model_as_well(
    fake_models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str | None, int]] = []

    def load(_folder: Path, model: str | None, threads: int) -> _Length:
        asked.append((model, threads))
        return _Length()

    monkeypatch.setattr("mtqa.pipeline.load_reader", load)
    plain = score(Pipeline(Config(explain=True)), PROSE)
    pipeline = Pipeline(Config(tier="accurate", model="own.gguf", explain=True))
    report = score(pipeline, PROSE)
    assert asked == [("own.gguf", 1)]
    assert "+length@1" in report.signature
    assert report.n_tokens == plain.n_tokens > 0
    parts = {c.feature: c.value for c in report.paragraphs[0].contributions}
    assert parts["reader_p_mt"] == pytest.approx(len(report.paragraphs[0].span.of(PROSE)) / 100)
    assert report.p_mt is not None and plain.p_mt is not None
    assert report.p_mt > plain.p_mt


def test_other_tiers_read_no_general_model(
    fake_models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(*_: object) -> _Length:
        raise AssertionError("loaded")

    monkeypatch.setattr("mtqa.pipeline.load_reader", load)
    for tier in ("default", "fast"):
        assert score(Pipeline(Config(tier=tier)), PROSE).p_mt is not None


def test_a_tier_without_a_fit_is_told(fake_models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scorer = made_up_scorer()
    del scorer.p_mt["accurate"]
    monkeypatch.setattr("mtqa.pipeline.load_scorer", lambda _: scorer)
    with pytest.raises(ModelError, match="no fit of the accurate tier; run mtqa train scorer"):
        Pipeline(Config(tier="accurate"))
