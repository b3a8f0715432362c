"""The page in a real Chromium: as you type, by keyboard, without errors, accessible, quick."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="mtqa[serve] is not installed")

from mtqa.types import Document, DocumentReport

from .stub import Held, running, stub

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = Path(os.environ.get("MTQA_CHROMIUM", "/usr/bin/chromium"))
ROOT = Path(__file__).resolve().parents[2]
AXE = Path(os.environ.get("MTQA_AXE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]

_with_axe = pytest.mark.skipif(
    not AXE.exists(), reason=f"no axe-core at {AXE}; npm install axe-core"
)

PARAGRAPH = (
    "The council of the harbour town met on Monday and spoke of the the bridge at some length. "
    "The ferry is old and slow, the mayor said, and the the winter was hard on its engine. "
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running() as server:
        yield f"http://127.0.0.1:{server.port}/"


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    with _opened(browser, address) as page:
        yield page


class _opened:  # noqa: N801 (used as a function)
    """A page that is open; what it complained of must be nothing when it is closed."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.address = address
        self.troubles: list[str] = []

    def __enter__(self) -> Any:
        page = self.context.new_page()
        page.on("console", lambda message: self.troubles.append(message.text))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("dialog", lambda dialog: self.troubles.append("dialog"))
        page.on("request", lambda request: self._noted(request.url))
        page.goto(self.address)
        return page

    def _noted(self, url: str) -> None:
        if not url.startswith(self.address):
            self.troubles.append(f"asked for {url}")

    def __exit__(self, kind: object, *_: object) -> None:
        self.context.close()
        if kind is None:
            assert self.troubles == []


def _paste(page: Any, text: str) -> None:
    """Paste as a person does: the text in one piece, with a paste's event."""
    page.locator("#text").focus()
    page.evaluate("text => document.execCommand('insertText', false, text)", text)


