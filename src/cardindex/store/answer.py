"""What a query came to, as plain Python, a DataFrame, CSV, JSON or Turtle."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from cardindex.brief import brief, count
from cardindex.engine import Found

if TYPE_CHECKING:
    import pandas as pd

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

Plain = str | int | float | bool | Decimal | date | None
"""A term as Python has it; an IRI is a prefixed name where there is a prefix for it."""

_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True)
class Answer:
    """What a query came to: rows (SELECT), a graph (CONSTRUCT, DESCRIBE) or a boolean (ASK)."""

    columns: tuple[str, ...] = ()
    terms: list[tuple[Term | None, ...]] = field(default_factory=list)
    graph: list[ox.Triple] | None = None
    boolean: bool | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        if self.boolean is not None:
            return brief(self, "", "yes" if self.boolean else "no")
        if self.graph is not None:
            return brief(self, "", count(len(self.graph), "triple"))
        return brief(self, "", count(len(self.terms), "row"), f"columns {' '.join(self.columns)}")

    @cached_property
    def rows(self) -> list[tuple[Plain, ...]]:
        """The rows as plain Python values; None where a variable is unbound."""
        return [tuple(_plain(term, self.prefixes) for term in row) for row in self.terms]

    def frame(self) -> pd.DataFrame:
        """Return the rows as a DataFrame of Python objects; a boolean is its one cell."""
        import pandas as pd  # noqa: PLC0415 - half a second that a query printed as CSV can spare

        if self.graph is not None:
            names = ("subject", "predicate", "object")
            return pd.DataFrame(
                [[_plain(term, self.prefixes) for term in triple] for triple in self.graph],
                columns=names,
                dtype=object,
            )
        if self.boolean is not None:
            return pd.DataFrame({"answer": [self.boolean]})
        return pd.DataFrame(self.rows, columns=list(self.columns), dtype=object)

    def csv(self) -> str:
        """Return the rows as CSV with a header, IRIs as prefixed names."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_text(value) for value in row] for row in self.rows)
        return buffer.getvalue()

    def json(self, indent: int | None = 1) -> str:
        """Return the answer in the SPARQL 1.1 Query Results JSON Format.

        In one line where nothing is to be indented, which is three times as fast.
        """
        if self.boolean is not None:
            return json.dumps({"head": {}, "boolean": self.boolean})
        bindings = [
            {
                name: _json(term)
                for name, term in zip(self.columns, row, strict=True)
                if term is not None
            }
            for row in self.terms
        ]
        whole = {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}
        return json.dumps(whole, ensure_ascii=False, indent=indent)

    def turtle(self) -> str:
        """Return the graph as Turtle, its triples sorted."""
        buffer = io.BytesIO()
        triples = sorted(self.graph or (), key=str)
        used = _used(triples, self.prefixes)
        ox.serialize(triples, buffer, format=ox.RdfFormat.TURTLE, prefixes=used)
        *header, body = buffer.getvalue().decode().split("\n", len(used))
        return "\n".join((*sorted(header), body))


def answer_of(found: Found, prefixes: Mapping[str, str]) -> Answer:
    """Read what the engine has written."""
    if found.kind == "graph":
        # Not validated again: the engine wrote these terms.
        graph = ox.parse(found.body, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        return Answer(graph=[quad.triple for quad in graph], prefixes=prefixes)
    if found.kind != "rows":
        return Answer(boolean=found.kind == "yes", prefixes=prefixes)
    read = ox.parse_query_results(found.body, format=ox.QueryResultsFormat.TSV)
    rows = cast("ox.QuerySolutions", read)
    columns = tuple(variable.value for variable in rows.variables)
    return Answer(columns, [tuple(row) for row in rows], prefixes=prefixes)


def _plain(term: Term | None, prefixes: Mapping[str, str]) -> Plain:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return _short(term.value, prefixes)
    if not isinstance(term, ox.Literal):
        return str(term)
    read = _READERS.get(term.datatype.value.removeprefix(_XSD), str)
    try:
        return read(term.value)
    except (ValueError, ArithmeticError):
        return term.value


_READERS: dict[str, Callable[[str], Plain]] = {
    "integer": int,
    "nonNegativeInteger": int,
    "decimal": Decimal,
    "double": float,
    "float": float,
    "boolean": lambda text: text in {"true", "1"},
    "date": date.fromisoformat,
}


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return an IRI as a prefixed name, by the longest namespace that it starts with."""
    fitting = [prefix for prefix, namespace in prefixes.items() if iri.startswith(namespace)]
    if not fitting:
        return iri
    best = max(fitting, key=lambda prefix: len(prefixes[prefix]))
    return f"{best}:{iri.removeprefix(prefixes[best])}"


def _text(value: Plain) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _json(term: Term) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = zip(("subject", "predicate", "object"), term, strict=True)
        return {"type": "triple", "value": {name: _json(part) for name, part in parts}}
    if not isinstance(term, ox.Literal):
        return {"type": "bnode", "value": str(term).removeprefix("_:")}
    found = {"type": "literal", "value": term.value}
    if term.language:
        return {**found, "xml:lang": term.language}
    datatype = term.datatype.value
    return found if datatype == f"{_XSD}string" else {**found, "datatype": datatype}


def _used(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return those prefixes that the triples make use of."""
    iris: set[str] = set()
    for triple in triples:
        for term in triple:
            if isinstance(term, ox.NamedNode):
                iris.add(term.value)
            elif isinstance(term, ox.Literal):
                iris.add(term.datatype.value)
    used = {_short(iri, prefixes).partition(":")[0] for iri in iris}
    return {prefix: namespace for prefix, namespace in prefixes.items() if prefix in used}
