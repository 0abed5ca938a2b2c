"""The W3C's tests of SPARQL 1.1 Protocol, result formats and service description, put to the site.

Which run, and which do not apply and why, stands in docs/sparql.md, which is held to this.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node
from starlette.testclient import TestClient

from cardindex.engine import Bounds, Pool
from cardindex.server import Served, Site, application
from cardindex.server.asking import Queries, queries

PROJECT = Path(__file__).resolve().parent.parent.parent

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")

BOUNDS = Bounds(processes=2, long=1)

FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json", "application/sparql-results+xml", "text/csv",
        "text/tab-separated-values",
    ),
    "RDF": ("application/rdf+xml", "text/turtle", "application/n-triples"),
}  # fmt: skip


def suites(specs: Path) -> Path:
    return specs / "sparql11" / "sparql" / "sparql11"


def manifest(specs: Path, suite: str) -> tuple[Graph, list[Node]]:
    """Return a manifest and its tests in their order."""
    path = suites(specs) / suite / "manifest.ttl"
    graph = Graph().parse(path)
    (listed,) = set(graph.objects(None, MF.entries))
    return graph, list(Collection(graph, listed))


def name_of(test: Node) -> str:
    return str(test).rpartition("#")[2]


def applies(suite: str, name: str) -> bool:
    """Tell whether a test asks for something that is there: nothing here is ever updated."""
    return suite != "http-rdf-update" and not name.startswith("update_")


@contextmanager
def asking(essay: Served, lines: list[bytes]) -> Iterator[TestClient]:
    """Ask a site whose store has these N-Quads."""
    with closing(Pool(lambda: iter(lines), {}, bounds=BOUNDS)) as processes:
        served = replace(essay, _parts={queries: Queries(lambda: processes)})
        yield TestClient(application(Site.of([served])), base_url="http://127.0.0.1")


def quads(path: Path, graph: str = "") -> list[bytes]:
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    read = ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    told = (ox.Quad(each.subject, each.predicate, each.object, name) for each in read)
    return [ox.serialize(told, format=ox.RdfFormat.N_QUADS)]


def asked(client: TestClient, graph: Graph, request: Node):
    """Put one request of a manifest to a site."""
    path = str(graph.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1)
    body = graph.value(request, HT.body)
    headers = {}
    for headed in graph.objects(request, HT.headers):
        for each in Collection(graph, headed):
            headers[str(graph.value(each, HT.fieldName))] = str(graph.value(each, HT.fieldValue))
    content = None
    if body is not None:
        encoding = str(graph.value(body, CNT.characterEncoding))
        content = str(graph.value(body, CNT.chars)).encode(encoding)
    method = str(graph.value(request, HT.methodName))
    return client.request(method, path, content=content, headers=headers)


def hold(graph: Graph, request: Node, told) -> None:
    """Hold an answer against what a manifest expects."""
    response = graph.value(request, HT.resp)
    status = {str(each)[-3] for each in graph.objects(response, MF.expectedStatus)}
    assert str(told.status_code)[0] in status, told.text
    media = told.headers["content-type"].partition(";")[0]
    if (form := graph.value(response, MF.expectedFormat)) is not None:
        assert media in FORMATS[str(form)]
    if (boolean := graph.value(response, MF.expectedBoolean)) is not None:
        assert told.json()["boolean"] is boolean.toPython()


def test_the_protocol(specs: Path, essay: Served) -> None:
    graph, tests = manifest(specs, "protocol")
    lines: dict[str, list[bytes]] = {}
    for test in tests:
        for data in graph.objects(test, UT.graphData):
            name = str(graph.value(data, RDFS.label))
            path = Path(str(graph.value(data, UT.graph)).removeprefix("file://"))
            lines[name] = quads(path, name)
    ran = []
    with asking(essay, [line for each in lines.values() for line in each]) as client:
        for test in tests:
            requests = graph.value(graph.value(test, MF.action), HT.requests)
            for request in Collection(graph, requests):
                told = asked(client, graph, request)
                if applies("protocol", name_of(test)):
                    hold(graph, request, told)
                    ran.append(name_of(test))
                else:  # what would update is refused, and the site answers on
                    assert told.status_code in (200, 403), told.text
    assert len(set(ran)) == counted(specs, "protocol")[1]


@pytest.mark.parametrize("suite", ["json-res", "csv-tsv-res"])
def test_formats_of_results(specs: Path, essay: Served, suite: str) -> None:
    graph, tests = manifest(specs, suite)
    by_data: dict[str, list[Node]] = {}
    for test in tests:
        data = str(graph.value(graph.value(test, MF.action), QT.data))
        by_data.setdefault(data, []).append(test)
    for data, those in by_data.items():
        with asking(essay, quads(Path(data.removeprefix("file://")))) as client:
            for test in those:
                query = graph.value(graph.value(test, MF.action), QT.query)
                text = Path(str(query).removeprefix("file://")).read_text("utf-8")
                wanted = Path(str(graph.value(test, MF.result)).removeprefix("file://"))
                form = {".srj": "json"}.get(wanted.suffix, wanted.suffix[1:])
                told = client.get("/sparql", params={"query": text, "format": form})
                assert told.status_code == 200, told.text
                assert plain(form, told.content) == plain(form, wanted.read_bytes()), name_of(test)


def plain(form: str, content: bytes) -> object:
    """Return what an answer says, whatever it calls blank nodes and in what order it says it.

    The columns of ``SELECT *`` are in no order that the language knows.
    """
    if form == "csv":
        head, *cells = csv.reader(io.StringIO(content.decode("utf-8")))
    elif form == "json" and "boolean" in (read := json.loads(content)):
        return read["boolean"]
    else:
        found = ox.parse_query_results(content, format=_READ[form])
        head = [variable.value for variable in found.variables]
        cells = [["" if term is None else str(term) for term in row] for row in found]
    rows = (sorted(zip(head, map(known, row), strict=True)) for row in cells)
    return sorted(head), Counter(map(tuple, rows))


_READ = {"json": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV}


def known(cell: str) -> str:
    """Return a cell with one name for all blank nodes, and a number by what it comes to.

    The engine keeps a double's value, not its spelling, and of the kinds of integers only that one.
    """
    cell = cell.replace("XMLSchema#negativeInteger", "XMLSchema#integer")
    if number := re.fullmatch(r'"?(-?[\d.]+(?:[eE]\d+)?)("\^\^.*double>)?', cell):
        return f"{float(number[1])}"
    return re.sub(r"^_:.*", "_:", cell)


def test_the_service_description(client: TestClient, specs: Path) -> None:
    _, tests = manifest(specs, "service-description")
    assert {name_of(test) for test in tests} == {
        "has-endpoint-triple", "returns-rdf", "conforms-to-schema",
    }  # fmt: skip
    told = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert told.headers["content-type"] == "text/turtle; charset=utf-8"
    found = Graph().parse(data=told.text, format="turtle")
    endpoint = URIRef("http://127.0.0.1/sparql")
    (service,) = found.subjects(RDF.type, SD.Service)
    assert list(found.objects(service, SD.endpoint)) == [endpoint]
    conforms(found, service)


def conforms(found: Graph, service: Node) -> None:
    """Hold a description to the schema of the specification: what has which property."""
    assert set(found.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}
    datasets = list(found.objects(service, SD.defaultDataset))
    assert len(datasets) == 1
    assert (datasets[0], RDF.type, SD.Dataset) in found
    for graph in found.objects(datasets[0], SD.defaultGraph):
        assert (graph, RDF.type, SD.Graph) in found
    named = list(found.objects(datasets[0], SD.namedGraph))
    assert len(named) >= 3
    for each in named:
        assert (each, RDF.type, SD.NamedGraph) in found
        assert len(list(found.objects(each, SD.name))) == 1
        (graph,) = found.objects(each, SD.graph)
        assert (graph, RDF.type, SD.Graph) in found


def counted(specs: Path, suite: str) -> tuple[int, int]:
    """Return how many tests a suite has, and how many of them run."""
    _, tests = manifest(specs, suite)
    return len(tests), sum(applies(suite, name_of(test)) for test in tests)


def test_the_table_tells_what_ran(specs: Path) -> None:
    text = (PROJECT / "docs" / "sparql.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (\d+ \| \d+) \|", text, re.MULTILINE))
    suites_ = ("protocol", "service-description", "json-res", "csv-tsv-res", "http-rdf-update")
    assert rows == {name: "{} | {}".format(*counted(specs, name)) for name in suites_}
