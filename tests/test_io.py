"""Reading documents: every format, every compression, and every way an input can be bad."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqa.errors import InputError
from mtqa.io import read_documents
from mtqa.types import Document

TEXTS = ["The first text.\nIt has two lines.", "A second “text”, with 😀 and a comma.", ""]
COMPRESS = {
    "": lambda data: data,
    ".gz": gzip.compress,
    ".xz": lzma.compress,
    ".zst": lambda data: zstandard.ZstdCompressor().compress(data),
}


def read(*inputs: str | Path, **options: str) -> list[Document]:
    return list(read_documents(inputs, **options))


def table_bytes(suffix: str, texts: list[str]) -> bytes:
    records = [{"id": f"d{i}", "text": text} for i, text in enumerate(texts)]
    if suffix == ".parquet":
        buffer = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(records), buffer)
        return buffer.getvalue()
    if suffix == ".json":
        return json.dumps(records).encode()
    if suffix in (".jsonl", ".ndjson"):
        return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode()
    comma = "\t" if suffix == ".tsv" else ","
    rows = ["id" + comma + "text"]
    rows += [f'{r["id"]}{comma}"{r["text"]}"' for r in records]
    return "\r\n".join(rows).encode()


@pytest.mark.parametrize("compression", COMPRESS)
@pytest.mark.parametrize("suffix", [".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet"])
def test_tables_come_back_whatever_holds_them(
    tmp_path: Path, suffix: str, compression: str
) -> None:
    path = tmp_path / f"t{suffix}{compression}"
    path.write_bytes(COMPRESS[compression](table_bytes(suffix, TEXTS)))
    documents = read(path)
    assert [d.id for d in documents] == ["d0", "d1", "d2"]
    assert [d.text for d in documents] == TEXTS
    assert [d.error for d in documents] == [None] * 3
    assert {d.source for d in documents} == {str(path)}


@pytest.mark.parametrize("compression", COMPRESS)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".log"])
def test_a_text_file_is_one_document(tmp_path: Path, suffix: str, compression: str) -> None:
    path = tmp_path / f"t{suffix}{compression}"
    text = "# Head\r\n\r\nA text – with “marks”.\r\n"
    path.write_bytes(COMPRESS[compression](text.encode()))
    assert read(str(path)) == [Document(id=str(path), text=text, source=str(path))]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), min_size=1))
def test_json_lines_round_trip(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("io") / "t.jsonl"
    path.write_bytes(table_bytes(".jsonl", texts))
    assert [d.text for d in read(path)] == texts


def test_long_tables_keep_order_and_number_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    texts = [f"text {i}" for i in range(1300)]
    pq.write_table(pa.table({"text": texts}), path)
    documents = read(path)
    assert [d.text for d in documents] == texts
    assert documents[0].id == f"{path}:1"
    assert documents[-1].id == f"{path}:1300"


def test_other_columns_and_numbers_as_ids(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"n": 7, "body": "One.", "title": "T"}\n\n{"n": null, "body": "Two."}\n')
    documents = read(path, text_column="body", id_column="n")
    assert [(d.id, d.text, d.title) for d in documents] == [
        ("7", "One.", "T"),
        (f"{path}:3", "Two.", None),
    ]


def test_a_cell_of_csv_may_be_long_and_hold_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    text = "long\n" * 100_000
    path.write_text(f'text\n"{text}"\n', newline="")
    assert read(path)[0].text == text


# ---- HTML ------------------------------------------------------------------------------------

PROSE = [
    "The river rose in the night, and by the morning the lower town stood under water.",
    "Nobody was hurt, the mayor said on Monday, but the bridge stays closed until spring.",
    "Engineers will look at the piers next week; the school opens again on Wednesday.",
]


def test_html_gives_the_main_text_and_the_title(tmp_path: Path) -> None:
    path = tmp_path / "p.html.gz"
    page = (
        "<html><head><title>River floods town</title><style>p {color: red}</style></head><body>"
        "<nav><a href='/'>Home</a> <a href='/n'>News</a></nav><article><h1>River floods town</h1>"
        + "".join(f"<p>{p}</p>" for p in PROSE)
        + "</article><footer>Imprint</footer><script>var x;</script></body></html>"
    )
    path.write_bytes(gzip.compress(page.encode()))
    (document,) = read(path)
    assert document.title == "River floods town"
    assert "\n\n".join(PROSE) in document.text
    assert "var x" not in document.text
    assert "Imprint" not in document.text


def test_html_without_a_main_text_gives_all_of_the_body(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import trafilatura

    monkeypatch.setattr(trafilatura, "bare_extraction", lambda *a, **k: None)
    path = tmp_path / "p.htm"
    path.write_text(
        "<title>T &amp; U</title><body><div>One <b>bold</b> word<br>and more</div>"
        "<script>x()</script><p>Two</p>"
    )
    assert read(path) == [
        Document(
            id=str(path), text="One bold word\n\nand more\n\nTwo", title="T & U", source=str(path)
        )
    ]


def test_html_without_text_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "p.html"
    path.write_text("<html><body><img src=x></body></html>")
    with pytest.raises(InputError, match=r"p\.html: the page holds no text"):
        read(path)


# ---- encodings -------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    text = "The café in Zürich said “no” – twice. It was a long and rather cold winter evening."
    path = tmp_path / "t.txt"
    path.write_bytes(text.encode(encoding))
    assert read(path)[0].text == text
    table = tmp_path / "t.csv"
    table.write_bytes(f"text\n{text}\n".encode(encoding))
    assert read(table)[0].text == text


def test_other_legacy_encodings_are_found_by_statistics(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    text = "Министр заявил в понедельник, что переговоры продолжатся в Женеве на новой неделе."
    path.write_bytes(text.encode("cp1251"))
    assert read(path)[0].text == text


def test_a_legacy_page_names_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "p.html"
    page = '<html><head><meta charset="windows-1251"></head><body><p>Привет, мир</p></body></html>'
    path.write_bytes(page.encode("cp1251"))
    assert "Привет, мир" in read(path)[0].text


@pytest.mark.parametrize(
    "data",
    [b"Hello \xff\xfe world, this is it.", "Ça va “bien” – né".encode() + b"\x80\x81 and on"],
)
def test_damaged_utf8_is_an_error_that_names_the_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "t.txt"
    path.write_bytes(b"First line.\n" + data)
    with pytest.raises(InputError, match=r"t\.txt:2: byte \d+ is no valid UTF-8; convert") as error:
        read(path)
    assert "\n" not in str(error.value)


def test_lone_surrogates_are_replaced_one_for_one(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"text": "a\\ud800b"}\n')
    assert read(path)[0].text == "a\ufffdb"


# ---- bad inputs ------------------------------------------------------------------------------


def test_a_missing_path_raises_before_anything_is_read(tmp_path: Path) -> None:
    good = tmp_path / "a.txt"
    good.write_text("Good.")
    with pytest.raises(InputError, match=r"gone\.txt: no such file or folder; check the path"):
        read_documents([good, tmp_path / "gone.txt"])


def test_no_input_an_empty_folder_and_an_empty_glob(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no input given"):
        read()
    (tmp_path / "image.png").write_bytes(b"\x89PNG")
    with pytest.raises(InputError, match="the folder holds no document"):
        read(tmp_path)
    with pytest.raises(InputError, match="no file matches"):
        read(f"{tmp_path}/*.txt")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("t.txt", b"", "is empty"),
        ("t.jsonl", b"", "is empty"),
        ("t.jsonl", b"\n\n", "is empty"),
        ("t.json", b"[]", "is empty"),
        ("t.csv", b"", "is empty"),
        ("t.csv", b"id,text\n", "is empty"),
        ("t.txt", b"ab\0cd", "binary file"),
        ("t.jsonl", b"\x7fELF\x02\x01", "binary file"),
        ("t.txt", b"%PDF-1.7 ...", r"binary file \(PDF\)"),
        ("t.txt.gz", b"not gzip", "cannot be read"),
        ("t.txt.gz", gzip.compress(b"long text " * 999)[:60], "cannot be read"),
        ("t.jsonl.xz", b"not xz", "cannot be read"),
        ("t.csv.zst", b"not zstd", "cannot be read"),
        ("t.parquet", b"not parquet", "is no valid Parquet file"),
        ("t.json", b'[{"text": 1},\n', r"t\.json:\d: broken JSON"),
        ("t.jsonl", b'{"text": \n', r"t\.jsonl:1: broken JSON"),
        ("t.jsonl", b'{"body": "x", "n": 1}\n', "no column 'text'; it has: body, n; choose"),
        ("t.csv", b"id,body\n1,x\n", "no column 'text'; it has: id, body; choose"),
        ("t.tsv", b"id\tbody\n1\tx\n", "no column 'text'; it has: id, body; choose"),
    ],
)
def test_a_lone_input_that_cannot_be_read_raises(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match=message) as error:
        read(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_parquet_file_without_the_column_lists_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"body": ["x"], "n": [1]}), path)
    with pytest.raises(InputError, match="no column 'text'; it has: body, n"):
        read(path)


def test_the_column_counts_as_missing_after_a_thousand_records(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"body": "x"}\n' * 5_000 + '{"text": "late"}\n')
    with pytest.raises(InputError, match="no column 'text'"):
        read(path)


def test_a_bad_record_is_reported_in_place(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(
        b'{"text": 5, "id": "five"}\n{"text": "Good one."}\n{"text": broken}\n[1]\n'
        b'{"text": "bad \xff byte"}\n{"id": "x"}\n{"text": "Good two."}\n'
    )
    documents = read(path)
    assert [d.text for d in documents] == ["", "Good one.", "", "", "", "", "Good two."]
    assert [d.error is None for d in documents] == [False, True, False, False, False, False, True]
    for line, document in enumerate(documents, 1):
        if document.error is not None:
            assert document.error.startswith(f"{path}:{line}: ")
    assert [d.id for d in documents[:3]] == ["five", f"{path}:2", f"{path}:3"]
    assert "no valid UTF-8" in (documents[4].error or "")


def test_a_bad_record_of_a_table_is_reported_in_place(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"id,text\na,Good.\nb,bad \xff\xfe byte\nc\nd,Also good.\n")
    documents = read(path)
    assert [(d.id, d.text) for d in documents] == [
        ("a", "Good."),
        ("b", ""),
        ("c", ""),
        ("d", "Also good."),
    ]
    assert (documents[1].error or "").startswith(f"{path}:3: the text is no valid UTF-8")
    assert "has no 'text'" in (documents[2].error or "")


def test_a_bad_file_among_several_is_reported_in_place(tmp_path: Path) -> None:
    for name, data in (("a.txt", b"A."), ("b.txt", b""), ("c.parquet", b"no"), ("d.txt", b"D.")):
        (tmp_path / name).write_bytes(data)
    documents = read(tmp_path)
    assert [d.text for d in documents] == ["A.", "", "", "D."]
    assert "b.txt: is empty" in (documents[1].error or "")
    assert "Parquet" in (documents[2].error or "")
    assert documents[1].id == str(tmp_path / "b.txt")


# ---- folders, globs, standard input ----------------------------------------------------------


def test_folders_are_searched_in_order_and_globs_match_once(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/x.txt.gz", ".hidden.txt", "c.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(b"T.") if name.endswith("gz") else b"T.")
    names = [str(Path(d.id).relative_to(tmp_path)) for d in read(tmp_path)]
    assert names == ["a/x.txt.gz", "a/z.md", "b.txt"]
    assert [Path(d.id).name for d in read(f"{tmp_path}/**/*.txt*")] == ["x.txt.gz", "b.txt"]
    both = read(f"{tmp_path}/*.txt", tmp_path / "a")
    assert [Path(d.id).name for d in both] == ["b.txt", "x.txt.gz", "z.md"]


def test_a_name_with_brackets_is_a_file_first(tmp_path: Path) -> None:
    path = tmp_path / "t[1].txt"
    path.write_text("Here.")
    assert read(path)[0].text == "Here."


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"A plain text.\nOf two lines.", [("stdin", "A plain text.\nOf two lines.")]),
        (b'\n{"text": "One."}\n{"text": "Two."}\n', [("stdin:2", "One."), ("stdin:3", "Two.")]),
        (b"{not json} is plain text", [("stdin", "{not json} is plain text")]),
    ],
)
def test_standard_input_is_text_or_json_lines(
    monkeypatch: pytest.MonkeyPatch, data: bytes, expected: list[tuple[str, str]]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert [(d.id, d.text) for d in read("-")] == expected


def test_an_empty_standard_input_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    with pytest.raises(InputError, match="stdin: is empty"):
        read("-")
