"""Round trips are made sentence by sentence and read as labelled examples."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest
from pydantic import ValidationError

from mtqa.errors import TrainingError
from mtqa.train import roundtrips
from mtqa.train.roundtrips import iter_made, make_roundtrips
from mtqa.train.settings import RoundTripSettings

PARAGRAPHS = [
    f"The clerk of ward {number} wrote down every name that he was given that morning. He put "
    "the list on the table by the window, and then he went out to look for the mayor, who had "
    "not come."
    for number in range(30)
]


@pytest.fixture
def settings(tmp_path: Path) -> RoundTripSettings:
    """A corpus of 30 one-paragraph documents and two chains."""
    folder = tmp_path / "human"
    folder.mkdir()
    with lzma.open(folder / "a.jsonl.xz", "wt", encoding="utf-8") as out:
        for number, text in enumerate(PARAGRAPHS):
            record = {"source": "made", "id": str(number), "genre": "prose", "text": text}
            out.write(json.dumps(record) + "\n")
    return RoundTripSettings(
        data_dir=tmp_path,
        output=tmp_path / "trips.jsonl",
        per_genre=10,
        chains={"one": ("a-b", "b-a"), "two": ("a-c", "c-a")},
    )


@pytest.fixture
def apertium(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in that marks each line with the mode it went through."""
    program = tmp_path / "apertium"
    program.write_text('#!/bin/sh\nsed "/./s/^/$2 /"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(roundtrips.shutil, "which", lambda _: str(program))
    return program


@pytest.mark.usefixtures("apertium")
def test_each_sentence_goes_through_its_chain(settings: RoundTripSettings) -> None:
    lines = make_roundtrips(settings).read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert [record["chain"] for record in records] == ["one"] * 5 + ["two"] * 5
    for record in records:
        prefix = "b-a a-b " if record["chain"] == "one" else "c-a a-c "
        assert record["roundtrips"] == [prefix + own for own in record["originals"]]
        assert " ".join(record["originals"]) in PARAGRAPHS


@pytest.mark.usefixtures("apertium")
def test_only_paragraphs_that_hold_a_match_are_translated(settings: RoundTripSettings) -> None:
    few = RoundTripSettings.model_validate({**settings.model_dump(), "holding": r"\b(?:3|17)\b"})
    lines = make_roundtrips(few).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    with pytest.raises(ValidationError):
        RoundTripSettings.model_validate({**settings.model_dump(), "holding": "("})


@pytest.mark.usefixtures("apertium")
def test_examples_pair_original_and_round_trip(settings: RoundTripSettings) -> None:
    examples = list(iter_made(make_roundtrips(settings)))
    assert {(e.kind, e.is_mt) for e in examples} == {("ho", False), ("roundtrip", True)}
    whole = [e for e in examples if e.n_segments == 2]
    single = [e for e in examples if e.n_segments == 1]
    assert len(whole) == len(single) == 20
    assert len({e.source for e in examples}) == 10


def test_without_apertium_the_error_names_the_packages(
    settings: RoundTripSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roundtrips.shutil, "which", lambda _: None)
    with pytest.raises(TrainingError, match="apertium-eng-spa"):
        make_roundtrips(settings)


def test_what_apertium_fails_on_is_left_out(settings: RoundTripSettings, apertium: Path) -> None:
    apertium.write_text(
        '#!/bin/sh\ntext=$(cat)\ncase "$text" in *"ward 7 "*) exit 1;; esac\n'
        'printf "%s\\n" "$text"\n',
        encoding="utf-8",
    )
    whole = settings.model_copy(update={"per_genre": 30})
    lines = make_roundtrips(whole).read_text(encoding="utf-8").splitlines()
    originals = [" ".join(json.loads(line)["originals"]) for line in lines]
    assert len(originals) == 28  # one document is held out
    assert not any("ward 7 " in text for text in originals)


def test_an_apertium_that_only_fails_is_told(settings: RoundTripSettings, apertium: Path) -> None:
    calls = apertium.parent / "calls"
    apertium.write_text(f'#!/bin/sh\necho x >> "{calls}"\nexit 1\n', encoding="utf-8")
    with pytest.raises(TrainingError, match="a-b fails on"):
        make_roundtrips(settings)
    assert calls.read_text() == "x\n", "a mode that does not work is not tried on every sentence"


def test_a_missing_file_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="mtqa train roundtrips"):
        next(iter_made(tmp_path / "none.jsonl"))
