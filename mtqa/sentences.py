"""Where sentences end, by sentencex, in any text that Python can hold."""

from __future__ import annotations

import re

from sentencex import get_sentence_boundaries

#: sentencex cannot encode a lone surrogate, and panics at white space outside ASCII before some
#: full stops. Both are replaced one for one, so offsets stay.
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_WHITE = re.compile(r"[^\S ]")


def sentence_ends(text: str) -> list[int]:
    """Return where each sentence of ``text`` ends, in code points, ascending."""
    plain = _SURROGATE.sub("\ufffd", _WHITE.sub(" ", text))
    return [int(boundary["end_index"]) for boundary in get_sentence_boundaries("en", plain)]
