"""A page of two indexes together: whose what is, the switch for either, and what two say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cardindex import merging, tables
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.slices import EVERYTHING
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

HEADERS = {name: ",".join(columns) for name, columns in tables.COLUMNS.items()}
ROWS = {
    "north": {
        "entities": ["anna,person,Anna,", "bert,person,Bert,", "carl,person,Carl,"],
        "sources": ["diary,memoir,A diary,anna,anna,1950,,page,,"],
        "claims": ["c1,anna,met,bert,,,,1949,,,,", "c2,anna,befriended,carl,,,,,,,,"],
        "citations": ["c1,diary,1,,affirms,stated,,,,,", "c2,diary,2,,affirms,stated,,,,,"],
    },
    "south": {
        "entities": ["ana,person,Ana,", "bert,person,Bert of the south,", "dora,person,Dora,"],
        "sources": ["files,archive,Files,,bert,1951,,page,,"],
        "claims": ["c1,bert,met,ana,,,,1949,,,,", "c2,dora,met,bert,,,,,,,,"],
        "citations": ["c1,files,1,,affirms,stated,,,,,", "c2,files,2,,affirms,stated,,,,,"],
    },
}
DECIDED = "one,other,decision,who\nnorth:anna,south:ana,same,ann\nnorth:bert,south:bert,same,ann\n"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("whose")
    for name, rows in ROWS.items():
        folder = place / name
        folder.mkdir()
        (folder / "index.toml").write_text(f'title = "{name}"\nbase = "https://e.org/{name}/"\n')
        for table in tables.COLUMNS:
            if table not in tables.OPTIONAL:
                text = "\n".join([HEADERS[table], *rows.get(table, ())])
                (folder / f"{table}.csv").write_text(text + "\n")
    (place / "decisions.csv").write_text(DECIDED)
    parties = merging.opened([place / name for name in ROWS])
    merged = merging.merge(parties, place / "whole", decisions=place / "decisions.csv")
    merging.write(merged, place / "whole")
    index = Index.open(place / "whole")
    file = place / "whole.html"
    file.write_text(render(tally(index, EVERYTHING)), encoding="utf-8", newline="\n")
    return file


def rows_of(page: Page) -> set[str]:
    page.click("text=Claims")
    page.wait_for_selector("table.sheet")
    return set(page.locator("table.sheet tbody a.id").all_inner_texts())


def test_either_index_can_be_switched_off(opened: Opener, whole: Path) -> None:
    page = opened(file=whole)
    page.click("#legend label:has-text('south')")
    assert rows_of(page) == {"c1", "c2", "z001", "z002"}


def test_what_two_say_is_left_where_they_are_one(opened: Opener, whole: Path) -> None:
    page = opened("#identities=1&together=1", file=whole)
    assert rows_of(page) == {"c1", "d1"}


def test_nobody_says_the_same_of_two_who_are_not_one(opened: Opener, whole: Path) -> None:
    assert rows_of(opened("#together=1", file=whole)) == set()


def test_address_says_whose_is_out(opened: Opener, whole: Path) -> None:
    page = opened(file=whole)
    page.click("#legend label:has-text('north')")
    page.click("#legend label:has-text('Only what two say')")
    page.wait_for_function("() => /not_from=north/.test(location.hash)")
    page.wait_for_function("() => /together=1/.test(location.hash)")
    assert "only what two indexes say" in page.inner_text("#caption")


def test_marks_can_be_coloured_by_whose_they_are(opened: Opener, whole: Path) -> None:
    page = opened("#identities=1&colour=scheme:whose", file=whole)
    key = page.inner_text("#marks")
    for name in ("north", "south", "north and south"):
        assert name in key


def test_index_of_one_hand_has_no_such_group(opened: Opener) -> None:
    page = opened()
    assert page.locator("#legend :text('Only what two say')").count() == 0
    assert "whose" not in page.inner_text("#marks")
