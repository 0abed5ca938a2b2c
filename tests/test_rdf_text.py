"""RDF as text: that it says what was said term by term, with what the ontology gives back."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import building
import former_rdf
import pyoxigraph as ox
import pytest
import rdflib
import shacl
import small
from dumped import rows_of
from hostile import CODERS, hostile_indexes
from hypothesis import given, settings

from cardindex import exports, ontology, rdf
from cardindex.atomic import PACKED
from cardindex.evidence import tally
from cardindex.imports import rdfdumps
from cardindex.imports.format import Unreadable
from cardindex.index import Index
from cardindex.rdf import cells, claims, slabs, text, things
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


@settings(max_examples=20)
@given(rows=hostile_indexes())
def test_dump_as_it_was_written_before_still_comes_back(
    rows: dict[str, list[building.Row]],
) -> None:
    index = building.unchecked(rows, CODERS)
    before = ox.serialize(former_rdf.quads(index), format=ox.RdfFormat.N_QUADS)
    assert before is not None
    assert rdf.read_whole(before, "nquads") == rdf.read_whole(
        rdf.dump(index, "full", "nquads"), "nquads"
    )
    assert rdf.read(before, "nquads") == rows_of(index)


def test_rules_of_the_ontology_run_in_a_validator() -> None:
    index = Index.open(PROJECT / "tests/data/valid/smallest")
    dump = rdflib.Graph().parse(data=rdf.dump(index, "full", "ntriples"), format="nt")
    graph = dump + ontology_as_rdf()
    found, _, told = shacl.validate(
        graph, shacl_graph=ontology_as_rdf(), advanced=True, inplace=True
    )
    assert found, told
    targets = set(graph.objects(None, rdflib.URIRef(f"{rdf.NAMESPACES['oa']}hasTarget")))
    assert len(targets) == len(index.citations)
    assert set(graph.objects(None, rdflib.URIRef(f"{CI}apparent"))) == {rdflib.Literal(False)}


@pytest.mark.parametrize("parts", [{"claims"}, {"direct"}, {"entities", "sources"}, {"about"}])
def test_parts_of_a_dump_are_lines_of_the_whole(parts: set[text.Part]) -> None:
    whole = b"".join(rdf.nquads(small.index())).splitlines()
    some = b"".join(rdf.nquads(small.index(), parts)).splitlines()
    graphs = {"claims": "claims", "direct": "truthy", "entities": "truthy", "sources": "sources"}
    wanted = {f"graph/{graphs[part]}" for part in parts if part in graphs}
    assert some
    if "about" not in parts:
        assert set(some) <= set(whole)
        assert all(any(line.endswith(f"{it}> .".encode()) for it in wanted) for line in some)


def test_lines_of_halves_of_the_claims_are_those_of_the_whole() -> None:
    index = small.index()
    ids = index.claims.index
    halves = [ids[: len(ids) // 2], ids[len(ids) // 2 :]]
    whole = tally(index)
    lines = [
        line
        for half in halves
        for line in b"".join(
            rdf.nquads(replace(whole, claims=whole.claims.loc[half]), {"claims"})
        ).splitlines()
    ]
    assert sorted(lines) == sorted(b"".join(rdf.nquads(index, {"claims"})).splitlines())


def test_slabs_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {name: rdf.dump(small.index(), "full", name) for name in rdf.FORMATS}
    for module in (slabs, claims, things, text):
        monkeypatch.setattr(module, "ROWS", 3)
    for name, whole in before.items():
        assert rdf.dump(small.index(), "full", name) == whole


def test_what_recurs_is_written_anew_once_memory_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    before = rdf.dump(small.index(), "full", "nquads")
    monkeypatch.setattr(cells, "_MOST", 2)
    assert rdf.dump(small.index(), "full", "nquads") == before


@pytest.mark.parametrize("ending", list(PACKED))
def test_packed_dump_comes_back_and_one_that_is_cut_off_is_told(
    ending: str, tmp_path: Path
) -> None:
    whole, cut = tmp_path / f"full.nq{ending}", tmp_path / f"cut.nq{ending}"
    exports.write(small.selection(), "nquads", whole)
    cut.write_bytes(whole.read_bytes()[:-1000])
    found = rdfdumps.restored(whole)
    assert found is not None
    table = (small.FOLDER / "citations.csv").read_text(encoding="utf-8")
    assert found["citations.csv"] == table
    with pytest.raises(Unreadable, match=r"cut\.nq.*(cut off|cannot be read)"):
        rdfdumps.restored(cut)
