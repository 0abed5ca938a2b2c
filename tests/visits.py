"""Going to a served site in a browser, where the application itself answers, and axe looks on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from blaming import blamed
from starlette.testclient import TestClient

from cardindex.server import Place, Served, Site, application

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

HOST = "http://cardindex.test"
HARBOUR = Path(__file__).resolve().parent / "data" / "page"
WIDE, PHONE = (1280, 800), (390, 844)

Going = Callable[[str], "Page"]


@contextmanager
def harbour() -> Iterator[TestClient]:
    """Yield what asks a site of the harbour's index."""
    served = Served.open(Place(HARBOUR))
    yield TestClient(application(Site.of([served])), base_url=HOST)
    served.close()


def visiting(page: Page, client: TestClient, others: Mapping[str, str] | None = None) -> Going:
    """Return what goes to a path of the site; ``others`` are pages of somebody else, by path."""

    def answer(route: Route) -> None:
        url = urlsplit(route.request.url)
        if others and url.path in others:
            route.fulfill(body=others[url.path])
            return
        path = url.path + (f"?{url.query}" if url.query else "")
        told = client.get(path, headers={"Accept": route.request.headers.get("accept", "*/*")})
        unpacked = {name: value for name, value in told.headers.items()
                    if name not in ("content-encoding", "content-length")}  # fmt: skip
        route.fulfill(status=told.status_code, headers=unpacked, body=told.content)

    page.context.route(f"{HOST}/**", answer)

    def go(path: str) -> Page:
        page.goto(HOST + path)
        return page

    return go


def hold_to_axe(
    page: Page, going: Going, places: Sequence[str], *, scheme: str, size: tuple[int, int]
) -> None:
    """See to it that axe has nothing to blame in some pages, and that none is too wide."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    for place in places:
        going(place)
        found = [(it["id"], it["nodes"][0]["html"][:120]) for it in blamed(page)]
        assert found == [], place
        too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert too_wide <= 0, place
