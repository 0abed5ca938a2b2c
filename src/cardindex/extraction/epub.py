"""EPUB: its chapters in the order of reading, with the pages of the printed book if told."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote

from cardindex.extraction import packages
from cardindex.extraction.body import Body
from cardindex.extraction.decoding import decoded
from cardindex.extraction.extract import Extract, Options, Unreadable
from cardindex.extraction.html import read_into
from cardindex.extraction.xml import parsed

_CONTAINER, _LOCKS = "META-INF/container.xml", "META-INF/encryption.xml"


def read(data: bytes, options: Options) -> Extract:  # noqa: ARG001 - all readers are called alike
    """Read an e-book."""
    archive = packages.opened(data)
    found = parsed(packages.part(archive, _CONTAINER), "EPUB").find(".//{*}rootfile")
    if found is None:
        message = "its container names no book; it is no EPUB that can be read"
        raise Unreadable(message)
    place = found.get("full-path") or ""
    book = parsed(packages.part(archive, place), "EPUB")
    chapters = _chapters(book, posixpath.dirname(place))
    if packages.has(archive, _LOCKS):
        locks = packages.part(archive, _LOCKS).decode("utf-8", errors="replace")
        if any(chapter in unquote(locks) for chapter in chapters):
            message = "its chapters are locked (DRM); read a copy that is not"
            raise Unreadable(message)
    body = Body()
    for chapter in chapters:
        read_into(body, decoded(packages.part(archive, chapter)))
    title = book.find(".//{*}metadata/{*}title")
    told = " ".join((title.text or "").split()) if title is not None else ""
    return Extract("EPUB", tuple(body.blocks), tuple(body.told()), told)


def _chapters(book: Any, folder: str) -> list[str]:  # noqa: ANN401 - an element of lxml
    items = {
        item.get("id"): item
        for item in book.iterfind(".//{*}manifest/{*}item")
        if "html" in (item.get("media-type") or "")
    }
    found = [items.get(each.get("idref")) for each in book.iterfind(".//{*}spine/{*}itemref")]
    return [
        posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        for item in found
        if item is not None and "nav" not in (item.get("properties") or "").split()
    ]
