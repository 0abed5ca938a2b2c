"""The application: addresses, versions, errors in words, nothing but reading."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from cardindex.server import Served, Site, application


def test_who_has_an_answer_is_not_sent_it_again(client: TestClient) -> None:
    first = client.get("/entity/kgb")
    again = client.get("/entity/kgb", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_a_compressed_answer_is_the_same(client: TestClient) -> None:
    plain = client.get("/entity/kgb", headers={"Accept-Encoding": "identity"})
    packed = client.get("/entity/kgb", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert packed.headers["etag"] != plain.headers["etag"]


def test_an_unknown_name_is_told_with_the_nearest(client: TestClient) -> None:
    told = client.get("/entity/kgbx")
    assert (told.status_code, told.json()) == (
        404, {"error": 'unknown entity "kgbx"; did you mean "kgb"?'},
    )  # fmt: skip


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "BREW"])
def test_nothing_is_written(client: TestClient, method: str) -> None:
    assert client.request(method, "/entity/kgb").status_code == 405


def test_no_other_name_is_answered_to() -> None:
    from cardindex.server.guard import Guard

    def asked(host: str) -> int:
        async def app(scope, receive, send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        client = TestClient(Guard(app, {"archive.example.org"}), base_url=f"http://{host}")
        return client.get("/").status_code

    assert asked("archive.example.org") == 200
    assert asked("ARCHIVE.example.org") == 200
    assert asked("rebound.example.com") == 421
    assert asked("archive.example.org:81") == 421


@pytest.mark.parametrize(
    ("held", "status"),
    [
        ("{tag}", 304),
        ("W/{tag}", 304),
        ('"other", W/{tag} , "third"', 304),
        ("*", 304),
        ('"other"', 200),
        ('"{tag}"', 200),
        ("{bare}", 200),
        ('"x{bare}x"', 200),
    ],
)
def test_tags_are_compared_as_a_whole(client: TestClient, held: str, status: int) -> None:
    tag = client.get("/entity/kgb.ttl").headers["etag"]
    asked = held.replace("{tag}", tag).replace("{bare}", tag.strip('"'))
    # What changed since then is not asked where a tag is given.
    since = {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    told = client.get("/entity/kgb.ttl", headers={"If-None-Match": asked, **since})
    assert told.status_code == status


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Fri, 01 Jan 2100 00:00:00 GMT", 304),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 200),
        ("yesterday", 200),
        ("", 200),
        ("Fri, 99 Jan 2100 00:00:00 GMT", 200),
        ("Fri, 01 Jan 99999999999999999999 00:00:00 GMT", 200),
    ],
)
def test_who_has_it_since_it_changed_is_not_sent_it(
    client: TestClient, since: str, status: int
) -> None:
    assert client.get("/entity/kgb", headers={"If-Modified-Since": since}).status_code == status


@pytest.mark.parametrize("refused", [FileNotFoundError(2, "there"), OSError(28, "No room")])
def test_what_there_is_no_room_for_is_told_without_its_place(
    refused: OSError,
    essay: Served,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def none(*_: object, **__: object) -> str:
        refused.filename = "/srv/secret"
        raise refused

    monkeypatch.setattr("cardindex.search.kept.cache", lambda: None)
    monkeypatch.setattr("cardindex.search.kept.TemporaryDirectory", none)
    monkeypatch.setattr("cardindex.server.dumps.mkdtemp", none)
    monkeypatch.setattr("cardindex.server.explorer.tempfile.TemporaryDirectory", none)
    monkeypatch.setattr("cardindex.cards.card", none)
    asked = TestClient(
        application(Site.of([Served.open(essay.place)])), base_url="http://127.0.0.1",
        raise_server_exceptions=False,
    )  # fmt: skip
    for path in (
        "/search?q=a",
        "/search.json?q=a",
        "/data/full.ttl",
        "/explore",
        "/api/entities/kgb",
    ):
        told = asked.get(path)
        assert told.status_code == 503, path
        assert int(told.headers["retry-after"]) > 0
        assert "secret" not in told.text
        assert [each.levelname for each in caplog.records if each.name == "cardindex.server"] == [
            "ERROR"
        ], path
        caplog.clear()
    assert asked.get("/data").status_code == 200
