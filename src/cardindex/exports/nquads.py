"""N-Quads: one quad a line, for bulk loading of stores."""

from __future__ import annotations

from cardindex.exports.format import dumps

FORMATS = dumps("nquads", "nq", "application/n-quads", "N-Quads")
