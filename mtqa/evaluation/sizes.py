"""How many texts of each kind ``mtqa results`` reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Of every draw of texts.
SEED = 7

_PARAGRAPHS = {"mt": 1_600, "ht": 450, "ho": 550, "bt": 400, "roundtrip": 400}
_DOCUMENTS = {"mt": 200, "ht": 80, "ho": 100, "bt": 60, "roundtrip": 60}
_SEGMENTS = {"mt": 600, "ht": 200, "ho": 300, "bt": 200, "roundtrip": 200}


@dataclass(frozen=True, slots=True)
class Sizes:
    """Texts drawn from the development sets; all of them where there are fewer.

    Attributes:
        paragraphs: texts of five segments, by kind.
        documents: texts of twelve segments, by kind.
        segments: single segments, by kind.
        native_paragraphs: native paragraphs as they stand.
        native_passages: native texts as long as five segments.
        native_documents: native texts as long as twelve segments.
        engine_documents: whole documents of each system and year of htmt.
        learners: learners' sentences.
        judged: segments of wmt22 with human judgements.
        judged_a_pair: segments of each language pair of MLQE.
        marked: segments of each set with marked errors.
        slow_peer: texts that a slow peer reads.
        timed: documents that the command line is timed on.
    """

    paragraphs: Mapping[str, int] = field(default_factory=lambda: _PARAGRAPHS)
    documents: Mapping[str, int] = field(default_factory=lambda: _DOCUMENTS)
    segments: Mapping[str, int] = field(default_factory=lambda: _SEGMENTS)
    native_paragraphs: int = 1_200
    native_passages: int = 800
    native_documents: int = 250
    engine_documents: int = 60
    learners: int = 754
    judged: int = 1_500
    judged_a_pair: int = 400
    marked: int = 400
    slow_peer: int = 300
    timed: int = 1_000

    def scaled(self, share: float) -> Sizes:
        """Return ``share`` of every size, at least one text each."""

        def part(count: int) -> int:
            return max(1, round(share * count))

        def parts(counts: Mapping[str, int]) -> dict[str, int]:
            return {kind: part(count) for kind, count in counts.items()}

        return Sizes(
            paragraphs=parts(self.paragraphs),
            documents=parts(self.documents),
            segments=parts(self.segments),
            native_paragraphs=part(self.native_paragraphs),
            native_passages=part(self.native_passages),
            native_documents=part(self.native_documents),
            engine_documents=part(self.engine_documents),
            learners=part(self.learners),
            judged=part(self.judged),
            judged_a_pair=part(self.judged_a_pair),
            marked=part(self.marked),
            slow_peer=part(self.slow_peer),
            timed=part(self.timed),
        )
