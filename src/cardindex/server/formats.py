"""In which formats something is had at its address, and what chooses one: Accept, or an ending."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from starlette.exceptions import HTTPException

from cardindex.server.answers import HTML, JSON
from cardindex.server.negotiation import chosen

if TYPE_CHECKING:
    from starlette.requests import Request

SYNTAXES: Mapping[str, tuple[str, str]] = {
    "text/turtle": ("ttl", "turtle"),
    "application/ld+json": ("jsonld", "jsonld"),
    "application/n-triples": ("nt", "ntriples"),
    "application/trig": ("trig", "trig"),
    "application/n-quads": ("nq", "nquads"),
}
"""Media types of RDF: the ending of an address, and the format as ``rdf.FORMATS`` calls it."""

_ALIKE = {JSON: "application/ld+json", "application/x-turtle": "text/turtle"}
"""What is answered to who asks for another name of it."""

_ENDINGS = {"html": HTML, **{ending: kind for kind, (ending, _) in SYNTAXES.items()}}


class Wanted(NamedTuple):
    """What is asked for, without its ending, and as what; ``sent`` is what the answer is called."""

    id: str
    media_type: str
    sent: str
    ended: bool


def ended(id_: str) -> tuple[str, str]:
    """Return an id without its ending, and the media type that this stands for, or nothing."""
    before, dot, ending = id_.rpartition(".")
    kind = _ENDINGS.get(ending, "") if dot and before else ""
    return (before, kind) if kind else (id_, "")


def wanted(request: Request, id_: str) -> Wanted:
    """Return as what something is wanted. Raises HTTPException (406) where it is not to be had."""
    bare, kind = ended(id_)
    if kind:
        return Wanted(bare, kind, kind, ended=True)
    accept = ",".join(request.headers.getlist("accept"))
    found = chosen(accept, (HTML, *SYNTAXES, *_ALIKE))
    if found is None:
        there = ", ".join(f"{kind} (.{ending})" for ending, kind in _ENDINGS.items())
        raise HTTPException(406, f"it is not to be had as that, but as {there}", {"Vary": "Accept"})
    return Wanted(id_, _ALIKE.get(found, found), found, ended=False)


def ending(media_type: str) -> str:
    """Return the ending of addresses under which something is had as a media type."""
    return "html" if media_type == HTML else SYNTAXES[media_type][0]


def links(path: str, media_type: str, *, also: Mapping[str, str] | None = None) -> str:
    """Return a Link header: the other formats of what is at a path, and what else there is.

    ``also``: further addresses by their relation.
    """
    told = [
        f'<{address(f"{path}.{of}")}>; rel="alternate"; type="{kind}"'
        for of, kind in _ENDINGS.items()
        if kind != media_type
    ]
    told += [f'<{address(iri)}>; rel="{rel}"' for rel, iri in (also or {}).items() if iri]
    return ", ".join(told)


def address(iri: str) -> str:
    """Return an address as a header may have it: no letter that could end it, or is not ASCII."""
    return quote(iri, safe="/:?#[]@!$&'()*+,;=%~")
