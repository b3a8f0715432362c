"""Which of the ten underline styles each group of detectors gets in a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

#: Underline styles that the style sheet draws apart, by colour and by pattern.
SLOTS = 10


@dataclass(frozen=True, slots=True)
class Group:
    """The findings that share an underline style.

    ``name`` joins several groups by commas in the one case where a report has more groups
    than there are styles.
    """

    slot: int
    name: str
    count: int


def group_of(detector: str) -> str:
    """Return the part of a detector's id before the dot."""
    return detector.partition(".")[0]


def fault_of(detector: str) -> str:
    """Return the part of a detector's id after the dot, as words."""
    return detector.partition(".")[2].replace("_", " ")


def assign(detectors: Iterable[str]) -> dict[str, Group]:
    """Return the style of every group among the ids of the findings.

    A group prefers the slot that its name's checksum picks, so it looks the same in most
    reports; where that is taken it gets the next. Groups beyond :data:`SLOTS` share the last
    free slot.
    """
    counts = Counter(group_of(detector) for detector in detectors)
    members: dict[int, list[str]] = {}
    for name in sorted(counts):
        want = crc32(name.encode("utf-8", "surrogatepass")) % SLOTS
        free = [(want + step) % SLOTS for step in range(SLOTS)]
        slot = next((s for s in free if s not in members), SLOTS - 1)
        members.setdefault(slot, []).append(name)
    styles: dict[str, Group] = {}
    for slot, names in members.items():
        group = Group(slot, ", ".join(names), sum(counts[name] for name in names))
        styles.update(dict.fromkeys(names, group))
    return styles
