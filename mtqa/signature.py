"""The signature that every score carries: equal signatures mean comparable numbers."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mtqa.config import Config
from mtqa.errors import ModelError
from mtqa.lm.metadata import METADATA_NAME, read_metadata, sha256_of


def package_version() -> str:
    """Return the installed version, or ``0+source`` in a tree that is not installed."""
    try:
        return version("mtqa")
    except PackageNotFoundError:
        return "0+source"


def signature(config: Config, model: str, scorer: Path) -> str:
    """Return ``mtqa|version|model:LANGUAGE-MODEL+FILES|config:…``.

    Args:
        config: the run's options.
        model: the language model's signature.
        scorer: the file of fitted coefficients; the files of its folder (evidence, encoder …)
            are hashed with it, as they are now.

    Raises:
        ModelError: a file that the folder's metadata names is missing.
    """
    return (
        f"mtqa|{package_version()}|model:{model}+{_files_digest(scorer.parent)}"
        f"|config:{config.digest}"
    )


def _files_digest(folder: Path) -> str:
    """Return eight hex digits of the names and contents of a model folder's files.

    These are the files that ``metadata.json`` names; in a folder without one, every file.
    """
    if (folder / METADATA_NAME).is_file():
        names = sorted(read_metadata(folder)["files"])
    else:
        names = sorted(path.name for path in folder.iterdir() if path.is_file())
    try:
        lines = [f"{name} {sha256_of(folder / name)}\n" for name in names]
    except OSError as error:
        raise ModelError(f"{error.filename}: missing from the model; reinstall it") from error
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:8]
