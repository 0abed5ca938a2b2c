"""Passages that readers paste are compared with the seals of citations; none is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cardindex.errors import UnknownName
from cardindex.passages import Text, seal
from cardindex.passages.seals import Mark, found_at
from cardindex.server.answers import answered, page
from cardindex.server.head import Head
from cardindex.server.site import served_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.server.answercache import Body
    from cardindex.server.served import Served

LONGEST = 20_000
"""Characters of a passage that is held against seals."""

_FORM = "application/x-www-form-urlencoded"
_QUOTES = "\"'“”„«»‘’‹› \t\r\n"
_MOST = 100  # citations that are listed
_FIELDS = 10


class Fit(NamedTuple):
    """A citation whose seal a passage bears."""

    id: str
    claim: str
    source: str
    title: str
    locator: str


class _Citations(NamedTuple):
    """The citations of an index: their rows by id, and the sealed ones by seal."""

    row_of: dict[str, int]
    by_seal: dict[str, list[int]]


def routes() -> list[BaseRoute]:
    """Return the page to paste a passage in."""
    return [Route("/passage", _passage, methods=["GET", "POST"])]


async def _passage(request: Request) -> Response:
    wanted = request.query_params.get("citation", "")
    if request.method != "POST":
        body = await run_in_threadpool(_page, request, wanted, None)
        return answered(request, body)
    given = _fields(request, await request.body())
    wanted = given.get("citation", wanted)
    text = given.get("passage", "")
    if len(text) > LONGEST:
        raise HTTPException(413, f"a passage has at most {LONGEST:,} characters; paste less")
    body = await run_in_threadpool(_page, request, wanted, text)
    # The pasted text is private: no cache on the way may store the answer.
    return Response(body.content, media_type=body.media_type, headers={"Cache-Control": "no-store"})


def _fields(request: Request, body: bytes) -> dict[str, str]:
    if request.headers.get("content-type", "").lower().partition(";")[0].strip() != _FORM:
        raise HTTPException(415, f"a passage is sent as {_FORM}")
    try:
        pairs = parse_qsl(
            body.decode(), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS
        )
    except ValueError as error:
        # The error is not passed on: its message contains the pasted text.
        raise HTTPException(400, "the form cannot be read; send it in UTF-8") from error
    return dict(pairs)


def _page(request: Request, wanted: str, text: str | None) -> Body:
    """Return the page; with a passage, what it fits. Raises UnknownName."""
    served = served_of(request)
    row = served.part(_citations).row_of.get(wanted)
    if wanted and row is None:
        raise UnknownName("citation", wanted)
    one = None if row is None else _fit(served, row)
    sealed = row is not None and bool(served.index.citations["seal"].iat[row])
    fits = _fits(served, text) if text else []
    return page(request, "passage.html", {
        "head": Head("Hold a passage against seals", "passage", meta=(("robots", "noindex"),)),
        "one": one, "sealed": sealed, "longest": LONGEST, "asked": text is not None,
        "empty": text is not None and not text.strip(),
        "is_it": one is not None and any(each.id == one.id for each in fits),
        "within": bool(text) and sealed and row is not None and _within(served, row, text or ""),
        "fits": fits[:_MOST], "more": len(fits) - _MOST,
        "seal": seal(text) if text and text.strip() else "",
    })  # fmt: skip


def _citations(served: Served) -> _Citations:
    cited = served.index.citations
    by_seal: dict[str, list[int]] = {}
    for row, told in enumerate(cited["seal"].tolist()):
        if told:
            by_seal.setdefault(told, []).append(row)
    return _Citations({id_: row for row, id_ in enumerate(cited["id"].tolist())}, by_seal)


def _fits(served: Served, text: str) -> list[Fit]:
    """Return the citations whose seal a passage bears, be it within quotation marks or not."""
    by_seal = served.part(_citations).by_seal
    seals = dict.fromkeys((seal(text), seal(text.strip(_QUOTES))))
    rows = dict.fromkeys(row for told in seals for row in by_seal.get(told, ()))
    return [_fit(served, row) for row in rows]


def _fit(served: Served, row: int) -> Fit:
    id_, claim, source, locator = (
        str(served.index.citations[name].iat[row]) for name in ("id", "claim", "source", "locator")
    )
    return Fit(id_, claim, source, served.index.titles[source], locator)


def _within(served: Served, row: int, text: str) -> bool:
    """Tell whether the passage of a citation stands somewhere in a text."""
    cited = served.index.citations
    mark = Mark(0, 0, str(cited["seal"].iat[row]), "", "")
    return found_at(Text.of(text), [mark])[mark][0] != "missing"
