"""The text of a file that was dropped on the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from mtqa.errors import InputError
from mtqa.io import read_documents
from mtqa.types import Document

#: Files of one document each, not compressed: what comes in is what must be held.
SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm")


def document_of_file(name: str, content: bytes) -> Document:
    """Return the document in ``content``, read as the command line reads a file.

    It lies in a temporary folder while it is read.

    Args:
        name: the file's name, with its suffix; becomes the id.
        content: its bytes.

    Raises:
        InputError: it is of another kind, binary or damaged.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(f"{name}: no {', '.join(SUFFIXES)}; 'mtqa score' reads other files")
    with TemporaryDirectory(prefix="mtqa-") as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(content)
        try:
            [document] = read_documents([path])
        except InputError as error:
            raise InputError(str(error).replace(str(path), name)) from error
    return replace(document, id=name, source=None)
