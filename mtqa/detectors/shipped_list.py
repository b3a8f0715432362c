"""Read the word lists that ship in ``mtqa/detectors/data`` and validate them by pydantic."""

from __future__ import annotations

from importlib.resources import files
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from mtqa.errors import ConfigError

_Model = TypeVar("_Model", bound=BaseModel)


def read_list(name: str, model: type[_Model]) -> _Model:
    """Return ``data/<name>.yaml`` as a ``model``.

    Raises:
        ConfigError: the file is missing or does not fit the model.
    """
    source = files("mtqa.detectors") / "data" / f"{name}.yaml"
    try:
        return model.model_validate(yaml.safe_load(source.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise ConfigError(f"data/{name}.yaml is missing; reinstall mtqa") from error
    except (ValidationError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())[:300]
        raise ConfigError(f"data/{name}.yaml is not valid: {reason}; correct the list") from error
