"""RDF: what a dump says, and in which graph."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import building
import pyoxigraph as ox
import pytest
import rdflib
import small
from dumped import QUADS, dataset_of, graph_of, rows_of, triples_of

from cardindex import rdf, tables
from cardindex.errors import InvalidIndex
from cardindex.evidence import tally
from cardindex.evidence.standing import Assessment
from cardindex.index import Index
from cardindex.settings import FILE as SETTINGS_FILE
from cardindex.slices import Slice

CI = rdflib.Namespace(rdf.NAMESPACES["ci"])
BASE = "https://example.org/aldmark/"

# rdflib calls what it deprecates itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    """The full dump of the small index; a test that changes it takes a copy."""
    return graph_of(small.index())


def text_of(data: bytes, subject: str) -> str:
    """Return what a Turtle dump says of one subject."""
    found = re.search(rf"^{re.escape(subject)} .*?\.$", data.decode(), re.MULTILINE | re.DOTALL)
    assert found, subject
    return found[0]


def test_claim_that_stands_is_a_node_and_a_direct_triple(graph: rdflib.Graph) -> None:
    entity = rdflib.Namespace(f"{BASE}entity/")
    claim = rdflib.URIRef(f"{BASE}claim/c001")
    assert (entity["foreign-desk"], CI.funded, entity["orlin-party"]) in graph
    assert graph.value(claim, CI.standing) == CI.Corroborated
    assert set(graph.objects(claim, CI.root)) == {entity["foreign-desk"], entity["jonas-reet"]}
    assert graph.value(claim, CI.supportHigh).toPython() == 2


def test_direct_triples_are_those_of_the_claims_that_stand(graph: rdflib.Graph) -> None:
    relations = small.index().vocabulary.relations
    claims = {
        claim: (
            graph.value(claim, rdflib.RDF.subject),
            graph.value(claim, rdflib.RDF.predicate),
            graph.value(claim, rdflib.RDF.object)
            or graph.value(claim, CI.text)
            or graph.value(claim, CI.quantity)
            or graph.value(claim, CI.when),
        )
        for claim in graph.subjects(rdflib.RDF.type, CI.Claim)
    }
    standing = {direct for claim, direct in claims.items() if graph.value(claim, CI.stands)}
    predicates = {rdflib.URIRef(relation.iri) for relation in relations.values()}
    assert {triple for triple in graph if triple[1] in predicates} == standing
    fallen = set(claims.values()) - standing
    assert any(predicate == CI.handled for _, predicate, _ in fallen)


@pytest.mark.parametrize("claim", ["c002", "c003", "c012", "c017", "c021", "c023", "c028"])
def test_evidence_of_a_claim_is_what_the_tally_says(graph: rdflib.Graph, claim: str) -> None:
    row = small.selection().claims.loc[claim]
    iri = rdflib.URIRef(f"{BASE}claim/{claim}")
    about = graph.predicate_objects(iri)
    said = {str(predicate).partition("#")[2]: object_.toPython() for predicate, object_ in about}
    assert str(said["standing"]) == small.index().vocabulary.standings[row["standing"]]
    columns = {
        "stands": "stands", "supportLow": "support_low", "supportHigh": "support_high",
        "works": "works", "oppositionLow": "opposition_low", "oppositionHigh": "opposition_high",
    }  # fmt: skip
    cautions = {
        "ToldByDoer": "told_by_doer", "ToldByConcerned": "told_by_concerned",
        "Apparent": "apparent", "Circular": "circular", "Misquoted": "misquoted",
        "Overstated": "overstated",
    }  # fmt: skip
    assert set(Assessment._fields[1:]) <= {*columns.values(), *cautions.values()}
    # Opposition is not written where there is none.
    assert {name: said.get(name, 0) for name in columns} == {
        name: row[column] for name, column in columns.items()
    }
    told = {str(it).partition("#")[2] for it in graph.objects(iri, CI.caution)}
    assert told == {name for name, column in cautions.items() if row[column]}


@pytest.mark.parametrize(
    ("claim", "bounds"),
    [
        ("c001", ["1958-01-01", "1958-12-31", "1958-01-01", "1958-12-31"]),
        ("c003", ["1957-01-01", "1958-12-31", "1957-01-01", "1958-12-31"]),
        ("c013", ["1949-01-01", "1949-12-31", "", "", "openEnd"]),
        ("c018", ["", "1960-12-31", "1960-01-01", "1960-12-31"]),
        ("c028", ["", "", "1962-01-01", "1962-12-31", "openStart"]),
        ("c016", ["", "", "", ""]),
    ],
)
def test_open_bounds_are_left_out_and_told_apart(
    graph: rdflib.Graph, claim: str, bounds: list[str]
) -> None:
    iri = rdflib.URIRef(f"{BASE}claim/{claim}")
    names = ("earliestStart", "latestStart", "earliestEnd", "latestEnd")
    found = [str(graph.value(iri, CI[name]) or "") for name in names]
    found += [name for name in ("openStart", "openEnd") if graph.value(iri, CI[name])]
    assert found == bounds


def test_quantity_keeps_its_words_and_has_decimal_bounds() -> None:
    dump = rdf.dump(small.index())
    assert 'ci:quantity "~400000" ;\n\tci:low "300000"^^xsd:decimal' in text_of(dump, "claim:c001")
    above = text_of(dump, "claim:c004")
    assert 'ci:low "600000"^^xsd:decimal' in above
    assert "ci:high" not in above


def test_citation_leads_to_its_passage() -> None:
    (id_,) = small.index().citations.query("claim == 'c009'")["id"]
    assert 'ci:position "char=100,142"' in text_of(rdf.dump(small.index()), f"citation:{id_}")


@pytest.mark.parametrize(
    ("source", "chain", "primary"),
    [
        ("history", "desk-files@3r", "desk-files"),
        ("paper", "", "desk-files"),  # which rests on it as a whole
        ("survey", "", "survey"),
        ("digest", "", None),  # rests on two
        ("history", "rumour?", None),
        ("gazette", "survey@2>orm-speech@9", "orm-speech"),
    ],
)
def test_primary_source_is_where_the_root_was_found(
    graph: rdflib.Graph, source: str, chain: str, primary: str | None
) -> None:
    index = small.index()
    chosen = index.citations.query("source == @source and chain == @chain")["id"].iloc[0]
    iri = rdflib.URIRef(f"{BASE}citation/{chosen}")
    found = graph.value(iri, rdflib.PROV.hadPrimarySource)
    assert found == (rdflib.URIRef(f"{BASE}source/{primary}") if primary else None)


def test_names_and_identifiers_are_found_where_others_look_for_them() -> None:
    dump = rdf.dump(small.index())
    assert "skos:exactMatch <http://viaf.org/viaf/1> , <http://www.wikidata.org/entity/Q99" in (
        text_of(dump, "entity:aldmark")
    )
    assert '"ASO"@en' in text_of(dump, "entity:aldmark-security")


def test_identifier_that_is_none_makes_no_iri() -> None:
    names = [{"entity": "a", "name": "Q1> . <x", "kind": "wikidata"}]
    rows = {"claims": [building.claim("c1")], "citations": [building.cite("c1", "s")]}
    index = building.unchecked(rows | {"names": names})
    assert b"exactMatch" not in rdf.dump(index)
    assert rdf.read(rdf.dump(index))["names"] == [("a", "Q1> . <x", "wikidata", "")]


def test_bloc_is_a_collection_of_the_editors() -> None:
    found = list(ox.parse(rdf.dump(small.index(), "truthy", "nquads"), format=ox.RdfFormat.N_QUADS))
    members = [
        quad
        for quad in found
        if quad.predicate.value.endswith("#member") and "/bloc/" in quad.subject.value
    ]
    assert {quad.object.value.rpartition("/")[2] for quad in members} == {
        "aldmark-security", "foreign-desk", "norrin-station",
    }  # fmt: skip
    assert {quad.graph_name for quad in members} == {ox.DefaultGraph()}


def test_what_the_makers_say_stands_in_the_default_graph() -> None:
    classes = {"Grouping", "Membership", "Coder", "Decision", "SilentPlace", "ImportedRow"}
    found = {
        (quad.object.value.rpartition("#")[2], quad.graph_name)
        for quad in rdf.quads(small.index())
        if quad.object.value.rpartition("#")[2] in classes
    }
    assert found == {(name, ox.DefaultGraph()) for name in classes}


def test_coders_of_a_citation_are_told_each_and_in_their_order(graph: rdflib.Graph) -> None:
    (id_,) = small.index().citations.query("claim == 'c020'")["id"]
    citation = rdflib.URIRef(f"{BASE}citation/{id_}")
    coders = {f"{BASE}coder/{name}" for name in ("mara", "first-draft")}
    assert set(map(str, graph.objects(citation, CI.coder))) == coders
    assert str(graph.value(citation, CI.coderList)) == "first-draft;mara"
    mara = rdflib.URIRef(f"{BASE}coder/mara")
    assert (mara, rdflib.RDF.type, rdflib.PROV.Person) in graph
    assert str(graph.value(mara, rdflib.RDFS.label)) == "Mara Vint"


def test_description_counts_the_triples_of_each_graph() -> None:
    quads = list(rdf.quads(small.index()))
    sizes: dict[str, int] = {}
    for quad in quads:
        if isinstance(quad.graph_name, ox.NamedNode):
            sizes[quad.graph_name.value] = sizes.get(quad.graph_name.value, 0) + 1
    told = {
        quad.subject.value: int(quad.object.value)
        for quad in quads
        if quad.predicate.value == "http://rdfs.org/ns/void#triples"
    }
    assert told == {**sizes, BASE: sum(sizes.values())}
    assert set(sizes) == {f"{BASE}graph/{name}" for name in ("truthy", "sources", "claims")}


def test_every_triple_is_said_once() -> None:
    quads = list(rdf.quads(small.index()))
    assert len(quads) == len(set(quads))


def test_there_are_no_blank_nodes_and_every_iri_is_valid() -> None:
    for quad in rdf.quads(small.index()):
        for term in (quad.subject, quad.predicate, quad.object):
            assert not isinstance(term, ox.BlankNode)
            if isinstance(term, ox.NamedNode):
                assert ox.NamedNode(term.value) == term
                assert re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", term.value)


def test_dates_have_four_digit_years_and_decimals_no_exponent() -> None:
    for quad in rdf.quads(small.index()):
        if isinstance(quad.object, ox.Literal):
            kind, value = quad.object.datatype.value.rpartition("#")[2], quad.object.value
            if kind == "date":
                assert date.fromisoformat(value).isoformat() == value
            if kind == "decimal":
                assert re.fullmatch(r"(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", value)


def test_truthy_dump_is_the_truthy_graph_of_the_full_one() -> None:
    def truthy(kind: rdf.Dump) -> set[ox.Quad]:
        graph = ox.NamedNode(f"{BASE}graph/truthy")
        return {quad for quad in rdf.quads(small.index(), kind) if quad.graph_name == graph}

    assert truthy("truthy") == truthy("full")
    assert not any(
        quad.predicate.value.endswith("#standing") for quad in rdf.quads(small.index(), "truthy")
    )


def test_slice_chooses_what_is_said_and_not_what_is_said_of_it() -> None:
    index = small.index()
    struck = tally(
        index, Slice(struck=frozenset({"origin:jonas-reet"}), families=frozenset({"money"}))
    )
    assert struck.claims.at["c001", "standing"] == "single-root"
    part = rdf.dump(struck)
    assert text_of(part, "claim:c001") == text_of(rdf.dump(index), "claim:c001").replace(
        "ci:perhapsSame claim:c003 ;\n\t",
        "",  # contested, so not in this slice
    )
    assert "claim:c008" not in part.decode()
    assert rdf.read(part)["citations"] == [
        row for row in rows_of(index)["citations"] if row[0] in set(struck.claims.index)
    ]


def test_base_that_is_no_iri_is_told(tmp_path: Path) -> None:
    settings = 'title = "x"\nbase = "http://x:y/"\n'
    with pytest.raises(InvalidIndex, match=re.escape(f'{SETTINGS_FILE}:2:base: "http://x:y/"')):
        building.index(
            tmp_path, [building.claim("c1")], [building.cite("c1", "s")], settings=settings
        )


def test_base_that_ends_in_a_fragment_gives_valid_iris(tmp_path: Path) -> None:
    settings = 'title = "x"\nbase = "https://example.org/x#"\n'
    cited = building.cite("c1", "s", start="1", end="2", seal=f"1:{'0' * 64}")
    index = building.index(tmp_path, [building.claim("c1")], [cited], settings=settings)
    for format_ in QUADS:
        assert dataset_of(rdf.dump(index, "full", format_), format_) == dataset_of(
            rdf.dump(index, "full", "nquads"), "nquads"
        )
    assert rdf.read(rdf.dump(index)) == rows_of(index)


@pytest.mark.parametrize(
    "base",
    [
        "https://example.org/",
        "https://example.org/x#",
        "https://example.org/x?id=/",
        "https://example.org/a/../b/",
        "https://example.org/a/./",
    ],
)
def test_jsonld_says_the_same_as_turtle_whatever_the_base(tmp_path: Path, base: str) -> None:
    names = [{"entity": "a", "name": "Q1", "kind": "wikidata"}]
    settings = f'title = "x"\nbase = "{base}"\nlicence = "{base}licence:1"\n'
    cited = building.cite("c1", "s", start="1", end="2", seal=f"1:{'0' * 64}")
    index = building.index(
        tmp_path, [building.claim("c1")], [cited], settings=settings, names=names
    )
    one, other = (
        triples_of(rdf.dump(index, "full", format_), format_) for format_ in ("jsonld", "ntriples")
    )
    assert one == other


def test_order_of_rows_in_the_files_does_not_matter(tmp_path: Path) -> None:
    shutil.copytree(small.FOLDER, tmp_path, dirs_exist_ok=True)
    for name in tables.COLUMNS:
        header, *rows = (tmp_path / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        (tmp_path / f"{name}.csv").write_text(
            "\n".join([header, *reversed(rows)]), encoding="utf-8"
        )
    assert rdf.dump(Index.open(tmp_path)) == rdf.dump(small.index())
