"""What readers do before the page is ready is not lost, and nothing opens askew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import javascript
import pytest
from drawn import at_rest
from waiting import comes_to, later

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

JS = javascript.functions("early.js")


# No frame comes until it is told to: so the page stands at its first picture.
HELD = f"({JS['held']})()"
WELCOMED = "localStorage.setItem('cardindex.welcomed', 'yes')"


@pytest.fixture
def begun(page: Page, harbour_file: Path) -> Page:
    """A page that shows its first picture and has not read its data."""
    page.add_init_script(WELCOMED)
    page.add_init_script(HELD)
    page.goto(harbour_file.as_uri())  # which returns once the page listens to its reader
    page.wait_for_selector("html[data-held] #stage canvas")
    later(page, 200)  # enough to read this data in, for a page that would not wait
    assert page.locator("#legend input").count() == 0
    return page


def go_on(page: Page) -> None:
    page.evaluate("() => { window.goOn = true; }")
    page.wait_for_selector("body[data-ready]")


def test_button_pressed_before_the_page_can_answer_is_answered(begun: Page) -> None:
    begun.get_by_role("tab", name="Claims").click()
    go_on(begun)
    assert begun.locator("#sheet").is_visible()
    assert begun.get_by_role("tab", name="Claims").get_attribute("aria-selected") == "true"


def test_mark_clicked_before_the_page_can_answer_has_its_card(begun: Page) -> None:
    x, y = begun.evaluate(
        """() => {
            const { left, top } = document.getElementById('stage').getBoundingClientRect();
            const { entities, network } = document.getElementById('stage').drawing;
            const at = network.canvasToDOM(entities.find(({ id }) => id === 'aurora'));
            return [at.x + left, at.y + top];
        }"""
    )
    begun.mouse.click(x, y)
    go_on(begun)
    begun.wait_for_selector("#panel h2")
    assert begun.locator("#panel h2").inner_text() == "Aurora"


def test_search_can_be_asked_for_before_the_page_can_answer(begun: Page) -> None:
    begun.keyboard.press("/")
    begun.keyboard.type("orl")
    go_on(begun)
    assert begun.locator("#search").input_value() == "orl"
    begun.keyboard.type("ov")
    begun.wait_for_selector("#found [role=option]")
    begun.keyboard.press("Enter")
    assert begun.locator("#panel h2").inner_text() == "Pavel Orlov"


def test_search_typed_whole_before_the_page_can_answer_is_answered(begun: Page) -> None:
    begun.keyboard.press("/")
    begun.keyboard.type("orlov")
    go_on(begun)
    begun.wait_for_selector("#found [role=option]")
    begun.keyboard.press("Enter")
    assert begun.locator("#panel h2").inner_text() == "Pavel Orlov"


def test_words_typed_before_the_page_can_answer_are_looked_for(begun: Page) -> None:
    begun.get_by_placeholder("Only claims with these words").fill("harbour")
    go_on(begun)
    begun.wait_for_url("**text=harbour")
    assert begun.get_by_placeholder("Only claims with these words").input_value() == "harbour"


def test_theme_kept_is_there_before_anything_is_shown(page: Page, harbour_file: Path) -> None:
    page.add_init_script("localStorage.setItem('cardindex.theme', 'dark')")
    page.add_init_script(
        """new MutationObserver(() => {
            if (document.body) window.shade ??= document.documentElement.dataset.theme ?? 'none';
        }).observe(document, { childList: true, subtree: true });"""
    )
    page.goto(harbour_file.as_uri())
    page.wait_for_selector("body[data-ready]")
    assert page.evaluate("window.shade") == "dark"


def test_page_that_opens_out_of_sight_fits_once_it_is_seen(
    page: Page, harbour_file: Path, tmp_path: Path
) -> None:
    outer = tmp_path / "outer.html"
    outer.write_text(
        f"<div id=fold hidden><iframe src={harbour_file.as_uri()} width=900 height=600></iframe>"
    )
    page.emulate_media(reduced_motion="reduce")
    page.goto(outer.as_uri())
    inner = page.frames[1]
    comes_to(inner, "Boolean(document.getElementById('stage')?.drawing)", expected=True)
    # As far as it comes: a browser may give no frames to what is out of sight.
    later(inner, 1000)
    page.evaluate("document.getElementById('fold').hidden = false")
    inner.wait_for_selector("body[data-ready]")
    at_rest(inner)
    shown = "document.getElementById('stage').drawing.network.getScale()"
    late = inner.evaluate(shown)
    inner.evaluate("document.getElementById('zoom-fit').click()")
    at_rest(inner)
    assert late == pytest.approx(inner.evaluate(shown))


def test_drawing_goes_back_once_a_card_no_longer_covers_it(opened: Opener, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 390, "height": 844})
    opened()
    stand = """() => {
        const { network } = document.getElementById('stage').drawing;
        return [network.getScale(), network.getViewPosition().x, network.getViewPosition().y];
    }"""
    before = page.evaluate(stand)
    page.evaluate("location.hash = 'select=entity:rtl'")
    page.wait_for_selector("#panel h2")
    assert page.evaluate(stand) != pytest.approx(before)
    page.keyboard.press("Escape")
    assert page.evaluate(stand) == pytest.approx(before)


def test_nothing_moves_for_those_who_asked_for_less_motion(opened: Opener, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    opened()
    scale = "document.getElementById('stage').drawing.network.getScale()"
    fitted = page.evaluate(scale)
    page.get_by_role("button", name="Zoom in").click()
    at_once = page.evaluate(
        f"() => {{ document.getElementById('zoom-fit').click(); return {scale}; }}"
    )
    assert at_once == pytest.approx(fitted)


def test_on_a_phone_held_sideways_there_is_room_for_the_drawing(opened: Opener, page: Page) -> None:
    page.set_viewport_size({"width": 844, "height": 390})
    opened("#select=entity:ines")
    stage, card = (page.locator(part).bounding_box() for part in ("#stage", "#panel"))
    assert stage
    assert card
    assert stage["width"] > 400
    assert stage["height"] > 250
    assert card["x"] >= stage["x"] + stage["width"]
