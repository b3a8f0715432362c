"""Model folders: what lies in one, and the hashes that prove it is intact.

A folder holds ``spm.model``, ``config.json``, ``model.safetensors``, graphs (``*.onnx``) and
``metadata.json``; the last names every other file with its sha256. Loading checks them, so a
truncated download or an edited weight file is an error and not a strange score.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from mtqa.errors import ModelError

METADATA_NAME = "metadata.json"


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def read_metadata(folder: Path) -> dict[str, Any]:
    """Return ``metadata.json`` of a model folder.

    Raises:
        ModelError: the folder or the file is missing or damaged.
    """
    path = folder / METADATA_NAME
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelError(f"{folder}: no model folder ({METADATA_NAME} is missing)") from error
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: cannot be read ({error}); reinstall the model") from error
    if not isinstance(metadata, dict) or not isinstance(metadata.get("files"), dict):
        raise ModelError(f"{path}: lacks the table 'files'; reinstall the model")
    return metadata


def verify_model(folder: Path) -> dict[str, Any]:
    """Check every file's sha256 and return the metadata.

    Raises:
        ModelError: a file is missing or was changed.
    """
    metadata = read_metadata(folder)
    for name, expected in metadata["files"].items():
        path = folder / name
        if not path.is_file():
            raise ModelError(f"{path}: missing from the model; reinstall it")
        if sha256_of(path) != expected:
            raise ModelError(f"{path}: does not match its sha256; the file changed, reinstall it")
    return metadata


def seal_model(folder: Path, updates: dict[str, Any]) -> None:
    """Rewrite ``metadata.json``: merge ``updates`` and hash every other file anew.

    The model card is left out of the hashes: prose may be corrected.
    """
    path = folder / METADATA_NAME
    metadata = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    metadata.update(updates)
    metadata["files"] = {
        file.name: sha256_of(file)
        for file in sorted(folder.iterdir())
        if file.is_file() and file.name not in {METADATA_NAME, "README.md"}
    }
    path.write_text(json.dumps(metadata, indent=1, sort_keys=True) + "\n", encoding="utf-8")
