"""HTTP answers: cached, compressed, with ETags; pages from templates."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from cardindex.server.answercache import Body, marked
from cardindex.server.head import Head, is_tag, is_web, plain
from cardindex.server.negotiation import holds, packs
from cardindex.server.site import home, paths, public, served_of
from cardindex.server.statics import asset

HTML, JSON = "text/html", "application/json"
_TEXTS = ("text/", "application/json", "application/ld+json", "application/xml", "image/svg+xml",
          "application/n-", "application/trig", "application/openapi")  # fmt: skip
_LEAST = 500  # bytes from which an answer is compressed
_SHORT = 64  # characters of a header that stand in the name of an answer as they are


def kept(
    request: Request,
    make: Callable[[], Body],
    *,
    vary: str = "",
    kind: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer what follows from address and index alone: from what is kept, if it is.

    ``vary`` is "Accept" where it follows from that as well; ``kind`` the media type that was chosen
    by it, where that is all that follows from it.
    ``make`` is asked at most once while the index stays as it is; see ``answered`` for the rest.
    """
    served, url = served_of(request), request.url
    wanted = kind or (_short(request.headers.get("accept", "")) if vary else "")
    # Addresses of this site in an answer depend on the host name of the request.
    asked = (public(request), _short(url.path), _short(url.query), wanted)
    body = served.kept.get(asked, make)

    def pack(body: Body) -> Body:
        return served.kept.get((*asked, "gzip"), lambda: _packed(body))

    return answered(request, body, vary=vary, headers=headers, pack=pack)


def answered(
    request: Request,
    body: Body,
    *,
    vary: str = "",
    headers: Mapping[str, str] | None = None,
    pack: Callable[[Body], Body] | None = None,
) -> Response:
    """Answer what follows from the index as it is: packed if that is wanted, 304 to who has it.

    The answer has an ETag of its content as it is sent, so that it is a strong one, and the time at
    which the index changed. ``vary``: the headers of the request from which the answer follows.
    """
    packable = len(body.content) >= _LEAST and body.media_type.startswith(_TEXTS)
    packed = packable and packs(request.headers.get("accept-encoding"))
    told = {
        "ETag": f'"{marked(body).mark}{"-gz" if packed else ""}"',
        "Last-Modified": format_datetime(served_of(request).changed, usegmt=True),
        "Cache-Control": "no-cache",
        **(headers or {}),
    }
    if varies := ", ".join(filter(None, (vary, "Accept-Encoding" if packable else ""))):
        told["Vary"] = varies
    if has_it(request, told["ETag"]):
        return Response(status_code=304, headers=told)
    content = body.content
    if packed:
        content = (pack or _packed)(body).content
        told["Content-Encoding"] = "gzip"
    return sent(request, content, 200, body.media_type, told)


def has_it(request: Request, tag: str) -> bool:
    """Tell whether the client has the current version (RFC 9110, 13.2.2)."""
    wanted = request.headers.getlist("if-none-match")
    if wanted:
        return holds(wanted, tag)
    since = request.headers.get("if-modified-since", "")
    try:
        day = parsedate_to_datetime(since)
    except (ValueError, OverflowError):
        return False
    day = day if day.tzinfo else day.replace(tzinfo=UTC)
    return served_of(request).changed <= day


def sent(
    request: Request, content: bytes, status: int, media_type: str, headers: Mapping[str, str]
) -> Response:
    """Return an answer; to HEAD its headers alone."""
    length = {"Content-Length": str(len(content))}
    return Response(
        b"" if request.method == "HEAD" else content,
        status_code=status,
        media_type=media_type,
        headers={**headers, **length},
    )


def _short(text: str) -> str:
    """Return a short text as it is, and a hash of a long one."""
    if len(text) <= _SHORT:
        return text
    return f"sha256:{sha256(text.encode('utf-8', 'replace')).hexdigest()}"  # longer than _SHORT


def _packed(body: Body) -> Body:
    return Body(gzip.compress(body.content, 6, mtime=0), body.media_type)


def page(request: Request, template: str, values: Mapping[str, Any]) -> Body:
    """Return a page by its template, which also knows ``served``, ``home`` and ``public``.

    It knows ``paths``, the routes that there are, and ``head``, what stands in its head, if
    ``values`` do not say otherwise.
    """
    root = home(request)
    told = {
        "served": served_of(request), "home": root, "public": public(request),
        "paths": paths(request), "head": Head("", request.url.path.removeprefix(root)),
    }  # fmt: skip
    return bare(template, **{**told, **values})


def bare(template: str, **values: Any) -> Body:  # noqa: ANN401 - whatever a template shows
    """Return a page that is of no index."""
    told = (
        _templates()
        .get_template(template)
        .render(sheet=asset("site.css"), icon=asset("icon.svg"), **values)
    )
    return Body(told.encode("utf-8", "replace"), HTML)


def as_json(told: Any) -> Body:  # noqa: ANN401 - whatever JSON has
    """Return plain data as JSON."""
    return Body(json.dumps(told, ensure_ascii=False, default=str).encode("utf-8", "replace"), JSON)


@cache
def _templates() -> Environment:
    def load(name: str) -> str:
        return (files(__package__) / "templates" / name).read_text(encoding="utf-8")

    made = Environment(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {"cut": plain, "web": is_web, "tag": is_tag}
    return made
