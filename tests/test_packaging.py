"""The package's metadata says what it needs and carries what it ships."""

from __future__ import annotations

import ast
import importlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from mtqa import resources
from mtqa.errors import ConfigError, ModelError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT: dict[str, Any] = PYPROJECT["project"]
CORE = [Requirement(line) for line in PROJECT["dependencies"]]
EXTRAS = [
    Requirement(line) for lines in PROJECT["optional-dependencies"].values() for line in lines
]

#: Distributions whose import name differs from their own.
IMPORT_NAMES = {
    "charset-normalizer": "charset_normalizer",
    "pyyaml": "yaml",
    "python-multipart": "multipart",
    "scikit-learn": "sklearn",
}
#: Installed by a dependency that always brings it.
BROUGHT_ALONG = {
    "click": "typer",
    "huggingface_hub": "transformers",
    "starlette": "fastapi",
    "typing_extensions": "pydantic",
}


def _import_name(requirement: Requirement) -> str:
    name = requirement.name.lower()
    return IMPORT_NAMES.get(name, name.replace("-", "_"))


def _imported() -> dict[str, Path]:
    """Return each top-level module that mtqa imports, with one file that does."""
    found: dict[str, Path] = {}
    for path in sorted((ROOT / "mtqa").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            else:
                continue
            for name in names:
                found.setdefault(name.partition(".")[0], path.relative_to(ROOT))
    return found


def test_the_named_libraries_are_core_dependencies() -> None:
    names = {requirement.name for requirement in CORE}
    assert {"transformers", "torch", "sentencepiece", "langdetect", "datasets"} <= names


@pytest.mark.parametrize("requirement", CORE + EXTRAS, ids=str)
def test_ranges_stay_loose(requirement: Requirement) -> None:
    assert {specifier.operator for specifier in requirement.specifier} <= {">="}


def test_constraints_lie_within_the_ranges() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.startswith("#")]
    assert "torch" in {pin.name for pin in pins}
    ranges = {requirement.name: requirement.specifier for requirement in CORE + EXTRAS}
    for pin in pins:
        [specifier] = pin.specifier
        assert specifier.operator == "=="
        assert specifier.version in ranges[pin.name]


def test_every_import_is_declared() -> None:
    declared = {_import_name(requirement) for requirement in CORE + EXTRAS}
    declared |= set(BROUGHT_ALONG) | set(sys.stdlib_module_names) | {"mtqa"}
    undeclared = {name: str(path) for name, path in _imported().items() if name not in declared}
    assert not undeclared


def test_python_floor() -> None:
    assert PROJECT["requires-python"] == ">=3.10"
    assert PYPROJECT["build-system"]["build-backend"] == "hatchling.build"


def test_console_script_points_at_a_function() -> None:
    module, _, function = PROJECT["scripts"]["mtqa"].partition(":")
    assert callable(getattr(importlib.import_module(module), function))


def test_the_wheel_carries_models_configs_and_the_type_marker() -> None:
    wheel = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(wheel["only-include"]) == {"mtqa", "models", "configs"}
    assert wheel["sources"] == {"models": "mtqa/_data/models", "configs": "mtqa/_data/configs"}
    assert (ROOT / "mtqa" / "py.typed").is_file()


def test_a_checkout_finds_its_own_data() -> None:
    assert resources.models_dir() == ROOT / "models"
    assert resources.configs_dir() == ROOT / "configs"


def test_an_installed_wheel_finds_its_data_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "mtqa" / "_data"
    for folder in (data / "models", data / "configs", tmp_path / "models"):
        folder.mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "mtqa")
    assert resources.models_dir() == data / "models"
    assert resources.configs_dir() == data / "configs"


def test_missing_data_is_an_error_of_the_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "mtqa")
    with pytest.raises(ModelError, match="reinstall"):
        resources.models_dir()
    with pytest.raises(ConfigError, match="reinstall"):
        resources.configs_dir()


def _make(*arguments: str) -> subprocess.CompletedProcess[str]:
    make = shutil.which("make")
    if make is None:
        pytest.skip("make is not installed")
    return subprocess.run([make, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_readme_names_only_targets_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^make ([a-z-]+)", readme, flags=re.MULTILINE))
    assert {"demo", "test"} <= targets
    for target in targets:
        assert _make("--dry-run", target).returncode == 0, target


def test_ci_runs_the_readme_test_command() -> None:
    assert re.search(r"^make test\b", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)


def test_make_says_plainly_that_python_is_missing(tmp_path: Path) -> None:
    run = _make("setup", "PYTHON=no-such-python", f"VENV={tmp_path / 'venv'}")
    assert run.returncode != 0
    assert "no-such-python is missing: install Python 3.10 or newer" in run.stderr
