"""Addresses: of which index one is, whether of its JSON API, and which methods it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route, Router

from cardindex.server.failures import failure
from cardindex.server.guard import METHODS
from cardindex.server.site import API, HOME, PATHS, SERVED, SITE, Site

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_READ = frozenset(("GET", "HEAD"))


class Declining(Route):
    """A route that takes its methods only to decline them, in the words of a standard."""


class Addressed:
    """Tells which methods an address takes, and refuses others; notes of which index it is.

    ``asked`` are the routes of each index, ``routes`` those of the site.
    """

    def __init__(
        self, app: ASGIApp, site: Site, asked: Router, routes: Sequence[BaseRoute]
    ) -> None:
        self._app, self._site, self._routes = app, site, routes
        self._paths = frozenset(each.path for each in asked.routes if isinstance(each, Route))

    def note(self, scope: Scope, *, whole: bool = True) -> None:
        """Note of which index an address is; with ``whole``, so that its pages may be shown."""
        root = scope.get("root_path", "")
        parts = scope["path"].removeprefix(root).lstrip("/").split("/")
        name = parts[0] if parts[0] in self._site.served else ""
        scope[SITE] = self._site
        scope[HOME] = f"{root}/{name}/" if name else f"{root}/"
        scope[PATHS] = self._paths
        served = self._site.served.get(name)
        scope[API] = served is not None and parts[bool(name) :][:1] == ["api"]
        if whole and served is not None:
            scope[SERVED] = served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer: ASGIApp = self._app
        if scope["type"] == "http":
            self.note(scope)
            if scope["method"] not in _READ:
                answer = self.by_method(scope) or answer
        await answer(scope, receive, send)

    def by_method(self, scope: Scope) -> Response | None:
        """Return the answer that follows from method and path alone, if there is one."""
        method = scope["method"]
        routes = list(_fitting(self._routes, scope))
        if not routes:
            return None  # there is no such address, whatever the method
        methods = _taken(routes)
        if method == "OPTIONS":
            return _told(methods)
        if any(method in (each.methods or ()) for each in routes):
            return None
        words = f"this site is read-only, and this address takes {', '.join(methods)} alone"
        return failure(Request(scope), 405, words, Allow=", ".join(methods))


def _told(methods: Sequence[str]) -> Response:
    return Response(status_code=204, headers={"Allow": ", ".join(methods)})


def _taken(routes: Sequence[Route]) -> list[str]:
    there = {method for each in routes for method in each.methods or ()
             if not isinstance(each, Declining)}  # fmt: skip
    return [each for each in METHODS if each in there or each == "OPTIONS"]


def _fitting(routes: Sequence[BaseRoute], scope: Scope) -> Iterator[Route]:
    """Yield the routes that a path fits, whatever the method, those of an index included."""
    for each in routes:
        match, child = each.matches(scope)
        if match == Match.NONE:
            continue
        if isinstance(each, Route):
            yield each
        else:
            yield from _fitting(getattr(each, "routes", ()), {**scope, **child})
