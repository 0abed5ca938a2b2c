"""Turtle, which people can read and every RDF tool takes."""

from __future__ import annotations

from cardindex.exports.format import dumps

FORMATS = dumps("turtle", "ttl", "text/turtle", "Turtle")
