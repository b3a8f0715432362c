"""Texts that break offsets."""

from __future__ import annotations

from hypothesis import strategies as st

#: What normalisers, UTF-8 and UTF-16 make longer or shorter.
TRAPS = (
    "",
    " ",
    "\n\n",
    "plain words here",
    "  two  spaces \t and a tab ",
    "caf\u00e9 or cafe\u0301, \u0301\u0301 alone",
    "1\u2044\u00bd \ufb01n\u2026 \u2163 \u32a3 \u00b2 \uff21\uff22",
    "👩‍👩‍👧‍👦 and 🇳🇴 and 👍🏽 😀😀",
    "line\r\nline\rline\u2028line\u0085line",
    "\ufeffmark \u200bzero\u200d width\u00ad soft",
    "नमस्ते สวัสดี 你好，世界 שלום مرحبا",
    "▁under▁ __ ▁▁",
    "a\x00b\x01c\x1fd",
    "𐍈𝔘𝕟𝕚 \U000e0001",
    "<s> </s> <unk> <0x41> [MASK]",
    "don’t “quote” – dash — and\u00a0space\u3000wide",
)

#: Any text without lone surrogates, rich in traps.
ANY_TEXT = st.lists(
    st.one_of(
        st.sampled_from(TRAPS),
        st.text(max_size=20),
        st.text(alphabet="ab \n\u0301\u00e9😀ﬁ▁", max_size=20),
    ),
    max_size=6,
).map("".join)
