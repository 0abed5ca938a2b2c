"""Questioning the page: time, strikes, speakers, paths, tables, money, and what leaves it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import javascript
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from building import cite, claim, index

from cardindex import exports
from cardindex.evidence import tally, weigh
from cardindex.index import Index
from cardindex.slices import EVERYTHING, STANDING, Slice
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

JS = javascript.functions("explorer.js") | javascript.functions("painting.js")


def ties(page: Page) -> set[str]:
    """Return the ids of the lines that are drawn."""
    return set(
        page.evaluate("""() => document.getElementById('stage').drawing.lines
        .map(({ tie }) => tie.key)""")
    )


def marks(page: Page) -> set[str]:
    """Return the ids of the entities whose marks are drawn: vis-network keeps others, hidden."""
    return set(
        page.evaluate("""() => document.getElementById('stage').drawing.nodes
        .getIds({ filter: (row) => !row.hidden })""")
    )


def slide(page: Page, handle: str, year: int) -> None:
    page.get_by_role("slider", name=handle).fill(str(year))


def listed(page: Page, heading: str) -> list[str]:
    """Return the claim ids of one section of the card."""
    section = page.locator("section.family", has=page.locator("h3", has_text=heading))
    return section.locator("a.id").all_text_contents()


def saved(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


# --- Time


def test_window_shows_what_possibly_or_surely_held_in_it(opened: Opener) -> None:
    page = opened()
    slide(page, "First year", 1955)
    slide(page, "Last year", 1956)
    assert "ines+orlov+diplomacy" not in ties(page)
    # 1953/1955 holds surely, 195X only possibly.
    assert {"beacon+gazette+money", "harbour-party+ines+command"} <= ties(page)
    page.get_by_label("surely").check()
    assert "beacon+gazette+money" in ties(page)
    assert "harbour-party+ines+command" not in ties(page)
    page.wait_for_url("**#window=1955/1956&surely=1")


def test_number_of_undated_claims_left_out_stays_on_screen(opened: Opener, harbour: Index) -> None:
    page = opened("#window=1950/1960&surely=1")
    shown = Slice(standings=STANDING | {"contested"})
    undated = (tally(harbour, shown).claims["when"] == "").sum()
    assert page.locator(".undated").inner_text() == f"{undated} undated claims are not shown"


def test_histogram_has_a_bar_for_every_year(opened: Opener) -> None:
    page = opened()
    # From a birth in 1911 to the last year that a claim names.
    assert page.locator(".bars .possibly").count() == 1959 - 1911 + 1
    heights = page.locator(".bars .possibly").evaluate_all(
        "bars => bars.map(bar => Number(bar.getAttribute('height')))"
    )
    assert heights.index(max(heights)) == 1952 - 1911


def test_play_goes_through_the_years(opened: Opener) -> None:
    page = opened("#window=1951/1951")
    page.get_by_role("button", name="Play").click()
    # What has no date does not move.
    page.wait_for_url("**#window=1952/1952&dated=1", timeout=5000)
    page.get_by_role("button", name="Play").click()


# --- Strikes


@pytest.mark.parametrize("key", ["origin:aurora", "author:ines", "source:inquiry", "source:survey"])
def test_unticking_tells_the_same_as_weigh(opened: Opener, harbour: Index, key: str) -> None:
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    page.locator(f'[data-keys~="{key}"]').first.uncheck()
    weight = weigh(harbour, [key])
    assert listed(page, "Falls") == list(weight.falls)
    assert listed(page, "Clears") == list(weight.clears)
    assert listed(page, "Weakens") == list(weight.weakens)
    counts = page.locator("dl.tally dt").all_inner_texts()
    assert [int(count) for count in counts] == [
        len(weight.falls),
        len(weight.clears),
        len(weight.weakens),
        len(weight.lost_pairs),
        len(weight.orphaned),
    ]
    # Author, origin and work that are one are struck as one.
    by = page.locator(f'[data-keys~="{key}"]').first.get_attribute("data-strike")
    page.wait_for_url(lambda url: f"struck={by}" in url)


def test_what_falls_leaves_the_drawing_and_comes_back(opened: Opener) -> None:
    page = opened()
    before = ties(page)
    page.get_by_role("tab", name="Sources").click()
    page.locator('[data-strike="origin:aurora"]').uncheck()
    assert "aurora+orlov+membership-and-office" in before - ties(page)
    page.locator("#panel").get_by_role("button", name="Restore all").click()
    assert ties(page) == before


def test_tree_tells_what_each_work_carries_alone(opened: Opener, harbour: Index) -> None:
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    for key in ("origin:aurora", "source:inquiry"):
        label = page.locator("label", has=page.locator(f'[data-keys~="{key}"]')).first
        assert label.locator(".count").text_content() == str(len(weigh(harbour, [key]).falls))


def test_rows_are_in_the_order_of_what_falls_with_them(opened: Opener, harbour: Index) -> None:
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    # Apart from these stands the tale, through which all was read.
    assert page.locator(".read-through [data-keys]").evaluate_all(
        "all => all.map(it => it.dataset.keys)"
    ) == ["source:tale"]
    rows = page.locator("#sources > .tree > li > label [data-keys]").evaluate_all(
        "all => all.map(it => it.dataset.strike)"
    )
    falls = [len(weigh(harbour, [key]).falls) for key in rows]
    assert falls == sorted(falls, reverse=True)
    # Ines wrote one memoir of what she knew: one row, that says so.
    one = page.locator('label:has([data-keys="origin:ines author:ines source:memoir"])')
    assert one.locator(".row-label").text_content().startswith("Inés Ábalos")
    assert page.locator('[data-keys~="author:ines"]').count() == 1


def test_row_lights_its_lines_and_is_heard_alone(opened: Opener, harbour: Index) -> None:
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    page.locator('[data-keys~="source:memoir"]').focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#light=source:memoir")
    lit = page.evaluate("document.getElementById('stage').drawing.lit.ties.size")
    assert 0 < lit < len(ties(page))
    page.locator('[data-keys~="source:memoir"]').hover()
    page.get_by_role("button", name="hear only").click()
    page.wait_for_url(lambda url: "according_to=ines" in url)


def test_voices_are_sorted_by_how_much_they_say(opened: Opener, harbour: Index) -> None:
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    spoken = harbour.citations.explode("speakers").groupby("speakers")["claim"].nunique()
    works = page.locator("#speaker-choice optgroup[label=Works] option")
    found = [spoken.get(it.get_attribute("value"), 0) for it in works.all()]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0
    assert f"({found[0]})" in (works.first.text_content() or "")


def test_works_under_what_is_struck_are_struck_too(opened: Opener) -> None:
    page = opened("#struck=origin:aurora")
    page.get_by_role("tab", name="Sources").click()
    work = page.locator('[data-strike="source:aurora-files"]')
    assert (work.is_checked(), work.is_disabled()) == (False, True)


def test_according_to_one_speaker(opened: Opener, harbour: Index) -> None:
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    page.get_by_label("According to").select_option("memoir")
    page.get_by_role("tab", name="Claims").click()
    found = page.locator("table.sheet tbody a.id").all_inner_texts()
    expected = tally(harbour, Slice(according_to="memoir")).claims.index
    assert found == list(expected)


def test_two_speakers_side_by_side(opened: Opener) -> None:
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    page.get_by_label("According to").select_option("memoir")
    page.get_by_label("beside").select_option("inquiry")
    assert listed(page, "Only My Harbour affirms") == ["c005", "c008", "c009", "c013", "c021"]
    assert listed(page, "Only Report of the Inquiry affirms") == ["c002", "c010", "c011", "c015"]


# --- Paths


def test_path_is_told_hop_by_hop_with_its_weakest_link(opened: Opener) -> None:
    page = opened("#select=entity:orlov")
    page.get_by_role("button", name="A path to").click()
    page.get_by_role("combobox", name="Search").fill("Harbour Party")
    page.keyboard.press("Enter")
    hops = page.locator("section.family").first.locator(".hops .sentence").all_inner_texts()
    assert hops == ["Pavel Orlov worked for Aurora", "Aurora funded Harbour Party"]
    assert page.locator(".hops").first.locator(".weakest").count() == 1
    assert "A path is not a link" in page.locator("#panel").inner_text()
    assert "path=orlov,harbour-party" in page.url


# --- Tables and what leaves the page


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


def test_print_carries_the_caption_and_no_controls(opened: Opener) -> None:
    from playwright.sync_api import expect

    page = opened("#select=entity:ines")
    page.emulate_media(media="print", color_scheme="dark")
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    # Unfolded: on paper nobody can click. The page hears of the paper with its next frame.
    expect(page.locator("#panel details:not([open])")).to_have_count(0)
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


# --- Permalinks


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


def test_years_before_1_are_shown_with_their_era(opened: Opener, tmp_path: Path) -> None:
    when = {"c1": "-0049/-0043", "c2": "-0043-03-15", "c3": "0014", "c4": "1971"}
    ends = {"c1": "a funded b", "c2": "b killed a", "c3": "a met c", "c4": "c met d"}
    made = index(
        tmp_path / "made",
        [claim(id_, words, when=when[id_]) for id_, words in ends.items()],
        [cite(id_, "book") for id_ in ends],
    )
    file = tmp_path / "made.html"
    file.write_text(render(tally(made)), encoding="utf-8")
    page = opened("#window=-0049/-0044&surely=1", file=file)
    assert ties(page) == {"a+b+money"}
    strip = page.locator("#time")
    assert strip.locator(".year").all_inner_texts() == ["50 BC", "1971"]
    assert strip.locator(".window").inner_text() == "50–45 BC"
    first = page.get_by_role("slider", name="First year")
    assert first.get_attribute("aria-valuetext") == "50 BC"
    first.fill("-43")
    page.wait_for_url("**#window=-0044/-0043&surely=1")
    page.get_by_role("slider", name="Last year").fill("14")
    page.wait_for_url("**#window=-0044/0014&surely=1")
    assert ties(page) == {"a+b+money", "a+b+violence", "a+c+diplomacy"}
    assert "45 BC to AD 14" in page.locator("#caption").inner_text()


# --- Odd indexes


def test_two_hundred_parallel_claims_and_a_loop_are_one_line_each(
    opened: Opener, tmp_path: Path
) -> None:
    many = [claim(f"c{n:03}", "a funded b", quantity=str(n + 1), unit="USD") for n in range(200)]
    loop = claim("d001", "a met a")
    made = index(
        tmp_path / "made",
        [*many, loop],
        [cite(row["id"], "book") for row in [*many, loop]],
    )
    file = tmp_path / "made.html"
    file.write_text(render(tally(made)), encoding="utf-8")
    page = opened("#select=pair:a+b+money", file=file)
    assert ties(page) == {"a+b+money", "a+a+diplomacy"}
    assert page.locator("#panel h3 small").inner_text().strip() == "200"


@pytest.mark.parametrize("view", ["table", "money", "disputes", "network"])
def test_axe_finds_nothing_serious_in_any_view(opened: Opener, view: str) -> None:
    page = opened(f"#view={view}&struck=source:inquiry&select=strikes:now")
    page.get_by_role("tab", name="Sources").click()
    found = Axe().run(page).response["violations"]
    assert [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")] == []


# --- What the page was made for


def test_relations_of_a_family_can_be_chosen_one_by_one(opened: Opener) -> None:
    page = opened()
    page.locator("#fold-order").click()
    page.get_by_role("button", name="relations of Command").click()
    page.get_by_role("checkbox", name="led").uncheck()
    assert "harbour-party+ines+command" not in ties(page)
    assert "harbour-party+militia+command" in ties(page)
    page.get_by_role("button", name="show all").click()
    assert "harbour-party+ines+command" in ties(page)


def test_only_one_family_and_back(opened: Opener) -> None:
    page = opened()
    before = ties(page)
    page.locator("#fold-means").click()
    page.get_by_role("button", name="only Money and means").click()
    assert ties(page) == {"aurora+harbour-party+money", "beacon+gazette+money"}
    page.get_by_role("button", name="only Money and means").click()
    assert ties(page) == before


def test_free_text_narrows_the_view(opened: Opener) -> None:
    page = opened()
    page.get_by_placeholder("Only claims with these words").fill("ÁBALOS orlov")
    assert ties(page) == {"ines+orlov+handling", "ines+orlov+diplomacy"}


def test_page_of_a_focus_grows_by_clicks(opened: Opener, harbour: Index, tmp_path: Path) -> None:
    file = tmp_path / "focus.html"
    file.write_text(render(tally(harbour), focus="orlov"), encoding="utf-8")
    page = opened("#select=entity:ines", file=file)
    before = marks(page)
    assert before == {"aurora", "ines", "orlov"}
    assert "not drawn" in page.locator("#status").inner_text()
    page.get_by_role("button", name="neighbours that are not drawn").click()
    after = marks(page)
    assert after - before == {"dockers", "harbour-party"}
    page.get_by_role("button", name="Back").click()
    page.wait_for_url("**#select=entity:ines")


def test_page_of_a_slice_opens_as_the_slice_is(
    opened: Opener, harbour: Index, tmp_path: Path
) -> None:
    part = Slice(struck=frozenset({"source:inquiry"}), standings=frozenset({"single-root"}))
    file = tmp_path / "part.html"
    file.write_text(render(tally(harbour, part)), encoding="utf-8")
    page = opened("#view=table", file=file)
    found = page.locator("table.sheet tbody a.id").all_inner_texts()
    assert found == list(tally(harbour, part).claims.index)


def test_page_works_in_the_frame_of_a_notebook(page: Page, harbour_file: Path) -> None:
    page.goto("about:blank")
    page.evaluate(
        JS["frameWith"],
        harbour_file.read_text(encoding="utf-8"),
    )
    frame = page.frame_locator("iframe")
    frame.get_by_role("combobox", name="Search").fill("orlov")
    frame.get_by_role("option").first.click()
    assert frame.get_by_role("heading", level=2).inner_text() == "Pavel Orlov"
    frame.locator("#panel a.name", has_text="Aurora").first.click()
    assert frame.get_by_role("heading", level=2).inner_text() == "Aurora"


def test_drawing_first_seen_after_another_view_is_fitted_to_the_stage(opened: Opener) -> None:
    page = opened("#view=table")
    page.get_by_role("tab", name="Network").click()
    scale = page.evaluate("document.getElementById('stage').drawing.network.getScale()")
    assert 0.3 < scale < 2


def test_surely_without_years_leaves_the_undated_out(opened: Opener) -> None:
    page = opened()
    page.get_by_label("surely").check()
    assert "harbour-party+militia+command" not in ties(page)
    page.get_by_role("button", name="all years").click()
    assert "harbour-party+militia+command" in ties(page)
