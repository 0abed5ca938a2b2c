"""The desk in a browser: keystrokes and clicks a claim, all by keyboard, marks at once, axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import javascript
import pytest
from blaming import blamed
from click.testing import CliRunner
from desks import SOURCE, copied, served
from example import NEW, NEXT
from waiting import until

from cardindex.cli import commands

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from cardindex.desk import Desk

JS = javascript.functions("desk.js")


# Where the middle of a word is on the screen.
_WHERE = JS["where"]


class Hand:
    """Somebody at the desk, whose keystrokes and clicks are counted."""

    def __init__(self, page: Page, desk: Desk, folder: Path) -> None:
        self.page, self.desk, self.folder = page, desk, folder
        self.keys = self.clicks = 0

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def click(self, words: str, nth: int = 0) -> None:
        left, right, middle = self.page.evaluate(_WHERE, [words, nth])
        self.page.mouse.click((left + right) / 2, middle)
        self.clicks += 1

    def drag(self, words: str) -> None:
        left, right, middle = self.page.evaluate(_WHERE, [words, 0])
        self.page.mouse.move(left + 1, middle)
        self.page.mouse.down()
        self.page.mouse.move(right, middle, steps=4)
        self.page.mouse.up()
        self.clicks += 1

    def at(self, name: str) -> None:
        """Wait until the field with this name, or of this class, has the focus."""
        self.until(
            f"(document.activeElement.name || document.activeElement.className) === '{name}'"
        )

    def until(self, expression: str, argument: Any = None) -> None:
        def never() -> str:
            focus = self.page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
            return f"never: {expression}; the focus is on {focus}"

        asked = f"(it) => Boolean({expression})"
        until(self.page, lambda: self.page.evaluate(asked, argument), never)

    def saved(self) -> str:
        self.until("document.querySelector('.said').textContent.startsWith('Saved')")
        return self.page.inner_text(".said")

    def rows(self, table: str, start: str) -> list[str]:
        lines = (self.folder / f"{table}.csv").read_text("utf-8").splitlines()
        return [line for line in lines if line.startswith(start)]


@pytest.fixture
def hand(page: Page, tmp_path: Path, complaints: list[str]) -> Iterator[Hand]:
    folder = copied(tmp_path)
    with served(folder) as (desk, keys):
        page.goto(keys.address(keys.write))
        page.wait_for_selector("body[data-ready]")
        page.click("text=A tale of the quays")
        hand = Hand(page, desk, folder)
        hand.until("CSS.highlights.has('name') && document.querySelectorAll('.piece').length === 6")
        yield hand
        page.close()
    own = f"asked for http://{keys.host}/"
    complaints[:] = [it for it in complaints if not it.startswith(own)]


def made_by_command(folder: Path, *arguments: str) -> dict[str, str]:
    """Return the tables that the command makes of an index like that of the desk."""
    command = ["add", "claim", "-i", str(folder), "--texts", str(folder / "texts"), *arguments]
    result = CliRunner().invoke(commands, command)
    assert result.exit_code == 0, result.output
    assert CliRunner().invoke(commands, ["fmt", str(folder)]).exit_code == 0
    return tables(folder)


def tables(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.csv"))}


def test_claim_between_two_known_names_takes_15_keys_and_3_clicks(
    hand: Hand, tmp_path: Path
) -> None:
    hand.click("Mira Brack")
    hand.at("relation")
    hand.click("Nell Farrow")
    hand.at("relation")
    hand.type("shel")
    hand.press("Enter")
    hand.at("when")
    hand.press("Enter")  # the date that stands in the passage
    hand.at("quantity")
    hand.press("Enter")  # none
    hand.at("chain")
    hand.type("fil")
    hand.press("Enter")
    hand.until("document.querySelectorAll('.steps li').length === 1")
    hand.press("Enter")  # that is all
    hand.at("save")
    hand.press("Enter")
    assert hand.saved() == f"Saved: {NEW} and its citation"
    assert (hand.keys, hand.clicks) <= (15, 3)
    assert hand.keys <= 15
    assert tables(hand.folder) == made_by_command(
        copied(tmp_path / "other"), "--source", SOURCE, "--passage", "hid in the house",
        "--subject", "mira-brack", "--relation", "sheltered", "--object", "nell-farrow",
        "--when", "1962-21", "--chain", "bureau-nine-files",
    )  # fmt: skip


def test_claim_of_two_new_people_from_a_new_work_takes_60_keys(hand: Hand, tmp_path: Path) -> None:
    hand.click("was paid by")
    hand.press("Enter")
    hand.at("subject")
    hand.type("Ines Vidal")
    hand.press("Enter", "Enter")
    hand.at("relation")
    hand.type("bri")
    hand.press("Enter")
    hand.at("object")
    hand.type("Pavel Orlov")
    hand.press("Enter", "Enter")
    hand.at("when")
    hand.press("Enter")
    hand.at("quantity")
    hand.press("Enter")
    hand.at("chain")
    hand.type("Orlov's letter")
    hand.press("Enter")
    hand.type("l")
    hand.press("Enter")
    hand.until("document.querySelectorAll('.steps li').length === 1")
    hand.press("Enter")
    hand.at("save")
    hand.press("Enter")
    assert hand.saved() == (
        f"Saved: {NEW} and its citation; new: ines-vidal, pavel-orlov, orlovs-letter"
    )
    assert hand.keys <= 60
    assert hand.rows("claims", NEW) == [f"{NEW},ines-vidal,bribed,pavel-orlov,,,,,,,,"]
    assert hand.rows("entities", "ines-vidal") == ["ines-vidal,person,Ines Vidal,"]
    assert hand.rows("sources", "orlovs-letter") == ["orlovs-letter,letter,Orlov's letter,,,,,,,"]
    assert CliRunner().invoke(commands, ["check", str(hand.folder)]).exit_code == 0


def test_claim_is_entered_and_undone_by_keyboard_alone(hand: Hand) -> None:
    before = tables(hand.folder)
    hand.page.focus(".paper")
    hand.press("n", "n", "Enter")  # the second name of the text, Mira Brack
    hand.at("relation")
    hand.type("shel")
    hand.press("Enter")
    hand.at("object")
    hand.press("Enter")  # the first who is named in the passage
    hand.at("when")
    hand.press("Tab", "Tab", "Tab")
    hand.page.keyboard.press("Control+Enter")
    hand.saved()
    assert hand.rows("claims", NEW) == [f"{NEW},mira-brack,sheltered,nell-farrow,,,,,,,,"]
    hand.until("document.activeElement.classList.contains('paper')")
    hand.page.keyboard.press("Control+z")
    hand.until("document.querySelector('.said').textContent.startsWith('Undone')")
    assert tables(hand.folder) == before


def test_selected_words_that_are_no_known_name_are_offered_as_someone_new(hand: Hand) -> None:
    hand.drag("Pavel Orlov")
    hand.at("subject")
    hand.until("document.querySelector('[data-field=subject] .option.is-new')")
    assert hand.page.input_value("[name=subject]") == "Pavel Orlov"
    assert hand.page.inner_text(".passage blockquote").startswith("Pavel Orlov was paid")


def test_passage_is_made_wider_and_narrower_by_keys(hand: Hand) -> None:
    hand.click("Mira Brack")
    hand.at("relation")
    words = ".passage blockquote"
    sentence = hand.page.inner_text(words)
    hand.page.keyboard.press("Alt+]")
    hand.until("document.querySelector(it).textContent.endsWith('She stayed for a week.')", words)
    hand.page.focus(".paper")
    hand.page.keyboard.press("}")
    hand.until("document.querySelector(it).textContent.endsWith('have it.')", words)
    assert hand.page.inner_text(words) == sentence


def test_offsets_count_letters_beyond_the_basic_plane_once(hand: Hand) -> None:
    hand.click("Joren Quill")
    hand.at("relation")
    hand.until("document.querySelector('[data-field=subject]').classList.contains('is-chosen')")
    assert hand.page.input_value("[name=subject]") == "Joren Quill"
    painted = hand.page.evaluate(
        "[...CSS.highlights.get('passage')].map((it) => it.startContainer.data.slice("
        "it.startOffset, it.endOffset))"
    )
    assert painted == [hand.page.inner_text(".piece >> nth=3").strip()]


def test_saved_passage_is_underlined_at_once_and_its_claims_are_shown(hand: Hand) -> None:
    hand.click("Mira Brack")
    hand.at("relation")
    hand.click("Nell Farrow")
    hand.at("relation")
    hand.type("shel")
    hand.press("Enter")
    hand.at("when")
    hand.page.keyboard.press("Control+Enter")
    hand.saved()
    hand.until("CSS.highlights.has('cited-fresh') || CSS.highlights.has('cited-untraced')")
    hand.until("CSS.highlights.has('cited-untraced')")
    hand.until(f"document.querySelector('.here [data-claim={NEW}]')")
    assert hand.page.get_attribute("button.number >> nth=1", "aria-label") == (
        "paragraph 3: list its claims"
    )


def test_claim_is_edited_with_what_would_change_shown_before(hand: Hand) -> None:
    hand.page.click("text=The Lantern Affair >> nth=-1")
    hand.until("CSS.highlights.has('cited-corroborated')")
    hand.click("paid the")
    hand.until("document.querySelector('[data-claim=c001]')")
    hand.page.click("[data-claim=c001] .deeds >> text=edit")
    hand.page.fill("#cell-gloss", "Another gloss.")
    hand.page.click("dialog[open] button[type=submit]")
    hand.until("document.querySelectorAll('dialog[open] .diff li').length === 2")
    assert not hand.rows("claims", "c001")[0].endswith("Another gloss.")
    hand.page.click("dialog[open] .save")
    hand.saved()
    assert hand.rows("claims", "c001")[0].endswith("Another gloss.")


def test_hostile_text_and_names_are_text(hand: Hand) -> None:
    assert hand.page.locator(".paper img").count() == 0
    assert "</script><img src=x" in hand.page.inner_text(".paper")


def test_address_is_clean_and_a_reload_lets_in_again(hand: Hand) -> None:
    assert "token" not in hand.page.url
    hand.page.reload()
    hand.page.wait_for_selector("body[data-ready]")
    assert hand.page.locator(".paper").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(hand: Hand, scheme: str) -> None:
    hand.page.emulate_media(color_scheme=scheme)
    hand.click("Mira Brack")
    hand.at("relation")
    hand.until("!document.querySelector('[data-field=relation] .choices').hidden")
    found = blamed(hand.page)
    assert [(it["id"], [node["html"] for node in it["nodes"]]) for it in found] == []


def test_event_with_two_parties_is_entered_with_the_sum_once(hand: Hand) -> None:
    hand.click("was paid by")
    hand.press("Enter")
    hand.at("subject")
    hand.page.click("text=Several parties")
    hand.at("subject")
    hand.type("Payment of 1962")
    hand.press("Enter", "Enter")
    hand.at("role 0")
    hand.type("orla")
    hand.press("Enter")
    hand.at("role 1")
    hand.type("mira")
    hand.press("Enter")
    hand.at("when")
    hand.press("Tab")
    hand.type("400 dollars")
    hand.press("Enter")
    hand.at("chain")
    hand.press("Enter")
    hand.at("save")
    hand.press("Enter")
    assert hand.saved().startswith(f"Saved: {NEW}, {NEXT} of payment-of-1962")
    assert [
        row.split(",")[1:7] for row in [*hand.rows("claims", NEW), *hand.rows("claims", NEXT)]
    ] == [
        ["orlaine", "payer_in", "payment-of-1962", "", "", ""],
        ["mira-brack", "recipient_in", "payment-of-1962", "", "400", "USD"],
    ]


def test_what_somebody_else_wrote_is_shown_and_taken_in(hand: Hand) -> None:
    claims = hand.folder / "claims.csv"
    claims.write_text(claims.read_text("utf-8").replace("rifles", "guns"), "utf-8")
    hand.until("document.querySelector('.banner')?.textContent.includes('changed on the disk')")
    hand.page.click(".banner >> text=Look")
    assert "guns" in hand.page.inner_text("dialog[open] .diff .added")
    hand.page.click("dialog[open] >> text=Take in")
    hand.until("document.querySelector('.said').textContent.startsWith('Taken in')")
    hand.until("!document.querySelector('.banner')")
