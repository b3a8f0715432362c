"""Units for the encoder: shared sources, exact spans, nothing of what is kept out."""

from __future__ import annotations

from mtqa.train.encoder_data import is_kept_out, tagged_spans


def test_bad_tokens_become_spans_and_gaps_are_left_out() -> None:
    text = "It rained, dogs and dogs."
    tokens = "It rained , dogs and dogs ."
    tags = "OK OK OK OK OK OK OK OK OK OK BAD BAD OK OK OK"
    spans = tagged_spans(text, tokens, tags)
    assert spans is not None
    assert [span.of(text) for span in spans] == ["dogs"]
    assert spans[0].start == text.rindex("dogs")


def test_tokens_that_are_not_those_of_the_text_give_no_label() -> None:
    assert tagged_spans("It rained.", "It snowed .", "OK OK OK BAD OK OK OK") is None


def test_about_one_block_in_eight_is_kept_out() -> None:
    kept = sum(is_kept_out(f"set/pair/{number}") for number in range(4_000))
    assert 400 < kept < 600
