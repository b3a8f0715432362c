"""A scorer without a model, and a server to run it in."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from report import samples

from mtqa.serve.app import create_app
from mtqa.serve.batch import Scorer
from mtqa.serve.limits import Limits
from mtqa.types import Document, DocumentReport


def stub(document: Document) -> DocumentReport:
    """Find every “the the”; its repair is sure."""
    found = tuple(
        samples.at(
            document.text, m.start(), m.end(), suggestion="the", confidence=0.9,
            message="“the” stands twice in a row",
        )
        for m in re.finditer(r"\bthe the\b", document.text)
    )  # fmt: skip
    return samples.document(
        document.text, found, id=document.id, title=document.title, with_tokens=True
    )


class Held:
    """The stub, but it waits for ``go`` before each document; ``begun`` tells that it waits."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.scored: list[str] = []

    def __call__(self, document: Document) -> DocumentReport:
        """Note the document's text, wait, and score it."""
        self.scored.append(document.text)
        self.begun.set()
        assert self.go.wait(20)
        return stub(document)


@contextmanager
def running(
    scorer: Scorer = stub, limits: Limits | None = None, finder: Scorer | None = None
) -> Iterator[uvicorn.Server]:
    """Run the application in a thread; the server's ``port`` says where."""
    config = uvicorn.Config(
        create_app(scorer, limits, finder=finder),
        port=0,
        log_level="error",
        timeout_graceful_shutdown=10,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        server.port = server.servers[0].sockets[0].getsockname()[1]
        yield server
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive(), "the server did not stop"
