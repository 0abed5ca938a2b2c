"""The shapes of the ontology, held to dumps: whole ones conform, and faults are found."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import rdflib
import shacl
import small
from dumped import graph_of

from cardindex import ontology, rdf
from cardindex.index import Index
from cardindex.settings import FILE as SETTINGS_FILE

BASE = "https://example.org/aldmark/"
GRAPH = Path(__file__).resolve().parent.parent / "graph"

# rdflib calls what it deprecates itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    """The full dump of the small index; a test that changes it takes a copy."""
    return graph_of(small.index())


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


@pytest.mark.skipif(not (GRAPH / SETTINGS_FILE).exists(), reason="no index in graph/ yet")
def test_real_index_conforms_to_the_shapes() -> None:
    found, text = conforms(graph_of(Index.open(GRAPH)))
    assert found, text[:3000]
