"""JSON, unified text and HTML of a diff; nothing of a user's text is ever markup."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_texts import finding, report
from sample import AFTER, BEFORE, sample

from mtqa.diff import DocumentDiff, diff_documents, render_diff
from mtqa.types import DocumentReport, Severity

_ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "</style></title></template><svg onload=alert(1)>",
    "{{ 7 * 7 }} {% raw %} &lt;b&gt; &#0;",
    "right \u202e to left \u2066 \u2069 end",
    "nul \x00 bell \x07 escape \x1b[31m",
    "lone \ud800 surrogate",
    "“" * 10_000,
)


_GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "diff.html"


class _Page(HTMLParser):
    """Collects the tags, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _attacked(attack: str) -> DocumentDiff:
    before = [f"Before {attack} stands here.", "The boat left at noon."]
    after = ["The boat left late.", f"After {attack} stands there."]
    return diff_documents(
        report(
            before,
            [finding("\n\n".join(before), f"group.{attack}", attack, attack, message=attack)],
            id=attack,
        ),
        report(
            after,
            [finding("\n\n".join(after), "group.fault", attack, attack, message=attack)],
            id=f"{attack}.txt",
        ),
    )


def test_the_page_is_the_one_that_was_approved() -> None:
    """MTQA_UPDATE_GOLDEN=1 approves a new one; look at it first."""
    made = render_diff(sample(), "html")
    if os.environ.get("MTQA_UPDATE_GOLDEN"):
        _GOLDEN.write_text(made, encoding="utf-8")
    assert _GOLDEN.exists(), f"no {_GOLDEN}; run once with MTQA_UPDATE_GOLDEN=1 and look at it"
    assert made == _GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("attack", _ATTACKS, ids=range(len(_ATTACKS)))
def test_html_escapes_everything(attack: str) -> None:
    page = render_diff(_attacked(attack), "html")
    page.encode("utf-8")
    assert not any(sign in page for sign in "\x00\x07\x1b\u202e\u2066\u2069")
    parsed = _Page(page)
    harmless = (sample(), _attacked("harmless"), _attacked("“"))
    assert _tags(page) <= set().union(*(_tags(render_diff(d, "html")) for d in harmless))
    for tag, attributes in parsed.tags:
        assert tag not in {"script", "img", "svg", "iframe", "object"}
        assert not any(name.startswith("on") or name in {"style", "src"} for name in attributes)
        assert attributes.get("href", "#").startswith("#")
    assert "49 " not in "".join(parsed.text)


def _tags(page: str) -> set[tuple[str, tuple[str, ...]]]:
    return {(tag, tuple(attributes)) for tag, attributes in _Page(page).tags}


@pytest.mark.parametrize("attack", _ATTACKS, ids=range(len(_ATTACKS)))
def test_json_and_text_encode_whatever_the_text_holds(attack: str) -> None:
    diff = _attacked(attack)
    loaded = json.loads(render_diff(diff, "json").encode("utf-8"))
    assert loaded["before"]["id"] == attack
    head = render_diff(diff, "text").split("\n")[:2]
    assert [line[:4] for line in head] == ["--- ", "+++ "]
    "".join(head).encode("utf-8")


