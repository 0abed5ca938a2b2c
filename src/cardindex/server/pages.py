"""Pages for readers: what an index is, and its entities, claims, citations and sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cardindex import cards
from cardindex.server.answers import kept, page
from cardindex.server.site import Site, served_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.server.kept import Body


def routes() -> list[BaseRoute]:
    """Return what readers can ask for, but for the things that ``html_of`` has pages of."""
    return [Route("/", _home)]


def html_of(kind: str) -> Callable[[Request, str], Body] | None:
    """Return what makes the page of a thing of a kind by its id, if there is such a page.

    ``linked`` asks it where a client would have HTML. It raises UnknownName for what there is not.
    """
    return _PAGES.get(kind)


def all_indexes(site: Site) -> Route:
    """Return the page that lists the indexes of a site that has several."""

    def listed(_: Request) -> Response:
        return Response("\n".join(site.served), media_type="text/plain")

    return Route("/", listed)


def _home(request: Request) -> Response:
    return kept(request, lambda: page(request, "home.html", {}))


def _entity(request: Request, id_: str) -> Body:
    served = served_of(request)
    return page(request, "entity.html", {"card": cards.card(served.everything, id_, served.texts)})


_PAGES: Mapping[str, Callable[[Request, str], Body]] = {"entity": _entity}
