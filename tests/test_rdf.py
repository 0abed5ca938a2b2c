"""RDF: what a dump says, that others read the same in it, and that it leads back to the tables."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import building
import generated
import pyoxigraph as ox
import pytest
import rdflib
import shacl
import small
from hypothesis import given, settings
from hypothesis import strategies as st

from cardindex import ontology, rdf, tables
from cardindex.errors import CardindexError, InvalidIndex, UnknownName
from cardindex.evidence import tally
from cardindex.evidence.standing import Assessment
from cardindex.index import Index
from cardindex.settings import FILE as SETTINGS_FILE
from cardindex.settings import Coder
from cardindex.slices import Slice

CI = rdflib.Namespace(rdf.NAMESPACES["ci"])
BASE = "https://example.org/aldmark/"
GRAPH = Path(__file__).resolve().parent.parent / "graph"

RDFLIB = {
    "turtle": "turtle", "ntriples": "nt", "trig": "trig", "nquads": "nquads", "jsonld": "json-ld",
}  # fmt: skip
# rdflib calls what it deprecates itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

TRIPLES = ("turtle", "ntriples", "jsonld")
QUADS = ("trig", "nquads")


def graph_of(index: Index) -> rdflib.Graph:
    return rdflib.Graph().parse(data=rdf.dump(index, "full", "ntriples"), format="nt")


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    """The full dump of the small index; a test that changes it takes a copy."""
    return graph_of(small.index())


def dataset_of(data: bytes, format_: str) -> set[tuple[object, ...]]:
    return set(rdflib.Dataset().parse(data=data, format=RDFLIB[format_]).quads())


def triples_of(data: bytes, format_: str) -> set[tuple[object, ...]]:
    return set(rdflib.Graph().parse(data=data, format=RDFLIB[format_]))


def text_of(data: bytes, subject: str) -> str:
    """Return what a Turtle dump says of one subject."""
    found = re.search(rf"^{re.escape(subject)} .*?\.$", data.decode(), re.MULTILINE | re.DOTALL)
    assert found, subject
    return found[0]


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


# What a dump says.


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


# Others read the same in it.


@pytest.mark.parametrize("kind", ["full", "truthy"])
def test_rdflib_reads_the_same_in_every_syntax(kind: rdf.Dump) -> None:
    index = small.index()
    dumps = {format_: rdf.dump(index, kind, format_) for format_ in rdf.FORMATS}
    graphs = {format_: triples_of(dumps[format_], format_) for format_ in TRIPLES}
    datasets = {format_: dataset_of(dumps[format_], format_) for format_ in QUADS}
    assert graphs["turtle"] == graphs["ntriples"] == graphs["jsonld"]
    assert datasets["trig"] == datasets["nquads"]
    assert {quad[:3] for quad in datasets["trig"]} == graphs["turtle"]
    assert len(graphs["turtle"]) == len(list(rdf.quads(index, kind)))


@pytest.mark.parametrize("format_", list(rdf.FORMATS))
def test_oxigraph_reads_the_same_as_rdflib(graph: rdflib.Graph, format_: str) -> None:
    dump = rdf.dump(small.index(), "full", format_)
    read = list(ox.parse(dump, format=rdf.FORMATS[format_]))
    triples = {quad.triple for quad in read}
    assert len(triples) == len(read)
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert set(rdflib.Graph().parse(data=written, format="nt")) == set(graph)


@pytest.mark.skipif(
    not shutil.which("rapper"), reason="no rapper here; rdflib reads the same above"
)
@pytest.mark.parametrize("format_", ["turtle", "ntriples", "trig", "nquads"])
def test_rapper_reads_as_many_triples(format_: str, tmp_path: Path) -> None:
    path = tmp_path / "dump"
    path.write_bytes(rdf.dump(small.index(), "full", format_))
    done = subprocess.run(
        ["rapper", "-i", format_, "-o", "ntriples", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Warning" not in done.stderr
    assert len(set(done.stdout.splitlines())) == len(list(rdf.quads(small.index())))


def test_jsonld_is_plain_json_to_who_does_not_care_for_rdf() -> None:
    whole = json.loads(rdf.dump(small.index(), "full", "jsonld"))
    claims = {node["id"]: node for node in whole["@graph"]}
    assert claims["claim/c004"] == {
        "id": "claim/c004",
        "type": "Claim",
        "label": "Foreign Desk funded Orlin Party"
        " (for a printing press; >600000 USD; 1960-02; authorised)",
        "subject": "entity/foreign-desk",
        "relation": "funded",
        "object": "entity/orlin-party",
        "family": "money",
        "text": "for a printing press",
        "quantity": ">600000",
        "low": "600000",
        "unit": "USD",
        "mode": "Authorised",
        "gloss": "A larger sum was approved.",
        "when": "1960-02",
        "earliestStart": "1960-02-01",
        "latestStart": "1960-02-29",
        "earliestEnd": "1960-02-01",
        "latestEnd": "1960-02-29",
        "standing": "SingleRoot",
        "stands": False,
        "root": "entity/foreign-desk",
        "supportLow": 1,
        "supportHigh": 1,
        "works": 1,
        "caution": "ToldByDoer",
        "citation": claims["claim/c004"]["citation"],
    }


@pytest.mark.parametrize("kind", ["full", "truthy"])
def test_jsonld_is_one_graph_with_one_node_a_subject(kind: rdf.Dump) -> None:
    whole = json.loads(rdf.dump(small.index(), kind, "jsonld"))
    assert list(whole) == ["@context", "@graph"]
    ids = [node["id"] for node in whole["@graph"]]
    assert len(set(ids)) == len(ids)
    subjects = dict.fromkeys(quad.subject.value for quad in rdf.quads(small.index(), kind))
    assert [id_ if ":" in id_ else f"{BASE}{id_}" for id_ in ids] == list(subjects)
    for node in whole["@graph"]:
        values = [one for value in node.values() for one in _several(value)]
        # Plain values, references, and texts with a language or a type; nothing nested.
        assert all(not isinstance(value, dict) or _is_flat(value) for value in values)


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _is_flat(value: dict[str, object]) -> bool:
    return value.keys() <= {"id", "@value", "@type", "@language"} and not any(
        isinstance(part, (dict, list)) for part in value.values()
    )


# The shapes of the ontology.


@cache
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology.packaged_path(), format="turtle")


def conforms(graph: rdflib.Graph) -> tuple[bool, str]:
    found, _, text = shacl.validate(graph + shapes(), shacl_graph=shapes())
    return found, text


def test_full_dump_conforms_to_the_shapes(graph: rdflib.Graph) -> None:
    found, text = conforms(graph)
    assert found, text


@pytest.mark.parametrize(
    ("broken", "mended", "message"),
    [
        ("claim:c001 ci:standing ci:Corroborated", "", "exactly one standing"),
        ("", "claim:c001 ci:standing ci:Denied", "exactly one standing"),
        ("claim:c001 rdf:subject entity:foreign-desk", "", "exactly one subject"),
        ("claim:c001 rdf:object entity:orlin-party", "", "a link has an object"),
        ("", "claim:c010 rdf:object entity:norrin", "has a text and no object"),
        ("claim:c021 ci:unit 'persons'", "", "A quantity has a unit"),
        ("claim:c029 ci:when '1952'^^edtf:EDTF", "", "a dating has a date"),
        ("", "claim:c001 ci:when 'soon'", "at most one date"),
        ("", "claim:c016 rdf:predicate ci:nothing", "exactly one relation"),
        ("claim:c001 ci:latestEnd '1958-12-31'^^xsd:date",
         "claim:c001 ci:latestEnd '1950-12-31'^^xsd:date", "not after the latest end"),
        ("claim:c001 ci:high 500000", "claim:c001 ci:high 1", "not above the high one"),
        ("entity:norrin rdfs:label 'Norrin'", "", "exactly one label"),
        ("entity:norrin a ci:State", "", "is of a kind"),
        ("source:survey dcterms:title 'Parties counted'", "", "exactly one title"),
        ("source:survey ci:sourceKind ci:ReportSource", "", "exactly one kind"),
        ("", "source:survey ci:restsOn entity:norrin", "rests on is a source"),
        ("", "citation:x a ci:Citation", "exactly one claim"),
    ],
)  # fmt: skip
def test_fault_in_a_dump_is_found_by_the_shapes(
    graph: rdflib.Graph, broken: str, mended: str, message: str
) -> None:
    graph = rdflib.Graph() + graph
    prefixes = "".join(
        f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in rdf.Names(BASE).prefixes.items()
    )
    before = len(graph)
    if broken:
        subject, predicate, *rest = broken.split(" ", 2)
        value = rest[0].replace("500000", "'500000'^^xsd:decimal")
        graph.update(f"{prefixes} DELETE DATA {{ {subject} {predicate} {value} }}")
        assert len(graph) == before - 1
    if mended:
        value = re.sub(r"ci:high 1$", "ci:high '1'^^xsd:decimal", mended)
        graph.update(f"{prefixes} INSERT DATA {{ {value} }}")
    found, text = conforms(graph)
    assert not found
    assert message in text


# The way back.


@pytest.mark.parametrize("format_", list(rdf.FORMATS))
def test_small_index_comes_back_from_every_syntax(format_: str) -> None:
    read = rdf.read(rdf.dump(small.index(), "full", format_), format_)
    assert list(read) == list(tables.COLUMNS)
    for name, rows in read.items():
        table = (small.FOLDER / f"{name}.csv").read_text(encoding="utf-8")
        assert tables.render(name, rows) == table


@pytest.mark.parametrize("format_", list(rdf.FORMATS))
def test_coders_and_bibliography_come_back_from_every_syntax(format_: str) -> None:
    read = rdf.read_whole(rdf.dump(small.index(), "full", format_), format_)
    assert read.coders == small.index().coders
    text = (small.FOLDER / "bibliography.json").read_text(encoding="utf-8")
    assert tables.bibliography.canonical(read.bibliography.values()) == text


@pytest.mark.skipif(not (GRAPH / SETTINGS_FILE).exists(), reason="no index in graph/ yet")
def test_real_index_comes_back() -> None:
    index = Index.open(GRAPH)
    read = rdf.read(rdf.dump(index, "full", "ntriples"), "ntriples", index.vocabulary)
    for name, rows in read.items():
        path = GRAPH / f"{name}.csv"
        assert tables.render(name, rows) == (
            path.read_text(encoding="utf-8") if path.exists() else tables.render(name, [])
        )


@pytest.mark.skipif(not (GRAPH / SETTINGS_FILE).exists(), reason="no index in graph/ yet")
def test_real_index_conforms_to_the_shapes() -> None:
    found, text = conforms(graph_of(Index.open(GRAPH)))
    assert found, text[:3000]


# What a cell may hold once the tables are read: stripped, and with LF alone.
HOSTILE = st.one_of(
    st.sampled_from(
        [
            '"quoted" \\ and \\n', "two\nlines", "tab\there", "007.10", "1e5", "שלום", "😀",
            "\u202eabc",
            "</script>", "' OR 1=1", '"""', "@en", "^^xsd:date", "_:b", "a\u0007b\u2028c",
            "{\u2066x}", "e\u0301", "=1+1", "<http://x>", "True",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=12),
).map(str.strip)  # fmt: skip
TAGS = st.sampled_from(
    ["", "en", "de-AT", "ru-Latn", "zh-Hant-TW", "EN", "es-419", "x-klingon", "en-x"]
)


