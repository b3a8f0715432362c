from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from mtqa.report.groups import SLOTS, assign
from mtqa.report.segments import LEVELS, Mark, Segment, split
from mtqa.types import Span, TokenSurprisal

from . import samples

TEXT = "abcdefghijklmnopqrstuvwxyz"


def _marks(*spans: tuple[int, int]) -> list[Mark]:
    return [Mark(n, 0, samples.at(TEXT, *span)) for n, span in enumerate(sorted(spans), 1)]


def _text(segments: list[Segment]) -> str:
    return "".join(run.text for segment in segments for run in segment.runs)


def test_overlapping_findings_are_cut_into_atoms() -> None:
    segments = split(TEXT, Span(0, 26), _marks((2, 10), (5, 15), (8, 9)), [], [])
    shown = [
        (_text([s]), [u.mark.number for u in s.underlines], [m.number for m in s.numbers])
        for s in segments
    ]
    assert shown == [
        ("ab", [], []),
        ("cde", [1], []),
        ("fgh", [1, 2], []),
        ("i", [1, 2, 3], [3]),
        ("j", [1, 2], [1]),
        ("klmno", [2], [2]),
        ("pqrstuvwxyz", [], []),
    ]


spans = st.tuples(st.integers(0, 26), st.integers(0, 26)).map(lambda t: (min(t), max(t)))


@given(
    st.lists(spans, max_size=12),
    st.lists(st.tuples(spans, st.floats(0, 30)), max_size=12),
    spans,
)
def test_text_is_whole_and_every_finding_has_its_number_once(
    findings: list[tuple[int, int]], heat: list[tuple[tuple[int, int], float]], part: tuple
) -> None:
    marks = _marks(*findings)
    tokens = sorted((TokenSurprisal(Span(*s), b, 0.5) for s, b in heat), key=lambda t: t.span)
    segments = split(TEXT, Span(*part), marks, [], tokens)
    assert _text(segments) == TEXT[part[0] : part[1]]
    numbers = [m.number for s in segments for m in (*s.points, *s.numbers)]
    assert sorted(numbers) == [m.number for m in marks]
    at = part[0]
    for segment in segments:
        here = Span(at, at + len(_text([segment])))
        levels = [under.level for under in segment.underlines]
        assert levels == sorted(set(levels))
        assert len(levels) <= LEVELS
        for under in segment.underlines:
            assert under.mark.finding.span.overlaps(here)
        at = here.end


def test_tokens_that_share_a_character_add_up() -> None:
    tokens = [TokenSurprisal(Span(0, 1), 5.0), TokenSurprisal(Span(0, 1), 5.5)]
    (first, rest) = split("é tail", Span(0, 6), [], [], tokens)[0].runs
    assert (first.text, first.bits, first.evidence) == ("é", 4, None)
    assert (rest.text, rest.bits) == (" tail", None)


def test_ten_thousand_nested_findings_take_no_quadratic_time() -> None:
    text = "“" * 20_000
    marks = [Mark(n + 1, 0, samples.at(text, n, 20_000 - n)) for n in range(10_000)]
    begun = time.process_time()
    segments = split(text, Span(0, len(text)), marks, [], [])
    assert time.process_time() - begun < 2
    assert sum(len(s.points) + len(s.numbers) for s in segments) == 10_000


def test_groups_get_styles_apart_until_there_are_none_left() -> None:
    styles = assign([f"group{n}.x" for n in range(SLOTS)])
    assert len({group.slot for group in styles.values()}) == SLOTS
    many = assign([f"group{n}.x" for n in range(25)])
    assert sum(group.count for group in set(many.values())) == 25
    assert {group.slot for group in many.values()} == set(range(SLOTS))
