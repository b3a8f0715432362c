"""Class every change by what it does to the artifacts: repair, introduce or neutral.

A finding of the first document *survives* where a finding of the same detector stands at the
place that the alignment maps it to. One that does not survive was removed, one of the second
document that nothing survives into was added. A change that touches a removed finding repairs
it, one that touches an added finding introduces it. A finding that came or went without a change
that touches it (the closing quotation mark set at the other end of the sentence) is laid to the
nearest change of its block.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from mtqa.diff.model import (
    CHANGE_CLASSES,
    Block,
    BlockDiff,
    Change,
    ChangeClass,
    Edit,
    Scores,
    Summary,
)
from mtqa.diff.tokens import count_words
from mtqa.types import DocumentReport, Finding, ParagraphReport, Severity, Span, TokenSurprisal

#: What a finding counts when a change removes some and adds others, after MQM.
_HARM = {Severity.MINOR: 1.0, Severity.MAJOR: 5.0, Severity.CRITICAL: 10.0}


def classify(
    before: DocumentReport, after: DocumentReport, blocks: Sequence[Block]
) -> tuple[BlockDiff, ...]:
    """Class the changes of all blocks and set the scores of both sides beside each other."""
    return tuple(_block_diff(before, after, block) for block in blocks)


def summarize(before: DocumentReport, after: DocumentReport, diffs: Sequence[BlockDiff]) -> Summary:
    """Return the counts over all blocks and the gains of the document's scores."""
    verdicts = Counter(change.verdict for diff in diffs for change in diff.changes)
    return Summary(
        changes={name: verdicts[name] for name in CHANGE_CLASSES},
        blocks=dict(Counter(diff.block.kind for diff in diffs)),
        moved=sum(diff.block.moved for diff in diffs),
        removed=_by_detector(f for diff in diffs for f in diff.removed),
        added=_by_detector(f for diff in diffs for f in diff.added),
        words_before=sum(count_words(before.text, diff.block.before) for diff in diffs),
        words_after=sum(count_words(after.text, diff.block.after) for diff in diffs),
        words_kept=sum(
            count_words(before.text, edit.before)
            for diff in diffs
            for edit in diff.block.edits
            if edit.kind == "equal"
        ),
        quality_gained=_gain(before.quality, after.quality),
        fluency_gained=_gain(before.fluency, after.fluency),
        p_mt_gained=_gain(before.p_mt, after.p_mt),
    )


def _by_detector(findings: Iterable[Finding]) -> dict[str, int]:
    return dict(sorted(Counter(f.detector for f in findings).items()))


