"""How many texts of each kind ``mtqa results`` reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Of every draw of texts.
SEED = 7

#: Of each kind in each set. Human translations are all there are, so that no draw decides.
_PARAGRAPHS = {"mt": 2_400, "ht": 3_000, "ho": 300, "bt": 600, "roundtrip": 250}
_DOCUMENTS = {"mt": 150, "ht": 80, "ho": 60, "bt": 60, "roundtrip": 60}
_SEGMENTS = {"mt": 400, "ht": 200, "ho": 150, "bt": 150, "roundtrip": 200}


@dataclass(frozen=True, slots=True)
class Sizes:
    """Texts drawn from the development sets; all of them where there are fewer.

    Attributes:
        paragraphs: texts of five segments, by kind, of each set.
        documents: texts of twelve segments, by kind, of each set.
        segments: single segments, by kind, of each set.
        native_paragraphs: native paragraphs as they stand.
        native_passages: native texts as long as five segments.
        native_documents: native texts as long as twelve segments.
        spun: passages that are spun, in each way.
        engine_documents: whole documents of each system and year of htmt.
        learners: learners' sentences.
        judged: segments of wmt22 with human judgements.
        judged_a_pair: segments of each language pair of MLQE.
        marked: segments of each set with marked errors.
        slow_peer: texts that a slow peer reads.
        exact: paragraphs that are scored in float32 as well.
        timed: documents that the command line is timed on.
    """

    paragraphs: Mapping[str, int] = field(default_factory=lambda: _PARAGRAPHS)
    documents: Mapping[str, int] = field(default_factory=lambda: _DOCUMENTS)
    segments: Mapping[str, int] = field(default_factory=lambda: _SEGMENTS)
    native_paragraphs: int = 2_000
    native_passages: int = 1_500
    native_documents: int = 400
    spun: int = 300
    engine_documents: int = 60
    learners: int = 400
    judged: int = 800
    judged_a_pair: int = 300
    marked: int = 300
    slow_peer: int = 150
    exact: int = 600
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
            spun=part(self.spun),
            engine_documents=part(self.engine_documents),
            learners=part(self.learners),
            judged=part(self.judged),
            judged_a_pair=part(self.judged_a_pair),
            marked=part(self.marked),
            slow_peer=part(self.slow_peer),
            exact=part(self.exact),
            timed=part(self.timed),
        )
