"""Amounts as people write them: a table made by hand of what each may mean, and what means none."""

from __future__ import annotations

import pytest

from cardindex import quantities
from cardindex.composing.amounts import amounts_said

SAID = {
    "400,000": ("400000", ""),
    "about 400,000": ("~400000", ""),
    "some 400,000 dollars": ("~400000", "USD"),
    "roughly 400 000 dollars": ("~400000", "USD"),
    "over 130 000 dollars": (">130000", "USD"),
    "over 130,000 dollars": (">130000", "USD"),
    "more than 130,000 US dollars": (">130000", "USD"),
    "at least 50 persons": (">50", "persons"),
    "$1.5 million": ("1500000", "USD"),
    "US$1.5 million": ("1500000", "USD"),
    "1.5 million dollars": ("1500000", "USD"),
    "£2,500": ("2500", "GBP"),
    "€ 300": ("300", "EUR"),
    "300 euros": ("300", "EUR"),
    "USD 400,000": ("400000", "USD"),
    "400,000 USD": ("400000", "USD"),
    "between 150 and 200 thousand escudos": ("150000..200000", "escudos"),
    "between 150,000 and 200,000 escudos": ("150000..200000", "escudos"),
    "from 10 to 20 people": ("10..20", "people"),
    "10-20 people": ("10..20", "people"),
    "10 to 20 million roubles": ("10000000..20000000", "roubles"),
    "up to 300 men": ("<300", "men"),
    "fewer than 300 men": ("<300", "men"),
    "no more than 300": ("<300", ""),
    "half a million dollars": ("500000", "USD"),
    "a million dollars": ("1000000", "USD"),
    "two million dollars": ("2000000", "USD"),
    "twenty-five officers": ("25", "officers"),
    "three thousand rifles": ("3000", "rifles"),
    "a hundred agents": ("100", "agents"),
    "two hundred and fifty men": ("250", "men"),
    "one and a half million pounds": ("1500000", "GBP"),
    "a dozen rifles": ("12", "rifles"),
    "two dozen rifles": ("24", "rifles"),
    "36.6%": ("36.6", "percent"),
    "36.6 per cent of the vote": ("36.6", "percent of the vote"),
    "nearly 400 students": ("~400", "students"),
    "100 or more": (">100", ""),
    "100+": (">100", ""),
    "unas 400.000 personas": ("~400000", "personas"),
    "más de 130.000 dólares": (">130000", "USD"),
    "entre 150 y 200 mil escudos": ("150000..200000", "escudos"),
    "un millón de dólares": ("1000000", "USD"),
    "1,5 millones de dólares": ("1500000", "USD"),
    "dos millones de pesos": ("2000000", "pesos"),
    "cerca de 400 hombres": ("~400", "hombres"),
    "etwa 400 Mann": ("~400", "Mann"),
    "environ 400 francs": ("~400", "francs"),
    "$ 400,000": ("400000", "USD"),
    "50-odd men": ("~50", "men"),
    "5000-strong": ("5000", ""),
    "an army of 5000": ("5000", ""),
    "a score of men": ("20", "men"),
    "$50-100 million": ("50000000..100000000", "USD"),
}

TWICE = {"1.500 men": ("1500", "1.5"), "1,500 men": ("1500",), "3.000": ("3000", "3")}

NONE = {
    "dozens": "how many",
    "dozens of agents": "how many",
    "several thousand dollars": "how many",
    "hundreds of thousands": "how many",
    "a few rifles": "how many",
    "many": "how many",
    "a couple of men": "how many",
    "a man": "no number",
    "millones de dólares": "how many",
    "twice as much": "ratio",
    "doubled": "ratio",
    "money": "no number",
    "": "no number",
    "x" * 5000: "no number",
}


@pytest.mark.parametrize("text", SAID, ids=str)
def test_an_amount_means_what_was_said(text: str) -> None:
    found = amounts_said(text)
    assert (found.readings[0].quantity, found.readings[0].unit) == SAID[text]
    assert found.why == ""


@pytest.mark.parametrize("text", TWICE, ids=str)
def test_a_point_that_may_be_two_things_is_read_as_both(text: str) -> None:
    assert tuple(it.quantity for it in amounts_said(text).readings) == TWICE[text]


@pytest.mark.parametrize("text", NONE, ids=lambda text: text[:30])
def test_what_is_no_amount_says_why(text: str) -> None:
    found = amounts_said(text)
    assert found.readings == ()
    assert NONE[text] in found.why


def test_every_reading_is_a_quantity_and_told_in_words() -> None:
    for text in SAID:
        for reading in amounts_said(text).readings:
            assert quantities.parse(reading.quantity).text == reading.quantity
            assert quantities.in_words(reading.quantity) in reading.words


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("$400,000", "dollars are taken for those of the United States"),
        ("£300", "pounds are taken for those of the United Kingdom"),
        ("300 pesos", ""),
        ("400,000 USD", ""),
        ("50 US dollars", ""),
    ],
)
def test_a_currency_that_was_guessed_is_told(text: str, note: str) -> None:
    assert amounts_said(text).readings[0].note == note
