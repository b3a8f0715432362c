"""The pages in a real Chromium: no errors, all reachable by keyboard, accessible, quick.

Chromium is looked for at ``MTQA_CHROMIUM`` or ``/usr/bin/chromium``, axe-core (npm) at
``MTQA_AXE`` or under ``node_modules``.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mtqa.report.html import IndexEntry, render_index, render_report

from . import samples

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = Path(os.environ.get("MTQA_CHROMIUM", "/usr/bin/chromium"))
ROOT = Path(__file__).resolve().parents[2]
AXE = Path(os.environ.get("MTQA_AXE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    reports = {
        "garbled.html": samples.garbled(),
        "human.html": samples.human(),
        "failed.html": samples.failed(),
        "hostile.html": samples.hostile("".join(samples.HOSTILE[:16])),
        "nested.html": samples.hostile(samples.HOSTILE[-1]),
    }
    long = "The council met on Monday to speak of the the bridge and of its cost.\n" * 160
    found = [samples.at(long, at, at + 7) for at in range(long.index("the the"), len(long), 71 * 8)]
    reports["long.html"] = samples.document(long, tuple(found), with_tokens=True)
    for name, report in reports.items():
        (folder / name).write_text(render_report(report, index="index.html"), encoding="utf-8")
    entries = [IndexEntry.of(report, name) for name, report in reports.items()]
    (folder / "index.html").write_text(render_index(entries, "seeds"), encoding="utf-8")
    return folder


class _Opened:
    """A page that is open, and what it complained of."""

    def __init__(self, browser: Any, file: Path, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.troubles: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.troubles.append(message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("dialog", lambda dialog: self.troubles.append("dialog"))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.file = file

    def __enter__(self) -> _Opened:
        self.page.goto(self.file.as_uri())
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


NAMES = ["garbled", "human", "failed", "hostile", "nested", "long", "index"]


@pytest.mark.parametrize("name", NAMES)
def test_no_errors_and_no_requests(browser: Any, pages: Path, name: str) -> None:
    file = pages / f"{name}.html"
    with _Opened(browser, file) as opened:
        assert opened.page.title()
        assert opened.troubles == []
        assert opened.requests == [file.as_uri()]


def test_the_policy_stops_what_would_slip_through(browser: Any, pages: Path) -> None:
    markup = '<img src="https://example.invalid/x" onerror="window.ran = 1"><p style="color:red">x'
    with _Opened(browser, pages / "garbled.html") as opened:
        opened.page.evaluate("m => document.body.insertAdjacentHTML('beforeend', m)", markup)
        opened.page.evaluate(
            "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 2';"
            " document.body.append(s); }"
        )
        opened.page.wait_for_timeout(100)
        assert opened.page.evaluate("window.ran === undefined")
        colour = "e => getComputedStyle(e).color"
        assert opened.page.locator("body > p").evaluate(colour) != "rgb(255, 0, 0)"
        assert len(opened.troubles) >= 3
        assert all("Content Security Policy" in trouble for trouble in opened.troubles)


@pytest.mark.parametrize("name", ["garbled", "long", "nested"])
def test_every_finding_is_reached_by_keyboard(browser: Any, pages: Path, name: str) -> None:
    with _Opened(browser, pages / f"{name}.html") as opened:
        page = opened.page
        total = page.locator(".ref").count()
        assert total
        for key, order in (("n", range(1, total + 1)), ("p", range(total - 1, 0, -1))):
            for number in order:
                page.keyboard.press(key)
                focused = page.evaluate("document.activeElement.id")
                assert focused == f"f-{number}"
        page.wait_for_timeout(300)
        focused, tip = page.locator(".ref:focus"), page.locator(".tip")
        assert focused.is_visible()
        assert tip.is_visible()
        number, card = focused.bounding_box(), tip.bounding_box()
        below = card["y"] - (number["y"] + number["height"])
        above = number["y"] - (card["y"] + card["height"])
        assert 0 <= max(below, above) < 12, "the tooltip stands beside its number"
        page.keyboard.press("Escape")
        assert page.locator(".tip").is_hidden()
        assert opened.troubles == []


def test_tab_alone_reaches_findings_and_enter_goes_to_the_note(browser: Any, pages: Path) -> None:
    with _Opened(browser, pages / "garbled.html") as opened:
        page = opened.page
        reached = set()
        for _ in range(120):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.id"))
        assert {f"f-{n}" for n in range(1, 14)} <= reached
        page.locator("#f-3").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#n-3"


def test_filters_hide_and_keys_skip_what_is_hidden(browser: Any, pages: Path) -> None:
    with _Opened(browser, pages / "garbled.html") as opened:
        page = opened.page
        page.locator("#show-minor").uncheck()
        assert page.locator(".note.s-minor:visible").count() == 0
        assert page.locator(".note.s-major:visible").count() > 0
        line = "e => getComputedStyle(e).textDecorationLine"
        assert page.locator("mark.s-minor").first.evaluate(line) == "none"
        seen = []
        for _ in range(6):
            page.keyboard.press("n")
            seen.append(page.evaluate("document.activeElement.className"))
        assert not [name for name in seen if "s-minor" in name]
        group = page.locator("label:has-text('attribution') input")
        group.uncheck()
        assert page.locator(".note:visible b:has-text('attribution')").count() == 0


def test_heat_maps_colour_the_text(browser: Any, pages: Path) -> None:
    with _Opened(browser, pages / "garbled.html") as opened:
        page = opened.page
        colour = "e => getComputedStyle(e).backgroundColor"
        hot = page.locator(".prose .b6").first
        assert hot.evaluate(colour) == "rgba(0, 0, 0, 0)"
        page.locator("#heat-bits").check()
        assert hot.evaluate(colour) != "rgba(0, 0, 0, 0)"
        assert page.locator(".for-bits").is_visible()
        page.locator("#heat-evidence").check()
        assert page.locator(".prose .e10").first.evaluate(colour) != "rgba(0, 0, 0, 0)"
        assert page.locator(".for-bits").is_hidden()


def test_it_works_without_javascript(browser: Any, pages: Path) -> None:
    with _Opened(browser, pages / "garbled.html", java_script_enabled=False) as opened:
        page = opened.page
        assert page.locator(".note").first.is_visible()
        assert page.locator(".step").is_hidden()
        page.locator("#show-minor").uncheck()
        assert page.locator(".note.s-minor").first.is_hidden()
        page.locator(".minimap a").nth(3).click()
        assert page.url.endswith("#p-4")
    with _Opened(browser, pages / "index.html", java_script_enabled=False) as opened:
        assert opened.page.locator("tbody tr").count() == 6
        assert opened.page.locator(".search").is_hidden()


def test_index_sorts_searches_and_links(browser: Any, pages: Path) -> None:
    with _Opened(browser, pages / "index.html") as opened:
        page = opened.page

        def column(n: int) -> list[str]:
            return page.locator(f"tbody tr:not([hidden]) > :nth-child({n})").all_inner_texts()

        page.get_by_role("button", name="Quality").click()
        numbers = [float(text) for text in column(5) if text != "–"]
        assert numbers == sorted(numbers, reverse=True)
        assert column(5)[-1] == "–"
        page.get_by_role("button", name="Quality").click()
        assert column(5)[-1] == "–"
        assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Quality")
        page.locator("input[type=search]").fill("HARBOUR")
        assert len(column(1)) == 1
        page.locator("tbody tr:not([hidden]) a").click()
        assert page.locator("h1").inner_text().startswith("Harbour town")
        page.get_by_role("link", name="All documents").click()
        assert page.locator("h1").inner_text() == "seeds"
        assert opened.troubles == []


@pytest.mark.skipif(not AXE.exists(), reason=f"no axe-core at {AXE}; npm install axe-core")
@pytest.mark.parametrize(
    ("name", "scheme", "width", "heats"),
    [
        ("garbled", "light", 1280, ("none", "bits", "evidence")),
        ("garbled", "dark", 1280, ("none", "bits", "evidence")),
        ("garbled", "light", 400, ("none",)),
        ("human", "dark", 400, ("none",)),
        ("failed", "light", 1280, ("none",)),
        ("failed", "dark", 1280, ("none",)),
        ("long", "light", 1280, ("none",)),
        ("index", "light", 1280, ("none",)),
        ("index", "dark", 1280, ("none",)),
        ("index", "light", 400, ("none",)),
    ],
)
def test_axe_finds_no_serious_violation(
    browser: Any, pages: Path, name: str, scheme: str, width: int, heats: tuple[str, ...]
) -> None:
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    with _Opened(browser, pages / f"{name}.html", **options) as opened:
        page = opened.page
        page.evaluate(f"() => {{ {AXE.read_text(encoding='utf-8')} }}")
        for heat in heats:
            if heat != "none":
                page.locator(f"#heat-{heat}").check()
            found = page.evaluate("axe.run()")
            serious = [
                (v["id"], [node["html"][:200] for node in v["nodes"][:3]])
                for v in found["violations"]
                if v["impact"] in {"serious", "critical"}
            ]
            assert serious == []


def test_a_long_document_and_a_thousand_rows_open_at_once(browser: Any, tmp_path: Path) -> None:
    line = "The harbour council met again and spoke of the the bridge at some length. " * 6
    text = (line + "\n") * 2_300
    found = tuple(
        samples.at(text, at, at + 7)
        for at in range(line.index("the the"), len(text), len(line) + 1)
    )
    files = {
        "megabyte.html": render_report(samples.document(text, found, with_tokens=True)),
        "rows.html": render_index([IndexEntry.of(samples.garbled(), "a.html")] * 1_000),
    }
    for name, html in files.items():
        (tmp_path / name).write_text(html, encoding="utf-8")
        begun = time.perf_counter()
        with _Opened(browser, tmp_path / name) as opened:
            opened.page.evaluate("() => new Promise(requestAnimationFrame)")
            took = time.perf_counter() - begun
            print(f"{name}: {len(html) / 1e6:.1f} MB, open in {took:.2f} s")
            if name == "megabyte.html":
                begun = time.perf_counter()
                opened.page.locator("#heat-bits").check()
                opened.page.evaluate("() => new Promise(requestAnimationFrame)")
                print(f"heat map in {time.perf_counter() - begun:.2f} s")
                opened.page.keyboard.press("p")
                assert opened.page.evaluate("document.activeElement.id").startswith("f-")
            # Generous, for a busy machine; a quadratic page takes minutes.
            assert took < 30
            assert opened.troubles == []
