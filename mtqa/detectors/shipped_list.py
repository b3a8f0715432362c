"""Read the word lists that ship in ``mtqa/detectors/data`` and validate them by pydantic."""

from __future__ import annotations

from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from mtqa.errors import ConfigError
from mtqa.shipped_yaml import read_shipped

_Model = TypeVar("_Model", bound=BaseModel)


def read_list(name: str, model: type[_Model]) -> _Model:
    """Return ``data/<name>.yaml`` as a ``model``.

    Raises:
        ConfigError: the file is missing or does not fit the model.
    """
    try:
        return model.model_validate(read_shipped("detectors", "data", f"{name}.yaml"))
    except FileNotFoundError as error:
        raise ConfigError(f"data/{name}.yaml is missing; reinstall mtqa") from error
    except (ValidationError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())[:300]
        raise ConfigError(f"data/{name}.yaml is not valid: {reason}; correct the list") from error
