"""The page's and the API's answers, good and bad."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="mtqa[serve] is not installed")

from fastapi.testclient import TestClient
from report import samples
from typer.testing import CliRunner

from mtqa.detectors import catalogue
from mtqa.errors import ConfigError
from mtqa.report.html import render_body
from mtqa.report.json import document_to_dict
from mtqa.serve.app import create_app
from mtqa.serve.diff_response import DiffOut
from mtqa.serve.findings import without_scores
from mtqa.serve.limits import Limits
from mtqa.serve.responses import DetectorOut, HealthOut, ProblemOut, ScoreOut
from mtqa.types import Document, DocumentReport, Status

from .stub import Held, running, stub

TEXT = "The council spoke of the the bridge.\n\nIt opens in the spring."


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(
        create_app(stub, Limits(max_bytes=100_000)), base_url="http://127.0.0.1"
    ) as opened:
        yield opened


def _problem(answer: Any) -> str:
    detail = ProblemOut.model_validate(answer.json()).detail
    assert "\n" not in detail
    assert len(detail) < 300
    return detail


def test_score_is_what_the_command_line_writes(client: TestClient) -> None:
    answer = client.post("/v1/score", json={"text": TEXT, "id": "a.txt", "title": "Bridge"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == document_to_dict(stub(Document("a.txt", TEXT, "Bridge")))
    ScoreOut.model_validate(answer.json())
    [finding] = answer.json()["paragraphs"][0]["findings"]
    assert TEXT[finding["start"] : finding["end"]] == finding["text"] == "the the"


@pytest.mark.parametrize("text", ["", "\n", "nul \x00 \u202e 👩‍👩‍👧 \u2028", *samples.HOSTILE])
def test_any_text_is_scored(client: TestClient, text: str) -> None:
    body = json.dumps({"text": text, "id": text[:500], "title": text[:500]})
    answer = client.post("/v1/score", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200
    ScoreOut.model_validate(answer.json())
    assert answer.json()["n_chars"] == len(text)


def test_diff_of_two_texts(client: TestClient) -> None:
    answer = client.post(
        "/v1/diff",
        json={
            "before": {"text": TEXT, "id": "old"},
            "after": {"text": TEXT.replace("the the", "the")},
        },
    )
    assert answer.status_code == 200
    diff = DiffOut.model_validate(answer.json())
    assert (diff.before.id, diff.after.id) == ("old", "after")
    assert diff.summary.changes == {"repair": 1, "introduce": 0, "neutral": 0}
    assert diff.summary.removed == {"repetition.word": 1}


def test_diff_with_its_own_repairs(client: TestClient) -> None:
    answer = client.post("/v1/diff", json={"before": {"text": TEXT}, "suggest": True})
    diff = DiffOut.model_validate(answer.json())
    assert diff.after.id == "before (repaired)"
    assert diff.summary.removed == {"repetition.word": 1}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{", "JSON"),
        ("[1]", ""),
        ("{}", "text: Field required"),
        ('{"text": 5}', "text: Input should be a valid string"),
        ('{"text": "a", "colour": "red"}', "colour: Extra inputs"),
        ('{"text": "a", "id": "' + "x" * 1_001 + '"}', "id: String should have at most"),
    ],
)
def test_bad_input_is_422_with_one_line(client: TestClient, body: str, says: str) -> None:
    answer = client.post("/v1/score", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert says in _problem(answer)


@pytest.mark.parametrize(
    "body",
    [
        {"before": {"text": "a"}},
        {"before": {"text": "a"}, "after": {"text": "b"}, "suggest": True},
    ],
)
def test_a_diff_of_one_or_of_three_is_422(client: TestClient, body: Any) -> None:
    answer = client.post("/v1/diff", json=body)
    assert answer.status_code == 422
    assert _problem(answer).startswith("a diff takes")


@pytest.mark.parametrize("content", [b"[" * 50_000, b'{"text": "\xff"}'])
def test_absurd_json_is_refused(client: TestClient, content: bytes) -> None:
    answer = client.post("/v1/score", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    _problem(answer)


def test_other_refusals(client: TestClient) -> None:
    large = client.post("/v1/score", json={"text": "x" * 100_001})
    assert large.status_code == 413
    assert "100000 bytes" in _problem(large)
    assert client.post("/v1/score", data={"text": "a form"}).status_code == 415
    assert client.get("/v1/score").status_code == 405
    assert client.get("/elsewhere").status_code == 404
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 421


def test_what_cannot_be_compared_is_422() -> None:
    def failing(document: Document) -> DocumentReport:
        return samples.failed()

    with TestClient(create_app(failing), base_url="http://localhost") as client:
        answer = client.post("/v1/diff", json={"before": {"text": "a"}, "after": {"text": "b"}})
        assert answer.status_code == 422
        assert "cannot be compared" in _problem(answer)
        assert client.post("/v1/score", json={"text": "a"}).json()["status"] == "error"


def test_a_broken_scorer_is_500_without_a_word_of_the_text() -> None:
    def broken(document: Document) -> DocumentReport:
        raise RuntimeError(document.text)

    app = create_app(broken)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        answer = client.post("/v1/score", json={"text": "secret words"})
        assert answer.status_code == 500
        assert "secret" not in _problem(answer)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert client.get("/healthz").status_code == 200


def test_detectors_and_health(client: TestClient) -> None:
    found = [DetectorOut.model_validate(d) for d in client.get("/v1/detectors").json()]
    assert [d.id for d in found] == list(catalogue())
    assert all(d.doc and d.bad and d.good for d in found)
    health = HealthOut.model_validate(client.get("/healthz").json())
    assert health.waiting == 0


def test_openapi_describes_it_all(client: TestClient) -> None:
    api = client.get("/openapi.json").json()
    assert set(api["paths"]) == {"/v1/score", "/v1/diff", "/v1/detectors", "/healthz"}
    post = api["paths"]["/v1/score"]["post"]
    assert set(post["responses"]) == {"200", "408", "413", "415", "422", "503", "504"}
    assert set(api["components"]["schemas"]) >= {"TextIn", "DiffIn", "ScoreOut", "DiffOut"}
    assert "HTTPValidationError" not in api["components"]["schemas"]
    for path in ("/docs", "/redoc"):
        assert client.get(path).status_code == 404, "they would load scripts from elsewhere"


def test_the_page_allows_its_own_parts_only(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.headers["content-type"].startswith("text/html")
    policy = answer.headers["content-security-policy"]
    in_page = re.search(r'Content-Security-Policy" content="([^"]+)"', answer.text)
    assert in_page
    assert policy == in_page[1].replace("&#39;", "'") + "; frame-ancestors 'none'"
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert "://" not in re.sub(r"<(script|style)>.*?</\1>", "", answer.text, flags=re.DOTALL)


def test_the_fragment_is_the_reports_body(client: TestClient) -> None:
    answer = client.post("/page/report", json={"text": TEXT, "title": "<b>Bridge"})
    assert answer.status_code == 200
    assert answer.text == render_body(stub(Document("your text", TEXT, "<b>Bridge")))
    assert "<b>Bridge" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_findings_come_without_scores(client: TestClient) -> None:
    whole = stub(Document("your text", TEXT, "<b>Bridge"))
    assert whole.p_mt is not None
    with TestClient(create_app(stub, finder=stub), base_url="http://localhost") as quick:
        answer = quick.post("/page/findings", json={"text": TEXT, "title": "<b>Bridge"})
        assert answer.status_code == 200
        assert answer.text == render_body(without_scores(whole))
        assert "<b>Bridge" not in answer.text
        assert answer.text.count('class="note ') == 1
        assert answer.text.count('<dd><span class="value">–</span>') == 3, "no score, no verdict"
        assert "0." not in re.sub("confidence 0.90", "", answer.text)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert quick.post("/page/findings", json={"colour": "red"}).status_code == 422
        assert quick.get("/openapi.json").json() == client.get("/openapi.json").json()


def test_no_findings_ahead_of_a_report_that_is_as_quick(client: TestClient) -> None:
    assert client.post("/page/findings", json={"text": TEXT}).status_code == 204

    def foreign(document: Document) -> DocumentReport:
        return samples.document(document.text, status=Status.WRONG_LANGUAGE)

    with TestClient(create_app(stub, finder=foreign), base_url="http://localhost") as without:
        answer = without.post("/page/findings", json={"text": TEXT})
        assert (answer.status_code, answer.text) == (204, "")


def test_findings_and_files_do_not_wait_for_scores() -> None:
    held = Held()
    with TestClient(create_app(held, finder=stub), base_url="http://localhost") as client:
        scoring = threading.Thread(
            target=client.post, args=("/v1/score",), kwargs={"json": {"text": "slow"}}
        )
        scoring.start()
        assert held.begun.wait(10)
        assert client.post("/page/findings", json={"text": TEXT}).status_code == 200
        assert _drop(client, "a.txt", b"We saw the the boat.").status_code == 200
        held.go.set()
        scoring.join(10)
    assert held.scored == ["slow"]


def _drop(client: TestClient, name: str, content: bytes) -> Any:
    return client.post(
        "/page/text",
        params={"name": name},
        content=content,
        headers={"Content-Type": "application/octet-stream"},
    )


def test_a_dropped_file_is_read_as_the_command_line_reads_it(client: TestClient) -> None:
    page = (
        b"<html><head><title>Harbour</title></head><body><article><p>The council of the harbour"
        b" town met on Monday.</p><script>alert(1)</script><p>It spoke of the bridge at length."
        b"</p></article></body></html>"
    )
    read = _drop(client, "folder/page.HTML", page).json()
    assert read["id"] == "folder/page.HTML"
    assert read["title"] == "Harbour"
    assert "The council" in read["text"]
    assert "alert" not in read["text"]
    legacy = "He paid €5 for the “ferry”.".encode("utf-16")
    assert _drop(client, "a.txt", legacy).json()["text"] == "He paid €5 for the “ferry”."


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", b"", "a.txt"),
        ("a.txt", b"%PDF-1.7 \x00\x00", "a.txt"),
        ("a.exe", b"text", "no .txt"),
        ("a.txt.gz", b"text", "no .txt"),
        ("../../etc/passwd", b"text", "no .txt"),
        ("<script>.md", b"\x00\x01\x02", "<script>.md"),
    ],
)
def test_a_file_that_is_no_text_is_422(
    client: TestClient, name: str, content: bytes, says: str
) -> None:
    answer = _drop(client, name, content)
    assert answer.status_code == 422
    assert says in _problem(answer)
    assert "/tmp" not in _problem(answer)


def _post(port: int, text: str) -> int:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v1/score",
        json.dumps({"text": text}).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_shutdown_answers_what_is_under_way() -> None:
    held = Held()
    answers: list[int] = []
    with running(held) as server:
        asking = threading.Thread(target=lambda: answers.append(_post(server.port, "slow")))
        asking.start()
        assert held.begun.wait(10)
        server.should_exit = True
        time.sleep(0.3)
        assert answers == []
        held.go.set()
        asking.join(10)
    assert answers == [200]


def test_a_client_that_leaves_costs_no_scoring() -> None:
    held = Held()
    with running(held) as server:
        first = threading.Thread(target=_post, args=(server.port, "first"))
        first.start()
        assert held.begun.wait(10)
        body = b'{"text": "left"}'
        with socket.create_connection(("127.0.0.1", server.port)) as leaving:
            leaving.sendall(
                b"POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
            )
            health = f"http://127.0.0.1:{server.port}/healthz"
            while json.load(urllib.request.urlopen(health, timeout=5))["waiting"] != 1:
                time.sleep(0.01)
        time.sleep(0.3)
        held.go.set()
        first.join(10)
        assert _post(server.port, "last") == 200
    assert held.scored == ["first", "last"]


def test_the_command_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from mtqa.cli import app

    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = CliRunner().invoke(app, ["serve"])
    assert isinstance(result.exception, ConfigError)
    assert "install mtqa[serve]" in str(result.exception)


def test_the_command_says_that_a_port_is_taken() -> None:
    from mtqa.cli import app

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(app, ["serve", "--port", str(port)])
    assert isinstance(result.exception, ConfigError)
    assert f"127.0.0.1 port {port}: cannot listen" in str(result.exception)
