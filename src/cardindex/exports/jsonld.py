"""JSON-LD, with a context that makes it plain JSON to who does not care for RDF."""

from __future__ import annotations

from cardindex.exports.format import dumps

FORMATS = dumps("jsonld", "jsonld", "application/ld+json", "JSON-LD")
