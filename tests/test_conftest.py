"""The page that tests are given complains of what a page of ours must never do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from profiles import Opening

WITH = "<!doctype html><title>with storage</title>"
SITE = "http://cardindex.test/"
OUTSIDE = "http://outside.invalid/picture.png"


@pytest.fixture
def html(tmp_path: Path) -> Path:
    return tmp_path / "page.html"


def test_quiet_page_gives_no_complaint(page: Page, html: Path) -> None:
    html.write_text("<!doctype html><title>quiet</title>", encoding="utf-8")
    page.goto(html.as_uri())
    assert page.title() == "quiet"


def test_request_to_the_outside_is_noticed(page: Page, html: Path, complaints: list[str]) -> None:
    html.write_text(f'<!doctype html><img src="{OUTSIDE}">', encoding="utf-8")
    page.goto(html.as_uri())
    assert f"asked for {OUTSIDE}" in complaints
    complaints.clear()


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("console.error('broken')", "console error: broken ({page})"),
        ("throw new Error('thrown')", "uncaught: thrown"),
    ],
)
def test_error_in_a_script_is_noticed(
    page: Page, html: Path, complaints: list[str], script: str, complaint: str
) -> None:
    html.write_text(f"<!doctype html><script>{script}</script>", encoding="utf-8")
    page.goto(html.as_uri())
    page.evaluate("1")
    expected = complaint.format(page=html.as_uri())
    assert [line.splitlines()[0] for line in complaints] == [expected]
    complaints.clear()


def serve(page: Page) -> None:
    page.context.route(
        f"{SITE}**", lambda route: route.fulfill(body=WITH, content_type="text/html")
    )


def test_page_finds_nothing_of_those_before_it(opening: Opening, html: Path) -> None:
    html.write_text(WITH, encoding="utf-8")
    with opening({}) as page:
        serve(page)
        page.context.grant_permissions(["geolocation"])
        page.context.new_page().goto(SITE)
        for address in (html.as_uri(), SITE):
            page.goto(address)
            page.evaluate("localStorage.setItem('left', 'behind')")
        page.evaluate("document.cookie = 'left=behind'")
    with opening({}) as page:
        assert [it.title() for it in page.context.pages if it != page] in ([], ["silent"])
        with pytest.raises(Error):
            page.goto(SITE)
        serve(page)
        for address in (html.as_uri(), SITE):
            page.goto(address)
            assert page.evaluate("localStorage.length") == 0
        assert page.evaluate("document.cookie") == ""
        state = "navigator.permissions.query({ name: 'geolocation' }).then((it) => it.state)"
        assert page.evaluate(state) != "granted"


def test_file_of_tests_that_is_not_there_is_named_whoever_shares_the_work() -> None:
    words = [sys.executable, "-P", "-m", "pytest", "-n", "2", __file__, "tests/test_nowhere.py::it"]
    folder = Path(__file__).resolve().parent.parent
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "not found: tests/test_nowhere.py\n" in done.stderr
