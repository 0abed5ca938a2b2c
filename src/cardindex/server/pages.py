"""Pages for readers: what an index is, and its entities, claims, citations and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cardindex import cards
from cardindex.server.answers import kept, page
from cardindex.server.site import Site, served_of

if TYPE_CHECKING:
    from starlette.requests import Request


def routes() -> list[BaseRoute]:
    """Return what readers can ask for."""
    return [Route("/", _home), Route("/entity/{id}", _entity)]


def all_indexes(site: Site) -> Route:
    """Return the page that lists the indexes of a site that has several."""

    def listed(_: Request) -> Response:
        return Response("\n".join(site.served), media_type="text/plain")

    return Route("/", listed)


def _home(request: Request) -> Response:
    return kept(request, lambda: page(request, "home.html", {}))


def _entity(request: Request) -> Response:
    served = served_of(request)
    id_ = request.path_params["id"]
    return kept(
        request,
        lambda: page(
            request, "entity.html", {"card": cards.card(served.everything, id_, served.texts)}
        ),
    )
