"""Disputes: what is affirmed and denied, side by side, and two voices that disagree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from blaming import serious
from building import cite, claim, index, work
from waiting import comes_to

from cardindex.evidence import tally
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    Opener = Callable[..., Page]

CLAIMS = [
    claim("c1", "service funded party"),
    claim("c2", "service trained party"),
    claim("c3", "party led club", ties="rival c4"),
    claim("c4", "service led club"),
    claim("c5", "party met club", ties="rival? c6"),
    claim("c6", "party met service"),
    claim("c7", "club opposed party"),
    claim("c8", "club bribed party"),
    claim("c9", "club denounced party"),
    claim("c0", "party trained club"),
]
CITATIONS = [
    cite("c1", "book", "files"),
    cite("c1", "memoir", "", "denies"),
    cite("c2", "memoir", "", "denies"),
    *(cite(f"c{at}", "book") for at in (3, 4, 5, 6, 0)),
    cite("c7", "one", "two"),
    cite("c7", "two", "one"),
    cite("c8", "book", "cable"),
    cite("c8", "cable", "", "denies"),
    cite("c9", "book", "one"),
    cite("c9", "one", "", "affirms possible"),
]
SOURCES = [work("files", origin="service"), work("memoir", author="ann", origin="ann")]
ANY = "standings=contested,corroborated,denied,single-root,tentative,untraced"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("disputes")
    opened = index(folder / "made", CLAIMS, CITATIONS, SOURCES)
    file = folder / "made.html"
    file.write_text(render(tally(opened)), encoding="utf-8", newline="\n")
    return file


def parts(page: Page) -> dict[str, list[list[str]]]:
    """Return the claims of each part of the view, those of one dispute together."""
    found: dict[str, list[list[str]]] = page.locator("#disputes > section").evaluate_all(
        """parts => Object.fromEntries(parts.map((part) => [part.className,
            [...part.querySelectorAll('.dispute')].map((one) => {
                return [...one.querySelectorAll('.claim-id .id')].map((it) => it.textContent);
            })]))"""
    )
    return found


def words(told: Locator) -> str:
    """Return what is read there, as one line: marks and names stand in boxes of their own."""
    return " ".join(told.inner_text().split())


def test_view_gathers_every_kind_of_dispute(opened: Opener, made: Path) -> None:
    page = opened(f"#view=disputes&{ANY}", file=made)
    assert parts(page) == {
        "denied": [["c1"], ["c2"], ["c8"]],
        "rivals": [["c3", "c4"]],
        "perhaps": [["c5", "c6"]],
        "misquoted": [["c8"]],
        "overstated": [["c9"]],
        "circular": [["c7"]],
    }


def test_both_sides_stand_beside_one_another_with_who_says_so(opened: Opener, made: Path) -> None:
    page = opened(f"#view=disputes&{ANY}", file=made)
    one = page.locator("#disputes .denied [data-claim=c1]")
    affirmed, against = one.locator(".side").all()
    assert "Service → Files → Book" in words(affirmed)
    assert "denied: Ann → Memoir" in words(against)
    left, right = affirmed.bounding_box(), against.bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"]
    nobody = page.locator("#disputes .denied [data-claim=c2] .affirmed")
    assert "by nobody" in nobody.inner_text()


def test_on_a_narrow_screen_sides_stand_below_one_another(
    opened: Opener, page: Page, made: Path
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened("#view=disputes", file=made)
    first, second = page.locator("#disputes .rivals .side").all()
    above, below = first.bounding_box(), second.bounding_box()
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_each_dispute_leads_to_its_claim(opened: Opener, made: Path) -> None:
    page = opened("#view=disputes", file=made)
    page.locator("#disputes .denied [data-claim=c1]").get_by_role("link", name="c1").click()
    assert page.locator("#panel article[data-claim=c1]").is_visible()
    assert page.locator("#disputes").is_visible()


def test_view_is_of_the_slice_and_counts_what_is_left_out(opened: Opener, made: Path) -> None:
    page = opened("#view=disputes&families=money", file=made)
    assert parts(page) == {"denied": [["c1"], ["c8"]], "misquoted": [["c8"]]}
    # All that the first test tells, but for these.
    assert "5 more are not in the present view" in page.locator("#disputes header").inner_text()


def test_what_is_struck_disputes_nothing(opened: Opener, made: Path) -> None:
    page = opened("#view=disputes&struck=source:memoir", file=made)
    assert "denied" in parts(page)
    assert ["c1"] not in parts(page)["denied"]


def test_view_without_disputes_says_so(opened: Opener, made: Path) -> None:
    page = opened("#view=disputes&relations=&struck=source:memoir", file=made)
    assert parts(page) == {}
    assert page.get_by_text("Nothing in this view is disputed").is_visible()


def test_tab_opens_the_view_and_the_address_keeps_it(opened: Opener, made: Path) -> None:
    page = opened(file=made)
    page.get_by_role("tab", name="Disputes").click()
    assert page.locator("#disputes").is_visible()
    assert page.evaluate("location.hash") == "#view=disputes"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(opened: Opener, page: Page, made: Path, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    opened(f"#view=disputes&{ANY}", file=made)
    assert serious(page) == []


# --- Two voices


def test_disagreement_says_who_says_yes_and_who_no(opened: Opener, made: Path) -> None:
    page = opened("#according_to=files&versus=memoir&select=versus:now", file=made)
    voices = page.locator("#panel section", has_text="They disagree").locator(".voice")
    assert [text.split("\n")[0] for text in voices.all_inner_texts()] == [
        "Files: yes",
        "Memoir: no",
    ]
    assert "denied: Ann → Memoir" in words(voices.nth(1))


def test_drawing_has_what_either_of_two_voices_says(opened: Opener, made: Path) -> None:
    def drawn(address: str) -> set[str]:
        page = opened(f"#{address}", file=made)
        found: list[str] = page.evaluate(
            """() => document.getElementById('stage').drawing.lines
                .flatMap(({ tie }) => tie.claims.map(({ id }) => id))"""
        )
        return set(found)

    one, other = drawn("according_to=two"), drawn("according_to=files")
    assert one.isdisjoint(other)
    assert set() not in (one, other)
    assert drawn("according_to=two&versus=files") == one | other


def test_caption_names_both_voices_and_no_command_is_given(opened: Opener, made: Path) -> None:
    page = opened("#view=table&according_to=files&versus=memoir", file=made)
    assert "according to Files or Memoir" in (page.locator("#caption").text_content() or "")
    assert page.get_by_text("two voices are heard").is_visible()
    assert page.locator(".copyable code").count() == 0


STRANDS = """() => Object.fromEntries(document.querySelector('#stage').drawing.lines.map(
    ({ tie, strands }) => [tie.key, strands?.map(({ colour, dashes, way }) => [
        colour, dashes.join(' '), Object.values(way).flat().join(' ')]) ?? null]))"""
THEME = "() => document.querySelector('#stage').drawing.theme.voices"


@pytest.mark.parametrize("light", ["light", "dark"])
def test_two_voices_are_two_strands_of_their_own_colours(
    opened: Opener, made: Path, light: Literal["light", "dark"]
) -> None:
    page = opened(f"#according_to=book&versus=memoir&{ANY}", file=made)
    page.emulate_media(color_scheme=light)
    # The page takes its inks when it is told of them.
    comes_to(page, "document.getElementById('stage').drawing.theme.dark", light == "dark")
    one, other = page.evaluate(THEME)
    assert one != other
    strands = page.evaluate(STRANDS)
    # What one affirms and the other denies: a whole line beside dots, which do not lie on it.
    (first, dashes, way), (second, dots, beside) = strands["party+service+money"]
    assert (first, second) == (one, other)
    assert (dashes, bool(dots)) == ("", True)
    assert way != beside
    # What only one says is one strand; of a denial dots.
    assert [colour for colour, _, _ in strands["club+party+money"]] == [one]
    assert [
        (colour, bool(line)) for colour, line, _ in strands["party+service+training-and-arms"]
    ] == [(other, True)]
    legend = page.locator("#legend .voices")
    assert legend.locator("svg").count() == 3
    assert "Memoir: yes" in legend.inner_text()


def test_one_voice_or_all_have_no_strands(opened: Opener, made: Path) -> None:
    for fragment in ("", "#according_to=book"):
        page = opened(fragment, file=made)
        assert set(map(str, page.evaluate(STRANDS).values())) == {"None"}
        assert page.locator("#legend .voices").count() == 0
