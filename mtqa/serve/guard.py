"""What stands before the endpoints: hosts, body size, concurrency, security headers.

It reads the whole body itself, so that no endpoint sees one that is too large or endless.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Coroutine

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mtqa.serve.limits import Limits
from mtqa.serve.refusal import RefusedError, problem

#: For every answer; the page brings a content security policy of its own.
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

#: A form of another site cannot send these without asking first, and it gets no permission.
_TYPES = frozenset({"application/json", "application/octet-stream"})


class Guard:
    """ASGI middleware that lets through only what keeps the limits.

    Args:
        app: what it guards.
        limits: of size, time and concurrency.
        hosts: names by which the server may be addressed, or None for any. A page of another
            site that lets its name point to the loopback address is thus kept out.
    """

    def __init__(self, app: ASGIApp, limits: Limits, hosts: Collection[str] | None = None) -> None:
        self._app = app
        self._limits = limits
        self._hosts = hosts
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            self._check_host(Headers(scope=scope))
            if scope["method"] == "POST":
                await self._with_body(scope, receive, secured)
            else:
                await self._app(scope, receive, secured)
        except RefusedError as refusal:
            await problem(refusal.status, str(refusal))(scope, receive, secured)

    def _check_host(self, headers: Headers) -> None:
        host = headers.get("host", "").lower()
        name = host[: host.rfind("]") + 1] if host.startswith("[") else host.partition(":")[0]
        if self._hosts is not None and name not in self._hosts:
            raise RefusedError(421, f"this server is not {name!r}; use the address that it printed")

    async def _with_body(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in _TYPES:
            raise RefusedError(415, "send Content-Type: application/json")
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > self._limits.max_bytes:
            raise self._too_large()
        if self._under_way >= self._limits.concurrency:
            raise RefusedError(503, f"{self._under_way} requests are under way; try again soon")
        self._under_way += 1
        try:
            body = await self._in_time(self._read(receive))
            if body is not None:
                await self._app(scope, _replay(body, receive), send)
        finally:
            self._under_way -= 1

    async def _in_time(self, reading: Coroutine[None, None, bytes | None]) -> bytes | None:
        try:
            return await asyncio.wait_for(reading, self._limits.seconds)
        except asyncio.TimeoutError as error:
            raise RefusedError(408, f"no whole body in {self._limits.seconds:g} seconds") from error

    async def _read(self, receive: Receive) -> bytes | None:
        """Return the body, or None where the client left before its end."""
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            if len(body) > self._limits.max_bytes:
                raise self._too_large()
            more = message.get("more_body", False)
        return bytes(body)

    def _too_large(self) -> RefusedError:
        return RefusedError(
            413, f"the body is larger than {self._limits.max_bytes} bytes; send a shorter text"
        )


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a ``receive`` that gives the body whole and then goes on with the real one."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
