"""Pages for readers: what an index is, its lists, and the table of pages of single things."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cardindex.server import lists
from cardindex.server.answers import HTML, bare, kept
from cardindex.server.homepage import homepage, opening
from cardindex.server.shown import known
from cardindex.server.site import Site
from cardindex.server.things import PAGES

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.server.answercache import Body
    from cardindex.server.served import Served

Making = Callable[["Request"], "Body"]


def routes() -> list[BaseRoute]:
    """Return what readers can ask for, but for the things that ``html_of`` has pages of."""
    return [
        _at("/", homepage),
        _at("/entities", lists.entities),
        _at("/sources", lists.sources),
        _at("/relations", lists.relations),
        _at("/relation/{id}", lists.relation),
        _at("/disputes", lists.disputes),
        _at("/about", lists.about),
    ]


def _at(path: str, make: Making) -> Route:
    def answer(request: Request) -> Response:
        return kept(request, lambda: make(request))

    return Route(path, answer)


def html_of(kind: str) -> Callable[[Request, str], Body] | None:
    """Return what makes the page of a thing of a kind by its id, if there is such a page.

    ``linked`` asks it where a client would have HTML. It raises UnknownName for what there is not.
    """
    return PAGES.get(kind)


def prepare(served: Served) -> None:
    """Have at hand what all pages need: of a million claims it takes seconds to lay out."""
    known(served)
    served.part(opening)


def all_indexes(site: Site) -> Route:
    """Return the page that lists the indexes of a site that has several."""

    def listed(request: Request) -> Response:
        root = request.scope.get("root_path", "")
        found = [(f"{root}/{name}/", served.index) for name, served in site.served.items()]
        first = next(iter(site.served), "")
        told = bare("indexes.html", indexes=found, base=f"{root}/{first}/")
        return Response(told.content, media_type=HTML)

    return Route("/", listed)
