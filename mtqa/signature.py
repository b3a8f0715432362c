"""The signature that every score carries: equal signatures mean comparable numbers."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mtqa.config import Config
from mtqa.lm.metadata import sha256_of


def package_version() -> str:
    """Return the installed version, or ``0+source`` in a tree that is not installed."""
    try:
        return version("mtqa")
    except PackageNotFoundError:
        return "0+source"


def signature(config: Config, model: str, scorer: Path) -> str:
    """Return ``mtqa|version|model:…|scorer:…|config:…``.

    Args:
        config: the run's options.
        model: the language model's signature.
        scorer: the file of fitted coefficients.
    """
    coefficients = sha256_of(scorer)[:8]
    return f"mtqa|{package_version()}|model:{model}+{coefficients}|config:{config.digest}"
