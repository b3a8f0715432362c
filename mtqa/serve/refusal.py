"""A request that the server does not fulfil: one line of reason and a status code."""

from __future__ import annotations

from starlette.responses import Response

from mtqa.errors import MtqaError
from mtqa.report.json import encode

#: Seconds after which a client may try again when the server was busy.
RETRY_AFTER = 1


class RefusedError(MtqaError):
    """The request ends here with ``status``; 503 says when to try again."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


def problem(status: int, detail: str) -> Response:
    """Return ``{"detail": …}``, the form of every error of the API, on one line."""
    headers = {"Retry-After": str(RETRY_AFTER)} if status == 503 else None
    return Response(
        encode({"detail": " ".join(detail.split())}), status, headers, "application/json"
    )
