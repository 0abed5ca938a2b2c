"""Plain tables: what Arrow reads is what Python reads, and whatever is odd is left to Python."""

from __future__ import annotations

import csv
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cardindex import tables
from cardindex.tables import reading
from cardindex.tables.plain import plain
from cardindex.tables.table import Table

HEADER = "source,locator,reason\n"
HOSTILE = [
    ",", ",,", ",,,", "\n", "\n\n", "\r", "\r\n", '"', '""', '","', '"\n', '\n"', "\0",
    "\ufeff", "é", "e\u0301", "\u00a0", "\u1680", "\u2028", "\u3000", "\x85", "\x1c", "\x0b",
    " ", "\t", "x", "yes", "NA", "null", "1", "01", "1e5", "2020-01-01", "sep=;", ";",
    "ж", "à", "…", "語", "\U0001f600", "'", "\\", "#", "\x1a",
]  # fmt: skip

# Lines as a program writes them, cells of the odd kind among them, and bytes without any sense.
words = st.lists(st.sampled_from(HOSTILE), max_size=4).map("".join)
orderly = st.lists(st.tuples(words, words, words).map(",".join), max_size=6).map(
    lambda lines: HEADER + "".join(f"{line}\n" for line in lines)
)
quoted = st.lists(
    st.tuples(*[words.map(lambda cell: '"' + cell.replace('"', '""') + '"')] * 3).map(",".join),
    max_size=4,
).map(lambda lines: HEADER + "".join(f"{line}\n" for line in lines))
soup = st.lists(st.sampled_from(HOSTILE), max_size=30).map(lambda parts: HEADER + "".join(parts))
files = st.one_of(
    st.one_of(orderly, quoted, soup).map(str.encode),
    st.tuples(orderly.map(str.encode), st.binary(max_size=3), st.integers(0, 60)).map(
        lambda made: made[0][: made[2]] + made[1] + made[0][made[2] :]
    ),
)


def same_as_judged(data: bytes) -> Table | None:
    """Read a table both ways, compare, and return it where it is plain."""
    table = plain("silent", data)
    if table is None:
        return None
    wanted, problems = reading.judged("silent", data)
    assert wanted is not None
    assert problems == []
    assert {name: list(cells) for name, cells in table.columns.items()} == {
        name: list(cells) for name, cells in wanted.columns.items()
    }
    assert list(table.lines) == list(wanted.lines)
    assert table.text == wanted.text
    assert (table.forgiven, table.missing, table.ragged, table.coding) == (
        wanted.forgiven, wanted.missing, wanted.ragged, wanted.coding,
    )  # fmt: skip
    assert table.whole == (tables.render("silent", table.rows()) == table.text)
    assert tables.form_problem(table) == tables.form_problem(wanted)
    return table


@settings(max_examples=600)
@given(files)
@example(f"{HEADER}a,b,c\n".encode())
@example(f'{HEADER}"a","b","c"\nd,"e\n f",g\n'.encode())
@example(f'{HEADER}a,"b\n",c\n'.encode())
@example(f'{HEADER}a,b"c"d,"e"f\n'.encode())
@example(f'{HEADER}a,"b""c",d\nx,"""y""",z\n'.encode())
@example(HEADER.encode() + b"a,\xed\xa0\x80,c\n")
@example(HEADER.encode() + b"a,\xc2,c\nd,\xa0e,f\n")
def test_both_ways_of_reading_agree_on_hostile_bytes(data: bytes) -> None:
    same_as_judged(data)


@given(st.lists(st.tuples(*[st.sampled_from("abжé語'").map(lambda it: it * 2)] * 3), min_size=1))
def test_a_table_as_it_is_written_is_plain(rows: list[tuple[str, ...]]) -> None:
    table = same_as_judged(tables.render("silent", rows).encode())
    assert table is not None
    assert list(table.rows()) == rows
    assert table.whole
    assert isinstance(table.written, bytes)


def test_quoted_cells_are_plain_where_each_row_is_a_line() -> None:
    table = same_as_judged(f'{HEADER}a,"1, 2","he said ""no"""\nb,3,c\n'.encode())
    assert table is not None
    assert list(table.rows()) == [("a", "1, 2", 'he said "no"'), ("b", "3", "c")]
    assert table.whole
    needless = same_as_judged(f'{HEADER}a,"1",c\n'.encode())
    assert needless is not None
    assert not needless.whole
    assert tables.form_problem(needless) is not None


ODD: dict[str, bytes] = {
    "no rows": HEADER.encode(),
    "no end": f"{HEADER}a,b,c".encode(),
    "byte order mark": f"\ufeff{HEADER}a,b,c\n".encode(),
    "CRLF": f"{HEADER}a,b,c\r\n".encode(),
    "zero": f"{HEADER}a,\0,c\n".encode(),
    "other header": b"source,reason,locator\na,b,c\n",
    "semicolons": b"source;locator;reason\na;b;c\n",
    "ragged": f"{HEADER}a,b\n".encode(),
    "too wide": f"{HEADER}a,b,c,d\n".encode(),
    "blank line": f"{HEADER}a,b,c\n\nd,e,f\n".encode(),
    "empty row": f"{HEADER}a,b,c\n,,\nd,e,f\n".encode(),
    "space before": f"{HEADER}a, b,c\n".encode(),
    "space behind": f"{HEADER}a,b ,c\n".encode(),
    "no-break space": f"{HEADER}a,b\u00a0,c\n".encode(),
    "ideographic space": f"{HEADER}\u3000a,b,c\n".encode(),
    "quoted space": f'{HEADER}a," b",c\n'.encode(),
    "not composed": f"{HEADER}a,e\u0301,c\n".encode(),
    "another semicolon": f"{HEADER}a,b\u037e,c\n".encode(),
    "not UTF-8": HEADER.encode() + b"a,\xe9,c\n",
    "half a character": HEADER.encode() + b"a,\xed\xa0\x80,c\n",
    "line feed in a cell": f'{HEADER}a,"b\nd",c\n'.encode(),
    "quotation left open": f'{HEADER}a,"b,c\n'.encode(),
    "quotation and more": f'{HEADER}a,"b"d,c\n'.encode(),
    "too long": f"{HEADER}a,{'b' * (csv.field_size_limit() + 1)},c\n".encode(),
}


@pytest.mark.parametrize("data", ODD.values(), ids=ODD)
def test_what_is_odd_is_left_to_python(data: bytes) -> None:
    assert plain("silent", data) is None


def test_white_space_of_every_kind_is_seen() -> None:
    spaces = [chr(code) for code in range(0x110000) if chr(code).isspace()]
    assert len(spaces) > 20
    for space in spaces:
        if space not in "\n\r":
            assert plain("silent", f"{HEADER}a,{space}b,c\n".encode()) is None, repr(space)
            assert plain("silent", f"{HEADER}a,b{space},c\n".encode()) is None, repr(space)


def test_a_large_table_is_read_by_arrow_and_a_small_one_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def seen(_: str, data: bytes) -> None:
        asked.append(len(data))

    monkeypatch.setattr("cardindex.tables.plain.plain", seen)
    rows: Sequence[tuple[str, ...]] = [("essay", str(number), "a note") for number in range(30_000)]
    large, small = (tables.render("silent", some).encode() for some in (rows, rows[:9]))
    # Whatever Arrow does not take is read all the same.
    assert [len(tables.parse("silent", data)[0] or ()) for data in (large, small)] == [30_000, 9]
    assert asked == [len(large)]
