"""The guard, with an application behind it that only says what it got."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from typing import Any

import pytest

from mtqa.serve.guard import SECURITY_HEADERS, Guard
from mtqa.serve.limits import Limits

LIMITS = Limits(max_bytes=100, seconds=0.2, concurrency=2)


class _App:
    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.go = asyncio.Event()
        self.go.set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["method"] == "POST":
            self.bodies.append((await receive())["body"])
        await self.go.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})


async def _ask(
    guard: Guard,
    body: Iterable[bytes] | None = (b"{}",),
    method: str = "POST",
    **headers: str,
) -> tuple[int, dict[str, str], bytes]:
    """Send a request in pieces; None stands for a client that sends nothing and waits."""
    given = {"host": "localhost:8000", "content-type": "application/json"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    scope = {
        "type": "http",
        "method": method,
        "path": "/",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }
    pieces = None if body is None else iter(body)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if pieces is None:
            await asyncio.sleep(60)
        piece = next(pieces, None)
        if piece is None:
            return {"type": "http.request", "body": b"", "more_body": False}
        return {"type": "http.request", "body": piece, "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await guard(scope, receive, send)
    answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], answered, b"".join(m.get("body", b"") for m in sent[1:])


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_answer_is_secured(method: str) -> None:
    status, headers, _ = asyncio.run(_ask(Guard(_App(), LIMITS), method=method))
    assert status == 200
    for name, value in SECURITY_HEADERS.items():
        assert headers[name.lower()] == value


def test_the_body_comes_whole() -> None:
    app = _App()
    asyncio.run(_ask(Guard(app, LIMITS), [b"ab", b"", b"cd"]))
    assert app.bodies == [b"abcd"]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"content_length": "101"}, None),
        ({}, [b"x" * 60, b"x" * 60]),
        ({"content_length": "5"}, [b"x" * 101]),
    ],
)
def test_413_for_a_large_body_without_reading_on(headers: dict[str, str], body: Any) -> None:
    app = _App()
    status, answered, content = asyncio.run(_ask(Guard(app, LIMITS), body, **headers))
    assert status == 413
    assert json.loads(content) == {
        "detail": "the body is larger than 100 bytes; send a shorter text"
    }
    assert answered["x-content-type-options"] == "nosniff"
    assert app.bodies == []


def test_the_largest_body_passes() -> None:
    assert asyncio.run(_ask(Guard(_App(), LIMITS), [b"x" * 100]))[0] == 200


def test_408_for_a_body_that_does_not_come() -> None:
    assert asyncio.run(_ask(Guard(_App(), LIMITS), None))[0] == 408


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data", ""])
def test_415_for_what_a_form_of_another_site_can_send(kind: str) -> None:
    assert asyncio.run(_ask(Guard(_App(), LIMITS), content_type=kind))[0] == 415


def test_503_with_retry_after_over_the_concurrency() -> None:
    async def main() -> list[tuple[int, dict[str, str], bytes]]:
        app = _App()
        app.go.clear()
        guard = Guard(app, LIMITS)
        under_way = [asyncio.ensure_future(_ask(guard)) for _ in range(2)]
        await asyncio.sleep(0.01)
        refused = await _ask(guard)
        app.go.set()
        return [refused, *await asyncio.gather(*under_way), await _ask(guard)]

    refused, *served = asyncio.run(main())
    assert refused[0] == 503
    assert refused[1]["retry-after"] == "1"
    assert [status for status, *_ in served] == [200, 200, 200]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("LOCALHOST:1", 200),
        ("evil.example:8000", 421),
        ("localhost.evil.example", 421),
        ("", 421),
    ],
)
def test_only_its_own_names_reach_it(host: str, status: int) -> None:
    guard = Guard(_App(), LIMITS, frozenset({"localhost", "127.0.0.1", "[::1]"}))
    assert asyncio.run(_ask(guard, host=host))[0] == status
