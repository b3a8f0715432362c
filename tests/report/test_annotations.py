from __future__ import annotations

import io
import re

import pytest

from mtqa.output import write_stream
from mtqa.report.annotations import write_github, write_lines
from mtqa.types import Severity

from . import samples


def _two_lines() -> samples.DocumentReport:
    text = "One good line.\nThe the cat, 100%: sat\non it."
    return samples.document(
        text,
        (
            samples.finding(text, "The the", "repetition.word", message="twice: a, b 100%"),
            samples.finding(
                text, "sat\non", "x.split", Severity.CRITICAL, "over\ntwo lines", suggestion=""
            ),
        ),
        id="docs/a,b:c.txt",
    )


def test_plain_lines() -> None:
    stream = io.StringIO()
    write_lines([_two_lines(), samples.failed()], stream)
    assert stream.getvalue().splitlines() == [
        "docs/a,b:c.txt:2:1: minor repetition.word twice: a, b 100%",
        "docs/a,b:c.txt:2:20: critical x.split over two lines",
        "rows.jsonl:7:1:1: error rows.jsonl, line 7: broken JSON; repair the line or leave it out",
    ]


def test_github_commands_are_escaped() -> None:
    stream = io.StringIO()
    write_github([_two_lines(), samples.failed()], stream)
    first, second, third = stream.getvalue().splitlines()
    assert first == (
        "::notice file=docs/a%2Cb%3Ac.txt,line=2,col=1,endColumn=8,title=repetition.word"
        "::twice: a, b 100%25"
    )
    assert second == (
        "::error file=docs/a%2Cb%3Ac.txt,line=2,endLine=3,title=x.split"
        "::over%0Atwo lines%0ASuggestion: (delete)"
    )
    assert third.startswith("::error file=rows.jsonl%3A7::rows.jsonl, line 7")


@pytest.mark.parametrize("payload", samples.HOSTILE, ids=range(len(samples.HOSTILE)))
def test_hostile_text_forges_no_line(payload: str) -> None:
    for write in (write_lines, write_github):
        stream = io.StringIO()
        write([samples.hostile(payload)], stream)
        stream.getvalue().encode("utf-8")
        error, finding, end = stream.getvalue().split("\n")
        assert end == ""
        assert "\r" not in error + finding
        if write is write_github:
            assert error.startswith("::error file=")
            assert re.fullmatch(r"::error file=[^,:]*,line=1,[^:]*,title=hostile[^:]*::.*", finding)


@pytest.mark.parametrize(("form", "write"), [("lines", write_lines), ("github", write_github)])
def test_the_command_line_knows_both_forms(form: str, write: object) -> None:
    asked, direct = io.StringIO(), io.StringIO()
    write_stream([_two_lines()], form, asked)
    write([_two_lines()], direct)
    assert asked.getvalue() == direct.getvalue()
