"""The index as a whole: what it is, its files to take away, its vocabulary."""

from __future__ import annotations

import gzip
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pyoxigraph as ox
import pytest
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from cardindex import rdf
from cardindex.server import Served
from cardindex.server.dumps import _WAITING, Dumps
from cardindex.server.formats import SYNTAXES


def _triples(client: TestClient, path: str, kind: str) -> set[ox.Triple]:
    told = client.get(path, headers={"Accept": kind})
    assert told.headers["content-type"].partition(";")[0] == kind
    found = ox.parse(told.content, format=rdf.FORMATS[SYNTAXES[kind][1]])
    return {quad.triple for quad in found}


def test_the_description_is_that_of_the_dump_and_says_where_its_files_are(
    client: TestClient, essay: Served
) -> None:
    told = _triples(client, "/data", "text/turtle")
    base = ox.NamedNode(essay.index.base)
    own = {quad.triple for quad in rdf.quads(essay.everything) if quad.subject == base}
    assert own < told
    where = ox.NamedNode(rdf.NAMESPACES["void"] + "dataDump")
    dumps = [each.object.value for each in told if each.predicate == where]
    assert "http://127.0.0.1/data/full.nq.gz" in dumps
    for dump in dumps:
        assert client.head(dump).status_code == 200, dump


@pytest.mark.parametrize("path", ["/data", "/ontology"])
def test_all_formats_say_the_same(client: TestClient, path: str) -> None:
    told = [_triples(client, path, kind) for kind in SYNTAXES]
    assert len(told[0]) > 50
    blank = any(isinstance(term, ox.BlankNode) for each in told[0] for term in each)
    assert all(len(each) == len(told[0]) if blank else each == told[0] for each in told)
    page = client.get(path, headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["vary"]) == (200, "Accept, Accept-Encoding")


def test_a_well_known_address_leads_there(client: TestClient) -> None:
    told = client.get("/.well-known/void")
    assert (told.status_code, told.url.path) == (200, "/data.ttl")
    assert client.get("/graph/claims").url.path == "/data"
    assert client.get("/graph/none").status_code == 404


def test_a_dump_is_that_of_the_command_whole_or_in_part(client: TestClient, essay: Served) -> None:
    whole = rdf.dump(essay.everything, "full", "nquads")
    packed = client.get("/data/full.nq.gz")
    assert gzip.decompress(packed.content) == whole
    assert packed.headers["content-type"] == "application/gzip"
    part = client.get("/data/full.nq", headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole[100:200])
    again = client.get("/data/full.nq", headers={"If-None-Match": part.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "name", ["none.ttl", "full.ttl.gz.gz", "..%2findex.toml", "%2e%2e", "full.ttl%00", ".gz"]
)
def test_no_other_file_is_had(client: TestClient, name: str) -> None:
    assert client.get(f"/data/{name}").status_code in (400, 404)


def test_who_waits_for_files_leaves_others_their_turn(essay: Served) -> None:
    crowd = threading.Barrier(_WAITING + 1)
    go = threading.Event()
    files = Dumps(essay)

    def slow() -> Iterator[bytes]:
        go.wait(20)
        yield b"made"

    def ask() -> bytes:
        crowd.wait(20)
        return files.path("slow.txt").read_bytes()

    files._made_by = {"slow.txt": slow}
    with ThreadPoolExecutor(_WAITING) as pool:
        asked = [pool.submit(ask) for _ in range(_WAITING)]
        crowd.wait(20)
        while files._waiting._value:  # until all of them wait
            time.sleep(0.01)
        with pytest.raises(HTTPException, match="another file") as refused:
            files.path("slow.txt")
        go.set()
        assert {each.result() for each in asked} == {b"made"}
    assert (refused.value.status_code, refused.value.headers) == (503, {"Retry-After": "10"})
    files.close()


def test_files_that_were_tidied_away_are_made_again(essay: Served) -> None:
    files = Dumps(essay)
    path = files.path("truthy.nt")
    whole = path.read_bytes()
    shutil.rmtree(path.parent)
    assert files.path("truthy.nt").read_bytes() == whole
    files.close()
    assert not path.parent.exists()
