"""The answer of ``/v1/diff``, as OpenAPI describes it; :mod:`mtqa.diff.json` makes the object."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from mtqa.diff.model import BlockKind, ChangeClass, EditKind
from mtqa.serve.responses import FindingOut, Share
from mtqa.types import Verdict

Pair = tuple[int, int]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DiffDocumentOut(_Part):
    """One of the two documents."""

    id: str
    n_chars: int
    p_mt: Share | None
    verdict: Verdict | None
    quality: float | None
    fluency: Share | None
    signature: str


class WordsOut(_Part):
    """Words of both texts, and how many stand in both."""

    before: int
    after: int
    kept: int


class GainedOut(_Part):
    """After minus before; null where either is."""

    quality: float | None
    fluency: float | None
    p_mt: float | None


class SummaryOut(_Part):
    """What the edit did; ``removed`` and ``added`` count findings by detector."""

    changes: dict[ChangeClass, int]
    blocks: dict[BlockKind, int]
    moved: int
    removed: dict[str, int]
    added: dict[str, int]
    words: WordsOut
    gained: GainedOut


class SideOut(_Part):
    """A block's place and scores in one of the texts."""

    start: int
    end: int
    paragraphs: list[int]
    p_mt: Share | None
    fluency: Share | None


class SentencesOut(_Part):
    """Sentences that belong together."""

    before: Pair
    after: Pair
    n_before: int
    n_after: int


class EditOut(_Part):
    """A stretch that stayed equal or did not."""

    kind: EditKind
    before: Pair
    after: Pair


class StretchOut(_Part):
    """One side of a change; ``bits`` is its mean surprisal."""

    start: int
    end: int
    text: str
    bits: float | None


class ChangeOut(_Part):
    """A change; ``repairs`` and ``introduces`` are positions in ``removed`` and ``added``."""

    kind: EditKind
    verdict: ChangeClass = Field(alias="class")
    before: StretchOut
    after: StretchOut
    repairs: list[int]
    introduces: list[int]


class BlockOut(_Part):
    """Paragraphs that belong together."""

    kind: BlockKind
    moved: bool
    similarity: Share | None
    before: SideOut
    after: SideOut
    sentences: list[SentencesOut]
    edits: list[EditOut]
    changes: list[ChangeOut]
    removed: list[FindingOut]
    added: list[FindingOut]


class DiffOut(_Part):
    """What ``mtqa diff --format json`` writes."""

    schema_version: Literal[1] = Field(alias="schema")
    before: DiffDocumentOut
    after: DiffDocumentOut
    summary: SummaryOut
    blocks: list[BlockOut]
