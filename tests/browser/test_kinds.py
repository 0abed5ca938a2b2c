"""Kinds with their narrower kinds, and the command that gives what the page shows."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import javascript
import pytest
from building import cite, claim, entity, index, vocabulary
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cardindex.evidence import tally, weigh
from cardindex.index import Index
from cardindex.slices import EVERYTHING, Slice
from cardindex.view import page as render

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]
    Modules = Callable[..., Any]

JS = javascript.functions("kinds.js")


KINDS = ["armed-group", "event", "military", "organisation", "party", "person", "state", "union"]


def rows(kinds: list[str], deeper: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Return kinds as the page has them; ``deeper``: kinds that the ontology does not have."""
    types = vocabulary().types
    wider = {kind: deeper.get(kind) or list(types[kind].parents) for kind in kinds}
    return [{"id": kind, "broader": wider[kind]} for kind in kinds]


CLICKED = JS["clicked"]


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from([*KINDS, "militia", "watch"])),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_is_ticked_can_be_said_as_a_slice(
    modules: Modules, clicks: list[tuple[bool, str]]
) -> None:
    deeper = {
        "militia": ["armed-group", "organisation"],
        "watch": ["militia", "armed-group", "organisation"],
    }
    kinds = sorted([*KINDS, *deeper])
    parents = {row["id"]: set(row["broader"]) for row in rows(kinds, deeper)}

    def is_a(kind: str, names: list[str]) -> bool:
        return bool(({kind} | parents[kind]) & set(names))

    for found in modules("model/kinds.js", CLICKED, [rows(kinds, deeper), clicks]):
        shown = [kind for kind in kinds if kind not in found["hidden"]]
        assert shown == [
            kind
            for kind in kinds
            if (not found["only"] or is_a(kind, found["only"])) and not is_a(kind, found["not"])
        ]
        assert (kinds if found["shown"] is None else found["shown"]) == shown


def test_hiding_a_kind_hides_its_narrower_ones(modules: Modules) -> None:
    clicks = [(False, "organisation"), (False, "party"), (True, "organisation"), (False, "party")]
    after = modules("model/kinds.js", CLICKED, [rows(KINDS, {}), clicks])
    inner = ["armed-group", "military", "party", "state", "union"]
    assert after[0]["hidden"] == sorted([*inner, "organisation"])
    assert after[0]["not"] == ["organisation"]
    assert "party" not in after[1]["hidden"]
    assert after[2]["only"] == ["organisation"]
    assert (after[3]["only"], after[3]["not"]) == (["organisation"], ["party"])


@pytest.fixture
def town(tmp_path: Path) -> Index:
    kinds = {"ann": "person", "club": "organisation", "reds": "party", "quay": "union"}
    words = ["ann led club", "ann led reds", "reds supported club", "quay supported reds"]
    claims = [claim(f"c{i}", text, when=f"195{i}") for i, text in enumerate(words, 1)]
    return index(
        tmp_path / "town",
        claims,
        [cite(row["id"], "book") for row in claims],
        entities=[entity(id_, kind) for id_, kind in kinds.items()],
    )


def page_file(made: Index, folder: Path, part: Slice = EVERYTHING) -> Path:
    file = folder / "town.html"
    file.write_text(render(tally(made, part)), encoding="utf-8")
    return file


def shown(page: Page) -> list[str]:
    return page.locator("table.sheet tbody a.id").all_inner_texts()


def told(page: Page, made: Index) -> list[str]:
    """Return the claims that the command on the page gives."""
    from click import Context

    from cardindex.cli.export import command
    from cardindex.cli.options import read_slice

    line = shlex.split(page.locator(".copyable code").inner_text())
    assert line[:2] == ["cardindex", "export"]
    values = command.make_parser(Context(command)).parse_args(line[2:])[0]
    options = {name: value for name, value in values.items() if name not in ("format", "output")}
    return list(tally(made, read_slice(made, options, EVERYTHING)).claims.index)


