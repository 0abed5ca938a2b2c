"""Laws that dates keep, of any text."""

from __future__ import annotations

import calendar
import re

import pytest
from dated import FORMS
from hypothesis import assume, given
from hypothesis import strategies as st

from cardindex import dates
from cardindex.dates import (
    ALWAYS,
    FIRST,
    LAST,
    NEVER,
    Bounds,
    parse,
    possibly,
    surely,
)
from cardindex.dates.days import julian
from cardindex.errors import MalformedValue

years = st.one_of(st.integers(-9999, 9999), st.integers(1900, 2000), st.integers(-60, 60)).map(
    dates.written_year
)
stems = st.one_of(
    years,
    st.builds("{}-{:02}".format, years, st.integers(1, 12)),
    st.builds("{}-{}".format, years, st.integers(21, 32)),
    st.integers(FIRST, LAST).map(dates.iso),
    st.builds("{}{:03}X".format, st.sampled_from(["", "-"]), st.integers(0, 999)),
    st.builds("{}{:02}XX".format, st.sampled_from(["", "-"]), st.integers(0, 99)),
    years.map("{}-XX".format),
    st.builds("{}-{:02}-XX".format, years, st.integers(1, 12)),
)
singles = st.builds("{}{}".format, stems, st.sampled_from(["", "~", "?", "%"]))
texts = st.one_of(
    singles,
    st.builds("{}/{}".format, singles, singles),
    st.builds("[{}..{}]".format, singles, singles),
    st.sampled_from(["{}/..", "../{}", "{}/", "/{}", "[{}..]", "[..{}]"]).flatmap(
        lambda form: singles.map(form.format)
    ),
    st.lists(singles, min_size=2, max_size=4).map(lambda members: f"[{','.join(members)}]"),
)
some_days = st.integers(FIRST, LAST)
day_pairs = st.tuples(some_days, some_days).map(lambda pair: (min(pair), max(pair)))


def bounds_of(text: str) -> Bounds:
    """Bounds of a text that may be reversed, which the laws leave out."""
    try:
        return parse(text)
    except MalformedValue as error:
        assume(error.code != "interval-reversed")
        raise


@given(texts)
def test_bounds_are_in_order(text: str) -> None:
    bounds = bounds_of(text)
    assert bounds.earliest_start <= bounds.latest_start
    assert bounds.earliest_end <= bounds.latest_end
    assert bounds.earliest_start <= bounds.earliest_end
    assert bounds.latest_start <= bounds.latest_end


@given(singles)
def test_a_single_date_is_never_infinite(text: str) -> None:
    assert min(parse(text)) >= FIRST
    assert max(parse(text)) <= LAST


@given(texts, day_pairs)
def test_what_is_sure_is_possible(text: str, against: tuple[int, int]) -> None:
    bounds = bounds_of(text)
    assert possibly(bounds, against) or not surely(bounds, against)


@given(stems, st.sampled_from(["{}", "{}/2000", "-0100/{}", "[{}..]", "[1950,{}]", "../{}", "/{}"]))
def test_hedging_never_narrows(stem: str, form: str) -> None:
    plain = bounds_of(form.format(stem))
    for less, more in (("", "~"), ("~", "%")):
        narrow, wide = (parse(form.format(stem + hedge)) for hedge in (less, more))
        assert wide.earliest_start <= narrow.earliest_start <= plain.earliest_start
        assert wide.latest_start >= narrow.latest_start >= plain.latest_start
        assert wide.earliest_end <= narrow.earliest_end <= plain.earliest_end
        assert wide.latest_end >= narrow.latest_end >= plain.latest_end


