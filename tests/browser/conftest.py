"""Pages to try in a real browser, and the page's modules served one by one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent
STATIC = TESTS.parent / "src" / "cardindex" / "view" / "static"
HOST = "http://cardindex.test/"

# A frame may have no storage.
WELCOMED = "try { localStorage.setItem('cardindex.welcomed', 'yes'); } catch {}"

Opener = Callable[..., "Page"]
"""Opens the page of the harbour papers at an address: ``opened("#select=entity:ines")``."""


@pytest.fixture(scope="session")
def harbour() -> Index:
    return Index.open(TESTS / "data" / "page")


@pytest.fixture(scope="session")
def harbour_file(harbour: Index, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "harbour.html"
    path.write_text(render(tally(harbour)), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def opened(page: Page, harbour_file: Path) -> Opener:
    def open_(fragment: str = "", *, file: Path = harbour_file, welcomed: bool = True) -> Page:
        if welcomed:
            page.add_init_script(WELCOMED)
        page.goto(file.as_uri() + fragment)
        # Once works are weighed, their bar has its place, and nothing moves by itself any more.
        page.wait_for_selector("body[data-ready][data-weighed]")
        return page

    return open_


@pytest.fixture
def modules(page: Page) -> Callable[..., Any]:
    """Run a script with the page's modules at hand: ``modules("base/dates.js", "m => m.x(1)")``.

    The script is a function of the module, and of an argument where one is given.
    """

    def serve(route: Route) -> None:
        name = route.request.url.removeprefix(HOST)
        if name:
            places = (HERE / name, STATIC / name)
            file = next((path for path in places if path.is_file()), None)
            if file is None:  # not answered, the page would wait for it without end
                route.fulfill(status=404, body=f"{name}: no such file")
                return
            body = file.read_text(encoding="utf-8")
            kind = "text/javascript" if name.endswith(".js") else "application/json"
        else:
            body, kind = "<!doctype html><title>modules</title>", "text/html"
        route.fulfill(body=body, content_type=kind)

    def run(name: str, script: str, argument: object = None) -> Any:
        return page.evaluate(
            "async ([name, script, argument]) => eval(script)(await import(name), argument)",
            [f"/{name}", script, argument],
        )

    page.context.route(f"{HOST}**", serve)
    page.goto(HOST)
    return run
