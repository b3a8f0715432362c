"""Words are exchanged for synonyms of the same form, and texts are read as labelled examples."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from random import Random

import pytest
from made_wordnet import write_wordnet

from mtqa.errors import TrainingError
from mtqa.train.settings import SpinSettings
from mtqa.train.spins import Thesaurus, iter_spins, make_spins

PARAGRAPHS = [
    f"In ward {number} the drowsy clerk mended two lanterns and hung one lantern over the door of "
    "the hall, where it burned all night. He wrote down every name that he was given, and in the "
    "morning he went home to bed."
    for number in range(30)
]


@pytest.fixture
def wordnet(tmp_path: Path) -> Path:
    """A folder of four files in WordNet's form."""
    return write_wordnet(tmp_path)


@pytest.fixture
def settings(wordnet: Path) -> SpinSettings:
    """A corpus of 30 documents, one of which has no paragraph of common length."""
    folder = wordnet / "human"
    folder.mkdir()
    with lzma.open(folder / "a.jsonl.xz", "wt", encoding="utf-8") as out:
        for number, text in enumerate([*PARAGRAPHS[1:], "Too short."]):
            record = {"source": "made", "id": str(number), "genre": "prose", "text": text}
            out.write(json.dumps(record) + "\n")
        record = {"source": "made", "id": "r", "genre": "prose", "outlet": "Reuters"}
        out.write(json.dumps({**record, "text": PARAGRAPHS[0]}) + "\n")
    return SpinSettings(
        data_dir=wordnet,
        output=wordnet / "spins.jsonl",
        wordnet=wordnet,
        documents=100,
        shares=(1.0, 1.0),
    )


def test_words_are_exchanged_in_their_form(wordnet: Path) -> None:
    thesaurus = Thesaurus.read(wordnet, 2)
    spun, count = thesaurus.spin("Drowsy, drowsy clerks mended the lanterns.", 1.0, Random(0))
    assert spun == "Drowsy, dozy clerks patched the lamps."
    assert count == 3


def test_only_the_first_senses_and_single_small_words_count(wordnet: Path) -> None:
    found = {Thesaurus.read(wordnet, 3).spin("a lantern", 1.0, Random(i))[0] for i in range(20)}
    assert found == {"a lamp", "a skylight"}
    assert Thesaurus.read(wordnet, 1).spin("a lantern", 1.0, Random(1))[0] == "a lamp"


def test_parts_of_words_and_names_stay(wordnet: Path) -> None:
    text = "A mend-all, the mend’s end and Mr Lantern."
    assert Thesaurus.read(wordnet, 3).spin(text, 1.0, Random(0)) == (text, 0)


def test_a_share_of_none_changes_nothing(wordnet: Path) -> None:
    assert Thesaurus.read(wordnet, 3).spin(PARAGRAPHS[0], 0.0, Random(0)) == (PARAGRAPHS[0], 0)


def test_a_missing_file_names_the_package(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"data\.noun: missing; install WordNet"):
        Thesaurus.read(tmp_path, 3)


def test_each_record_holds_original_and_spun_text(settings: SpinSettings) -> None:
    records = [json.loads(line) for line in make_spins(settings).read_text("utf-8").splitlines()]
    assert len(records) == 30  # the short document is left out
    for record in records:
        assert any(record["original"] in paragraph for paragraph in PARAGRAPHS)
        changed = record["text"] != record["original"]
        assert changed == (record["exchanged"] > 0)
    assert {r["part"] for r in records if r["publisher"] == "Reuters"} == {"unseen"}


def test_the_same_seed_makes_the_same_texts(settings: SpinSettings) -> None:
    first = make_spins(settings).read_bytes()
    assert make_spins(settings).read_bytes() == first
    assert make_spins(settings.model_copy(update={"seed": 2})).read_bytes() != first


def test_beginnings_are_whole_paragraphs(settings: SpinSettings) -> None:
    path = make_spins(settings.model_copy(update={"words": 10, "documents": 3}))
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(records) == 3
    assert all(r["original"] in [*PARAGRAPHS, "Too short."] for r in records)


def test_examples_are_pairs_of_one_part(settings: SpinSettings) -> None:
    make_spins(settings)
    pair = list(iter_spins(settings.output, "unseen"))
    assert [(e.kind, e.is_mt, e.system) for e in pair] == [
        ("ho", False, "Reuters"),
        ("spun", True, "thesaurus"),
    ]
    assert pair[0].source == pair[1].source
    assert list(iter_spins(settings.output, "train", fewest=0.9)) == []


def test_what_was_not_made_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="make it with mtqa train spins"):
        next(iter_spins(tmp_path / "none.jsonl", "train"))


def test_shipped_thesaurus_spins_technical_words_in_their_number(settings: SpinSettings) -> None:
    text, count = Thesaurus.shipped().spin("The networks learned.", 1.0, Random(1))
    assert count >= 1
    assert text != "The networks learned."
    assert text.split()[1].endswith("s")
    own = settings.model_copy(update={"wordnet": None, "name": "terms"})
    records = [json.loads(line) for line in make_spins(own).read_text("utf-8").splitlines()]
    assert {record["id"].partition("/")[0] for record in records} == {"terms"}
