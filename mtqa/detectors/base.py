"""The frame that every detector fits: one value of :class:`Detector` in one file.

A detector is a function over a :class:`View` (a paragraph, or the whole document) that yields
:class:`Match` values with offsets into that view. The frame turns them into findings with
document offsets, so no detector computes those itself.

``View.text`` is the original text with masked stretches (code, URLs, e-mail addresses, foreign
quotations) overwritten by :data:`MASK`, one for one; it is never a word character, a space or
a mark.
"""

from __future__ import annotations

import inspect
import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from mtqa.critic.edits import Edit, Kind
from mtqa.types import Finding, Severity, Span, Status, TokenSurprisal

#: Stands for each hidden code point in :attr:`View.text`.
MASK = "\ufffc"
#: Paragraphs that a detector reads before the next one does: it runs faster while the processor's
#: cache holds it. No more, for the words of so many are kept (``bare_words.py`` and others).
_BLOCK = 8
_NO_BREAK = re.compile(r"[^\n]")

#: Brackets that mark the span in a bad example.
OPEN, CLOSE = "⟦", "⟧"

#: Statuses of paragraphs that detectors read.
READABLE = frozenset({Status.OK, Status.TOO_SHORT})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the document.

    Attributes:
        index: position among the document's paragraphs, from 0.
        span: code points of the document, without surrounding white space.
        status: ``ok`` or why it is not scored.
        sentences: spans of its sentences, in code points of the document.
        n_words: words that hold a letter.
        language: ISO 639-1 code, or None where too short to tell.
    """

    index: int
    span: Span
    status: Status
    sentences: tuple[Span, ...]
    n_words: int
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What a detector yields: a span in its view's text, the reason, a sure repair if any."""

    start: int
    end: int
    message: str
    suggestion: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class View:
    """The text a detector reads.

    ``text`` is masked; ``original`` is not; both have the same length. ``sentences`` and
    ``paragraphs`` are spans in ``text``. For a paragraph view ``paragraphs`` is the one whole
    span; a document view lists the readable paragraphs, and the text between and in the
    others (boilerplate, other languages) is blanked by spaces and line breaks.

    Only a view for a ``critic`` detector has ``tokens``, the language model's reading of
    ``original``, and ``edits`` that make it likelier.
    """

    text: str
    original: str
    sentences: tuple[Span, ...]
    paragraphs: tuple[Span, ...]
    title: str | None = None
    tokens: tuple[TokenSurprisal, ...] = ()
    edits: tuple[Edit, ...] = ()


