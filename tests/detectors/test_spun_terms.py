"""The search for spun technical terms, what native prose says of them, and what is found."""

from __future__ import annotations

import csv
import json
import time
from importlib.resources import files
from pathlib import Path

import pytest

from mtqa.detectors import tortured_generalised
from mtqa.detectors.attested import TABLE, Attested, attested, phrase_key, swap_key
from mtqa.detectors.base import View
from mtqa.detectors.phrases import words_of
from mtqa.detectors.spun_evidence import SpunEvidence, Weights, features, spun_evidence
from mtqa.detectors.spun_terms import (
    Exchange,
    ExchangeTable,
    Kind,
    SpunTerms,
    Synonyms,
    TermList,
    TermLists,
    base_form,
    base_forms,
    read_lists,
    spun_terms,
)
from mtqa.detectors.word_sets import words_in
from mtqa.errors import ConfigError
from mtqa.types import Span

SETS = Path(__file__).parents[1] / "spun"
LISTS = TermLists(
    TermList.model_validate({"about": "a test", "terms": {"any": "random forest, data mining"}}),
    ExchangeTable(
        about="a test",
        exchanges={"random": Exchange(odd=("haphazard",), near=("chance",))},
        exceptions=("haphazard wood",),
    ),
    (Synonyms("forest", ("timberland", "wood", "dense growth"), ("woodland",)),),
)


def _view(text: str) -> View:
    whole = Span(0, len(text))
    return View(text, text, (whole,), (whole,))


