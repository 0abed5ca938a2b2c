"""The application: which address asks for what, and how each error is answered."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from cardindex.desk import (
    accepting,
    claims,
    entering,
    mending,
    offering,
    proposals,
    reading,
    standing,
)
from cardindex.desk.draftform import Gone
from cardindex.desk.entering import Refused
from cardindex.desk.form import form_of
from cardindex.desk.guard import Guard, Keys, TooLong
from cardindex.desk.statics import served
from cardindex.editing import ChangedOnDisk, diff_lines
from cardindex.errors import CardindexError, InvalidIndex, OutputError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

    from cardindex.desk.holding import Desk

Asked = Mapping[str, str]
Sent = Mapping[str, Any]

_MOST_LINES = 200  # the most rows of a difference that are sent

# What is asked for by GET: the desk, and the query by name.
_ASKED: Mapping[str, Callable[[Desk, Asked], Any]] = {
    "state": lambda desk, _: standing.state(desk),
    "pulse": lambda desk, _: standing.pulse(desk),
    "problems": lambda desk, _: standing.problems(desk),
    "manual": lambda desk, _: standing.manual(desk),
    "texts": lambda desk, _: reading.texts(desk),
    "text": lambda desk, asked: reading.text(desk, asked.get("source", "")),
    "marks": lambda desk, asked: reading.marks(desk, asked.get("source", "")),
    "names": offering.names,
    "find": lambda desk, asked: reading.found(
        desk, asked.get("words", "")[:200], asked.get("source", "")
    ),
    "claims": lambda desk, asked: claims.claims(desk, asked.get("ids", "").split(",")),
    "passage": offering.passage,
    "entities": offering.entities,
    "relations": offering.relations,
    "works": offering.works,
    "dates": lambda _, asked: offering.dates(asked),
    "amounts": lambda _, asked: offering.amounts(asked),
    "drafts": lambda desk, _: proposals.waiting(desk),
    "duplicates": lambda desk, _: mending.duplicates(desk),
    "row": lambda desk, asked: mending.row(desk, asked.get("kind", ""), asked.get("id", "")),
}

# What is sent by POST and changes nothing.
_SENT: Mapping[str, Callable[[Desk, Sent], Any]] = {
    "judge": lambda desk, sent: entering.judged(desk, form_of(sent)),
    "draft": proposals.told,
    "preview": mending.preview,
    "reload": lambda desk, _: standing.reloaded(desk),
}

# What is sent by POST and writes; the guard lets only the first of the two tokens this far.
_WRITES: Mapping[str, Callable[[Desk, Sent], Any]] = {
    "entry": accepting.write,
    "draft": accepting.judge,
    "deed": mending.do,
    "undo": lambda desk, _: accepting.again(desk, "undo"),
    "redo": lambda desk, _: accepting.again(desk, "redo"),
}


def application(desk: Desk, keys: Keys) -> ASGIApp:
    """Return the desk as an ASGI application, guarded."""
    routes = [Route(path, _file(path)) for path in served()]
    routes += [Route(f"/api/{name}", _get(desk, steady(it))) for name, it in _ASKED.items()]
    routes += [_post(desk, f"/api/{name}", steady(answer)) for name, answer in _SENT.items()]
    routes += [_post(desk, f"/api/write/{name}", answer) for name, answer in _WRITES.items()]
    return Guard(Starlette(routes=routes), keys)


def steady(answer: Callable[[Desk, Any], Any]) -> Callable[[Desk, Any], Any]:
    """Return what answers once more where the index was read anew meanwhile, and lost a name."""

    def answered(desk: Desk, given: Any) -> Any:  # noqa: ANN401 - whatever is asked
        before = desk.reading
        try:
            return answer(desk, given)
        except KeyError:
            if desk.reading is before:
                raise
            return answer(desk, given)

    return answered


def _file(path: str) -> Callable[[Request], Awaitable[Response]]:
    file = served()[path]

    async def answer(_: Request) -> Response:
        return Response(file.content, media_type=file.media_type)

    return answer


def _get(
    desk: Desk, answer: Callable[[Desk, Asked], Any]
) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        asked = dict(request.query_params)
        told = await run_in_threadpool(_answered, answer, desk, asked)
        if isinstance(told, dict) and "title" in told and "coders" in told:
            told["may"] = request.scope["cardindex.may"]
        return _response(told)

    return respond


def _post(desk: Desk, path: str, answer: Callable[[Desk, Sent], Any]) -> Route:
    async def respond(request: Request) -> Response:
        try:
            sent = json.loads(await request.body())
        except TooLong:
            return _response(_Failure(413, {"error": "too much at once; write less"}))
        except (ValueError, RecursionError):
            return _response(_Failure(400, {"error": "this is no JSON"}))
        if not isinstance(sent, dict):
            return _response(_Failure(400, {"error": "this is no form"}))
        return _response(await run_in_threadpool(_answered, answer, desk, sent))

    return Route(path, respond, methods=["POST"])


class _Failure:
    """An error answer: its status and its message."""

    def __init__(self, status: int, told: dict[str, Any]) -> None:
        self.status, self.told = status, told


def _answered(answer: Callable[[Desk, Any], Any], desk: Desk, given: Any) -> Any:  # noqa: ANN401
    """Return what is answered; of an error its status and its words."""
    try:
        return answer(desk, given)
    except CardindexError as error:
        status = next((of for kind, of in _STATUS.items() if isinstance(error, kind)), 400)
        return _Failure(status, {"error": str(error), **_more(error)})
    except KeyError as error:
        return _Failure(400, {"error": f"there is no {error}"})


# How errors are answered; those that are not here, with 400.
_STATUS: Mapping[type[CardindexError], int] = {
    Refused: 422, Gone: 409, ChangedOnDisk: 409, InvalidIndex: 409, OutputError: 507,
}  # fmt: skip


def _more(error: CardindexError) -> dict[str, Any]:
    """Return the data of an error besides its message."""
    match error:
        case Refused():
            return {"problems": error.problems}
        case ChangedOnDisk():
            lines = [*map(str, error.problems), *diff_lines(error.changes)]
            return {"lines": lines[:_MOST_LINES]}
        case InvalidIndex():
            return {"lines": [str(problem) for problem in error.problems][:_MOST_LINES]}
    return {}


def _response(told: Any) -> Response:  # noqa: ANN401 - whatever JSON has
    status = 200
    if isinstance(told, _Failure):
        status, told = told.status, told.told
    body = json.dumps(told, ensure_ascii=False, default=str, separators=(",", ":"))
    return Response(
        body.encode("utf-8", "surrogatepass" if status == 200 else "replace"),
        status_code=status,
        media_type="application/json",
    )
