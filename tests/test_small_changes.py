"""A small change of a text moves its scores little: the bounds that the documentation states."""

from __future__ import annotations

import pytest

from mtqa import score_text
from mtqa.types import DocumentReport

pytestmark = pytest.mark.model

#: Most that one inserted finding, one word or one typographic change may move the quality of a
#: document of 100 and more words, in points of 100.
QUALITY_BOUND = 12.0
#: Most that British or American spelling may move p_mt of such a document.
SPELLING_BOUND = 0.05

LETTER = (
    "The old theatre in our neighbourhood closed its doors in March, and for weeks nobody could "
    "say whether it would open again. My father had worked there as a boy, selling programmes "
    "and, when the manager's back was turned, letting his friends in through the coal cellar.\n\n"
    "He remembers the colour of the curtain, a red so dark that it looked black from the "
    'gallery, and the labour of hauling it up when the motor failed. "You learned to pull in '
    'time with the band," he says - and then he shows you, with both arms, how it was done.\n\n'
    "Now there is talk of flats. The council has organised a meeting for the ninth; the grey "
    "notice is pinned to the stage door, where posters used to hang, and someone has written "
    "under it, in pencil: 'What would it cost to keep?'"
)
REPORT = (
    "Engineers finished the first survey of the harbour wall on Friday and found three cracks "
    "below the waterline. None of them is wide, the report says, but the longest has grown by a "
    "hand's breadth since the last inspection, and the stones around it have begun to move.\n\n"
    "Repairs could start in May if the money is there. The port set aside half of the sum last "
    "year, and the rest was to come from the county, which has yet to answer two letters. "
    "Fishermen who moor along the wall were told to keep their boats off it in heavy weather.\n\n"
    '"We have patched it for twenty years," the harbour master said. "A patch is a promise that '
    'you will come back, and one day you come back too late."'
)
PAGES = [pytest.param(LETTER, id="letter"), pytest.param(REPORT, id="report")]

#: What is put in place of what: a fault that a detector finds.
FAULTS = [("\n\n", "\n\nTold.\n\n"), (" and ", " and and "), (", and", " , and"), (". ", ".. ")]
#: One word for another, or one word less.
WORDS = [(" the ", " a "), (" of ", " "), (" was ", " is "), ("The ", "This ")]
#: One mark in another style.
MARKS = [("'", "’"), ('"', "”"), (" - ", " — "), (", ", ",  "), (" ", "\u00a0")]

AMERICAN = {
    "theatre": "theater", "neighbourhood": "neighborhood", "programmes": "programs",
    "colour": "color", "labour": "labor", "organised": "organized", "grey": "gray",
    "harbour": "harbor",
}  # fmt: skip


@pytest.mark.parametrize("text", PAGES)
@pytest.mark.parametrize("change", [*FAULTS, *WORDS, *MARKS], ids=repr)
def test_one_change_moves_quality_within_the_bound(text: str, change: tuple[str, str]) -> None:
    old, new = change
    if old not in text:
        pytest.skip(f"the text has no {old!r}")
    before, after = _score(text), _score(text.replace(old, new, 1))
    assert abs(after.quality - before.quality) <= QUALITY_BOUND


@pytest.mark.parametrize("text", PAGES)
def test_the_style_of_quotes_and_dashes_carries_nothing(text: str) -> None:
    curly = text.replace("'", "’").replace(" - ", " – ")
    parts = curly.split('"')
    curly = "".join(
        part + ("" if i == len(parts) - 1 else "“" if i % 2 == 0 else "”")
        for i, part in enumerate(parts)
    )
    assert curly != text
    straight, styled = _score(text), _score(curly)
    assert styled.p_mt == pytest.approx(straight.p_mt, abs=1e-9)
    assert styled.fluency == pytest.approx(straight.fluency, abs=1e-9)


@pytest.mark.parametrize("text", PAGES)
def test_british_and_american_spelling_are_nearly_one(text: str) -> None:
    american = text
    for british, other in AMERICAN.items():
        american = american.replace(british, other)
    assert american != text
    assert _score(american).p_mt == pytest.approx(_score(text).p_mt, abs=SPELLING_BOUND)


def _score(text: str) -> DocumentReport:
    return score_text(text)
