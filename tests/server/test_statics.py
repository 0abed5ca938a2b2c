"""Files of the pages: a fixed list, kept by browsers as long as they are what they were."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from cardindex.server import statics


def test_a_file_is_not_sent_to_who_has_it(client: TestClient) -> None:
    first = client.get("/static/site.css")
    again = client.get("/static/site.css", headers={"If-None-Match": first.headers["etag"]})
    assert first.headers["content-type"].startswith("text/css")
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert first.headers["cache-control"] == "no-cache"


def test_a_file_asked_for_by_its_hash_is_kept_for_ever(client: TestClient) -> None:
    kept = client.get(f"/{statics.asset('site.css')}")
    assert "immutable" in kept.headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["/static/", "/static/../templates/base.html", "/static/%2e%2e/served.py",
             "/static/..%2fserved.py", "/static//etc/passwd", "/static/site.css%00.html"],
)  # fmt: skip
def test_nothing_else_is_read(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (400, 404)
