r"""Users' own detectors, written as YAML: ``mtqa score --rules my.yaml``.

A file holds ``rules:``, a list. Each rule has an ``id`` (``group.fault``), a ``kind``, a
``message`` and what its kind asks for:

    existence     ``words``: phrases that are faults wherever they stand
    substitution  ``swap``: phrase → what to say, which becomes the suggestion
    occurrence    ``words`` and ``max``: more than ``max`` of them in one ``scope`` is a fault
    sequence      ``steps``: words in a row, each a list of choices or a pattern of one word

Phrases use the notation of :mod:`mtqa.detectors.phrases`. Patterns are regular expressions
over one whole word; what could take more than linear time (a repeated group, a back
reference, more than two open repeats) is refused, so no rule can slow a text down.
``configs/rules.example.yaml`` shows every key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field, TypeAdapter, ValidationError, field_validator, model_validator
from typing_extensions import Self

from mtqa.detectors.base import Detector, Match, Scope, View, unmark
from mtqa.detectors.phrases import PhraseIndex, Strict, Text, Words, inflections, variants, words_of
from mtqa.errors import ConfigError
from mtqa.types import Severity, Span

#: Longest word that a pattern is tried on, and most open repeats in one pattern: together they
#: bound the time that a word can cost.
_MAX_WORD, _MAX_REPEATS = 40, 2
_MAX_STEPS, _MAX_SKIP = 12, 10
_CLASS = re.compile(r"\[\^?\]?[^\]]*\]|\\.")


class Rule(Strict):
    """What every rule has.

    Attributes:
        id: ``group.fault``, lower case.
        message: the reason; ``{text}`` or ``%s`` stands for the words found, and
            ``{suggestion}`` for the repair.
        severity: minor, major or critical.
        confidence: how often the rule is right, in [0, 1].
        summary: one line for the catalogue; the message where absent.
        ignorecase: whether ``Word`` also finds ``word``.
        scope: what a match must lie in, and what ``occurrence`` counts over.
        preview: off unless selected by id.
        bad: examples with the span in ``⟦…⟧``, checked when the file is read.
        good: examples that must stay silent, checked as well.
    """

    id: Annotated[str, Field(pattern=r"^[a-z]+\.[a-z_]+$")]
    message: Text
    severity: Severity = Severity.MINOR
    confidence: Annotated[float, Field(ge=0, le=1)] = 0.8
    summary: str | None = None
    ignorecase: bool = True
    scope: Literal["sentence", "paragraph", "document"] = "paragraph"
    preview: bool = False
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()


def _checked(phrases: Iterable[str]) -> None:
    for phrase in phrases:
        variants(phrase)


class Existence(Rule):
    """Phrases that are faults wherever they stand."""

    kind: Literal["existence"]
    words: Annotated[tuple[Text, ...], Field(min_length=1)]
    suggestion: str | None = None

    @field_validator("words")
    @classmethod
    def _words(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        _checked(words)
        return words


class Substitution(Rule):
    """Phrases with what to say in their place."""

    kind: Literal["substitution"]
    swap: Annotated[dict[Text, str], Field(min_length=1)]

    @field_validator("swap")
    @classmethod
    def _swap(cls, swap: dict[str, str]) -> dict[str, str]:
        _checked(swap)
        return swap


class Occurrence(Rule):
    """Phrases that are faults from the ``max`` + 1st in one scope on."""

    kind: Literal["occurrence"]
    words: Annotated[tuple[Text, ...], Field(min_length=1)]
    max: Annotated[int, Field(ge=0)]

    @field_validator("words")
    @classmethod
    def _words(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        _checked(words)
        return words


class Step(Strict):
    """One word of a sequence.

    Attributes:
        any: the words that fit (``say~`` for every form).
        regex: or a pattern that the whole word fits.
        unless: words that do not fit all the same.
        skip: at most so many other words may stand before it.
    """

    any: tuple[Annotated[str, Field(pattern=r"^[^\W_]+(['’][^\W_]+)*~?$|^,$")], ...] = ()
    regex: str | None = None
    unless: tuple[str, ...] = ()
    skip: Annotated[int, Field(ge=0, le=_MAX_SKIP)] = 0

    @field_validator("regex")
    @classmethod
    def _regex(cls, regex: str | None) -> str | None:
        return None if regex is None else _linear(regex)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if bool(self.any) == (self.regex is not None):
            raise ValueError("a step needs either 'any' or 'regex'")
        return self


class Sequence(Rule):
    """Words in a row."""

    kind: Literal["sequence"]
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=_MAX_STEPS)]
    suggestion: str | None = None


AnyRule = Annotated[Existence | Substitution | Occurrence | Sequence, Field(discriminator="kind")]
_RULE: TypeAdapter[AnyRule] = TypeAdapter(AnyRule)


def load_rules(path: Path) -> tuple[Detector, ...]:
    """Read a rules file.

    Args:
        path: YAML file with a list ``rules``.

    Returns:
        One detector a rule, in the order of the file.

    Raises:
        ConfigError: the file cannot be read, or a rule is wrong; the message names the file,
            the rule and the key.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot read the rules ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: the rules are no UTF-8 text; save them as UTF-8") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: no valid YAML ({' '.join(str(error).split())})") from error
    if not isinstance(raw, dict) or set(raw) != {"rules"} or not isinstance(raw["rules"], list):
        raise ConfigError(f"{path}: a rules file holds one key, 'rules', with a list of rules")
    detectors: list[Detector] = []
    for number, record in enumerate(raw["rules"], start=1):
        detector = _detector(record, f"{path}: rule {number}{_name(record)}")
        if any(detector.id == other.id for other in detectors):
            raise ConfigError(f"{path}: rule {number}: id {detector.id!r} is taken; rename it")
        detectors.append(detector)
    return tuple(detectors)


