"""How fast ``mtqa score`` is, as a user would run it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from mtqa.evaluation.tables import table

_RUNS = (("default", 1), ("default", 2), ("fast", 1))


def throughput(documents: Sequence[str]) -> str:
    """Time the command on documents of JSON Lines, start-up included."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "documents.jsonl"
        records = ({"id": str(i), "text": text} for i, text in enumerate(documents))
        path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
        size = path.stat().st_size
        lines = [_timed(path, tier, workers) for tier, workers in _RUNS]
    head = ("tier", "workers", "seconds", "documents/s", "words/s", "tokens/s", "largest process")
    return (
        f"{len(documents)} documents of wmt22 ({size / 1e6:.1f} MB of JSON Lines) by `mtqa score "
        f"documents.jsonl --format jsonl`, start-up included.\n\n{table(head, lines)}"
    )


def _timed(path: Path, tier: str, workers: int) -> tuple[object, ...]:
    out = path.with_suffix(f".{tier}{workers}.out")
    command = [
        sys.executable, "-m", "mtqa", "score", str(path), "--format", "jsonl",
        "--tier", tier, "--workers", str(workers),
    ]  # fmt: skip
    words = len(path.read_text(encoding="utf-8").split())
    began = time.monotonic()
    with out.open("wb") as stream:
        process = subprocess.Popen(command, stdout=stream)  # noqa: S603 (our own command)
        peak = 0
        while process.poll() is None:
            peak = max(peak, *map(_peak_kib, _with_children(process.pid)))
            time.sleep(0.1)
    seconds = time.monotonic() - began
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    reports = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    # The fast tier has no tokens.
    tokens = sum(report["n_tokens"] for report in reports)
    return (
        tier, workers, f"{seconds:.1f}", f"{len(reports) / seconds:.1f}", f"{words / seconds:,.0f}",
        f"{tokens / seconds:,.0f}" if tokens else "–", f"{peak / 1024:.0f} MiB",
    )  # fmt: skip


def _with_children(pid: int) -> list[int]:
    """Return a process and its children, as Linux tells them."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        children = ""
    return [pid, *map(int, children.split())]


def _peak_kib(pid: int) -> int:
    """Return the most memory a process held, in KiB; 0 where it has ended.

    getrusage would count the memory of the process that started it.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, flags=re.MULTILINE)
    return int(found[1]) if found else 0
