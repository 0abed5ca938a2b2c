"""DOCX: read as the HTML that it means, with its notes and its tracked insertions."""

from __future__ import annotations

import io
import re
from typing import Any

from cardindex.brief import count
from cardindex.extraction import packages
from cardindex.extraction.body import Body
from cardindex.extraction.extract import Extract, Options, Unreadable
from cardindex.extraction.html import read_into
from cardindex.extraction.needed import needed
from cardindex.extraction.xml import parsed

_DOCUMENT, _NOTES = "word/document.xml", ("word/footnotes.xml", "word/endnotes.xml")
# Elements that are read in one of several ways, or not at all; they are counted.
_COUNTED = {
    "ins": re.compile(rb"<w:ins\b"),
    "del": re.compile(rb"<w:del\b"),
    "picture": re.compile(rb"<(?:w:drawing|w:pict)\b"),
    "comment": re.compile(rb"<w:commentReference\b"),
}


def read(data: bytes, options: Options) -> Extract:  # noqa: ARG001 - all readers are called alike
    """Read a DOCX document; its locator is the paragraph, as it does not keep its pages."""
    mammoth: Any = needed("mammoth", "DOCX")
    archive = packages.opened(data)
    document = packages.part(archive, _DOCUMENT)
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            _refuse_declarations(name, packages.part(archive, name))
    parsed(document, "DOCX")  # this finds where the file is broken; mammoth would only fail
    images = mammoth.images.img_element(lambda _: {"src": ""})
    try:
        html = mammoth.convert_to_html(io.BytesIO(data), convert_image=images).value
    except Exception as error:  # errors of mammoth and of its own libraries
        message = f"it cannot be read as DOCX ({error}); open it in its program and save it anew"
        raise Unreadable(message) from error
    body = Body()
    read_into(body, _signed(html), "note-")
    told = _told(archive, document, body)
    # These are told already, under their own names.
    body.lost.clear()
    return Extract("DOCX", tuple(body.blocks), (*told, *body.told()), _title(archive))


def _refuse_declarations(name: str, data: bytes) -> None:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        message = f"its part {name} declares entities, as no word processor does; it is not read"
        raise Unreadable(message)


def _signed(html: str) -> str:
    """Give the notes of both sorts the ids under which the reader of HTML knows them."""
    number = 0

    def numbered(_: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f'<li id="note-{number}">'

    return re.sub(r'<li id="(?:footnote|endnote)-[^"]*">', numbered, html)


def _told(archive: Any, document: bytes, body: Body) -> list[str]:  # noqa: ANN401
    found = {name: len(pattern.findall(document)) for name, pattern in _COUNTED.items()}
    told = []
    if body.notes:
        told.append(
            f"{count(body.notes, 'note')} put at the end, as paragraphs of their own that begin "
            "with their number; their signs in the text are left out"
        )
    if found["ins"] or found["del"]:
        told.append(
            f"tracked changes: {count(found['ins'], 'insertion')} taken as accepted, "
            f"{count(found['del'], 'deletion')} left out"
        )
    heads = {
        name for name in archive.namelist() if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)
    }
    some = [count(found["picture"], "picture")] if found["picture"] else []
    some += [count(found["comment"], "comment")] if found["comment"] else []
    some += ["running heads"] if heads else []
    return [*told, *([f"left out: {', '.join(some)}"] if some else [])]


def _title(archive: Any) -> str:  # noqa: ANN401
    if not packages.has(archive, "docProps/core.xml"):
        return ""
    found = parsed(packages.part(archive, "docProps/core.xml"), "DOCX").find("{*}title")
    return " ".join((found.text or "").split()) if found is not None else ""
