"""The feed of what changed between versions (Atom, RFC 4287), and the same as a page."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from html import escape
from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Route

from cardindex.brief import count
from cardindex.characters import for_xml
from cardindex.server.answercache import Body
from cardindex.server.answers import answered, kept, page
from cardindex.server.head import Head, plain
from cardindex.server.site import public, served_of, site_of
from cardindex.view.words import say

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cardindex.server.versions import Change, Moved

_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 30  # versions in the feed


def routes() -> list[BaseRoute]:
    """Return where changes are asked for."""
    return [Route("/feed", _feed), Route("/changes", _changes)]


def _feed(request: Request) -> Response:
    versions = site_of(request).changes.of(served_of(request))
    return answered(request, Body(_atom(request, versions[:_MOST]), "application/atom+xml"))


def _changes(request: Request) -> Response:
    served = served_of(request)
    versions = site_of(request).changes.of(served)
    head = Head("Changes", "changes", "What changed between the versions that were served here.")
    here = served.index.claims.index

    def make() -> Body:
        values = {"head": head, "versions": versions, "here": here, "said": summary}
        return page(request, "changes.html", values)

    return kept(request, make)


def summary(change: Change) -> str:
    """Return what a version brought, in words."""
    if change.counts is None:
        return f"{count(change.claims, 'claim')}; what was before is not known here"
    added, gone, anew = change.counts
    parts = [
        f"{count(added, 'claim')} added" if added else "",
        f"{count(gone, 'claim')} gone" if gone else "",
        f"{count(anew, 'claim')} {'stands' if anew == 1 else 'stand'} otherwise" if anew else "",
    ]
    return ", ".join(filter(None, parts)) or "no claim changed"


def _atom(request: Request, versions: tuple[Change, ...]) -> bytes:
    served, root = served_of(request), public(request)
    feed = ET.Element("feed", {"xmlns": _ATOM})
    _put(feed, "id", f"{served.index.base}changes")
    _put(feed, "title", f"{plain(served.index.title)}: changes")
    _put(feed, "updated", versions[0].when)
    ET.SubElement(feed, "link", {"rel": "self", "href": f"{root}feed"})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": f"{root}changes"})
    _put(ET.SubElement(feed, "author"), "name", plain(served.index.title) or "index")
    if served.index.licence:
        _put(feed, "rights", served.index.licence)
    for change in versions:
        entry = ET.SubElement(feed, "entry")
        _put(entry, "id", f"{served.index.base}version/{change.version}")
        _put(entry, "title", f"{_called(change)}: {summary(change)}")
        _put(entry, "updated", change.when)
        address = f"{root}changes#v{change.version}"
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
        ET.SubElement(entry, "content", {"type": "html"}).text = for_xml(_listed(change, root))
    told: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return told


def _put(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = for_xml(text)


def _called(change: Change) -> str:
    return f"version {change.called}" if change.called else f"version {change.version[:8]}"


def _listed(change: Change, root: str) -> str:
    lists = (("Added", change.added), ("Gone", change.gone), ("Stand otherwise", change.anew))
    told = [f"<p>{escape(summary(change))}.</p>"]
    for name, claims in lists:
        if claims:
            rows = "".join(f"<li>{_row(one, root, linked=name != 'Gone')}</li>" for one in claims)
            told.append(f"<h2>{name}</h2><ul>{rows}</ul>")
    return "".join(told)


def _row(one: Moved, root: str, *, linked: bool) -> str:
    words = f"<bdi>{escape(plain(one.words, 300))}</bdi>"
    if linked:
        words = f'<a href="{escape(root)}claim/{escape(one.claim)}">{words}</a>'
    ways = [say(f"claim.standing.{each}") for each in (one.was, one.is_) if each]
    return f"{words} ({escape(' → '.join(ways))})"