def _name(record: object) -> str:
    return f" ({record['id']})" if isinstance(record, dict) and "id" in record else ""


def _detector(record: object, where: str) -> Detector:
    try:
        rule = _RULE.validate_python(record)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        kinds = {"existence", "substitution", "occurrence", "sequence"}
        key = ".".join(str(part) for part in first["loc"] if part not in kinds)
        reason = first["msg"].removeprefix("Value error, ")
        raise ConfigError(f"{where}: {f'key {key!r}: ' if key else ''}{reason}") from error
    find = _finder(rule)
    scope: Scope = "document" if rule.scope == "document" else "paragraph"
    detector = Detector(
        id=rule.id,
        summary=rule.summary or rule.message,
        severity=rule.severity,
        confidence=rule.confidence,
        find=find,
        bad=rule.bad,
        good=rule.good,
        scope=scope,
        preview=rule.preview,
    )
    _check_examples(detector, where)
    return detector


def _check_examples(detector: Detector, where: str) -> None:
    for example in (*detector.bad, *detector.good):
        try:
            text, spans = unmark(example)
        except ValueError as error:
            raise ConfigError(f"{where}: {error}") from error
        whole = (Span(0, len(text)),)
        found = [Span(m.start, m.end) for m in detector.find(View(text, text, whole, whole))]
        if found != list(spans) or bool(spans) != (example in detector.bad):
            quoted = [span.of(text) for span in found]
            raise ConfigError(
                f"{where}: example {example!r} is not met as marked (the rule finds {quoted}); "
                "mark the span with ⟦…⟧ or correct the rule"
            )


_Region = tuple[Words, int, int]
_Found = tuple[int, int, str | None]


def _finder(rule: AnyRule) -> Callable[[View], Iterator[Match]]:
    locate = _locator(rule)

    def find(view: View) -> Iterator[Match]:
        for start, end in _regions(rule, view):
            words = words_of(view.text[start:end])
            for first, last, suggestion in locate(words):
                at, to = start + words.starts[first], start + words.ends[last - 1]
                quoted = view.original[at:to]
                message = rule.message.replace("%s", quoted).replace("{text}", quoted)
                message = message.replace("{suggestion}", suggestion or "")
                yield Match(at, to, message, suggestion)

    return find


def _regions(rule: Rule, view: View) -> Iterable[tuple[int, int]]:
    if rule.scope == "sentence":
        return ((sentence.start, sentence.end) for sentence in view.sentences)
    return ((0, len(view.text)),)


