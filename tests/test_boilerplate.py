"""Page furniture is told from prose, headings and garble, on lines no sample page holds."""

from __future__ import annotations

import json
import lzma
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqa.boilerplate import is_boilerplate, mark_boilerplate
from mtqa.segment import segment
from mtqa.types import Status

HUMAN = Path(__file__).resolve().parents[2] / "shared" / "data" / "human"
SHARDS = sorted(HUMAN.glob("*.jsonl.xz"))

FURNITURE = [
    # phrases, whatever their dress
    "Header Ads",
    "ADVERTISEMENT",
    "— Advertisement —",
    "Story continues below advertisement",
    "Proudly powered by WordPress",
    "Leave a Reply Cancel reply",
    "14 Comments",
    "Be the first to comment!",
    # rows of a Markdown table
    "| town | people | since |",
    "| --- | ---: | --- |",
    "| Oldbridge | 4,200 | was founded by monks |",
    "Related Articles:",
    "» Read more",
    "[Skip to content]",
    "5 min read",
    # bars and trails
    "Share Tweet Pin Email",
    "ShareTweetPin",
    "Facebook | Twitter | WhatsApp",
    "Home | About us | Contact",
    "Home > World > Asia",
    "You are here: Home / News / Flood in the valley",
    "HomeLocal NewsRiver floods the lower town for the third time in...",
    # bylines and credits
    "By Maria Lopez",
    "BY MARIA LOPEZ",
    "By Maria Lopez and Jan de Vries, Staff Writers",
    "By Maria Lopez | The Associated Press",
    "Posted by Maria Lopez on 3 May 2019",
    "Reporting by Maria Lopez; Editing by John Q. Public",
    "Maria Lopez | AP",
    "Maria Lopez/Getty Images",
    "(AP Photo/Maria Lopez, File)",
    "The Palace via Reuters",
    "Photo: Maria Lopez",
    "Image courtesy of the museum",
    "— Maria Lopez (@marialopez) March 1, 2021",
    # dates and datelines
    "4 July 2022, 09:15",
    "Monday, March 1, 2021",
    "Published: 2021-03-01T10:00:00Z",
    "Updated 3 hours ago",
    "01.03.2021 10:40 CET",
    "LAGOS, Nigeria (AP) —",
    "PARIS (Reuters)",
    # legal, newsletters
    "© 2020 The Valley Post. All rights reserved.",
    "Copyright 2019 Valley Media Ltd",
    "We use cookies to give you the best experience on our site.",
    "Sign up for our weekly newsletter and never miss a story.",
    "Subscribe to our YouTube channel",
    "Your email address will not be published. Required fields are marked *",
    "Thanks for reading our story. You can follow us on Facebook.",
    "The opinions expressed here are those of the author.",
    "This article was originally published in The Valley Post.",
    "* * *",
    "----------",
]

