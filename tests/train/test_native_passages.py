"""Native paragraphs are joined to the lengths that machine texts have."""

from __future__ import annotations

from itertools import groupby

from mtqa.train.examples import Example, join_passages


def _page(key: str, words: list[int]) -> list[Example]:
    return [
        Example(" ".join([f"{key}{place}"] * count), "native", "blog", "en", "someone", key, key, 1)
        for place, count in enumerate(words)
    ]


def test_passages_join_paragraphs_of_one_document_in_order() -> None:
    paragraphs = [*_page("a", [20] * 30), *_page("b", [30] * 30)]
    passages = list(join_passages(paragraphs, seed=1))
    assert {p.block for p in passages} == {"a", "b"}
    for key, own in groupby(passages, key=lambda p: p.block):
        words = " ".join(p.text for p in own).split()
        places = [int(word.removeprefix(key)) for word in words]
        assert places == sorted(places)
    lengths = [len(p.text.split()) for p in passages]
    assert 25 <= min(lengths) < 60
    assert 90 < max(lengths) <= 140
    assert passages == list(join_passages(paragraphs, seed=1))


def test_a_paragraph_that_is_too_long_is_left_out() -> None:
    assert not list(join_passages(_page("a", [500, 500]), seed=1))


def test_what_is_left_of_a_document_joins_no_other() -> None:
    assert not list(join_passages([*_page("a", [10]), *_page("b", [10])], seed=1))