def _locator(rule: AnyRule) -> Callable[[Words], Iterator[_Found]]:
    if isinstance(rule, Sequence):
        return _sequence_locator(rule)
    if isinstance(rule, Substitution):
        return _phrase_locator(rule.swap, rule.ignorecase)
    if isinstance(rule, Existence):
        return _phrase_locator(dict.fromkeys(rule.words, rule.suggestion), rule.ignorecase)
    locate, allowed = _phrase_locator(dict.fromkeys(rule.words), rule.ignorecase), rule.max

    def beyond(words: Words) -> Iterator[_Found]:
        for number, found in enumerate(locate(words)):
            if number >= allowed:
                yield found

    return beyond


def _phrase_locator(
    phrases: dict[str, str | None] | dict[str, str], ignorecase: bool
) -> Callable[[Words], Iterator[_Found]]:
    index = PhraseIndex(
        (tuple(word.lower() for word in sequence), (sequence, suggestion))
        for phrase, suggestion in phrases.items()
        for sequence in variants(phrase, keep_case=not ignorecase)
    )

    def locate(words: Words) -> Iterator[_Found]:
        free = 0
        for hits in index.find(words):
            for hit in hits:
                sequence, suggestion = hit.value
                if hit.first < free or not (ignorecase or _same_case(words, hit.first, sequence)):
                    continue
                free = hit.last
                yield hit.first, hit.last, suggestion
                break

    return locate


def _same_case(words: Words, first: int, sequence: tuple[str, ...]) -> bool:
    return all(
        expected in ("*", words.text[words.starts[at] : words.ends[at]])
        for at, expected in enumerate(sequence, start=first)
    )


def _sequence_locator(rule: Sequence) -> Callable[[Words], Iterator[_Found]]:
    fits = tuple(_step(step, rule.ignorecase) for step in rule.steps)
    skips = tuple(step.skip for step in rule.steps)

    def end_of(words: Words, step: int, at: int, known: dict[tuple[int, int], int]) -> int:
        """Return the end of the shortest match of the steps from ``step`` on, 0 for none.

        ``known`` keeps what was found for a step at a word, so that no pair is tried twice.
        """
        if not fits[step](words, at):
            return 0
        if step + 1 == len(fits):
            return at + 1
        if (step, at) not in known:
            ends: list[int] = []
            for following in range(at + 1, min(at + 2 + skips[step + 1], len(words))):
                if not words.joined(following):
                    break
                ends.append(end_of(words, step + 1, following, known))
            known[step, at] = min(filter(None, ends), default=0)
        return known[step, at]

    def locate(words: Words) -> Iterator[_Found]:
        known: dict[tuple[int, int], int] = {}
        free = 0
        for first in range(len(words)):
            last = end_of(words, 0, first, known) if first >= free else 0
            if last:
                free = last
                yield first, last, rule.suggestion

    return locate


def _step(step: Step, ignorecase: bool) -> Callable[[Words, int], bool]:
    def fold(word: str) -> str:
        return word.lower() if ignorecase else word

    choices = frozenset(
        fold(form)
        for word in step.any
        for form in (inflections(word[:-1]) if word.endswith("~") else (word,))
    )
    unless = frozenset(map(fold, step.unless))
    pattern = re.compile(step.regex, re.IGNORECASE if ignorecase else 0) if step.regex else None

    def fits(words: Words, at: int) -> bool:
        word = fold(words.text[words.starts[at] : words.ends[at]])
        if word in unless:
            return False
        if pattern is None:
            return word in choices
        return len(word) <= _MAX_WORD and pattern.fullmatch(word) is not None

    return fits


def _linear(regex: str) -> str:
    """Return ``regex``, or raise ValueError where it might take more than linear time."""
    try:
        re.compile(regex)
    except re.error as error:
        raise ValueError(f"{regex!r} is no regular expression ({error})") from error
    if re.search(r"\\[1-9]|\(\?", regex):
        raise ValueError(f"{regex!r}: look-around and back references are not allowed")
    bare = _CLASS.sub("x", regex)
    if re.search(r"\)[*+{?]", bare):
        raise ValueError(f"{regex!r}: a group may not be repeated; repeat single letters instead")
    if len(re.findall(r"[*+]|\{\d*,", bare)) > _MAX_REPEATS:
        raise ValueError(f"{regex!r}: at most {_MAX_REPEATS} open repeats (*, +) are allowed")
    return regex
