"""Changes are repairs, introductions or neutral by the findings that they touch."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from made_texts import edited_document, finding, report
from sample import sample

from mtqa.diff import Change, DocumentDiff, diff_documents
from mtqa.errors import InputError
from mtqa.types import DocumentReport, Finding, Severity, Span, Status, TokenSurprisal


def _changes(diff: DocumentDiff) -> list[Change]:
    return [change for part in diff.blocks for change in part.changes]


def _diff(before: str, after: str, old: list[Finding], new: list[Finding]) -> DocumentDiff:
    return diff_documents(report([before], old), report([after], new))


_OLD = "The boat left at noon. Told. Nobody waved from the pier."


def test_removing_an_artifact_is_a_repair() -> None:
    after = "The boat left at noon. Nobody waved from the pier."
    mark = finding(_OLD, "attribution.orphan_verb", "Told.")
    diff = _diff(_OLD, after, [mark], [])
    (change,) = _changes(diff)
    assert change.verdict == "repair"
    assert change.repairs == (mark,)
    assert diff.summary.changes == {"repair": 1, "introduce": 0, "neutral": 0}
    assert diff.summary.removed == {"attribution.orphan_verb": 1}
    assert diff.summary.added == {}


def test_making_an_artifact_introduces() -> None:
    before = "The boat left at noon. Nobody waved from the pier."
    mark = finding(_OLD, "attribution.orphan_verb", "Told.")
    diff = _diff(before, _OLD, [], [mark])
    (change,) = _changes(diff)
    assert (change.verdict, change.introduces) == ("introduce", (mark,))
    assert diff.summary.added == {"attribution.orphan_verb": 1}


def test_an_artifact_that_survives_next_to_a_change_is_neutral() -> None:
    after = "The ferry left at noon. Told. Nobody waved from the quay."
    diff = _diff(
        _OLD,
        after,
        [finding(_OLD, "attribution.orphan_verb", "Told.")],
        [finding(after, "attribution.orphan_verb", "Told.")],
    )
    assert [c.verdict for c in _changes(diff)] == ["neutral", "neutral"]
    assert diff.summary.removed == diff.summary.added == {}


def test_an_artifact_put_in_place_of_its_like_survives() -> None:
    after = "The boat left at noon. Clarified. Nobody waved from the pier."
    diff = _diff(
        _OLD,
        after,
        [finding(_OLD, "attribution.orphan_verb", "Told.")],
        [finding(after, "attribution.orphan_verb", "Clarified.")],
    )
    assert [c.verdict for c in _changes(diff)] == ["neutral"]
    assert diff.summary.removed == {}


def test_the_heavier_side_decides_and_a_tie_is_neutral() -> None:
    after = "The boat left at noon. The crew told. Nobody waved from the pier."
    old = finding(_OLD, "attribution.orphan_verb", "Told.", severity=Severity.MAJOR)
    for severity, verdict in (
        (Severity.MINOR, "repair"),
        (Severity.MAJOR, "neutral"),
        (Severity.CRITICAL, "introduce"),
    ):
        new = finding(after, "grammar.made", "The crew told", severity=severity)
        (change,) = _changes(_diff(_OLD, after, [old], [new]))
        assert change.verdict == verdict
        assert (change.repairs, change.introduces) == ((old,), (new,))


def test_a_finding_repaired_from_afar_is_laid_to_the_nearest_change() -> None:
    before = "“We wait for the tide, said the pilot. The harbour stayed shut."
    after = "“We wait for the tide,” said the pilot. The harbour stayed open."
    mark = finding(before, "quotes.unbalanced", "“")
    changes = _changes(_diff(before, after, [mark], []))
    assert [c.verdict for c in changes] == ["repair", "neutral"]
    assert changes[0].edit.after.of(after) == "”"


def test_an_insertion_inside_a_finding_repairs_it() -> None:
    before, after = "They agreed.The talks ended.", "They agreed. The talks ended."
    mark = finding(before, "glue.sentence", "agreed.The")
    (change,) = _changes(_diff(before, after, [mark], []))
    assert (change.edit.kind, change.verdict) == ("insert", "repair")


def test_deleted_and_new_paragraphs_are_classed_too() -> None:
    keep = "The boat left at noon and nobody waved from the pier."
    gone, new = "Lead harbour negotiations.", "Told. Clarified."
    diff = diff_documents(
        report([keep, gone], [("fragment.dangling", gone)]),
        report([new, keep], [("attribution.orphan_verb", "Told.")]),
    )
    assert [(c.edit.kind, c.verdict) for c in _changes(diff)] == [
        ("insert", "introduce"),
        ("delete", "repair"),
    ]


def test_a_moved_paragraph_keeps_its_findings() -> None:
    paragraphs = [
        "The boat left at noon and nobody waved from the pier.",
        "Snow fell on the hills above the town until the morning. Told.",
        "A new baker opened her shop beside the old chapel.",
    ]
    mark = [("attribution.orphan_verb", "Told.")]
    diff = diff_documents(report(paragraphs, mark), report(paragraphs[1:] + paragraphs[:1], mark))
    assert diff.summary.moved == 1
    assert diff.summary.removed == diff.summary.added == {}
    assert _changes(diff) == []


def test_scores_are_set_side_by_side_and_averaged_over_a_split() -> None:
    one = "The boat left at noon and nobody waved. Snow fell on the hills above the town."
    parts = ["The boat left at noon and nobody waved.", "Snow fell on the hills above the town."]
    diff = diff_documents(
        report([one], scores=[(0.9, 0.2)], quality=40.0),
        report(parts, scores=[(0.2, None), (0.4, 0.8)], quality=None),
    )
    (part,) = diff.blocks
    assert (part.before_scores.p_mt, part.before_scores.fluency) == (0.9, 0.2)
    assert part.after_scores.p_mt == pytest.approx(0.3)
    assert part.after_scores.fluency == 0.8
    assert diff.summary.quality_gained is None


def test_surprisal_of_changed_tokens_is_measured_where_it_is_known() -> None:
    def with_tokens(text: str, bits: dict[str, float]) -> DocumentReport:
        made = report([text])
        tokens = tuple(
            TokenSurprisal(Span(text.index(w), text.index(w) + len(w)), b) for w, b in bits.items()
        )
        return replace(made, paragraphs=(replace(made.paragraphs[0], tokens=tokens),))

    diff = diff_documents(
        with_tokens("He ate the oak.", {"He": 2.0, "oak": 14.0}),
        with_tokens("He ate the cake.", {"He": 2.0, "cake": 5.0}),
    )
    (change,) = _changes(diff)
    assert (change.bits_before, change.bits_after) == (14.0, 5.0)
    (change,) = _changes(_diff("One way.", "Two way.", [], []))
    assert (change.bits_before, change.bits_after) == (None, None)


def test_every_finding_survives_or_is_counted_once() -> None:
    for seed in range(20):
        rng = random.Random(seed)
        before, after, _, _ = edited_document(rng, 8, noise=0.3)
        old, new = _marked(rng, before), _marked(rng, after)
        diff = diff_documents(old, new)
        removed, added = sum(diff.summary.removed.values()), sum(diff.summary.added.values())
        assert len(old.findings) - removed == len(new.findings) - added
        for part in diff.blocks:
            for change in part.changes:
                assert set(change.repairs) <= set(part.removed)
                assert set(change.introduces) <= set(part.added)
            if part.changes:
                laid = {id(f) for c in part.changes for f in (*c.repairs, *c.introduces)}
                assert laid == {id(f) for f in (*part.removed, *part.added)}
        same = diff_documents(old, old)
        assert same.summary.removed == same.summary.added == {}


def _marked(rng: random.Random, paragraphs: list[str]) -> DocumentReport:
    made = report(paragraphs)
    marked = []
    for one in made.paragraphs:
        found = []
        for _ in range(rng.randint(0, 4)):
            start = rng.randint(one.span.start, one.span.end - 1)
            span = Span(start, min(one.span.end, start + rng.randint(0, 12)))
            name = rng.choice(("a.one", "b.two"))
            text = span.of(made.text)
            found.append(Finding(name, span, text, Severity.MINOR, 0.9, "made", None))
        marked.append(replace(one, findings=tuple(sorted(found, key=lambda f: f.span))))
    return replace(made, paragraphs=tuple(marked))


def test_the_sample_is_summed_up() -> None:
    summary = sample().summary
    assert summary.changes == {"repair": 5, "introduce": 1, "neutral": 3}
    assert summary.moved == 1
    assert summary.blocks == {"same": 6, "edited": 2, "split": 1, "delete": 1, "insert": 1}
    assert summary.added == {"punctuation.doubled": 1}
    assert sum(summary.removed.values()) == 5
    assert summary.quality_gained == pytest.approx(27.7)
    assert summary.words_kept < summary.words_after < summary.words_before


def test_a_document_that_could_not_be_read_is_refused() -> None:
    broken = replace(report(["x"]), id="bad.txt", status=Status.ERROR, error="no such file")
    with pytest.raises(InputError, match=r"bad\.txt.*no such file"):
        diff_documents(broken, report(["x"]))
