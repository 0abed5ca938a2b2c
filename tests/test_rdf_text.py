"""RDF as text: that it says what was said term by term, with what the ontology gives back."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import building
import former_rdf
import pyoxigraph as ox
import pytest
import rdflib
import small
from hypothesis import given, settings
from test_rdf import CODERS, hostile_indexes

from cardindex import ontology, rdf
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.slices import Slice

PROJECT = Path(__file__).resolve().parent.parent
VALID = sorted(
    path for path in (PROJECT / "tests/data/valid").iterdir() if (path / "index.toml").exists()
)
REAL = [
    path
    for path in (PROJECT / "graph", PROJECT / "examples/us-documents")
    if (path / "index.toml").exists()
]
CI = rdf.NAMESPACES["ci"]
_INTEGER, _OFFSET = (
    ox.NamedNode(rdf.NAMESPACES["xsd"] + name) for name in ("integer", "nonNegativeInteger")
)
_COUNTED = {f"{rdf.NAMESPACES['void']}triples", f"{CI}position"}


@cache
def ontology_as_rdf() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology.packaged_path(), format="turtle")


@cache
def rules() -> tuple[str, ...]:
    construct = rdflib.URIRef("http://www.w3.org/ns/shacl#construct")
    return tuple(sorted(str(text) for text in ontology_as_rdf().objects(None, construct)))


@cache
def above() -> tuple[tuple[ox.NamedNode, ox.NamedNode], ...]:
    """The classes of claims and citations that others have defined, as the ontology has them."""
    graph = ontology_as_rdf()
    found = (
        (ox.NamedNode(f"{CI}{name}"), ox.NamedNode(str(wider)))
        for name in ("Claim", "Citation")
        for wider in graph.objects(rdflib.URIRef(f"{CI}{name}"), rdflib.RDFS.subClassOf)
    )
    return tuple(pair for pair in found if not pair[1].value.startswith(rdf.NAMESPACES["prov"]))


def with_what_follows(triples: set[ox.Triple]) -> set[ox.Triple]:
    """Return triples with all that the ontology gives back of what a dump does not write."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    found = set(triples)
    for rule in rules():
        constructed = store.query(rule)
        assert isinstance(constructed, ox.QueryTriples)
        found.update(constructed)
    type_ = ox.NamedNode(f"{rdf.NAMESPACES['rdf']}type")
    graph, speaks = ontology_as_rdf(), rdflib.URIRef(f"{CI}speaksTo")
    inverse = ox.NamedNode(str(graph.value(speaks, rdflib.OWL.inverseOf)))
    wider = ox.NamedNode(str(graph.value(speaks, rdflib.RDFS.subPropertyOf)))
    for triple in triples:
        if triple.predicate == inverse:
            found.add(ox.Triple(triple.object, wider, triple.subject))
        for narrow, wide in above():
            if triple.predicate == type_ and triple.object == narrow:
                found.add(ox.Triple(triple.subject, type_, wide))
    return found


def compared(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Return triples but for how many there are and what has come since.

    The engine of the rules has one type of whole numbers.
    """
    return {
        ox.Triple(it.subject, it.predicate, ox.Literal(it.object.value, datatype=_INTEGER))
        if isinstance(it.object, ox.Literal) and it.object.datatype == _OFFSET
        else it
        for it in triples
        if it.predicate.value not in _COUNTED
    }


def assert_same(index: Index | object, kind: rdf.Dump = "full") -> None:
    """Hold a dump against what was said before, both with all that follows."""
    lines = list(rdf.quads(index, kind))  # type: ignore[arg-type]
    now, before = set(lines), set(former_rdf.quads(index, kind))  # type: ignore[arg-type]
    assert len(lines) == len(now)
    new = now - before
    assert {quad.predicate.value for quad in new} <= _COUNTED
    found = with_what_follows({quad.triple for quad in now})
    assert compared(found) == compared(quad.triple for quad in before)
    graphs = {quad.subject: quad.graph_name for quad in before}
    assert all(graphs[quad.subject] == quad.graph_name for quad in now)


def opened(path: Path, place: Path) -> Path:
    """Return the folder of an index; one with an ontology of its own is given that."""
    added = path / "added-to-ontology.ttl"
    if not added.exists():
        return path
    folder = shutil.copytree(path, place / "index")
    whole = ontology.packaged_path().read_text(encoding="utf-8") + added.read_text(encoding="utf-8")
    (folder / "ontology.ttl").write_text(whole, encoding="utf-8")
    return folder


@pytest.mark.parametrize("path", [*VALID, *REAL], ids=lambda path: path.name)
def test_text_says_what_was_said_term_by_term(path: Path, tmp_path: Path) -> None:
    index = Index.open(opened(path, tmp_path))
    assert_same(index)
    assert_same(index, "truthy")


def test_text_of_a_slice_says_what_was_said_of_it() -> None:
    chosen = Slice(struck=frozenset({"origin:jonas-reet"}), families=frozenset({"money"}))
    assert_same(tally(small.index(), chosen))
    assert_same(tally(small.index(), chosen), "truthy")


@settings(max_examples=60)
@given(rows=hostile_indexes())
def test_text_says_what_was_said_of_any_index(rows: dict[str, list[building.Row]]) -> None:
    assert_same(
        building.unchecked(rows, CODERS, [{"id": "s0", "type": "book", "title": 'a "b"\\'}])
    )