def _drop(page: Any, files: dict[str, str]) -> None:
    page.evaluate(
        """files => {
          const data = new DataTransfer();
          for (const [name, text] of Object.entries(files)) data.items.add(new File([text], name));
          document.body.dispatchEvent(
            new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        files,
    )


def test_findings_of_a_pasted_text_appear_at_once(page: Any) -> None:
    text = "\n\n".join([PARAGRAPH] * 15)
    assert len(text.split()) > 500
    _paste(page, "the the")  # so that whatever loads on first use is loaded
    page.locator(".note").first.wait_for()
    page.locator("#text").select_text()
    begun = time.perf_counter()
    _paste(page, text)
    page.locator(".note").nth(29).wait_for()
    took = time.perf_counter() - begun
    print(f"{len(text.split())} words: findings after {took:.2f} s")
    # 1 s is the aim; a busy machine gets more.
    assert took < 3
    assert page.locator("#result mark.u").count() == 30
    assert page.locator("#said").inner_text().startswith("30 findings in ")
    assert page.locator("#result").get_attribute("aria-busy") == "false"


def test_the_report_follows_as_you_type(page: Any) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.type("We saw the the boat", delay=20)
    page.locator(".note").wait_for()
    assert len(requests) <= 3, "keys in a row make one request"
    page.keyboard.type(" and the the gulls")
    page.locator(".note").nth(1).wait_for()
    assert page.evaluate("document.activeElement.id") == "text", "typing goes on"
    assert page.locator("#text").input_value() == "We saw the the boat and the the gulls"
    page.locator("#text").fill("")
    page.locator("#result:empty").wait_for(state="attached")
    assert page.url.endswith("/"), "no address of the text"


def test_findings_are_reached_by_keyboard(page: Any) -> None:
    _paste(page, PARAGRAPH + "\n\n" + PARAGRAPH)
    page.locator(".note").nth(3).wait_for()
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id"))
    assert {f"f-{n}" for n in range(1, 5)} <= reached
    assert {"clear", "files"} <= reached
    page.locator("#clear").focus()
    for number in (1, 2, 3, 4, 1):
        page.keyboard.press("n")
        assert page.evaluate("document.activeElement.id") == f"f-{number}"
    page.locator(".tip").wait_for(state="visible")
    page.locator("#text").focus()
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "text", "n is a letter there"


def test_filters_stay_when_the_text_changes(page: Any) -> None:
    _paste(page, PARAGRAPH)
    page.locator(".note").nth(1).wait_for()
    page.locator("#show-minor").uncheck()
    page.locator("#heat-bits").check()
    _paste(page, PARAGRAPH)
    page.locator(".note").nth(3).wait_for(state="attached")
    assert not page.locator("#show-minor").is_checked()
    assert page.locator("#heat-bits").is_checked()
    assert page.locator(".note:visible").count() == 0


@pytest.fixture
def waiting(browser: Any) -> Iterator[tuple[Any, Held]]:
    """A page whose findings come at once, and whose scores come once they are let go."""
    held = Held()
    with running(held, finder=stub) as server:
        with _opened(browser, f"http://127.0.0.1:{server.port}/") as page:
            yield page, held
        held.go.set()


def _said(page: Any, words: str) -> None:
    sync_api.expect(page.locator("#said")).to_contain_text(words)


def test_findings_come_before_the_scores(waiting: tuple[Any, Held]) -> None:
    page, held = waiting
    _paste(page, PARAGRAPH)
    _said(page, "; scores are being computed …")
    assert page.locator("#said").inner_text().startswith("2 findings in ")
    assert page.locator("#said").get_attribute("aria-live") == "polite"
    assert page.locator("#result mark.u").count() == 2
    assert page.locator("#result").get_attribute("aria-busy") == "false", "findings can be read"
    assert page.locator(".summary").get_attribute("aria-busy") == "true"
    assert page.locator(".verdict").inner_text().split("\n") == ["Scores", "Being computed …"]
    assert page.locator(".score .value").all_inner_texts() == ["–"] * 3
    assert "token" not in page.locator(".summary .meta").inner_text(), "none is counted yet"
    held.go.set()
    _said(page, ", scores in ")
    assert page.locator("#said").inner_text().startswith("2 findings in ")
    assert "being computed" not in page.locator("#result").inner_text()
    assert page.locator(".score .value").first.inner_text() != "–"
    assert page.locator(".summary").get_attribute("aria-busy") is None
    assert page.locator("#result mark.u").count() == 2


def test_the_scores_leave_everything_in_its_place(waiting: tuple[Any, Held]) -> None:
    page, held = waiting
    _paste(page, "\n\n".join([PARAGRAPH] * 15))
    _said(page, "; scores are being computed …")
    page.locator("#show-minor").focus()
    for _ in range(17):
        page.keyboard.press("n")
    page.locator(".tip").wait_for(state="visible")
    page.wait_for_timeout(100)  # the step settles
    where = "document.activeElement.getBoundingClientRect().top"
    before = page.evaluate(where)
    held.go.set()
    _said(page, ", scores in ")
    assert page.evaluate("document.activeElement.id") == "f-17"
    assert abs(page.evaluate(where) - before) < 2
    assert page.locator(".tip").is_visible()
    assert page.locator(".step output").inner_text() == "17 of 30"
    assert page.locator("#said").inner_text().startswith("30 findings"), "the tip is none"
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "f-18"


def test_steps_go_on_from_the_chosen_finding(waiting: tuple[Any, Held]) -> None:
    page, held = waiting
    _paste(page, "\n\n".join([PARAGRAPH] * 15))
    _said(page, "; scores are being computed …")
    page.locator("#show-minor").focus()
    for _ in range(3):
        page.keyboard.press("n")
    page.locator("#show-minor").focus()
    scrolled = page.evaluate("scrollY")
    held.go.set()
    _said(page, ", scores in ")
    assert page.evaluate("document.activeElement.id") == "show-minor"
    page.wait_for_timeout(100)
    assert abs(page.evaluate("scrollY") - scrolled) < 200, "the header grew, the window stayed"
    assert page.locator(".step output").inner_text() == "3 of 30"
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "f-4"


def test_a_paragraph_in_view_stays_there(waiting: tuple[Any, Held]) -> None:
    page, held = waiting
    _paste(page, "\n\n".join([PARAGRAPH] * 15))
    _said(page, "; scores are being computed …")
    page.evaluate("document.activeElement.blur()")
    page.evaluate("document.getElementById('p-8').scrollIntoView()")
    where = "document.getElementById('p-8').getBoundingClientRect().top"
    before = page.evaluate(where)
    held.go.set()
    _said(page, ", scores in ")
    assert abs(page.evaluate(where) - before) < 2


def test_a_text_that_changes_meanwhile_is_the_one_scored(waiting: tuple[Any, Held]) -> None:
    page, held = waiting
    _paste(page, PARAGRAPH)
    _said(page, "2 findings in ")
    assert held.begun.wait(10)
    for number, word in ((3, "one"), (4, "two")):
        _paste(page, f"{word} and the the {word} ")
        _said(page, f"{number} findings in ")
    held.go.set()
    _said(page, ", scores in ")
    assert page.locator(".note").count() == 4
    assert page.locator("#text").input_value().endswith("two ")
    assert len(held.scored) == 2, "what was superseded while it waited is not scored"


def test_a_small_change_keeps_the_scores_until_the_new_ones_come(
    waiting: tuple[Any, Held],
) -> None:
    page, held = waiting
    held.go.set()
    _paste(page, f"{PARAGRAPH}\n\nThe gulls have come back to the old pier this spring.")
    _said(page, ", scores in ")
    verdict = page.locator(".verdict strong").inner_text()
    scores = page.locator(".gutter dl").all_inner_texts()
    held.go.clear()
    page.keyboard.type(" And the the")
    _said(page, "; scores are being computed …")
    assert page.locator(".verdict .label").inner_text() == "Verdict before your change"
    assert page.locator(".verdict strong").inner_text() == verdict
    first, second = page.locator(".gutter dl").all_inner_texts()
    assert first == scores[0], "the paragraph is the same"
    assert "–" in second
    page.keyboard.type(" b")
    held.go.set()
    _said(page, ", scores in ")
    assert page.locator(".verdict .label").inner_text() == "Verdict"
    assert page.evaluate("document.activeElement.id") == "text"


def test_a_heat_map_does_not_go_and_come(waiting: tuple[Any, Held]) -> None:
    page, held = waiting
    held.go.set()
    _paste(page, PARAGRAPH)
    _said(page, ", scores in ")
    page.locator("#heat-bits").check()
    held.go.clear()
    held.begun.clear()
    page.locator("#text").focus()
    page.keyboard.type("the the")
    assert held.begun.wait(10)
    assert page.locator("#heat-bits").is_checked()
    assert page.locator("#result").get_attribute("aria-busy") == "true"
    page.locator("#text").select_text()
    _paste(page, "We saw the the boat at noon.")
    _said(page, "1 finding in ")
    assert page.locator("#heat-bits").count() == 0, "another text has no heat map yet"
    held.go.set()
    _said(page, ", scores in ")
    assert page.locator("#heat-bits").is_checked()


def test_scores_that_do_not_come_are_told(browser: Any) -> None:
    def failing(document: Document) -> DocumentReport:
        raise ZeroDivisionError

    with running(failing, finder=stub) as server:
        opened = _opened(browser, f"http://127.0.0.1:{server.port}/")
        with opened as page:
            _paste(page, PARAGRAPH)
            page.locator("#trouble:visible").wait_for()
            assert page.locator("#said").inner_text().endswith("; no scores came")
            assert page.locator(".verdict").inner_text().split("\n") == ["Scores", "None came"]
            assert page.locator(".note").count() == 2, "the findings stay"
            # Chromium itself logs each answer that is no success.
            assert all("500" in trouble for trouble in opened.troubles)
            opened.troubles.clear()


def test_dropped_files_are_scored_and_can_be_chosen(page: Any) -> None:
    html = f"<title>Harbour</title><article><p>{PARAGRAPH}</p></article>"
    _drop(page, {"one.txt": "We saw the the boat.", "<b>two</b>.html": html})
    page.locator("#dropped button").nth(1).wait_for()
    page.locator(".note").wait_for()
    assert page.locator("#result h2").inner_text() == "one.txt"
    page.get_by_role("button", name="<b>two</b>.html").click()
    page.locator(".note").nth(1).wait_for()
    assert page.locator("#result h2").inner_text() == "Harbour"
    assert page.locator("#text").input_value().startswith("The council")
    assert page.locator("#dropped [aria-pressed=true]").inner_text() == "<b>two</b>.html"
    page.locator("#clear").click()
    assert page.locator("#text").input_value() == ""
    assert page.locator("#dropped").is_hidden()


def test_nothing_of_the_text_is_markup(page: Any) -> None:
    _paste(
        page, "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'> the the \u202e"
    )
    page.locator(".note").wait_for()
    assert page.locator("#result img, #result script").count() == 0
    assert page.evaluate("window.ran === undefined")
    assert "<script>" in page.locator(".prose").inner_text()


def test_a_refusal_is_told(browser: Any, address: str) -> None:
    opened = _opened(browser, address)
    with opened as page:
        _drop(page, {"a.exe": "x"})
        page.locator("#trouble:visible").wait_for()
        assert "a.exe: no .txt" in page.locator("#trouble").inner_text()
        # Chromium itself logs each answer that is no success.
        assert all("422" in trouble for trouble in opened.troubles)
        opened.troubles.clear()
        _paste(page, "We saw the the boat.")
        page.locator(".note").wait_for()
        assert page.locator("#trouble").is_hidden()


def test_a_server_that_is_gone_is_told(browser: Any) -> None:
    with running() as server:
        opened = _opened(browser, f"http://127.0.0.1:{server.port}/")
        page = opened.__enter__()
        _paste(page, "We saw the the boat.")
        page.locator(".note").wait_for()
    _paste(page, " And the the gulls.")
    page.locator("#trouble:visible").wait_for()
    assert "cannot be reached" in page.locator("#trouble").inner_text()
    assert page.locator(".note").count() == 1, "the last report stays"
    opened.context.close()


def _serious(page: Any) -> list[tuple[str, list[str]]]:
    return [
        (v["id"], [node["html"][:200] for node in v["nodes"][:3]])
        for v in page.evaluate("axe.run()")["violations"]
        if v["impact"] in {"serious", "critical"}
    ]


@_with_axe
def test_axe_finds_no_serious_violation_before_the_scores(waiting: tuple[Any, Held]) -> None:
    page, held = waiting
    page.evaluate(f"() => {{ {AXE.read_text(encoding='utf-8')} }}")
    _paste(page, PARAGRAPH)
    _said(page, "; scores are being computed …")
    assert _serious(page) == []
    held.go.set()
    _said(page, ", scores in ")
    held.go.clear()
    page.keyboard.type(" a")
    _said(page, "; scores are being computed …")
    assert _serious(page) == [], "with the scores before the change"


@_with_axe
@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 400), ("dark", 400)]
)
def test_axe_finds_no_serious_violation(
    browser: Any, address: str, scheme: str, width: int
) -> None:
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    with _opened(browser, address, **options) as page:
        page.evaluate(f"() => {{ {AXE.read_text(encoding='utf-8')} }}")
        for state in ("empty", "scored"):
            if state == "scored":
                _drop(page, {"one.txt": PARAGRAPH, "two.txt": PARAGRAPH})
                page.locator("#dropped button").nth(1).wait_for()
                page.locator(".note").nth(1).wait_for()
            assert _serious(page) == [], state
        assert page.evaluate("document.documentElement.scrollWidth") <= width
