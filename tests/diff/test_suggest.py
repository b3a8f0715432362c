"""Only certain repairs are applied, without overlap, to the right place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_texts import finding

from mtqa.diff import CERTAIN, apply_suggestions
from mtqa.errors import InputError
from mtqa.types import Finding, Severity, Span

_TEXT = "They met in in Oslo , and Nina Told reporters ."


def test_certain_repairs_are_applied() -> None:
    findings = [
        finding(_TEXT, "repetition.word", " in in", " in"),
        finding(_TEXT, "punctuation.space", " ,", ","),
        finding(_TEXT, "punctuation.space", " .", "."),
        finding(_TEXT, "case.stray_capital", "Told", "told", confidence=CERTAIN - 0.01),
        finding(_TEXT, "name.odd", "Nina", None),
        finding(_TEXT, "name.odd", "Oslo", "Oslo"),
    ]
    text, applied = apply_suggestions(_TEXT, reversed(findings))
    assert text == "They met in Oslo, and Nina Told reporters."
    assert list(applied) == findings[:3]


def test_threshold_is_inclusive() -> None:
    mark = finding(_TEXT, "case.stray_capital", "Told", "told", confidence=CERTAIN)
    assert apply_suggestions(_TEXT, [mark])[1] == (mark,)
    assert apply_suggestions(_TEXT, [mark], threshold=0.95) == (_TEXT, ())


def test_of_overlapping_repairs_the_surest_then_the_longest_wins() -> None:
    short = finding(_TEXT, "a.short", "Nina", "nina")
    long = finding(_TEXT, "b.long", "Nina Told", "Nina told")
    sure = finding(_TEXT, "c.sure", "Told", "told", confidence=0.99)
    assert apply_suggestions(_TEXT, [short, long])[1] == (long,)
    assert apply_suggestions(_TEXT, [long, sure, short])[1] == (short, sure)


def test_insertions_at_one_place_clash_and_beside_a_repair_do_not() -> None:
    def at(offset: int, suggestion: str, detector: str) -> Finding:
        return Finding(detector, Span(offset, offset), "", Severity.MINOR, 0.9, "made", suggestion)

    assert apply_suggestions("ab", [at(1, "-", "b.x"), at(1, "+", "a.x")])[0] == "a+b"
    repair = Finding("c.x", Span(1, 2), "b", Severity.MINOR, 0.9, "made", "B")
    assert apply_suggestions("ab", [at(1, "-", "b.x"), repair])[0] == "a-B"
    assert apply_suggestions("ab", [repair, at(1, "-", "b.x")])[0] == "a-B"


def test_findings_of_another_text_are_refused() -> None:
    mark = finding(_TEXT, "repetition.word", " in in", " in")
    with pytest.raises(InputError, match=r"repetition\.word.*score the text again"):
        apply_suggestions("They met in Oslo and Nina told reporters.", [mark])


@st.composite
def _marked(draw: st.DrawFn) -> tuple[str, list[Finding]]:
    text = draw(st.text(max_size=40))
    findings = []
    for n in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        span = Span(start, draw(st.integers(start, len(text))))
        findings.append(
            Finding(
                f"a.n{n}",
                span,
                span.of(text),
                Severity.MINOR,
                draw(st.sampled_from((0.5, 0.85, 0.9))),
                "made",
                draw(st.none() | st.text(max_size=5)),
            )
        )
    return text, findings


@settings(max_examples=200, deadline=None)
@given(_marked(), st.randoms(use_true_random=False))
def test_the_order_of_findings_never_matters(
    marked: tuple[str, list[Finding]], rng: object
) -> None:
    text, findings = marked
    new, applied = apply_suggestions(text, findings)
    shuffled = list(findings)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert apply_suggestions(text, shuffled) == (new, applied)
    expected, at = "", 0
    for one in applied:
        expected += text[at : one.span.start] + (one.suggestion or "")
        at = one.span.end
    assert new == expected + text[at:]
