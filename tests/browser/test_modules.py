"""The page's pure modules on their own: dates and sums in words, folding, histograms, states."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import javascript
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Error

from cardindex import dates
from cardindex.evidence import tally
from cardindex.folding import folded as fold
from cardindex.view import collect, columns, opening

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from cardindex.index import Index

JS = javascript.functions("modules.js")


Modules = Callable[..., Any]

NUMBERS = {"leans", "node", "x", "y", "x_upright", "y_upright"}
"""Columns of numbers that lead to no table, so that -1 is a number too."""


def test_dates_in_words(modules: Modules) -> None:
    told = {
        "": "",
        "1953": "1953",
        "1971-06": "June 1971",
        "1973-09-11": "11 September 1973",
        "1973-22": "summer 1973",
        "1970~": "about 1970",
        "1970?": "perhaps 1970",
        "196X": "the 1960s",
        "19XX": "the 1900s",
        "1953/1973": "1953 to 1973",
        "1960/..": "since 1960",
        "1960/": "from 1960, until when is not known",
        "../1971": "until 1971",
        "[1970-11..1973-09]": "some time from November 1970 to September 1973",
        "[1970,1972~]": "1970 or about 1972",
        "1971-XX": "some month of 1971",
        "1971-XX-XX": "some day of 1971",
        "1971-06-XX": "some day of June 1971",
        "1971-XX~": "about some month of 1971",
        "1971-26": "summer (north) 1971",
        "1971-32": "winter (south) 1971",
        "[1970,1971-22,1972~]": "1970, summer 1971 or about 1972",
        "0079-08-24": "24 August AD 79",
        "007X": "AD 70–79",
        "000X": "1 BC–AD 9",
        "0000": "1 BC",
        "-0043": "44 BC",
        "-0043-03-15?": "perhaps 15 March 44 BC",
        "-0043-22": "summer 44 BC",
        "-004X": "50–41 BC",
        "-00XX~": "about 100–1 BC",
        "-0049/-0043": "50 BC to 44 BC",
        "[-0049..0014]": "some time from 50 BC to AD 14",
        "../-0043": "until 44 BC",
        "<b>": "<b>",
    }
    words = modules("base/dates.js", "(m, texts) => texts.map(m.inWords)", list(told))
    assert dict(zip(told, words, strict=True)) == told


def test_days_are_counted_as_in_python(modules: Modules) -> None:
    days = [
        (-9999, 1, 1), (-43, 3, 15), (-4, 2, 29), (0, 2, 29), (0, 12, 31), (1, 1, 1),
        (99, 12, 31), (1899, 2, 28), (1970, 1, 1), (2000, 2, 29), (9999, 12, 31),
    ]  # fmt: skip
    numbers = [dates.day_number(*day) for day in days]
    found = modules("base/dates.js", "(m, days) => days.map((day) => m.dayNumber(...day))", days)
    assert found == numbers
    back = modules("base/dates.js", "(m, numbers) => numbers.map(m.yearOf)", numbers)
    assert back == [year for year, _, _ in days]
    ends = modules("base/dates.js", "(m) => [m.FIRST_DAY, m.LAST_DAY]")
    assert ends == [dates.ALWAYS, dates.NEVER]


@pytest.mark.parametrize(
    ("span", "words", "written"),
    [
        ([1953, 1973], "1953–1973", ["1953", "1973"]),
        ([79, 79], "AD 79", ["0079", "0079"]),
        ([14, 37], "AD 14–37", ["0014", "0037"]),
        ([-43, 14], "44 BC–AD 14", ["-0043", "0014"]),
        ([-49, -43], "50–44 BC", ["-0049", "-0043"]),
        ([0, 0], "1 BC", ["0000", "0000"]),
        ([14, 1973], "AD 14–1973", ["0014", "1973"]),
    ],
)
def test_years_are_said_with_their_era_and_written_in_four_digits(
    modules: Modules, span: list[int], words: str, written: list[str]
) -> None:
    assert modules("base/dates.js", "(m, span) => m.yearsInWords(...span)", span) == words
    assert modules("base/dates.js", "(m, span) => span.map(m.writtenYear)", span) == written


def test_text_is_folded_as_in_python(modules: Modules) -> None:
    texts = [
        "Inés  ÁBALOS",
        "Straße",
        "ﬁle\tname",
        "Жёлтый Й",
        "محمد",
        "  a \n b ",
        "İstanbul",
        "½",
        "Ὀδυσσεύς",
    ]
    assert modules("base/letters.js", "(m, texts) => texts.map(m.fold)", texts) == [
        *map(fold, texts)
    ]


def test_every_letter_is_folded_as_in_python(modules: Modules) -> None:
    # Letters that this Python's Unicode does not have yet, the browser's may.
    letters = [
        chr(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")
    ]
    found = modules(
        "base/letters.js", "(m, letters) => letters.map((it) => m.fold(`a${it}b`))", letters
    )
    expected = (fold(f"a{letter}b") for letter in letters)
    pairs = zip(letters, found, expected, strict=True)
    assert [letter for letter, ours, theirs in pairs if ours != theirs] == []


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        ("400000", "400,000 USD"),
        ("~400000", "about 400,000 USD"),
        (">130000", "at least 130,000 USD"),
        ("<1000000", "at most 1,000,000 USD"),
        ("150000..200000", "150,000 to 200,000 USD"),
        ("1234.5678", "1,234.5678 USD"),
        ("12345678901234567890", "12,345,678,901,234,567,890 USD"),
    ],
)
def test_sums_in_words_keep_their_hedges_and_digits(
    modules: Modules, quantity: str, words: str
) -> None:
    script = """async (m, quantity) => {
        const { learn } = await import("/base/words.js");
        learn(await (await fetch("/text.json")).json());
        return m.sum(quantity, "USD");
    }"""
    assert modules("base/sentences.js", script, quantity) == words


def test_histogram_counts_years_surely_and_possibly(modules: Modules) -> None:
    def days(text: str) -> list[int]:
        return list(dates.parse(text))

    claims = [{"days": days(text)} for text in ("1953/1955", "[1954..1956]", "1956/..", "")]
    found = modules(
        "controls/histogram.js", "(m, claims) => m.countByYear(claims, [1953, 1957])", claims
    )
    # That of 1956 lies open from then on.
    assert found == {
        "surely": [1, 1, 1, 1, 1],
        "possibly": [1, 2, 2, 2, 1],
        "open": [0, 0, 0, 0, 1],
    }
    assert modules("controls/histogram.js", "(m, claims) => m.spanOf(claims)", claims) == [
        1953,
        1956,
    ]
    claims = [{"days": days(text)} for text in ("-0002/0001", "[-0001..]", "")]
    found = modules(
        "controls/histogram.js", "(m, claims) => m.countByYear(claims, [-3, 2])", claims
    )
    assert found == {
        "surely": [0, 1, 1, 1, 1, 0],
        "possibly": [0, 1, 2, 2, 2, 1],
        "open": [0, 0, 0, 1, 1, 1],
    }
    assert modules("controls/histogram.js", "(m, claims) => m.spanOf(claims)", claims) == [-2, 1]


def test_bars_of_millennia_stand_for_several_years_each(modules: Modules) -> None:
    widths = modules("controls/histogram.js", "(m, spans) => spans.map(m.yearsABar)",
                     [[1953, 1973], [1000, 1999], [-43, 1973], [-9999, 9999]])  # fmt: skip
    assert widths == [1, 1, 3, 20]
    counts = [1, 5, 2, 0, 0, 4, 7]
    assert modules("controls/histogram.js", "(m, counts) => m.greatest(counts, 3)", counts) == [
        5,
        4,
        7,
    ]


def test_cells_that_a_spreadsheet_would_run_are_text(modules: Modules) -> None:
    cells = ["=1+1", "+1", "-1", "@x", "\tx", "plain", 'a "b", c', "two\nlines", " led"]
    assert modules("views/csv.js", "(m, cells) => m.toCsv([cells])", cells) == (
        '\'=1+1,\'+1,\'-1,\'@x,\'\tx,plain,"a ""b"", c","two\nlines"," led"\r\n'
    )


RUN = ("=", "+", "-", "@", "\t", "\r")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_csv_is_read_back_cell_for_cell(modules: Modules, rows: list[list[str]]) -> None:
    text = modules("views/csv.js", "(m, rows) => m.toCsv(rows)", rows)
    read = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert read == [[f"'{it}" if it.startswith(RUN) else it for it in row] for row in rows]


def test_transitions_leave_the_old_state_as_it_was(modules: Modules) -> None:
    script = JS["transitions"]
    found = modules("state/state.js", script)
    assert found == [["source:x"], [], ["a", "c"], [], ["x", "y"], []]


def test_every_declared_column_arrives(modules: Modules, harbour: Index) -> None:
    """Rows lead to rows after linking, so those are asked for their numbers again."""
    selection = tally(harbour)
    first = opening.first_drawing(selection)
    content = collect.page_data(selection, places=first.places, drawing=first.drawing, opening={})
    script = JS["arrived"]
    found = modules("model/link.js", script, [columns.encode(content), columns.declared()])
    for table, names in columns.declared().items():
        for column in names:
            if (table, column) == ("claims", "ties"):
                continue  # a tie holds both ways in the page: see tests/data/cases
            wanted = [
                [content.keys[row] for row in value] if column == "touched"
                else None if value == columns.NONE and column not in NUMBERS else value
                for value in getattr(getattr(content, table), column)
            ]  # fmt: skip
            assert found[table][column] == wanted, f"{table}.{column}"


LINES = JS["lines"]


def test_pointer_is_on_the_nearest_line_within_reach(modules: Modules) -> None:
    told = {
        (100, -12): "ab one",  # two between the same part ways
        (100, 12): "ab two",
        (1, 150): "ac",
        (60, 150): None,
        (9, 273): "c alone",  # a loop stands above its mark
        (12.5, 281): "c alone",
        (250, 0): None,  # no line goes on behind a mark
    }
    assert modules("drawing/lines.js", LINES, [list(told), 1]) == list(told.values())


def test_reach_is_in_pixels_whatever_the_zoom(modules: Modules) -> None:
    assert modules("drawing/lines.js", LINES, [[[20, 150]], 1]) == [None]
    assert modules("drawing/lines.js", LINES, [[[20, 150]], 0.25]) == ["ac"]


def test_damaged_data_is_told(
    page: Page, harbour_file: Path, tmp_path: Path, complaints: list[str]
) -> None:
    text = harbour_file.read_text(encoding="utf-8")
    start = text.index('id="data">"') + len('id="data">"')
    file = tmp_path / "damaged.html"
    file.write_text(text[:start] + "AAAA" + text[start + 40 :], encoding="utf-8")
    page.goto(file.as_uri())
    page.wait_for_selector("#notice:not([hidden])")
    assert "data of this page is damaged" in page.locator("#notice").inner_text()
    complaints.clear()


NAMED = JS["named"]


def test_on_a_phone_the_best_connected_have_names_and_none_leaves_the_screen(
    modules: Modules,
) -> None:
    starts = modules("drawing/labels.js", NAMED, [390, 120])
    assert len(starts) >= 8
    # What is drawn begins at 0, after the room that fitting leaves.
    assert min(starts) > -0.13 * 390


@pytest.mark.engine("chromium")  # in Firefox the console says nothing of a 404
def test_module_that_is_missing_is_told_at_once(modules: Modules, complaints: list[str]) -> None:
    with pytest.raises(Error, match=r"no-such-module\.js"):
        modules("base/no-such-module.js", "(m) => 1")
    assert any("404" in complaint for complaint in complaints)
    complaints.clear()
