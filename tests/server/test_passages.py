"""Passages that readers paste: told whose they are, and neither kept nor told to anybody."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import building
import pytest
from starlette.testclient import TestClient

from cardindex.passages import seal
from cardindex.server import Place, Served, Site, application

PASSAGE = "The bureau paid “Nine” for it - twice."
OTHER = "Nobody paid anybody."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An index with a sealed citation and one that is not."""
    folder = tmp_path_factory.mktemp("sealed")
    end = str(len(PASSAGE))
    building.index(
        folder,
        [building.claim("c1", "bureau funded nine"), building.claim("c2", "nine funded bureau")],
        [
            building.cite("c1", "essay", start="0", end=end, seal=seal(PASSAGE)),
            building.cite("c2", "essay"),
        ],
        [building.work("essay", title="An <b>essay</b>")],
    )
    served = Served.open(Place(folder))
    headers = {"Accept": "text/html"}
    yield TestClient(application(Site.of([served])), base_url="http://127.0.0.1", headers=headers)
    served.close()


def _id(folder_site: TestClient, claim: str) -> str:
    page = folder_site.get(f"/claim/{claim}").text
    return page.split('href="/citation/')[1].split('"')[0]


def test_a_passage_is_told_whose_it_is_however_it_is_printed(site: TestClient) -> None:
    printed = 'The  bureau paid\n"Nine" for it – twice.'
    for pasted in (PASSAGE, printed, f"«{printed}»"):
        found = site.post("/passage", data={"passage": pasted})
        assert found.status_code == 200
        assert f'href="/citation/{_id(site, "c1")}"' in found.text
        assert found.headers["cache-control"] == "no-store"


def test_another_passage_is_of_nothing(site: TestClient) -> None:
    assert "the seal of no citation" in site.post("/passage", data={"passage": OTHER}).text
    assert "nothing to hold" in site.post("/passage", data={"passage": " \n"}).text


def test_one_citation_is_asked_for_alone(site: TestClient) -> None:
    one, other = _id(site, "c1"), _id(site, "c2")
    assert f'value="{one}"' in site.get("/passage", params={"citation": one}).text
    told = {
        text: site.post("/passage", data={"citation": one, "passage": text}).text
        for text in (PASSAGE, f"{OTHER} {PASSAGE} {OTHER}", OTHER)
    }
    assert "It is the passage of this citation" in told[PASSAGE]
    assert "stands in what you pasted" in told[f"{OTHER} {PASSAGE} {OTHER}"]
    assert "nor holds it" in told[OTHER]
    assert "has no seal" in site.get("/passage", params={"citation": other}).text
    assert site.get("/passage", params={"citation": "no-such"}).status_code == 404


def test_what_is_pasted_is_not_told_again(
    site: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        found = site.post("/passage", data={"passage": "a secret <script> of mine"})
        wrong = site.post(
            "/passage", content=b"passage=a+secret%FF",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )  # fmt: skip
    assert wrong.status_code == 400
    for told in (found.text, wrong.text, caplog.text):
        assert "secret" not in told
    assert "etag" not in found.headers


def test_bad_input_is_refused(site: TestClient) -> None:
    assert site.post("/passage", data={"passage": "a" * 20_001}).status_code == 413
    assert site.post("/passage", content=b"a" * 300_001).status_code == 413
    assert site.post("/passage", json={"passage": "a"}).status_code == 415
    assert site.put("/passage").status_code == 405
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert site.post("/passage", content=b"&a" * 11, headers=form).status_code == 400
    assert site.post("/passage", content=b"passage=%ED%A0%80", headers=form).status_code == 400
    assert site.post("/passage", content=b"\xff", headers=form).status_code == 400
    assert site.post("/passage", data={"passage": "a\0b"}).status_code == 200


def test_pages_lead_there(site: TestClient) -> None:
    one = _id(site, "c1")
    assert f'href="/passage?citation={one}"' in site.get(f"/citation/{one}").text
