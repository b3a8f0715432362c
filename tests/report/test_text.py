from __future__ import annotations

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from mtqa.report.text import write_text

from . import samples


def _printed(*reports: samples.DocumentReport, width: int = 100, colour: bool = False) -> str:
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=width,
        force_terminal=colour,
        color_system="truecolor" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    write_text(reports, stream, console)
    return stream.getvalue()


def test_rows_reasons_and_findings() -> None:
    out = _printed(samples.garbled(), samples.human(), samples.failed(), width=120)
    head, first, *_ = out.splitlines()
    assert head.split()[:3] == ["document", "words", "tokens"]
    assert head.split()[3:] == ["P(MT)", "quality", "fluency", "findings", "verdict"]
    assert first.split()[:2] == ["seeds/bridge.txt", "116"]
    assert first.rstrip().endswith("likely MT")
    assert "• four attributions are torn" in out
    assert "¶ 3  P(MT) 0.97, fluency 0.32, 5 findings" in out
    assert "minor punctuation.doubled “Hartwell..” the full stop is doubled → “Hartwell.”" in out
    assert "→ delete it" in out
    assert "rows.jsonl, line 7: broken JSON" in out
    assert re.search(r"rows\.jsonl:7 +0 +0 +– +– +– +0 +error", out)


def test_no_colour_in_a_file_and_colour_on_a_terminal() -> None:
    stream = io.StringIO()
    write_text([samples.garbled()], stream)
    assert "\x1b" not in stream.getvalue()
    assert "\x1b[" in _printed(samples.garbled(), colour=True)


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    long_name = samples.document("Some words here.", id="a/very/long/" + "name" * 60 + "你好.txt")
    out = _printed(samples.garbled(), long_name, width=width)
    assert max(cell_len(line) for line in out.splitlines()) <= width
    assert "你好.txt" in out.replace("\n", ""), "the end of a path tells more than its start"


@pytest.mark.parametrize("payload", samples.HOSTILE, ids=range(len(samples.HOSTILE)))
@pytest.mark.parametrize("width", [60, 120])
def test_no_control_character_reaches_the_terminal(payload: str, width: int) -> None:
    out = _printed(samples.hostile(payload), width=width)
    out.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)


def test_markup_and_emoji_codes_stay_text() -> None:
    out = _printed(samples.hostile("[bold red]x[/] :smile:"), width=200)
    assert "“[bold red]x[/] :smile:”" in out