#: ``critic`` detectors read paragraphs one by one, after the language model.
Scope = Literal["paragraph", "document", "critic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detector:
    """One fault: what it is called, how sure it is, how it is found, and its examples.

    Attributes:
        id: ``group.fault``; names the fault, never the repair.
        summary: one line for the catalogue.
        severity: how much the fault hurts a reader.
        confidence: measured precision on real text, in [0, 1].
        find: yields matches in reading order; linear in the length of the text.
        bad: examples with the exact span in ``⟦…⟧``.
        good: hard examples that must stay silent.
        scope: whether ``find`` reads paragraphs one by one, the whole document, or what the
            language model makes of a paragraph; there is none in the fast tier.
        preview: off unless selected by its full id.
        kinds: edits that a ``critic`` detector reports; others are not looked for.
    """

    id: str
    summary: str
    severity: Severity
    confidence: float
    find: Callable[[View], Iterable[Match]]
    bad: tuple[str, ...]
    good: tuple[str, ...]
    scope: Scope = "paragraph"
    preview: bool = False
    kinds: frozenset[Kind] = frozenset()

    @property
    def group(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def doc(self) -> str:
        """The detector's web page: the docstring of the file that defines ``find``."""
        return inspect.cleandoc(sys.modules[self.find.__module__].__doc__ or "")


def unmark(example: str) -> tuple[str, tuple[Span, ...]]:
    """Return a bad example without its brackets, and the spans that they marked."""
    text: list[str] = []
    spans: list[Span] = []
    start: int | None = None
    for character in example:
        if character == OPEN:
            start = len(text)
        elif character == CLOSE:
            if start is None:
                raise ValueError(f"unbalanced marks in example {example!r}")
            spans.append(Span(start, len(text)))
            start = None
        else:
            text.append(character)
    return "".join(text), tuple(spans)


def mask_text(text: str, hidden: Iterable[Span]) -> str:
    """Overwrite the ``hidden`` spans of ``text`` by :data:`MASK`, keeping line breaks."""
    pieces: list[str] = []
    end = 0
    for span in sorted(hidden):
        start = max(end, span.start)
        pieces.append(text[end:start])
        pieces.append(_NO_BREAK.sub(MASK, text[start : span.end]))
        end = max(end, span.end)
    return "".join([*pieces, text[end:]]) if pieces else text


def run_detectors(
    detectors: Sequence[Detector],
    text: str,
    paragraphs: Sequence[Paragraph],
    hidden: Sequence[Span],
    title: str | None = None,
) -> dict[int, tuple[Finding, ...]]:
    """Run ``detectors`` over a document, but those that need a language model.

    Args:
        detectors: which to run.
        text: the document.
        paragraphs: its paragraphs; only those with a status in :data:`READABLE` are read.
        hidden: spans that detectors must not see.
        title: the page's title, for detectors that compare it with the text.

    Returns:
        Findings by paragraph index, each list in reading order. A finding that crosses a
        paragraph's end belongs to the paragraph where it starts.
    """
    masked = mask_text(text, hidden)
    readable = [p for p in paragraphs if p.status in READABLE]
    found: dict[int, list[Finding]] = {p.index: [] for p in readable}
    for_paragraphs = [d for d in detectors if d.scope == "paragraph"]
    views = [(p, _paragraph_view(text, masked, p, title)) for p in readable]
    for first in range(0, len(views), _BLOCK):
        block = views[first : first + _BLOCK]
        # Hardly any detector finds anything: the way there has to be short.
        for detector in for_paragraphs:
            for paragraph, view in block:
                for match in detector.find(view):
                    finding = _finding(detector, match, text, paragraph.span.start)
                    found[paragraph.index].append(finding)
    for_document = [d for d in detectors if d.scope == "document"]
    if for_document and readable:
        whole = _document_view(text, masked, readable, title)
        for detector in for_document:
            for finding in findings_of(detector, whole, text, 0):
                home = _paragraph_at(readable, finding.span.start)
                if home is not None:
                    found[home.index].append(finding)
    return {
        index: tuple(sorted(findings, key=lambda f: (f.span, f.detector)))
        for index, findings in found.items()
    }


def findings_of(detector: Detector, view: View, text: str, at: int) -> Iterator[Finding]:
    """Yield what ``detector`` finds in a view that begins ``at`` a code point of ``text``."""
    for match in detector.find(view):
        yield _finding(detector, match, text, at)


def _finding(detector: Detector, match: Match, text: str, at: int) -> Finding:
    span = Span(at + match.start, at + match.end)
    return Finding(
        detector=detector.id,
        span=span,
        text=span.of(text),
        severity=detector.severity,
        confidence=detector.confidence if match.confidence is None else match.confidence,
        message=match.message,
        suggestion=match.suggestion,
    )


def _paragraph_view(text: str, masked: str, paragraph: Paragraph, title: str | None) -> View:
    at = paragraph.span.start
    return View(
        paragraph.span.of(masked),
        paragraph.span.of(text),
        tuple(sentence.shift(-at) for sentence in paragraph.sentences),
        (Span(0, len(paragraph.span)),),
        title,
    )


def _document_view(
    text: str, masked: str, readable: Sequence[Paragraph], title: str | None
) -> View:
    pieces: list[str] = []
    end = 0
    for paragraph in readable:
        pieces.append(_NO_BREAK.sub(" ", text[end : paragraph.span.start]))
        pieces.append(paragraph.span.of(masked))
        end = paragraph.span.end
    pieces.append(_NO_BREAK.sub(" ", text[end:]))
    return View(
        "".join(pieces),
        text,
        tuple(s for p in readable for s in p.sentences),
        tuple(p.span for p in readable),
        title,
    )


def _paragraph_at(paragraphs: Sequence[Paragraph], offset: int) -> Paragraph | None:
    at = bisect_right(paragraphs, offset, key=lambda p: p.span.start) - 1
    return paragraphs[at] if at >= 0 and offset < paragraphs[at].span.end else None
