"""Both views of a diff in a real browser: no console errors, no script needed, links lead."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample import sample

from mtqa.diff import render_diff

pytestmark = pytest.mark.browser

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_ROOT = Path(__file__).resolve().parents[2]
_AXE = Path(os.environ.get("MTQA_AXE", _ROOT / "node_modules" / "axe-core" / "axe.min.js"))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    if _CHROMIUM is None:
        pytest.skip("no Chromium; install the Debian package 'chromium'")
    path: Path = tmp_path_factory.mktemp("diff") / "diff.html"
    path.write_text(render_diff(sample(), "html"), encoding="utf-8")
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        context = browser.new_context(java_script_enabled=False)
        opened = context.new_page()
        opened.complaints = []
        opened.on("console", lambda message: opened.complaints.append(message.text))
        opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
        opened.on(
            "request",
            lambda request: (
                None if request.url.startswith("file:") else opened.complaints.append(request.url)
            ),
        )
        opened.goto(path.as_uri())
        yield opened
        browser.close()


def test_the_views_toggle_by_keyboard_and_complain_of_nothing(page) -> None:
    side, inline = page.locator("section.side"), page.locator("section.inline")
    page.locator("#view-side").focus()
    assert side.is_visible()
    assert not inline.is_visible()
    page.keyboard.press("ArrowRight")
    assert inline.is_visible()
    assert not side.is_visible()
    page.keyboard.press("ArrowLeft")
    assert side.is_visible()
    assert page.complaints == []


@pytest.mark.parametrize(("view", "prefix"), [("side", "s"), ("inline", "i")])
def test_every_artifact_is_reached_by_tab(page, view: str, prefix: str) -> None:
    page.locator(f"#view-{view}").check()
    page.locator(f"#view-{view}").focus()
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count():
            reached.add(focused.get_attribute("href"))
    assert {f"#{prefix}-n{n}" for n in range(1, 7)} <= reached
    assert {f"#{prefix}-b2", f"#{prefix}-from2"} <= reached
    assert page.complaints == []


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("view", ["side", "inline"])
def test_nothing_is_wider_than_the_screen(page, view: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.locator(f"#view-{view}").check()
    for block in page.locator(f"section.{view} .prose").all():
        if block.is_visible():
            box = block.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width


def test_columns_stand_side_by_side_on_a_wide_screen(page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("#view-side").check()
    block = page.locator("section.side .block").first
    before, after = (block.locator(f".{name}").bounding_box() for name in ("before", "after"))
    assert before["y"] == after["y"]
    assert before["x"] + before["width"] <= after["x"]


@pytest.mark.skipif(not _AXE.exists(), reason=f"no axe-core at {_AXE}; npm install axe-core")
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 400)])
def test_axe_finds_no_serious_violation(page, scheme: str, width: int) -> None:
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    context = page.context.browser.new_context(**options)
    opened = context.new_page()
    opened.goto(page.url)
    opened.evaluate(f"() => {{ {_AXE.read_text(encoding='utf-8')} }}")
    for view in ("side", "inline"):
        opened.locator(f"#view-{view}").check()
        found = opened.evaluate("axe.run()")
        serious = [
            (v["id"], [node["html"][:200] for node in v["nodes"][:3]])
            for v in found["violations"]
            if v["impact"] in {"serious", "critical"}
        ]
        assert serious == [], view
    context.close()
