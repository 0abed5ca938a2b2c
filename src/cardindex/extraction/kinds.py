"""Which kind of file one is, by what it holds first and by its name then, and its reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from cardindex import inputs
from cardindex.extraction import docx, epub, html, markdown, odt, packages, pdf, plain, rtf, tei
from cardindex.extraction.assembling import marked
from cardindex.extraction.extract import Extract, Options, Unreadable

MOST = 200_000_000
"""Bytes of the largest file that is read."""

_Reader = Callable[[bytes, Options], Extract]

_READERS: dict[str, _Reader] = {
    "plain text": plain.read,
    "Markdown": markdown.read,
    "HTML": html.read,
    "DOCX": docx.read,
    "ODT": odt.read,
    "RTF": rtf.read,
    "EPUB": epub.read,
    "PDF": pdf.read,
    "TEI": tei.read,
}
SUFFIXES = {
    ".txt": "plain text", ".text": "plain text", ".md": "Markdown", ".markdown": "Markdown",
    ".html": "HTML", ".htm": "HTML", ".xhtml": "HTML", ".docx": "DOCX", ".odt": "ODT",
    ".rtf": "RTF", ".epub": "EPUB", ".pdf": "PDF", ".xml": "TEI", ".tei": "TEI",
}  # fmt: skip
"""The kinds of file that are read, by the end of their names."""

# Files that begin with these bytes are not read; each with what to do instead.
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "it is an old Word document (.doc), or one with a password; save it as "
    "DOCX without one",
    b"\xff\xd8\xff": "it is a picture; have it read with: ocrmypdf --image-dpi 300 in.jpg out.pdf",
    b"\x89PNG": "it is a picture; have it read with: ocrmypdf --image-dpi 300 in.png out.pdf",
    b"II*\x00": "it is a picture; have it read with: ocrmypdf in.tif out.pdf",
    b"MM\x00*": "it is a picture; have it read with: ocrmypdf in.tif out.pdf",
    b"AT&TFORM": "it is DjVu; make a PDF of it with: ddjvu -format=pdf in.djvu out.pdf",
    b"\x1f\x8b": "it is packed; unpack it (gunzip) and add what was in it",
}
_TEI = re.compile(rb"<(?:\w+:)?(?:TEI|TEI\.2|teiCorpus)[\s>]")
_HTML = re.compile(rb"<!doctype html|<html[\s>]", re.IGNORECASE)


def extract(path: Path, options: Options | None = None) -> Extract:
    """Read a file. Raises Unreadable, its message with the file's name and how to mend it."""
    options = options or Options()
    try:
        data = inputs.contents(path, MOST)
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise Unreadable(message) from error
    try:
        return _read(path.name, data, options)
    except Unreadable as error:
        message = f"{path}: {error}"
        raise Unreadable(message) from error


def _read(name: str, data: bytes, options: Options) -> Extract:
    if not data.strip():
        message = "it is empty; look whether it was saved"
        raise Unreadable(message)
    kind = kind_of(name, data)
    found = marked(_READERS[kind](data, options), options.unit)
    if not any(block.text.strip() for block in found.blocks):
        message = f"there is no text in it, read as {kind}; look what it is"
        raise Unreadable(message)
    return found


def kind_of(name: str, data: bytes) -> str:
    """Return the kind of a file. Raises Unreadable where it is none that is read."""
    suffix = Path(name).suffix.lower()
    said = SUFFIXES.get(suffix, "")
    kind = _by_content(data) or (said if said in {"Markdown", "RTF"} else "")
    if said in {"DOCX", "ODT", "EPUB", "PDF"} and kind != said:
        is_ = f"by its content it is {kind}: name it so" if kind else "look what it is"
        message = f"it is called {suffix} and is no {said}; {is_}"
        raise Unreadable(message)
    if said == "plain text" and kind in {"HTML", "TEI", ""}:
        return said  # a file named .txt is read as plain text
    if kind or said:
        return kind or said
    if suffix and data.count(0) > len(data) // 100:
        known = ", ".join(sorted(set(SUFFIXES.values())))
        message = f"it is no text, and of no kind that is read ({known})"
        raise Unreadable(message)
    return "plain text"


def _by_content(data: bytes) -> str:
    for opening, told in _FOREIGN.items():
        if data.startswith(opening):
            raise Unreadable(told)
    if b"%PDF-" in data[:1024]:
        return "PDF"
    if data.startswith(b"{\\rtf"):
        return "RTF"
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"<"):
        return ""
    if _TEI.search(head):
        return "TEI"
    return "HTML" if _HTML.search(head) else ""


def _packed(data: bytes) -> str:
    archive = packages.opened(data)
    if packages.has(archive, "word/document.xml"):
        return "DOCX"
    if packages.has(archive, "mimetype"):
        said = packages.part(archive, "mimetype").strip()
        if said == b"application/epub+zip":
            return "EPUB"
        if said == b"application/vnd.oasis.opendocument.text":
            return "ODT"
    message = "it is a packed file of a kind that is not read; unpack it and add what is in it"
    raise Unreadable(message)