def _found(search: SpunTerms, text: str) -> list[tuple[str, int]]:
    return [(spun.term, spun.surest) for spun in search.find(words_of(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A haphazard timberland.", [("random forest", Kind.ODD)]),
        ("A random timberland grew.", [("random forest", Kind.BLIND)]),
        ("A haphazard dense growth.", [("random forest", Kind.ODD)]),
        ("A random forest, data mining.", []),
        ("A haphazard wood.", []),
        ("A chance woodland.", []),
        (
            "A chance woodland and a random timberland.",
            [("random forest", Kind.NEAR), ("random forest", Kind.BLIND)],
        ),
        ("A haphazard, wild timberland.", []),
    ],
)
def test_words_go_back_to_the_term(text: str, found: list[tuple[str, int]]) -> None:
    search = SpunTerms(LISTS, Attested())
    assert _found(search, text) == found
    assert search.may_stand_in(words_in(text)) or not found


def test_what_native_prose_holds_is_left_alone() -> None:
    search = SpunTerms(LISTS, Attested([phrase_key(("random", "timberland"))]))
    assert _found(search, "Random timberlands grew.") == []
    assert _found(search, "Haphazard timberlands grew.") != []


def test_table_survives_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = Attested([7, 2**32 - 1], {swap_key("wood", "forest"): 300})
    folder = tmp_path / "detectors" / "data"
    folder.mkdir(parents=True)
    table.save(folder / TABLE)
    monkeypatch.setattr("mtqa.detectors.attested.files", lambda _: tmp_path)
    read = attested.__wrapped__()
    assert read.phrases_of("wood", "forest") == 255
    assert read.phrases_of("timber", "forest") == 0
    assert Attested([phrase_key(("a", "b"))]).holds(("a", "b"))


@pytest.mark.parametrize(
    ("base", "written"),
    [
        ("body", ("body", "bodies")),
        ("class", ("class", "classes")),
        ("color", ("color", "colors", "colour", "colours")),
        ("tree", ("tree", "trees", "tree's")),
        ("analysis", ("analysis",)),
    ],
)
def test_plurals_and_spellings_have_one_base_form(base: str, written: tuple[str, ...]) -> None:
    assert {base_form(word) for word in written} == {base}


def test_thesaurus_is_clean() -> None:
    lists = read_lists()
    assert len(lists.thesaurus) > 3_000
    for word, blind, akin in lists.thesaurus:
        listed = [*blind, *akin]
        assert listed
        assert len(set(map(base_forms, listed))) == len(listed), word
        assert all(s == s.strip().lower() and base_forms(s) != base_forms(word) for s in listed)


def test_a_word_does_not_stand_for_itself() -> None:
    table = ExchangeTable(
        about="a test", exchanges={"forest": Exchange(odd=("forests",))}, exceptions=()
    )
    search = SpunTerms(LISTS._replace(table=table), Attested())
    assert _found(search, "Random forests grew.") == []


def test_the_surer_of_two_overlapping_terms_stands() -> None:
    lists = TermLists(
        TermList.model_validate({"about": "a test", "terms": {"any": "deep forest, forest fire"}}),
        ExchangeTable(
            about="a test",
            exchanges={"deep": Exchange(near=("low",)), "fire": Exchange(odd=("conflagration",))},
            exceptions=(),
        ),
        (),
    )
    found = _found(SpunTerms(lists, Attested()), "A low forest conflagration.")
    assert found == [("forest fire", Kind.ODD)]


def test_what_is_found_passes_the_quick_test() -> None:
    missed = [
        text
        for text, _ in _texts()
        if spun_terms().find(words_of(text)) and not spun_terms().may_stand_in(words_in(text))
    ]
    assert missed == []


def test_fit_and_measured_texts_share_no_spun_term() -> None:
    source = files("mtqa") / "train" / "spun_sentences.tsv"
    lines = source.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    fitted = {row["tortured"].lower() for row in rows}
    measured = {phrase.lower() for _, phrases in _texts() for phrase in phrases}
    assert len(fitted) > 300
    assert fitted.isdisjoint(measured)


@pytest.mark.parametrize("content", [b"", b"PK no archive"])
def test_a_damaged_table_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    folder = tmp_path / "detectors" / "data"
    folder.mkdir(parents=True)
    (folder / TABLE).write_bytes(content)
    monkeypatch.setattr("mtqa.detectors.attested.files", lambda _: tmp_path)
    with pytest.raises(ConfigError, match=r"attested\.npz is missing or damaged"):
        attested.__wrapped__()


def test_time_is_linear_where_every_word_is_spun() -> None:
    for phrase in ("choice tree. ", "organization framework "):
        list(tortured_generalised.find(_view(phrase)))
        start = time.process_time()
        list(tortured_generalised.find(_view(phrase * (100_000 // len(phrase)))))
        assert time.process_time() - start < 6


def _evidence(bar: float) -> SpunEvidence:
    names = features(
        next(SpunTerms(LISTS, Attested()).candidates(words_of("haphazard timberland"))),
        ("haphazard", "timberland"),
        Attested(),
        frozenset(),
    )
    weights = Weights(
        intercept=1.0, of=dict.fromkeys(names, 0.0), native_rate=1e-3, spun_rate=1e-2, bar=bar
    )
    return SpunEvidence(weights, Attested(), frozenset())


def test_spun_terms_in_numbers_convince_and_repetition_does_not() -> None:
    evidence = _evidence(5.0)
    assert not evidence.convinces([("a b", 1.0)], 20)
    assert not evidence.convinces([("a b", 1.0)] * 3, 20)
    assert evidence.convinces([("a b", 1.0), ("c d", 1.0)], 20)
    assert not evidence.convinces([("a b", 1.0), ("c d", 1.0)], 2_000)


def _texts() -> list[tuple[str, list[str]]]:
    """Return the texts of all three sets with their spun terms."""
    return [*_sentences(), *_abstracts(), *_clean()]


def _sentences() -> list[tuple[str, list[str]]]:
    lines = (SETS / "sentences.tsv").read_text("utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [(row["sentence"], [row["tortured"]]) for row in rows]


def _abstracts() -> list[tuple[str, list[str]]]:
    records = map(json.loads, (SETS / "spun_abstracts.jsonl").read_text("utf-8").splitlines())
    return [(r["text"], [phrase for phrase, _ in r["phrases"]]) for r in records]


def _clean() -> list[tuple[str, list[str]]]:
    records = map(json.loads, (SETS / "clean_paragraphs.jsonl").read_text("utf-8").splitlines())
    return [(r["text"], []) for r in records]


def _recall(records: list[tuple[str, list[str]]]) -> tuple[int, int]:
    """Return how many of the phrases are found, and in how many texts anything is."""
    met = texts = 0
    for text, phrases in records:
        found = list(tortured_generalised.find(_view(text)))
        texts += bool(found)
        for phrase in phrases:
            start = text.lower().index(phrase.lower())
            met += any(m.start < start + len(phrase) and m.end > start for m in found)
    return met, texts


def test_terms_of_no_list_are_found() -> None:
    """The sets were written by models that saw neither lists nor rules; floors only rise."""
    assert _recall(_sentences())[0] >= 160
    met, texts = _recall(_abstracts())
    assert met >= 205
    assert texts >= 72
    assert _recall(_clean())[1] <= 1


def test_a_lone_term_counts_where_its_swaps_were_judged() -> None:
    assert _recall([("We train a haphazard timberland.", [])])[1] == 1
    assert _recall([("Cross-haphazard timberland.", [])])[1] == 0


def test_shipped_weights_speak_for_odd_words_and_against_common_ones() -> None:
    of = spun_evidence().weights.of
    assert of["native_phrases_of_the_commonest_swap"] < 0 < of["technical_words"]
    assert of["judged_odd"] > 0 > of["nothing_kept"]
