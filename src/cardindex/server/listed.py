"""RDF as a plain page: what is said of each thing, with links, for what has no page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from cardindex.rdf.terms import NAMESPACES
from cardindex.server.answers import page
from cardindex.server.head import Head, is_web, plain
from cardindex.server.site import home, served_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.server.answercache import Body

MOST = 2_000
"""So many facts are on a page; all are in the other formats."""


class Fact(NamedTuple):
    """A property and a value, in words, each with the address that it leads to, or nothing."""

    property: str
    property_link: str
    value: str
    value_link: str


def listed(request: Request, path: str, quads: bytes) -> Body:
    """Return the page of what N-Quads say, thing by thing."""
    base, root = served_of(request).index.base, home(request)
    things: dict[str, list[Fact]] = {}
    count = 0
    for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS):
        count += 1
        if count <= MOST:
            facts = things.setdefault(_short(quad.subject, base), [])
            facts.append(Fact(
                _short(quad.predicate, base), _link(quad.predicate, base, root),
                _short(quad.object, base), _link(quad.object, base, root),
            ))  # fmt: skip
    head = Head(plain(path), path, alternates=True)
    values = {"things": things, "path": path, "head": head, "more": max(0, count - MOST)}
    return page(request, "listed.html", values)


def _short(term: object, base: str) -> str:
    """Return a term as people read it: a prefixed name, a path under the base, a text."""
    if not isinstance(term, ox.NamedNode):
        return term.value if isinstance(term, ox.Literal) else str(term)
    for prefix, namespace in NAMESPACES.items():
        if term.value.startswith(namespace):
            return f"{prefix}:{term.value.removeprefix(namespace)}"
    return term.value.removeprefix(base) or term.value


def _link(term: object, base: str, root: str) -> str:
    """Return where a term leads: within this site where it is a thing of the index."""
    if not isinstance(term, ox.NamedNode):
        return ""
    if term.value.startswith(base):
        return root + term.value.removeprefix(base)
    return term.value if is_web(term.value) else ""
