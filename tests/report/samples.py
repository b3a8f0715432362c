"""Reports built by hand for the tests of every output format."""

from __future__ import annotations

import re

from mtqa.types import (
    Contribution,
    DocumentReport,
    Finding,
    ParagraphReport,
    Severity,
    Span,
    Status,
    TokenSurprisal,
    Verdict,
)

SIGNATURE = "mtqa|0.1.0|model:fixture|config:default"


def finding(
    text: str,
    quote: str,
    detector: str = "repetition.word",
    severity: Severity = Severity.MINOR,
    message: str = "a word stands twice in a row",
    suggestion: str | None = None,
    confidence: float = 0.8,
    occurrence: int = 0,
) -> Finding:
    """A finding at the given occurrence of ``quote``."""
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(quote, start + 1)
    return at(text, start, start + len(quote), detector, severity, message, suggestion, confidence)


def at(
    text: str,
    start: int,
    end: int,
    detector: str = "repetition.word",
    severity: Severity = Severity.MINOR,
    message: str = "a word stands twice in a row",
    suggestion: str | None = None,
    confidence: float = 0.8,
) -> Finding:
    return Finding(
        detector, Span(start, end), text[start:end], severity, confidence, message, suggestion
    )


def tokens(text: str, start: int, end: int, evidence: bool = True) -> tuple[TokenSurprisal, ...]:
    """One token a word with its leading space; the numbers depend on the word alone."""
    made = []
    for found in re.compile(r"\s*\S+").finditer(text, start, end):
        weight = sum(map(ord, found[0])) % 97 / 97
        made.append(
            TokenSurprisal(
                Span(*found.span()), 1 + 16 * weight**2, 1 - weight if evidence else None
            )
        )
    return tuple(made)


def paragraphs_of(text: str) -> list[Span]:
    return [Span(*found.span()) for found in re.finditer(r"[^\n]+", text)]


def document(
    text: str,
    findings: tuple[Finding, ...] = (),
    *,
    id: str = "sample.txt",  # noqa: A002
    title: str | None = None,
    p_mt: float | None = 0.93,
    verdict: Verdict | None = Verdict.LIKELY_MT,
    quality: float | None = 38.4,
    fluency: float | None = 0.41,
    reasons: tuple[str, ...] = ("the first reason",),
    status: Status = Status.OK,
    error: str | None = None,
    with_tokens: bool = False,
    statuses: dict[int, Status] | None = None,
    scores: dict[int, float] | None = None,
    contributions: tuple[Contribution, ...] = (),
) -> DocumentReport:
    """A report whose paragraphs are the lines of ``text``; each gets the findings in it."""
    spans = paragraphs_of(text)
    statuses = statuses or {}
    scores = scores or {}
    reports = []
    for i, span in enumerate(spans):
        state = statuses.get(i, Status.OK)
        scored = state is Status.OK
        end = spans[i + 1].start if i + 1 < len(spans) else len(text) + 1
        made = tokens(text, span.start, span.end) if with_tokens and scored else ()
        reports.append(
            ParagraphReport(
                index=i,
                span=span,
                status=state,
                p_mt=scores.get(i, 0.9) if scored else None,
                fluency=round(1 - 0.7 * scores.get(i, 0.9), 4) if scored else None,
                surprisal_bits=5.1234 if scored else None,
                n_tokens=len(span.of(text).split()),
                findings=tuple(f for f in findings if span.start <= f.span.start < end),
                language="fr" if state is Status.WRONG_LANGUAGE else "en",
                tokens=made,
                contributions=contributions if scored else (),
            )
        )
    return DocumentReport(
        id=id,
        text=text,
        status=status,
        language="en" if text else None,
        n_tokens=sum(p.n_tokens for p in reports),
        p_mt=p_mt,
        verdict=verdict,
        quality=quality,
        fluency=fluency,
        paragraphs=tuple(reports),
        reasons=reasons,
        signature=SIGNATURE,
        title=title,
        error=error,
    )


