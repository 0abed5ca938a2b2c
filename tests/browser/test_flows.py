"""Money as flows: which are told again, where bands and names lie, and where a band leads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import javascript
import pytest
from building import Row, cite, claim, entity, index, unchecked
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.view import collect, columns
from cardindex.view import page as render

if TYPE_CHECKING:
    Opener = Callable[..., Any]
    Modules = Callable[..., Any]

JS = javascript.functions("flows.js")


# Six pixels a letter: a browser measures for itself.
LAID_OUT = JS["laidOut"]


def sum_(id_: str, words: str, quantity: str, **cells: str) -> Row:
    return claim(id_, words, quantity=quantity, unit="USD", **cells)


def encoded(rows: list[Row]) -> str:
    made = unchecked({"claims": rows, "citations": [cite(row["id"], "book") for row in rows]})
    return columns.encode(collect.page_data(tally(made), places={}, drawing={}, opening={}))


def laid_out(modules: Modules, rows: list[Row], width: int = 900) -> dict[str, Any]:
    found: dict[str, Any] = modules("views/flows.js", LAID_OUT, [encoded(rows), width])
    return found


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        # Of two that are the same the larger counts, and of equals the first.
        ({"c2": "same c1"}, {"c2": ["same", "c1", False]}),
        ({"c1": "same c3"}, {"c1": ["same", "c3", False]}),
        ({"c1": "part c3"}, {"c1": ["part", "c3", False]}),
        ({"c2": "same? c1"}, {"c2": ["same", "c1", True]}),
        # By way of a third.
        (
            {"c1": "same c2", "c2": "part c3"},
            {"c1": ["part", "c3", False], "c2": ["same", "c1", False]},
        ),
        # Each inside the other is the same.
        ({"c1": "part c2", "c2": "part c1"}, {"c2": ["same", "c1", False]}),
        ({"c1": "rival c2"}, {"c1": ["rival", "c2", False], "c2": ["rival", "c1", False]}),
        # Sums of another mode are totalled apart.
        ({"c1": "same c4"}, {}),
        ({}, {}),
    ],
)
def test_what_is_told_again_is_known_from_its_ties(
    modules: Modules, ties: dict[str, str], expected: dict[str, list[Any]]
) -> None:
    rows = [
        sum_("c1", "a funded b", "100", ties=ties.get("c1", "")),
        sum_("c2", "a funded b", "100", ties=ties.get("c2", "")),
        sum_("c3", "a funded c", "900"),
        sum_("c4", "a funded b", "100", mode="planned"),
    ]
    found = modules(
        "views/flows.js",
        """async (m, text) => {
            const { decode, link } = await import('/model/link.js');
            const told = m.retold(m.flowsOf(link(await decode(text)).claims));
            return [...told].map(([claim, it]) => [claim.id, [it.kind, it.claim.id, it.perhaps]]);
        }""",
        encoded(rows),
    )
    assert dict(found) == expected


def test_payers_stand_before_recipients_and_who_passes_on_between(modules: Modules) -> None:
    found = laid_out(modules, [sum_("c1", "a funded b", "400"), sum_("c2", "b funded c", "100")])
    across = {node["id"]: node["x"] for node in found["nodes"]}
    assert across["a"] < across["b"] < across["c"]
    thick = {band["id"]: band["high"] for band in found["bands"]}
    assert thick["c1"] == 2 * thick["c2"]


def test_money_that_goes_round_ends_at_whoever_stands_once_more(modules: Modules) -> None:
    rows = [
        sum_("c1", "a funded b", "400"),
        sum_("c2", "b funded a", "100"),
        sum_("c3", "a funded a", "1"),
    ]
    found = laid_out(modules, rows)
    assert sorted(node["id"] for node in found["nodes"]) == ["a", "a", "b"]
    assert all(band["points"][0][0] < band["points"][-1][0] for band in found["bands"])


def test_narrow_page_has_two_columns(modules: Modules) -> None:
    rows = [sum_("c1", "a funded b", "400"), sum_("c2", "b funded c", "100")]
    assert len({node["x"] for node in laid_out(modules, rows, 340)["nodes"]}) == 2


def test_hedges_are_the_bounds_of_a_band(modules: Modules) -> None:
    rows = [
        sum_("c1", "a funded b", "400..900"),
        sum_("c2", "a funded c", ">100"),
        sum_("c3", "a funded d", "<900"),
    ]
    bands = {band["id"]: band for band in laid_out(modules, rows)["bands"]}
    assert bands["c1"]["low"] / bands["c1"]["high"] == pytest.approx(2 / 3, rel=0.01)
    assert bands["c2"]["low"] == bands["c2"]["high"] > 0
    assert bands["c3"]["low"] == 0 < bands["c3"]["high"]


def test_event_passes_on_to_its_recipients(modules: Modules) -> None:
    rows = [
        sum_("c1", "a payer_in gift", "400"),
        claim("c2", "b recipient_in gift"),
        claim("c3", "c intermediary_in gift"),
        claim("c4", "d recipient_in prize"),
    ]
    found = laid_out(modules, rows)
    assert [band["id"] for band in found["bands"]] == ["c1", "c2", "c3"]
    across = {node["id"]: node["x"] for node in found["nodes"]}
    assert across["a"] < across["gift"] < across["b"] == across["c"]


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    flows=st.lists(
        st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"), st.integers(1, 10**7)),
        min_size=1,
        max_size=40,
    ),
    width=st.sampled_from([340, 700, 1100]),
)
def test_no_name_lies_on_another_or_outside(
    modules: Modules, flows: list[tuple[str, str, int]], width: int
) -> None:
    rows = [
        sum_(f"c{i:02}", f"{one}-of-the-long-names funded {other}-of-the-long-names", str(amount))
        for i, (one, other, amount) in enumerate(flows)
    ]
    found = laid_out(modules, rows, width)
    assert len(found["bands"]) == min(24, len(rows))
    boxes = []
    for node in found["nodes"]:
        wide = max(len(line) * 6 for line in node["lines"])
        left = node["x"] - {"start": 0, "middle": wide / 2 - 4.5, "end": wide - 9}[node["align"]]
        boxes.append((left, node["y"] - 17 * len(node["lines"]), left + wide, node["y"]))
    # Sums stand where their bands begin.
    for band in found["bands"]:
        x, y = band["points"][0]
        boxes.append((x + 7, y - 8, x + 7 + found["room"], y + 8))
    for i, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert right <= width + 1
        assert -1 <= top <= bottom <= found["height"] + 1
        for other in boxes[:i]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart, (boxes[i], other)


# --- In the page


def test_band_leads_to_its_claim_by_mouse_and_by_keyboard(opened: Opener) -> None:
    page = opened("#view=money&modes=actual,authorised")
    page.locator('.flow-chart .band[data-select="claim:c001"]').first.click()
    assert page.locator("#panel [data-claim]").get_attribute("data-claim") == "c001"
    band = page.locator('.flow-chart .band[data-select="claim:c003"]')
    band.focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel [data-claim]").get_attribute("data-claim") == "c003"
    assert page.locator(".band[aria-current]").get_attribute("data-select") == "claim:c003"


def test_band_is_told_to_those_who_do_not_see_it(opened: Opener) -> None:
    page = opened("#view=money&modes=actual,authorised")
    assert page.locator(".flow-chart .band").evaluate_all(
        "bands => bands.map((band) => band.getAttribute('aria-label').split('\\n')[0])"
    ) == [
        "Beacon to Harbour Gazette: 150,000 to 200,000 GBP; 1953 to 1955; untraced",
        "Aurora to Harbour Party: about 400,000 USD; 1953",
        "Aurora to Harbour Party: 50,000 USD; 1952",
        "Aurora to Inés Ábalos: at least 30,000 USD; 1954; was authorised",
    ]
    names = page.get_by_role("group", name="in USD").locator(".flow-name").all_inner_texts()
    assert len(names) == 3


def test_key_names_only_what_occurs(opened: Opener) -> None:
    page = opened("#view=money")
    usd = page.locator("section.ledger", has=page.locator("h3", has_text="USD"))
    assert usd.locator(".flow-key").all_inner_texts() == ["so much", "at most"]
    page.get_by_role("checkbox", name="was authorised").check()
    assert usd.locator(".flow-key").all_inner_texts() == [
        "so much",
        "at most",
        "no upper bound",
        "asked, authorised, planned, attempted or failed",
    ]


def made_page(folder: Path, made: Index) -> Path:
    file = folder / "made.html"
    file.write_text(render(tally(made)), encoding="utf-8")
    return file


def test_what_is_no_payment_is_no_sum(opened: Opener, tmp_path: Path) -> None:
    made = index(
        tmp_path / "made",
        [
            claim("c1", "a killed b", quantity="3000", unit="persons"),
            claim("c2", "a equipped b", quantity="200", unit="rifles"),
            claim("c3", "a imprisoned b", quantity="12", unit="years"),
        ],
        [cite("c1", "book"), cite("c2", "book"), cite("c3", "book")],
    )
    page = opened("#view=money", file=made_page(tmp_path, made))
    sections = page.locator("section.ledger")
    assert sections.locator("h3").all_inner_texts() == ["rifles"]
    assert [
        (section.locator(".flow-chart").count(), section.locator("tfoot").count())
        for section in sections.all()
    ] == [(1, 1)]


def test_payments_between_two_are_added_up_below_the_table(opened: Opener, tmp_path: Path) -> None:
    rows = [
        sum_("c1", "a funded b", "400"),
        sum_("c2", "a funded b", "350", ties="same c1"),
        sum_("c3", "a funded b", "100"),
        sum_("c4", "b funded c", "5"),
    ]
    made = index(tmp_path / "made", rows, [cite(row["id"], "book") for row in rows])
    page = opened("#view=money", file=made_page(tmp_path, made))
    assert page.locator("section.ledger tfoot tr").all_inner_texts() == [
        "A to B together\t500 USD",
        "Total\t505 USD",
    ]


def test_of_many_flows_the_largest_are_drawn_and_the_rest_counted(
    opened: Opener, tmp_path: Path
) -> None:
    rows = [sum_(f"c{i:02}", f"a{i} funded b", str(100 + i)) for i in range(40)]
    made = index(tmp_path / "made", rows, [cite(row["id"], "book") for row in rows])
    page = opened("#view=money", file=made_page(tmp_path, made))
    assert page.locator(".flow-chart .band").count() == 24
    assert "The 24 largest flows are drawn; 16 more are in the table." in page.locator(
        "figcaption"
    ).inner_text().replace("\n", " ")


def test_names_in_the_drawing_stay_text(opened: Opener, tmp_path: Path) -> None:
    hostile = "</text><script>alert(1)</script>"
    made = index(
        tmp_path / "made",
        [sum_("c1", "a funded b", "3000")],
        [cite("c1", "book")],
        entities=[entity("a", label=hostile)],
    )
    page = opened("#view=money", file=made_page(tmp_path, made))
    page.on("dialog", lambda _: pytest.fail("a name ran"))
    assert hostile.startswith(page.locator(".flow-name text").first.text_content().rstrip("…"))


def test_drawing_follows_the_width_of_its_page(opened: Opener, page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened("#view=money")
    chart = page.locator(".flow-chart").first
    assert chart.bounding_box()["width"] < 390
    page.set_viewport_size({"width": 1200, "height": 844})
    page.locator(".flow-chart[width^='8']").first.wait_for()


def test_bands_are_drawn_at_once_as_paper_does_not_wait(opened: Opener) -> None:
    page = opened("#view=money")
    # In the same breath: no frame comes between.
    drawn = """() => {
        document.getElementById("tab-table").click();
        document.getElementById("tab-money").click();
        return document.querySelectorAll(".flow-chart .band").length;
    }"""
    assert page.evaluate(drawn) == page.locator(".flow-chart .band").count() > 0
