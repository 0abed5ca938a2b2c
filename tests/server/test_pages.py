"""Pages for readers: what they say, where they lead, and what hostile data cannot make of them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import building
import pytest
from starlette.testclient import TestClient

from cardindex.server import Place, Served, Settings, Site, application

DATA = Path(__file__).resolve().parent.parent / "data"
HTML = {"Accept": "text/html"}
EVIL = "</script><img src=x onerror=alert(1)>\"'&amp;"
TURNED = "שלום (x) <b>"
LONG = "letters" * 280


def _asked(served: Served, settings: Settings | None = None) -> TestClient:
    app = application(Site.of([served], settings))
    return TestClient(app, base_url="http://127.0.0.1", headers=HTML, follow_redirects=False)


@pytest.fixture(scope="module")
def read(essay: Served) -> TestClient:
    """Reads the essay's site, as a browser does."""
    return _asked(essay)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Reads an index whose data wants harm."""
    folder = tmp_path_factory.mktemp("hostile")
    building.index(
        folder,
        [
            building.claim("c1", "evil funded long", gloss=EVIL, text=EVIL),
            building.claim("c2", "turned funded evil"),
        ],
        [
            building.cite("c1", "bad", note=EVIL),
            building.cite("c1", "untitled", voice="denies"),
            building.cite("c2", "untitled"),
        ],
        [building.work("bad", title=EVIL, note=EVIL), building.work("untitled", title="?")],
        entities=[
            building.entity("evil", label=EVIL, description=EVIL),
            building.entity("turned", label=TURNED),
            building.entity("long", label=LONG),
            building.entity("alone", label="Nobody says anything of it"),
        ],
    )
    entry = {"id": "bad", "type": "book", "URL": "javascript:alert(1)", "DOI": '10.1/"><script>',
             "publisher": EVIL, "author": [{"family": EVIL}, 7, None]}  # fmt: skip
    other = {"id": "untitled", "type": "book", "URL": 'https://example.org/a?b="c'}
    (folder / "bibliography.json").write_text(json.dumps([entry, other]), encoding="utf-8")
    served = Served.open(Place(folder))
    yield _asked(served)
    served.close()


class _Seen(HTMLParser):
    """What a parser sees of a page: its tags, the texts of links, and its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_script = tag == "script"

    def handle_endtag(self, _: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts.append(data)


PATHS = (
    "/", "/entities", "/sources", "/relations", "/disputes", "/about", "/changes", "/entity/evil",
    "/entity/turned", "/entity/long", "/entity/alone", "/claim/c1", "/claim/c2", "/source/bad",
    "/source/untitled", "/embed/entity/evil", "/embed/claim/c1", "/entity/nobody", "/claim/%3Cb%3E",
    "/entity/%2e%2e%2f%2e%2e%2fetc", "/source/a/b", "/entity/%00", "/entity/%ff",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_data_is_never_markup(hostile: TestClient, path: str) -> None:
    told = hostile.get(path)
    assert told.status_code in (200, 400, 404)
    if told.status_code == 400:  # the guard has refused the path
        return
    seen = _Seen(told.text)
    assert not [tag for tag, _ in seen.tags if tag in ("img", "iframe", "object", "embed")]
    for tag, attributes in seen.tags:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        address = attributes.get("href") or attributes.get("src") or ""
        assert not re.match(r"\s*(javascript|data|vbscript):", address, re.IGNORECASE)
        if tag == "script":
            assert attributes == {"type": "application/ld+json"}
    for script in seen.scripts:
        assert json.loads(script)["@context"] == "https://schema.org"
    assert len(told.content) < 300_000


def test_names_are_isolated(hostile: TestClient) -> None:
    for path in ("/", "/entities", "/entity/turned", "/claim/c2", "/disputes", "/embed/claim/c2"):
        body = hostile.get(path).text.partition("<main")[2]
        for found in re.finditer("שלום", body):
            before = body[: found.start()]
            isolated = before.rfind("<bdi>") > before.rfind("</bdi>")
            assert isolated or before.endswith('title="') or "cite-as" in before[-40:], path


def test_only_addresses_of_the_web_become_links(hostile: TestClient) -> None:
    bad = hostile.get("/source/bad").text
    assert "<bdi>javascript:alert(1)</bdi>" in bad
    assert 'href="https://doi.org/10.1/%22%3E%3Cscript%3E"' in bad
    assert 'href="https://example.org' not in hostile.get("/source/untitled").text


def test_whoever_nothing_is_said_of_has_a_page(hostile: TestClient) -> None:
    told = hostile.get("/entity/alone")
    assert (told.status_code, "No claim in this index is of it." in told.text) == (200, True)


def test_a_page_has_one_address_and_its_data(essay: Served) -> None:
    public = Settings(public="https://archive.example.org/chile")
    told = _asked(essay, public).get("/claim/c0001").text
    assert '<link rel="canonical" href="https://archive.example.org/chile/claim/c0001">' in told
    assert 'content="https://archive.example.org/chile/card/claim/c0001.png"' in told
    linked = json.loads(_Seen(told).scripts[0])
    assert (linked["@type"], linked["identifier"]) == ("Claim", "c0001")
    assert linked["@id"] == "https://archive.example.org/chile/claim/c0001"
    assert [work["name"] for work in linked["appearance"]] == ["The Downfall of Salvador Allende"]
    assert "version 1.0. https://archive.example.org/chile/claim/c0001</p>" in told


@pytest.mark.parametrize("asked", ["KGB", "Moscow%20Centre", "the Centre", "K.G.B."])
def test_who_asks_by_a_name_is_sent_to_the_one_address(read: TestClient, asked: str) -> None:
    told = read.get(f"/entity/{asked}")
    assert (told.status_code, told.headers["location"]) == (302, "/entity/kgb")


def test_what_there_is_not_offers_what_is_near(read: TestClient) -> None:
    told = read.get("/entity/kgbx")
    assert told.status_code == 404
    assert '<a href="/entity/kgb"><bdi>kgb</bdi></a>' in told.text
    near = read.get("/citation/c0074-00000000")
    assert '<a href="/citation/c0074-fe7c10fb">' in near.text


def test_all_that_an_index_names_has_a_page() -> None:
    from cardindex import rdf

    folder = DATA / "valid" / "one-of-each-optional-table"
    served = Served.open(Place(folder))
    asked = _asked(served)
    base = served.index.base
    named = {quad.subject.value for quad in rdf.quads(served.index)
             if quad.subject.value.startswith(base) and "#" not in quad.subject.value}  # fmt: skip
    paths = {name.removeprefix(base) for name in named}
    kinds = {path.partition("/")[0] for path in paths}
    assert {"entity", "claim", "citation", "source", "grouping", "coder", "decision"} <= kinds
    for path in sorted(paths):
        if path.partition("/")[0] not in ("row", "graph", ""):
            assert asked.get(f"/{path}").status_code == 200, path


def test_a_group_of_any_name_leads_to_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = "Who? #1/2 & 5%"
    groups = [{"entity": one, "scheme": "bloc", "value": value, "note": ""} for one in ("a", "b")]
    building.index(tmp_path, [building.claim("c1", "a funded b")], [building.cite("c1", "w")],
                   groups=groups)  # fmt: skip
    monkeypatch.setattr("cardindex.server.things.MOST", 1)
    served = Served.open(Place(tmp_path))
    asked = _asked(served)
    first = asked.get("/grouping/bloc/Who%3F%20%231%2F2%20%26%205%25").text
    canonical = re.findall(r'<link rel="canonical" href="([^"]+)"', first)
    after = re.findall(r'rel="next" href="([^"]+)"', first)
    assert [asked.get(html.unescape(one)).text for one in canonical] == [first]
    second = asked.get(html.unescape(after[0])).text
    lists = [re.findall(r'href="/entity/(\w)"', told) for told in (first, second)]
    assert lists == [["a"], ["b"]]
    served.close()


def test_both_sides_stand_on_the_page_of_a_claim(read: TestClient) -> None:
    told = read.get("/claim/c0533").text
    assert told.index("Who affirms it") < told.index("Who denies or doubts it")
    assert 'href="/citation/' in told


def test_what_has_no_room_is_paged(read: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = set(re.findall(r'<li class="claim" id="(c\d+)"', read.get("/entity/kgb").text))
    monkeypatch.setattr("cardindex.server.shown.MOST", 10)
    first = read.get("/entity/kgb?short=1").text
    assert len(re.findall('<li class="claim"', first)) < len(whole)
    found = []
    for family in dict.fromkeys(re.findall(r"\?family=([a-z-]+)", first)):
        address = f"/entity/kgb?family={family}"
        while address:
            page = read.get(address).text
            found += re.findall(r'<li class="claim" id="(c\d+)"', page)
            after = re.search(r'rel="next" href="([^"]+)"', page)
            address = after[1].replace("&amp;", "&") if after else ""
    shown = set(re.findall(r'<li class="claim" id="(c\d+)"', first))
    assert len(found) == len(set(found))
    assert set(found) | shown == whole


@pytest.mark.parametrize(
    "path",
    ["/entity/kgb?family=nonsense", "/entities?page=99", "/entities?page=-1", "/entities?page=x",
     "/entities?kind=nonsense", "/disputes?kind=nonsense", "/relation/nonsense",
     "/entity/kgb?family=disputed&page=9" + "9" * 40],
)  # fmt: skip
def test_pages_that_there_are_not_say_so(read: TestClient, path: str) -> None:
    assert read.get(path).status_code == 404


def test_lists_have_everything_once(read: TestClient, essay: Served) -> None:
    for path, frame, kind in (("/entities", essay.index.entities, "entity"),
                              ("/sources", essay.index.sources, "source")):  # fmt: skip
        main = read.get(path).text.partition('<ul class="index">')[2].partition("</ul>")[0]
        listed = re.findall(rf'<li><a href="/{kind}/([^"]+)"', main)
        assert sorted(listed) == sorted(frame.index)


def test_what_falls_without_a_source_is_what_weigh_says(read: TestClient, essay: Served) -> None:
    from cardindex.evidence import weigh

    falls = weigh(essay.index, ("source:kgb-files",)).falls
    assert falls
    told = re.sub(r"<[^>]+>", "", read.get("/source/kgb-files").text)
    assert f"Without it{len(falls)} claim" in told.replace("\n", "")


def test_several_indexes_are_listed(essay: Served) -> None:
    place = Place(essay.place.folder, "one")
    site = Site.of([Served.open(place), Served.open(Place(essay.place.folder, "two"))])
    asked = TestClient(application(site), base_url="http://127.0.0.1", headers=HTML)
    assert re.findall(r'<li><a href="([^"]+)"', asked.get("/").text) == ["/one/", "/two/"]
    assert 'href="/two/entity/' in asked.get("/two/entity/kgb").text
    assert "/one/sitemap.xml" in asked.get("/robots.txt").text


def test_every_page_of_the_sitemap_is_there(read: TestClient) -> None:
    addresses = re.findall(r"<loc>http://127.0.0.1([^<]+)</loc>", read.get("/sitemap.xml").text)
    assert len(addresses) == len(set(addresses)) > 500
    for address in addresses[::97]:
        assert read.get(address).status_code == 200, address


@pytest.mark.parametrize("number", ["0", "2", "-1", "9" * 30, "9" * 5000, "%D9%A1", "1.5", ""])
def test_sitemaps_that_there_are_none_of_are_nowhere(read: TestClient, number: str) -> None:
    assert read.get(f"/sitemap-{number}.xml").status_code == 404
    assert read.get("/sitemap-1.xml").status_code == 200


def test_equal_input_gives_equal_pages(essay: Served) -> None:
    again = Served.open(essay.place)
    for path in ("/", "/entity/kgb", "/claim/c0001", "/feed", "/card/entity/kgb.png"):
        assert _asked(again).get(path).content == _asked(essay).get(path).content, path
