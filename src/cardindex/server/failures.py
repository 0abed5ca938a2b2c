"""How errors are told: to people as a page, to programs as JSON, by the JSON API as problems."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from difflib import get_close_matches
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from cardindex.server.answercache import Body
from cardindex.server.answers import HTML, JSON, as_json, bare, page, sent
from cardindex.server.head import Head, plain
from cardindex.server.negotiation import chosen
from cardindex.server.shapes import Problem
from cardindex.server.site import API, HOME, SERVED, SITE, paths, served_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cardindex.index import Index

PROBLEM = "application/problem+json"

# What an error is called, and what a person can do.
_SAID: Mapping[int, tuple[str, str]] = {
    400: ("Not understood", "Mend the address, or search for what you mean."),
    403: ("Not allowed", ""),
    404: ("Not found", "It may be misspelt, have another name by now, or have been taken out."),
    405: ("Not possible", "Open the address in a browser to read it."),
    406: ("Not in that form", "Without an ending the address gives a page for reading."),
    413: ("Too much", ""),
    414: ("Too long", ""),
    415: ("Not understood", ""),
    421: ("Not here", ""),
    429: ("Too much at once", ""),
    500: ("Something went wrong", "Try again later, or begin at the index."),
    503: ("Not just now", ""),
}
_LONGEST = 80  # letters of an address that are searched for
_IS_PAGE = re.compile(r"/[a-z]+")


def failure(
    request: Request,
    status: int,
    words: str,
    near: Sequence[tuple[str, str]] = (),
    /,
    **headers: str,
) -> Response:
    """Answer an error: a page for a browser, JSON for a program; of the JSON API a problem.

    ``near``: what may have been meant, as paths under that of the index, each with a label.
    """
    told = {"Cache-Control": "no-store", **headers}
    if request.scope.get(API):
        body = problem(status, words)
    elif chosen(request.headers.get("accept"), (JSON, HTML)) == HTML:
        body = _page(request, status, words, near, told.get("Retry-After", ""))
    else:
        body = as_json({"error": words})
    return sent(request, body.content, status, body.media_type, told)


def problem(status: int, words: str) -> Body:
    """Return a mistake as problem details (RFC 9457)."""
    told = Problem("about:blank", HTTPStatus(status).phrase, status, words)
    return Body(as_json(asdict(told)).content, PROBLEM)


def _page(
    request: Request, status: int, words: str, near: Sequence[tuple[str, str]], after: str
) -> Body:
    name, mend = _SAID.get(status, ("Not possible", ""))
    if after:
        mend = f"Wait {after} seconds, then load this page again."
    root = request.scope.get(HOME, "/")
    path = request.scope["path"].removeprefix(root).strip("/")
    values = {
        "status": status, "name": name, "words": words, "mend": mend, "wanted": "",
        "near": [(*each, "") for each in near], "head": Head(name, path),
    }  # fmt: skip
    if SERVED not in request.scope:
        where = {"layout": "outside.html", "home": root, "base": _base(request, root), "paths": ()}
        return bare("failure.html", **values, **where)
    if status == HTTPStatus.NOT_FOUND:
        values |= _elsewhere(request, path, near)
    return page(request, "failure.html", {**values, "layout": "base.html"})


def _base(request: Request, root: str) -> str:
    """Return the path of an index whose style a page of none has."""
    names = request.scope[SITE].served if SITE in request.scope else {}
    is_of_none = root == request.scope.get("root_path", "") + "/" and "" not in names
    return f"{root}{next(iter(names))}/" if is_of_none and names else root


def _elsewhere(request: Request, path: str, near: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return where else what is not found may be, and by which words it is searched for."""
    if f"/{path}" in paths(request):  # it is there, but not as is said behind the path
        return {"near": [(path, "the same page from its beginning", "")], "mend": ""}
    index = served_of(request).index
    found = near or _near(request, path)
    return {
        "near": [(address, label, _name(index, address)) for address, label in found],
        "wanted": _wanted(path),
    }


def _name(index: Index, path: str) -> str:
    """Return by what name people know what is at a path."""
    kind, _, id_ = path.partition("/")
    known = {"entity": index.labels, "source": index.titles}.get(kind, {})
    return known.get(id_, "")


def _wanted(path: str) -> str:
    """Return what a path asks for, as words to search for: its last part."""
    words = path.rpartition("/")[2].replace("-", " ").replace("_", " ")
    return plain(words, _LONGEST).removesuffix("…")


def _near(request: Request, path: str) -> list[tuple[str, str]]:
    """Return the paths of what has the id that stands at the end of one, or of pages like it."""
    index, id_ = served_of(request).index, path.rpartition("/")[2]
    frames = {"entity": index.entities, "source": index.sources, "claim": index.claims}
    if found := [f"{kind}/{id_}" for kind, frame in frames.items() if id_ in frame.index]:
        return [(each, id_) for each in found]
    pages = sorted(each[1:] for each in paths(request) if _IS_PAGE.fullmatch(each))
    return [(each, each) for each in get_close_matches(path[:_LONGEST], pages)]
