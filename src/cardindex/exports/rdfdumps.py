"""RDF, full and truthy, in every syntax."""

from __future__ import annotations

from functools import partial

from cardindex import rdf
from cardindex.exports.format import OF_CLAIMS, Format


def _both(syntax: str, extension: str, media_type: str, title: str) -> tuple[Format, Format]:
    """Return the formats of the full and the truthy dump in one syntax of ``rdf.FORMATS``."""
    full = Format(
        name=syntax,
        file=f"full.{extension}",
        media_type=media_type,
        group="RDF",
        description=f"{title}: entities, sources, every claim with its citations and standing",
        write=partial(rdf.dump, kind="full", format=syntax),
        stream=partial(rdf.views, kind="full", format=syntax),
    )
    truthy = Format(
        name=f"truthy-{syntax}",
        file=f"truthy.{extension}",
        media_type=media_type,
        group="RDF",
        description=f"{title}: entities and the direct triples of what stands",
        write=partial(rdf.dump, kind="truthy", format=syntax),
        stream=partial(rdf.views, kind="truthy", format=syntax),
        holds="truthy",
        lacks=OF_CLAIMS | {"claims", "sources", "bibliography", "parallel", "silent"},
    )
    return full, truthy


FORMATS = (
    *_both("turtle", "ttl", "text/turtle", "Turtle"),
    *_both("ntriples", "nt", "application/n-triples", "N-Triples"),
    *_both("trig", "trig", "application/trig", "TriG"),
    *_both("nquads", "nq", "application/n-quads", "N-Quads"),
    *_both("jsonld", "jsonld", "application/ld+json", "JSON-LD"),
)
