"""Every corruption, and why a detector has none.

A corruption makes the fault that the detector of the same id should find. The test of this file
fails where a detector of the catalogue has neither a corruption nor a reason.
"""

from __future__ import annotations

from collections.abc import Iterable

from mtqa.detectors.base import Detector
from mtqa.errors import ConfigError
from mtqa.synth.corruptions import (
    attribution,
    document,
    grammar,
    lexical,
    name,
    number,
    order,
    punctuation,
    reference,
    repetition,
    residue,
)
from mtqa.synth.model import Corruption

#: All corruptions, by group and in the order of their files.
CORRUPTIONS: tuple[Corruption, ...] = (
    *attribution.CORRUPTIONS,
    *order.CORRUPTIONS,
    *punctuation.CORRUPTIONS,
    *lexical.CORRUPTIONS,
    *grammar.CORRUPTIONS,
    *residue.CORRUPTIONS,
    *repetition.CORRUPTIONS,
    grammar.ONE_FOR_TWO,
    *number.CORRUPTIONS,
    *name.CORRUPTIONS,
    *reference.CORRUPTIONS,
    *document.CORRUPTIONS,
)

_CRITIC = "the language model finds it, and only the pattern detectors' recall is measured here"
#: Detectors without a corruption, with the reason.
NOT_INJECTED: dict[str, str] = {
    "order.calqued_clause": (
        "needs a parse: time, place, verb and subject all change places; in preview"
    ),
    "lexical.translationese_connectives": (
        "a rate over the whole document, not a span that one edit makes; in preview"
    ),
    "lexical.spun_word": (
        "needs a page full of exchanged words, not one edit; the wild pages measure it"
    ),
    "document.headline_repeated": (
        "needs a headline, which clean corpora of running prose do not keep; in preview"
    ),
    "grammar.unlikely_article": _CRITIC,
    "grammar.unlikely_preposition": _CRITIC,
    "grammar.unlikely_form": _CRITIC,
    "lexical.odd_collocation": _CRITIC,
}


def corruptions_of(detectors: Iterable[Detector]) -> tuple[Corruption, ...]:
    """Return the corruptions that make what ``detectors`` find.

    Raises:
        ConfigError: none of them has a corruption.
    """
    ids = {detector.id for detector in detectors}
    chosen = tuple(c for c in CORRUPTIONS if c.detector in ids)
    if not chosen:
        why = "; ".join(f"{d}: {NOT_INJECTED[d]}" for d in sorted(ids) if d in NOT_INJECTED)
        raise ConfigError(
            f"no corruption makes what the chosen detectors find ({why or 'rules of your own'}); "
            "choose others with --detectors"
        )
    return chosen
