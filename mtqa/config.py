"""Every option of a scoring run, in one model that rejects what it does not know."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mtqa.errors import ConfigError

Profile = Literal["strict", "default", "lenient"]
Tier = Literal["fast", "default", "accurate"]


class Config(BaseModel):
    """Options of a scoring run; ``configs/default.yaml`` explains each."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str | None = Field(
        None,
        description="folder, .gguf file or hub id of a causal LM; null means the shipped one. "
        "In the accurate tier: the general model that is read besides; null means SmolLM2",
    )
    tier: Tier = Field(
        "default",
        description="fast leaves the networks out; accurate reads a general language model, too",
    )
    profile: Profile = Field("default", description="which false-positive rate decides")
    select: tuple[str, ...] = Field((), description="detector ids or groups; empty means all")
    ignore: tuple[str, ...] = Field((), description="detector ids or groups to leave out")
    rules: tuple[Path, ...] = Field((), description="YAML files with your own rules")
    prior: float = Field(0.5, gt=0, lt=1, description="share of MT you expect among your texts")
    language: bool = Field(True, description="whether to look for other languages")
    tokens: bool = Field(False, description="keep per-token surprisal in the reports")
    explain: bool = Field(False, description="keep each score's contributions")
    threads: int = Field(1, ge=1, description="threads of the networks; more hardly pay")

    @property
    def digest(self) -> str:
        """Eight hex digits that change whenever an option that can change a score does.

        Files of rules count by what they hold, wherever they lie.

        Raises:
            ConfigError: one of them cannot be read.
        """
        values = self.model_dump(mode="json", exclude={"tokens", "explain", "threads"})
        values["rules"] = [_content_digest(path) for path in self.rules]
        text = json.dumps(values, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:8]


def _content_digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ConfigError(f"{path}: rules cannot be read ({error.strerror})") from error


def load_config(path: Path | None, overrides: dict[str, Any] | None = None) -> Config:
    """Read a YAML file and lay ``overrides`` (those that are not None) over it.

    Raises:
        ConfigError: the file cannot be read, or a key or value is wrong.
    """
    values: Any = {}
    if path is not None:
        try:
            values = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: config cannot be read ({error})") from error
        except yaml.YAMLError as error:
            reason = " ".join(str(error).split())
            raise ConfigError(f"{path}: no valid YAML ({reason})") from error
        if values is None:
            values = {}
        if not isinstance(values, dict):
            raise ConfigError(f"{path}: a config is a mapping of option: value")
    values.update({key: value for key, value in (overrides or {}).items() if value is not None})
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        hint = "; 'mtqa config' lists the options" if first["type"] == "extra_forbidden" else ""
        message = "unknown option" if hint else first["msg"]
        raise ConfigError(f"{path or 'options'}: {where}: {message}{hint}") from error
