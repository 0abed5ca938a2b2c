"""IPIF 0.3.3, read-only: an index as a service of prosopography, at compliance level 1.

https://github.com/GVogeler/prosopogrAPhI
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cardindex.errors import MalformedValue
from cardindex.server.addresses import Declining
from cardindex.server.answers import JSON, as_json, kept
from cardindex.server.deadlines import Deadline, bounded
from cardindex.server.prosopography import FILTERS, KINDS, Prosopography
from cardindex.server.site import public, served_of
from cardindex.server.slicing import number

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.server.answercache import Body
    from cardindex.server.served import Served

_LEVEL = "https://raw.githubusercontent.com/GVogeler/prosopogrAPhI/master/level1.json"
_HEADERS = {"Link": f'<{_LEVEL}>; rel="profile"'}
_SIZE, _MOST = 30, 500
_LONGEST = 1000  # letters of a filter
_SORT = re.compile(r"([@\w-]+?)(?:[ +]*(ASC|DESC))?", re.ASCII)

Answer = Callable[["Request", Deadline], Response]


def routes() -> list[BaseRoute]:
    """Return where persons, sources, statements and factoids are asked for."""
    answers: dict[str, Answer] = {
        **{f"/ipif/{kind}": partial(_list, kind) for kind in KINDS},
        **{f"/ipif/{kind}/{{id:path}}": partial(_single, kind) for kind in KINDS},
        **dict.fromkeys(("/ipif/describe", "/ipif"), _described),
    }
    declined = [Declining(path, _told(_unchanged), methods=["POST"]) for path in answers]
    return [*(Route(path, _told(answer)) for path, answer in answers.items()), *declined]


def _told(answer: Answer) -> Callable[[Request], Response]:
    """Answer within a deadline, and tell mistakes as IPIF has them."""

    def told(request: Request) -> Response:
        try:
            with bounded(request) as within:
                return answer(request, within)
        except MalformedValue as error:
            return _failure(400, str(error))
        except HTTPException as error:
            return _failure(error.status_code, error.detail, error.headers)

    return told


def _unchanged(_: Request, __: Deadline) -> Response:
    raise HTTPException(400, "this service is read-only")


def _failure(status: int, words: str, more: Mapping[str, str] | None = None) -> Response:
    told = {"status": status, "title": HTTPStatus(status).phrase, "detail": words}
    return Response(
        as_json(told).content, status, headers={**_HEADERS, **(more or {})}, media_type=JSON
    )


def prosopography(served: Served) -> Prosopography:
    """Return an index as a prosopography; once, then kept."""
    return Prosopography(served.index, served.changed.date().isoformat())


def _of(request: Request) -> tuple[Prosopography, str]:
    return served_of(request).part(prosopography), f"{public(request)}ipif/"


def _described(request: Request, _: Deadline) -> Response:
    index = served_of(request).index
    spaces = {re.sub(r"[^#/]*$", "", each.iri) for each in index.vocabulary.relations.values()}

    def make() -> Body:
        return as_json({
            "description": f"{index.title}. {index.description}".strip(),
            "provider": index.title,
            "contact": public(request),
            "complianceLevel": 1,
            "vocabs": sorted(spaces),
            "formats": [JSON],
        })  # fmt: skip

    return kept(request, make, headers=_HEADERS)


def _single(kind: str, request: Request, _: Deadline) -> Response:
    known, root = _of(request)
    id_ = known.meant(kind, request.path_params["id"])
    if not id_:
        raise HTTPException(404, f"there is no such thing among the {kind}")
    return kept(request, lambda: as_json(known.shown(kind, id_, root)), headers=_HEADERS)


def _list(kind: str, request: Request, within: Deadline) -> Response:
    params = request.query_params
    unknown = sorted(params.keys() - FILTERS - {"size", "page", "sortBy"})
    if unknown:
        raise HTTPException(400, f'there is no parameter "{unknown[0][:50]}"')
    if any(len(value) > _LONGEST for value in params.values()):
        raise HTTPException(400, f"a filter has at most {_LONGEST:,} letters")
    size, page = number(params, "size", _SIZE, _MOST), number(params, "page", 1, 10**9)
    known, root = _of(request)
    by, downwards = _order(known, kind, params.get("sortBy", ""))

    def make() -> Body:
        ids = known.found(kind, dict(params), within)
        ids = known.sorted(kind, ids, by, within) if by else ids
        ids = ids[::-1] if downwards else ids
        some = ids[(page - 1) * size : page * size]
        told: dict[str, Any] = {
            "protocol": {"size": size, "page": page, "totalHits": len(ids)},
            kind: [known.shown(kind, id_, root) for id_ in within.over(some, step=1)],
        }
        return as_json(told)

    return kept(request, make, headers=_HEADERS)


def _order(known: Prosopography, kind: str, text: str) -> tuple[str, bool]:
    """Return by what a list is sorted, if by anything, and whether downwards."""
    if not text:
        return "", False
    told, orders = _SORT.fullmatch(text), known.orders(kind)
    if told is None or told[1] not in orders:
        raise HTTPException(
            400, f"sortBy is one of {', '.join(orders)}, with ASC or DESC behind it"
        )
    return told[1], told[2] == "DESC"
