"""Where the shipped models and configurations lie.

A wheel carries ``models/`` and ``configs/`` as ``mtqa/_data/``; in a source checkout, also one
installed with ``pip install -e``, they stand beside the package.
"""

from __future__ import annotations

from pathlib import Path

from mtqa.errors import ConfigError, ModelError

_PACKAGE = Path(__file__).resolve().parent


def models_dir() -> Path:
    """Return the folder of the shipped models.

    Raises:
        ModelError: the installation holds none.
    """
    found = _find("models")
    if found is None:
        raise ModelError(f"{_PACKAGE}: no shipped models; reinstall mtqa or name one by --model")
    return found


def configs_dir() -> Path:
    """Return the folder of the shipped configurations.

    Raises:
        ConfigError: the installation holds none.
    """
    found = _find("configs")
    if found is None:
        raise ConfigError(f"{_PACKAGE}: no shipped configurations; reinstall mtqa")
    return found


def _find(name: str) -> Path | None:
    places = (_PACKAGE / "_data" / name, _PACKAGE.parent / name)
    return next((place for place in places if place.is_dir()), None)
