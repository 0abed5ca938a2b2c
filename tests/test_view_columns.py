"""The page's data: what Python declares is what the page's JavaScript expects."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import building
import pytest

from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.passages import Text, seal
from cardindex.slices import EVERYTHING, Slice
from cardindex.view import collect, columns, opening

TESTS = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def harbour() -> Index:
    return Index.open(TESTS / "data" / "page")


def collected(index: Index, part: Slice = EVERYTHING) -> columns.PageData:
    selection = tally(index, part)
    first = opening.first_drawing(selection)
    return collect.page_data(selection, places=first.places, drawing=first.drawing, opening={})


def unpacked(content: columns.PageData) -> Any:
    """Return what is written of the content, its columns as whole lists again."""
    written = json.loads(gzip.decompress(base64.b64decode(columns.encode(content))))
    for table in columns.declared():
        for name, column in written[table].items():
            if isinstance(column, dict):
                written[table][name] = [column["values"][row] for row in column["rows"]]
    return written


def test_packing_a_column_loses_nothing(harbour: Index) -> None:
    content = collected(harbour)
    written = unpacked(content)
    for table, names in columns.declared().items():
        for column in names:
            assert written[table][column] == getattr(getattr(content, table), column)


def test_columns_of_a_table_are_equally_long(harbour: Index) -> None:
    content = unpacked(collected(harbour))
    for table, names in columns.declared().items():
        assert len({len(content[table][column]) for column in names}) == 1, table


def test_row_numbers_lead_back_to_the_ids(harbour: Index) -> None:
    content = unpacked(collected(harbour))
    claims, entities = content["claims"], content["entities"]["id"]
    row = claims["id"].index("c001")
    assert entities[claims["subject"][row]] == "aurora"
    assert entities[claims["object"][row]] == "harbour-party"
    assert content["relations"]["id"][claims["relation"][row]] == "funded"
    assert claims["object"][claims["id"].index("c021")] == columns.NONE


def test_open_bound_is_no_number(harbour: Index) -> None:
    claims = unpacked(collected(harbour))["claims"]
    row = claims["id"].index("c003")
    assert (claims["low"][row], claims["high"][row]) == (30000, columns.OPEN)
    row = claims["id"].index("c005")
    assert (claims["low"][row], claims["high"][row]) == (None, None)


def test_trail_leads_down_to_the_root(harbour: Index) -> None:
    content = unpacked(collected(harbour))
    citations, sources = content["citations"], content["sources"]["id"]
    row = content["claims"]["id"].index("c006")
    at = citations["claim"].index(row)
    trail = [[sources[step[0]], *step[1:]] for step in citations["trail"][at]]
    assert trail == [["survey", "81", "takes"], ["aurora-files", "", "rests"]]
    assert citations["root"][at] == "entity:aurora"


def test_part_carries_its_rivals_and_who_is_named_and_no_more(harbour: Index) -> None:
    content = unpacked(collected(harbour, Slice(entities=frozenset({"militia"}))))
    claims = content["claims"]
    carried = dict(zip(claims["id"], claims["context"], strict=True))
    # Alone, c009 shows whether c010, which is contested by it, may be shown as contested.
    assert carried == {"c012": False}
    whole = Slice(entities=frozenset({"militia"}), standings=EVERYTHING.standings)
    claims = unpacked(collected(harbour, whole))["claims"]
    carried = dict(zip(claims["id"], claims["context"], strict=True))
    assert carried == {"c009": True, "c010": False, "c012": False, "c022": False}
    assert "lonely" not in content["entities"]["id"]


def test_passages_travel_only_where_the_texts_are_given(tmp_path: Path) -> None:
    told = "Aurora paid. The party thanked them."
    sealed = {"start": "0", "end": "12", "seal": seal(told[:12])}
    made = building.index(tmp_path, [building.claim("c1")], [building.cite("c1", "book", **sealed)])
    selection = tally(made)
    for texts, passage in ((None, ""), ({"book": Text.of(told)}, "Aurora paid.")):
        content = collect.page_data(selection, places={}, drawing={}, opening={}, texts=texts)
        assert content.citations.passage == [passage]


def test_equal_input_gives_equal_text(harbour: Index) -> None:
    assert columns.encode(collected(harbour)) == columns.encode(collected(harbour))