@given(texts, day_pairs, st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_wider_window_loses_nothing(
    text: str, against: tuple[int, int], before: int, after: int
) -> None:
    bounds = bounds_of(text)
    first, last = against
    wider = (max(first - before, ALWAYS), min(last + after, NEVER))
    assert possibly(bounds, wider) or not possibly(bounds, against)
    assert surely(bounds, wider) or not surely(bounds, against)


@given(singles, singles, day_pairs)
def test_one_of_a_stretch_is_sure_only_in_what_holds_all_of_it(
    first: str, last: str, against: tuple[int, int]
) -> None:
    bounds = bounds_of(f"[{first}..{last}]")
    holds_all = against[0] <= parse(first).earliest_start and parse(last).latest_end <= against[1]
    assert surely(bounds, against) == holds_all


def offered(text: str) -> list[str]:
    """Return the values that the refusal of a text offers; each is read."""
    with pytest.raises(MalformedValue) as caught:
        parse(text)
    found = re.findall(r'"([^"]+)"', caught.value.reason.rpartition("; write ")[2])
    for value in found:
        parse(value)
    return found


def in_words(year: int, month: int, day: int) -> st.SearchStrategy[str]:
    name = calendar.month_name[month]
    return st.sampled_from(
        [
            f"{year:04}-{month:02}-{day:02}",
            f"{day} {name} {year:04}",
            f"{day}. {name[:3].upper()} {year:04}",
            f"{name} {day}, {year:04}",
            f"{day:02}.{month:02}.{year:04}",
        ]
    )


a_day = st.dates().flatmap(
    lambda day: st.tuples(st.just(day.isoformat()), in_words(day.year, day.month, day.day))
)
ABOUT = ("about {}", "c. {}", "{} (approx.)", "ABT {}", "um {}", "{}, circa")
PERHAPS = ("perhaps {}", "{} (perhaps)", "{}, probably", "{} (?)", "vielleicht {}")
LATER = ("{} or later", "after {}", "AFT {}", "{} (or after)", "not before {}", "nach {}")
EARLIER = ("{} or earlier", "before {}", "BEF {}", "{} or before", "not later than {}", "vor {}")


@given(a_day, st.sampled_from(ABOUT), st.sampled_from(PERHAPS), st.sampled_from([*LATER, *EARLIER]))
def test_no_doubt_and_no_bound_is_lost(
    day: tuple[str, str], about: str, perhaps: str, bound: str
) -> None:
    iso, text = day
    assert offered(about.format(text)) == [f"{iso}~"]
    assert offered(perhaps.format(text)) == [f"{iso}?"]
    assert offered(perhaps.format(about.format(text))) == [f"{iso}%"]
    form = "[{}..]" if bound in LATER else "[..{}]"
    assert offered(bound.format(text)) == [form.format(iso)]
    assert offered(perhaps.format(bound.format(text))) == [form.format(f"{iso}?")]


@given(
    st.integers(1, 10_000),
    st.sampled_from(
        ["{} BC", "{}BC", "{} B.C.E.", "{} v. Chr.", "{} a. C.", "{} av. J.-C.", "{} bc"]
    ),
    st.sampled_from(PERHAPS),
)
def test_no_era_is_lost(year: int, era: str, perhaps: str) -> None:
    text = era.format(year)
    assert offered(text) == [dates.written_year(1 - year)]
    assert offered(perhaps.format(text)) == [f"{dates.written_year(1 - year)}?"]
    assert offered(f"15 March {text}") == [f"{dates.written_year(1 - year)}-03-15"]


@given(a_day, st.sampled_from(["{} (Julian)", "{} O.S.", "@#DJULIAN@ {}", "{}, old style"]))
def test_no_calendar_is_lost(day: tuple[str, str], calendar_: str) -> None:
    iso, text = day
    assume("0001-01-03" <= iso <= "9999-09-01")
    expected = dates.iso(julian(*map(int, iso.split("-"))))
    found = offered(calendar_.format(text))
    # Of the Old Style before Lady Day the year may be the one after.
    assert found[0] == expected
    assert len(found) == 1 or ("O" in calendar_ or "old" in calendar_)


@pytest.mark.parametrize(
    "unit", ["1", "1971,", "(", "[", "c. ", "¬", "\u0661", "1/", "{", "BC ", "\x00"]
)
def test_texts_of_any_length_are_refused(unit: str) -> None:
    long = unit * 300_000
    with pytest.raises(MalformedValue) as caught:
        parse(long)
    assert caught.value.reason == FORMS


@given(st.one_of(st.text(), st.text(alphabet="0123456789-/.,[]{}X~?% TaMarJun", max_size=70)))
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        bounds = parse(text)
    except MalformedValue as error:
        for offered in re.findall(r'write "([^"]+)"', error.reason):
            parse(offered)
    else:
        assert bounds.earliest_start <= bounds.latest_end
