"""Cards within other pages: a small framed card of an entity or a claim, and oEmbed of it.

https://oembed.com: a consumer asks with the address of a page of this site, and is told the frame.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import numpy as np
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route

from cardindex.characters import for_xml
from cardindex.server.answercache import Body
from cardindex.server.answers import as_json, kept, page
from cardindex.server.guard import POLICY
from cardindex.server.head import Head, plain
from cardindex.server.shown import in_a_sentence, known, known_of
from cardindex.server.site import public, served_of
from cardindex.server.slicing import digits
from cardindex.telling import Laid, dossier, told

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

WIDTH, HEIGHT = 600, 320
_LEAST, _MOST = 200, 2000  # pixels
_SHOWN = 5  # claims of an entity
FRAMED = {"Content-Security-Policy": POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")}


def routes() -> list[BaseRoute]:
    """Return where frames, and what leads to them, are asked for."""
    return [
        Route("/oembed", _oembed),
        Route("/embed/entity/{id}", _entity),
        Route("/embed/claim/{id}", _claim),
    ]


def _entity(request: Request) -> Response:
    id_ = _there(request, "entity")

    def make() -> Body:
        laid = known_of(request)
        it = dossier(laid, id_)
        some = [fold.at for fold in it.folds] or [np.empty(0, dtype=np.int64)]
        first = told(laid, np.concatenate(some)[:_SHOWN], id_)
        head = Head(plain(it.label), f"entity/{id_}")
        return page(request, "embed-entity.html", {"head": head, "it": it, "claims": first})

    return kept(request, make, headers=FRAMED)


def _claim(request: Request) -> Response:
    id_ = _there(request, "claim")

    def make() -> Body:
        laid = known_of(request)
        claim = told(laid, laid.one(id_))[0]
        head = Head(_title(laid, "claim", id_), f"claim/{id_}")
        return page(request, "embed-claim.html", {"head": head, "claim": claim})

    return kept(request, make, headers=FRAMED)


def _there(request: Request, kind: str) -> str:
    id_ = str(request.path_params["id"])
    if not _is_there(known_of(request), kind, id_):
        raise HTTPException(404)
    return id_


def _is_there(laid: Laid, kind: str, id_: str) -> bool:
    return id_ in laid.index.labels if kind == "entity" else id_ in laid.ids


def _title(laid: Laid, kind: str, id_: str) -> str:
    if kind == "entity":
        return plain(laid.index.label(id_).strip() or id_)
    return plain(in_a_sentence(laid.index, laid.claims.rows(laid.one(id_))[0]))


def _oembed(request: Request) -> Response:
    """Answer what a page of this site is as a frame; 404 for any other address, as is the rule."""
    form = request.query_params.get("format", "json")
    if form not in ("json", "xml"):
        raise HTTPException(501, "format is json or xml")
    kind, id_ = _meant(request)
    width = min(WIDTH, _most(request, "maxwidth"))
    height = min(HEIGHT, _most(request, "maxheight"))

    def make() -> Body:
        said = _said(request, kind, id_, (width, height))
        return _as_xml(said) if form == "xml" else as_json(said)

    return kept(request, make)


def _meant(request: Request) -> tuple[str, str]:
    """Return what the address that is asked about leads to."""
    try:
        asked = urlsplit(request.query_params.get("url", ""))
    except ValueError:
        raise HTTPException(404, "url is no address") from None
    bases = [urlsplit(public(request)), urlsplit(served_of(request).index.base)]
    for base in bases:
        same = asked.scheme in ("http", "https") and asked.netloc.lower() == base.netloc.lower()
        if same and asked.path.startswith(base.path):
            kind, _, id_ = unquote(asked.path.removeprefix(base.path)).partition("/")
            laid = known_of(request)
            if kind in ("entity", "claim") and _is_there(laid, kind, id_):
                return kind, id_
    raise HTTPException(404, "url is no address of an entity or a claim of this index")


def _most(request: Request, name: str) -> int:
    text = request.query_params.get(name, "")
    if not text:
        return _MOST
    found = digits(text)
    if found is None:
        raise HTTPException(400, f"{name} is a number of pixels")
    return max(_LEAST, found)


def _said(request: Request, kind: str, id_: str, size: tuple[int, int]) -> dict[str, Any]:
    served = served_of(request)
    title = _title(known(served), kind, id_)
    width, height = size
    address = f"{public(request)}embed/{kind}/{id_}"
    frame = (
        f'<iframe src="{escape(address)}" width="{width}" height="{height}" '
        f'title="{escape(title)}" sandbox="allow-popups" loading="lazy" '
        'style="border:1px solid #d8cdb9"></iframe>'
    )
    return {
        "version": "1.0", "type": "rich", "title": title,
        "provider_name": plain(served.index.title), "provider_url": public(request),
        "html": frame, "width": width, "height": height, "cache_age": 3600,
        "thumbnail_url": f"{public(request)}card/{kind}/{id_}.png",
        "thumbnail_width": 1200, "thumbnail_height": 630,
    }  # fmt: skip


def _as_xml(said: dict[str, Any]) -> Body:
    root = ET.Element("oembed")
    for name, value in said.items():
        ET.SubElement(root, name).text = for_xml(str(value))
    return Body(ET.tostring(root, encoding="utf-8", xml_declaration=True), "text/xml")
