"""How much a request may ask of the server."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The server's limits.

    Attributes:
        max_bytes: of a request's body; more is answered by 413.
        seconds: for a request from its first byte to its answer; a body that takes longer is
            answered by 408, waiting in the queue for longer by 503, scoring for longer by 504.
        concurrency: requests with a text that may be under way; more are answered by 503.
        max_batch: requests that the scoring thread takes from the queue at a time.
        gather_seconds: how long it waits for a batch to fill after its first request.
    """

    max_bytes: int = 1_000_000
    seconds: float = 60.0
    concurrency: int = 32
    max_batch: int = 16
    gather_seconds: float = 0.005
