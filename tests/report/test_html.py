from __future__ import annotations

import base64
import hashlib
import os
import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from mtqa.report.html import IndexEntry, render_body, render_index, render_report
from mtqa.report.page import environment
from mtqa.report.visible import visible
from mtqa.types import Status

from . import samples

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
VOID = {"meta", "br", "hr", "img", "input", "link"}


class _Page(HTMLParser):
    """Elements with their attributes, the text of `.prose p`, and whether tags balance."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.prose: list[str] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.visible: list[str] = []
        self.box = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        if tag in {"div", "ol"}:
            self.box = values.get("class", "")
        if tag not in VOID and tag not in {"rect", "path"}:
            self.open.append(tag)
        if tag == "p" and self._in_prose():
            self.prose.append("")
        if tag in self.raw:
            self.raw[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag in {"rect", "path"}:
            return
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.raw:
            self.raw[self.open[-1]][-1] += data
            return
        self.visible.append(data)
        if "p" in self.open and self.prose and self._in_prose():
            self.prose[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment in the page: {data[:60]}")

    def _in_prose(self) -> bool:
        return self.box == "prose"

    def with_class(self, name: str) -> list[dict[str, str]]:
        return [a for _, a in self.elements if name in a.get("class", "").split()]


def _index() -> str:
    reports = [samples.human(), samples.failed(), samples.garbled()]
    return render_index(
        [IndexEntry.of(report, f"{n}.html") for n, report in enumerate(reports)], "seeds"
    )


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("report.html", lambda: render_report(samples.garbled(), index="index.html")),
        ("report_error.html", lambda: render_report(samples.failed())),
        ("index.html", _index),
    ],
)
def test_golden(name: str, page: object) -> None:
    """The page is the one looked at and approved; MTQA_UPDATE_GOLDEN=1 approves a new one."""
    made = page()
    golden = GOLDEN / name
    if os.environ.get("MTQA_UPDATE_GOLDEN"):
        golden.write_text(made, encoding="utf-8")
    assert golden.exists(), f"no {golden}; run once with MTQA_UPDATE_GOLDEN=1 and look at it"
    assert made == golden.read_text(encoding="utf-8")


def test_the_text_stands_as_text() -> None:
    report = samples.garbled()
    page = _Page(render_report(report))
    assert not page.open
    assert page.prose == [p.span.of(report.text) for p in report.paragraphs]


def test_every_finding_has_a_number_a_note_and_links_both_ways() -> None:
    report = samples.garbled()
    page = _Page(render_report(report))
    ids = {a["id"] for _, a in page.elements if "id" in a}
    assert len(ids) == sum("id" in a for _, a in page.elements), "ids are unique"
    refs, notes = page.with_class("ref"), page.with_class("note")
    assert len(refs) == len(notes) == len(report.findings)
    for attributes in (a for _, a in page.elements):
        target = attributes.get("href", "")
        if target.startswith("#"):
            assert target[1:] in ids
        for described in attributes.get("aria-describedby", "").split():
            assert described in ids


def test_missing_scores_show_a_dash_and_the_status() -> None:
    page = _Page(render_report(samples.failed()))
    values = re.findall(r'<span class="value">([^<]*)<', render_report(samples.failed()))
    assert values == ["–", "–", "–"]
    assert not page.with_class("fill")
    assert "broken JSON" in "".join(page.visible)
    short = samples.document("Too short.", statuses={0: Status.TOO_SHORT}, p_mt=None, verdict=None,
                             quality=None, fluency=None, status=Status.TOO_SHORT)  # fmt: skip
    html = render_report(short)
    assert 'class="status">too short<' in html
    assert "0.00" not in html


def test_heat_toggles_are_there_only_with_their_data() -> None:
    assert 'id="heat-evidence"' in render_report(samples.garbled())
    assert 'id="heat-bits"' not in render_report(samples.human())


@pytest.mark.parametrize(
    "html",
    [render_report(samples.garbled(), index="index.html"), _index()],
    ids=["report", "index"],
)
def test_policy_allows_exactly_what_the_page_holds(html: str) -> None:
    page = _Page(html)
    policy = next(
        a["content"] for t, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'")
    assert "unsafe" not in policy
    for texts in page.raw.values():
        assert texts
        for text in texts:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
    for tag, attributes in page.elements:
        assert tag not in {"link", "img", "iframe", "object", "base", "form"}
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href"):
            assert re.match(r"#|\./|$", attributes.get(name, "")), attributes


def _skeleton(html: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(tag, tuple(sorted(a))) for tag, a in _Page(html).elements]


@pytest.mark.parametrize("payload", samples.HOSTILE, ids=range(len(samples.HOSTILE)))
def test_hostile_text_changes_no_structure(payload: str) -> None:
    """The page of the payload has the same elements and attributes as the page of a word."""
    html = render_report(samples.hostile(payload))
    html.encode("utf-8")
    assert "\x00" not in html
    assert "\u202e" not in html
    word = "word" if len(payload) < 1_000 else "w" * len(payload)
    assert _skeleton(html) == _skeleton(render_report(samples.hostile(word)))
    page = _Page(html)
    assert "".join(page.prose) == visible(f"Before {payload} after it.")

    def index(text: str) -> str:
        report = samples.hostile(text)
        return render_index([IndexEntry.of(report, text)], text)

    assert _skeleton(index(payload)) == _skeleton(index("word"))
    links = [a["href"] for t, a in _Page(index(payload)).elements if t == "a"]
    assert all(link == "#main" or re.fullmatch(r"\./[!-9;-~]*", link) for link in links), links


def test_environment_escapes_and_refuses_none_and_undefined() -> None:
    env = environment()
    assert env.from_string("{{ x }}").render(x="<b>\u202e") == "&lt;b&gt;[U+202E]"
    with pytest.raises(UndefinedError):
        env.from_string("{{ y }}").render()
    with pytest.raises(TypeError, match="None"):
        env.from_string("{{ x }}").render(x=None)


def test_a_finding_that_crosses_paragraphs_is_underlined_in_both_and_numbered_once() -> None:
    text = "One two three.\n\nFour five six."
    report = samples.document(text, (samples.at(text, 8, 20),))
    page = _Page(render_report(report))
    assert [a["data-n"] for t, a in page.elements if t == "mark"] == ["1", "1"]
    assert len(page.with_class("ref")) == 1


def test_text_outside_paragraphs_is_shown() -> None:
    report = samples.document("Inside.")
    outside = samples.DocumentReport(**{
        **{name: getattr(report, name) for name in report.__slots__},
        "text": "Inside. Outside.",
    })  # fmt: skip
    assert _Page(render_report(outside)).prose == ["Inside.", " Outside."]


def test_a_body_for_another_page() -> None:
    body = render_body(samples.garbled(), level=3)
    assert body.startswith('<article class="report">')
    assert '<h3 class="title">' in body
    assert "<script" not in body
    assert "<style" not in body


def test_long_documents_fold() -> None:
    report = samples.document("A line of some words for the page.\n" * 2_000)
    page = _Page(render_report(report))
    folded = page.with_class("section")
    assert len(folded) == 27
    assert ["open" in a for a in folded] == [True] + [False] * 26
    assert len(page.prose) == 2_000


def test_a_huge_paragraph_is_laid_out_in_parts() -> None:
    text = "word " * 40_000
    report = samples.document(text, (samples.at(text, 7_990, 8_010),))
    page = _Page(render_report(report))
    assert "".join(page.prose) == text
    assert 20 <= len(page.prose) <= 26
    assert len(page.with_class("ref")) == 1


def test_a_megabyte_with_tokens_renders_in_seconds() -> None:
    line = "The harbour council met again and spoke of the bridge at some length today. " * 6
    text = (line + "\n") * 2_200
    report = samples.document(text, with_tokens=True)
    assert len(text) > 1_000_000
    begun = time.process_time()
    html = render_report(report)
    assert time.process_time() - begun < 15
    assert len(html) < 12_000_000


def test_index_shows_the_worst_first_and_the_unscored_last() -> None:
    page = _Page(_index())
    assert [a["href"] for t, a in page.elements if t == "a"][1:] == [
        "./2.html", "./0.html", "./1.html",
    ]  # fmt: skip


def test_index_of_nothing() -> None:
    assert "No documents." in render_index([])


def test_a_thousand_rows_are_small_and_quick() -> None:
    entry = IndexEntry.of(samples.garbled(), "a.html")
    begun = time.process_time()
    html = render_index([entry] * 1_000)
    assert time.process_time() - begun < 3
    assert len(html) < 2_500_000
