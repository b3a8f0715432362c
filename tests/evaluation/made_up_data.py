"""A tiny folder of made-up texts, laid out as the training data is."""

from __future__ import annotations

import json
import lzma
from pathlib import Path


def _write(path: Path, records: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(record) + "\n" for record in records)


def made_up_data(folder: Path) -> Path:
    human = [
        {"source": "stackexchange_blog", "id": str(i), "genre": "blog",
         "text": f"Letter {i} reached the keeper of the old lighthouse before the storm."}
        for i in range(6)
    ]  # fmt: skip
    wmt: list[dict[str, object]] = []
    for system in ("first", "second"):
        wmt += [
            {"kind": "mt", "lp": "xx-en", "system": system, "seg": i, "doc": f"d{i // 2}",
             "text": f"By {system}, the the boat number {i} came in late."}
            for i in range(4)
        ]  # fmt: skip
    htmt = [
        {"set": "wmt18", "level": "sent", "lp": "de-en", "kind": "ht", "system": "human",
         "seg": i, "text": f"The boat number {i} came in late."}
        for i in range(14)
    ]  # fmt: skip
    roundtrip = [{"original": "The boat came.", "roundtrip": "The boat has come the the port."}]
    _write(folder / "human" / "blog.jsonl.xz", human)
    _write(folder / "wmt" / "wmt21.jsonl.xz", wmt)
    _write(folder / "wmt" / "wmt22.jsonl.xz", [])
    _write(folder / "htmt" / "deen-wmt08-18.jsonl.xz", htmt)
    for pivot in ("spa", "cat"):
        _write(folder / "roundtrip" / f"apertium-{pivot}.jsonl.xz", roundtrip)
    for name in ("mqm/ted-zhen-spans", "spans/wmt21-zhen", "spans/wmt22-zhen"):
        _write(folder / f"{name}.jsonl.xz", [{"text": "The boat came."}])
    wild = {"id": "w", "text": "The page page is gone."}
    (folder / "wild").mkdir()
    (folder / "wild" / "wild-dev.jsonl").write_text(json.dumps(wild) + "\n", encoding="utf-8")
    return folder
