"""What the HTML page of a diff shows, in the order in which it shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby

from mtqa.diff.model import BlockDiff, ChangeClass, DocumentDiff, Edit
from mtqa.types import DocumentReport, Finding

#: Unchanged paragraphs shown before and after a changed one; those further off are folded.
_CONTEXT = 1
#: Fewer than this are not worth a fold.
_LEAST_FOLD = 3


@dataclass(frozen=True, slots=True)
class Note:
    """A finding that came or went: ``verdict`` is ``repair`` or ``introduce``.

    ``linked`` tells whether a change of the text refers to it.
    """

    number: int
    verdict: ChangeClass
    finding: Finding
    linked: bool


@dataclass(frozen=True, slots=True)
class Ref:
    """A change's number of a note; ``first`` where no earlier change has it."""

    number: int
    first: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of both texts. ``verdict`` is None where they are equal."""

    before: str
    after: str
    verdict: ChangeClass | None = None
    repairs: tuple[Ref, ...] = ()
    introduces: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A block, or the place that a moved block left (``part`` is shown elsewhere).

    ``number`` counts blocks from 1. ``old`` and ``new`` name the paragraphs: ``3``, ``3–4`` or
    nothing.
    """

    number: int
    part: BlockDiff
    left: bool
    old: str
    new: str
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]

    @property
    def quiet(self) -> bool:
        """Whether nothing happened here that a reader must see."""
        block = self.part.block
        return block.kind == "same" and not (block.moved or self.left or self.notes)


@dataclass(frozen=True, slots=True)
class Section:
    """Rows in a run; ``folded`` rows are hidden behind a summary."""

    rows: tuple[Row, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """How many findings of a detector went and came."""

    detector: str
    removed: int
    added: int


@dataclass(frozen=True, slots=True)
class DiffView:
    """The page's values."""

    diff: DocumentDiff
    sections: tuple[Section, ...]
    faults: tuple[Fault, ...]

    @property
    def before(self) -> DocumentReport:
        """The report of the first text."""
        return self.diff.before

    @property
    def after(self) -> DocumentReport:
        """The report of the second text."""
        return self.diff.after


def build(diff: DocumentDiff) -> DiffView:
    """Return the view of ``diff``."""
    removed, added = diff.summary.removed, diff.summary.added
    return DiffView(
        diff,
        tuple(_sections(list(_rows(diff)))),
        tuple(
            Fault(name, removed.get(name, 0), added.get(name, 0))
            for name in sorted({*removed, *added})
        ),
    )


def _rows(diff: DocumentDiff) -> Iterator[Row]:
    left_at: dict[int, list[int]] = {}
    for at, part in enumerate(diff.blocks):
        if part.block.origin is not None:
            left_at.setdefault(part.block.origin, []).append(at)
    numbers = count(1)
    for at in range(len(diff.blocks) + 1):
        for moved in left_at.get(at, ()):
            part = diff.blocks[moved]
            old, new = _name(part.block.before_paragraphs), _name(part.block.after_paragraphs)
            yield Row(moved + 1, part, True, old, new, (), ())
        if at < len(diff.blocks):
            yield _row(diff, at, numbers)


def _row(diff: DocumentDiff, at: int, numbers: Iterator[int]) -> Row:
    part = diff.blocks[at]
    verdicts: list[tuple[ChangeClass, Finding]] = [
        *(("repair", f) for f in part.removed),
        *(("introduce", f) for f in part.added),
    ]
    linked = {id(f) for change in part.changes for f in (*change.repairs, *change.introduces)}
    notes = tuple(
        Note(next(numbers), verdict, finding, id(finding) in linked)
        for verdict, finding in verdicts
    )
    number_of = {id(note.finding): note.number for note in notes}
    seen: set[int] = set()

    def refs(findings: Sequence[Finding]) -> tuple[Ref, ...]:
        made: list[Ref] = []
        for finding in findings:
            number = number_of[id(finding)]
            made.append(Ref(number, number not in seen))
            seen.add(number)
        return tuple(made)

    changes = iter(part.changes)
    pieces: list[Piece] = []
    for edit in part.block.edits:
        before, after = _texts(diff, edit)
        if edit.kind == "equal":
            pieces.append(Piece(before, after))
            continue
        change = next(changes)
        pieces.append(
            Piece(
                _shown(before),
                _shown(after),
                change.verdict,
                refs(change.repairs),
                refs(change.introduces),
            )
        )
    block = part.block
    return Row(
        at + 1,
        part,
        False,
        _name(block.before_paragraphs),
        _name(block.after_paragraphs),
        tuple(pieces),
        notes,
    )


def _texts(diff: DocumentDiff, edit: Edit) -> tuple[str, str]:
    return edit.before.of(diff.before.text), edit.after.of(diff.after.text)


def _shown(text: str) -> str:
    """Give changed white space a sign, for nothing else of it would be seen."""
    if not text.isspace():
        return text
    if "\n" in text or "\r" in text:
        return "¶" + text
    return "␣" * len(text)


def _name(paragraphs: Sequence[int]) -> str:
    if not paragraphs:
        return ""
    first, last = paragraphs[0] + 1, paragraphs[-1] + 1
    return f"{first}" if first == last else f"{first}–{last}"


def _sections(rows: Sequence[Row]) -> Iterator[Section]:
    loud = [at for at, row in enumerate(rows) if not row.quiet]
    near = {k for at in loud for k in range(at - _CONTEXT, at + _CONTEXT + 1)}
    for folded, run in groupby(enumerate(rows), key=lambda item: item[0] not in near):
        kept = tuple(row for _, row in run)
        yield Section(kept, folded and len(kept) >= _LEAST_FOLD)
