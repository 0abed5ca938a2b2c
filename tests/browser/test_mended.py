"""Small screens, frames, paper, pictures, the keyboard: what a reader meets around the drawing."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import javascript
import pytest
from drawn import resize
from waiting import settled, until

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    Opener = Callable[..., Page]

JS = javascript.functions("mended.js")


SVG = "{http://www.w3.org/2000/svg}"


def box(locator: Locator) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of what is seen of an element."""
    found = locator.bounding_box()
    assert found
    return (
        found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"],
    )  # fmt: skip


# --- The welcome


def test_escape_and_a_click_close_the_welcome(opened: Opener) -> None:
    page = opened(welcomed=False)
    assert page.locator("#welcome").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#welcome").is_hidden()
    page.get_by_role("button", name="About").click()
    assert page.locator("#welcome").is_visible()
    page.locator("#time").click(position={"x": 3, "y": 3})
    assert page.locator("#welcome").is_hidden()


@pytest.mark.parametrize("address", ["#select=entity:ines", "#view=table", "#embed=1"])
def test_the_welcome_covers_no_view_that_was_shared(opened: Opener, address: str) -> None:
    page = opened(address, welcomed=False)
    assert page.locator("#welcome").is_hidden()


# --- The keyboard


def test_the_drawing_is_no_more_than_ten_tab_stops_away(opened: Opener) -> None:
    page = opened()
    stops = []
    while len(stops) < 20 and "stage" not in stops:
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate("document.activeElement.id || document.activeElement.textContent")
        )
    assert stops[0] == "Skip to the drawing"
    assert "stage" in stops[:10]


def test_the_arrows_go_from_tool_to_tool(opened: Opener) -> None:
    page = opened()
    page.get_by_role("button", name="Cite").focus()
    named = []
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
        named.append(page.evaluate("document.activeElement.textContent"))
    assert named == ["Picture", "Light or dark", "About", "Cite", "About"]


def test_the_first_tab_stop_skips_to_the_drawing(opened: Opener) -> None:
    page = opened()
    page.keyboard.press("Tab")
    assert box(page.get_by_role("button", name="Skip to the drawing"))[1] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "stage"


def test_the_legend_can_be_folded_and_stays_so(opened: Opener) -> None:
    page = opened()
    narrow = box(page.locator("#stage"))
    page.locator("#rail").get_by_role("button", name="Close").click()
    assert page.locator("#rail").is_hidden()
    assert box(page.locator("#stage"))[0] < narrow[0]
    # A busy browser may lose what a page from a disk has kept, so it is given what it had.
    kept = page.evaluate("localStorage.getItem('cardindex.rail')")
    page.add_init_script(f"localStorage.setItem('cardindex.rail', '{kept}')")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.locator("#rail").is_hidden()
    page.get_by_role("button", name="Legend").click()
    assert page.locator("#rail").is_visible()
    assert box(page.locator("#stage")) == narrow


# --- Small screens and frames


@pytest.mark.parametrize("size", [(390, 844), (667, 375), (480, 480), (320, 568)])
def test_on_a_small_screen_the_header_is_one_row_and_every_control_is_in_reach(
    opened: Opener, page: Page, size: tuple[int, int]
) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    opened()
    views = ["#tab-network", "#tab-table", "#tab-money", "#tab-disputes"]
    rows = ["#open-rail", "#search", *views, "#more"]
    boxes = [box(page.locator(one)) for one in rows]
    assert max(top for _, top, _, _ in boxes) < min(bottom for _, _, _, bottom in boxes)
    assert all(left >= 0 and right <= width for left, _, right, _ in boxes)
    assert all(one[2] <= other[0] + 1 for one, other in pairwise(boxes))
    stage = box(page.locator("#stage"))
    for button in page.locator("#status button").all():
        left, top, right, bottom = box(button)
        assert left >= 0 and right <= stage[2] and bottom <= stage[3]  # noqa: PT018
        assert button.evaluate(
            """(it) => {
                const { left, top, width, height } = it.getBoundingClientRect();
                return document.elementFromPoint(left + width / 2, top + height / 2) === it;
            }"""
        )
    page.locator("#more").click()
    for name in ("Cite", "Picture", "Light or dark", "About"):
        left, top, right, bottom = box(page.get_by_role("button", name=name))
        assert left >= 0 and top >= 0 and right <= width and bottom <= height  # noqa: PT018
    page.keyboard.press("Escape")
    assert page.locator("#tool-list").is_hidden()
    page.locator("#open-rail").click()
    page.locator("#legend input").last.scroll_into_view_if_needed()
    until(page, lambda: box(page.locator("#legend input").last)[3] <= height)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("size", [(390, 844), (375, 667), (667, 375), (480, 480)])
