"""Read documents: files, folders, globs and standard input, plain or compressed.

What a file is, its name tells (after ``.gz``, ``.xz`` or ``.zst``):

======================  =====================================================================
``.txt``, unknown       one document
``.md .markdown``       one document, the text as it stands
``.html .htm``          one document: the main text by trafilatura, its paragraphs parted by
                        blank lines; where trafilatura finds none, all text of the body.
                        Offsets count in that text; the title is kept
``.jsonl .ndjson``      one object a line
``.json``               a list of objects, one object, or one object a line
``.csv .tsv .parquet``  one record a row
======================  =====================================================================

Standard input (``-``) is JSON Lines when its first line that is not blank is a JSON object, else
plain text.

Ids: the record's id column, else ``path:row`` (rows count from 1, without the header; for JSON
Lines a row is a line); a single document's id is its path.

Bytes are UTF-8, or what a byte order mark says; what is neither is decoded as the legacy
encoding that an HTML page names or charset-normalizer finds. Text that is mostly valid UTF-8
with bad bytes in it is damaged, not legacy: it is an error.

Errors: an input that cannot be read at all raises :class:`~mtqa.errors.InputError` when it is
the only one. Among several inputs a bad file, and in any file a bad record, is yielded in place
as a document with ``error`` set, and the rest goes on. A path that does not exist raises before
anything is read.
"""

from __future__ import annotations

import codecs
import csv
import glob
import gzip
import io
import json
import lzma
import re
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import IO, Any, cast

import zstandard
from charset_normalizer import from_bytes

from mtqa.errors import InputError
from mtqa.types import Document

#: Suffixes that a folder is searched for.
SUFFIXES = frozenset(
    {
        *(".txt", ".md", ".markdown", ".html", ".htm"),
        *(".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet"),
    }
)
COMPRESSIONS = frozenset({".gz", ".xz", ".zst"})
STDIN = "stdin"

