"""Options: what is unknown or wrong is one line; a dumped config tells the truth."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mtqa.config import Config, load_config
from mtqa.errors import ConfigError
from mtqa.resources import configs_dir


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("colour: red", "colour: unknown option; 'mtqa config' lists the options"),
        ("prior: 1.5", "prior: "),
        ("tier: slow", "tier: "),
        ("threads: 0", "threads: "),
        ("select: punctuation", "select: "),
        ("profile:\n- strict", "profile: "),
        ("prior: [", "no valid YAML"),
        ("a: b: c", "no valid YAML"),
        ("\x07", "no valid YAML"),
        ("- prior", "a config is a mapping"),
        ("just words", "a config is a mapping"),
        ("1: 2", ""),
        ("!!python/object/apply:os.getcwd []", "no valid YAML"),
    ],
)
def test_a_bad_file_is_a_one_line_error_that_names_it(tmp_path: Path, text: str, hint: str) -> None:
    path = write(tmp_path / "c.yaml", text)
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert hint in message
    assert "\n" not in message


def test_a_missing_or_binary_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "none.yaml")
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "b.yaml")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path)


def test_a_wrong_option_of_the_command_line_is_named() -> None:
    with pytest.raises(ConfigError, match="options: tier: "):
        load_config(None, {"tier": "slow"})


def test_options_lie_over_the_file_and_none_leaves_it(tmp_path: Path) -> None:
    path = write(tmp_path / "c.yaml", "prior: 0.2\nselect: [order]\n")
    options = load_config(path, {"select": ("punctuation",), "tier": None})
    assert (options.prior, options.select, options.tier) == (0.2, ("punctuation",), "default")


def test_an_empty_file_is_the_default(tmp_path: Path) -> None:
    assert load_config(write(tmp_path / "c.yaml", "# nothing\n")) == Config()


def test_a_dumped_config_reads_back_as_itself(tmp_path: Path) -> None:
    options = Config(prior=0.1, ignore=("order",), rules=(Path("r.yaml"),), tier="fast")
    path = write(tmp_path / "c.yaml", yaml.safe_dump(options.model_dump(mode="json")))
    assert load_config(path) == options


def test_the_digest_changes_with_what_can_change_a_score() -> None:
    base = Config().digest
    assert base == Config(tokens=True, explain=True, threads=9).digest
    others = [Config(prior=0.3), Config(tier="fast"), Config(ignore=("order",)), Config(model="x")]
    assert len({base, *(c.digest for c in others)}) == 5
    assert len(base) == 8


def test_rules_count_by_what_they_hold(tmp_path: Path) -> None:
    one, same = write(tmp_path / "a.yaml", "rules: []"), write(tmp_path / "b.yaml", "rules: []")
    first = Config(rules=(one,)).digest
    assert first == Config(rules=(same,)).digest != Config().digest
    write(one, "rules: [ ]")
    assert Config(rules=(one,)).digest != first
    with pytest.raises(ConfigError, match=r"none\.yaml: rules cannot be read"):
        assert Config(rules=(tmp_path / "none.yaml",)).digest


@pytest.mark.parametrize("name", ["default", "strict"])
def test_the_shipped_configs_load(name: str) -> None:
    path = configs_dir() / f"{name}.yaml"
    if not path.is_file():
        pytest.skip(f"configs/{name}.yaml is not written yet")
    assert load_config(path).profile == name
    if name == "default":
        assert load_config(path) == Config()
        assert set(yaml.safe_load(path.read_text("utf-8"))) == set(Config.model_fields)