@st.composite
def hostile_indexes(draw: st.DrawFn) -> dict[str, list[building.Row]]:
    rows = draw(generated.indexes())
    full = HOSTILE.filter(bool)
    for entity in rows["entities"]:
        entity |= {"label": draw(full), "description": draw(HOSTILE)}
    for source in rows["sources"]:
        source |= {
            "title": draw(full),
            "note": draw(HOSTILE),
            "date": draw(st.sampled_from(["", "19XX"])),
        }
    for claim in rows["claims"]:
        claim |= {
            "text": draw(HOSTILE),
            "gloss": draw(HOSTILE),
            "place": draw(st.sampled_from("a ")).strip(),
        }
    for citation in rows["citations"]:
        citation |= {"note": draw(HOSTILE), "locator": draw(HOSTILE)}
    kinds = st.sampled_from(["native", "former", "wikidata", "viaf"])
    names = draw(st.lists(st.tuples(st.just("a"), full, kinds, TAGS), max_size=4, unique=True))
    columns = tables.COLUMNS["names"]
    rows["names"] = [dict(zip(columns, name, strict=True)) for name in names]
    for citation in rows["citations"]:
        citation["coder"] = draw(st.sampled_from(["", "ann", "bot;ann", "bot; ann"]))
    return rows | draw(hostile_rows_beside([claim["id"] for claim in rows["claims"]]))


