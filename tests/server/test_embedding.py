"""Cards in other pages: framed by anybody, as nothing else is; oEmbed for this site alone."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from starlette.testclient import TestClient

HERE = "http://127.0.0.1"


def test_only_cards_may_stand_in_other_pages(client: TestClient) -> None:
    for path in ("/embed/entity/kgb", "/embed/claim/c0001"):
        assert "frame-ancestors *" in client.get(path).headers["content-security-policy"]
    for path in ("/", "/entity/kgb", "/oembed?url=http://127.0.0.1/entity/kgb", "/embed/claim/x"):
        assert "frame-ancestors 'none'" in client.get(path).headers["content-security-policy"]


def test_oembed_leads_to_the_card(client: TestClient) -> None:
    told = client.get("/oembed", params={"url": f"{HERE}/entity/kgb", "maxwidth": "400"}).json()
    assert (told["version"], told["type"], told["width"], told["title"]) == (
        "1.0",
        "rich",
        400,
        "KGB",
    )
    assert f'src="{HERE}/embed/entity/kgb"' in told["html"]
    assert client.get(told["thumbnail_url"]).headers["content-type"] == "image/png"
    page = client.get("/entity/kgb", headers={"Accept": "text/html"}).text
    assert "oembed?format=json&amp;url=http%3A//127.0.0.1/entity/kgb" in page


def test_oembed_speaks_xml_too(client: TestClient) -> None:
    told = client.get("/oembed", params={"url": f"{HERE}/claim/c0001", "format": "xml"})
    root = ET.fromstring(told.content)  # noqa: S314 - our own
    assert (root.tag, root.find("type").text) == ("oembed", "rich")
    assert root.find("html").text.startswith("<iframe ")


def test_the_names_of_linked_data_are_known(client: TestClient, essay) -> None:
    told = client.get("/oembed", params={"url": f"{essay.index.base}entity/kgb"})
    assert told.status_code == 200


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"url": "https://example.org/entity/kgb"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": f"{HERE}/source/essay"}, 404),
        ({"url": f"{HERE}/entity/kgb/../cia"}, 404),
        ({"url": "http://[::1"}, 404),
        ({}, 404),
        ({"url": f"{HERE}/entity/kgb", "format": "yaml"}, 501),
        ({"url": f"{HERE}/entity/kgb", "maxwidth": "-1"}, 400),
        ({"url": f"{HERE}/entity/kgb", "maxwidth": "9" * 30}, 400),
    ],
)
def test_other_addresses_are_refused(client: TestClient, params, status: int) -> None:
    assert client.get("/oembed", params=params).status_code == status
