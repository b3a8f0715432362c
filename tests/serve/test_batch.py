"""The queue: small batches in one thread, limits of time, nothing lost and nothing kept."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator

import pytest

from mtqa.serve.batch import BatchQueue
from mtqa.serve.limits import Limits
from mtqa.serve.refusal import RefusedError
from mtqa.types import Document, DocumentReport

from .stub import stub


class _Slow:
    """A scorer that notes what it scores and, while ``held``, waits before each."""

    def __init__(self) -> None:
        self.scored: list[str] = []
        self.threads: set[int] = set()
        self.go = threading.Event()
        self.go.set()

    def __call__(self, document: Document) -> DocumentReport:
        self.threads.add(threading.get_ident())
        self.scored.append(document.text)
        assert self.go.wait(10)
        return stub(document)


@pytest.fixture
def scorer() -> _Slow:
    return _Slow()


@pytest.fixture
def queue(scorer: _Slow) -> Iterator[BatchQueue]:
    made = BatchQueue(scorer, Limits(seconds=5, max_batch=8, gather_seconds=0.05))
    made.start()
    yield made
    scorer.go.set()
    made.close()


def _score(queue: BatchQueue, text: str) -> Awaitable[DocumentReport]:
    return queue.run(lambda score: score(Document("text", text)), len(text))


async def _until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.005)


def test_a_batch_goes_shortest_first_in_one_thread(queue: BatchQueue, scorer: _Slow) -> None:
    async def main() -> list[DocumentReport]:
        return await asyncio.gather(*(_score(queue, text) for text in ("ccc", "a", "bb", "dddd")))

    reports = asyncio.run(main())
    assert [report.text for report in reports] == ["ccc", "a", "bb", "dddd"]
    assert scorer.scored == ["a", "bb", "ccc", "dddd"]
    assert len(scorer.threads) == 1
    assert scorer.threads != {threading.get_ident()}


def test_equal_documents_of_a_batch_are_scored_once_and_forgotten(
    queue: BatchQueue, scorer: _Slow
) -> None:
    async def main() -> None:
        await asyncio.gather(*(_score(queue, "the same") for _ in range(5)))
        assert scorer.scored == ["the same"]
        await _score(queue, "the same")
        assert scorer.scored == ["the same"] * 2

    asyncio.run(main())


def test_more_than_a_batch_comes_in_turn(queue: BatchQueue, scorer: _Slow) -> None:
    texts = ["x" * (30 - n) for n in range(20)]

    async def main() -> None:
        reports = await asyncio.gather(*(_score(queue, text) for text in texts))
        assert [report.text for report in reports] == texts

    asyncio.run(main())
    assert sorted(scorer.scored[:8]) == sorted(texts[:8]), "the first come in the first batch"


def test_cancelled_work_is_never_begun(queue: BatchQueue, scorer: _Slow) -> None:
    async def main() -> None:
        scorer.go.clear()
        first = asyncio.ensure_future(_score(queue, "first"))
        await _until(lambda: scorer.scored)
        second = asyncio.ensure_future(_score(queue, "second"))
        await _until(lambda: queue.waiting == 1)
        second.cancel()
        await asyncio.sleep(0)
        scorer.go.set()
        await first
        await _score(queue, "third")

    asyncio.run(main())
    assert scorer.scored == ["first", "third"]


def test_too_late_is_told_apart_from_too_slow(scorer: _Slow) -> None:
    queue = BatchQueue(scorer, Limits(seconds=0.2, gather_seconds=0))
    queue.start()
    scorer.go.clear()

    async def main() -> list[object]:
        first = asyncio.ensure_future(_score(queue, "first"))
        await _until(lambda: scorer.scored)
        return await asyncio.gather(first, _score(queue, "second"), return_exceptions=True)

    slow, late = asyncio.run(main())
    assert isinstance(slow, RefusedError)
    assert isinstance(late, RefusedError)
    assert (slow.status, late.status) == (504, 503)
    scorer.go.set()
    assert asyncio.run(main_of(queue, "third")).text == "third", "the thread goes on"
    assert scorer.scored == ["first", "third"]
    queue.close()


async def main_of(queue: BatchQueue, text: str) -> DocumentReport:
    return await _score(queue, text)


def test_a_failure_reaches_its_request_only(queue: BatchQueue) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError

    async def main() -> None:
        failed, report = await asyncio.gather(
            queue.run(fail, 1), _score(queue, "good"), return_exceptions=True
        )
        assert isinstance(failed, ZeroDivisionError)
        assert report.text == "good"

    asyncio.run(main())


def test_closing_finishes_what_runs_and_turns_away_the_rest(scorer: _Slow) -> None:
    queue = BatchQueue(scorer, Limits(seconds=5, gather_seconds=0))
    queue.start()
    scorer.go.clear()

    async def main() -> list[object]:
        first = asyncio.ensure_future(_score(queue, "first"))
        await _until(lambda: scorer.scored)
        second = asyncio.ensure_future(_score(queue, "second"))
        await _until(lambda: queue.waiting == 1)
        closing = asyncio.ensure_future(asyncio.to_thread(queue.close))
        late = await asyncio.gather(second, return_exceptions=True)
        scorer.go.set()
        await closing
        return [await first, *late]

    report, refused = asyncio.run(main())
    assert report.text == "first"
    assert isinstance(refused, RefusedError)
    assert refused.status == 503
    with pytest.raises(RefusedError, match="shutting down"):
        asyncio.run(main_of(queue, "after"))
