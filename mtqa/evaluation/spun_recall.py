"""Write ``docs/spun_terms.md``: which spun technical terms are found that no list was made from.

Language models that saw neither lists nor rules wrote the texts: sentences with one spun term each,
abstracts with several, and clean paragraphs. False alarms are also counted on native prose of
publishers that no table was fitted on.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

from mtqa.detectors import catalogue
from mtqa.detectors.base import run_detectors
from mtqa.errors import InputError
from mtqa.evaluation.rate_samples import native_documents
from mtqa.evaluation.tables import table
from mtqa.masks import find_masks
from mtqa.segment import segment
from mtqa.train.corpus import read_jsonl
from mtqa.train.terms import is_held_out_text
from mtqa.types import Finding, Span

#: Those that find spun words; the first two know terms.
_DETECTORS = (
    "lexical.tortured_generalised",
    "lexical.tortured_phrase",
    "lexical.spinner_synonym",
    "lexical.spun_word",
)
_ANY = "any of them"
_SEED = 0


@dataclass(slots=True)
class _Counts:
    """What was found, by detector."""

    texts: int = 0
    phrases: int = 0
    n_words: int = 0
    texts_met: Counter[str] = field(default_factory=Counter)
    phrases_met: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)

    def add(self, text: str, phrases: Sequence[str]) -> None:
        """Look for faults in ``text``, which holds the spun ``phrases``."""
        found = _findings(text)
        lower = text.lower()
        starts = [(lower.index(phrase.lower()), len(phrase)) for phrase in phrases]
        spans = [Span(start, start + length) for start, length in starts]
        self.texts += 1
        self.phrases += len(spans)
        self.n_words += len(text.split())
        self.findings.update(finding.detector for finding in found)
        for name in (*_DETECTORS, _ANY):
            own = [f.span for f in found if name in {f.detector, _ANY}]
            self.texts_met[name] += bool(own)
            self.phrases_met[name] += sum(any(s.overlaps(o) for o in own) for s in spans)


def write_spun_recall(
    sets: Path, data: Path, output: Path, words: int, manuals: Path | None = None
) -> Path:
    """Count what the detectors of spun words find.

    Args:
        sets: folder with ``sentences.tsv``, ``spun_abstracts.jsonl`` and
            ``clean_paragraphs.jsonl``.
        data: folder with ``human/``.
        output: the page.
        words: of native prose that are read.
        manuals: what ``mtqa train manuals`` wrote, of which a fifth is read; none without it.

    Raises:
        InputError: a set is missing.
        TrainingError: the data is not there.
    """
    by_field: defaultdict[str, _Counts] = defaultdict(_Counts)
    sentences, abstracts, clean, native, technical = (_Counts() for _ in range(5))
    for record in _rows(sets / "sentences.tsv"):
        for counts in (sentences, by_field[record["field"]]):
            counts.add(record["sentence"], [record["tortured"]])
    for line in _lines(sets / "spun_abstracts.jsonl"):
        own = json.loads(line)
        abstracts.add(own["text"], [phrase for phrase, _ in own["phrases"]])
    for line in _lines(sets / "clean_paragraphs.jsonl"):
        clean.add(json.loads(line)["text"], [])
    for text in native_documents(data, words, _SEED):
        native.add(text.text, [])
    for record in () if manuals is None else read_jsonl(manuals):
        if is_held_out_text(record["id"]):
            technical.add(record["text"], [])
    output.parent.mkdir(parents=True, exist_ok=True)
    page = _page(sentences, abstracts, clean, (native, technical), by_field)
    output.write_text(page, encoding="utf-8")
    return output


def _rate(native: _Counts, name: str) -> str:
    if name == _ANY or not native.n_words:
        return "–"
    return f"{1000 * native.findings[name] / native.n_words:.4f}"


def _findings(text: str) -> list[Finding]:
    detectors = [catalogue()[name] for name in _DETECTORS]
    hidden = find_masks(text)
    found = run_detectors(detectors, text, segment(text, hidden), hidden)
    return [finding for own in found.values() for finding in own]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError(f"{path}: missing; pass --sets the folder tests/spun") from error


def _rows(path: Path) -> Iterable[dict[str, str]]:
    return csv.DictReader(_lines(path), delimiter="\t", quoting=csv.QUOTE_NONE)


def _page(
    sentences: _Counts,
    abstracts: _Counts,
    clean: _Counts,
    native: tuple[_Counts, _Counts],
    by_field: dict[str, _Counts],
) -> str:
    date = datetime.now(timezone.utc).date().isoformat()
    rows = [
        (
            f"`{name}`" if name != _ANY else name,
            f"{sentences.phrases_met[name]} of {sentences.phrases}",
            f"{abstracts.texts_met[name]} of {abstracts.texts}",
            f"{abstracts.phrases_met[name]} of {abstracts.phrases}",
            f"{clean.texts_met[name]} of {clean.texts}",
            *(_rate(own, name) for own in native),
        )
        for name in (*_DETECTORS, _ANY)
    ]
    fields = [
        (name, f"{own.phrases_met[_ANY]} of {own.phrases}")
        for name, own in sorted(by_field.items(), key=lambda i: i[1].phrases_met[_ANY])
    ]
    head = (
        "detector",
        "spun terms in sentences",
        "spun abstracts",
        "spun terms in them",
        "clean paragraphs",
        "in 1,000 words of native prose",
        "of manuals",
    )
    return f"""\
# Spun technical terms that no list was made from

<!-- Written by `mtqa spun-recall`; do not edit. -->

Made on {date} by `mtqa spun-recall`: how many are found. Language models that had seen neither
lists nor rules wrote the texts (`tests/spun/`): {sentences.texts} sentences of {len(by_field)}
fields with one term each as a blind tool leaves it, {abstracts.texts} abstracts that a spinner went
through, with some of their spun terms named, and {clean.texts} clean paragraphs, half of them of
papers. They are no real pages: real tools repeat themselves more. The native prose are
{native[0].n_words:,} words of publishers that no table was fitted on, the manuals
{native[1].n_words:,} words of packages of which other texts were read in the fit.

These are no blind figures: the totals on all of them were looked at while the rule was made, its
thresholds were chosen by them and by the false alarms, and false alarms on prose and manuals were
read one by one. Expect somewhat less on other texts.

{table(head, rows)}

In a single sentence a spun term has little beside it that speaks for it; in an abstract the
others do.

## Sentences by field, worst first

{table(("field", "found by any of them"), fields)}
"""
