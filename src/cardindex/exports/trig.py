"""TriG: Turtle with the graphs told apart."""

from __future__ import annotations

from cardindex.exports.format import dumps

FORMATS = dumps("trig", "trig", "application/trig", "TriG")
