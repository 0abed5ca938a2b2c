"""The application: which address asks for what, of which index, and how each error is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Mount, Router

from cardindex.errors import CardindexError, MalformedValue, OutputError, QueryError, UnknownName
from cardindex.rdf.terms import KINDS
from cardindex.server import (
    api,
    crawling,
    dataset,
    embedding,
    explorer,
    feed,
    health,
    ipif,
    linked,
    logs,
    pages,
    passages,
    reconciliation,
    searching,
    socialcards,
    sparql,
    statics,
)
from cardindex.server.addresses import Addressed
from cardindex.server.failures import failure
from cardindex.server.guard import Guard, Refuse
from cardindex.server.sharing import Sharing
from cardindex.server.site import PROBES, SERVED, Site

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Receive, Scope, Send

# What can be asked of each index, part by part.
_PARTS: tuple[Callable[[], list[BaseRoute]], ...] = (
    pages.routes,
    explorer.routes,
    socialcards.routes,
    embedding.routes,
    feed.routes,
    crawling.routes,
    dataset.routes,
    linked.routes,
    sparql.routes,
    reconciliation.routes,
    api.routes,
    ipif.routes,
    searching.routes,
    passages.routes,
    statics.routes,
)

_NAMED = frozenset((*KINDS, "relation", "query"))  # what has a page at its kind and name
_NOWHERE = "there is nothing at this address"
_AFTER = 10  # seconds after which one may ask again

# How errors are answered; those that are not here, with 400.
_STATUS: Mapping[type[CardindexError], int] = {
    UnknownName: 404, MalformedValue: 400, QueryError: 400,
}  # fmt: skip


def application(site: Site) -> ASGIApp:
    """Return a site as an ASGI application, guarded."""
    asked = Router([route for part in _PARTS for route in part()])
    names = list(site.served)
    routes: list[BaseRoute] = health.routes(site)
    if names != [""]:
        routes += [pages.all_indexes(site), crawling.all_robots(site)]
    routes += [Mount(f"/{name}" if name else "", app=_Of(site, name, asked)) for name in names]
    app = Starlette(
        routes=routes,
        exception_handlers={
            CardindexError: _told,
            # What this machine has no room for is no mistake of who asks, nor theirs to know.
            OutputError: _no_room,
            OSError: _no_room,
            HTTPException: _refused,
            Exception: _broken,
        },
    )
    settings = site.settings
    addressed = Addressed(app, site, asked, routes)
    shared = Sharing(addressed, public=settings.is_public)
    return Guard(shared, settings.hosts, addresses=settings.addresses, refuse=_refusing(addressed))


def _refusing(addressed: Addressed) -> Refuse:
    def refuse(scope: Scope, status: int, words: str, headers: Mapping[str, str]) -> Response:
        # Who comes by a name that is not the site's is shown nothing of it; while too many ask, no
        # more is made than has to be.
        addressed.note(scope, whole=status < HTTPStatus.MISDIRECTED_REQUEST)
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            return addressed.by_method(scope) or failure(Request(scope), 404, _NOWHERE)
        return failure(Request(scope), status, words, **headers)

    return refuse


def segments() -> frozenset[str]:
    """Return the first parts of all paths that lead anywhere: no index may be called so."""
    paths = [getattr(route, "path", "") for part in _PARTS for route in part()]
    return frozenset(filter(None, (path.split("/")[1] for path in paths))) | PROBES


class _Of:
    """Asks one index of a site, in the version that is there when a request comes."""

    def __init__(self, site: Site, name: str, app: Router) -> None:
        self.site, self.name, self.app = site, name, app
        self.routes = app.routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        with self.site.asking(self.name) as served:
            scope[SERVED] = served
            await self.app(scope, receive, send)


async def _told(request: Request, error: Exception) -> Response:
    """Answer bad input with what is wrong with it and how to mend it."""
    status = next((of for kind, of in _STATUS.items() if isinstance(error, kind)), 400)
    near = getattr(error, "offers", ()) if isinstance(error, UnknownName) else ()
    kind = getattr(error, "kind", "")
    offers = [(f"{kind}/{id_}", label or id_) for id_, label in near] if kind in _NAMED else []
    return failure(request, status, str(error), offers)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - for mypy; starlette hands no other
    plain = error.detail == "Not Found"
    words = _NOWHERE if plain else error.detail
    return failure(request, error.status_code, words, **dict(error.headers or {}))


async def _no_room(request: Request, error: Exception) -> Response:
    logs.fault("no room", error, path=logs.cut(request.url.path))
    words = "this cannot be made just now; the operator of this site finds more in the log"
    return failure(request, 503, words, **{"Retry-After": str(_AFTER)})


async def _broken(request: Request, _: Exception) -> Response:
    return failure(
        request, 500, "this site is at fault, not you; its operator finds more in the log"
    )
