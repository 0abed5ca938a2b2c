"""Bibliographic details of a work as rows for its page, without links from foreign text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from cardindex.server.head import is_web, plain

if TYPE_CHECKING:
    from cardindex.index import Index

_ROWS = (
    ("container-title", "Published in"), ("volume", "Volume"), ("issue", "Issue"),
    ("page", "Pages"), ("publisher", "Publisher"), ("publisher-place", "Place"),
    ("edition", "Edition"), ("archive", "Archive"), ("archive_location", "Shelfmark"),
    ("call-number", "Call number"), ("ISBN", "ISBN"), ("ISSN", "ISSN"), ("language", "Language"),
)  # fmt: skip
_META = (
    ("container-title", "citation_journal_title"), ("volume", "citation_volume"),
    ("issue", "citation_issue"), ("publisher", "citation_publisher"), ("ISBN", "citation_isbn"),
    ("ISSN", "citation_issn"), ("DOI", "citation_doi"), ("language", "citation_language"),
)  # fmt: skip
_LONGEST = 500


class Details(NamedTuple):
    """``rows``: (name, value, address or nothing); ``authors``: names as they are written.

    ``meta``: for managers of references; ``url``: where the work is, as somebody wrote it.
    """

    rows: list[tuple[str, str, str]]
    authors: list[str]
    meta: list[tuple[str, str]]
    url: str


def bibliography(index: Index, source: str) -> Details:
    """Return what is known of a work; empty where there is no entry of it."""
    entry = index.bibliography.get(source, {})
    rows = [(name, told, "") for key, name in _ROWS if (told := _text(entry.get(key)))]
    if doi := _text(entry.get("DOI")):
        # A DOI may be any text: it becomes only the path of an address at doi.org.
        rows.append(("DOI", doi, f"https://doi.org/{quote(doi, safe='/')}"))
    url = _text(entry.get("URL"), 2000)
    if url:
        rows.append(("Address", plain(url, 200), url if is_web(url) else ""))
    meta = [(name, told) for key, name in _META if (told := _text(entry.get(key)))]
    return Details(rows, list(_authors(entry.get("author"))), meta, url)


def _text(value: object, most: int = _LONGEST) -> str:
    return plain(str(value), most) if isinstance(value, (str, int, float)) else ""


def _authors(people: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON has
    for person in people if isinstance(people, list) else ():
        if isinstance(person, dict):
            parts = [_text(person.get(key)) for key in ("family", "given")]
            if name := ", ".join(filter(None, parts)) or _text(person.get("literal")):
                yield name
