"""What a stock Firefox does in its own way; tests/browser tries all else in it."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from cardindex.index import Index

pytestmark = pytest.mark.engine("firefox")

STREAM = re.compile(rb"/FlateDecode[^>]*>>\s*stream\r?\n(.*?)endstream", re.DOTALL)
PIECE = re.compile(rb" [cl]\s")  # of a curve or a straight line
NOTE_PAPER = """() => {
    window.seen = [];
    for (const name of ['beforeprint', 'afterprint'])
        addEventListener(name, () => {
            seen.push([name, document.querySelectorAll('#paper-picture svg').length]);
        });
}"""


@pytest.fixture
def harbour_page(page: Page, harbour: Index, tmp_path: Path) -> Page:
    from cardindex.evidence import tally
    from cardindex.view import page as render

    file = tmp_path / "harbour.html"
    file.write_text(render(tally(harbour)), encoding="utf-8", newline="\n")
    page.goto(file.as_uri())
    page.wait_for_selector("body[data-ready]")
    return page


def pieces_of(pdf: bytes) -> int:
    """Return of how many pieces all lines of a print are."""
    streams = [it for it in STREAM.findall(pdf) if it.startswith(b"x")]
    return sum(len(PIECE.findall(zlib.decompress(it))) for it in streams)


def test_print_has_the_drawing_which_is_made_for_it_and_taken_away(harbour_page: Page) -> None:
    harbour_page.evaluate(NOTE_PAPER)
    whole = pieces_of(harbour_page.pdf())
    assert harbour_page.evaluate("seen") == [["beforeprint", 1], ["afterprint", 0]]
    drawn = harbour_page.evaluate(
        """() => {
            const { lines, marks } = document.getElementById('stage').drawing;
            addEventListener('beforeprint', () => {
                document.querySelector('#paper-picture svg').remove();
            });
            return lines.length + marks.length;
        }"""
    )
    assert whole - pieces_of(harbour_page.pdf()) >= drawn
