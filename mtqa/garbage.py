"""Python's garbage collector in programs that load much and throw little away."""

from __future__ import annotations

import gc

#: Objects made before the youngest are looked through, and how often the older ones are.
_THRESHOLDS = (50_000, 20, 100)


def collect_rarely() -> None:
    """Have the collector look about a hundredth as often, for the rest of the process.

    To start makes a million objects that stay; by its defaults the collector walks them again and
    again, which takes a sixth of a cold start.
    """
    gc.set_threshold(*_THRESHOLDS)
