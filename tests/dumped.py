"""Dumps of RDF as rdflib reads them, and an index as the rows that a dump is to give back."""

from __future__ import annotations

import rdflib

from cardindex import rdf, tables
from cardindex.index import Index

RDFLIB = {
    "turtle": "turtle", "ntriples": "nt", "trig": "trig", "nquads": "nquads", "jsonld": "json-ld",
}  # fmt: skip

TRIPLES = ("turtle", "ntriples", "jsonld")
QUADS = ("trig", "nquads")


def graph_of(index: Index) -> rdflib.Graph:
    return rdflib.Graph().parse(data=rdf.dump(index, "full", "ntriples"), format="nt")


def dataset_of(data: bytes, format_: str) -> set[tuple[object, ...]]:
    return set(rdflib.Dataset().parse(data=data, format=RDFLIB[format_]).quads())


def triples_of(data: bytes, format_: str) -> set[tuple[object, ...]]:
    return set(rdflib.Graph().parse(data=data, format=RDFLIB[format_]))


def rows_of(index: Index) -> dict[str, list[tuple[str, ...]]]:
    """Return the rows of the tables as the frames have them."""
    found = {}
    for name, columns in tables.COLUMNS.items():
        frame = getattr(index, name).reset_index()
        if name == "citations":
            offsets = frame[["start", "end"]].astype(str).replace("-1", "")
            frame = frame.assign(start=offsets["start"], end=offsets["end"])
        found[name] = list(frame[list(columns)].itertuples(index=False, name=None))
    return found
