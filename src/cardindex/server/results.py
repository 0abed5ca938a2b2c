"""An answer as people read it: rows with links, how the claims in it stand, a drawing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from cardindex.dates.briefly import in_few_words
from cardindex.engine import Found
from cardindex.errors import QueryError
from cardindex.rdf.terms import NAMESPACES

if TYPE_CHECKING:
    from cardindex.server.served import Served

SHOWN = 1_000
"""Rows of a table on a page; all are in the files beside it."""

LONGEST = 200_000
"""Characters of a graph on a page."""

DRAWN = 300
"""Claims that are drawn at most."""


_EDTF = f"{NAMESPACES['edtf']}EDTF"


class Cell(NamedTuple):
    """What stands in a cell; ``link`` is where it leads, or empty.

    ``code``: how a date is written in EDTF, where its text is in words.
    """

    text: str
    link: str = ""
    language: str = ""
    code: str = ""


class Result(NamedTuple):
    """An answer laid out: rows (the first ``SHOWN`` of ``total``), a boolean, or a graph's text."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: int = 0
    boolean: bool | None = None
    graph: str = ""
    cut: bool = False
    standings: tuple[tuple[str, int], ...] = ()


def laid_out(found: Found, served: Served, home: str, prefixes: Mapping[str, str]) -> Result:
    """Lay out an answer whose rows are written as JSON, and whose graph is Turtle.

    Raises QueryError where what stands in a row is too deep.
    """
    if found.kind == "graph":
        text = found.body.decode("utf-8", "replace")
        return Result(graph=text[:LONGEST], cut=len(text) > LONGEST)
    if found.kind != "rows":
        return Result(boolean=found.kind == "yes")
    told = _read(found.body)
    columns = tuple(told["head"]["vars"])
    bindings = told["results"]["bindings"]
    rows = tuple(
        tuple(_cell(row.get(column), served, home, prefixes) for column in columns)
        for row in bindings[:SHOWN]
    )
    return Result(columns, rows, len(bindings), standings=_standings(bindings, served))


def _read(body: bytes) -> Any:  # noqa: ANN401 - JSON
    """Read rows that are written as JSON. Raises QueryError for statements on statements on ….

    The engine makes these as deep as a query is long.
    """
    try:
        return json.loads(body)
    except RecursionError as error:
        words = "what is told is nested too deep to be laid out; ask for it as CSV or JSON"
        raise QueryError(words, "depth") from error


def _cell(
    term: Mapping[str, Any] | None, served: Served, home: str, prefixes: Mapping[str, str]
) -> Cell:
    if term is None:
        return Cell("")
    value = term["value"]
    if term["type"] == "uri":
        return Cell(short(value, prefixes), link(value, served, home))
    if not isinstance(value, str):
        return Cell(json.dumps(value, ensure_ascii=False))
    if term.get("datatype") == _EDTF and (words := in_few_words(value)) != value:
        return Cell(words, code=value)
    return Cell(value, language=term.get("xml:lang", ""))


def short(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return an IRI as a prefixed name, where a prefix fits."""
    fitting = [prefix for prefix, space in prefixes.items() if iri.startswith(space)]
    best = max(fitting, key=lambda prefix: len(prefixes[prefix]), default="")
    return f"{best}:{iri.removeprefix(prefixes[best])}" if fitting else iri


def link(iri: str, served: Served, home: str) -> str:
    """Return where an IRI leads on this site, or on the web; empty for what leads nowhere."""
    if iri.startswith(served.index.base):
        path, hash_, fragment = iri.removeprefix(served.index.base).partition("#")
        return f"{home}{quote(path)}{hash_}{quote(fragment)}"
    return iri if iri.startswith(("http://", "https://")) else ""


def _claims(bindings: Iterable[Mapping[str, Any]], served: Served) -> list[str]:
    """Return the ids of the claims that stand in rows, each once."""
    start = f"{served.index.base}claim/"
    iris = (term["value"] for row in bindings for term in row.values() if term["type"] == "uri")
    told = dict.fromkeys(iri.removeprefix(start) for iri in iris if iri.startswith(start))
    return [id_ for id_ in told if id_ in served.everything.claims.index]


def _standings(bindings: list[Mapping[str, Any]], served: Served) -> tuple[tuple[str, int], ...]:
    """Count how the claims stand that are told in rows, each once."""
    standings = served.everything.claims.loc[_claims(bindings, served), "standing"]
    return tuple(Counter(map(str, standings)).most_common())


def drawing(found: Found, served: Served) -> bytes | None:
    """Return the network of the claims that are told in rows, as SVG; None where there is none."""
    from cardindex.exports import svg  # noqa: PLC0415 - only who wants a drawing needs it

    if found.kind != "rows":
        return None
    claims = served.everything.claims
    ids = _claims(_read(found.body)["results"]["bindings"], served)[:DRAWN]
    return svg.write(replace(served.everything, claims=claims.loc[sorted(ids)])) if ids else None
