"""How surely a text's spun terms are no chance: a log-linear sum, fitted by ``mtqa.train.terms``.

A thesaurus offers so many words for each that ordinary prose hits upon some term's substitutes
every few thousand words, in phrases that were never met before. What tells these from spun text:
how often native prose puts the substitute beside other words than a term's, how much of the term is
left, technical words around it, and above all that spun terms come in numbers. A paragraph's
evidence sets their count against what native prose of that length holds (two Poisson rates), and
adds what speaks for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log, log1p

from pydantic import ValidationError
from wordfreq import zipf_frequency

from mtqa.detectors.attested import Attested, attested
from mtqa.detectors.phrases import Strict
from mtqa.detectors.spun_terms import Kind, Spun, base_form, spun_terms
from mtqa.errors import ConfigError

#: File of the weights in ``mtqa/detectors/data``.
WEIGHTS = "spun_terms.json"
#: Words on either side that are asked whether they are technical, and the shortest of them.
AROUND, _SHORTEST = 12, 4
#: Words of terms that are rarer than this, by the Zipf scale of wordfreq, are technical.
_TECHNICAL, _VERY_TECHNICAL = 4.5, 4.0
#: More of them say no more.
_MOST_TECHNICAL = 4
#: Words behind which a noun is likely.
_LINKS = frozenset(
    "a an the of and for in with on by from this that these our its their using via or as between "
    "under".split()
)


class Weights(Strict):
    """The fitted sum.

    Attributes:
        intercept: log-odds at even shares.
        of: feature → log-odds a unit; see :func:`features`.
        native_rate, spun_rate: spun terms a word in native prose, and in spun text.
        bar: evidence from which on a paragraph's spun terms count.
    """

    intercept: float
    of: dict[str, float]
    native_rate: float
    spun_rate: float
    bar: float


@dataclass(frozen=True, slots=True)
class SpunEvidence:
    """Weighs spun terms by fitted weights.

    Attributes:
        weights: the sum.
        native: what native prose holds.
        vocabulary: words of technical terms, in base forms.
    """

    weights: Weights
    native: Attested
    vocabulary: frozenset[str]

    def log_odds(self, spun: Spun, forms: Sequence[str]) -> float:
        """Return how much speaks for one spun term among the words ``forms``."""
        values = features(spun, forms, self.native, self.vocabulary)
        return self.weights.intercept + sum(
            self.weights.of[name] * value for name, value in values.items()
        )

    def of_text(self, found: Sequence[tuple[str, float]], n_words: int) -> float:
        """Return the evidence of a text.

        Args:
            found: term and log-odds of each spun term.
            n_words: of the text.
        """
        rates = self.weights.native_rate, self.weights.spun_rate
        surprise = log(rates[1] / rates[0])
        surest: dict[str, float] = {}
        for term, odds in found:
            surest[term] = max(odds, surest.get(term, odds))
        gained = sum(max(odds + surprise, 0.0) for odds in surest.values())
        return gained - (rates[1] - rates[0]) * n_words

    def convinces(self, found: Sequence[tuple[str, float]], n_words: int) -> bool:
        """Tell whether a text of so many words is spun, by its spun terms."""
        return self.of_text(found, n_words) > self.weights.bar


def features(
    spun: Spun, forms: Sequence[str], native: Attested, vocabulary: frozenset[str]
) -> dict[str, float]:
    """Return what the sum weighs, by name.

    Args:
        spun: the spun term.
        forms: words of the text, in lower case.
        native: what native prose holds.
        vocabulary: words of technical terms.
    """
    met = [native.phrases_of(swap.found, swap.word) for swap in spun.swaps]
    telling = [n for n, swap in zip(met, spun.swaps, strict=True) if swap.kind > Kind.NEAR]
    first, last = max(0, spun.first - AROUND), spun.last + AROUND
    around = {base_form(form) for form in (*forms[first : spun.first], *forms[spun.last : last])}
    levels = [_frequency(word) for word in around & vocabulary if len(word) >= _SHORTEST]
    return {
        "native_phrases_of_the_rarest_swap": log1p(min(telling, default=max(met))),
        "native_phrases_of_the_commonest_swap": log1p(max(met)),
        "swaps": float(len(spun.swaps)),
        "nothing_kept": float(spun.kept == 0),
        "judged_odd": float(spun.surest is Kind.ODD),
        "frequency_of_the_rarest_substitute": min(_frequency(s.found) for s in spun.swaps),
        "technical_words": min(sum(level < _TECHNICAL for level in levels), _MOST_TECHNICAL),
        "very_technical_words": min(
            sum(level < _VERY_TECHNICAL for level in levels), _MOST_TECHNICAL
        ),
        "after_link": float(spun.first > 0 and forms[spun.first - 1] in _LINKS),
    }


@cache
def spun_evidence() -> SpunEvidence:
    """Return the shipped weights.

    Raises:
        ConfigError: they are missing or damaged.
    """
    try:
        source = files("mtqa") / "detectors" / "data" / WEIGHTS
        weights = Weights.model_validate_json(source.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise ConfigError(f"data/{WEIGHTS} is missing or damaged; reinstall mtqa") from error
    return SpunEvidence(weights, attested(), spun_terms().vocabulary)


@cache
def _frequency(words: str) -> float:
    frequency: float = zipf_frequency(words, "en")
    return frequency
