"""The prose of packages: pages, manuals and notes, each paragraph once, with a place of its own."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from mtqa.errors import TrainingError
from mtqa.train import manuals
from mtqa.train.manuals import read_manuals
from mtqa.train.settings import ManualSettings

PAGE = """<html><head><title>no</title></head><body><p>The first   page of the <b>made</b> manual
says &quot;hello&quot; to all.</p><pre>code that is not read by anybody here</pre>
<p>Too short.</p></body></html>"""
MANUAL = """.\\" a comment
.TH SEA 1
.SH NAME
The command
.B sea
fills a harbour with salt\\-water\\&.
.PP
It needs \\fIone\\fP moon for each of its tides.
"""
NOTES = """The clerk wrote down every name he was given.

The clerk wrote down every name, he was given!
"""
SPANISH = "Esta es la casa de la que hablaba el libro que se perdió en la ciudad."


@pytest.fixture
def settings(tmp_path: Path) -> ManualSettings:
    """A package of a page, a manual, and notes that say a thing twice."""
    if shutil.which("dpkg-deb") is None:
        pytest.skip("needs dpkg-deb, of Debian")
    root = tmp_path / "root"
    files = {"doc/sea/index.html": PAGE, "doc/sea/README": NOTES, "doc/sea/copy.bin": NOTES * 9}
    for name, content in files.items():
        path = root / "usr/share" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content + " " * 300, encoding="utf-8")
    manual = root / "usr/share/man/man1/sea.1.gz"
    manual.parent.mkdir(parents=True)
    manual.write_bytes(gzip.compress(MANUAL.encode(), mtime=0) + bytes(300))
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN/control").write_text(
        "Package: sea\nVersion: 1:2-3\nArchitecture: all\nMaintainer: A <a@b.c>\nDescription: x\n"
    )
    package = tmp_path / "sea_1%3a2-3_all.deb"
    command = ["dpkg-deb", "--build", "--root-owner-group", str(root), str(package)]
    subprocess.run(command, check=True, capture_output=True)
    return ManualSettings(folder=tmp_path, output=tmp_path / "out.jsonl", packages=("sea=1:2-3",))


def read(settings: ManualSettings) -> dict[str, str]:
    lines = read_manuals(settings).read_text(encoding="utf-8").splitlines()
    return {r["id"]: r["text"] for r in map(json.loads, lines)}


def test_pages_manuals_and_notes_are_read(settings: ManualSettings) -> None:
    assert read(settings) == {
        "sea=1:2-3/usr/share/doc/sea/README/0": "The clerk wrote down every name he was given.",
        "sea=1:2-3/usr/share/doc/sea/index.html/0": (
            'The first page of the made manual says "hello" to all.'
        ),
        "sea=1:2-3/usr/share/man/man1/sea.1/0": (
            "The command sea fills a harbour with salt-water.\n\n"
            "It needs one moon for each of its tides."
        ),
    }


def test_a_missing_package_is_told(settings: ManualSettings) -> None:
    other = settings.model_copy(update={"packages": ("land=1",)})
    with pytest.raises(TrainingError, match="apt-get download land=1"):
        read_manuals(other)


def test_a_damaged_package_is_told(settings: ManualSettings) -> None:
    (settings.folder / "sea_1%3a2-3_all.deb").write_bytes(b"no package")
    with pytest.raises(TrainingError, match=r"sea_1%3a2-3_all\.deb: damaged .*; fetch it again"):
        read_manuals(settings)


def test_a_damaged_file_in_it_is_left_out(
    settings: ManualSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(_content: bytes) -> bytes:
        raise EOFError

    monkeypatch.setattr(manuals.gzip, "decompress", damaged)
    assert list(read(settings)) == [
        "sea=1:2-3/usr/share/doc/sea/README/0",
        "sea=1:2-3/usr/share/doc/sea/index.html/0",
    ]


def test_prose_of_a_language_is_translated(
    settings: ManualSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manuals, "_files", lambda *_: [("a.txt", f"{SPANISH}\n\n{NOTES}")])
    monkeypatch.setattr(
        manuals, "translated_lines", lambda mode, lines: [f"{mode}: {len(line)}" for line in lines]
    )
    spanish = settings.model_copy(update={"language": "es", "mode": "spa-eng"})
    assert read(spanish) == {"spa-eng/sea=1:2-3/a.txt/0": f"spa-eng: {len(SPANISH)}"}


def test_long_files_are_cut_at_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manuals, "_TEXT_LENGTH", 10)
    assert list(manuals._joined(["seven c", "two", "four"])) == ["seven c\n\ntwo", "four"]