def test_legend_sets_narrower_kinds_under_their_broader_one(
    opened: Opener, town: Index, tmp_path: Path
) -> None:
    page = opened(file=page_file(town, tmp_path))
    labels = page.locator(".group.types li")
    assert [
        (row.locator(".row-label").inner_text(), row.get_attribute("class")) for row in labels.all()
    ] == [("organisation", None), ("party", "depth-1"), ("union", "depth-1"), ("person", None)]
    assert labels.first.locator(".count").inner_text() == "3"
    page.get_by_role("checkbox", name="organisation").uncheck()
    assert not page.get_by_role("checkbox", name="union").is_checked()
    page.wait_for_url("**#not_types=organisation")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("not_types=party", ["c1"]),
        ("types=organisation", ["c3", "c4"]),
        ("types=organisation&not_types=union", ["c3"]),
        ("types=union,party", ["c4"]),
        ("types=agent&not_types=union", ["c1", "c2", "c3"]),
        ("not_types=person&families=alliance", ["c3", "c4"]),
    ],
)
def test_command_and_address_give_the_kinds_that_are_shown(
    opened: Opener, town: Index, tmp_path: Path, address: str, expected: list[str]
) -> None:
    page = opened(f"#view=table&{address}", file=page_file(town, tmp_path))
    assert page.locator("#notice").is_hidden()
    assert shown(page) == told(page, town) == expected


@pytest.mark.parametrize(
    "address", ["families=", "relations=", "standings=", "not_types=person,organisation"]
)
def test_nothing_shown_has_no_command(
    opened: Opener, town: Index, tmp_path: Path, address: str
) -> None:
    page = opened(f"#view=table&{address}", file=page_file(town, tmp_path))
    assert shown(page) == []
    assert page.locator(".copyable").count() == 0
    assert "Nothing is shown" in page.locator("#sheet").inner_text()


@pytest.mark.parametrize(
    ("part", "address"),
    [
        ({"families": {"alliance", "command"}}, "families=money,command"),
        ({"types": {"organisation"}}, "types=organisation"),
        ({"types": {"agent"}}, "not_types=union"),
        ({"types": {"organisation"}, "not_types": {"union"}}, "types=party,organisation"),
        ({"types": {"person", "party"}}, "types=organisation,person"),
        ({"entities": {"club"}}, "not_types=person"),
        ({"window": "1951/1953"}, ""),
        ({"window": "1951/1953", "surely": True}, "text=reds"),
        ({"text": "led"}, "text=club"),
        ({"dated": True}, ""),
        ({"window": "1951/1953"}, "dated=1"),
        ({"standings": {"untraced"}}, "standings=untraced,contested"),
    ],
)  # fmt: skip
def test_command_on_the_page_of_a_part_gives_no_more_than_the_page(
    opened: Opener, town: Index, tmp_path: Path, part: dict[str, Any], address: str
) -> None:
    made = {
        name: frozenset(value) if isinstance(value, set) else value for name, value in part.items()
    }
    chosen = Slice(**({"standings": EVERYTHING.standings, "modes": EVERYTHING.modes} | made))
    page = opened(f"#view=table&{address}", file=page_file(town, tmp_path, chosen))
    assert shown(page) == told(page, town) != []
    assert "The page holds no more than claims" in page.locator("#caption").text_content()


def test_command_leaves_out_the_undated_as_the_page_does(opened: Opener, tmp_path: Path) -> None:
    rows = [claim("d1", "ada funded reds", when="1951"), claim("d2", "ada led reds")]
    some = index(tmp_path / "some", rows, [cite(row["id"], "book") for row in rows])
    page = opened("#view=table&dated=1", file=page_file(some, tmp_path))
    assert shown(page) == told(page, some) == ["d1"]
    assert "without what has no date" in page.locator("#caption").text_content()


def test_two_spans_of_time_have_no_command(opened: Opener, town: Index, tmp_path: Path) -> None:
    chosen = Slice(window="1951/1953")
    page = opened("#view=table&window=1952/1954", file=page_file(town, tmp_path, chosen))
    assert shown(page) == ["c2", "c3"]
    assert "No one command" in page.locator("#sheet").inner_text()


def test_strikes_of_the_command_line_can_be_taken_back(
    opened: Opener, harbour: Index, tmp_path: Path
) -> None:
    part = Slice(struck=frozenset({"source:inquiry"}))
    page = opened("#view=table", file=page_file(harbour, tmp_path, part))
    assert shown(page) == list(tally(harbour, part).claims.index)
    page.get_by_role("tab", name="Network").click()
    page.get_by_role("button", name="1 struck out").click()
    counts = page.locator("dl.tally dt").all_inner_texts()
    assert int(counts[0]) == len(weigh(harbour, ["source:inquiry"]).falls) > 0
    page.get_by_role("button", name="Restore all").click()
    page.get_by_role("tab", name="Claims").click()
    assert shown(page) == list(tally(harbour, Slice()).claims.index)
