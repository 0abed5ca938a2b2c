"""What a hedged number means, what is refused, and how the refusal says to mend it."""

from __future__ import annotations

import math
import re
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cardindex.errors import MalformedValue
from cardindex.quantities import Quantity, format_range, parse


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("0", "0", "0"),
        ("400000", "400000", "400000"),
        ("0.25", "0.25", "0.25"),
        ("~400000", "300000", "500000"),
        ("~150", "140", "160"),
        ("~1.5", "1.4", "1.6"),
        ("~1050.25", "1050.24", "1050.26"),
        ("~5", "4", "6"),
        ("~10", "0", "20"),
        ("~0", "0", "1"),
        (">130000", "130000", None),
        (">0", "0", None),
        ("<1000000", "0", "1000000"),
        ("150000..200000", "150000", "200000"),
        ("0.1..0.3", "0.1", "0.3"),
        ("999999999999999", "999999999999999", "999999999999999"),
    ],
)
def test_each_form_gives_its_bounds(text: str, low: str, high: str | None) -> None:
    assert parse(text) == Quantity(text, Decimal(low), None if high is None else Decimal(high))


SEPARATORS = "there are no thousands separators, and the decimal sign is a point"
WRITTEN_OUT = "a number is written out in digits"
DIGITS_ALONE = "a number has no needless zeros, and digits on both sides of its point"
RANGED = 'a range is "N..M", without further hedges'
ABOUT = '"about" is "~" before the number'
LEAST = '">" is a lower bound, and includes it'
MOST = '"<" is an upper bound, and includes it'
UNIT = 'a unit stands in the column "unit"'
PERCENT = 'percent is a unit, and stands in the column "unit"'
SPACES = "a quantity has no spaces"
SIGN = "a quantity has no sign"
EMPTY = "this says no number; leave the field empty where there is none"
TOO_LONG = "a number has at most 15 digits"
FORMS = (
    "not a number that can be read; "
    "write it like 400000, ~400000, >130000, <1000000 or 150000..200000"
)
SHEET = "a spreadsheet has probably made a date of this"
DATE = "this is a date, perhaps of a spreadsheet's making; write the number that stood here"

MALFORMED = [
    ("1,000", f'{SEPARATORS}; write "1000"'),
    ("1,234,567.5", f'{SEPARATORS}; write "1234567.5"'),
    ("1.000,5", f'{SEPARATORS}; write "1000.5"'),
    ("1.000.000", f'{SEPARATORS}; write "1000000"'),
    ("1.000", f'{SEPARATORS}; write "1000" or "1"'),
    ("1,5", f'{SEPARATORS}; write "1.5"'),
    ("~1'000", f'{SEPARATORS}; write "~1000"'),
    ("1 000", f'{SPACES}; write "1000"'),
    ("~ 5", f'{SPACES}; write "~5"'),
    ("3 .. 4", f'{SPACES}; write "3..4"'),
    ("5\n", f'{SPACES}; write "5"'),
    ("400k", f'{WRITTEN_OUT}; write "400000"'),
    (">1.5 million", f'{WRITTEN_OUT}; write ">1500000"'),
    ("4e5", f'{WRITTEN_OUT}; write "400000"'),
    ("4E+05", f'{WRITTEN_OUT}; write "400000"'),
    ("007", f'{DIGITS_ALONE}; write "7"'),
    ("1.50", f'{DIGITS_ALONE}; write "1.5"'),
    (".5", f'{DIGITS_ALONE}; write "0.5"'),
    ("5.", f'{DIGITS_ALONE}; write "5"'),
    ("-5", f'{SIGN}; write "5"'),
    ("−5", f'{SIGN}; write "5"'),
    ("+5", f'{SIGN}; write "5"'),
    (">=5", f'{LEAST}; write ">5"'),
    ("≥5", f'{LEAST}; write ">5"'),
    ("5+", f'{LEAST}; write ">5"'),
    ("at least 1,000", f'{LEAST}; write ">1000"'),
    ("<=5", f'{MOST}; write "<5"'),
    ("up to 5", f'{MOST}; write "<5"'),
    ("<0", 'nothing is less than nothing; write "0"'),
    ("c. 5", f'{ABOUT}; write "~5"'),
    ("about 400,000", f'{ABOUT}; write "~400000"'),
    ("≈5", f'{ABOUT}; write "~5"'),
    ("5~", f'{ABOUT}; write "~5"'),
    ("5?", f'{ABOUT}; write "~5"'),
    ("3-4", f'{RANGED}; write "3..4"'),
    ("3–4", f'{RANGED}; write "3..4"'),
    ("3...4", f'{RANGED}; write "3..4"'),
    ("between 2,000 and 3,000", f'{RANGED}; write "2000..3000"'),
    ("~3..~4", f'{RANGED}; write "3..4"'),
    ("3..3", 'bounds that agree are one number; write "3"'),
    ("USD 400", f'{UNIT}; write "400"'),
    ("$400", f'{UNIT}; write "400"'),
    ("$4m", f'{UNIT}; write "4000000"'),
    ("~400 persons", f'{UNIT}; write "~400"'),
    ("5%", f'{PERCENT}; write "5"'),
    ("5 per cent", f'{PERCENT}; write "5"'),
    ("1234567890123456", TOO_LONG),
    ("~0.1234567890123456", TOO_LONG),
    ("", EMPTY),
    ("?", EMPTY),
    ("NaN", EMPTY),
    ("inf", EMPTY),
    ("dozens", FORMS),
    ("12,34,567", FORMS),
    ("4e999", FORMS),
    ("\u0663", FORMS),
    ("9" * 1000, FORMS),
]
REVERSED = [
    ("200000..150000", 'its first bound is the greater; write "150000..200000"'),
    ("0.3..0.1", 'its first bound is the greater; write "0.1..0.3"'),
]
MANGLED = [
    ("4-Mar", f'{SHEET}; write "3..4"'),
    ("3-Apr", f'{SHEET}; write "3..4"'),
    ("Mar-71", f'{SHEET}; write "3..71"'),
    ("1971-06", DATE),
    ("2026-03-04 00:00:00", DATE),
    ("03/04/1971", DATE),
    ("04.03.1971", DATE),
]
REFUSED = (
    [(text, reason, "malformed-quantity") for text, reason in MALFORMED]
    + [(text, reason, "range-reversed") for text, reason in REVERSED]
    + [(text, reason, "mangled-date") for text, reason in MANGLED]
)


