"""What must hold for every file that is committed."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

import mtqa

ROOT = Path(__file__).resolve().parents[1]

#: No shipped weight file is larger (bytes).
MODEL_LIMIT = 40_000_000

#: The names that users import; a change here is a change of the public API.
PUBLIC = {
    "Config",
    "Contribution",
    "Document",
    "DocumentReport",
    "Finding",
    "MtqaError",
    "ParagraphReport",
    "Severity",
    "Span",
    "Status",
    "TokenSurprisal",
    "Verdict",
    "score_documents",
    "score_text",
}

# Put together from parts, so that this file does not name what it forbids.
_PRIVATE_PATHS = re.compile(
    "|".join(
        (
            r"(?<![\w.])/" + r"work/(?:main|shared|\.library)",
            r"(?<![\w.])/" + r"root/",
            r"(?<![\w.])/" + r"home/\w+/",
            r"(?<![\w.])/" + r"Users/\w+/",
            r"[A-Z]:\\" + r"Users\\",
        )
    )
)
_REGISTRY_HOSTS = re.compile(
    "|".join(
        (
            r"pypi" + r"\.org",
            r"python" + r"hosted\.org",
            r"npmjs" + r"\.(?:org|com)",
            r"yarn" + r"pkg\.com",
            r"deb\.debian" + r"\.org",
            r"anaconda" + r"\.(?:org|com)",
            r"download\.pytorch" + r"\.org",
        )
    )
)

_LINK = re.compile(r"!?\[[^\]\n]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)


@cache
def _files() -> tuple[Path, ...]:
    """Return the files that git tracks or would track."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("needs git and a checkout to know which files belong to the project")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode("utf-8")
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def _texts() -> list[tuple[Path, str]]:
    texts = []
    for path in _files():
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            texts.append((path.relative_to(ROOT), content.decode("utf-8", errors="replace")))
    return texts


def _hits(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{text.count(chr(10), 0, hit.start()) + 1}: {hit[0]}"
        for path, text in _texts()
        for hit in pattern.finditer(text)
    ]


def _slug(heading: str) -> str:
    """Return the anchor that Markdown viewers give a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def test_no_path_of_one_machine() -> None:
    assert _hits(_PRIVATE_PATHS) == []


def test_no_package_registry_host() -> None:
    assert _hits(_REGISTRY_HOSTS) == []


def test_model_files_stay_small_and_are_no_pickles() -> None:
    models = [path for path in _files() if path.is_relative_to(ROOT / "models")]
    assert [str(p) for p in models if p.stat().st_size > MODEL_LIMIT] == []
    assert [str(p) for p in models if p.suffix in {".pt", ".pth", ".bin", ".pkl", ".joblib"}] == []


def test_public_names_are_pinned() -> None:
    names = getattr(mtqa, "__all__", None)
    if names is None:
        pytest.skip("mtqa.__all__ does not exist yet")
    assert set(names) == PUBLIC
    assert all(hasattr(mtqa, name) for name in names)


def test_the_changelog_names_the_version() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^version = "([^"]+)"', pyproject, flags=re.MULTILINE)
    assert found
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(found[1])}\]", changelog, flags=re.MULTILINE)


def test_internal_links_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
    dead = []
    for page in pages:
        text = _CODE.sub("", page.read_text(encoding="utf-8"))
        for target in _LINK.findall(text):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            file = page.parent / name if name else page
            if not file.exists():
                dead.append(f"{page.relative_to(ROOT)}: {target}")
            elif anchor and file.suffix == ".md":
                headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), flags=re.MULTILINE)
                if anchor not in map(_slug, headings):
                    dead.append(f"{page.relative_to(ROOT)}: {target}")
    assert dead == []


def test_every_seed_is_described_and_every_quote_stands_in_its_file() -> None:
    sources = (ROOT / "seeds" / "SOURCES.md").read_text(encoding="utf-8")
    seeds = {
        path.name: path for kind in ("human", "mt") for path in (ROOT / "seeds" / kind).iterdir()
    }
    assert {name for name in seeds if f"`{name}`" not in sources} == set()
    page: Path | None = None
    for line in sources.splitlines():
        if line.startswith("### `"):
            page = seeds[line.split("`")[1]]
        elif page is not None and (row := re.fullmatch(r"\| .+ \| `(.+)` \|", line)):
            assert row[1] in page.read_text(encoding="utf-8"), f"{page.name}: {row[1]}"
