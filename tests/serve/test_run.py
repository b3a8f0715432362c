"""The server as a process: it prints its address, answers, and stops on a signal."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

pytest.importorskip("uvicorn", reason="mtqa[serve] is not installed")

from mtqa.serve.run import _is_loopback

TESTS = Path(__file__).resolve().parents[1]

#: Runs the command with the stub in the place of both pipelines: findings first, then scores.
PROGRAM = """
import mtqa.pipeline
from serve.stub import stub

tiers = []

class Stub:
    def __init__(self, config):
        assert config.tokens
        tiers.append(config.tier)
        assert tiers in (["default"], ["default", "fast"])
        self.score = stub

mtqa.pipeline.Pipeline = Stub
from mtqa.cli import main
main()
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_a_signal(sent: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "serve", "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)])},
    )
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        address = re.fullmatch(r"mtqa: (http://127\.0\.0\.1:\d+/) \(stop with Ctrl-C\)\n", said)
        assert address, said
        with urllib.request.urlopen(address[1] + "healthz", timeout=30) as answer:
            assert json.load(answer)["status"] == "ok"
            assert "server" not in {name.lower() for name in answer.headers}
        process.send_signal(sent)
        # uvicorn ends a terminated process by the same signal, as its supervisor expects.
        assert process.wait(20) == (0 if sent is signal.SIGINT else -signal.SIGTERM)
        assert process.stderr.read() == ""
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # only asked about, nothing listens there
        ("192.0.2.7", False),
        ("example.org", False),
    ],
)
def test_what_is_loopback(host: str, local: bool) -> None:
    assert _is_loopback(host) is local
