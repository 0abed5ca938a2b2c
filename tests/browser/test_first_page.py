"""The page as a reader meets it: the drawing, search, cards, and what it must never do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import javascript
import pytest
from axe_playwright_python.sync_playwright import Axe
from waiting import comes_to, until

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.slices import Slice
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    Opener = Callable[..., Page]

JS = javascript.functions("first_page.js") | javascript.functions("painting.js")


def marks(page: Page) -> dict[str, dict[str, object]]:
    """Return the marks of entities that vis-network shows, by id: it keeps others, hidden."""
    rows = page.evaluate(
        """() => document.getElementById('stage').drawing.nodes
            .get({ filter: (row) => !row.hidden })"""
    )
    return {row["id"]: row for row in rows}


def lines(page: Page) -> dict[str, dict[str, Any]]:
    """Return the lines that are painted, by the id of their tie."""
    rows = page.evaluate(
        """() => document.getElementById('stage').drawing.lines
            .map(({ tie, way, width, dashes, colour }) => ({
                id: tie.key, back: tie.back, forth: tie.forth, way, width, dashes, colour,
            }))"""
    )
    return {row["id"]: row for row in rows}


def click_node(page: Page, entity: str) -> None:
    x, y = page.evaluate(
        """id => {
            const { network } = document.getElementById('stage').drawing;
            const at = network.canvasToDOM(network.getPosition(id));
            const box = document.getElementById('stage').getBoundingClientRect();
            return [at.x + box.x, at.y + box.y];
        }""",
        entity,
    )
    page.mouse.click(x, y)


def place_of_line(page: Page, tie: str) -> tuple[float, float]:
    """Return where on the page a point of a line lies, not far from its middle."""
    way = lines(page)[tie]["way"]
    on = [0.36 * a + 0.48 * b + 0.16 * c for a, b, c in zip(*way.values(), strict=True)]
    x, y = page.evaluate(
        """([x, y]) => {
            const stage = document.getElementById('stage');
            const at = stage.drawing.network.canvasToDOM({ x, y });
            const { left, top } = stage.getBoundingClientRect();
            return [at.x + left, at.y + top];
        }""",
        on,
    )
    return x, y


def click_line(page: Page, tie: str) -> None:
    x, y = place_of_line(page, tie)
    page.mouse.click(x, y)


def card(page: Page) -> str:
    return page.locator("#panel").inner_text()


def test_kinds_differ_by_shape_and_groups_of_families_by_colour(opened: Opener) -> None:
    page = opened()
    shapes = {entity: marks(page)[entity]["shape"] for entity in ("aurora", "militia", "ines")}
    assert shapes == {"aurora": "diamond", "militia": "triangle", "ines": "dot"}
    drawn = lines(page)
    money, meeting = (drawn[tie] for tie in ("aurora+harbour-party+money", "ines+orlov+diplomacy"))
    assert money["colour"] != meeting["colour"]


def test_line_tells_standing(opened: Opener) -> None:
    drawn = lines(opened())
    corroborated = drawn["aurora+harbour-party+money"]
    single = drawn["harbour-party+ines+command"]
    contested = drawn["aurora+strike-1952+events"]
    assert corroborated["width"] > single["width"]
    assert (single["dashes"], bool(contested["dashes"])) == ([], True)


def test_arrow_tells_direction(opened: Opener) -> None:
    drawn = lines(opened())

    def arrows(tie: str) -> tuple[bool, bool]:
        return drawn[tie]["back"], drawn[tie]["forth"]

    assert arrows("aurora+harbour-party+money") == (False, True)
    assert arrows("harbour-party+ines+command") == (True, False)
    assert arrows("ines+orlov+diplomacy") == (False, False)


def test_tentative_claims_and_mere_plans_are_drawn_only_when_asked_for(opened: Opener) -> None:
    page = opened()
    assert not {"beacon+militia+diplomacy", "aurora+ines+money"} & set(lines(page))
    page.get_by_label("tentative").check()
    page.get_by_label("was authorised").check()
    assert {"beacon+militia+diplomacy", "aurora+ines+money"} <= set(lines(page))


def test_labels_keep_their_size_when_one_zooms(opened: Opener) -> None:
    page = opened()
    placed = "document.getElementById('stage').drawing.sheets.labels"
    before = page.evaluate(f"{placed}.scale")
    page.get_by_role("button", name="Zoom in").click()
    expect_scale = page.evaluate("document.getElementById('stage').drawing.network.getScale()")
    assert expect_scale == pytest.approx(before * 1.35)
    comes_to(page, f"{placed}.scale", expect_scale)


@pytest.mark.parametrize("tie", ["hostile+rtl+diplomacy", "hostile+long+diplomacy"])
def test_on_a_phone_both_ends_of_a_line_are_seen_above_its_card(
    opened: Opener, page: Page, tie: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 390, "height": 844})
    opened()
    # So near that the line goes from one side of the screen to the other.
    page.evaluate(
        JS["comeNear"],
        tie.split("+")[:2],
    )
    click_line(page, tie)
    page.wait_for_selector("#panel h2")
    ends = page.evaluate(
        JS["ends"],
        tie.split("+")[:2],
    )
    card_top = page.evaluate("document.getElementById('panel').getBoundingClientRect().top")
    stage_top = page.evaluate("document.getElementById('stage').getBoundingClientRect().top")
    assert all(0 < x < 390 and stage_top < y < card_top for x, y in ends)


def test_click_on_a_node_shows_its_card(opened: Opener) -> None:
    page = opened()
    click_node(page, "ines")
    text = card(page)
    assert page.get_by_role("heading", level=2).inner_text() == "Inés Ábalos"
    assert "Secretary of the harbour party." in text
    assert "SWALLOW" in text
    assert "led Harbour Party" in text.replace("\n", " ")
    assert page.url.endswith("#select=entity:ines")


def test_click_on_a_line_opens_all_its_claims_with_every_citation(opened: Opener) -> None:
    page = opened()
    click_line(page, "aurora+harbour-party+money")
    claims = page.locator("article.claim")
    assert [claims.nth(i).get_attribute("data-claim") for i in range(claims.count())] == [
        "c002",
        "c001",
    ]
    second = claims.nth(1)
    assert "about 400,000 USD" in second.inner_text()
    assert "told by the doer" in second.inner_text()
    citation = second.locator("li.citation").nth(1)
    lines = [line for line in citation.inner_text().split("\n") if line]
    assert lines[0] == "The Harbour Tale, paragraph 14 affirms as stated"
    assert lines[1:3] == [
        "which takes it from A Survey of the Quays, p. 72",
        "which takes it from Letters of Aurora",
    ]
    assert lines[3].lower().startswith("root aurora")
    assert "Letters of Aurora" in lines[3]


def test_denial_rival_and_hearsay_are_told(opened: Opener) -> None:
    page = opened("#select=claim:c014")
    denial = page.locator("li.citation.denies")
    assert "denies as stated" in denial.inner_text()
    assert "No trace in its books." in denial.inner_text()
    assert page.locator(".standing .verdict").inner_text().lower() == "contested"
    page.goto(page.url.split("#")[0] + "#select=claim:c009")
    assert re.search(r"cannot both be true with .* c010\n", card(page))
    page.goto(page.url.split("#")[0] + "#select=claim:c012")
    assert "from someone not named" in card(page)
    assert "untraced: no known root · 1 work" in card(page).lower()


def test_every_name_on_a_card_leads_on_and_back_returns(opened: Opener) -> None:
    page = opened("#select=entity:ines")
    page.locator("#panel a.name", has_text="Harbour Party").first.click()
    assert page.get_by_role("heading", level=2).inner_text() == "Harbour Party"
    page.get_by_role("button", name="Back").click()
    page.wait_for_selector("h2:has-text('Inés')")
    page.get_by_role("button", name="Forward").click()
    page.wait_for_selector("h2:has-text('Harbour Party')")


def test_search_by_keyboard_finds_names_without_their_accents(opened: Opener) -> None:
    page = opened()
    page.keyboard.press("/")
    page.keyboard.type("ines aba")
    assert page.locator("#found").get_by_role("option").all_inner_texts() == ["Inés Ábalos person"]
    page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=2).inner_text() == "Inés Ábalos"


@pytest.mark.parametrize(
    ("typed", "group", "leads_to"),
    [
        ("swallow", "Code names", "Inés Ábalos"),
        ("morgenrote", "Other names", "Aurora"),
        ("survey of", "Sources", "A Survey of the Quays"),
    ],
)
def test_search_groups_what_it_finds(opened: Opener, typed: str, group: str, leads_to: str) -> None:
    page = opened()
    page.locator("#search").fill(typed)
    page.get_by_role("group", name=group).get_by_role("option").click()
    assert page.get_by_role("heading", level=2).inner_text() == leads_to


@pytest.mark.parametrize(
    ("typed", "first", "leads_to"),
    [
        ("HP", "HP Harbour Party", "Harbour Party"),  # whole, though "ship" is in other names
        ("harbour", "Harbour Party party", "Harbour Party"),  # and not the gazette or a work
        ("dockers' union", "Dockers' Union union", "Dockers' Union"),
        ("dockers\u2019 union", "Dockers' Union union", "Dockers' Union"),
        ("Aurora_Files", "aurora-files Files of Aurora", "Files of Aurora"),
        ("INES", "Inés Ábalos person", "Inés Ábalos"),
    ],
)
def test_search_has_the_best_first_and_enter_takes_it(
    opened: Opener, typed: str, first: str, leads_to: str
) -> None:
    page = opened()
    page.locator("#search").fill(typed)
    assert page.locator("#found").get_by_role("option").first.inner_text() == first
    page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=2).inner_text() == leads_to


def test_search_finds_a_claim_by_its_number(opened: Opener) -> None:
    page = opened()
    page.locator("#search").fill("C1")
    assert (
        page.locator("#found")
        .get_by_role("option")
        .all_inner_texts()[0]
        .startswith("c001 Money came through")
    )
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash.includes('select=claim:c001')")


def test_search_holds_out_against_what_nobody_types(opened: Opener) -> None:
    page = opened()
    for typed in ("(.*", "[", "\\", "constructor", "—", "…", "a " * 100_000, "'" * 300_000):
        page.locator("#search").fill(typed)
        page.locator("#found").wait_for()
        page.locator("#text-filter").fill(typed)
        page.locator("#text-filter").fill("")


def test_hostile_names_stay_text(opened: Opener) -> None:
    page = opened()
    page.evaluate("() => { window.alert = (text) => { document.body.dataset.alerted = text; }; }")
    for selection in ("entity:hostile", "entity:rtl", "entity:long", "claim:c016"):
        page.goto(page.url.split("#")[0] + f"#select={selection}")
        page.wait_for_selector("#panel h2")
    assert "</script><img src=x onerror=alert(1)>" in card(page)
    assert '"><b onclick=alert(2)>x</b>' in card(page)
    page.locator("#search").fill("onerror")
    assert page.locator("#found").get_by_role("option").count() == 1
    assert page.locator("img, #panel b").count() == 0
    assert page.evaluate("document.body.dataset.alerted") is None


def test_no_label_lies_on_another_at_the_opening(opened: Opener) -> None:
    page = opened()
    boxes = page.evaluate(JS["labelBoxes"])
    assert len(boxes) > 8
    overlapping = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert overlapping == []


def test_legend_filters_and_the_address_carries_it(opened: Opener) -> None:
    page = opened()
    page.locator("#fold-means").click()
    page.get_by_role("checkbox", name="Money and means").uncheck()
    assert not [tie for tie in lines(page) if tie.endswith("+money")]
    page.wait_for_url("**families=**")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert not [tie for tie in lines(page) if tie.endswith("+money")]


def test_foreign_permalink_is_ignored_with_a_note(opened: Opener) -> None:
    page = opened("#select=entity:nobody&standings=%E0%A4%A&families=money,magic")
    assert set(lines(page)) == {"aurora+harbour-party+money", "beacon+gazette+money"}
    note = page.locator("#notice").inner_text()
    assert "nobody" in note
    assert "magic" in note


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious(opened: Opener, page: Page, scheme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened("#select=pair:aurora+harbour-party+money", welcomed=False)
    found = Axe().run(page).response["violations"]
    assert [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")] == []


def test_dark_paper_is_dark(opened: Opener, page: Page) -> None:
    page.emulate_media(color_scheme="light")
    opened()
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.get_by_role("button", name="Light or dark").click()
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (light, dark) == ("rgb(243, 237, 225)", "rgb(28, 26, 23)")


def test_first_visit_explains_itself_once(opened: Opener) -> None:
    page = opened(welcomed=False)
    assert "it is not a fact" in page.locator("#welcome").inner_text()
    page.get_by_role("button", name="Start reading").click()
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.locator("#welcome").is_hidden()


@pytest.mark.engine("chromium")  # elsewhere Playwright cannot turn scripts off
def test_without_javascript_the_claims_are_a_table(browser: Browser, harbour_file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(harbour_file.as_uri())
    rows = page.locator("noscript tbody tr, .without-script tbody tr")
    first = rows.first.locator("td").all_inner_texts()
    assert [*first[:3], first[-1]] == ["Aurora", "funded", "Harbour Party", "c001"]
    assert rows.count() == 22
    assert page.locator(".app").is_hidden()
    context.close()


@pytest.mark.parametrize("claims", [set(), {"ines"}])
def test_page_of_few_claims_or_none_opens(
    opened: Opener, harbour: Index, tmp_path: Path, claims: set[str]
) -> None:
    only = Slice(entities=frozenset(claims) or frozenset({"lonely"}))
    file = tmp_path / "few.html"
    file.write_text(render(tally(harbour, only)), encoding="utf-8")
    page = opened(file=file)
    status = page.locator("#status").inner_text()
    assert status.startswith("No claim") is not bool(claims)


def test_keyboard_walks_the_drawing(opened: Opener) -> None:
    page = opened()
    page.locator("#stage").focus()
    page.keyboard.press("ArrowRight")
    first = page.get_by_role("heading", level=2).inner_text()
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("heading", level=2).inner_text() != first
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()


def test_pointer_on_a_line_is_told_what_it_stands_for(opened: Opener) -> None:
    page = opened()
    page.evaluate(JS["notePainted"])
    x, y = place_of_line(page, "aurora+harbour-party+money")
    page.mouse.move(x, y)
    page.mouse.move(x + 1, y)
    told = "Aurora – Harbour Party: Money and means, 2 claims"
    until(page, lambda: told in page.evaluate("window.painted"))


def test_about_explains_the_words_on_the_cards(opened: Opener) -> None:
    page = opened()
    page.get_by_role("button", name="About").click()
    terms = page.locator("#welcome dt").all_inner_texts()
    assert [term.strip() for term in terms] == [
        "corroborated",
        "single root",
        "untraced",
        "contested",
        "tentative",
        "denied",
        "told by the doer",
        "told by the one concerned",
        "apparent corroboration",
        "circular reporting",
        "misquoted",
        "overstated",
        "root",
        "works",
    ]


def place(page: Page, entity: str) -> tuple[float, float]:
    """Return where on the page the mark of an entity lies."""
    x, y = page.evaluate(
        JS["place"],
        entity,
    )
    return x, y


def drag(page: Page, entity: str, right: int, down: int) -> None:
    x, y = place(page, entity)
    page.mouse.move(x, y)
    page.mouse.down()
    # The first steps only tell vis-network that this is no click.
    page.mouse.move(x + 20, y + 10, steps=4)
    page.mouse.move(x + right, y + down, steps=6)


@pytest.mark.parametrize("address", ["", "#focus=ines"])
def test_what_is_dragged_takes_its_lines_and_its_label_along_and_stays(
    opened: Opener, address: str
) -> None:
    page = opened(address)
    tie = "harbour-party+ines+command"
    before = lines(page)
    drag(page, "ines", 130, 90)
    carried = page.evaluate(
        """() => document.getElementById('stage').drawing.carried.lines
            .map(({ tie, way }) => [tie.key, way])"""
    )
    page.mouse.up()
    after = lines(page)
    assert dict(carried)[tie] == after[tie]["way"] != before[tie]["way"]
    assert list(after) == list(before)
    put = place(page, "ines")
    page.locator("#fold-means").click()
    page.get_by_role("checkbox", name="Money and means").uncheck()
    page.get_by_role("button", name="Light or dark").click()
    page.wait_for_timeout(200)
    assert place(page, "ines") == pytest.approx(put, abs=1)
    assert lines(page)[tie]["way"] == after[tie]["way"]
    x, y, size = page.evaluate(
        """() => {
            const { sheets, looks } = document.getElementById('stage').drawing;
            const { entity, x, y } = sheets.labels.placed
                .find(({ entity }) => entity.id === 'ines');
            return [x - entity.x, y - entity.y, looks.get(entity).size];
        }"""
    )
    assert max(abs(x), abs(y)) < size * 3
    # A drag is no click, and leaves nothing marked.
    assert not page.locator("#panel").is_visible()
    click_line(page, tie)
    assert "led" in card(page)


def test_only_what_the_page_has_selected_looks_selected(opened: Opener) -> None:
    page = opened()
    click_node(page, "ines")
    page.keyboard.press("Escape")
    colours = "() => document.getElementById('stage').drawing.network.body.nodes.ines.options"
    found = page.evaluate(colours)
    assert found["color"]["highlight"]["border"] == found["color"]["border"]
    assert found["borderWidthSelected"] == found["borderWidth"]


def test_drawing_is_as_large_as_it_was_once_the_window_is(opened: Opener) -> None:
    page = opened()
    page.emulate_media(reduced_motion="reduce")
    scale = "document.getElementById('stage').drawing.network.getScale()"
    before = page.evaluate(scale)
    click_node(page, "ines")
    for size in ({"width": 1000, "height": 500}, {"width": 1280, "height": 720}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.wait_for_timeout(200)
    page.locator("#panel").get_by_role("button", name="Close").click()
    page.wait_for_timeout(200)
    assert page.evaluate(scale) == pytest.approx(before)
    assert page.evaluate(
        """() => {
            const canvas = document.querySelector('#stage canvas');
            return canvas.width / devicePixelRatio - document.getElementById('stage').clientWidth;
        }"""
    ) == pytest.approx(0, abs=1)


def test_drawing_stands_after_printing_where_it_stood(opened: Opener) -> None:
    page = opened("#select=entity:ines")
    stand = """() => {
        const { network } = document.getElementById('stage').drawing;
        const { x, y } = network.getViewPosition();
        return [network.getScale(), x, y];
    }"""
    page.wait_for_timeout(600)
    before = page.evaluate(stand)
    page.emulate_media(media="print")
    page.wait_for_timeout(300)
    page.emulate_media(media="screen")
    page.wait_for_timeout(300)
    assert page.evaluate(stand) == pytest.approx(before, abs=0.01)


def test_words_of_the_address_stand_in_their_box(opened: Opener) -> None:
    page = opened("#text=harbour")
    box = page.get_by_placeholder("Only claims with these words")
    assert box.input_value() == "harbour"
    page.evaluate("() => { location.hash = ''; }")
    page.wait_for_function("() => !document.getElementById('text-filter').value")


def test_drawing_zooms_only_as_far_as_something_can_be_seen(opened: Opener) -> None:
    page = opened()
    scale = "document.getElementById('stage').drawing.network.getScale()"
    page.locator("#stage").focus()
    for key, furthest in (("+", 10), ("-", 0.05)):
        for _ in range(36):
            page.keyboard.press(key)
        comes_to(page, scale, pytest.approx(furthest))


def test_a_box_drawn_with_shift_moves_nothing_later(opened: Opener) -> None:
    page = opened()
    box = page.locator("#stage").bounding_box()
    assert box
    page.keyboard.down("Shift")
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 80, box["y"] + box["height"] - 60, steps=8)
    page.mouse.up()
    page.keyboard.up("Shift")
    page.wait_for_timeout(100)  # vis-network takes no second press within 50 ms
    before = place(page, "harbour-party")
    drag(page, "ines", 60, 40)
    page.mouse.up()
    assert place(page, "harbour-party") == pytest.approx(before, abs=1)
