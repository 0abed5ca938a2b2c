"""Nothing is written on shared data: the page does all it can with data that cannot be changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from drawn import at_rest
from waiting import until

from cardindex.evidence import tally
from cardindex.view import onefile
from cardindex.view import page as render
from cardindex.view.scripts import scripts, static

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from cardindex.index import Index

    Opener = Callable[..., Page]

LINKED = "  linkElsewhere(model, data);\n  return model;\n"
# Where an entity stands is the one thing that a drawing changes of it (scene/places.js).
SEALED = """
  const seal = (it) => {
    if (it === null || typeof it !== "object" || Object.isFrozen(it)) return;
    if (it instanceof Map) return [...it.values()].forEach(seal);
    if (model.entities.includes(it)) {
      if (!Object.isExtensible(it)) return;
      Object.preventExtensions(it);
      for (const name of Object.keys(it).filter((field) => !/^[xy]$/.test(field)))
        Object.defineProperty(it, name, { writable: false, configurable: false });
    } else Object.freeze(it);
    Object.values(it).forEach(seal);
  };
  seal(model);
"""
ADDRESSES = (
    "",
    "#all=1",
    "#struck=source:inquiry",
    "#struck=origin:aurora&families=money",
    "#struck=source:inquiry&ghosts=0&window=1950/1954",
    "#according_to=survey&versus=inquiry",
    "#said_by=1975&surely=1",
    "#published_by=1975",
    "#identities=1&select=entity:ines",
    "#text=harbour&window=1951/1953&dated=1",
    "#focus=orlov&depth=2&select=entity:ines",
    "#path=aurora,ines&select=path:now",
    "#select=pair:aurora+harbour-party",
    "#select=claim:c001",
    "#select=source:survey",
    "#struck=source:inquiry&select=strikes:now",
    "#light=source:inquiry",
    "#hidden=orlov&pins=ines:10:-40",
    "#view=table",
    "#view=money",
    "#view=disputes",
    "#embed=1",
)


@pytest.fixture(scope="module")
def sealed_file(harbour: Index, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the harbour papers, whose data throws where something is written on it."""
    sealed = static("model/link.js").replace(
        LINKED, LINKED.replace("  return", f"{SEALED}  return")
    )
    assert sealed != static("model/link.js")
    texts = scripts(lambda name: sealed if name == "model/link.js" else static(name))
    file = tmp_path_factory.mktemp("sealed") / "sealed.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(onefile, "scripts", lambda: texts)
        patch.setattr(onefile, "_ours", onefile._ours.__wrapped__)  # not what is kept
        file.write_text(render(tally(harbour)), encoding="utf-8", newline="\n")
    return file


def test_sealed_data_cannot_be_changed(opened: Opener, page: Page, sealed_file: Path) -> None:
    opened(file=sealed_file)
    found = page.evaluate(
        """() => {
            "use strict";
            const { model } = document.getElementById('stage').drawing;
            const writes = [
                () => { model.noted = 1; },
                () => { model.claims[0].noted = 1; },
                () => { model.claims[0].citations.push(1); },
                () => { model.sources[0].title = ""; },
                () => { model.entities[0].size = 1; },
                () => { model.entities[0].x = model.entities[0].x; },
            ];
            return writes.map((write) => {
                try { write(); return "written"; } catch (error) { return error.name; }
            });
        }"""
    )
    assert found == ["TypeError"] * 5 + ["written"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_view_is_shown_without_writing_on_the_data(
    opened: Opener, page: Page, sealed_file: Path, address: str
) -> None:
    opened(address, file=sealed_file)
    page.locator("#tab-sources").dispatch_event("click")
    at_rest(page)


def test_what_a_reader_does_writes_nothing_on_the_data(
    opened: Opener, page: Page, sealed_file: Path
) -> None:
    page.emulate_media(reduced_motion="reduce")
    opened(file=sealed_file)
    page.locator("#search").fill("aur")
    page.keyboard.press("Enter")
    page.locator("#panel").wait_for(state="visible")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Sources").click()
    page.locator("#sources input").first.uncheck()
    for key in ("b", "b", "g", "g"):
        page.locator("#stage").press(key)
    box = page.locator("#stage").bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 40, middle[1] + 30, steps=4)
    page.mouse.up()
    for key in ("ArrowRight", "ArrowDown", " ", "+", "0"):
        page.locator("#stage").press(key)
    for name in ("Claims", "Money", "Disputes", "Network"):
        page.get_by_role("tab", name=name).click()
    years = page.locator(".time .window")
    before = years.inner_text()
    page.get_by_role("button", name="Play").click()
    until(page, lambda: years.inner_text() != before)
    first = years.inner_text()
    until(page, lambda: years.inner_text() != first)  # a year is over
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.get_by_role("button", name="Light or dark").click()
    at_rest(page)
