"""Users' own rules: each kind works, each mistake is named."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from mtqa.detectors.base import Detector, View
from mtqa.detectors.rules import load_rules
from mtqa.errors import ConfigError
from mtqa.types import Severity, Span

EXAMPLE = Path(__file__).resolve().parents[2] / "configs" / "rules.example.yaml"


def _load(tmp_path: Path, text: str) -> tuple[Detector, ...]:
    path = tmp_path / "my.yaml"
    path.write_text(text, encoding="utf-8")
    return load_rules(path)


def _rule(tmp_path: Path, body: str) -> Detector:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    (detector,) = _load(tmp_path, f"rules:\n  -\n    id: my.fault\n{lines}\n")
    return detector


def _found(detector: Detector, text: str, sentences: tuple[Span, ...] = ()) -> list[str]:
    whole = (Span(0, len(text)),)
    view = View(text, text, sentences or whole, whole)
    return [text[m.start : m.end] for m in detector.find(view)]


def test_example_file_loads_and_meets_its_own_examples() -> None:
    detectors = load_rules(EXAMPLE)
    assert detectors[0].id == "house.netizens"
    assert any(d.preview for d in detectors)


def test_existence(tmp_path: Path) -> None:
    rule = _rule(
        tmp_path,
        "kind: existence\nwords: [very unique, 'most unique']\n"
        "message: 'no “%s”, no {text}'\nseverity: major\nconfidence: 0.9\nsuggestion: unique",
    )
    (match,) = rule.find(View(t := "A Very unique find.", t, (), ()))
    assert (match.start, match.end, match.suggestion) == (2, 13, "unique")
    assert match.message == "no “Very unique”, no Very unique"
    assert (rule.severity, rule.confidence) == (Severity.MAJOR, 0.9)


def test_ignorecase_false_keeps_case(tmp_path: Path) -> None:
    rule = _rule(tmp_path, "kind: existence\nwords: [Kiev]\nmessage: m\nignorecase: false")
    assert _found(rule, "kiev KIEV Kiev") == ["Kiev"]


def test_substitution_suggests(tmp_path: Path) -> None:
    rule = _rule(tmp_path, "kind: substitution\nswap: {utilize~: use}\nmessage: 'say {suggestion}'")
    (match,) = rule.find(View(t := "They utilized it.", t, (), ()))
    assert (match.suggestion, match.message) == ("use", "say use")


@pytest.mark.parametrize(("scope", "count"), [("sentence", 0), ("paragraph", 2)])
def test_occurrence_counts_within_its_scope(tmp_path: Path, scope: str, count: int) -> None:
    rule = _rule(tmp_path, f"kind: occurrence\nwords: [thus]\nmax: 1\nmessage: m\nscope: {scope}")
    text = "Thus A. Thus B. Thus C."
    assert len(_found(rule, text, (Span(0, 7), Span(8, 15), Span(16, 23)))) == count


def test_sequence_over_words(tmp_path: Path) -> None:
    rule = _rule(
        tmp_path,
        "kind: sequence\nmessage: m\nsteps:\n  - {any: [say~]}\n"
        "  - {any: [that], skip: 2}\n  - {regex: '[a-z]+ing', unless: [nothing]}",
    )
    assert _found(rule, "He said to us that going is fine.") == ["said to us that going"]
    assert _found(rule, "He said that nothing works.") == []
    assert _found(rule, "He said to all of us that going is fine.") == []
    assert _found(rule, "He said. That going is fine.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rules: {}", "one key, 'rules'"),
        ("other: []", "one key, 'rules'"),
        ("rules: [", "no valid YAML"),
        ("rules: [{id: my.fault, kind: existence, message: m}]", "key 'words'"),
        ("rules: [{id: my.fault, kind: existence, words: [a], message: m, colour: 1}]", "'colour'"),
        ("rules: [{id: my.fault, kind: existance, words: [a], message: m}]", "existance"),
        ("rules: [{id: My Fault, kind: existence, words: [a], message: m}]", "key 'id'"),
        ("rules: [{id: a.b, kind: existence, words: ['* *'], message: m}]", "without any word"),
        ("rules: [{id: a.b, kind: existence, words: [a], message: m, severity: bad}]", "severity"),
        ("rules: [{id: a.b, kind: existence, words: [a], message: m, confidence: 2}]", "confid"),
        ("rules: [{id: a.b, kind: occurrence, words: [a], message: m}]", "key 'max'"),
        ("rules: [{id: a.b, kind: sequence, steps: [{}], message: m}]", "either 'any' or 'regex'"),
        (
            "rules: [{id: a.b, kind: sequence, steps: [{regex: '(a+)+'}], message: m}]",
            "a group may not be repeated",
        ),
        ("rules: [{id: a.b, kind: sequence, steps: [{regex: '(a'}], message: m}]", "no regular"),
        ("rules: [{id: a.b, kind: sequence, steps: [{regex: 'a*a*a*'}], message: m}]", "at most 2"),
        (
            "rules: [{id: a.b, kind: existence, words: [x], message: m, bad: ['no fault here']}]",
            "not met as marked",
        ),
        (
            "rules:\n- {id: a.b, kind: existence, words: [x], message: m}\n"
            "- {id: a.b, kind: existence, words: [y], message: m}",
            "is taken",
        ),
    ],
)
def test_mistake_is_named_in_one_line(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _load(tmp_path, text)
    message = str(caught.value)
    assert expected in message
    assert "my.yaml" in message
    assert "\n" not in message


def test_missing_and_binary_files(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read"):
        load_rules(tmp_path / "none.yaml")
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\x00rules")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_rules(tmp_path / "b.yaml")


def test_rules_are_linear(tmp_path: Path) -> None:
    rule = _rule(
        tmp_path,
        "kind: sequence\nmessage: m\nsteps:\n  - {any: [a]}\n"
        + "  - {any: [a], skip: 10}\n" * 10
        + "  - {regex: '[a-z]+ing[a-z]*'}",
    )
    start = time.process_time()
    assert _found(rule, "a " * 5_000) == []
    assert _found(rule, "a" * 100_000) == []
    assert time.process_time() - start < 5