def test_on_a_small_screen_drawing_and_card_are_seen_side_by_side(
    opened: Opener, page: Page, size: tuple[int, int]
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    opened("#select=entity:ines")
    stage, panel = box(page.locator("#stage")), box(page.locator("#panel"))
    apart = stage[3] <= panel[1] + 1 or stage[2] <= panel[0] + 1
    assert apart
    assert min(stage[2] - stage[0], stage[3] - stage[1]) >= 110
    assert min(panel[2] - panel[0], panel[3] - panel[1]) >= 110
    x, y = page.evaluate(
        """() => {
            const { network } = document.getElementById('stage').drawing;
            const at = network.canvasToDOM(network.getPosition('ines'));
            return [at.x, at.y];
        }"""
    )
    assert 0 < x < stage[2] - stage[0]
    assert 0 < y < stage[3] - stage[1]


def test_in_a_frame_there_is_only_the_drawing_and_the_way_to_the_whole(opened: Opener) -> None:
    page = opened("#embed=1&families=money&select=entity:ines", welcomed=False)
    for hidden in (".top", "#rail", "#welcome"):
        assert page.locator(hidden).is_hidden()
    page.locator("#panel").get_by_role("button", name="Close").click()
    link = page.get_by_role("link", name="open in full")
    assert link.get_attribute("href") == "#families=money"
    assert "embed=1" in page.url
    with page.context.expect_page() as other:
        link.click()
    other.value.wait_for_selector("body[data-ready]")
    assert other.value.locator(".top").is_visible()


# --- Paper and pictures


def test_paper_has_the_drawing_with_a_key_and_in_its_own_shape(opened: Opener) -> None:
    page = opened()
    page.set_viewport_size({"width": 760, "height": 1000})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="dark")
    picture = page.locator("#paper-picture svg")
    left, top, right, bottom = box(picture)
    shape = [float(side) for side in (picture.get_attribute("viewBox") or "").split()[2:]]
    assert (right - left) / (bottom - top) == pytest.approx(shape[0] / shape[1], rel=0.02)
    words = picture.text_content() or ""
    for told in ("Means and craft", "single root", "Kinds", "an arrow: from who acts"):
        assert told in words
    # In the colours of day, by whatever light the page is read.
    assert picture.locator("rect").first.get_attribute("fill") == "#fff"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator("#paper-picture svg").count() == 0
    assert page.locator("#stage canvas").is_visible()


def saved(page: Page, form: str, tmp_path: Path, width: int | None = None) -> Path:
    page.get_by_role("button", name="Picture").click()
    if width:
        page.get_by_label("Width in pixels").press("ControlOrMeta+a")
        page.get_by_label("Width in pixels").press_sequentially(str(width))
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Save as {form}").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_png_is_as_wide_as_was_asked_for(opened: Opener, tmp_path: Path) -> None:
    page = opened()
    for width in (600, 3000):
        data = saved(page, "PNG", tmp_path, width).read_bytes()
        assert int.from_bytes(data[16:20], "big") == width


def test_svg_has_every_name_that_is_painted_a_key_and_the_caption(
    opened: Opener, tmp_path: Path
) -> None:
    page = opened("#struck=source:inquiry")
    names = page.evaluate(
        """() => document.getElementById('stage').drawing.sheets.labels.placed
            .map(({ text }) => text)"""
    )
    text = saved(page, "SVG", tmp_path).read_text(encoding="utf-8")
    root = ET.fromstring(text)  # noqa: S314 - our own
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert set(names) <= set(texts)
    marks = page.evaluate("document.getElementById('stage').drawing.marks.length")
    lines = page.evaluate("document.getElementById('stage').drawing.lines.length")
    assert len(list(root.iter(f"{SVG}path"))) >= 2 * marks + lines
    whole = " ".join(filter(None, texts))
    kinds = page.evaluate(
        """() => [...new Set(document.getElementById('stage').drawing.entities
            .map(({ type }) => type.label))]"""
    )
    for told in ("Standing", "single root", *kinds, "Struck out: Report of the Inquiry"):
        assert told in whole
    # Nothing that another program would have to fetch or run.
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "path", "text", "rect",
    }  # fmt: skip


# --- Cite, addresses, words


