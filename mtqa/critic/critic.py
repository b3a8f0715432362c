"""Let the language model read the most promising edits again, and keep what gains enough.

Every edited window is read alone, so a result depends on its paragraph only. The bars are in bits
of the shipped model, fitted on native prose and on learners' sentences with their corrections;
another model's bits mean something else, so it is no critic.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from mtqa.critic.additions import Additions
from mtqa.critic.edits import Edit, Kind, propose, strongest
from mtqa.detectors.base import Detector, Paragraph, View, findings_of
from mtqa.detectors.enclosure import enclosed
from mtqa.lm.reading import Reading, ReadingModel
from mtqa.types import Finding, Span, TokenSurprisal

#: Code points of context that the model reads before and behind a place.
_LEFT, _RIGHT = 240, 60
#: A place of a paragraph is read again where it is among so many, and one more every so many words.
_PLACES, _WORDS_A_PLACE = 2, 60
#: Edits of one place that are read, and the gain below which the others are not tried.
_EDITS, _HOPELESS = 2, -3.0
#: Code points between two edits that are reported apart; below, the stronger one stands.
_APART = 16
_FINAL_MARKS = (".", "!", "?", ".”", '."', "?”", '?"', "!”", '!"', ".)")


@dataclass(frozen=True, slots=True)
class _Bar:
    """The least promise for which an edit is read, and the least gain for which it is kept."""

    promise: float
    gain: float


_BARS = {
    Kind.ADD_ARTICLE: _Bar(2.5, 6.5),
    Kind.DROP_ARTICLE: _Bar(5.5, 8.0),
    Kind.ADD_PREPOSITION: _Bar(5.0, 8.0),
    Kind.CHANGE_PREPOSITION: _Bar(7.0, 9.0),
    Kind.CHANGE_FORM: _Bar(6.0, 9.0),
}


class Critic:
    """Runs the detectors that need a language model.

    Args:
        model: the shipped language model.
        detectors: which to run; those of another scope than ``critic`` are passed over.
    """

    def __init__(self, model: ReadingModel, detectors: Sequence[Detector]) -> None:
        self._model = model
        self._additions = Additions(model)
        self._detectors = [d for d in detectors if d.scope == "critic"]
        kinds = frozenset[Kind]().union(*(d.kinds for d in self._detectors))
        self._promises = {kind: _BARS[kind].promise for kind in kinds}

    def read(
        self, text: str, masked: str, paragraph: Paragraph
    ) -> tuple[tuple[TokenSurprisal, ...], tuple[Finding, ...]]:
        """Return a paragraph's tokens, with spans in the paragraph, and what is found in it.

        Args:
            text: the document.
            masked: the same without what detectors must not see.
            paragraph: which part to read.
        """
        own = paragraph.span.of(text)
        reading = self._model.read(own)
        at = paragraph.span.start
        sentences = tuple(s.shift(-at) for s in paragraph.sentences)
        view = View(
            text=paragraph.span.of(masked),
            original=own,
            sentences=sentences,
            paragraphs=(Span(0, len(own)),),
            tokens=reading.tokens,
            edits=self._edits(own, paragraph.span.of(masked), reading, sentences, paragraph),
        )
        found = [f for d in self._detectors for f in findings_of(d, view, text, at)]
        return reading.tokens, tuple(sorted(found, key=lambda f: (f.span, f.detector)))

    def _edits(
        self,
        text: str,
        masked: str,
        reading: Reading,
        sentences: Sequence[Span],
        paragraph: Paragraph,
    ) -> tuple[Edit, ...]:
        """Return the edits that gain enough, with their gain; ``text`` is the paragraph."""
        proposed = propose(masked, reading, self._promises, self._additions)
        promising = [
            edit
            for edit in _in_prose(proposed, text, sentences)
            if not enclosed(masked, edit.span.start, edit.span.end)
        ]
        places = [
            sorted(edits, key=_surplus, reverse=True)
            for _, edits in groupby(promising, key=lambda e: e.span.start)
        ]
        most = _PLACES + paragraph.n_words // _WORDS_A_PLACE
        chosen = sorted(places, key=lambda edits: _surplus(edits[0]), reverse=True)[:most]
        kept = [edit for edits in chosen for edit in self._worthwhile(text, reading, edits)]
        return tuple(strongest(kept, _APART))

    def _worthwhile(self, text: str, reading: Reading, edits: Sequence[Edit]) -> Iterator[Edit]:
        """Yield those of a place's best edits that gain enough, with their gain."""
        for edit in edits[:_EDITS]:
            gain = self._gain(text, reading, edit)
            if gain >= _BARS[edit.kind].gain:
                yield replace(edit, gain=gain)
            elif gain < _HOPELESS:
                return

    def _gain(self, text: str, reading: Reading, edit: Edit) -> float:
        """Return by how many bits the words from the edit on are likelier than without it.

        The original was read with more context in a long paragraph, which speaks for it.
        """
        window = _window(text, edit.span)
        edited = replace(edit, span=edit.span.shift(-window.start)).apply(window.of(text))
        after = self._model.surprisals([edited])[0]
        at = edit.span.start - window.start
        return _bits(reading.tokens, edit.span.start, window.end) - _bits(after, at, len(edited))


def _bits(tokens: Sequence[TokenSurprisal], start: int, end: int) -> float:
    """Return the bits of the tokens that begin in a stretch."""
    first = bisect_left(tokens, start, key=lambda t: t.span.start)
    last = bisect_left(tokens, end, key=lambda t: t.span.start)
    return sum(token.bits for token in tokens[first:last])


def _surplus(edit: Edit) -> float:
    return edit.promise - _BARS[edit.kind].promise


def _in_prose(edits: Sequence[Edit], text: str, sentences: Sequence[Span]) -> Iterator[Edit]:
    """Yield the edits that stand in a sentence with a final mark; both rise."""
    rest = iter(edits)
    edit = next(rest, None)
    for sentence in sentences:
        is_prose = sentence.of(text).endswith(_FINAL_MARKS)
        while edit is not None and edit.span.start < sentence.end:
            if is_prose and sentence.start <= edit.span.start and edit.span.end <= sentence.end:
                yield edit
            edit = next(rest, None)


def _window(text: str, span: Span) -> Span:
    """Return the span with its surroundings, whole words where they are short enough."""
    start, end = max(0, span.start - _LEFT), min(len(text), span.end + _RIGHT)
    if start:
        start = max(start, text.find(" ", start, span.start) + 1)
    if end < len(text):
        end = max(text.rfind(" ", span.end, end), span.end)
    return Span(start, end)
