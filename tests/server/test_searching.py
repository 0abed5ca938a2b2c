"""Search on the web: what is found is led to; what is typed is no markup and no operator."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from starlette.testclient import TestClient

HTML = {"Accept": "text/html"}


def test_a_name_leads_to_its_page(client: TestClient) -> None:
    found = client.get("/search", params={"q": "k.g.b."}, headers=HTML)
    assert found.status_code == 200
    assert '<a href="/entity/kgb"><bdi>KGB</bdi></a>' in found.text
    assert "<mark>KGB</mark>" in found.text
    assert client.get("/entity/kgb", headers=HTML).status_code == 200


def test_each_path_that_is_found_is_there(client: TestClient) -> None:
    for kind in ("entity", "source", "claim", "citation"):
        told = client.get("/search.json", params={"q": "a", "kind": kind}).json()
        told = told if told["hits"] else client.get(f"/search.json?q=the&kind={kind}").json()
        assert {hit["kind"] for hit in told["hits"]} <= {kind}
        for hit in told["hits"][:1]:
            assert client.get(f"/{hit['path']}", headers=HTML).status_code == 200


def test_pages_go_on_where_the_one_before_ended(client: TestClient) -> None:
    one, two = (
        client.get("/search.json", params={"q": "kgb", "page": page}).json() for page in (1, 2)
    )
    assert one["total"] == two["total"] > len(one["hits"])
    ids = [(hit["kind"], hit["id"]) for told in (one, two) for hit in told["hits"]]
    assert len(set(ids)) == len(ids)
    assert 'rel="next"' in client.get("/search?q=kgb", headers=HTML).text


def test_what_is_typed_is_no_markup(client: TestClient) -> None:
    text = '"><script>alert(1)</script>'
    assert "<script>alert" not in client.get("/search", params={"q": text}, headers=HTML).text


def test_what_is_nearly_so_is_offered(client: TestClient) -> None:
    told = client.get("/search.json", params={"q": "salvadro alende"}).json()
    assert told["total"] == 0
    assert "Salvador Allende" in [near["label"] for near in told["near"]]
    page = client.get("/search", params={"q": "salvadro alende"}, headers=HTML).text
    assert "Perhaps you meant" in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=" + "a" * 301, 400),
        ("q=kgb&kind=nonsense", 400),
        ("q=kgb&page=0", 404),
        ("q=kgb&page=-1", 404),
        ("q=kgb&page=51", 404),
        ("q=kgb&page=40", 404),
        ("q=kgb&page=%D9%A1", 404),
        ("q=%00%FF%22*%28", 200),
        ("q=AND+OR+NOT+NEAR(a+b)", 200),
        ("q=", 200),
        ("", 200),
    ],
)
def test_bad_input_is_told_what_is_wrong(client: TestClient, query: str, status: int) -> None:
    for path in ("/search", "/search.json"):
        assert client.get(f"{path}?{query}", headers=HTML).status_code == status


def test_browsers_are_told_how_to_search(client: TestClient) -> None:
    found = client.get("/opensearch.xml")
    assert found.headers["content-type"].startswith("application/opensearchdescription+xml")
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    root = ET.fromstring(found.content)  # noqa: S314 - our own
    assert len(root.findtext(f"{name}ShortName") or "") <= 16
    url = root.find(f"{name}Url")
    assert url is not None
    assert url.attrib["template"] == "http://127.0.0.1/search?q={searchTerms}"
    assert "opensearch.xml" in client.get("/", headers=HTML).text