PROSE = [
    # garbled: detectors have to see it
    "Told.",
    "Clarified.",
    "Lead security negotiations.",
    "|x| is the absolute value of x, and |y| that of y.",
    "| He said it was over.",
    "蜜桃交友",
    "The manager said.officially Reuters..",
    "” Thursday briefing.",
    # headings
    "Halting expansion?",
    "A bridge too far",
    "NATO reacts",
    "Home is where the heart is",
    "Search for the missing boat goes on",
    "By Land and Sea",
    "By the numbers",
    "By Monday Morning",
    "Follow the money",
    "Most popular songs of the year",
    "Photo of a lifetime",
    "Cookies for Christmas",
    "Advertising in wartime",
    "Rain, wind and snow | What to expect this week in the hills and by the sea",
    "HomePod sales fall",
    "1984",
    "WASHINGTON",
    # short sentences
    "He died on 3 March 2020.",
    "In May 2021",
    "Share prices fell on Monday.",
    "Thank you all, she said.",
    "Copyright law is a mess.",
    "Reuters reported the deal.",
    "Comments by the minister angered many.",
    "The views of the court matter.",
    "Print is not dead.",
    "Update: The minister has resigned.",
    "We baked cookies on Sunday.",
    "Research by the two hospitals shows the same.",
    "She works for Reuters.",
    "It was written by Jane Austen.",
    "By 2030 the town will have grown.",
    "Sources close to the palace deny it.",
    "Save on heating this winter!",
    "Subscribe is a word he hated.",
    "Please leave a message after the tone, said the machine.",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture(line: str) -> None:
    assert is_boilerplate(line)
    assert is_boilerplate(f"  {line}\u00a0\n")


@pytest.mark.parametrize("line", PROSE)
def test_no_furniture(line: str) -> None:
    assert not is_boilerplate(line)


BODY = [
    "The river rose in the night, and by the morning the lower town stood under water, so that "
    "the people had to leave their houses by boat, as they had done four years before.",
    "Nobody was hurt, the mayor said on Monday, but the bridge stays closed until spring, when "
    "engineers from the capital will look at the piers that the flood laid bare.",
    "The school opens again on Wednesday; the children will be taken there by bus, on the long "
    "road over the hills, until the water has gone and the valley road is dry.",
]


def marked(*lines: str) -> list[str]:
    return [line for line, mark in zip(lines, mark_boilerplate(lines), strict=True) if mark]


def test_an_author_signs_and_is_introduced() -> None:
    bio = "Maria Lopez is a staff reporter who covers floods for The Valley Post."
    assert marked(*BODY, "Maria Lopez", bio) == ["Maria Lopez", bio]
    assert marked(*BODY, "Maria Lopez") == ["Maria Lopez"]
    professor = "Maria Lopez is a professor of water at the university."
    assert marked("By Maria Lopez", *BODY, professor) == ["By Maria Lopez", professor]


def test_a_source_with_a_trade_stays() -> None:
    assert marked(*BODY, "Maria Lopez is a professor of water at the university.") == []
    assert marked(BODY[0], "Maria Lopez is a reporter at the town's paper.", *BODY[1:]) == []


def test_a_name_beside_a_date_at_the_head() -> None:
    assert marked("River floods town", "Maria Lopez", "4 July 2022", *BODY) == [
        "Maria Lopez",
        "4 July 2022",
    ]


def test_headings_are_no_names() -> None:
    assert marked(BODY[0], "Bridge Closed", BODY[1], "Water Falls", BODY[2]) == []
    assert marked(*BODY, "White House") == []


def test_the_list_below_a_head_at_the_foot() -> None:
    feet = ["Most Popular", "Ten houses to see before winter", "Cat found on church tower"]
    assert marked(*BODY, *feet) == feet
    assert marked(*feet, *BODY) == ["Most Popular"]


def test_a_cut_teaser_above_its_title() -> None:
    title = "River floods the lower town for the third time this year"
    teaser = "River floods the lower town for the..."
    assert marked(teaser, title, *BODY) == [teaser]
    assert marked("And then the water came...", title, *BODY) == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=80) | st.sampled_from(FURNITURE), max_size=8))
def test_marks_are_one_a_line_and_keep_the_sure_ones(lines: list[str]) -> None:
    marks = mark_boilerplate(lines)
    assert len(marks) == len(lines)
    assert all(mark for line, mark in zip(lines, marks, strict=True) if is_boilerplate(line))


@pytest.mark.skipif(not SHARDS, reason="the human corpus is not on this machine")
def test_clean_prose_has_next_to_none() -> None:
    n_paragraphs = n_furniture = 0
    for shard in SHARDS:
        with lzma.open(shard, "rt", encoding="utf-8") as lines:
            for line in islice(lines, 15):
                for paragraph in segment(json.loads(line)["text"][:20_000]):
                    n_paragraphs += 1
                    n_furniture += paragraph.status is Status.BOILERPLATE
    assert n_paragraphs > 1_000
    assert n_furniture / n_paragraphs < 0.002
