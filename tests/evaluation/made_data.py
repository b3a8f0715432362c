"""A made-up data folder in the layout that ``mtqa results`` reads; small, and about nothing."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_NOUNS = "baker river council letter engine garden window doctor harbour lesson ticket winter"
_VERBS = "opened carried forgot counted painted followed repaired noticed borrowed returned"
_SEGMENTS = 120


def write_data(folder: Path) -> Path:
    """Write every file; machine-made segments say "the the" now and then."""
    draw = random.Random(5)
    _write(folder / "wmt" / "wmt21.jsonl.xz", _wmt(draw))
    _write(folder / "wmt" / "wmt22.jsonl.xz", _wmt(draw))
    _write(folder / "htmt" / "deen-wmt08-18.jsonl.xz", _htmt(draw))
    for pivot in ("spa", "cat"):
        rows = (
            {"original": _sentence(draw), "pivot": "x", "roundtrip": _machine(draw)}
            for _ in range(_SEGMENTS)
        )
        _write(folder / "roundtrip" / f"apertium-{pivot}.jsonl.xz", rows)
    _write(folder / "human" / "wikinews_2019_20.jsonl.xz", _native(draw))
    for year in ("wmt21", "wmt22"):
        _write(folder / "da" / f"{year}.jsonl.xz", _judged(draw))
    for lp in ("et-en", "ro-en"):
        _write(folder / "mlqe" / f"{lp}.dev.jsonl.xz", _tagged(draw, lp))
    _write(folder / "jfleg" / "jfleg-dev.jsonl.xz", ({"source": _sentence(draw)} for _ in range(9)))
    for name in ("mqm/ted-zhen-spans", "spans/wmt21-zhen", "spans/wmt22-zhen"):
        _write(folder / f"{name}.jsonl.xz", _marked(draw))
    pages = (
        {
            "id": str(number),
            "label": "mt" if number % 2 else "human",
            "text": " ".join(_sentence(draw) for _ in range(6)) + " The the end came.",
            "artifacts": [{"quote": "The the end"}] if number % 2 else [],
        }
        for number in range(6)
    )
    wild = folder / "wild" / "wild-dev.jsonl"
    wild.parent.mkdir()
    wild.write_text("".join(json.dumps(page) + "\n" for page in pages), encoding="utf-8")
    return folder


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf-8", preset=0) as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)


def _sentence(draw: random.Random) -> str:
    nouns, verbs = _NOUNS.split(), _VERBS.split()
    one, two, three = draw.sample(nouns, 3)
    return (
        f"The {one} {draw.choice(verbs)} the {two} before anyone else in the {three} had heard "
        f"of it, and {draw.randint(2, 99)} of them were late."
    )


def _machine(draw: random.Random) -> str:
    return _sentence(draw).replace(" the ", " the the ", 1)


def _wmt(draw: random.Random) -> Iterable[dict[str, Any]]:
    for kind, systems in (("ho", ["original"]), ("ht", ["refA"]), ("mt", ["Online-A", "Online-B"])):
        for system in systems:
            for lp in ("de-en", "ru-en"):
                for seg in range(_SEGMENTS):
                    text = _machine(draw) if kind == "mt" else _sentence(draw)
                    yield {
                        "lp": lp, "kind": kind, "system": system, "seg": seg, "doc": None,
                        "text": text,
                    }  # fmt: skip


def _htmt(draw: random.Random) -> Iterable[dict[str, Any]]:
    kinds = [
        ("ho", "original"),
        ("ht", "human"),
        ("mt", "deepl"),
        ("mt", "google"),
        ("bt", "deepl"),
    ]
    for name in ("wmt17", "wmt18"):
        for kind, system in kinds:
            make = _sentence if kind in {"ho", "ht"} else _machine
            origin = {"set": name, "lp": "de-en", "kind": kind, "system": system}
            for seg in range(_SEGMENTS):
                yield {**origin, "level": "sent", "seg": seg, "text": make(draw)}
            for seg in range(4):
                text = " ".join(make(draw) for _ in range(12))
                yield {**origin, "level": "doc", "seg": seg, "text": text}


def _native(draw: random.Random) -> Iterable[dict[str, Any]]:
    for number in range(12):
        paragraphs = [" ".join(_sentence(draw) for _ in range(2)) for _ in range(7)]
        yield {
            "id": str(number), "source": "wikinews_2019_20", "genre": "news",
            "text": "\n\n".join(paragraphs),
        }  # fmt: skip


def _judged(draw: random.Random) -> Iterable[dict[str, Any]]:
    for seg in range(20):
        for system in ("Online-A", "Online-B"):
            z = draw.gauss(0, 1)
            text = _sentence(draw)
            yield {
                "lp": "de-en", "system": system, "seg": seg, "text": text,
                "da_raw": 50 + 10 * z, "da_z": z,
            }  # fmt: skip


def _tagged(draw: random.Random, lp: str) -> Iterable[dict[str, Any]]:
    for seg in range(90):
        text, z = _machine(draw), draw.gauss(0, 1)
        tokens = text.split()
        tags = " ".join(f"OK {draw.choice(['OK', 'OK', 'BAD'])}" for _ in tokens) + " OK"
        yield {
            "lp": lp, "seg": seg, "text": text, "da": 50 + 10 * z, "da_z": z,
            "tokens": " ".join(tokens), "tags": tags,
        }  # fmt: skip


def _marked(draw: random.Random) -> Iterable[dict[str, Any]]:
    for number in range(60):
        yield {
            "doc": f"talk.{number}",
            "seg": str(number),
            "text": _machine(draw),
            "errors": [{"start": 4, "end": 9}, {"start": None, "end": None}],
        }
