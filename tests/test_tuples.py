"""Columns of tuples behave as columns of Python's tuples do, made of codes and lists."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from cardindex.groups import Groups
from cardindex.tuples import Tuples, tuples

ROWS = [("a",), ("a", "b"), (), ("a",)]


def as_objects(rows: list[tuple[str, ...]]) -> pd.Series:
    return pd.Series([*rows, None], dtype=object)[:-1]


def columns() -> list[Tuples]:
    made = Tuples.of(ROWS)
    texts = pd.Series(["a", "a;b", "", "a"])
    groups = Groups(np.array([0, 0, 1, 0]), np.array([0, 1, 3, 3, 4]))
    return [
        made,
        Tuples.per_text(texts, lambda text: tuple(filter(None, text.split(";")))),
        Tuples.grouped(["a", "b"], groups),
        Tuples.of_arrow(pa.chunked_array([made.arrow()])),
        made[[2, 0, 1]].take([1, 2, 0, 1]),
        pd.concat([pd.Series(Tuples.of(ROWS[:1])), pd.Series(Tuples.of(ROWS[1:]))]).array,
    ]


@pytest.mark.parametrize("column", columns())
def test_column_gives_what_one_of_python_s_tuples_would(column: Tuples) -> None:
    found, expected = pd.Series(column), as_objects(ROWS)
    assert found.tolist() == expected.tolist() == list(found)
    assert found.map(len).tolist() == [1, 2, 0, 1]
    assert found.map(len).sum() == 4
    assert found.map(lambda row: (*row, "c")).tolist() == [(*row, "c") for row in ROWS]
    assert found.to_dict() == expected.to_dict()
    assert found[found.map(len) > 0].tolist() == [("a",), ("a", "b"), ("a",)]
    assert (found == ("a",)).tolist() == [True, False, False, True]
    assert set(found) == set(ROWS)
    assert type(found.iloc[1]) is tuple
    assert found.to_numpy(dtype=object).tolist() == ROWS
    assert pd.DataFrame({"x": found, "n": 1}).to_dict("records")[1] == {"x": ("a", "b"), "n": 1}
    assert [row.x for row in pd.DataFrame({"x": found}).itertuples()] == ROWS


@pytest.mark.parametrize("column", columns())
def test_names_are_found_without_making_the_tuples(column: Tuples) -> None:
    assert column.names_any({"b", "z"}).tolist() == [False, True, False, False]
    among = pd.Index(["b", "a"])
    groups = column.places(among)
    assert groups.things.tolist() == [1, 1, 0, 1]
    assert groups.starts.tolist() == [0, 1, 3, 3, 4]


def test_rows_that_are_missing_are_missing() -> None:
    frame = pd.DataFrame({"x": Tuples.of(ROWS)}).reindex([1, 9])
    assert frame["x"].isna().tolist() == [False, True]
    assert frame["x"].iloc[0] == ("a", "b")


def test_part_of_a_large_column_is_made_without_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cardindex.tuples._MANY", 1)
    rows = [(str(number), "x") for number in range(40)]
    whole = Tuples.of_arrow(pa.chunked_array([Tuples.of(rows).arrow()]), lambda text: text or "x")
    part = pd.Series(whole).reindex([31, 2, 99, 31, 0]).array
    assert [row if isinstance(row, tuple) else None for row in part] == [
        rows[31], rows[2], None, rows[31], rows[0],
    ]  # fmt: skip
    assert whole[[5, 6, 5]].tolist() == [rows[5], rows[6], rows[5]]
    assert not whole.distinct.are_made
    assert list(whole) == rows
    assert whole.distinct.are_made


def test_no_rows_are_no_trouble() -> None:
    empty = pd.Series(Tuples.of([]))
    assert empty.tolist() == []
    assert tuples(empty).places(pd.Index(["a"])).starts.tolist() == [0]
    assert tuples(pd.Series([], dtype=object)).names_any({"a"}).tolist() == []


def test_what_is_no_tuple_is_refused() -> None:
    with pytest.raises(TypeError):
        Tuples.of(["a"])
