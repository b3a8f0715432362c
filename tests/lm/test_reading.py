"""What a model would have given other words."""

from __future__ import annotations

import pytest

from lm.texts import TRAPS
from mtqa.lm.causal import CausalModel, OwnModel

TEXT = "The council met on Tuesday to talk about the price of bread, and nobody could say why."


@pytest.fixture
def own(tiny: CausalModel) -> OwnModel:
    assert isinstance(tiny, OwnModel)
    return tiny


@pytest.mark.parametrize("text", [TEXT, *TRAPS, "", TEXT * 4])
def test_a_reading_has_the_tokens_of_the_scores(own: OwnModel, text: str) -> None:
    reading = own.read(text)
    assert reading.tokens == own.surprisals([text])[0]
    assert len(reading.ids) == len(reading.bits)
    for start, place in reading.starts.items():
        assert not text[start].isspace()
        assert text[start - 1].isspace()
        assert 0 <= place < len(reading.ids)


@pytest.mark.parametrize("rival", ["the", "of", "with"])
def test_a_rival_costs_what_it_costs_where_it_stands(own: OwnModel, rival: str) -> None:
    start = TEXT.index("bread")
    reading = own.read(TEXT)
    piece = reading.piece_of(rival)
    assert piece is not None
    (bits,) = reading.rival_bits([reading.starts[start]], [piece])
    edited = f"{TEXT[:start]}{rival} {TEXT[start:]}"
    (standing,) = [t.bits for t in own.surprisals([edited])[0] if t.span.start == start]
    assert bits == pytest.approx(standing, abs=1e-3)


def test_a_word_of_several_pieces_is_no_rival(own: OwnModel) -> None:
    assert own.read(TEXT).piece_of("zyzzyvas") is None
