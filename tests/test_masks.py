"""What detectors must not see, and what they must."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqa.masks import find_masks


def hidden(text: str) -> list[str]:
    return [span.of(text) for span in find_masks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # code and markup
        ("Run `make all` now.", ["`make all`"]),
        ("Use ``a `b` c`` here.", ["`b`"]),
        ("Before\n```py\nx = 1\n\ny = 2\n```\nafter", ["```py\nx = 1\n\ny = 2\n```"]),
        ("~~~\ncode\n~~~\n", ["~~~\ncode\n~~~"]),
        (
            "A <b>bold</b> word<br/> and <a href='x'>link</a>.",
            ["<b>", "</b>", "<br/>", "<a href='x'>", "</a>"],
        ),
        ("Text <pre>a < b\nc</pre> goes on.", ["<pre>a < b\nc</pre>"]),
        (
            "He said <!-- mtqa-ignore repetition.word --> so.",
            ["<!-- mtqa-ignore repetition.word -->"],
        ),
        ("---\ntitle: A page\n---\n\nText.", ["---\ntitle: A page\n---"]),
        # addresses
        ("See https://example.org/a_(b)?q=1.", ["https://example.org/a_(b)?q=1"]),
        ("(see www.example.org/x), then", ["www.example.org/x"]),
        ("Write to jane.doe@example.co.uk, please.", ["jane.doe@example.co.uk"]),
        ("Thanks @Jane_D and #GoodNews today", ["@Jane_D", "#GoodNews"]),
        ("Go to example.com/path or python.org.", ["example.com/path", "python.org"]),
        (
            "Open /etc/hosts, ~/notes and src/app/main.py.",
            ["/etc/hosts", "~/notes", "src/app/main.py"],
        ),
        (r"It lies in C:\Temp\x.txt there.", [r"C:\Temp\x.txt"]),
        ("Version 1.2.3 and v2 and 2.0.0-rc1 work.", ["1.2.3", "v2", "2.0.0-rc1"]),
        # foreign quotations
        (
            "The “Süddeutsche Zeitung” and “Il Messaggero” wrote",
            ["Süddeutsche Zeitung", "Il Messaggero"],
        ),
        ("Kyiv (Київ) lies on the Dnipro", ["Київ"]),
        ('She reads "Le Monde" daily.', ["Le Monde"]),
        ("the “Frankfurter Allgemeine” (German: FAZ)", ["German: FAZ"]),
        ("his motto «que será será» was", ["que será será"]),
    ],
)
def test_hidden(text: str, expected: list[str]) -> None:
    assert hidden(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The manager said.officially so.",
        "He left the house.It was late.to be sure",
        "It rose to 1.000.000 on 30.12.2021 at 23.30.",
        "a < b and c > d, and/or so, 24/7",
        "He said “I have it” and 'that was all' (or not).",
        "``Hello,'' he said. ``Goodbye.''",
        "`so' he said, `and no' more",
        '"A," he said. "B," she said.',
        "The word 蜜桃 stands in the text, und das ist nicht gut.",
        "We are #1 & AT&T; # Heading",
        "The “Financial Times” and “Reuters” (D-N.Y.)",
        "An unclosed <pre> and `tick and <!-- comment",
        "---\n\nA rule above.\n\n---\n",
    ],
)
def test_seen(text: str) -> None:
    assert [m for m in hidden(text) if m != "<pre>"] == []


def test_of_an_open_fence_only_the_line_is_hidden() -> None:
    assert hidden("```\nThe text goes on.") == ["```"]


def test_offsets_count_code_points() -> None:
    assert hidden("😀😀 see http://a.io/😀 now") == ["http://a.io/😀"]


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from('aé. `<>/!-“”"()@#:\n\\~w1蜜1v') | st.characters(), max_size=300))
def test_masks_are_sorted_disjoint_and_not_empty(text: str) -> None:
    end = -1
    for span in find_masks(text):
        assert end < span.start < span.end <= len(text)
        end = span.end


@pytest.mark.parametrize(
    "unit",
    [
        *("a", "`", "``", "“", "“ ", "<", "<a ", "<pre>", "<!--", "a.", "-", "@", "a@", "#a", "/a"),
        *("1.", "(", "```\n", "~~~\n", "a.com ", ".com", '"', "' ", "www.", "http://", "~/", "v1"),
        *("<pre></code>", "</pre><pre", "---\n", "\\", "a/b.py"),
    ],
)
def test_a_hundred_thousand_of_anything_is_quick(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    start = time.process_time()
    find_masks(text)
    assert time.process_time() - start < 3