def test_html_forbids_scripts_and_network() -> None:
    page = render_diff(sample(), "html")
    parsed = _Page(page)
    (policy,) = [
        attributes["content"] or ""
        for _, attributes in parsed.tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert "connect-src" not in policy
    ids = [attributes["id"] for _, attributes in parsed.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {a["href"] for tag, a in parsed.tags if tag == "a"}
    assert targets <= {f"#{name}" for name in ids}
    assert {"#s-b2", "#s-from2", "#i-b2", "#i-from2"} <= targets


def test_html_holds_the_whole_of_both_texts() -> None:
    text = "".join(_Page(render_diff(sample(), "html")).text)
    for paragraph in ("Prices for cod rose by a tenth.", BEFORE[6], AFTER[-1]):
        assert paragraph in text


def test_long_unchanged_stretches_are_folded() -> None:
    paragraphs = [f"Paragraph number {n} of the long text." for n in range(40)]
    edited = [*paragraphs[:20], "Paragraph number twenty is another one now.", *paragraphs[21:]]
    page = render_diff(diff_documents(report(paragraphs), report(edited)), "html")
    assert "19 unchanged paragraphs" in page
    assert "18 unchanged paragraphs" in page


def test_documents_without_text_or_scores_have_a_page() -> None:
    empty = report([], quality=None, p_mt=None, fluency=None)
    page = render_diff(diff_documents(empty, empty), "html")
    assert "No text." in page
    assert "None" not in page
    assert render_diff(diff_documents(empty, empty), "text") == ""
    one = report(["A boat."], scores=[(None, None)], quality=None)
    assert "new" in render_diff(diff_documents(empty, one), "html")


def test_json_has_the_documented_shape() -> None:
    diff = sample()
    loaded = json.loads(render_diff(diff, "json"))
    assert list(loaded) == ["schema", "before", "after", "summary", "blocks"]
    assert loaded["schema"] == 1
    assert loaded["summary"]["changes"] == {"repair": 5, "introduce": 1, "neutral": 3}
    assert list(loaded["summary"]["blocks"]) == [
        "same",
        "edited",
        "split",
        "merge",
        "insert",
        "delete",
    ]
    assert loaded["summary"]["gained"] == {"quality": 27.7, "fluency": 0.19, "p_mt": -0.53}
    for block in loaded["blocks"]:
        assert list(block) == [
            "kind",
            "moved",
            "similarity",
            "before",
            "after",
            "sentences",
            "edits",
            "changes",
            "removed",
            "added",
        ]
        assert [e["before"] for e in block["edits"] if e["kind"] != "equal"] == [
            [c["before"]["start"], c["before"]["end"]] for c in block["changes"]
        ]
        for change in block["changes"]:
            for side, text in (("before", diff.before.text), ("after", diff.after.text)):
                stretch = change[side]
                assert text[stretch["start"] : stretch["end"]] == stretch["text"]
            for n in change["repairs"]:
                assert 0 <= n < len(block["removed"])
            for n in change["introduces"]:
                assert 0 <= n < len(block["added"])
    headline = loaded["blocks"][0]["before"]
    assert headline["p_mt"] is None
    assert headline["fluency"] is None


def test_unified_diff_reads_like_any_other() -> None:
    before = [f"Line {n} of the text." for n in range(9)]
    after = [*before[:4], "A new line in the middle.", *before[5:]]
    text = render_diff(
        diff_documents(report(before, id="a\nb.txt"), report(after, id="c.txt")), "text"
    )
    assert text == (
        "--- a b.txt\n+++ c.txt\n@@ -6,7 +6,7 @@\n \n Line 3 of the text.\n \n"
        "-Line 4 of the text.\n+A new line in the middle.\n \n Line 5 of the text.\n \n"
    )


_LINES = st.lists(st.sampled_from(["", "a", "b", "c d", "e\u2028f", "g\r"]), max_size=14)


@settings(max_examples=60, deadline=None)
@given(_LINES, _LINES)
def test_unified_diff_can_be_applied(
    tmp_path_factory: pytest.TempPathFactory, before: list[str], after: list[str]
) -> None:
    patch = shutil.which("patch")
    if patch is None:
        pytest.skip("the program 'patch' is not installed")
    folder = tmp_path_factory.mktemp("patch")
    old, new = "\n".join(before), "\n".join(after)
    text = render_diff(diff_documents(_plain(old), _plain(new)), "text")
    assert bool(text) == (old != new)
    if text and old:
        assert _patched(patch, folder, old, text) == new


def _plain(text: str) -> DocumentReport:
    """A report of ``text`` as it is, without paragraphs."""
    return replace(report([]), text=text)


def _patched(patch: str, folder: Path, old: str, text: str) -> str:
    target, changes = folder / "old.txt", folder / "changes.diff"
    target.write_bytes(old.encode())
    changes.write_bytes(text.encode())
    command: Sequence[str] = (patch, "--binary", "-s", str(target), str(changes))
    subprocess.run(command, check=True, timeout=20)
    return target.read_bytes().decode() if target.exists() else ""


def test_every_severity_is_shown() -> None:
    for severity in Severity:
        text = "The boat left. Told."
        diff = diff_documents(
            report([text], [finding(text, "a.b", "Told.", severity=severity)]),
            report(["The boat left."]),
        )
        assert f'<span class="sev">{severity}</span>' in render_diff(diff, "html")