@pytest.mark.parametrize(("text", "reason", "code"), REFUSED)
def test_what_is_refused_says_how_to_mend_it(text: str, reason: str, code: str) -> None:
    with pytest.raises(MalformedValue) as caught:
        parse(text)
    assert (caught.value.value, caught.value.reason, caught.value.code) == (text, reason, code)
    assert str(caught.value) == f'"{text}": {reason}'


@pytest.mark.parametrize(("text", "reason", "code"), REFUSED)
def test_what_is_offered_instead_is_one_of_the_forms(text: str, reason: str, code: str) -> None:
    for offered in re.findall(r'"([^"]+)"', reason.partition("; write ")[2]):
        parse(offered)


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (Decimal(300000), Decimal(500000), "300000..500000"),
        (Decimal(130000), None, ">130000"),
        (130000.0, math.inf, ">130000"),
        (Decimal("4E+5"), Decimal("400000.00"), "400000"),
        (0.1 + 0.2, 0.5, "0.3..0.5"),
        (0.0, 1e6, "0..1000000"),
        (Decimal(12345678901234567890), None, ">12345678901234567890"),
        (400000, 500000, "400000..500000"),
    ],
)
def test_totals_are_written_as_quantities(
    low: Decimal | float, high: Decimal | float | None, text: str
) -> None:
    assert format_range(low, high) == text


# Laws.

numbers = st.decimals(0, 999_999_999, places=3).map(
    lambda number: f"{number:f}".rstrip("0").rstrip(".")
)
quantities = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["", "~", ">"]), numbers),
    numbers.filter(lambda number: number != "0").map("<{}".format),
    st.tuples(numbers, numbers)
    .filter(lambda pair: pair[0] != pair[1])
    .map(lambda pair: "..".join(sorted(pair, key=Decimal))),
)


@given(quantities)
def test_bounds_are_in_order_and_never_below_zero(text: str) -> None:
    quantity = parse(text)
    assert quantity.low >= 0
    assert quantity.high is None or quantity.low <= quantity.high


@given(numbers, st.sampled_from("~<>"))
def test_a_hedge_widens_around_the_number(number: str, hedge: str) -> None:
    assume(hedge + number != "<0")
    plain, hedged = parse(number), parse(hedge + number)
    assert hedged.low <= plain.low
    assert hedged.high is None or hedged.high >= plain.low


@given(numbers)
def test_about_is_one_unit_of_the_last_significant_digit(number: str) -> None:
    assume(number != "0")
    quantity = parse(f"~{number}")
    assert quantity.high is not None
    unit = quantity.high - Decimal(number)
    _, digits, power = unit.normalize().as_tuple()
    assert (digits, power) == ((1,), Decimal(number).normalize().as_tuple().exponent)
    assert quantity.low == max(Decimal(number) - unit, Decimal(0))


@given(quantities)
def test_what_is_written_of_the_bounds_has_the_same_bounds(text: str) -> None:
    quantity = parse(text)
    again = parse(format_range(quantity.low, quantity.high))
    assert (again.low, again.high) == (quantity.low, quantity.high)


@given(numbers, numbers)
def test_a_number_has_one_spelling(first: str, second: str) -> None:
    assert (parse(first).low == parse(second).low) == (first == second)


@given(st.one_of(st.text(), st.text(alphabet="0123456789.,'~<>=-+ ekKM%$", max_size=40)))
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        quantity = parse(text)
    except MalformedValue as error:
        for offered in re.findall(r'write "([^"]+)"', error.reason):
            parse(offered)
    else:
        assert quantity.text == text
