"""The values of a diff: edits, blocks of paragraphs, classed changes, the summary.

Every value carries two half-open spans in code points: ``before`` counts in the first
document's text, ``after`` in the second's. A side on which nothing stands has an empty span
at the place where it would stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mtqa.types import DocumentReport, Finding, Span

EditKind = Literal["equal", "replace", "insert", "delete"]

#: What became of the paragraphs of a block. ``split``: one became several; ``merge``: several
#: became one.
BlockKind = Literal["same", "edited", "split", "merge", "insert", "delete"]

ChangeClass = Literal["repair", "introduce", "neutral"]

#: The classes in the order in which summaries list them.
CHANGE_CLASSES: tuple[ChangeClass, ...] = ("repair", "introduce", "neutral")


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of words that stayed equal or was replaced, inserted or deleted.

    The edits of a block tile both of its spans, white space included: the ``after`` slices,
    joined, are the block's new text, and so are the ``before`` slices of the equal edits
    together with the ``after`` slices of the others.
    """

    kind: EditKind
    before: Span
    after: Span


@dataclass(frozen=True, slots=True)
class SentenceLink:
    """Sentences that belong together: n to 1, 1 to n, or one side empty."""

    before: Span
    after: Span
    n_before: int
    n_after: int


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs of both texts that belong together, aligned down to words.

    Attributes:
        kind: what became of them.
        before: from the start of the first to the end of the last paragraph, in the first text.
        after: the same in the second text.
        before_paragraphs: positions in ``DocumentReport.paragraphs``; empty for an insertion.
        after_paragraphs: the same for the second document; empty for a deletion.
        similarity: share of (weighted) words in common, in [0, 1]; None for one-sided blocks.
        moved: whether they stand elsewhere in the order of paragraphs.
        origin: for a moved block the index of the block before which its first text stood
            (the number of blocks where it stood last); None for the others.
        sentences: links in reading order.
        edits: tile ``before`` and ``after``.
    """

    kind: BlockKind
    before: Span
    after: Span
    before_paragraphs: tuple[int, ...]
    after_paragraphs: tuple[int, ...]
    similarity: float | None
    moved: bool
    origin: int | None
    sentences: tuple[SentenceLink, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """An edit that is not ``equal``, with what it did to the artifacts.

    Attributes:
        edit: what was changed.
        verdict: ``repair``, ``introduce`` or ``neutral``.
        repairs: findings of the first document that it removed.
        introduces: findings of the second document that it created.
        bits_before: mean surprisal in bits of the replaced tokens; None where not measured.
        bits_after: mean surprisal in bits of the new tokens; None where not measured.
    """

    edit: Edit
    verdict: ChangeClass
    repairs: tuple[Finding, ...]
    introduces: tuple[Finding, ...]
    bits_before: float | None
    bits_after: float | None


@dataclass(frozen=True, slots=True)
class Scores:
    """``p_mt`` and ``fluency`` in [0, 1] of one side of a block; None where not scored."""

    p_mt: float | None
    fluency: float | None


@dataclass(frozen=True, slots=True)
class BlockDiff:
    """A block with its classed changes and its scores before and after.

    ``removed`` are the findings that are gone, ``added`` those that are new; the others of its
    paragraphs survived.
    """

    block: Block
    changes: tuple[Change, ...]
    removed: tuple[Finding, ...]
    added: tuple[Finding, ...]
    before_scores: Scores
    after_scores: Scores


@dataclass(frozen=True, slots=True)
class Summary:
    """What the edit did to the document.

    Attributes:
        changes: number of changes by class.
        blocks: number of blocks by kind.
        moved: number of moved blocks.
        removed: number of findings that are gone, by detector id.
        added: number of findings that are new, by detector id.
        words_before: words of the first text.
        words_after: words of the second text.
        words_kept: words that stand in both, aligned.
        quality_gained: quality after minus before, in [-100, 100]; None where either is.
        fluency_gained: fluency after minus before, in [-1, 1]; None where either is.
        p_mt_gained: ``p_mt`` after minus before, in [-1, 1]; None where either is.
    """

    changes: dict[ChangeClass, int]
    blocks: dict[BlockKind, int]
    moved: int
    removed: dict[str, int]
    added: dict[str, int]
    words_before: int
    words_after: int
    words_kept: int
    quality_gained: float | None
    fluency_gained: float | None
    p_mt_gained: float | None


@dataclass(frozen=True, slots=True)
class DocumentDiff:
    """The whole diff; ``blocks`` follow the second document, deletions at their old place."""

    before: DocumentReport
    after: DocumentReport
    blocks: tuple[BlockDiff, ...]
    summary: Summary
