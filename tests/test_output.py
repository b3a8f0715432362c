"""Where reports go: streams, files that appear whole, folders that a second run completes."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from mtqa.config import Config
from mtqa.errors import ConfigError, InputError
from mtqa.output import Format, replacing, write_folder, write_stream
from mtqa.pipeline import score_stream
from mtqa.types import Document, DocumentReport

TEXT = "The council met on Tuesday to talk about the price of bread."


class Scoring:
    """Scores with the fake model; remembers what was scored and how often it was started."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.starts = 0

    def __call__(self, documents: Iterable[Document]) -> Iterator[DocumentReport]:
        self.starts += 1
        for report in score_stream(documents, Config(tokens=True)):
            self.ids.append(report.id)
            yield report


@pytest.fixture
def scoring(fake_models: Path) -> Scoring:
    return Scoring()


def run(inputs: list[Path], scoring: Scoring, form: Format, folder: Path) -> list[str]:
    reports = write_folder(
        [str(i) for i in inputs], scoring, form, folder, text_column="text", id_column="id"
    )
    return [report.id for report in reports]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three inputs, of one, two and one documents."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    rows = [{"id": "b1", "text": TEXT}, {"id": "b2", "text": TEXT + " Nobody came."}]
    (folder / "b.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    (folder / "c.txt").write_text(TEXT[::-1], "utf-8")
    return sorted(folder.iterdir())


def lines(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]


def test_a_folder_gets_a_file_per_input_in_the_order_of_the_input(
    files: list[Path], scoring: Scoring, tmp_path: Path
) -> None:
    ids = run(files, scoring, "jsonl", tmp_path / "out")
    assert ids == scoring.ids == [str(files[0]), "b1", "b2", str(files[2])]
    written = sorted((tmp_path / "out").iterdir())
    assert [lines(path) for path in written] == [[ids[0]], ["b1", "b2"], [ids[3]]]
    assert scoring.starts == 1, "the model must be loaded once for all files"


def test_a_second_run_scores_only_what_is_missing(
    files: list[Path], scoring: Scoring, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run(files, scoring, "jsonl", out)
    whole = {path.name: path.read_text("utf-8") for path in out.iterdir()}
    second = next(path for path in out.iterdir() if "b.jsonl" in path.name)
    second.unlink()
    (out / f".{second.name}.part").write_text("half a li", "utf-8")
    scoring.ids.clear()
    run(files, scoring, "jsonl", out)
    assert scoring.ids == ["b1", "b2"]
    assert {path.name: path.read_text("utf-8") for path in out.iterdir()} == whole


def test_an_interrupted_run_leaves_whole_files_only(
    files: list[Path], scoring: Scoring, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    def interrupted(documents: Iterable[Document]) -> Iterator[DocumentReport]:
        for report in scoring(documents):
            if report.id == "b2":
                raise KeyboardInterrupt
            yield report

    with pytest.raises(KeyboardInterrupt):
        list(
            write_folder(
                [str(f) for f in files],
                interrupted,
                "json",
                out,
                text_column="text",
                id_column="id",
            )
        )
    assert [json.loads(p.read_text("utf-8"))[0]["id"] for p in out.iterdir()] == [str(files[0])]


def test_a_bad_file_among_others_is_reported_in_its_own_file(
    files: list[Path], scoring: Scoring, tmp_path: Path
) -> None:
    files[0].write_bytes(b"%PDF-1.4 \x00\x00")
    run(files, scoring, "jsonl", tmp_path / "out")
    written = sorted((tmp_path / "out").iterdir())
    record = json.loads(written[0].read_text("utf-8"))
    assert record["status"] == "error"
    assert str(files[0]) in record["error"]
    assert lines(written[1]) == ["b1", "b2"]


def test_a_bad_file_alone_is_an_error(files: list[Path], scoring: Scoring, tmp_path: Path) -> None:
    files[0].write_bytes(b"")
    with pytest.raises(InputError, match="is empty"):
        run(files[:1], scoring, "jsonl", tmp_path / "out")
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_an_html_folder_has_a_page_a_document_and_an_index(
    files: list[Path], scoring: Scoring, tmp_path: Path
) -> None:
    out = tmp_path / "pages"
    run(files, scoring, "html", out)
    pages = sorted(path.name for path in out.iterdir() if path.name != "index.html")
    assert len(pages) == 4
    index = (out / "index.html").read_text("utf-8")
    assert all(page in index for page in pages)
    assert all('href="./index.html"' in (out / page).read_text("utf-8") for page in pages)


def test_names_that_differ_in_case_or_marks_do_not_collide(
    scoring: Scoring, tmp_path: Path
) -> None:
    names = ["x/é a.txt", "x/é_a.txt", "x/É a.txt", "index", "index"]
    rows = [json.dumps({"id": name, "text": TEXT}) for name in names]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(rows), "utf-8")
    run([path], scoring, "html", tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == len(names) + 1


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif", "github"])
def test_every_format_writes_every_document(scoring: Scoring, form: Format) -> None:
    documents = [Document(f"d{i}", f"{TEXT} It was was late.") for i in range(3)]
    stream = io.StringIO()
    write_stream(scoring(documents), form, stream)
    assert all(f"d{i}" in stream.getvalue() for i in range(3))


def test_a_page_on_a_stream_shows_one_document(scoring: Scoring) -> None:
    stream = io.StringIO()
    write_stream(scoring([Document("one", TEXT)]), "html", stream)
    assert stream.getvalue().startswith("<!doctype html>")
    for documents in ([], [Document("1", TEXT), Document("2", TEXT)]):
        with pytest.raises(InputError):
            write_stream(scoring(documents), "html", io.StringIO())


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "out.json"
    with pytest.raises(ValueError, match="broken off"), replacing(path) as stream:
        stream.write("half")
        raise ValueError("broken off")
    assert list(path.parent.iterdir()) == []
    with replacing(path) as stream:
        stream.write("a line\n")
        assert not path.exists()
    assert path.read_bytes() == b"a line\n"
    assert list(path.parent.iterdir()) == [path]


def test_a_failed_run_leaves_the_earlier_file(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("earlier", "utf-8")
    with pytest.raises(ValueError, match="broken off"), replacing(path):
        raise ValueError("broken off")
    assert path.read_text("utf-8") == "earlier"


def test_a_place_that_cannot_be_written_is_a_one_line_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    (tmp_path / "folder.json").mkdir()
    for path in (tmp_path / "file" / "out.json", tmp_path / "folder.json"):
        with pytest.raises(ConfigError, match="cannot be written") as caught, replacing(path):
            pass
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
