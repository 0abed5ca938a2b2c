"""What leaves the page: a table as CSV, a picture, print, a citation, an address."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import javascript
import pandas as pd
import pytest
from building import cite, claim, index
from drawn import ties
from waiting import comes_to

from cardindex import exports
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.slices import EVERYTHING, Slice
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

JS = javascript.functions("leaving.js") | javascript.functions("painting.js")


def saved(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_table_sorts_by_its_headings(opened: Opener) -> None:
    page = opened("#view=table")
    ids = page.locator("table.sheet tbody a.id")
    assert ids.first.inner_text() == "c001"
    page.get_by_role("button", name="Sum").click()
    page.get_by_role("button", name="Sum").click()
    assert ids.first.inner_text() == "c001"
    assert page.locator("th[aria-sort=descending]").inner_text().lower().startswith("sum")
    page.get_by_role("button", name="When").click()
    assert ids.first.inner_text() == "c021"


@pytest.fixture
def downloaded(opened: Opener, tmp_path: Path) -> Path:
    """The table of two claims whose texts a spreadsheet would run, as the page gives it."""
    made = index(
        tmp_path / "made",
        [
            claim("c1", "a code_named b", text="=1+1"),
            claim("c2", "a code_named b", text='-x, "y"\nand 😀', gloss="Żółć"),
        ],
        [cite("c1", "book"), cite("c2", "book")],
    )
    file = tmp_path / "made.html"
    file.write_text(render(tally(made)), encoding="utf-8")
    return saved(opened("#view=table", file=file), "Download as CSV", tmp_path)


def test_csv_has_its_header_first_and_its_caption_last(downloaded: Path) -> None:
    with downloaded.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert list(rows[0])[:4] == ["id", "subject", "relation", "object"]
    assert list(rows[0])[-1] == "view"
    assert [row["id"] for row in rows] == ["c1", "c2"]
    assert [rows[0][name] for name in ("text", "standing", "support_low", "works", "roots")] == [
        "'=1+1", "untraced", "0", "1", "",
    ]  # fmt: skip
    assert rows[1]["text"] == '\'-x, "y"\nand 😀'
    for row in rows:
        assert row["view"].startswith("Made up 2 of 2 claims: ")
        assert row["view"].endswith("A claim is what a source says; it is not a fact.")


def test_csv_is_what_excel_and_rfc_4180_want(downloaded: Path) -> None:
    data = downloaded.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,subject,")
    assert data.endswith(b"\r\n")
    # Three rows, and one line end that stands inside quotation marks.
    assert (data.count(b"\r\n"), data.count(b"\n")) == (3, 4)


def test_pandas_reads_the_csv_without_being_told(downloaded: Path) -> None:
    frame = pd.read_csv(downloaded)
    assert frame.columns[0] == "id"
    assert list(frame["id"]) == ["c1", "c2"]
    assert list(frame["subject"] + frame["object"]) == ["ab", "ab"]
    assert frame["works"].tolist() == [1, 1]


def test_export_line_gives_the_same_slice(opened: Opener, harbour: Index) -> None:
    from click import Context

    from cardindex.cli.export import command
    from cardindex.cli.options import read_slice

    page = opened("#view=table&families=money,command&window=1950/1953&struck=source:inquiry")
    line = page.locator(".copyable code").inner_text().split()
    assert line[:2] == ["cardindex", "export"]
    assert line[2] in exports.FORMATS
    options = Context(command)
    parsed = command.make_parser(options).parse_args(line[2:])[0]
    told = {name: value for name, value in parsed.items() if name not in ("format", "output")}
    chosen = read_slice(harbour, told, EVERYTHING)
    found = page.locator("table.sheet tbody a.id").all_inner_texts()
    assert found == list(tally(harbour, chosen).claims.index)


def test_ledger_totals_are_ranges(opened: Opener, harbour: Index) -> None:
    page = opened("#view=money&modes=actual,authorised")
    totals = page.locator("section.ledger", has=page.locator("h3", has_text="USD"))
    assert totals.locator("tfoot td").all_inner_texts()[-2:] == [
        "350,000 to 550,000 USD",
        "at least 30,000 USD",
    ]
    money = Slice(families=frozenset({"money"}), modes=frozenset({"", "authorised"}))
    assert tally(harbour, money).totals.query("unit == 'USD'")[
        ["low", "high"]
    ].to_numpy().tolist() == [
        [350000, 550000],
        [30000, float("inf")],
    ]
    page.get_by_role("link", name="at least 30,000 USD", exact=True).click()
    assert page.locator("#panel [data-claim]").get_attribute("data-claim") == "c003"


def test_picture_carries_its_caption(opened: Opener, tmp_path: Path) -> None:
    page = opened("#struck=source:inquiry")
    page.evaluate(JS["notePainted"])
    page.get_by_role("button", name="Picture").click()
    path = saved(page, "Save as PNG", tmp_path)
    assert path.read_bytes().startswith(b"\x89PNG")
    text = " ".join(page.evaluate("window.painted"))
    assert "The harbour papers, version 7" in text
    assert "Struck out: Report of the Inquiry (source:inquiry)" in text
    assert text.endswith("A claim is what a source says; it is not a fact.")
    assert re.search(r"\d+ of 22 claims: standing contested, corroborated, single root", text)


@pytest.mark.parametrize("reader", [False, True])
def test_night_ends_where_paper_begins(opened: Opener, reader: bool) -> None:
    """Whoever chose the night: the system, or the reader."""
    page = opened()
    colours = """() => {
        const { color, backgroundColor, colorScheme } = getComputedStyle(document.documentElement);
        return [color, backgroundColor, colorScheme];
    }"""
    if reader:
        page.get_by_role("button", name="Light or dark").click()
    else:
        page.emulate_media(color_scheme="dark")
    assert page.evaluate(colours) == ["rgb(236, 228, 213)", "rgb(28, 26, 23)", "dark"]
    day = ["rgb(43, 37, 32)", "rgb(255, 255, 255)", "light"]
    page.evaluate("document.documentElement.dataset.paper = 'yes'")  # before it is printed
    assert page.evaluate(colours) == day
    page.evaluate("delete document.documentElement.dataset.paper")
    page.emulate_media(media="print")
    assert page.evaluate(colours) == day


def test_print_carries_the_caption_and_no_controls(opened: Opener) -> None:
    page = opened("#select=entity:ines")
    page.emulate_media(media="print", color_scheme="dark")
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    # Unfolded: on paper nobody can click. The page hears of the paper with its next frame.
    comes_to(page, "document.querySelectorAll('#panel details:not([open])').length", 0)
    assert page.locator("#caption").is_visible()
    assert "it is not a fact" in page.locator("#caption").inner_text()
    assert page.locator("#panel").is_visible()
    for hidden in ("#rail", "#time", "#search", ".zoom"):
        assert page.locator(hidden).is_hidden()


def test_citation_of_the_view_names_index_version_and_address(opened: Opener) -> None:
    page = opened("#struck=source:inquiry")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Cite").click()
    page.wait_for_selector("button:has-text('copied')")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("“The harbour papers”, version 7. 16 of 22 claims: ")
    assert "Struck out: Report of the Inquiry (source:inquiry)" in text
    assert text.endswith("A claim is what a source says; it is not a fact.")
    assert page.url.split("#")[1] in text
    # Of a page that lies on this machine nobody else has the path.
    assert "file:" not in text
    assert not re.search(r"/\w+/\w+", text)


def test_permalink_gives_the_same_view_in_another_window(opened: Opener) -> None:
    address = (
        "#families=money,handling,command&standings=corroborated,single-root&modes=actual,authorised"
        "&struck=source:inquiry&window=1950/1955&surely=1&select=entity:ines"
    )
    page = opened(address)
    assert page.url.endswith(address)
    shown = (ties(page), page.locator("#panel").inner_text(), page.locator("#status").inner_text())
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("body[data-ready]")
    assert shown == (
        ties(other),
        other.locator("#panel").inner_text(),
        other.locator("#status").inner_text(),
    )


def test_every_change_of_state_round_trips_through_the_address(modules: Callable[..., Any]) -> None:
    script = JS["lostOnTheWay"]
    changes: list[dict[str, object]] = [
        {},
        {"hiddenFamilies": ["money"], "hiddenTypes": ["party", "person"]},
        {"hiddenRelations": ["led"], "standings": [], "modes": ["", "asked"]},
        {"window": [1953, 1973], "surely": True, "text": "a, b & c=d + é #/"},
        {"window": [-9999, -43]},
        {"hues": ["means", "order"]},
        {"window": [0, 14]},
        {"struck": ["origin:kgb", "source:a"], "speaker": "a", "versus": "x"},
        {"selection": {"kind": "pair", "id": "x+y+money"}, "view": "money"},
        {"selection": {"kind": "strikes", "id": "now"}, "focus": "x", "depth": 3},
        {"selection": {"kind": "path", "id": "now"}, "path": {"from": "x", "to": "y"}},
        {"grown": ["x", "y"], "selection": {"kind": "claim", "id": "c1"}},
        {"hues": ["order"]},
        {"size": "betweenness", "colour": "scheme:bloc"},
        {"colour": "measure:pagerank", "blocs": ["bloc:Services"], "wholes": ["x"]},
    ]
    assert modules("state/permalink.js", script, changes) == []