#: Rows of a Parquet file that are in memory at a time.
_BATCH = 512
#: Records without a text that a file may begin with before the column counts as missing.
_PATIENCE = 1_000
_SAMPLE = 1 << 16
#: So many bytes beyond ASCII let charset-normalizer tell an encoding.
_FEWEST_LEGACY_BYTES = 20
_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x7fELF", "ELF"),
    (b"PAR1", "Parquet"),
    (b"\x1f\x8b", "gzip"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xd0\xcf\x11\xe0", "Microsoft Office"),
    (b"SQLite format 3", "SQLite"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_WINDOWS_TEXT = re.compile(
    "[\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\xa0-\xbf]"
    "|(?<=[A-Za-z\xc0-\xff])[\xdf-\xef\xf1-\xf6\xf8-\xfd](?![\x80-\xbf])"
    "|[\xc0-\xcf\xd1-\xd6\xd8-\xdd\xdf-\xef\xf1-\xf6\xf8-\xfd](?=[A-Za-z])"
)
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DAMAGED = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zstandard.ZstdError,
)


@dataclass(frozen=True, slots=True)
class _Columns:
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class _Source:
    """One file, or standard input where ``path`` is None."""

    name: str
    path: Path | None

    @property
    def kind(self) -> str:
        """The suffix that tells the format, lower case, without the compression."""
        if self.path is None:
            return ""
        suffixes = [s.lower() for s in self.path.suffixes]
        if suffixes and suffixes[-1] in COMPRESSIONS:
            suffixes.pop()
        return suffixes[-1] if suffixes else ""

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open for reading bytes, decompressed.

        Raises:
            InputError: the file cannot be opened or is damaged, also while it is read.
        """
        try:
            with self._stream() as stream:
                yield stream
        except _DAMAGED as error:
            reason = str(error) or type(error).__name__
            raise InputError(
                f"{self.name}: cannot be read ({reason}); check the file and its permissions"
            ) from error

    def _stream(self) -> AbstractContextManager[IO[bytes]]:
        if self.path is None:
            return _kept_open(sys.stdin.buffer)
        suffix = self.path.suffix.lower()
        if suffix == ".gz":
            return cast("IO[bytes]", gzip.open(self.path, "rb"))
        if suffix == ".xz":
            return lzma.open(self.path, "rb")
        if suffix == ".zst":
            return io.BufferedReader(_zstd(self.path), _SAMPLE)
        return self.path.open("rb")


@contextmanager
def _kept_open(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    yield stream


def _zstd(path: Path) -> Any:  # noqa: ANN401 - a RawIOBase in all but name
    decompressor = zstandard.ZstdDecompressor()
    return decompressor.stream_reader(path.open("rb"), read_across_frames=True, closefd=True)


def read_documents(
    inputs: Sequence[str | Path], *, text_column: str = "text", id_column: str = "id"
) -> Iterator[Document]:
    """Read the documents of ``inputs``, in their order.

    Args:
        inputs: files, folders (searched below for known suffixes, in sorted order), globs
            (``**`` goes into folders) and ``-`` for standard input.
        text_column: the field of a record that holds its text.
        id_column: the field of a record that holds its id.

    Returns:
        The documents, read as they are asked for. Their texts hold no lone surrogates: each is
        replaced by U+FFFD, one for one.

    Raises:
        InputError: at once where a path does not exist, a glob matches nothing or a folder
            holds no document; while reading where the only input cannot be read.
    """
    sources = [source for given in inputs for source in _resolve(given)]
    if not sources:
        raise InputError("no input given; name files, folders or - for standard input")
    return _read_all(sources, _Columns(text_column, id_column))


def source_names(inputs: Sequence[str | Path]) -> list[str]:
    """Return the name of every file that ``inputs`` stand for; each can be read by its name.

    Raises:
        InputError: as :func:`read_documents` does before it reads.
    """
    return [source.name if source.path else "-" for given in inputs for source in _resolve(given)]


def _read_all(sources: Sequence[_Source], columns: _Columns) -> Iterator[Document]:
    if len(sources) == 1:
        yield from _read(sources[0], columns)
        return
    for source in sources:
        yield from _read_or_report(source, columns)


def _read_or_report(source: _Source, columns: _Columns) -> Iterator[Document]:
    try:
        yield from _read(source, columns)
    except InputError as error:
        yield _document(source.name, "", source, error=str(error))


# ---- which files -----------------------------------------------------------------------------


def _resolve(given: str | Path) -> list[_Source]:
    if str(given) == "-":
        return [_Source(STDIN, None)]
    path = Path(given)
    if path.is_dir():
        found = _search(path)
        if not found:
            raise InputError(
                f"{given}: the folder holds no document; put in files of the kinds "
                f"{' '.join(sorted(SUFFIXES))}, or name a file"
            )
        return found
    if path.exists():
        return [_Source(str(given), path)]
    if glob.has_magic(str(given)):
        matches = sorted(glob.glob(str(given), recursive=True))  # noqa: PTH207 - absolute globs
        paths = [Path(match) for match in matches]
        found = [
            source
            for match in paths
            for source in (_search(match) if match.is_dir() else [_Source(str(match), match)])
        ]
        # "**" matches a folder and the files in it: each file counts once
        found = list({source.name: source for source in found}.values())
        if not found:
            raise InputError(f"{given}: no file matches; quote the pattern and check the folder")
        return found
    raise InputError(f"{given}: no such file or folder; check the path")


def _search(folder: Path) -> list[_Source]:
    found = []
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        source = _Source(str(path), path)
        if not hidden and source.kind in SUFFIXES and path.is_file():
            found.append(source)
    return found


# ---- one file --------------------------------------------------------------------------------


def _read(source: _Source, columns: _Columns) -> Iterator[Document]:
    kind = source.kind
    if kind == ".parquet":
        return _records(source, columns, _parquet_rows(source, columns))
    if kind in (".csv", ".tsv"):
        return _records(source, columns, _csv_rows(source, columns))
    if kind in (".jsonl", ".ndjson"):
        return _records(source, columns, _json_lines(source))
    if kind == ".json":
        return _records(source, columns, _json_rows(source))
    if kind in (".html", ".htm"):
        return iter([_html_document(source)])
    if source.path is None:
        return _read_stdin(source, columns)
    return iter([_document(source.name, _whole_text(source), source)])


def _read_stdin(source: _Source, columns: _Columns) -> Iterator[Document]:
    with source.open() as stream:
        held: list[bytes] = []
        for line in stream:
            held.append(line)
            if line.strip():
                break
        if held and _is_object(held[-1]):
            lines = _Chained(held, stream)
            yield from _records(source, columns, _lines_to_rows(source, lines))
            return
        data = b"".join(held) + stream.read()
    yield _document(source.name, _decode(source, data), source)


def _is_object(line: bytes) -> bool:
    if not line.lstrip(codecs.BOM_UTF8 + b" \t").startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line.decode("utf-8-sig")), dict)
    except ValueError:
        return False


@dataclass(slots=True)
class _Chained:
    """Lines read already, then the rest of a stream."""

    head: Sequence[bytes]
    tail: IO[bytes]

    def __iter__(self) -> Iterator[bytes]:
        yield from self.head
        yield from self.tail


def _document(
    name: str, text: str, source: _Source, title: str | None = None, error: str | None = None
) -> Document:
    return Document(
        id=_SURROGATE.sub("\ufffd", name),
        text=_SURROGATE.sub("\ufffd", text),
        title=_SURROGATE.sub("\ufffd", title) if title else None,
        source=source.name,
        error=error,
    )


def _whole_text(source: _Source) -> str:
    with source.open() as stream:
        data = stream.read()
    return _decode(source, data)


# ---- bytes to text ---------------------------------------------------------------------------


def _decode(source: _Source, data: bytes) -> str:
    """Decode a whole file.

    Raises:
        InputError: it is empty, binary, or in no encoding that can be told.
    """
    encoding = _encoding(source, data[:_SAMPLE], whole=len(data) <= _SAMPLE)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            encoding = _legacy_encoding(source, data, error)
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as second:
                error = second
        raise _undecodable(source, encoding, error) from error


def _encoding(source: _Source, sample: bytes, *, whole: bool) -> str:
    """Return the encoding that the head of a file shows; ``utf-8`` where nothing speaks against.

    Args:
        source: for the messages.
        sample: the first bytes of the file.
        whole: whether ``sample`` is the whole file.

    Raises:
        InputError: the file is empty, binary, damaged or in no encoding that can be told.
    """
    marked = _marked_encoding(source, sample)
    if marked is not None:
        return marked
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(sample, final=whole)
    except UnicodeDecodeError as error:
        return _legacy_encoding(source, sample, error)
    return "utf-8"


def _marked_encoding(source: _Source, sample: bytes) -> str | None:
    """Return the encoding of a byte order mark, or None where there is none.

    Raises:
        InputError: the file is empty or binary.
    """
    if not sample:
        raise InputError(f"{source.name}: is empty; give it a text or leave it out")
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    for magic, what in _MAGIC:
        if sample.startswith(magic):
            raise InputError(
                f"{source.name}: is a binary file ({what}), no text; convert it, or give it the "
                "suffix of its format"
            )
    if b"\0" in sample:
        raise InputError(
            f"{source.name}: is a binary file (it holds NUL bytes); convert it to UTF-8 text"
        )
    return None


def _legacy_encoding(source: _Source, data: bytes, error: UnicodeDecodeError) -> str:
    """Return the encoding of bytes that are no UTF-8.

    Raises:
        InputError: most bytes beyond ASCII form valid UTF-8, so that the text is damaged, or
            no encoding fits.
    """
    named = _META_CHARSET.search(data[:2048])
    if named is not None:
        try:
            return codecs.lookup(named[1].decode("ascii")).name
        except LookupError:
            named = None
    lenient = data.decode("utf-8", errors="surrogateescape")
    bad = len(_ESCAPED_BYTE.findall(lenient))
    beyond_ascii = sum(c > "\x7f" for c in lenient)
    if 2 * bad <= beyond_ascii:
        raise _undecodable(source, "utf-8", error)
    if _looks_like_windows(data):
        return "cp1252"
    # a few odd bytes are damage: statistics would make up an encoding for them
    if bad < _FEWEST_LEGACY_BYTES:
        raise _undecodable(source, "utf-8", error)
    best = from_bytes(data[: 4 * _SAMPLE]).best()
    if best is None:
        raise _undecodable(source, "utf-8", error)
    return str(best.encoding)


def _looks_like_windows(data: bytes) -> bool:
    """Tell whether ``data`` reads as Windows-1252: typographic marks, accents inside words."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    beyond_ascii = sum(c > "\x7f" for c in text)
    return len(_WINDOWS_TEXT.findall(text)) == beyond_ascii


def _undecodable(source: _Source, encoding: str, error: UnicodeDecodeError) -> InputError:
    line = error.object[: error.start].count(b"\n") + 1
    return InputError(
        f"{source.name}:{line}: byte {error.start} is no valid {encoding.upper()}; "
        "convert the file to UTF-8"
    )


# ---- HTML ------------------------------------------------------------------------------------


def _html_document(source: _Source) -> Document:
    import trafilatura  # costs a second: only where there is HTML

    page = _whole_text(source)
    parser = _BodyText()
    parser.feed(page)
    parser.close()
    extracted = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)
    found = extracted.as_dict() if extracted is not None else {}
    lines = [line.strip() for line in str(found.get("text") or "").splitlines()]
    text = "\n\n".join(line for line in lines if line) or parser.text
    if not text:
        raise InputError(f"{source.name}: the page holds no text; check that it is HTML")
    title = str(found.get("title") or "").strip() or parser.title or None
    return _document(source.name, text, source, title)