@st.composite
def hostile_rows_beside(draw: st.DrawFn, claims: list[str]) -> dict[str, list[building.Row]]:
    """Rows of the tables that an index may do without, each told apart from all others."""
    full, ends = HOSTILE.filter(bool), st.sampled_from(generated.ENTITIES)
    texts = st.lists(full, max_size=3, unique=True)
    pairs = [*combinations(generated.ENTITIES, 2), *combinations(claims, 2)]
    return {
        "groups": [
            {"entity": draw(ends), "scheme": draw(st.sampled_from(["bloc", "age-1"])),
             "value": value, "note": draw(HOSTILE)}
            for value in draw(texts)
        ],
        "silent": [
            {"source": "s0", "locator": locator, "reason": draw(full)} for locator in draw(texts)
        ],
        "decisions": [
            {"one": one, "other": other, "decision": draw(st.sampled_from(["same", "not"])),
             "who": draw(st.sampled_from(["ann", "bot;ann"])), "why": draw(HOSTILE)}
            for one, other in draw(st.lists(st.sampled_from(pairs), max_size=3, unique=True))
        ],
        "came_from": [
            {"table": "claims", "key": "c1", "index": index, "row": draw(HOSTILE)}
            for index in draw(texts)
        ],
    }  # fmt: skip


