"""The files of the pages of a site: a fixed list, each with its hash for an ETag."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cardindex.server.negotiation import holds
from cardindex.statics import Static, of, under

if TYPE_CHECKING:
    from starlette.requests import Request

_SHEET = "site.css"
# What its style sheet has of the page's, before what is its own.
_SHARED = ("base.css", "claims.css")
_KEPT = "public, max-age=31536000, immutable"


@cache
def served() -> dict[str, Static]:
    """Return what may be asked for, by its path under ``static/``: ``site.css``."""
    found = under(files(__package__).joinpath("static"), "")
    page = files("cardindex.view").joinpath("static", "styles")
    shared = [page.joinpath(name).read_bytes() for name in _SHARED]
    sheet = b"\n".join([*shared, found[_SHEET].content])
    return found | {_SHEET: of(sheet, found[_SHEET].media_type)}


def asset(path: str) -> str:
    """Return a file's path under an index's, with its hash, so that it may be kept for ever."""
    return f"static/{path}?v={served()[path].hash}"


def within(path: str) -> str:
    """Return a file as an address that holds it, for a page whose policy lets it load nothing."""
    file = served()[path]
    return f"data:{file.media_type},{quote(file.content.decode().strip())}"


def routes() -> list[BaseRoute]:
    """Return one route a file."""
    return [_route(path, file) for path, file in served().items()]


def _route(path: str, file: Static) -> BaseRoute:
    tag = f'"{file.hash}"'

    async def answer(request: Request) -> Response:
        # With another hash than its own, the file is not cached for ever.
        known = request.query_params.get("v") == file.hash
        headers = {"ETag": tag, "Cache-Control": _KEPT if known else "no-cache"}
        if holds(request.headers.getlist("if-none-match"), tag):
            return Response(status_code=304, headers=headers)
        return Response(file.content, media_type=file.media_type, headers=headers)

    return Route(f"/static/{path}", answer)
