"""A garbled news item and its edited version, written for these tests, with hand-made findings."""

from __future__ import annotations

from made_texts import finding, report

from mtqa.diff import DocumentDiff, diff_documents
from mtqa.types import Severity

BEFORE = (
    "Harbour talks to resume next week",
    "The port authority of Lindholm said on Monday that the the talks with dock workers would "
    "resume next week. Told. The union had walked out in March over night shifts.",
    "“We are ready to listen , said Marta Ekberg, Who leads the delegation. Rain is expected on "
    "the coast until Friday and the ferries run late.",
    "Two ships waited outside the harbour on Sunday. Their crews had been told to stay on board. "
    "A third was turned away at noon. It carried timber for the mill at Osby.",
    "The mayor visited the fish market in the afternoon and promised a new roof.",
    "Prices for cod rose by a tenth.",
    "Share this article with your friends today",
    "Tickets for the summer fair go on sale on Thursday at the town hall.",
    "The library closes at six during the holidays.",
    "Parking in the old town stays free until the end of the month.",
)

AFTER = (
    "Harbour talks to resume next week",
    "The mayor visited the fish market in the afternoon and promised a new roof.",
    "The port authority of Lindholm said on Monday that the talks with dock workers would "
    "resume next week. The union had walked out in March over night shifts.",
    "“We are ready to listen,” said Marta Ekberg, who leads the delegation. Rain is expected on "
    "the coast until Friday and the ferries run late..",
    "Two ships waited outside the harbour on Sunday. Their crews had been told to stay on board.",
    "A third was turned away at noon. It carried timber for the mill at Osby.",
    "Prices for cod rose by a tenth.",
    "Tickets for the summer fair go on sale on Thursday at the town hall.",
    "The library closes at six during the holidays.",
    "Parking in the old town stays free until the end of the month.",
    "Reporting was done by the local desk.",
)


def sample() -> DocumentDiff:
    """Compare the two; scores are made up."""
    old, new = "\n\n".join(BEFORE), "\n\n".join(AFTER)
    return diff_documents(
        report(
            BEFORE,
            [
                finding(old, "repetition.word", " the the", severity=Severity.MINOR),
                finding(old, "attribution.orphan_verb", "Told."),
                finding(old, "punctuation.space_before", " ,", severity=Severity.MINOR),
                finding(old, "quotes.unbalanced", "“"),
                finding(old, "case.stray_capital", "Who", severity=Severity.MINOR),
            ],
            id="draft.txt",
            scores=[(None, None), (0.93, 0.31), (0.88, 0.35), *[(0.4, 0.6)] * 7],
            quality=41.2,
            p_mt=0.91,
            fluency=0.44,
        ),
        report(
            AFTER,
            [finding(new, "punctuation.doubled", "..", severity=Severity.MINOR)],
            id="edited.txt",
            scores=[(None, None), (0.4, 0.6), (0.21, 0.72), (0.35, 0.58), *[(0.4, 0.6)] * 7],
            quality=68.9,
            p_mt=0.38,
            fluency=0.63,
        ),
    )
