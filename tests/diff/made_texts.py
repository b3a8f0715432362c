"""Made documents with known edits: paragraphs of made sentences, and which belong together."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

from mtqa.types import DocumentReport, Finding, ParagraphReport, Severity, Span, Status

_SMALL = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "that",
    "is",
    "for",
    "it",
    "was",
    "on",
    "with",
    "as",
    "by",
    "at",
    "from",
    "his",
    "her",
    "they",
    "not",
]
_STEMS = [
    "bar",
    "cal",
    "dor",
    "fen",
    "gil",
    "hos",
    "jun",
    "kel",
    "lam",
    "mor",
    "nid",
    "pal",
    "qua",
    "ros",
    "sil",
    "tem",
    "ulv",
    "war",
    "yel",
    "zan",
]
_ENDS = [
    "a",
    "ed",
    "er",
    "ing",
    "ion",
    "ist",
    "ly",
    "ment",
    "ness",
    "o",
    "or",
    "ous",
    "s",
    "th",
    "y",
]
#: 6,000 made words; rarer ones stand later.
_WORDS = [one + two + end for one in _STEMS for two in _STEMS for end in _ENDS]


def word(rng: random.Random) -> str:
    """Draw a word: four in ten are small, the others follow a Zipf-like law."""
    if rng.random() < 0.4:
        return rng.choice(_SMALL)
    return _WORDS[int(len(_WORDS) ** rng.random()) - 1]


def sentence(rng: random.Random) -> str:
    words = [word(rng) for _ in range(rng.randint(6, 20))]
    return " ".join([words[0].capitalize(), *words[1:]]) + "."


def paragraph(rng: random.Random) -> list[str]:
    return [sentence(rng) for _ in range(rng.randint(2, 6))]


def reworded(rng: random.Random, sentences: Sequence[str], share: float) -> list[str]:
    """Replace, drop or double about ``share`` of the words."""
    out = []
    for line in sentences:
        words = []
        for one in line.removesuffix(".").split():
            if rng.random() >= share:
                words.append(one)
            elif rng.random() < 0.6:
                words.append(word(rng))
            elif rng.random() < 0.5:
                words += [one, word(rng)]
        out.append(" ".join(words or [word(rng)]) + ".")
    return out


def edited_document(
    rng: random.Random, n: int, *, noise: float, moves: int = 2
) -> tuple[list[str], list[str], set[tuple[int, int]], set[int]]:
    """Make a document and an edited version.

    Returns:
        The paragraphs of both, the true pairs of positions, and the positions in the first of
        the paragraphs that were moved far (by at least a quarter of the document).
    """
    before = [paragraph(rng) for _ in range(n)]
    units: list[tuple[list[int], list[str]]] = []  # sources of each new paragraph, sentences
    i = 0
    while i < n:
        share = rng.choice((0.0, 0.0, noise / 2, noise))
        draw = rng.random()
        new = reworded(rng, before[i], share)
        if draw < 0.06:  # deleted
            pass
        elif draw < 0.12:  # inserted before
            units += [([], paragraph(rng)), ([i], new)]
        elif draw < 0.24 and len(new) >= 3:  # split in two or three
            cuts = sorted(rng.sample(range(1, len(new)), rng.choice((1, 2))))
            edges = [0, *cuts, len(new)]
            units += [([i], new[a:b]) for a, b in pairwise(edges)]
        elif draw < 0.34 and i + 1 < n:  # merged with the next
            units.append(([i, i + 1], new + reworded(rng, before[i + 1], share)))
            i += 1
        else:
            units.append(([i], new))
        i += 1
    whole = [
        unit
        for unit in units
        if len(unit[0]) == 1 and sum(unit[0][0] in sources for sources, _ in units) == 1
    ]
    moved: set[int] = set()
    far = max(2, n // 4)
    for unit in rng.sample(whole, min(moves, len(whole))):
        k = next(at for at, other in enumerate(units) if other is unit)
        del units[k]
        places = [p for p in range(len(units) + 1) if abs(p - k) >= far]
        units.insert(rng.choice(places or [k]), unit)
        if places:
            moved.add(unit[0][0])
    truth = {(i, j) for j, (sources, _) in enumerate(units) for i in sources}
    return (
        [" ".join(sentences) for sentences in before],
        [" ".join(sentences) for _, sentences in units],
        truth,
        moved,
    )


def laid_out(paragraphs: Sequence[str], gap: str = "\n\n") -> tuple[str, list[Span]]:
    """Join paragraphs by blank lines; return the text and their spans."""
    spans, at = [], 0
    for one in paragraphs:
        spans.append(Span(at, at + len(one)))
        at += len(one) + len(gap)
    return gap.join(paragraphs), spans


def report(
    paragraphs: Sequence[str],
    marks: Sequence[tuple[str, str] | Finding] = (),
    *,
    id: str = "doc",  # noqa: A002 - the field of DocumentReport
    scores: Sequence[tuple[float | None, float | None]] = (),
    quality: float | None = 50.0,
    **more: object,
) -> DocumentReport:
    """Make a report by hand; ``marks`` are ``(detector, text)``, found at their first place."""
    text, spans = laid_out(paragraphs)
    findings = [m if isinstance(m, Finding) else finding(text, *m) for m in marks]
    return DocumentReport(
        id=id,
        text=text,
        status=Status.OK,
        language="en",
        n_tokens=10 * len(spans),
        p_mt=more.pop("p_mt", 0.5),
        verdict=None,
        quality=quality,
        fluency=more.pop("fluency", 0.5),
        paragraphs=tuple(
            ParagraphReport(
                index=k,
                span=span,
                status=Status.OK,
                p_mt=scores[k][0] if scores else 0.5,
                fluency=scores[k][1] if scores else 0.5,
                surprisal_bits=None,
                n_tokens=10,
                findings=tuple(
                    sorted((f for f in findings if span.overlaps(f.span)), key=lambda f: f.span)
                ),
            )
            for k, span in enumerate(spans)
        ),
        reasons=(),
        signature="test",
        **more,
    )


def finding(
    text: str,
    detector: str,
    quote: str,
    suggestion: str | None = None,
    confidence: float = 0.9,
    severity: Severity = Severity.MAJOR,
    message: str = "a made reason",
) -> Finding:
    at = text.index(quote)
    return Finding(
        detector, Span(at, at + len(quote)), quote, severity, confidence, message, suggestion
    )