@pytest.mark.parametrize(
    ("address", "cited"),
    [
        ("#select=entity:ines", "The card of “Inés Ábalos”, in “The harbour papers”, version 7."),
        ("#select=claim:c001", "“Aurora funded Harbour Party (1953)” (claim c001), in “The"),
        ("#select=source:survey", "What is cited from “A Survey of the Quays”, in “The harbour"),
        (
            "#select=pair:aurora+harbour-party",
            "The claims that link “Aurora” – “Harbour Party”, in",
        ),
        ("", "“The harbour papers”, version 7."),
    ],
)
def test_a_citation_names_what_is_cited_and_no_path(
    opened: Opener, address: str, cited: str
) -> None:
    page = opened(address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Cite").click()
    page.wait_for_selector("button:has-text('copied')")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(cited)
    assert "file:" not in text
    assert ".html" not in text


def test_the_address_of_a_claim_can_be_copied(opened: Opener) -> None:
    page = opened("#struck=source:inquiry&select=entity:ines")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-claim] summary").first.click()
    claim = page.locator("[data-claim]").first.get_attribute("data-claim")
    page.get_by_role("button", name="copy address").first.click()
    page.wait_for_selector("button:has-text('copied')")
    address = page.evaluate("navigator.clipboard.readText()")
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    assert page.url.endswith(f"#struck=source:inquiry&select=claim:{claim}")


def test_surroundings_name_their_own_centre(opened: Opener) -> None:
    page = opened("#focus=ines")
    assert page.locator("#status").inner_text().startswith("around Inés Ábalos: ")
    resize(page, 320, 480)
    names = """() => document.getElementById('stage').drawing.sheets.labels.placed
        .map(({ entity }) => entity.id)"""
    for _ in range(12):
        page.locator("#stage").press("-")
    until(page, lambda: "ines" in page.evaluate(names))


def test_a_note_on_a_line_follows_the_pointer_and_stays_on_the_stage(opened: Opener) -> None:
    page = opened()
    page.evaluate(JS["noteNotes"])
    way = page.evaluate(JS["threeSpots"])
    found = []
    for x, y in way:
        page.mouse.move(x, y)
        settled(page)
        found.append(page.evaluate("window.notes.at(-1)"))
    ratio = page.evaluate("devicePixelRatio")
    stage = box(page.locator("#stage"))
    for (x, y), (left, middle, right, height) in zip(way, found, strict=True):
        assert left >= 0
        assert right <= (stage[2] - stage[0]) * ratio
        assert abs(height - (y - stage[1]) * ratio) < 60 * ratio
        if left > 20 and right < (stage[2] - stage[0]) * ratio - 20:
            assert abs(middle - (x - stage[0]) * ratio) < 5 * ratio


# --- Addresses that mean nothing here


def test_an_address_of_100_kb_opens_and_what_is_said_of_it_stays_short(opened: Opener) -> None:
    many = ",".join(f"unknown-{i}" for i in range(9000))
    page = opened(f"#families=money,{many}&around={many}&text={'word ' * 9000}&select=entity:ines")
    assert page.get_by_role("heading", level=2).inner_text() == "Inés Ábalos"
    notice = page.locator("#notice").inner_text()
    assert "unknown-0" in notice
    assert len(notice) < 500
    assert box(page.locator("#notice"))[3] < 300
    assert page.locator("#text-filter").input_value() == ""


def test_an_address_of_a_later_page_opens_what_it_can(opened: Opener) -> None:
    page = opened("#story=3&select=entity:ines&view=globe&window=1950/1955&lanes")
    assert page.get_by_role("heading", level=2).inner_text() == "Inés Ábalos"
    notice = page.locator("#notice").inner_text()
    for part in ("story=3", "view=globe", "lanes"):
        assert part in notice
    assert page.locator(".time .window").inner_text() == "1950–1955"


def test_the_page_works_where_storage_is_refused(opened: Opener, page: Page) -> None:
    page.add_init_script(
        """Object.defineProperty(window, 'localStorage', {
            get() { throw new DOMException('refused', 'SecurityError'); },
        });"""
    )
    opened(welcomed=False)
    page.get_by_role("button", name="Start reading").click()
    page.get_by_role("button", name="Light or dark").click()
    page.locator("#rail").get_by_role("button", name="Close").click()
    assert page.locator("#rail").is_hidden()
    page.get_by_role("button", name="Legend").click()
    assert page.locator("#legend").is_visible()


def test_an_empty_text_has_no_quotation_marks(opened: Opener, harbour: Index) -> None:
    page = opened(
        "#view=table&standings=contested,corroborated,denied,single-root,tentative,untraced"
    )
    assert page.locator("#sheet q").count() == sum(
        bool(text.strip()) and not object_
        for text, object_ in zip(
            tally(harbour).claims["text"], tally(harbour).claims["object"], strict=True
        )
    )
    page.locator("#text-filter").fill("   ")
    settled(page)
    assert not re.search(r"“\s*”", page.locator("#caption").text_content() or "")
    assert render(tally(harbour)).count("““") == 0