class _BodyText(HTMLParser):
    """All text of a page, block by block, without scripts and styles."""

    _HIDDEN = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe"})
    _INLINE = frozenset(
        {
            *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font"),
            *("i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub"),
            *("sup", "time", "tt", "u", "var", "wbr", "img"),
        }
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[list[str]] = [[]]
        self._title: list[str] = []
        self._hidden: list[str] = []
        self._in_title = False

    @property
    def text(self) -> str:
        """The blocks, parted by blank lines."""
        blocks = (" ".join("".join(block).split()) for block in self._blocks)
        return "\n\n".join(block for block in blocks if block)

    @property
    def title(self) -> str:
        """The content of ``<title>``, or an empty string."""
        return " ".join("".join(self._title).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a hidden element or a block."""
        if tag == "body":
            self._hidden.clear()  # a head that was never closed ends here
        elif tag == "title":
            self._in_title = True
        elif tag in self._HIDDEN:
            self._hidden.append(tag)
        self._break_at(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a hidden element or a block."""
        if tag == "title":
            self._in_title = False
        elif tag in self._hidden:
            while self._hidden.pop() != tag:
                pass
        self._break_at(tag)

    def handle_data(self, data: str) -> None:
        """Collect text."""
        if self._in_title:
            self._title.append(data)
        elif not self._hidden:
            self._blocks[-1].append(data)

    def _break_at(self, tag: str) -> None:
        if tag not in self._INLINE and self._blocks[-1]:
            self._blocks.append([])


# ---- records ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """A record, or why it is none; ``place`` is ``file:line`` for messages."""

    number: int
    place: str
    record: Mapping[str, Any] | None
    fault: str | None = None


def _records(source: _Source, columns: _Columns, rows: Iterator[_Row]) -> Iterator[Document]:
    """Turn rows into documents.

    Bad rows wait until the first good one shows that the file can be read; where none comes
    (in the first :data:`_PATIENCE` rows), the whole file is at fault.
    """
    waiting: list[Document] = []
    lacking: set[str] | None = None
    readable = False
    for row in rows:
        document = _record_document(source, columns, row)
        if readable or (document.error is None):
            yield from waiting
            waiting.clear()
            readable = True
            yield document
            continue
        if row.record is not None and columns.text not in row.record:
            lacking = (lacking or set()) | {str(key) for key in row.record}
        waiting.append(document)
        if len(waiting) >= _PATIENCE:
            break
    if readable:
        return
    if lacking is not None:
        raise _no_column(source, columns.text, lacking)
    if not waiting:
        raise InputError(f"{source.name}: is empty; it holds no record")
    more = f" (and {len(waiting) - 1} more bad records)" if len(waiting) > 1 else ""
    raise InputError(f"{waiting[0].error}{more}")


def _record_document(source: _Source, columns: _Columns, row: _Row) -> Document:
    name = f"{source.name}:{row.number}"
    if row.record is None:
        return _document(name, "", source, error=f"{row.place}: {row.fault}")
    given = row.record.get(columns.id)
    if isinstance(given, (str, int)) and not isinstance(given, bool) and str(given).strip():
        name = str(given)
    text = row.record.get(columns.text)
    title = row.record.get("title") if columns.text != "title" else None
    fault = row.fault
    if fault is None and not isinstance(text, str):
        what = "has no" if text is None else f"has a {type(text).__name__} as"
        fault = f"the record {what} {columns.text!r}; give it a text, or choose --text-column"
    if fault is not None or not isinstance(text, str):
        return _document(name, "", source, error=f"{row.place}: {fault}")
    return _document(name, text, source, title if isinstance(title, str) else None)


def _no_column(source: _Source, column: str, existing: set[str] | Sequence[str]) -> InputError:
    names = ", ".join(existing if isinstance(existing, list) else sorted(existing)) or "none"
    return InputError(
        f"{source.name}: no column {column!r}; it has: {names}; choose one by --text-column"
    )


def _json_lines(source: _Source) -> Iterator[_Row]:
    with source.open() as stream:
        yield from _lines_to_rows(source, _checked_lines(source, stream))


def _checked_lines(source: _Source, stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of a text file; a file that is not UTF-8 by its mark is recoded."""
    head = stream.read(_SAMPLE)
    encoding = _marked_encoding(source, head) or "utf-8"
    if encoding not in ("utf-8", "utf-8-sig"):
        data = head + stream.read()
        yield from _decode(source, data).encode("utf-8", "surrogatepass").splitlines(keepends=True)
        return
    yield from io.BufferedReader(_Rejoined(head.removeprefix(codecs.BOM_UTF8), stream))


class _Rejoined(io.RawIOBase):
    """A byte stream whose head was read already."""

    def __init__(self, head: bytes, tail: IO[bytes]) -> None:
        self._head = head
        self._tail = tail

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer
        """Fill ``buffer`` from the head, then from the tail."""
        chunk = self._head[: len(buffer)] or self._tail.read(len(buffer))
        self._head = self._head[len(chunk) :]
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _lines_to_rows(source: _Source, lines: Iterator[bytes] | _Chained) -> Iterator[_Row]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{source.name}:{number}"
        try:
            record = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except UnicodeDecodeError as error:
            fault = f"byte {error.start} of the line is no valid UTF-8; convert the file to UTF-8"
        except json.JSONDecodeError as error:
            fault = f"broken JSON ({error.msg} at column {error.colno}); mend or remove the line"
        except RecursionError:
            fault = "the JSON is nested too deeply; mend or remove the line"
        else:
            if isinstance(record, dict):
                yield _Row(number, place, record)
                continue
            fault = f"a {type(record).__name__}, no JSON object; write one object a line"
        yield _Row(number, place, None, fault)


def _json_rows(source: _Source) -> Iterator[_Row]:
    text = _whole_text(source)
    try:
        content = json.loads(text)
    except RecursionError as error:
        raise InputError(f"{source.name}: the JSON is nested too deeply; mend the file") from error
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            # many tools write one object a line under this suffix
            yield from _lines_to_rows(source, iter(text.encode("utf-8").splitlines()))
            return
        raise InputError(
            f"{source.name}:{error.lineno}: broken JSON ({error.msg} at column {error.colno}); "
            "mend the file"
        ) from error
    for number, record in enumerate(content if isinstance(content, list) else [content], 1):
        place = f"{source.name}:{number}"
        if isinstance(record, dict):
            yield _Row(number, place, record)
        else:
            fault = f"a {type(record).__name__}, no JSON object; write a list of objects"
            yield _Row(number, place, None, fault)


def _csv_rows(source: _Source, columns: _Columns) -> Iterator[_Row]:
    # the default limit of 128 KiB a field refuses long documents
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with source.open() as stream:
        head = stream.read(_SAMPLE)
        encoding = _table_encoding(source, head)
        raw = io.BufferedReader(_Rejoined(head, stream))
        # a bad byte stays in its record, where _bad_bytes finds it
        lines = io.TextIOWrapper(raw, encoding, errors=_escape(encoding), newline="")
        dialect = csv.excel_tab if source.kind == ".tsv" else csv.excel
        reader = csv.DictReader(lines, dialect=dialect)
        try:
            existing = list(reader.fieldnames or [])
            if columns.text not in existing:
                raise _no_column(source, columns.text, existing)
            for number, record in enumerate(reader, 1):
                place = f"{source.name}:{reader.line_num}"
                yield _Row(number, place, record, _bad_bytes(record.get(columns.text)))
        except csv.Error as error:
            raise InputError(
                f"{source.name}:{reader.line_num}: broken table ({error}); mend the line"
            ) from error
        except UnicodeDecodeError as error:
            raise _undecodable(source, encoding, error) from error


def _table_encoding(source: _Source, head: bytes) -> str:
    """Like :func:`_encoding`, but damaged UTF-8 passes: only the records that hold it are bad."""
    marked = _marked_encoding(source, head)
    if marked is not None:
        return marked
    try:
        return _encoding(source, head, whole=len(head) < _SAMPLE)
    except InputError:
        return "utf-8"


def _escape(encoding: str) -> str:
    """The error handler that keeps bad bytes apart; the UTF-16 and -32 codecs have none."""
    return "strict" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"


def _bad_bytes(value: object) -> str | None:
    if isinstance(value, str) and _ESCAPED_BYTE.search(value):
        return "the text is no valid UTF-8; convert the file to UTF-8"
    return None


def _parquet_rows(source: _Source, columns: _Columns) -> Iterator[_Row]:
    # Costs a quarter of a second, as in _values: only where there is Parquet.
    import pyarrow as pa
    import pyarrow.parquet as pq

    with source.open() as stream:
        try:
            # Parquet is read from its end: a compressed one has to be in memory
            whole = source.path is not None and source.path.suffix.lower() in COMPRESSIONS
            table = pq.ParquetFile(pa.BufferReader(stream.read()) if whole else stream)
            existing = table.schema_arrow.names
            if columns.text not in existing:
                raise _no_column(source, columns.text, existing)
            wanted = [name for name in (columns.text, columns.id, "title") if name in existing]
            number = 0
            for batch in table.iter_batches(batch_size=_BATCH, columns=wanted):
                for values in zip(*(_values(batch.column(name)) for name in wanted), strict=True):
                    number += 1
                    record = dict(zip(wanted, values, strict=True))
                    yield _Row(
                        number, f"{source.name}:{number}", record, _bad_bytes(record[columns.text])
                    )
        except (pa.ArrowException, OSError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise InputError(
                f"{source.name}: is no valid Parquet file ({reason}); write it again"
            ) from error


def _values(column: Any) -> list[Any]:  # noqa: ANN401 - a pyarrow array
    """The values of a column; strings with bad UTF-8 keep their bytes as escapes."""
    import pyarrow as pa

    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        raw = column.cast(
            pa.large_binary() if pa.types.is_large_string(column.type) else pa.binary()
        )
        return [
            None if v is None else v.decode("utf-8", "surrogateescape") for v in raw.to_pylist()
        ]
