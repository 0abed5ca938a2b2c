"""Make the pictures in docs/: the page of graph/ by day, night and phone, and the desk."""
# ruff: noqa: INP001, T201 - a script, which says what it wrote

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "tests"))

import chromium  # noqa: E402 - stands among the tests
import desks  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from cardindex.evidence import tally  # noqa: E402
from cardindex.index import Index  # noqa: E402
from cardindex.view import page  # noqa: E402

DESK = (1440, 900)
PHONE = (390, 844)

# What each picture shows: file, window, colours, address.
PICTURES = (
    ("page-light", DESK, "light", ""),
    ("page-dark", DESK, "dark", "#select={centre}"),
    ("page-strike", DESK, "light", "#struck={heaviest}&select=strikes:now"),
    ("page-phone", PHONE, "light", "#select={centre}"),
)


def main() -> int:
    """Write docs/page-*.png and docs/desk.png."""
    index = Index.open(PROJECT / "graph")
    names = {"centre": f"entity:{_centre(index)}", "heaviest": _heaviest(index)}
    executable = chromium.find()
    if executable is None:
        print(chromium.HOW_TO, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        html = Path(folder) / "page.html"
        html.write_text(page(tally(index)), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for name, size, scheme, address in PICTURES:
            picture = PROJECT / "docs" / f"{name}.png"
            _take(browser, html.as_uri() + address.format(**names), picture, size, scheme)
            print(f"wrote {picture.relative_to(PROJECT)}")
        _desk(browser, Path(folder))
        browser.close()
    return 0


def _centre(index: Index) -> str:
    """Return the entity that most claims link."""
    claims = index.claims[index.claims["object"] != ""]
    ends = claims["subject"].tolist() + claims["object"].tolist()
    return max(sorted(set(ends)), key=ends.count)


def _heaviest(index: Index) -> str:
    """Return the origin whose striking touches most citations."""
    keys = [key for keys in index.citations["touched"] for key in keys]
    origins = sorted({key for key in keys if key.startswith("origin:")})
    return max(origins or sorted(set(keys)), key=keys.count)


def _take(browser: Browser, address: str, file: Path, size: tuple[int, int], scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    context.add_init_script("localStorage.setItem('cardindex.welcomed', 'yes')")
    opened = context.new_page()
    opened.goto(address)
    opened.wait_for_selector("body[data-ready]")
    if "struck" in address:
        opened.locator("#tab-sources").click()
    opened.wait_for_timeout(300)
    file.parent.mkdir(exist_ok=True)
    opened.screenshot(path=file)
    context.close()


def _desk(browser: Browser, folder: Path) -> None:
    """Take the desk with an invented text and a claim that is nearly entered."""
    with desks.served(desks.copied(folder)) as (_, keys):
        context = browser.new_context(
            viewport={"width": DESK[0], "height": DESK[1]}, color_scheme="light"
        )
        page = context.new_page()
        page.goto(keys.address(keys.write))
        page.wait_for_selector("body[data-ready]")
        page.click("text=The Lantern Affair >> nth=-1")
        page.wait_for_timeout(800)
        page.focus(".paper")
        for key in ("ArrowDown", "n", "Enter"):
            page.keyboard.press(key)
            page.wait_for_timeout(400)
        page.keyboard.type("paid")
        page.wait_for_timeout(600)
        picture = PROJECT / "docs" / "desk.png"
        page.screenshot(path=picture)
        print(f"wrote {picture.relative_to(PROJECT)}")
        context.close()


if __name__ == "__main__":
    sys.exit(main())
