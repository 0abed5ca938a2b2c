"""What the page says of grounds: roots and works, what is untraced, what leans, who is whom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from building import cite, claim, entity, index, work

from cardindex.evidence import tally
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

CLAIMS = [
    claim("c1", "service funded liberal"),
    claim("c2", "liberal same_as rosa"),
    claim("c3", "rosa met zoe"),
    claim("c4", "club funded zoe"),
    claim("c5", "club led party"),
    claim("c6", "ann agreed_accounts_with ben"),
    claim("c7", "club trained party"),
    claim("c8", "club opposed party"),
    claim("c9", "club bribed party"),
    claim("c0", "club denounced party"),
]
CITATIONS = [
    cite("c1", "cable"),
    cite("c2", "editors", "!"),
    cite("c3", "essay"),
    *(cite("c4", f"report{at}") for at in range(5)),
    cite("c5", "ann-memoir"),
    cite("c5", "ben-memoir"),
    cite("c6", "essay"),
    cite("c7", "essay", "cable"),
    cite("c7", "cable"),
    cite("c8", "one", "two"),
    cite("c8", "two", "one"),
    cite("c9", "essay", "cable"),
    cite("c9", "cable", "", "denies"),
    cite("c0", "essay", "one"),
    cite("c0", "one", "", "affirms possible"),
]
SOURCES = [
    work("cable", origin="service"),
    work("editors", author="edith"),
    work("ann-memoir", origin="ann"),
    work("ben-memoir", origin="ben"),
]
PEOPLE = ("liberal", "rosa", "zoe", "ann", "ben", "edith")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grounds")
    entities = [entity(name, "person") for name in PEOPLE]
    opened = index(folder / "made", CLAIMS, CITATIONS, SOURCES, entities=entities)
    file = folder / "made.html"
    file.write_text(render(tally(opened)), encoding="utf-8", newline="\n")
    return file


def standing(page: Page) -> str:
    return " ".join(page.locator("#panel .standing").inner_text().lower().split())


@pytest.mark.parametrize(
    ("id_", "words"),
    [
        ("c1", "single root: service · 1 work told by the doer"),
        ("c2", "single root: edith · 1 work"),
        ("c3", "untraced: no known root · 1 work"),
        ("c4", "untraced: no known root · 5 works"),
        ("c5", "single root: ann, ben · 2 roots (1 if they agreed) · 2 works"),
        ("c7", "single root: service · 2 works apparent corroboration"),
        ("c8", "untraced: no known root · 2 works circular reporting"),
        ("c9", "contested: no known root · 2 works · denied on one root misquoted"),
        ("c0", "tentative overstated"),
    ],
)
def test_card_says_on_how_many_roots_and_by_how_many_works(
    opened: Opener, made: Path, id_: str, words: str
) -> None:
    assert standing(opened(f"#select=claim:{id_}", file=made)) == words


def test_striking_who_tells_of_an_agreement_parts_the_roots(opened: Opener, made: Path) -> None:
    page = opened("#struck=source:essay&select=claim:c5", file=made)
    assert standing(page) == "corroborated: ann, ben · 2 roots · 2 works"


def test_citation_names_what_it_leans_on_and_whose_root_it_comes_to(
    opened: Opener, made: Path
) -> None:
    page = opened("#select=claim:c7", file=made)
    leaning = page.locator("li.citation", has_text="Essay").locator(".root")
    assert leaning.inner_text().lower().startswith("leans on cable · root service")
    ground = page.locator("li.citation", has_not_text="Essay").locator(".root")
    assert ground.inner_text().lower().startswith("root service")


@pytest.mark.parametrize(
    ("id_", "flag"), [("c8", "goes in a circle"), ("c9", "misquotes"), ("c0", "overstates")]
)
def test_citation_that_is_at_fault_is_marked_and_the_mark_explained(
    opened: Opener, made: Path, id_: str, flag: str
) -> None:
    page = opened(f"#select=claim:{id_}", file=made)
    marks = page.locator("li.citation .flag", has_text=flag)
    assert marks.count() == (2 if id_ == "c8" else 1)
    assert marks.first.get_attribute("title")


def test_conclusion_of_its_own_is_told(opened: Opener, made: Path) -> None:
    page = opened("#select=claim:c2", file=made)
    assert "what it has concluded itself" in page.locator("li.citation .trail").inner_text()


def test_cards_of_who_is_said_to_be_one_point_to_one_another(opened: Opener, made: Path) -> None:
    page = opened("#select=entity:liberal", file=made)
    line = page.locator("#panel .names", has_text="Is said to be")
    assert " ".join(line.inner_text().lower().split()) == "is said to be rosa single root"
    line.get_by_role("link", name="Rosa").click()
    line = page.locator("#panel .names", has_text="Said to be this")
    assert line.get_by_role("link", name="Liberal").count() == 1


def test_path_leads_through_an_identification_and_names_it_the_weakest(
    opened: Opener, made: Path
) -> None:
    page = opened("#path=service,rosa&select=path:now", file=made)
    hops = page.locator("ol.hops li")
    assert hops.count() == 2
    assert page.locator(".weakest .flag").all_inner_texts() == ["identification", "weakest link"]


def test_untraced_lines_look_like_no_other(opened: Opener, made: Path) -> None:
    page = opened(file=made)
    drawn = page.evaluate(
        """() => document.getElementById('stage').drawing.lines
            .map(({ tie, width, dashes }) => [tie.standing, `${width} ${dashes}`])"""
    )
    looks: dict[str, set[str]] = {}
    for name, look in drawn:
        looks.setdefault(name, set()).add(look)
    assert {"untraced", "single-root", "contested"} <= set(looks)
    others = set().union(*(seen for name, seen in looks.items() if name != "untraced"))
    assert looks["untraced"].isdisjoint(others)


def test_legend_counts_what_is_untraced_and_says_what_that_is(opened: Opener, made: Path) -> None:
    page = opened(file=made)
    row = page.locator(".standings li", has_text="untraced")
    assert row.locator(".count").inner_text() == "4"
    page.get_by_text("What these words mean").click()
    terms = page.locator("#legend .terms")
    assert "No root is known, and that is not one root." in terms.inner_text()
    # As it was, after another choice has drawn the legend anew.
    row.get_by_role("checkbox").uncheck()
    assert terms.is_visible()


def test_table_says_that_no_root_is_known_where_none_is(opened: Opener, made: Path) -> None:
    page = opened("#view=table", file=made)
    cells = {
        row.locator("a.id").inner_text(): row.locator("td.roots, td.works").all_inner_texts()
        for row in page.locator("table.sheet tbody tr").all()
    }
    assert cells["c4"] == ["none", "5"]
    assert cells["c5"] == ["1–2", "2"]
    assert cells["c1"] == ["1", "1"]


def drawn_lines(page: Page) -> set[tuple[str, str, str]]:
    found = page.evaluate(
        """() => document.getElementById('stage').drawing.lines
            .map(({ tie }) => [tie.a.id, tie.b.id, tie.standing])"""
    )
    return {(one, other, standing) for one, other, standing in found}


def test_switch_draws_whoever_is_said_to_be_another_as_that_one(opened: Opener, made: Path) -> None:
    page = opened(file=made)
    assert ("liberal", "service", "single-root") in drawn_lines(page)
    page.locator("#identities-fold").check()
    lines = drawn_lines(page)
    assert ("rosa", "service", "single-root") in lines
    assert not any("liberal" in (one, other) for one, other, _ in lines)
    page.wait_for_url("**#*identities=1*")
    assert page.locator(".identities .count").inner_text() == "1"
    page.locator("#identities-fold").uncheck()
    assert ("liberal", "service", "single-root") in drawn_lines(page)
    page.wait_for_url(lambda url: "identities" not in url)


def test_card_gathers_what_is_told_under_all_names(opened: Opener, made: Path) -> None:
    page = opened("#identities=1&select=entity:liberal", file=made)
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "Rosa"
    assert "hangs on c2" in panel.locator(".folded").inner_text()
    assert panel.locator("[data-claim=c1] .sentence").first.inner_text() == "Service funded Liberal"
    page = opened("#identities=1&select=pair:rosa%2Bservice", file=made)
    assert "hangs on c2" in page.locator("#panel .folded").inner_text()
    page = opened("#identities=1&select=path:now&path=service,liberal", file=made)
    assert page.locator("ol.hops .sentence").all_inner_texts() == ["Service funded Rosa"]
