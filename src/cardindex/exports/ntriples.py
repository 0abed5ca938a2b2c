"""N-Triples: one triple a line, for pipes and bulk loading."""

from __future__ import annotations

from cardindex.exports.format import dumps

FORMATS = dumps("ntriples", "nt", "application/n-triples", "N-Triples")