JSON = st.recursive(
    st.one_of(HOSTILE, st.integers(), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(HOSTILE, inner)),
    max_leaves=5,
)
CODERS = {"ann": Coder('Ann "A"', "person"), "bot": Coder("<bot>", "machine")}


@settings(max_examples=60)
@given(rows=hostile_indexes(), title=JSON, format_=st.sampled_from(list(rdf.FORMATS)))
def test_any_index_comes_back_from_any_syntax(
    rows: dict[str, list[building.Row]], title: object, format_: str
) -> None:
    entries = [{"id": "s0", "type": "book", "title": title}]
    index = building.unchecked(rows, CODERS, entries)
    read = rdf.read_whole(rdf.dump(index, "full", format_), format_)
    assert read.tables == rows_of(index)
    assert read.coders == CODERS
    assert tables.bibliography.canonical(read.bibliography.values()) == (
        tables.bibliography.canonical(entries)
    )


@settings(max_examples=20)
@given(rows=hostile_indexes())
def test_rdflib_reads_any_index_as_oxigraph_does(rows: dict[str, list[building.Row]]) -> None:
    index = building.unchecked(rows)
    dumps = {format_: rdf.dump(index, "full", format_) for format_ in ("nquads", "jsonld")}
    quads = dataset_of(dumps["nquads"], "nquads")
    plain = triples_of(dumps["jsonld"], "jsonld")
    assert {quad[:3] for quad in quads} == plain
    assert len(quads) == len(plain) == len(list(rdf.quads(index)))


def test_words_that_the_vocabulary_lacks_are_told() -> None:
    dump = rdf.dump(small.index()).replace(b"ci:CableSource", b"ci:TelegramSource")
    with pytest.raises(UnknownName, match="TelegramSource"):
        rdf.read(dump)


def test_dump_that_does_not_parse_is_told() -> None:
    with pytest.raises(CardindexError, match="cannot be read"):
        rdf.read(b"<a> <b>")


def test_order_of_rows_in_the_files_does_not_matter(tmp_path: Path) -> None:
    shutil.copytree(small.FOLDER, tmp_path, dirs_exist_ok=True)
    for name in tables.COLUMNS:
        header, *rows = (tmp_path / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        (tmp_path / f"{name}.csv").write_text(
            "\n".join([header, *reversed(rows)]), encoding="utf-8"
        )
    assert rdf.dump(Index.open(tmp_path)) == rdf.dump(small.index())
