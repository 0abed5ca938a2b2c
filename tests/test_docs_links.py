"""Every link of the pages leads somewhere, to a heading that is there, and every page is led to."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

PROJECT = Path(__file__).resolve().parent.parent
PAGES = [
    *sorted((PROJECT / "docs").glob("*.md")),
    *(PROJECT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    PROJECT / "graph" / "README.md",
    PROJECT / "examples" / "us-documents" / "README.md",
    PROJECT / "tests" / "data" / "README.md",
    PROJECT / "tests" / "data" / "cases" / "README.md",
]
READERS = ("i-read", "i-make", "i-analyse", "i-serve", "i-work")
ELSEWHERE = re.compile(r"[a-z]+:")


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@cache
def tokens(path: Path) -> list[Token]:
    return MarkdownIt().enable("table").parse(path.read_text(encoding="utf-8"))


def links(path: Path) -> Iterator[str]:
    """Yield where the links and pictures of a page lead."""
    for block in tokens(path):
        for token in block.children or ():
            target = token.attrGet("href") or token.attrGet("src")
            if target:
                yield unquote(str(target))


@cache
def anchors(path: Path) -> set[str]:
    """Return the anchors that a forge gives to the headings of a page."""
    found: set[str] = set()
    blocks = tokens(path)
    for at, block in enumerate(blocks):
        if block.type != "heading_open":
            continue
        said = "".join(token.content for token in blocks[at + 1].children or ())
        anchor = re.sub(r"[^\w\- ]", "", said.lower()).replace(" ", "-")
        number = 0
        while (numbered := f"{anchor}-{number}" if number else anchor) in found:
            number += 1
        found.add(numbered)
    return found


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_link_leads_to_a_file_and_a_heading_that_are_there(page: Path) -> None:
    nowhere = []
    for link in links(page):
        if ELSEWHERE.match(link):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            nowhere.append(link)
    assert nowhere == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_page_that_is_named_is_there(page: Path) -> None:
    named = re.findall(r"`(docs/[\w-]+\.(?:md|svg|png))`", page.read_text(encoding="utf-8"))
    assert [name for name in named if not (PROJECT / name).is_file()] == []


def test_every_page_is_one_click_from_that_of_a_reader() -> None:
    readers = [PROJECT / "docs" / f"{name}.md" for name in READERS]
    led_to = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in (PROJECT / "docs" / "index.md", *readers)
        for link in links(page)
        if not ELSEWHERE.match(link)
    }
    pages = {*(PROJECT / "docs").glob("*.md")} - {PROJECT / "docs" / "index.md"}
    assert {name_of(page) for page in pages - led_to} == set()


def test_site_is_in_the_order_in_which_the_pages_of_readers_lead() -> None:
    configured = runpy.run_path(str(PROJECT / "docs" / "conf.py"))
    assert configured["READERS"] == tuple(f"docs/{name}" for name in READERS)
    placed = [page for pages in configured["order"]().values() for page in pages]
    assert len(placed) == len(set(placed))
    assert placed[:5] == list(configured["READERS"])