def garbled() -> DocumentReport:
    """A page with faults of many groups, overlapping ones, and every status of a paragraph."""
    text = (
        "Harbour town votes on its new bridge\n\n"
        "By Our Correspondent\n\n"
        "The council of the harbour town has approved on Tuesday the construction of a bridge "
        "that would have to connect the the two shores. Announced. The mayor said.officially "
        "Councillor Hartwell..\n\n"
        "“We have waited for this for twenty years,” he said. , Who asked not to be named. “ The "
        "ferry is old and it is slow”, he added In a letter to residents.\n\n"
        "Le pont ouvrira au printemps prochain, selon la mairie.\n\n"
        "Read more.\n\n"
        "Work begins at 7:30 am and ends at 17.45, and the the the noise should stay under the "
        "limit，the builder wrote. Councilor Hartwel could not be reached for a comment on Friday."
    )
    findings = (
        finding(
            text,
            " the",
            suggestion="",
            message="“the” stands twice in a row",
            occurrence=3,
        ),
        finding(
            text,
            "Announced.",
            "attribution.orphan_verb",
            Severity.MAJOR,
            "a reporting verb stands alone; its speaker and its quote are gone",
            confidence=0.93,
        ),
        finding(
            text,
            "The mayor said.officially Councillor Hartwell..",
            "attribution.torn",
            Severity.CRITICAL,
            "the attribution is torn from the sentence that it belongs to",
            confidence=0.9,
        ),
        finding(
            text,
            "said.officially",
            "spacing.glued_sentence",
            Severity.MAJOR,
            "two sentences are glued together without a space",
            suggestion="said. Officially",
        ),
        finding(
            text,
            "Hartwell..",
            "punctuation.doubled",
            message="the full stop is doubled",
            suggestion="Hartwell.",
            confidence=0.97,
        ),
        finding(
            text,
            ". , Who",
            "punctuation.collision",
            Severity.MAJOR,
            "a full stop and a comma collide",
            suggestion=", who",
        ),
        finding(
            text,
            "Who",
            "capital.stray",
            message="a capital letter inside the sentence",
            suggestion="who",
        ),
        finding(
            text, "“ The", "quotes.spaced", message="a space follows the opening quotation mark"
        ),
        finding(text, "In", "capital.stray", message="a capital letter inside the sentence"),
        finding(
            text,
            "17.45",
            "locale.mixed_time",
            message="“17.45” stands beside “7:30 am”",
            confidence=0.6,
        ),
        finding(
            text,
            "the the the",
            "repetition.phrase",
            Severity.MAJOR,
            "the same words run three times",
            suggestion="the",
        ),
        finding(
            text,
            "，",
            "residue.fullwidth",
            Severity.MAJOR,
            "a fullwidth comma",
            suggestion=", ",
        ),
        finding(
            text,
            "Councilor Hartwel ",
            "consistency.name",
            message="“Hartwel” is “Hartwell” elsewhere",
        ),
    )
    return document(
        text,
        tuple(sorted(findings, key=lambda f: f.span)),
        id="seeds/bridge.txt",
        title="Harbour town votes on its new bridge",
        reasons=(
            "four attributions are torn from their quotes (paragraphs 3 and 4)",
            "the wording of paragraph 3 is like machine translation’s, P(MT) 0.97",
            "surprisal peaks at 17 bits a token, where native news stays under 11",
        ),
        statuses={
            1: Status.BOILERPLATE,
            4: Status.WRONG_LANGUAGE,
            5: Status.TOO_SHORT,
        },
        scores={0: 0.42, 2: 0.97, 3: 0.94, 6: 0.71},
        with_tokens=True,
        contributions=(
            Contribution("share of very surprising tokens", 0.21, 1.84),
            Contribution("evidence of the words", 0.9, 1.2),
            Contribution("length", 41, -0.3),
        ),
    )


def human() -> DocumentReport:
    text = "The library opens again on Monday.\n\nChildren under ten need an adult with them."
    return document(
        text,
        id="library.txt",
        p_mt=0.04,
        verdict=Verdict.LIKELY_HUMAN,
        quality=91.7,
        fluency=0.93,
        scores={0: 0.06, 1: 0.03},
        reasons=("no findings",),
    )


def failed() -> DocumentReport:
    return document(
        "",
        id="rows.jsonl:7",
        p_mt=None,
        verdict=None,
        quality=None,
        fluency=None,
        reasons=(),
        status=Status.ERROR,
        error="rows.jsonl, line 7: broken JSON; repair the line or leave it out",
    )


#: Text that tries to leave its place in a page, a terminal, a log line or a file.
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    '<a href="javascript:alert(1)">x</a>',
    "{{ 7 * 7 }}{% raw %}",
    "<!-- ]]> --> &amp; &lt;",
    "safe\u202egnp.exe\u202c",
    "\u2066isolate\u2069 \u200f",
    "nul\x00 bell\x07 esc\x1b[31m \x9b31m del\x7f",
    "lone \ud800 and \udfff surrogate",
    "\u2028::error file=x::\u2029",
    "line\r\n::warning::forged\rlast",
    "[bold red]markup[/bold red] :smile:",
    "%0A::error::x",
    "“" * 10_000,
    '"' * 10_000,
)


def hostile(payload: str) -> DocumentReport:
    """A report that carries ``payload`` everywhere a user's or a plug-in's text can stand."""
    text = f"Before {payload} after it."
    start = text.index(payload)
    found = Finding(
        f"hostile.{payload[:80]}",
        Span(start, start + len(payload)),
        payload,
        Severity.CRITICAL,
        0.5,
        payload,
        payload,
    )
    paragraph = ParagraphReport(
        0, Span(0, len(text)), Status.OK, 0.9, 0.2, 4.0, 5, (found,), payload, (),
        (Contribution(payload, 1.0, 1.0),),
    )  # fmt: skip
    return DocumentReport(
        payload, text, Status.OK, payload, 5, 0.9, Verdict.MIXED, 20.0, 0.2, (paragraph,),
        (payload,), payload, payload, payload,
    )  # fmt: skip
