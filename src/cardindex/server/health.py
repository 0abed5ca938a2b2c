"""The health of the site, for monitoring: alive, ready, fresh."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.server.site import Site


def routes(site: Site) -> list[BaseRoute]:
    """Return what can be asked of the site as a whole.

    ``/health`` is 200 for as long as anything is answered at all; ``stale`` are the indexes whose
    files have come to be in error, so that an older version is served. ``/ready`` is 200 where all
    indexes are open. Any name of a host will do, so neither tells more than that.
    """

    async def health(_: Request) -> Response:
        told = {"status": "stale" if site.stale else "ok", "stale": sorted(site.stale)}
        return _answer(200, told)

    async def ready(_: Request) -> Response:
        is_open = bool(site.served)
        return _answer(200 if is_open else 503, {"ready": is_open})

    return [Route("/health", health), Route("/ready", ready)]


def _answer(status: int, told: object) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(json.dumps(told), status, headers, media_type="application/json")
