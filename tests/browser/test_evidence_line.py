"""One line of evidence wherever a claim stands; cards that say at once what, and by whom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import javascript
import pytest
from blaming import serious
from building import cite, claim, entity, index, work

from cardindex.evidence import tally
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    Opener = Callable[..., Page]

JS = javascript.functions("evidence_line.js")


CLAIMS = [
    claim("c1", "service funded party", quantity="500", unit="USD"),
    claim("c2", "service trained party"),
    claim("c3", "party opposed club"),
    claim("c4", "club met party"),
    claim("c5", "service met club"),
    claim("c6", "party led club"),
]
CITATIONS = [
    cite("c1", "essay", "history>files", locator="4"),
    cite("c1", "essay", locator="9"),
    cite("c1", "essay", "gossip", locator="10"),
    cite("c2", "essay", "?", locator="5"),
    cite("c3", "essay", "history", locator="6"),
    cite("c3", "essay", "files", "denies", locator="7"),
    cite("c4", "essay", "inquiry", locator="8"),
    cite("c5", "essay", "|gossip", "affirms probable", locator="8"),
    cite("c6", "essay", "history>memoir>letter>telegram>files", locator="11"),
]
SOURCES = [
    work("essay", kind="essay", unit="paragraph"),
    work("files", kind="archive", title="Files of the Service", origin="service"),
    work("gossip", kind="hearsay", title="What people say"),
    work("history", author="ann;ben", date="2017"),
    work("inquiry", kind="report", title="Report of the Inquiry", origin="self", date="1960"),
]
PEOPLE = [
    entity("ann", "person", label="Ann Andrew"),
    entity("ben", "person", label="Ben Gustafson"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    opened = index(folder / "made", CLAIMS, CITATIONS, SOURCES, entities=PEOPLE)
    file = folder / "made.html"
    file.write_text(render(tally(opened)), encoding="utf-8", newline="\n")
    return file


def lines(place: Locator) -> list[str]:
    """Return the lines of evidence in a place, as they read; hidden words in brackets."""
    return [" ".join(text.split()) for text in place.locator(".evidence").evaluate_all(JS["lines"])]


@pytest.mark.parametrize(
    ("id_", "said"),
    [
        # The one that goes back to a known root is told, from whoever knew to the work read.
        ("c1", ["Service → Files of the Service → Andrew & Gustafson 2017 → essay ¶4 and 2 more"]),
        ("c2", ["[No known root:] someone not named → essay ¶5"]),
        (
            "c3",
            [
                "[No known root:] Andrew & Gustafson 2017 → essay ¶6",
                "denied: Service → Files of the Service → essay ¶7",
            ],
        ),
        # A root that is the work itself is named once.
        ("c4", ["Report of the Inquiry 1960 → essay ¶8"]),
        ("c5", ["[No known root:] What people say → essay ¶8 as probable"]),
        ("c6", ["Service → Files of the Service → … → Andrew & Gustafson 2017 → essay ¶11"]),
    ],
)
def test_card_says_on_one_line_who_knew_and_by_what_way(
    opened: Opener, made: Path, id_: str, said: list[str]
) -> None:
    page = opened(f"#select=claim:{id_}", file=made)
    assert lines(page.locator("#panel article")) == said


def test_sign_is_full_for_a_known_root_hollow_without_and_barred_for_a_denial(
    opened: Opener, made: Path
) -> None:
    page = opened("#select=claim:c3", file=made)
    signs = page.locator("#panel .root-sign")
    assert signs.evaluate_all("all => all.map((it) => it.getAttribute('class'))") == [
        "root-sign affirms hollow",
        "root-sign denies",
    ]
    bars = signs.evaluate_all("all => all.map((it) => it.querySelectorAll('line').length)")
    assert bars == [0, 1]


def test_work_that_only_reports_is_told_apart(opened: Opener, made: Path) -> None:
    page = opened("#select=claim:c5", file=made)
    assert "only reports" in (page.locator("#panel .arrow").get_attribute("title") or "")
    page = opened("#select=claim:c4", file=made)
    assert page.locator("#panel .arrow").get_attribute("title") is None


def test_table_has_a_column_for_who_says_so_and_one_for_who_denies(
    opened: Opener, made: Path
) -> None:
    page = opened("#view=table", file=made)
    heads = page.locator("table.sheet thead th").all_inner_texts()
    row = page.locator("table.sheet tbody tr", has=page.get_by_role("link", name="c3", exact=True))
    cells = row.locator("td")
    says, denies = (
        lines(cells.nth([head.lower() for head in heads].index(name)))
        for name in ("who says so", "who denies it")
    )
    assert says == ["[No known root:] Andrew & Gustafson 2017 → essay ¶6"]
    assert denies == ["denied: Service → Files of the Service → essay ¶7"]


def test_more_leads_from_the_table_to_all_citations(opened: Opener, made: Path) -> None:
    page = opened("#view=table", file=made)
    page.locator("table.sheet").get_by_role("link", name="and 2 more").click()
    assert page.locator("#panel li.citation").count() == 3


def test_what_a_strike_has_felled_is_not_told(opened: Opener, made: Path) -> None:
    page = opened("#struck=source:history&select=claim:c1", file=made)
    assert lines(page.locator("#panel article")) == [
        "[No known root:] What people say → essay ¶10 and 1 more"
    ]
    page = opened("#struck=source:files&select=claim:c3", file=made)
    assert lines(page.locator("#panel article")) == [
        "[No known root:] Andrew & Gustafson 2017 → essay ¶6"
    ]


def test_money_and_path_say_who_says_so(opened: Opener, made: Path) -> None:
    told = "Service → Files of the Service → Andrew & Gustafson 2017 → essay ¶4 and 2 more"
    page = opened("#view=money", file=made)
    assert lines(page.locator("#ledger tbody")) == [told]
    assert "● Service → Files of the Service" in (
        page.locator("#ledger .band title").text_content() or ""
    )
    page = opened("#path=service,party&select=path:now", file=made)
    assert told in lines(page.locator("#panel .hops").first)


def test_note_on_a_line_says_who_says_so(opened: Opener, made: Path) -> None:
    page = opened(file=made)
    told = page.evaluate(
        """() => {
            const { drawing } = document.getElementById('stage');
            const { tie } = drawing.lines.find((it) => it.tie.claims.some(({ id }) => id === 'c3'));
            return drawing.told(tie);
        }"""
    )
    assert told == [
        "○ Andrew & Gustafson 2017 → essay ¶6",
        "● denied: Service → Files of the Service → essay ¶7",
    ]


def digest(page: Page) -> dict[str, str]:
    names = page.locator("#panel .digest dt").all_inner_texts()
    words = page.locator("#panel .digest dd").all_inner_texts()
    return {
        name.lower(): " ".join(said.split()) for name, said in zip(names, words, strict=True)
    }  # fmt: skip


def test_card_begins_with_what_is_said_by_whom_and_what_is_disputed(
    opened: Opener, made: Path
) -> None:
    said = digest(opened("#select=entity:party", file=made))
    assert said["what"].startswith("5 claims: ")
    assert said["by"].startswith("essay 5, Andrew & Gustafson 2017 3, ")
    assert "4 go back to a known root (Service 3, Report of the Inquiry 1)" in said["by"]
    assert said["disputed"] == "1 is denied, doubted or has a rival: c3"


def test_digest_follows_slice_and_strikes(opened: Opener, made: Path) -> None:
    said = digest(opened("#struck=source:files&select=entity:party", file=made))
    assert said["disputed"] == "nothing in this view"
    assert "(Report of the Inquiry 1)" in said["by"]
    said = digest(opened("#families=money&select=entity:party", file=made))
    assert said["what"] == "1 claim: Money and means 1"


def test_disputed_claims_come_first(opened: Opener, made: Path) -> None:
    page = opened("#select=entity:party", file=made)
    first = page.locator("#panel details.family").first
    assert first.locator("article").evaluate_all("all => all.map((it) => it.dataset.claim)") == [
        "c3"
    ]
    assert first.evaluate("it => it.open")
    told = page.locator("#panel article").evaluate_all("all => all.map((it) => it.dataset.claim)")
    assert sorted(told) == ["c1", "c2", "c3", "c4", "c6"]


def test_short_card_is_open_and_long_one_folded_with_counts(
    opened: Opener, made: Path, tmp_path: Path
) -> None:
    page = opened("#select=entity:party", file=made)
    assert page.locator("#panel details.family:not([open])").count() == 0
    claims = [
        claim(f"c{family}{at:02}", f"a {relation} b{at:02}")
        for family, relation in enumerate(("funded", "trained", "led", "met", "opposed"), 1)
        for at in range(30)
    ]
    many = index(tmp_path / "many", claims, [cite(row["id"], "book") for row in claims])
    file = tmp_path / "many.html"
    file.write_text(render(tally(many)), encoding="utf-8")
    page = opened("#select=entity:a", file=file)
    folds = page.locator("#panel details.family")
    assert folds.locator("summary small").all_inner_texts() == ["30"] * folds.count()
    assert folds.evaluate_all("all => all.map((it) => it.open)") == [
        True,
        *[False] * (folds.count() - 1),
    ]
    assert page.locator("#panel").evaluate("it => it.scrollHeight") < 2200
    assert folds.last.locator("article").last.is_hidden()
    folds.last.locator("summary").first.click()
    assert folds.last.locator("article").last.is_visible()


def test_card_of_a_work_says_what_it_says_from_whom_and_who_else(
    opened: Opener, made: Path
) -> None:
    page = opened("#select=source:history", file=made)
    said = digest(page)
    assert said["says"].startswith("3 claims: ")
    assert said["has it from"] == (
        "Files of the Service 1, Memoir 1; of 1 it does not say from whom"
    )
    assert said["who else"].startswith("essay 3, Files of the Service 2, ")
    own = page.locator("article[data-claim=c1]")
    assert lines(own) == ["Service → Files of the Service → Andrew & Gustafson 2017 → essay ¶4"]
    assert "What people say" in own.locator(".also").inner_text()


def test_work_that_says_nothing_itself_tells_so(opened: Opener, made: Path) -> None:
    page = opened("#struck=source:history,source:essay&select=source:history", file=made)
    assert digest(page) == {"says": "nothing itself, in this view"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["select=entity:party", "view=table", "select=source:history"])
def test_axe_finds_nothing_serious(
    opened: Opener, page: Page, made: Path, address: str, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    opened(f"#{address}", file=made)
    assert serious(page) == []
