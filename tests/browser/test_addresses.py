"""Buttons that copy a citation or an address, and addresses that mean little here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from drawn import box

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]


@pytest.mark.parametrize(
    ("address", "cited"),
    [
        ("#select=entity:ines", "The card of “Inés Ábalos”, in “The harbour papers”, version 7."),
        ("#select=claim:c001", "“Aurora funded Harbour Party (1953)” (claim c001), in “The"),
        ("#select=source:survey", "What is cited from “A Survey of the Quays”, in “The harbour"),
        (
            "#select=pair:aurora+harbour-party",
            "The claims that link “Aurora” – “Harbour Party”, in",
        ),
        ("", "“The harbour papers”, version 7."),
    ],
)
def test_a_citation_names_what_is_cited_and_no_path(
    opened: Opener, address: str, cited: str
) -> None:
    page = opened(address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Cite").click()
    page.wait_for_selector("button:has-text('copied')")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(cited)
    assert "file:" not in text
    assert ".html" not in text


def test_the_address_of_a_claim_can_be_copied(opened: Opener) -> None:
    page = opened("#struck=source:inquiry&select=entity:ines")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-claim] summary").first.click()
    claim = page.locator("[data-claim]").first.get_attribute("data-claim")
    page.get_by_role("button", name="copy address").first.click()
    page.wait_for_selector("button:has-text('copied')")
    address = page.evaluate("navigator.clipboard.readText()")
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    assert page.url.endswith(f"#struck=source:inquiry&select=claim:{claim}")


def test_an_address_of_100_kb_opens_and_what_is_said_of_it_stays_short(opened: Opener) -> None:
    many = ",".join(f"unknown-{i}" for i in range(9000))
    page = opened(f"#families=money,{many}&around={many}&text={'word ' * 9000}&select=entity:ines")
    assert page.get_by_role("heading", level=2).inner_text() == "Inés Ábalos"
    notice = page.locator("#notice").inner_text()
    assert "unknown-0" in notice
    assert len(notice) < 500
    assert box(page.locator("#notice"))[3] < 300
    assert page.locator("#text-filter").input_value() == ""


def test_an_address_of_a_later_page_opens_what_it_can(opened: Opener) -> None:
    page = opened("#story=3&select=entity:ines&view=globe&window=1950/1955&lanes")
    assert page.get_by_role("heading", level=2).inner_text() == "Inés Ábalos"
    notice = page.locator("#notice").inner_text()
    for part in ("story=3", "view=globe", "lanes"):
        assert part in notice
    assert page.locator(".time .window").inner_text() == "1950–1955"
