"""The application: the page, its fragments and the JSON API."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Annotated, Any, TypeVar

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response

from mtqa.detectors import catalogue
from mtqa.diff import apply_suggestions, diff_documents
from mtqa.diff.json import diff_to_dict
from mtqa.errors import InputError
from mtqa.report.html import render_body
from mtqa.report.json import document_to_dict, encode
from mtqa.serve.batch import BatchQueue, Scorer
from mtqa.serve.diff_response import DiffOut
from mtqa.serve.files import document_of_file
from mtqa.serve.findings import without_scores
from mtqa.serve.guard import SECURITY_HEADERS, Guard
from mtqa.serve.limits import Limits
from mtqa.serve.page import render_start_page, start_page_policy
from mtqa.serve.refusal import RefusedError, problem
from mtqa.serve.requests import DiffIn, TextIn
from mtqa.serve.responses import DetectorOut, HealthOut, ProblemOut, ScoreOut
from mtqa.signature import package_version
from mtqa.types import Document, Status

T = TypeVar("T")

#: Addresses of the machine itself.
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})

#: Stands for a text that was typed or pasted, which has no name.
_PAGE_ID = "your text"

_log = logging.getLogger("mtqa.serve")

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemOut, "description": description}
    for status, description in {
        408: "The body did not come in time",
        413: "The body is too large",
        415: "The body is no JSON",
        422: "The body says something else than the schema, or a text cannot be compared",
        503: "Too many requests; Retry-After says when to try again",
        504: "Scoring took too long",
    }.items()
}


def create_app(
    scorer: Scorer,
    limits: Limits | None = None,
    hosts: Collection[str] | None = LOOPBACK,
    finder: Scorer | None = None,
) -> FastAPI:
    """Return the application.

    Args:
        scorer: scores one document; called in one thread, never twice at a time.
        limits: of size, time and concurrency; the defaults of :class:`Limits` where None.
        hosts: names by which it may be addressed, IPv6 in brackets; None for any.
        finder: finds what ``scorer`` finds without a model, but quickly; its scores are not used.
            The page shows its findings while ``scorer`` still works. It is called in one thread
            too, another one than the scorer's. None where the scorer is quick itself.
    """
    limits = limits or Limits()
    scoring = BatchQueue(scorer, limits)
    finding = None if finder is None else BatchQueue(finder, limits)
    queues = [queue for queue in (scoring, finding) if queue is not None]

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        for queue in queues:
            queue.start()
        try:
            yield
        finally:
            await asyncio.gather(*(asyncio.to_thread(queue.close) for queue in queues))

    app = FastAPI(
        title="mtqa",
        description="How fluent an English text is, and whether a machine translated it.",
        version=package_version(),
        lifespan=lifespan,
        # Both load scripts from elsewhere; /openapi.json is what they would show.
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(Guard, limits=limits, hosts=hosts)
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(InputError, _bad_input)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(Exception, _failed)
    _add_page(app, scoring, finding)
    _add_api(app, scoring)
    _add_health(app, queues)
    return app


def _add_page(app: FastAPI, scoring: BatchQueue, finding: BatchQueue | None) -> None:
    start = render_start_page(app.version)
    policy = {"Content-Security-Policy": start_page_policy()}

    @app.get("/", include_in_schema=False)
    async def page() -> HTMLResponse:
        return HTMLResponse(start, headers=policy)

    @app.post("/page/findings", include_in_schema=False)
    async def findings(body: TextIn, request: Request) -> Response:
        """Return the report without its scores; 204 where waiting for the whole one is as good."""
        document = body.document(_PAGE_ID)

        def work(find: Scorer) -> str | None:
            report = find(document)
            return render_body(without_scores(report)) if report.status is Status.OK else None

        size = len(document.text)
        found = await _unless_gone(request, finding, work, size) if finding else None
        return Response(status_code=204) if found is None else HTMLResponse(found)

    @app.post("/page/report", include_in_schema=False)
    async def fragment(body: TextIn, request: Request) -> Response:
        document = body.document(_PAGE_ID)

        def work(score: Scorer) -> str:
            return render_body(score(document))

        return HTMLResponse(await _unless_gone(request, scoring, work, len(document.text)))

    @app.post("/page/text", include_in_schema=False)
    async def text(request: Request, name: Annotated[str, Query(max_length=1_000)]) -> Response:
        content = await request.body()

        def work(_: Scorer) -> str:
            document = document_of_file(name, content)
            return encode({"id": document.id, "title": document.title, "text": document.text})

        return _json(await _unless_gone(request, finding or scoring, work, len(content)))


def _add_api(app: FastAPI, queue: BatchQueue) -> None:
    @app.post("/v1/score", response_model=ScoreOut, responses=_PROBLEMS)
    async def score(body: TextIn, request: Request) -> Response:
        """Score one text: what ``mtqa score --format json`` writes of it."""
        document = body.document("text")

        def work(score: Scorer) -> str:
            return encode(document_to_dict(score(document)))

        return _json(await _unless_gone(request, queue, work, len(document.text)))

    @app.post("/v1/diff", response_model=DiffOut, responses=_PROBLEMS)
    async def diff(body: DiffIn, request: Request) -> Response:
        """Compare two texts, or one with its own certain repairs."""
        before = body.before.document("before")
        after = body.after.document("after") if body.after is not None else None

        def work(score: Scorer) -> str:
            return encode(_diff(score, before, after))

        size = len(before.text) + (len(before.text) if after is None else len(after.text))
        return _json(await _unless_gone(request, queue, work, size))

    @app.get("/v1/detectors", response_model=list[DetectorOut])
    async def detectors() -> Response:
        """List the detectors with their documentation and examples."""
        names = DetectorOut.model_fields
        found = [{name: getattr(d, name) for name in names} for d in catalogue().values()]
        return _json(encode(found))


def _add_health(app: FastAPI, queues: Sequence[BatchQueue]) -> None:
    @app.get("/healthz")
    async def healthz() -> HealthOut:
        """Tell that the server answers."""
        waiting = sum(queue.waiting for queue in queues)
        return HealthOut(status="ok", version=app.version, waiting=waiting)


def _diff(score: Scorer, before: Document, after: Document | None) -> dict[str, Any]:
    first = score(before)
    if after is None:
        repaired, _ = apply_suggestions(before.text, first.findings)
        after = Document(f"{before.id} (repaired)", repaired, before.title)
    return diff_to_dict(diff_documents(first, score(after)))


async def _unless_gone(
    request: Request, queue: BatchQueue, work: Callable[[Scorer], T], size: int
) -> T:
    """Return the work's result; where the client leaves first, take it out of the queue."""
    working = asyncio.ensure_future(queue.run(work, size))
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise RefusedError(499, "the client left")  # nobody reads it
        return working.result()
    finally:
        working.cancel()
        leaving.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _json(content: str) -> Response:
    return Response(content, media_type="application/json")


async def _refused(_: Request, error: Exception) -> Response:
    return problem(error.status if isinstance(error, RefusedError) else 500, str(error))


async def _bad_input(_: Request, error: Exception) -> Response:
    return problem(422, str(error))


async def _bad_request(_: Request, error: Exception) -> Response:
    """Say what is wrong with the first bad field, without repeating its value."""
    if not isinstance(error, RequestValidationError):
        raise TypeError(f"no validation error: {error!r}")
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part != "body")
    reason = str(first["msg"]).removeprefix("Value error, ")
    named = where and first["type"] != "json_invalid"
    return problem(422, f"{where}: {reason}" if named else reason)


async def _failed(request: Request, error: Exception) -> Response:
    _log.error("%s failed: %s", request.url.path, type(error).__name__)
    answer = problem(500, "the server failed on this request; its log says more")
    answer.headers.update(SECURITY_HEADERS)
    return answer
