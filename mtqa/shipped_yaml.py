"""Read YAML that ships with mtqa."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

#: The safe loader written in C, where PyYAML has it, is ten times as fast.
_SAFE_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_shipped(*path: str) -> Any:  # noqa: ANN401 (whatever the file holds)
    """Return what a file holds.

    Args:
        path: where it lies in the package.

    Raises:
        FileNotFoundError: there is no such file.
        yaml.YAMLError: it is damaged.
    """
    raw = files("mtqa").joinpath(*path).read_text(encoding="utf-8")
    return yaml.load(raw, Loader=_SAFE_LOADER)  # noqa: S506 (either loader is safe)
