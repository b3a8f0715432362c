"""Counting and sampling findings, on small made-up texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtqa.detectors import catalogue
from mtqa.detectors.measured import (
    DetectorFigures,
    Judged,
    Measured,
    read_figures,
    shipped_figures,
)
from mtqa.detectors.rates_page import rates_section
from mtqa.errors import ConfigError, TrainingError
from mtqa.evaluation.detector_rates import (
    count_findings,
    find_all,
    sample_findings,
    write_rates,
)
from mtqa.evaluation.rate_samples import (
    SampleText,
    draw_samples,
    every_text,
    join_paragraphs,
)
from tests.evaluation.made_up_data import made_up_data

REPEATED = catalogue()["repetition.word"]
GLUED = catalogue()["punctuation.glued_sentences"]
TEXTS = [
    SampleText("native", "a", "The old bridge crossed the river below the mill."),
    SampleText("roundtrip", "b", "The bridge crossed crossed the river below the mill."),
    SampleText("roundtrip", "c", "The bridge crossed crossed the river below the mill."),
    SampleText("roundtrip", "d", "Below the mill, the road road turned to the north."),
]


def test_findings_are_counted_by_kind_and_judgements_kept() -> None:
    words, sightings = find_all(TEXTS, [REPEATED, GLUED])
    assert words == {"native": 9, "roundtrip": 28}
    before = Measured.model_validate(
        {
            "date": "2026-01-01",
            "command": "test",
            "judged_on": "2026-01-02",
            "words": {},
            "detectors": {
                "repetition.word": {
                    "counts": {},
                    "elsewhere": {"judged": 2, "right": 1},
                    "judged": {"judged": 4, "right": 3},
                }
            },
        }
    )
    figures = count_findings(words, sightings, [REPEATED, GLUED], "test", before)
    assert figures.detectors["repetition.word"].counts == {"native": 0, "roundtrip": 3}
    assert figures.detectors["repetition.word"].elsewhere == Judged(judged=2, right=1)
    assert figures.detectors["repetition.word"].judged == Judged(judged=4, right=3)
    assert figures.detectors["punctuation.glued_sentences"].judged is None
    assert figures.judged_on == "2026-01-02"
    assert figures.rate(["repetition.word"], ["roundtrip"], 1_000) == pytest.approx(3_000 / 28)
    assert figures.rate(["repetition.word"], ["ho"], 1_000) is None


def test_sample_is_seeded_limited_and_without_repeats() -> None:
    _, sightings = find_all(TEXTS, [REPEATED])
    records = sample_findings(sightings, 5, seed=1)
    assert len(records) == 2
    assert records == sample_findings(sightings, 5, seed=1)
    assert len(sample_findings(sightings, 1, seed=1)) == 1
    one = next(r for r in records if r["document"] == "d")
    assert (one["before"], one["text"], one["after"]) == (
        "Below the mill, the road",
        " road",
        " turned to the north.",
    )


def test_segments_become_paragraphs_without_seams() -> None:
    segments = ["Bridge closed", "It was old.", "Cars waited.", "Facts", "It fell."] + ["So."] * 6
    assert join_paragraphs(segments) == [
        "Bridge closed",
        "It was old. Cars waited.",
        "Facts",
        "It fell. So. So. So. So.",
        "So. So.",
    ]
    quotation = ['"Well.', "Yes.", "No.", "Now.", "So.", 'Then."', "They left."]
    assert join_paragraphs(quotation) == ['"Well. Yes. No. Now. So. Then."', "They left."]


def test_draw_takes_whole_documents_and_other_systems_last(tmp_path: Path) -> None:
    data = made_up_data(tmp_path)
    samples = draw_samples(data, 10_000, seed=0)
    assert samples == draw_samples(data, 10_000, seed=0)
    kinds = [s.kind for s in samples]
    assert {k: kinds.count(k) for k in set(kinds)} == {
        "native": 6,
        "mt wmt21": 4,
        "ht": 2,
        "roundtrip": 2,
    }
    first = [s.id.rpartition("/")[0] for s in samples if s.kind == "mt wmt21"][:2]
    assert len(set(first)) == 2, "each document once before any second system"
    few = draw_samples(data, 15, seed=0)
    assert sum(s.kind == "native" for s in few) == 2


def test_every_text_is_read_once_under_its_id(tmp_path: Path) -> None:
    texts = list(every_text(made_up_data(tmp_path)))
    assert {"prose", "native", "mt wmt21", "ht", "roundtrip", "marked", "wild"} >= {
        t.kind for t in texts
    }
    drawn = draw_samples(tmp_path, 10_000, seed=0)
    assert {t.id for t in drawn} | {"w"} <= {t.id for t in texts}
    assert len({t.id for t in texts}) == len(texts)


def test_made_texts_are_read_too(tmp_path: Path) -> None:
    data = made_up_data(tmp_path / "data")
    trips, spun = tmp_path / "trips.jsonl", tmp_path / "spun.jsonl"
    trips.write_text('{"chain": "spa", "roundtrips": ["One.", "Two."]}\n', encoding="utf-8")
    spun.write_text('{"id": "spun/a", "text": "Three."}\n', encoding="utf-8")
    made = [t for t in every_text(data, [trips], [spun]) if t.kind == "made"]
    assert [(t.id, t.text) for t in made] == [("made/spa/0", "One. Two."), ("spun/a", "Three.")]
    with pytest.raises(TrainingError, match=r"none\.jsonl: missing"):
        list(every_text(data, texts=[tmp_path / "none.jsonl"]))


def test_missing_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="human"):
        draw_samples(tmp_path, 10, seed=0)


def test_run_writes_figures_or_findings(tmp_path: Path) -> None:
    data = made_up_data(tmp_path / "data")
    output = write_rates(data, tmp_path / "measured.json", words=1_000)
    figures = read_figures(output)
    assert figures is not None
    patterns = {id_ for id_, detector in catalogue().items() if detector.scope != "critic"}
    assert figures.detectors.keys() == patterns
    assert figures.detectors["repetition.word"].counts["mt wmt21"] == 8
    assert "wild" not in figures.words
    written = output.read_bytes()
    listed = write_rates(data, output, findings=tmp_path / "f.jsonl", words=1_000)
    records = [json.loads(line) for line in listed.read_text(encoding="utf-8").splitlines()]
    assert {"wild", "mt wmt21", "roundtrip"} <= {r["kind"] for r in records}
    assert output.read_bytes() == written
    every = write_rates(data, output, findings=tmp_path / "all.jsonl", words=None)
    assert every.read_bytes() != b""
    with pytest.raises(ConfigError, match="findings only"):
        write_rates(data, output, words=None)


def test_wilson_interval() -> None:
    low, high = Judged(judged=50, right=45).interval()
    assert (low, high) == pytest.approx((0.7864, 0.9565), abs=1e-4)
    assert Judged(judged=5, right=5).interval()[1] == pytest.approx(1.0)


def test_figures_that_cannot_be_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "measured.json"
    assert read_figures(path) is None
    path.write_text(
        '{"date": "", "command": "", "words": {}, "detectors": '
        '{"a.b": {"counts": {}, "judged": {"judged": 1, "right": 2}}}}',
        encoding="utf-8",
    )
    with pytest.raises(ConfigError, match="2 right of 1 judged"):
        read_figures(path)


def test_section_shows_totals_precision_and_rates() -> None:
    words, sightings = find_all(TEXTS, [REPEATED])
    figures = count_findings(words, sightings, [REPEATED], "test", None)
    own = figures.detectors["repetition.word"].model_copy(
        update={
            "judged": Judged(judged=20, right=18),
            "elsewhere": Judged(judged=10, right=9),
            "drawn": Judged(judged=5, right=5),
        }
    )
    figures = figures.model_copy(update={"detectors": {"repetition.word": own}})
    section = rates_section([REPEATED, GLUED], figures)
    assert "**0.00 faults per 1,000 words, 0.00 of them" in section
    assert (
        "| repetition.word | 1.00 [0.57, 1.00] of 5 | 0.90 [0.60, 0.98] of 10 | "
        "0.90 [0.70, 0.97] of 20 | 35 | 0 | 1071.43 |"
    ) in section
    assert "| punctuation.glued_sentences | not measured | | | | | |" in section
    columns = {line.count("|") for line in section.splitlines() if line.startswith("|")}
    assert len(columns) == 1
    assert "no default detector fewer than 0 findings were read (`punctuation.glued" in section
    assert "Of 2 of the\n2 the draw and the reading elsewhere alone have fewer than 50" in section


def test_section_tells_when_enough_was_read_of_every_detector() -> None:
    words, sightings = find_all(TEXTS, [REPEATED])
    figures = count_findings(words, sightings, [REPEATED], "test", None)
    own = figures.detectors["repetition.word"].model_copy(
        update={"drawn": Judged(judged=30, right=30), "elsewhere": Judged(judged=20, right=19)}
    )
    figures = figures.model_copy(update={"detectors": {"repetition.word": own}})
    section = rates_section([REPEATED], figures)
    assert "fewer than 50 findings were read (`repetition.word`).\n\nThe brackets" in section


def test_shipped_figures_fit_the_catalogue() -> None:
    figures = shipped_figures()
    assert figures is not None
    assert figures.detectors.keys() <= catalogue().keys()
    for name, own in figures.detectors.items():
        for read in (own.drawn, own.elsewhere, own.judged):
            if read is not None and read.judged >= 10 and not catalogue()[name].preview:
                assert read.precision >= 0.8, f"{name} belongs in preview"


def test_of_every_default_detector_fifty_findings_were_read_and_four_in_five_were_right() -> None:
    figures = shipped_figures()
    assert figures is not None
    for name, detector in catalogue().items():
        if detector.preview:
            continue
        own = figures.detectors[name]
        readings = [read for read in (own.drawn, own.elsewhere, own.judged) if read is not None]
        assert own.read_in_all() >= 50, f"{name} belongs in preview, or more is to be read"
        assert sum(read.right for read in readings) >= 0.8 * own.read_in_all(), name


def test_confidence_is_what_the_readings_speak_for() -> None:
    def of(drawn: tuple[int, int] | None, before: tuple[int, int] | None) -> float | None:
        return DetectorFigures(
            counts={},
            drawn=None if drawn is None else Judged(right=drawn[0], judged=drawn[1]),
            judged=None if before is None else Judged(right=before[0], judged=before[1]),
        ).confidence()

    assert of(None, None) is None
    assert of((46, 50), (50, 50)) == 0.9
    assert of((5, 10), (50, 50)) == 0.9
    assert of((50, 50), None) == 0.97
    assert of((2, 2), None) == 0.85
    assert of((0, 40), None) == 0.05


def test_detectors_have_the_confidence_that_was_measured() -> None:
    figures = shipped_figures()
    assert figures is not None
    for name, detector in catalogue().items():
        own = figures.detectors.get(name)
        measured = None if own is None else own.confidence()
        if measured is not None:
            assert detector.confidence == measured, name