def _gain(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _block_diff(before: DocumentReport, after: DocumentReport, block: Block) -> BlockDiff:
    ours = [before.paragraphs[k] for k in block.before_paragraphs]
    theirs = [after.paragraphs[k] for k in block.after_paragraphs]
    removed, added = _fates(block, ours, theirs)
    edits = [edit for edit in block.edits if edit.kind != "equal"]
    repairs = _by_edit(removed, edits, lambda edit: edit.before)
    introduces = _by_edit(added, edits, lambda edit: edit.after)
    old_tokens = [t for paragraph in ours for t in paragraph.tokens]
    new_tokens = [t for paragraph in theirs for t in paragraph.tokens]
    return BlockDiff(
        block=block,
        changes=tuple(
            Change(
                edit,
                _verdict(repairs[k], introduces[k]),
                tuple(repairs[k]),
                tuple(introduces[k]),
                _mean_bits(old_tokens, edit.before),
                _mean_bits(new_tokens, edit.after),
            )
            for k, edit in enumerate(edits)
        ),
        removed=removed,
        added=added,
        before_scores=_scores(ours),
        after_scores=_scores(theirs),
    )


def _fates(
    block: Block, ours: Sequence[ParagraphReport], theirs: Sequence[ParagraphReport]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings of the block that are gone and those that are new."""
    waiting: dict[str, deque[Finding]] = defaultdict(deque)
    for finding in chain.from_iterable(paragraph.findings for paragraph in theirs):
        waiting[finding.detector].append(finding)
    ends = [edit.before.end for edit in block.edits]
    removed: list[Finding] = []
    survivors: set[int] = set()
    for finding in chain.from_iterable(paragraph.findings for paragraph in ours):
        image = _image(block.edits, ends, finding.span)
        heir = None if image is None else _heir(waiting[finding.detector], image)
        if heir is None:
            removed.append(finding)
        else:
            survivors.add(id(heir))
    added = [
        finding
        for finding in chain.from_iterable(paragraph.findings for paragraph in theirs)
        if id(finding) not in survivors
    ]
    return tuple(removed), tuple(added)


def _heir(waiting: deque[Finding], image: Span) -> Finding | None:
    """Take the first finding that touches ``image``; images come in reading order."""
    while waiting and waiting[0].span.end < image.start:
        waiting.popleft()
    if waiting and _touch(image, waiting[0].span):
        return waiting.popleft()
    return None


def _image(edits: Sequence[Edit], ends: Sequence[int], span: Span) -> Span | None:
    """Return where ``span`` of the first text stands in the second; None where it is deleted."""
    if not edits:
        return None
    last = len(edits) - 1
    first_edit = edits[min(bisect_right(ends, span.start), last)]
    last_edit = edits[min(bisect_left(ends, max(span.end, span.start + 1)), last)]
    start, end = first_edit.after.start, last_edit.after.end
    if first_edit.kind == "equal":
        start = min(start + max(0, span.start - first_edit.before.start), first_edit.after.end)
    if last_edit.kind == "equal":
        end = max(end - max(0, last_edit.before.end - span.end), last_edit.after.start)
    if end <= start and len(span):
        return None
    return Span(start, max(start, end))


def _touch(one: Span, other: Span) -> bool:
    """Tell whether two spans share a code point; an empty one touches at its place."""
    if len(one) and len(other):
        return one.overlaps(other)
    return one.start <= other.end and other.start <= one.end


def _by_edit(
    findings: Sequence[Finding], edits: Sequence[Edit], side: Callable[[Edit], Span]
) -> dict[int, list[Finding]]:
    """Lay each finding to the edits that touch it, or else to the nearest one."""
    laid: dict[int, list[Finding]] = defaultdict(list)
    spans = [side(edit) for edit in edits]
    starts, ends = [s.start for s in spans], [s.end for s in spans]
    for finding in findings:
        low = bisect_left(ends, finding.span.start)
        high = bisect_right(starts, finding.span.end)
        touching = [k for k in range(low, high) if _touch(spans[k], finding.span)]
        if not touching and spans:
            near = range(max(0, low - 1), min(len(spans), high + 1))
            touching = [min(near, key=lambda k: (_distance(spans[k], finding.span), k))]
        for k in touching:
            laid[k].append(finding)
    return laid


def _distance(one: Span, other: Span) -> int:
    return max(0, one.start - other.end, other.start - one.end)


def _verdict(repairs: Sequence[Finding], introduces: Sequence[Finding]) -> ChangeClass:
    gain = _harm(repairs) - _harm(introduces)
    if gain == 0:
        return "neutral"
    return "repair" if gain > 0 else "introduce"


def _harm(findings: Sequence[Finding]) -> float:
    return sum(_HARM[f.severity] * f.confidence for f in findings)


def _mean_bits(tokens: Sequence[TokenSurprisal], span: Span) -> float | None:
    at = bisect_right(tokens, span.start, key=lambda t: t.span.end)
    bits: list[float] = []
    while at < len(tokens) and tokens[at].span.start < span.end:
        bits.append(tokens[at].bits)
        at += 1
    return sum(bits) / len(bits) if bits else None


def _scores(paragraphs: Sequence[ParagraphReport]) -> Scores:
    """Average over the scored paragraphs, by their number of tokens."""
    return Scores(
        _weighted_mean([(p.p_mt, p.n_tokens) for p in paragraphs]),
        _weighted_mean([(p.fluency, p.n_tokens) for p in paragraphs]),
    )


def _weighted_mean(values: Iterable[tuple[float | None, int]]) -> float | None:
    scored = [(value, max(1, n)) for value, n in values if value is not None]
    total = sum(n for _, n in scored)
    return sum(value * n for value, n in scored) / total if scored else None
