"""How sure langdetect is that a text is English: a peer, and the ablation's first line."""

from __future__ import annotations

from functools import cache

from langdetect import DetectorFactory, detect_langs
from langdetect.lang_detect_exception import LangDetectException

DetectorFactory.seed = 0


@cache
def english_confidence(text: str) -> float:
    """Return langdetect's probability of English, 0 where it sees no language at all."""
    try:
        found = detect_langs(text)
    except LangDetectException:
        return 0.0
    return next((float(guess.prob) for guess in found if guess.lang == "en"), 0.0)
