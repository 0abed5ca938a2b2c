"""For search engines: what they may read, and every address that lasts, 50,000 to a sitemap."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from cardindex.server.answercache import Body
from cardindex.server.answers import kept
from cardindex.server.site import home, public, served_of
from cardindex.server.slicing import digits

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.server.served import Served
    from cardindex.server.site import Site

MOST = 50_000
"""So many addresses a sitemap may have by its own rules."""

_LISTS = ("", "about", "entities", "sources", "relations", "disputes")
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
# Pages that are made for each request, which search engines should not read.
_CLOSED = ("explore", "embed/", "oembed", "sparql", "search", "passage", "query", "card/")


def routes() -> list[BaseRoute]:
    """Return what search engines ask for."""
    return [
        Route("/robots.txt", _robots),
        Route("/sitemap.xml", _sitemap),
        Route("/sitemap-{number}.xml", _part),
    ]


def _robots(request: Request) -> Response:
    closed = "".join(f"Disallow: {home(request)}{path}\n" for path in _CLOSED)
    return PlainTextResponse(f"User-agent: *\n{closed}Sitemap: {public(request)}sitemap.xml\n")


def all_robots(site: Site) -> Route:
    """Return what search engines may read of a site that has several indexes."""

    def answer(request: Request) -> Response:
        root = request.scope.get("root_path", "")
        own = site.settings.public or f"{request.url.scheme}://{request.url.netloc}{root}"
        closed = [f"Disallow: {root}/{name}/{path}\n" for name in site.served for path in _CLOSED]
        maps = [f"Sitemap: {own}/{name}/sitemap.xml\n" for name in site.served]
        return PlainTextResponse(f"User-agent: *\n{''.join(closed)}{''.join(maps)}")

    return Route("/robots.txt", answer)


def _count(served: Served) -> int:
    index = served.index
    return len(_LISTS) + len(index.entities) + len(index.sources) + len(index.claims)


def _paths(served: Served) -> Iterator[str]:
    index = served.index
    return chain(
        _LISTS,
        (f"entity/{id_}" for id_ in index.entities.index),
        (f"source/{id_}" for id_ in index.sources.index),
        (f"claim/{id_}" for id_ in index.claims.index),
    )


def _sitemap(request: Request) -> Response:
    """Answer the sitemap, or where there are too many addresses the list of sitemaps."""
    parts = -(-_count(served_of(request)) // MOST)
    if parts == 1:
        return kept(request, lambda: _listed(request, 1))
    root = escape(public(request))
    told = "".join(
        f"<sitemap><loc>{root}sitemap-{number}.xml</loc></sitemap>\n"
        for number in range(1, parts + 1)
    )
    text = f"{_XML}<sitemapindex {_NAMESPACE}>\n{told}</sitemapindex>\n"
    return kept(request, lambda: Body(text.encode(), "application/xml"))


def _part(request: Request) -> Response:
    number = digits(request.path_params["number"])
    if number is None or not 1 <= number <= -(-_count(served_of(request)) // MOST):
        raise HTTPException(404)
    return kept(request, lambda: _listed(request, number))


def _listed(request: Request, number: int) -> Body:
    served = served_of(request)
    root, day = escape(public(request)), served.changed.date().isoformat()
    some = islice(_paths(served), (number - 1) * MOST, number * MOST)
    told = "".join(
        f"<url><loc>{root}{escape(path)}</loc><lastmod>{day}</lastmod></url>\n" for path in some
    )
    text = f"{_XML}<urlset {_NAMESPACE}>\n{told}</urlset>\n"
    return Body(text.encode(), "application/xml")
