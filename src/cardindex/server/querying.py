"""Queries as people ask them: the page with its editor, and named queries as forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from cardindex import namedqueries
from cardindex.engine import Wanted
from cardindex.errors import CardindexError, QueryError, QueueFull
from cardindex.server import protocol, results
from cardindex.server.answers import HTML, page
from cardindex.server.asking import LIMIT_HEADERS, SERVED_LIMITS, ClientGone, asked
from cardindex.server.failures import failure
from cardindex.server.site import home, served_of
from cardindex.store import prefixes_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.namedqueries import NamedQuery, Parameter
    from cardindex.server.served import Served

EXAMPLES = (
    (
        "What is contested",
        """SELECT ?claim ?says {
  ?claim ci:standing ci:Contested ; rdfs:label ?says
}""",
    ),
    (
        "How claims stand",
        """SELECT ?standing (COUNT(?claim) AS ?claims) {
  ?claim ci:standing/skos:notation ?standing
}
GROUP BY ?standing
ORDER BY DESC(?claims)""",
    ),
    (
        "Who is told of most",
        """SELECT ?entity ?label (COUNT(?claim) AS ?claims) {
  ?claim rdf:subject|rdf:object ?entity ; ci:stands true .
  ?entity rdfs:label ?label
}
GROUP BY ?entity ?label
ORDER BY DESC(?claims)
LIMIT 20""",
    ),
)
"""Queries to begin with, by what they ask."""

_PAGE = Wanted(rows="json", graph="turtle")
_OFFERED = 2_000  # names that a field offers
_PLACE = re.compile(r"line (\d+), column (\d+): ")
_DRAWING = "svg"


async def form(request: Request) -> Response:
    """Return the page on which a query can be written, and the named ones are listed."""
    return await _query_page(request, "", 200)


async def answer(request: Request, text: str, how: Wanted) -> Response:
    """Answer a query with the page, its result in it, or what is wrong with it at its place."""
    try:
        found = await asked(request, text, how)
        laid = await run_in_threadpool(_laid_out, request, found)
    except QueryError as error:
        return await _query_page(request, text, protocol.status(error), how, error=error)
    return await _query_page(request, text, 200, how, result=laid)


async def named_query(request: Request) -> Response:
    """Answer a named query by its address: as a form with its result, or as data."""
    name = request.path_params["name"]
    served = served_of(request)
    query = await run_in_threadpool(namedqueries.find, served.index, name)
    given = _given(request)
    form_ = request.query_params.get("format", "")
    accept = request.headers.get("accept")
    try:
        if form_ == _DRAWING:
            text = await run_in_threadpool(query.text, served.index, given)
            return await drawing(request, protocol.Asked(text, (), (), form_))
        data = protocol.Asked("", (), (), form_)
        how, as_page = protocol.wanted(accept, data)
        if as_page:
            return await _named_page(request, query, given)
        text = await run_in_threadpool(query.text, served.index, given)
        return await protocol.answered(request, text, how)
    except QueryError as error:
        return protocol.refusal(request, error)
    except ClientGone:
        return Response(status_code=499)  # the client is gone: nobody reads this answer


async def drawing(request: Request, asks: protocol.Asked) -> Response:
    """Answer a query with the network of the claims in its rows, as SVG."""
    how = replace(_PAGE, default_graphs=asks.default_graphs, named_graphs=asks.named_graphs)
    found = await asked(request, asks.query, how)
    drawn = await run_in_threadpool(results.drawing, found, served_of(request))
    if drawn is None:
        return failure(request, 404, "no claims are told in this answer, so nothing can be drawn")
    return Response(drawn, media_type="image/svg+xml", headers={"Cache-Control": "no-cache"})


def _given(request: Request) -> dict[str, str]:
    pairs = request.query_params.multi_items()
    return {name: value for name, value in pairs if value and name != "format"}


def _laid_out(request: Request, found: Any) -> results.Result:  # noqa: ANN401 - engine.Found
    served = served_of(request)
    return results.laid_out(found, served, home(request), prefixes_of(served.index))


async def _named_page(request: Request, query: NamedQuery, given: Mapping[str, str]) -> Response:
    served = served_of(request)
    error: CardindexError | None = None
    status, text, result = 200, "", None
    if given or not any(each.required for each in query.parameters):
        try:
            text = await run_in_threadpool(query.text, served.index, given)
            found = await asked(request, text, _PAGE)
            result = await run_in_threadpool(_laid_out, request, found)
        except QueryError as wrong:
            error, status = wrong, protocol.status(wrong)
        except CardindexError as wrong:
            error, status = wrong, 400
    values = {
        "query": query, "given": given, "text": text, "result": result, "error": _words(error),
        "offers": _offers(served, query.parameters),
        "address": f"{home(request)}query/{quote(query.name, safe='')}",
        "data": urlencode(given), "shown": results.SHOWN,
    }  # fmt: skip
    return await _page(request, "named.html", values, status, error)


def _offers(served: Served, parameters: tuple[Parameter, ...]) -> dict[str, list[tuple[str, str]]]:
    """Return what the fields of some kinds offer: ids with their labels, as far as they are few."""
    index = served.index
    tables = {"entity": (index.entities, "label"), "source": (index.sources, "title")}
    return {
        kind: list(zip(table.index[:_OFFERED], table[column][:_OFFERED], strict=True))
        for kind, (table, column) in tables.items()
        if any(each.kind == kind for each in parameters)
    }


async def _query_page(
    request: Request, text: str, status: int, how: Wanted = _PAGE, *,
    error: QueryError | None = None, result: results.Result | None = None,
) -> Response:  # fmt: skip
    known = await run_in_threadpool(served_of(request).part, _queries)
    place = _PLACE.search(str(error)) if error else None
    # The files beside an answer are of the data set that it is of.
    pairs = [("query", text), *(("default-graph-uri", each) for each in how.default_graphs),
             *(("named-graph-uri", each) for each in how.named_graphs)]  # fmt: skip
    values = {
        "text": text, "error": _words(error), "result": result, "queries": known,
        "examples": EXAMPLES,
        "line": place[1] if place else "", "column": place[2] if place else "",
        "address": f"{home(request)}sparql", "data": urlencode(pairs),
        "shown": results.SHOWN, "limits": SERVED_LIMITS,
    }  # fmt: skip
    return await _page(request, "query.html", values, status, error)


def _words(error: CardindexError | None) -> str:
    if error is None:
        return ""
    return protocol.for_the_web(error) if isinstance(error, QueryError) else str(error)


def _queries(served: Served) -> tuple[NamedQuery, ...]:
    """Return the named queries that can be read; of the others ``check`` says what is wrong."""
    found = []
    for name in namedqueries.places(served.index):
        try:
            found.append(namedqueries.find(served.index, name))
        except QueryError:
            continue
    return tuple(found)


async def _page(
    request: Request, template: str, values: Mapping[str, Any], status: int,
    error: CardindexError | None,
) -> Response:  # fmt: skip
    body = await run_in_threadpool(partial(page, request, template, values))
    headers = {
        **LIMIT_HEADERS,
        "Cache-Control": "no-store" if error else "no-cache",
        "Vary": "Accept",
    }
    if isinstance(error, QueueFull):
        headers["Retry-After"] = str(error.seconds)
    return Response(body.content, status, headers, media_type=HTML)
