"""What changed between versions: a valid feed, the same as a page, remembered over a new start."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import building
from starlette.testclient import TestClient

from cardindex.server import Place, Served, Settings, Site, application

ATOM = "{http://www.w3.org/2005/Atom}"

BEFORE = (
    [building.claim("c1", "a funded b"), building.claim("c2", "b funded d"),
     building.claim("c3", "d funded a")],
    [building.cite("c1", "x"), building.cite("c2", "x"), building.cite("c3", "x")],
)  # fmt: skip
# c1 is denied now, c2 has another id, c3 has gone and c5 is new.
AFTER = (
    [building.claim("c1", "a funded b"), building.claim("c4", "b funded d"),
     building.claim("c5", "a funded d")],
    [building.cite("c1", "x"), building.cite("c1", "y", voice="denies"), building.cite("c4", "x"),
     building.cite("c5", "x")],
)  # fmt: skip


def _served(folder: Path, tables) -> Served:
    building.index(folder, *tables)
    return Served.open(Place(folder))


def _asked(site: Site) -> TestClient:
    return TestClient(application(site), base_url="http://127.0.0.1")


def _entries(asked: TestClient) -> list[str]:
    told = asked.get("/feed")
    assert told.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(told.content)  # noqa: S314 - our own
    for one in (feed, *feed.iter(f"{ATOM}entry")):
        for needed in ("id", "title", "updated"):
            assert one.find(ATOM + needed).text
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    ids = [entry.find(f"{ATOM}id").text for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    return [entry.find(f"{ATOM}title").text for entry in feed.iter(f"{ATOM}entry")]


def test_a_new_version_is_told_apart_from_the_old(tmp_path: Path) -> None:
    site = Site.of([_served(tmp_path / "i", BEFORE)])
    assert len(_entries(_asked(site))) == 1
    site.replace(_served(tmp_path / "i", AFTER))
    newest, oldest = _entries(_asked(site))
    assert newest.endswith("1 claim added, 1 claim gone, 1 claim stands otherwise")
    assert oldest.endswith("what was before is not known here")
    page = _asked(site).get("/changes", headers={"Accept": "text/html"}).text
    for heading, id_ in (("Added", "c5"), ("Gone", "c3"), ("Stand otherwise", "c1")):
        part = page.partition(f"<h3>{heading}</h3>")[2].partition("</ul>")[0]
        assert f'<span class="id">{id_}</span>' in part
        assert ("href" in part) == (heading != "Gone")
    assert 'id="c4"' not in page


def test_it_is_remembered_over_a_new_start(tmp_path: Path) -> None:
    settings = Settings(state=tmp_path / "state")
    _entries(_asked(Site.of([_served(tmp_path / "i", BEFORE)], settings)))
    told = _entries(_asked(Site.of([_served(tmp_path / "i", AFTER)], settings)))
    assert told[0].endswith("1 claim added, 1 claim gone, 1 claim stands otherwise")
    again = _entries(_asked(Site.of([Served.open(Place(tmp_path / "i"))], settings)))
    assert again == told


def test_a_broken_state_is_begun_anew(tmp_path: Path) -> None:
    settings = Settings(state=tmp_path / "state")
    served = _served(tmp_path / "i", BEFORE)
    _entries(_asked(Site.of([served], settings)))
    (file,) = (tmp_path / "state").iterdir()
    for broken in ('{"form": 1, "versions": [[1]], "told": 7}', "[" * 9000, "\udcff", "{}"):
        file.write_text(broken, encoding="utf-8", errors="surrogateescape")
        assert len(_entries(_asked(Site.of([served], settings)))) == 1
