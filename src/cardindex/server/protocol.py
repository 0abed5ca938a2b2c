"""SPARQL 1.1 Protocol, its query half: what is asked, in what it is answered, how refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cardindex.engine import FAILED, FORMAT, GRAPHS, ROWS, STORE, Found, Wanted, keyword
from cardindex.errors import QueryError, QueueFull
from cardindex.server.answers import HTML
from cardindex.server.asking import LIMIT_HEADERS, asked
from cardindex.server.failures import failure
from cardindex.server.negotiation import chosen, holds
from cardindex.server.site import served_of

if TYPE_CHECKING:
    from starlette.requests import Request

FORM, DIRECT, UPDATE = (
    "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update",
)  # fmt: skip

_MOST_PARAMETERS = 200

# A well-formed query that exceeds a limit, or asks for something that is not offered, is refused
# with 500, as the protocol says (2.1.6); one that is too long or too deep counts as malformed.
_STATUS: Mapping[str, int] = {
    **dict.fromkeys(("seconds", "memory", "rows", "size", "service", STORE, FAILED), 500),
    **dict.fromkeys(("reading", "depth", ""), 400),
    "text": 413,
    FORMAT: 406,
}

# What else a kind of answer is called in Accept; an alias is answered by its own name.
_ROW_NAMES = {
    **{media: name for name, media in ROWS.items()},
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
_GRAPH_NAMES = {
    **{media: name for name, media in GRAPHS.items()},
    "application/json": "jsonld",
    "application/xml": "rdfxml",
    "text/xml": "rdfxml",
    "text/plain": "ntriples",
}


class Asked(NamedTuple):
    """A query as the protocol has it; ``form`` is what it is to be answered in, or empty."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    form: str


def status(error: QueryError) -> int:
    """Return the status by which a query is refused."""
    return 503 if isinstance(error, QueueFull) else _STATUS.get(error.limit, 500)


def refusal(request: Request, error: QueryError) -> Response:
    """Answer a query that is not answered, and say why."""
    headers = dict(LIMIT_HEADERS)
    if isinstance(error, QueueFull):
        return failure(request, 503, str(error), **headers, **{"Retry-After": str(error.seconds)})
    if error.limit:
        headers["X-Limit"] = error.limit
    return failure(request, status(error), for_the_web(error), **headers)


def for_the_web(error: QueryError) -> str:
    """Return what is wrong without what only those at the command line can do about it."""
    return str(error).replace(
        "; ask for less, or let it take longer (--timeout SECONDS; in Python "
        "limits=Limits(seconds=…))",
        ", which is as long as a query may take here; ask for less",
    )


async def told(request: Request) -> Asked | None:
    """Read what is asked; None where it is nothing. Raises HTTPException as the protocol has it."""
    said = pairs(request.scope["query_string"], "the address")
    direct: str | None = None
    if request.method == "POST":
        media = _media_type(request)
        body = await request.body()
        if media == FORM:
            said += pairs(body, "the body")
        else:
            direct = _decoded(body, "the body")
    if any(name == "update" for name, _ in said):
        raise HTTPException(400 if request.method == "GET" else 403, _READ_ONLY)
    queries = [value for name, value in said if name == "query"]
    queries += [] if direct is None else [direct]
    if len(queries) > 1:
        raise HTTPException(400, f"one query is asked at a time, not {len(queries)}")
    if not queries:
        if request.method == "POST":
            raise HTTPException(400, "there is no query; send it as query=… or as the body")
        return None
    form = next((value for name, value in said if name == "format" and value), "")
    graphs = _graphs(said, "default-graph-uri"), _graphs(said, "named-graph-uri")
    return Asked(queries[0], *graphs, form)


_READ_ONLY = "this site is read-only: it answers queries and takes no updates"


def _media_type(request: Request) -> str:
    media, *parameters = request.headers.get("content-type", "").lower().split(";")
    media = media.strip()
    if media == UPDATE:
        raise HTTPException(403, _READ_ONLY)
    if media not in (FORM, DIRECT):
        raise HTTPException(415, f"a query is sent as {FORM} or {DIRECT}")
    for each in parameters:
        name, _, value = each.partition("=")
        if name.strip() == "charset" and value.strip(" \"'") not in ("utf-8", "utf8"):
            raise HTTPException(415, "a query is written in UTF-8")
    return media


def pairs(text: bytes, where: str, most: int = _MOST_PARAMETERS) -> list[tuple[str, str]]:
    """Return what an address or a form says, at most so many pairs. Raises HTTPException."""
    try:
        return parse_qsl(
            _decoded(text, where), keep_blank_values=True, errors="strict",
            max_num_fields=most,
        )  # fmt: skip
    except UnicodeDecodeError:
        raise HTTPException(400, f"{where} is not UTF-8") from None
    except ValueError:
        raise HTTPException(400, f"{where} has more than {most} parameters") from None


def _decoded(text: bytes, where: str) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        raise HTTPException(400, f"{where} is not UTF-8") from None


def _graphs(said: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    graphs = tuple(dict.fromkeys(value for key, value in said if key == name))
    for iri in graphs:
        try:
            ox.NamedNode(iri)
        except ValueError:
            raise HTTPException(400, f"{name} is no IRI: {iri[:200]}") from None
    return graphs


def wanted(accept: str | None, asks: Asked) -> tuple[Wanted, bool]:
    """Return how an answer is to be written, and whether as a page for people.

    Raises HTTPException (406) where nothing that can be written is acceptable.
    """
    over = Wanted(default_graphs=asks.default_graphs, named_graphs=asks.named_graphs)
    if asks.form:
        if asks.form not in (*ROWS, *GRAPHS):
            offers = ", ".join((*ROWS, *GRAPHS))
            raise HTTPException(400, f'no format is called "{asks.form[:50]}"; there are {offers}')
        rows, graph = (asks.form if asks.form in kind else "" for kind in (ROWS, GRAPHS))
        return replace(over, rows=rows, graph=graph), False
    if chosen(accept, (*_ROW_NAMES, *_GRAPH_NAMES, HTML)) == HTML:
        return replace(over, rows="json", graph="turtle"), True
    rows = _ROW_NAMES.get(chosen(accept, tuple(_ROW_NAMES)) or "", "")
    graph = _GRAPH_NAMES.get(chosen(accept, tuple(_GRAPH_NAMES)) or "", "")
    if not rows and not graph:
        offers = ", ".join((*ROWS.values(), *GRAPHS.values()))
        raise HTTPException(406, f"an answer can be had as {offers}")
    return replace(over, rows=rows, graph=graph), False


async def answered(request: Request, text: str, how: Wanted) -> Response:
    """Answer a query in what is wanted. Raises as ``asked``."""
    headers = {**LIMIT_HEADERS, "Vary": "Accept"}
    served = served_of(request)
    # Answers of a remote store are not cached: it may change without notice.
    if not served.place.endpoint and keyword("NOW|RAND|UUID|STRUUID", text) is None:
        asks = f"{served.version}\0{how}\0{text}".encode("utf-8", "replace")
        headers["ETag"] = f'W/"{sha256(asks).hexdigest()[:24]}"'
        headers["Cache-Control"] = "no-cache"
        if holds(request.headers.getlist("if-none-match"), headers["ETag"]):
            return Response(status_code=304, headers=headers)
    else:
        headers["Cache-Control"] = "no-store"
    found = await asked(request, text, how)
    return Response(found.body, media_type=media_type(found, how), headers=headers)


def media_type(found: Found, how: Wanted) -> str:
    """Return what an answer is written in."""
    media = GRAPHS[how.graph] if found.kind == "graph" else ROWS[how.rows]
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
