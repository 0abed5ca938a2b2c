"""An arrangement as a file: saved, loaded, built into a page; what is refused, as by Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import javascript
import pytest
from drawn import address, drag, marks

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.view import arrangement
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]
    Modules = Callable[..., Any]

JS = javascript.functions("arrangement_file.js")


CASES = json.loads(
    (Path(__file__).resolve().parent.parent / "data" / "arrangements.json").read_text("utf-8")
)

PARSED = JS["parsed"]


def parsed(modules: Modules, cases: list[dict[str, Any]], harbour: Index) -> list[dict[str, Any]]:
    texts = [
        (case["text"] if "text" in case else json.dumps(case["file"])).replace("BASE", harbour.base)
        for case in cases
    ]
    asked = [texts, harbour.base, list(harbour.entities.index)]
    found: list[dict[str, Any]] = modules("state/arrangementfile.js", PARSED, asked)
    return found


def test_page_takes_and_refuses_what_python_does(modules: Modules, harbour: Index) -> None:
    for case, found in zip(CASES["good"], parsed(modules, CASES["good"], harbour), strict=True):
        expected = {name: case.get(name, []) for name in ("pins", "hidden", "kept", "unknown")}
        assert {name: found[name] for name in expected} == expected
    for case, found in zip(CASES["bad"], parsed(modules, CASES["bad"], harbour), strict=True):
        assert found == {"code": case["code"], "at": case.get("at", "")}, case


def saved(page: Page, folder: Path) -> Path:
    page.get_by_role("button", name="Picture").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the arrangement").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def load(page: Page, file: Path | dict[str, Any]) -> None:
    page.get_by_role("button", name="Picture").click()
    page.get_by_label("Load one:").set_input_files(file)  # type: ignore[arg-type]
    page.locator("#picture-box").wait_for(state="hidden")


def test_what_is_saved_is_loaded_built_in_and_saved_again_to_the_byte(
    opened: Opener, harbour: Index, tmp_path: Path
) -> None:
    page = opened("#hidden=aurora")
    drag(page, "ines", 70, 40)
    arranged = marks(page)
    file = saved(page, tmp_path)
    text = file.read_bytes()
    told = json.loads(text)
    (place,) = told["places"]
    assert place["id"] == "ines"
    assert place["wide"] == place["upright"][::-1]
    assert (told["base"], told["version"]) == (harbour.base, harbour.version)
    page = opened()
    load(page, file)
    assert marks(page) == arranged
    assert page.locator("#notice").is_hidden()
    assert "pins=ines:" in address(page)
    assert saved(page, tmp_path).read_bytes() == text
    built = tmp_path / "built.html"
    found = arrangement.read(file, harbour)
    built.write_text(render(tally(harbour), arrangement=found), encoding="utf-8")
    page = opened(file=built)
    assert marks(page) == arranged
    assert address(page) == ""
    page.get_by_role("button", name="let go").click()
    page.get_by_role("button", name="show again").click()
    taken_back = address(page)
    bare = marks(opened())
    page = opened(taken_back, file=built)
    assert marks(page) == bare


def test_more_than_an_address_takes_are_loaded_and_stay(
    opened: Opener, harbour: Index, tmp_path: Path
) -> None:
    places = [
        {"id": id_, "wide": [i * 40, i % 7 * 30], "around": around}
        for i, id_ in enumerate(harbour.entities.index)
        for around in list(harbour.entities.index)[:4]
    ]
    places += [{"id": "ines", "wide": [300, 200]}, {"id": "gone", "wide": [0, 0]}]
    file = tmp_path / "many.json"
    file.write_text(json.dumps({"arrangement": 1, "base": harbour.base, "places": places}))
    page = opened()
    load(page, file)
    assert "1 mark that this index has not, left out: gone" in page.locator("#notice").inner_text()
    assert marks(page)["ines"] == [300, 200]
    page.locator("#search").fill("orlov")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel h2")
    page.evaluate("history.back()")
    page.locator("#panel").wait_for(state="hidden")
    assert marks(page)["ines"] == [300, 200]
    assert "pins" not in address(page)


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("a.json", b"[1, NaN]", "a.json: is not JSON"),
        ("b.json", b"\xff\xfe", "b.json: is no text in UTF-8"),
        ("c.json", b" " * 2_000_001, "c.json: is larger than 2 MB"),
        ("d.json", b"{}", "d.json: is no arrangement"),
        (
            "e.json",
            b'{"arrangement": 1, "base": "https://example.org/x/"}',
            'e.json: "base": is of another index, \u201chttps://example.org/x/\u201d; this page',
        ),
    ],
)
def test_file_that_is_none_is_told_and_changes_nothing(
    opened: Opener, name: str, body: bytes, told: str
) -> None:
    page = opened("#pins=ines:10:20")
    before = marks(page)
    load(page, {"name": name, "mimeType": "application/json", "buffer": body})
    assert told in page.locator("#notice").inner_text()
    assert marks(page) == before
