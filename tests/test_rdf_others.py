"""RDF as others read it: rdflib, Oxigraph, rapper, and whoever takes JSON-LD for plain JSON."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import building
import pyoxigraph as ox
import pytest
import rdflib
import small
from dumped import QUADS, TRIPLES, dataset_of, graph_of, triples_of
from hostile import hostile_indexes
from hypothesis import given, settings

from cardindex import rdf

BASE = "https://example.org/aldmark/"

# rdflib calls what it deprecates itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    """The full dump of the small index; a test that changes it takes a copy."""
    return graph_of(small.index())


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


@settings(max_examples=20)
@given(rows=hostile_indexes())
def test_rdflib_reads_any_index_as_oxigraph_does(rows: dict[str, list[building.Row]]) -> None:
    index = building.unchecked(rows)
    dumps = {format_: rdf.dump(index, "full", format_) for format_ in ("nquads", "jsonld")}
    quads = dataset_of(dumps["nquads"], "nquads")
    plain = triples_of(dumps["jsonld"], "jsonld")
    assert {quad[:3] for quad in quads} == plain
    assert len(quads) == len(plain) == len(list(rdf.quads(index)))
