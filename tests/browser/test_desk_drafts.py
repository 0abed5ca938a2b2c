"""Drafts judged in a browser: single keys, the passage in its place, undo, axe."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from blaming import blamed
from desks import SOURCE, copied, served
from example import NEW, NEXT
from waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

HID = {
    "source": SOURCE, "passage": "Nell Farrow hid in the house of Mira Brack",
    "subject": "mira-brack", "relation": "sheltered", "object": "Nell Farrow", "when": "1962",
    "chain": "bureau-nine-files", "coder": "reader-1",
}  # fmt: skip
UNKNOWN = {
    "source": SOURCE, "passage": "Pavel Orlov was paid by Ines Vidal", "subject": "Ines Vidal",
    "relation": "handled", "object": "nell-farrow", "when": "spring 1962",
}  # fmt: skip
WRONG = {**HID, "passage": "She stayed for a week", "relation": "met", "when": ""}
NOWHERE = {**HID, "passage": "Nell Farrow hid in the cellar"}


class Judge:
    """Somebody who judges drafts by keys alone."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder

    def until(self, expression: str) -> None:
        def never() -> str:
            shown = self.page.inner_text(".panel") + self.page.inner_text(".foot")
            focus = self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
            return f"never: {expression}; shown is {shown}; the focus is on {focus}"

        until(self.page, lambda: self.page.evaluate(f"() => Boolean({expression})"), never)

    def heading(self, words: str) -> None:
        self.until(f"document.activeElement.textContent === {json.dumps(words)}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def said(self, words: str) -> None:
        self.until(f"document.querySelector('.said').textContent.startsWith({json.dumps(words)})")

    def lines(self) -> list[dict[str, str]]:
        text = (self.folder / "drafts.jsonl").read_text("utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def held(self, name: str, deed: Callable[[], object]) -> Route:
        """Do something, and hold back the first answer that it asks the server for by a name."""
        held: list[Route] = []

        def hold(route: Route) -> None:
            if held:
                route.continue_()
            else:
                held.append(route)

        self.page.route(f"**/api/{name}", hold)
        deed()
        [route] = until(self.page, lambda: held)
        return route

    def axe(self) -> list[tuple[str, list[str]]]:
        return [(it["id"], [node["html"] for node in it["nodes"]]) for it in blamed(self.page)]


@pytest.fixture
def judge(page: Page, tmp_path: Path, complaints: list[str]) -> Iterator[Judge]:
    folder = copied(tmp_path)
    drafts = (HID, UNKNOWN, WRONG, NOWHERE)
    (folder / "drafts.jsonl").write_text("".join(f"{json.dumps(it)}\n" for it in drafts), "utf-8")
    with served(folder) as (_, keys):
        page.goto(keys.address(keys.write))
        page.wait_for_selector("body[data-ready]")
        yield Judge(page, folder)
        page.close()
    own = f"asked for http://{keys.host}/"
    complaints[:] = [it for it in complaints if not it.startswith(own)]


def test_three_drafts_are_judged_by_keys(judge: Judge) -> None:
    judge.until("document.querySelector('#tool-drafts').textContent === 'Drafts (3)'")
    judge.press("d")
    judge.heading("Draft 1 of 3")
    judge.until("document.querySelector('.read-back').textContent.includes('sheltered')")
    assert "1" in judge.page.inner_text(".refused summary")
    judge.until("CSS.highlights.has('found')")
    painted = "[...CSS.highlights.get('found')].map((it) => {words}).join()"
    words = "it.startContainer.data.slice(it.startOffset, it.endOffset)"
    assert judge.page.evaluate(painted.replace("{words}", words)) == HID["passage"]
    judge.press("a")  # before anybody has said who judges
    judge.said("Who judges?")
    judge.press("1")
    judge.until("document.querySelector('.draft-body').textContent.includes('reader-1;ann')")
    assert judge.axe() == []
    judge.press("a")
    judge.heading("Draft 1 of 2")
    judge.said(f"Saved: {NEW} and its citation")
    assert judge.lines()[0]["judged"] == "accepted"
    judge.until("document.querySelectorAll('.question').length === 2")
    assert judge.axe() == []
    judge.press("a")  # it is not said who she is
    judge.said("Nobody in the index is called")
    judge.until("document.querySelector('[data-choice]').textContent.includes('new')")
    judge.press("1")
    judge.until("document.querySelectorAll('.question').length === 1")
    judge.press("2")
    judge.until("document.querySelectorAll('.question').length === 0")
    judge.press("a")
    judge.heading("Draft 1 of 1")
    judge.said(f"Saved: {NEXT} and its citation; new: ines-vidal")
    judge.press("r")
    judge.heading("No draft waits to be judged")
    judge.said("Rejected.")
    assert [it.get("judged", "") for it in judge.lines()] == [
        "accepted", "accepted", "rejected", "",
    ]  # fmt: skip
    claims = (judge.folder / "claims.csv").read_text("utf-8")
    assert f"{NEXT},ines-vidal,handled,nell-farrow,,,,1962-29," in claims
    judge.press("u")
    judge.heading("Draft 1 of 1")
    judge.press("Control+z")
    judge.heading("Draft 1 of 2")
    assert NEXT not in (judge.folder / "claims.csv").read_text("utf-8")
    assert "judged" not in judge.lines()[1]


def test_draft_that_was_asked_for_is_shown_when_the_list_is_read_anew_meanwhile(
    judge: Judge,
) -> None:
    judge.press("d")
    judge.heading("Draft 1 of 3")
    held = judge.held("draft", lambda: judge.press("n"))  # asked for, and its answer takes its time
    with judge.page.expect_request("**/api/draft"):
        judge.page.select_option("#coder", "ann")
    held.continue_()
    judge.heading("Draft 2 of 3")


def test_shown_draft_is_judged_whatever_of_the_last_one_is_still_on_its_way(judge: Judge) -> None:
    judge.press("d")
    judge.heading("Draft 1 of 3")
    told = judge.held("draft", lambda: judge.page.select_option("#coder", "ann"))
    judge.page.focus(".drafts h2")
    listed = judge.held("drafts", lambda: judge.press("r"))
    judge.said("Rejected.")
    with judge.page.expect_response("**/api/draft"):
        told.continue_()  # of the draft that is judged meanwhile
    judge.page.dispatch_event("#coder", "change")  # the list is read once more
    judge.heading("Draft 1 of 2")
    judge.press("r")
    judge.heading("Draft 1 of 1")
    listed.continue_()
    assert [it.get("judged", "") for it in judge.lines()] == ["rejected", "rejected", "", ""]


def test_edited_draft_counts_as_accepted_when_it_is_saved(judge: Judge) -> None:
    judge.page.select_option("#coder", "ann")
    judge.press("Escape")
    judge.page.click("#tool-drafts")
    judge.heading("Draft 1 of 3")
    judge.until("document.querySelector('.read-back').textContent.includes('sheltered')")
    judge.press("n")
    judge.heading("Draft 2 of 3")
    judge.press("p")
    judge.heading("Draft 1 of 3")
    judge.press("e")
    judge.until("document.activeElement.className === 'save'")
    judge.press("3")  # possible
    judge.press("Enter")
    judge.said(f"Saved: {NEW} and its citation")
    judge.heading("Draft 1 of 2")
    citations = (judge.folder / "citations.csv").read_text("utf-8")
    (row,) = [line for line in citations.splitlines() if line.startswith(NEW)]
    assert "affirms,possible" in row
    assert "reader-1;ann" in row
    assert judge.lines()[0]["citation"].startswith(f"{NEW}-")
