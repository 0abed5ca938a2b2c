"""Answers as HTTP has them: kept, compressed, not sent twice to the same, errors in words."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from cardindex.server.kept import Body
from cardindex.server.negotiation import chosen
from cardindex.server.site import home, public, served_of

HTML, JSON = "text/html", "application/json"
_TEXTS = ("text/", "application/json", "application/ld+json", "application/xml", "image/svg+xml")
_LEAST = 500  # bytes; less is not worth compressing


def kept(request: Request, make: Callable[[], Body], *, vary: str = "Accept") -> Response:
    """Answer what follows from address, Accept and the index alone: from what is kept, if it is.

    The answer has an ETag of version and content, the time at which the index changed, and is 304
    for whoever has it. ``make`` is asked at most once while the index stays as it is.
    """
    served = served_of(request)
    accept = request.headers.get("accept", "") if vary else ""
    asked = (request.method == "HEAD", request.url.path, request.url.query, accept)
    body = served.kept.get(asked[1:], make)
    packed = "gzip" in request.headers.get("accept-encoding", "") and _packs(body)
    tag = f'"{served.version}-{sha256(body.content).hexdigest()[:16]}{"-gz" if packed else ""}"'
    headers = {
        "ETag": tag,
        "Last-Modified": format_datetime(served.changed, usegmt=True),
        "Cache-Control": "no-cache",
        "Vary": ", ".join(filter(None, (vary, "Accept-Encoding"))),
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    content = body.content
    if packed:
        content = served.kept.get((*asked[1:], "gzip"), lambda: _packed(body)).content
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type=body.media_type, headers=headers)


def _packs(body: Body) -> bool:
    return len(body.content) >= _LEAST and body.media_type.startswith(_TEXTS)


def _packed(body: Body) -> Body:
    return Body(gzip.compress(body.content, 6, mtime=0), body.media_type)


def page(request: Request, template: str, values: Mapping[str, Any]) -> Body:
    """Return a page by its template, which also knows ``served``, ``home`` and ``public``."""
    told = (
        _templates()
        .get_template(template)
        .render(served=served_of(request), home=home(request), public=public(request), **values)
    )
    return Body(told.encode("utf-8", "replace"), HTML)


def as_json(told: Any) -> Body:  # noqa: ANN401 - whatever JSON has
    """Return plain data as JSON."""
    return Body(json.dumps(told, ensure_ascii=False, default=str).encode("utf-8", "replace"), JSON)


def failure(request: Request, status: int, words: str, **headers: str) -> Response:
    """Answer an error: a page for a browser, JSON for a program, words for both."""
    wants = chosen(request.headers.get("accept"), (JSON, HTML))
    body = as_json({"error": words})
    if wants == HTML:
        told = _templates().get_template("failure.html").render(status=status, words=words)
        body = Body(told.encode("utf-8", "replace"), HTML)
    return Response(
        b"" if request.method == "HEAD" else body.content,
        status_code=status,
        media_type=body.media_type,
        headers={"Cache-Control": "no-store", **headers},
    )


@cache
def _templates() -> Environment:
    def load(name: str) -> str:
        return (files(__package__) / "templates" / name).read_text(encoding="utf-8")

    return Environment(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
