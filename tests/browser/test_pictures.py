"""Paper and pictures: what they show of the drawing, and by what key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from drawn import box

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

SVG = "{http://www.w3.org/2000/svg}"


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
