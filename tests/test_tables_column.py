"""A column of a table: the same cells however it was made and however it is looked at."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardindex.tables import Column

cells = st.lists(
    st.one_of(st.sampled_from(["", "a", "b", "kgb"]), st.text(max_size=4)).filter(
        lambda cell: cell.isprintable()
    ),
    max_size=9,
)


def of_chunks(some: list[str]) -> Column:
    half = len(some) // 2
    chunks = [pa.array(part, pa.string()) for part in (some[:half], some[half:])]
    return Column.of_arrow(pa.chunked_array(chunks, pa.string()))


MADE: dict[str, Callable[[list[str]], Column]] = {
    "list": Column.of,
    "tuple": lambda some: Column.of(tuple(some)),
    "generator": lambda some: Column.of(cell for cell in some),
    "arrow": lambda some: Column.of_arrow(pa.array(some, pa.string())),
    "slice": lambda some: Column.of_arrow(pa.array(["x", *some, "x"], pa.string())[1:-1]),
    "chunks": of_chunks,
}


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
@given(some=cells)
def test_a_column_has_its_cells_however_it_was_made(
    made: Callable[[list[str]], Column], some: list[str]
) -> None:
    column = made(some)
    assert list(column) == some
    assert len(column) == len(some)
    assert [column[at] for at in range(len(some))] == some
    assert [column[-at] for at in range(1, len(some) + 1)] == some[::-1]
    assert column[1:3] == some[1:3]
    assert column[::-1] == some[::-1]
    assert column.arrow.to_pylist() == some
    assert column.full().tolist() == list(map(bool, some))
    assert column.distinct == list(dict.fromkeys(some))
    assert column.codes.dtype == np.int32
    assert [column.distinct[code] for code in column.codes] == some
    # Now that it is encoded, it is the same still.
    assert [column[at] for at in range(len(some))] == some
    assert column.full().tolist() == list(map(bool, some))
    assert all(column.index(cell) == some.index(cell) for cell in some)
    assert column == Column.of(some)
    assert column != Column.of([*some, "a"])
    assert list(pickle.loads(pickle.dumps(column))) == some  # noqa: S301 - our own


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_what_a_column_does_not_have_is_not_found(made: Callable[[list[str]], Column]) -> None:
    column = made(["a", "b", "a"])
    assert column.index("a", 1) == 2
    assert "b" in column
    assert "c" not in column
    with pytest.raises(ValueError, match=r"[a-z]"):
        column.index("c")
    with pytest.raises(IndexError):
        column[3]


def test_half_a_character_needs_no_arrow() -> None:
    column = Column.of(["\ud800", "a", "\ud800"])
    assert column.distinct == ["\ud800", "a"]
    assert column.codes.tolist() == [0, 1, 0]
    assert not column.is_arrow


def test_a_long_column_is_walked_through_in_steps() -> None:
    some = [str(number) for number in range(70_000)]
    assert list(Column.of_arrow(pa.array(some, pa.string()))) == some
