"""How fast ``mtqa score`` is, as a user would run it."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from mtqa.evaluation.stages import stage_costs
from mtqa.evaluation.tables import table

#: Tier, workers, and whether the documents are joined to longer ones.
_RUNS = (("default", 1, False), ("default", 2, False), ("fast", 1, False), ("fast", 1, True))
#: Bytes of a longer document.
_LONG = 4_000
_COLD_STARTS = 5


def throughput(documents: Sequence[str]) -> str:
    """Time the command on documents of JSON Lines, start-up included, and on a single page."""
    with tempfile.TemporaryDirectory() as folder:
        short, long = Path(folder) / "short.jsonl", Path(folder) / "long.jsonl"
        _write(short, documents)
        _write(long, _joined(documents))
        lines = [
            _timed(long if joined else short, tier, workers) for tier, workers, joined in _RUNS
        ]
        page = Path(folder) / "page.txt"
        page.write_text(documents[0], encoding="utf-8")
        starts = [_seconds(_command(page, "default", 1)) for _ in range(_COLD_STARTS)]
        size = short.stat().st_size
    head = (
        "tier", "workers", "kB a document", "seconds", "documents/s", "words/s", "tokens/s",
        "largest process",
    )  # fmt: skip
    return (
        f"{len(documents)} documents of wmt22 ({size / 1e6:.1f} MB of JSON Lines), as they are and "
        "joined to longer ones, by `mtqa score documents.jsonl --format jsonl`, start-up "
        f"included.\n\n{table(head, lines)}\n\nA single page of {len(documents[0].split())} words, "
        f"from the start of the process to its end: {statistics.median(starts):.2f} s "
        f"({min(starts):.2f} to {max(starts):.2f}, {_COLD_STARTS} runs).\n\n"
        + stage_costs(list(_joined(documents)))
    )


def _write(path: Path, documents: Iterable[str]) -> None:
    records = ({"id": str(i), "text": text} for i, text in enumerate(documents))
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")


def _joined(documents: Sequence[str]) -> Iterator[str]:
    """Join neighbours until they have :data:`_LONG` bytes."""
    taken: list[str] = []
    for text in documents:
        taken.append(text)
        if sum(len(own.encode()) for own in taken) >= _LONG:
            yield "\n\n".join(taken)
            taken = []


def _command(path: Path, tier: str, workers: int) -> list[str]:
    return [
        sys.executable, "-m", "mtqa", "score", str(path), "--format", "jsonl",
        "--tier", tier, "--workers", str(workers),
    ]  # fmt: skip


def _seconds(command: Sequence[str]) -> float:
    began = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 (our own command)
    return time.monotonic() - began


def _timed(path: Path, tier: str, workers: int) -> tuple[object, ...]:
    out = path.with_suffix(f".{tier}{workers}.out")
    command = _command(path, tier, workers)
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
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    words = sum(len(text.split()) for text in texts)
    size = sum(len(text.encode()) for text in texts) / len(texts)
    # The fast tier has no tokens.
    tokens = sum(report["n_tokens"] for report in reports)
    return (
        tier, workers, f"{size / 1e3:.1f}", f"{seconds:.1f}", f"{len(reports) / seconds:.1f}",
        f"{words / seconds:,.0f}", f"{tokens / seconds:,.0f}" if tokens else "–",
        f"{peak / 1024:.0f} MiB",
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
