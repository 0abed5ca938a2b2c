"""Full-text search: a page of what was found, the same as JSON, and what browsers ask for."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode
from xml.sax.saxutils import escape

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cardindex.search import KINDS, LONGEST, MOST, Hit, Results, Search
from cardindex.server.answercache import Body
from cardindex.server.answers import answered, as_json, page
from cardindex.server.head import Head, plain
from cardindex.server.shown import Pages
from cardindex.server.site import home, public, served_of
from cardindex.server.slicing import digits

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.server.served import Served

ROWS = 20
"""How many results a page has."""

OPENSEARCH = "application/opensearchdescription+xml"

_NAMES = {
    "entity": "entities", "source": "sources", "claim": "claims", "citation": "notes",
    "text": "texts",
}  # fmt: skip
_PAGES = MOST // ROWS
_SHORT_NAME = 16  # characters, as OpenSearch has it


def routes() -> list[BaseRoute]:
    """Return what is asked for to search an index."""
    return [
        Route("/search", _html),
        Route("/search.json", _json),
        Route("/opensearch.xml", _described),
    ]


def search_of(served: Served) -> Search:
    """Return the search of an index, and of its texts where these may be shown."""
    return Search.of(served.index, served.texts)


def _asked(request: Request) -> tuple[str, str, int]:
    """Return words, kind and number of the page. Raises HTTPException."""
    text, kind, page_ = (request.query_params.get(name, "") for name in ("q", "kind", "page"))
    if len(text) > LONGEST:
        raise HTTPException(400, f"more than {LONGEST} characters to search for; take fewer words")
    if kind and kind not in KINDS:
        raise HTTPException(400, f"there is no such kind; take {', '.join(KINDS)}")
    number = digits(page_ or "1", 4)
    if number is None:
        raise HTTPException(404, "pages have numbers, from 1 on")
    if not 1 <= number <= _PAGES:
        raise HTTPException(404, f"there are no more than {_PAGES} pages of what is found")
    return text, kind, number


def _found(request: Request) -> tuple[str, str, int, Results, list[tuple[str, str]]]:
    text, kind, number = _asked(request)
    search = served_of(request).part(search_of)
    found = search.find(text, (kind,) if kind else (), ROWS, (number - 1) * ROWS)
    if number > 1 and (number - 1) * ROWS >= found.total:
        raise HTTPException(404, "there is no such page of what was found")
    near = [] if found.total else search.near(text)
    return text, kind, number, found, near


def _html(request: Request) -> Response:
    text, kind, number, found, near = _found(request)
    root = home(request)
    query = (("q", text), *((("kind", kind),) if kind else ()))
    kinds = [("", "all"), *((one, name) for one, name in _NAMES.items())]
    if not served_of(request).texts:
        kinds.pop()
    title = f"Search: {plain(text, 80)}" if text else "Search"
    body = page(request, "search.html", {
        "head": Head(title, "search", meta=(("robots", "noindex"),)),
        "text": text, "kind": kind, "found": found, "near": near, "longest": LONGEST,
        "hits": [(_path(hit), _NAMES[hit.kind], hit) for hit in found.hits],
        "kinds": [
            (name, f"{root}search?{urlencode({'q': text, 'kind': one})}", one == kind)
            for one, name in kinds
        ],
        "pages": Pages(number, max(1, -(-found.total // ROWS)), f"{root}search", query),
    })  # fmt: skip
    return answered(request, body)


def _json(request: Request) -> Response:
    text, kind, number, found, near = _found(request)
    hits = [{**asdict(hit), "path": _path(hit)} for hit in found.hits]
    told = {
        "query": text, "kind": kind, "page": number, "total": found.total, "more": found.more,
        "hits": hits, "near": [{"id": id_, "label": label} for id_, label in near],
    }  # fmt: skip
    return answered(request, as_json(told))


def _path(hit: Hit) -> str:
    """Return the address of what was found, under that of the index."""
    kind = "source" if hit.kind == "text" else hit.kind
    return f"{kind}/{quote(hit.id, safe='')}"


def _described(request: Request) -> Response:
    title = served_of(request).index.title
    address = escape(f"{public(request)}search?q={{searchTerms}}", {'"': "&quot;"})
    told = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">'
        f"<ShortName>{escape(plain(title, _SHORT_NAME))}</ShortName>"
        f"<Description>{escape(plain(f'Search {title}', 1000))}</Description>"
        "<InputEncoding>UTF-8</InputEncoding>"
        f'<Url type="text/html" method="get" template="{address}"/>'
        "</OpenSearchDescription>\n"
    )
    return answered(request, Body(told.encode("utf-8", "replace"), OPENSEARCH))
