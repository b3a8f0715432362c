"""The queue between the requests and the one thread that scores.

The model is bound by the processor, so texts are scored one after another in one thread, while
the event loop stays free. The thread takes what has come together as a batch: in it the shortest
text goes first, so that a paragraph need not wait for a book, and equal documents are scored
once. Each result goes out as soon as it is there; nothing is kept beyond the batch.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from mtqa.serve.limits import Limits
from mtqa.serve.refusal import RefusedError
from mtqa.types import Document, DocumentReport

T = TypeVar("T")
Scorer = Callable[[Document], DocumentReport]


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Scorer], Any]
    size: int
    future: Future[Any] = field(default_factory=Future)


class BatchQueue:
    """Run work in one thread, in small batches.

    Args:
        scorer: scores one document; called from the thread only.
        limits: time of a request, size of a batch and how long to gather it.
    """

    def __init__(self, scorer: Scorer, limits: Limits) -> None:
        self._scorer = scorer
        self._limits = limits
        self._jobs: deque[_Job] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="mtqa-scoring", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def close(self) -> None:
        """Turn away what still waits, finish what runs, stop the thread."""
        with self._changed:
            self._closed = True
            jobs, self._jobs = list(self._jobs), deque()
            self._changed.notify()
        for job in jobs:
            if job.future.set_running_or_notify_cancel():
                job.future.set_exception(_closing())
        if self._thread.is_alive():
            # A text that takes longer is given up; the thread ends with the process.
            self._thread.join(self._limits.seconds)

    @property
    def waiting(self) -> int:
        """How many requests have not begun yet."""
        return len(self._jobs)

    async def run(self, work: Callable[[Scorer], T], size: int) -> T:
        """Return ``work(scorer)``, computed in the thread.

        Cancelling it takes the work out of the queue where it has not begun.

        Args:
            work: gets a scorer that scores equal documents of its batch once.
            size: code points of its texts; of a batch the smallest goes first.

        Raises:
            RefusedError: 503 where it did not begin in time, 504 where it did not end in time.
        """
        job = _Job(work, size)
        with self._changed:
            if self._closed:
                raise _closing()
            self._jobs.append(job)
            self._changed.notify()
        try:
            result: T = await asyncio.wait_for(
                asyncio.wrap_future(job.future), self._limits.seconds
            )
        except asyncio.TimeoutError as error:
            seconds = f"{self._limits.seconds:g} seconds"
            if job.future.cancelled():
                raise RefusedError(503, f"busy: not begun in {seconds}; try again soon") from error
            raise RefusedError(504, f"scoring took over {seconds}; send a shorter text") from error
        return result

    def _run(self) -> None:
        while batch := self._next_batch():
            scorer = _scoring_once(self._scorer)
            for job in sorted(batch, key=lambda job: job.size):
                if not job.future.set_running_or_notify_cancel():
                    continue
                try:
                    job.future.set_result(job.work(scorer))
                except Exception as error:  # whatever it is, the request gets it, not the thread
                    job.future.set_exception(error)

    def _next_batch(self) -> list[_Job]:
        """Wait for jobs and return them; none when the queue is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._jobs or self._closed)
            end = time.monotonic() + self._limits.gather_seconds
            while len(self._jobs) < self._limits.max_batch and not self._closed:
                if not self._changed.wait(end - time.monotonic()):
                    break
            size = min(len(self._jobs), self._limits.max_batch)
            return [self._jobs.popleft() for _ in range(size)]


def _scoring_once(scorer: Scorer) -> Scorer:
    """Return ``scorer`` with a memory that lasts for one batch."""
    known: dict[Document, DocumentReport] = {}

    def score(document: Document) -> DocumentReport:
        if document not in known:
            known[document] = scorer(document)
        return known[document]

    return score


def _closing() -> RefusedError:
    return RefusedError(503, "the server is shutting down; try again soon")
