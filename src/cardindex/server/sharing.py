"""CORS: which other sites may read answers in a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cardindex.server.asking import LIMIT_HEADERS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Origins on this machine: a notebook, OpenRefine.
_OWN = re.compile(rb"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?")
_TOLD = ", ".join((
    "ETag", "Content-Location", "Link", "Location", "Retry-After", "Content-Range", "Accept-Ranges",
    *LIMIT_HEADERS,
)).encode()  # fmt: skip
_PREFLIGHT = (
    (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match, Range"),
    (b"access-control-max-age", b"86400"),
)  # fmt: skip
_ORIGIN, _MAY = b"access-control-allow-origin", b"access-control-allow-methods"
# Nor can a page of elsewhere take an answer for its picture or script, and learn what there is.
_KEPT_IN = (b"cross-origin-resource-policy", b"same-site")


class Sharing:
    """Lets any site read a public index, and only local pages one that is not public.

    So an unpublished index on somebody's machine cannot be read by other pages in their browser.
    There are no cookies or passwords.
    """

    def __init__(self, app: ASGIApp, *, public: bool) -> None:
        self._app, self._public = app, public

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = dict(scope["headers"])
        origin = self._allowed(asked.get(b"origin", b""))

        async def shared(message: Message) -> None:
            if message["type"] == "http.response.start":
                if origin and scope["method"] == "OPTIONS":
                    message = {**message, "headers": _before_asking(message)}
                message = {**message, "headers": self._headers(message, origin)}
            await send(message)

        await self._app(scope, receive, shared)

    def _allowed(self, origin: bytes) -> bytes:
        """Return the origin that is told to be allowed, or nothing."""
        if self._public:
            return b"*"
        return origin if _OWN.fullmatch(origin) else b""

    def _headers(self, message: Message, origin: bytes) -> list[tuple[bytes, bytes]]:
        """Return the headers of an answer, with what is allowed; no part says that itself."""
        headers = list(message.get("headers", ()))
        if origin:
            headers += [(_ORIGIN, origin), (b"access-control-expose-headers", _TOLD)]
        return headers if self._public else [*_varied(headers), _KEPT_IN]


def _before_asking(message: Message) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer to OPTIONS, by which a page of elsewhere may ask itself."""
    headers = list(message.get("headers", ()))
    allowed = [(_MAY, value) for name, value in headers if name.lower() == b"allow"]
    return [*headers, *allowed, *(_PREFLIGHT if allowed else ())]


def _varied(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return headers that also say that the answer follows from who asks."""
    for at, (name, value) in enumerate(headers):
        if name.lower() == b"vary":
            return [*headers[:at], (name, value + b", Origin"), *headers[at + 1 :]]
    return [*headers, (b"vary", b"Origin")]
