"""Hedged numbers ↔ bounds: a sum as a source tells it, and its lower and upper bound.

Both bounds are included. Every number N is a decimal without sign, exponent, thousands separators,
leading zeros, or zeros at the end of its fraction, of at most 15 digits (floats hold those).
Everything else is a MalformedValue that says how to mend it, so that a value has one spelling.

===========  =====================================================================================
``N``        that number
``~N``       about: from one unit of the last significant digit below it to one above, never below
             zero: ``~400000`` is 300000 to 500000, ``~150`` 140 to 160, ``~1.5`` 1.4 to 1.6
``>N``       N or more, without upper bound
``<N``       from nothing to N
``N..M``     from N to M, where N is less than M
===========  =====================================================================================

The unit (a currency, ``persons``, ``percent``) has a column of its own.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from cardindex.dates import mangled_pair
from cardindex.errors import MalformedValue


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as written, with its bounds; ``high`` is None where there is no upper bound."""

    text: str
    low: Decimal
    high: Decimal | None


_MALFORMED, _REVERSED, _MANGLED = "malformed-quantity", "range-reversed", "mangled-date"
_DIGITS = 15

_NUMBER = r"(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?"
_HEDGED = re.compile(rf"([~<>]?)({_NUMBER})")
_RANGE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})")


def parse(text: str) -> Quantity:
    """Read a quantity of one of the forms above.

    Raises MalformedValue with code ``malformed-quantity``, ``range-reversed`` or ``mangled-date``
    (what a spreadsheet makes of ``3-4``).
    """
    bounds = _read(text)
    if bounds is None:
        raise MalformedValue(text, *_diagnosis(text))
    low, high = bounds
    if high is not None and low > high:
        raise MalformedValue(
            text, f'its first bound is the greater; write "{high}..{low}"', _REVERSED
        )
    return Quantity(text, low, high)


def format_range(low: Decimal | float, high: Decimal | float | None) -> str:
    """Write bounds as a quantity: ``300000..500000``, ``>130000``, or ``400000`` where they agree.

    ``high`` is None or infinite where there is no upper bound. Floats are rounded to 15 digits.
    """
    if high is None or math.isinf(high):
        return f">{_plain(low)}"
    first, last = _plain(low), _plain(high)
    return first if first == last else f"{first}..{last}"


def spelt(digits: str) -> tuple[str, ...]:
    """Return the numbers that digits with separators may mean, the likeliest first, or none.

    ``1,500`` is 1500, and ``1.500`` may be that or 1.5.
    """
    found = _readings(digits)
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+", digits):
        return found[:1]  # only English writes so; the other reading would have needless digits
    return tuple(filter(None, found))


def in_words(text: str) -> str:
    """Return a quantity as it is said: "about 400,000"; nothing for an empty one.

    Raises MalformedValue as ``parse`` does.
    """
    if not text:
        return ""
    parse(text)
    first, dots, last = text.lstrip("~<>").partition("..")
    said = {"~": "about ", ">": "at least ", "<": "at most "}.get(text[0], "")
    return f"{said}{grouped(first)}{f' to {grouped(last)}' if dots else ''}"


def grouped(digits: str) -> str:
    """Return a number as it is read most easily: ``400,000``."""
    whole, point, fraction = digits.partition(".")
    return f"{int(whole):,}{point}{fraction}"


def _plain(number: Decimal | float) -> str:
    exact = number if isinstance(number, Decimal) else Decimal(f"{number:.{_DIGITS}g}")
    digits = f"{exact:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _read(text: str) -> tuple[Decimal, Decimal | None] | None:
    """Return the bounds of a text, perhaps reversed; None where it has none of the forms."""
    if match := _HEDGED.fullmatch(text):
        hedge, digits = match.groups()
        return _hedged(hedge, digits) if _is_short(digits) else None
    if match := _RANGE.fullmatch(text):
        first, last = match.groups()
        if first != last and _is_short(first) and _is_short(last):
            return Decimal(first), Decimal(last)
    return None


def _is_short(digits: str) -> bool:
    return len(digits) - digits.count(".") <= _DIGITS


def _hedged(hedge: str, digits: str) -> tuple[Decimal, Decimal | None] | None:
    number = Decimal(digits)
    if hedge == "~":
        unit = _last_unit(digits)
        return max(number - unit, Decimal(0)), number + unit
    if hedge == ">":
        return number, None
    if hedge == "<":
        # "<0" is a slip: nothing is less than nothing.
        return (Decimal(0), number) if number else None
    return number, number


def _last_unit(digits: str) -> Decimal:
    """Return one unit of the last significant digit: 100000 of 400000, 0.1 of 1.5, 1 of 0."""
    _, _, fraction = digits.partition(".")
    if fraction:
        return Decimal(1).scaleb(-len(fraction))
    return Decimal("1" + "0" * (len(digits) - len(digits.rstrip("0")) if digits != "0" else 0))


# What people and spreadsheets write instead. A text is told the first mistake of the list that it
# matches and whose mend is a valid form (or that offers none).

_LONGEST = 60
"""No form comes near this length; longer texts are not searched for mistakes."""

_FORMS = (
    "not a number that can be read; write it like 400000, ~400000, >130000, <1000000 "
    "or 150000..200000"
)
_EMPTY = "this says no number; leave the field empty where there is none"
_SEPARATORS = "there are no thousands separators, and the decimal sign is a point"
_WRITTEN_OUT = "a number is written out in digits"
_DIGITS_ALONE = "a number has no needless zeros, and digits on both sides of its point"
_RANGED = 'a range is "N..M", without further hedges'
_ABOUT = '"about" is "~" before the number'
_LEAST = '">" is a lower bound, and includes it'
_MOST = '"<" is an upper bound, and includes it'
_PERCENT = 'percent is a unit, and stands in the column "unit"'
_UNIT = 'a unit stands in the column "unit"'

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_THOUSANDS = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "bn": 9, "billion": 9}
_SCALE = rf"e(?P<exponent>[+-]?[0-9]{{1,2}})|(?P<scale>{'|'.join(_THOUSANDS)})"
_LOOSE = rf"[0-9.,]*[0-9][0-9.,]*(?: ?(?:e[+-]?[0-9]{{1,2}}|{'|'.join(_THOUSANDS)}))?"
_FRAGMENTS = {"NUM": rf"(?P<a>{_LOOSE})", "OTHER": rf"(?P<b>{_LOOSE})"}


class _Mistake(NamedTuple):
    pattern: str
    wrong: str
    mends: tuple[str, ...]
    code: str = _MALFORMED


def _mistake(pattern: str, wrong: str, *mends: str, code: str = _MALFORMED) -> _Mistake:
    """Make a mistake: capital words of the pattern are fragments, mends are templates."""
    pattern = re.sub(r"\b[A-Z]+\b", lambda word: _FRAGMENTS.get(word[0], word[0]), pattern)
    return _Mistake(pattern, wrong, mends, code)


_MISTAKES = (
    _mistake(r"|[?-]+|unknown|none|null|nan|n/?a|inf|infinity", _EMPTY),
    _mistake(
        r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2}.*)?|[0-9]{1,2}([/.])[0-9]{1,2}\1[0-9]{4}",
        "this is a date, perhaps of a spreadsheet's making; write the number that stood here",
        code=_MANGLED,
    ),
    _mistake(r"NUM\.\.(?P=a)", "bounds that agree are one number", "{a}"),
    _mistake(r"<0", "nothing is less than nothing", "0"),
    _mistake(
        r"(?:between )?NUM ?(?:\.{2,3}|\u2026|-|/|to|and) ?OTHER",
        _RANGED,
        "{a}..{b}",
        "{b}..{a}",
    ),
    _mistake(r"[~<>]*NUM\.\.[~<>]*OTHER", _RANGED, "{a}..{b}", "{b}..{a}"),
    _mistake(
        r"(?:c|ca|circa|about|around|approx|approximately|roughly|some)\b\.? ?NUM", _ABOUT, "~{a}"
    ),
    _mistake(r"[\u2248\u00b1] ?NUM", _ABOUT, "~{a}"),
    _mistake(r"NUM ?[~?]", _ABOUT, "~{a}"),
    _mistake(r"(?:>=|\u2265|at least|more than|over|above|from) ?NUM", _LEAST, ">{a}"),
    _mistake(r"NUM(?: ?\+| or more)", _LEAST, ">{a}"),
    _mistake(r"(?:<=|\u2264|at most|less than|up to|under|below) ?NUM", _MOST, "<{a}"),
    _mistake(r"[+-] ?NUM", "a quantity has no sign", "{a}"),
    _mistake(r"(?P<hedge>[~<>]?) ?NUM ?(?:%|per ?cent)", _PERCENT, "{hedge}{a}"),
    _mistake(r"(?P<hedge>[~<>]?) ?(?:[^\W\d_]{3}|[$\u20ac\u00a3\u00a5]) ?NUM", _UNIT, "{hedge}{a}"),
    _mistake(
        r"(?P<hedge>[~<>]?) ?NUM ?(?:[^\W\d_][^\d]*|[$\u20ac\u00a3\u00a5])", _UNIT, "{hedge}{a}"
    ),
)


def _diagnosis(text: str) -> tuple[str, str]:
    """Return reason and code for a text that has none of the forms."""
    if len(text) > _LONGEST:
        return _FORMS, _MALFORMED
    if pair := mangled_pair(text):
        low, high = sorted(pair)
        return f'a spreadsheet has probably made a date of this; write "{low}..{high}"', _MANGLED
    wrong, mends, code = _misspelt(text) or _mistaken(text) or (_FORMS, (), _MALFORMED)
    quoted = " or ".join(f'"{mend}"' for mend in mends)
    return f"{wrong}; write {quoted}" if quoted else wrong, code


_Diagnosis = tuple[str, tuple[str, ...], str]


def _misspelt(text: str) -> _Diagnosis | None:
    """Diagnose a number that is hedged well but spelt in another way."""
    close = "".join(text.split())
    if _stands(close):
        return "a quantity has no spaces", (close,), _MALFORMED
    bare = re.sub("['\u2019_]", "", close)
    match = re.fullmatch(rf"([~<>]?)({_LOOSE})", bare, re.IGNORECASE)
    readings = _readings(match[2]) if match else ()
    if not match or not readings:
        return None
    mends = tuple(filter(_stands, (match[1] + reading for reading in readings)))
    if not mends and all(map(_is_short, readings)):
        return None
    if not mends:
        return f"a number has at most {_DIGITS} digits", (), _MALFORMED
    if match[2][-1].isalpha() or "e" in match[2].lower():
        return _WRITTEN_OUT, mends, _MALFORMED
    grouped = bare != close or "," in bare or bare.count(".") > 1 or len(readings) > 1
    return _SEPARATORS if grouped else _DIGITS_ALONE, mends, _MALFORMED


def _mistaken(text: str) -> _Diagnosis | None:
    text = " ".join(text.translate(_DASHES).split())
    for mistake in _MISTAKES:
        if match := re.fullmatch(mistake.pattern, text, re.IGNORECASE):
            groups = {name: found or "" for name, found in match.groupdict().items()}
            firsts, lasts = (_readings(groups.get(name, "")) for name in "ab")
            mends = dict.fromkeys(
                mend.format_map(groups | {"a": first, "b": last})
                for mend, first, last in product(mistake.mends, firsts, lasts)
            )
            valid = tuple(filter(_stands, mends))
            if valid or not mistake.mends:
                return mistake.wrong, valid, mistake.code
    return None


def _readings(loose: str) -> tuple[str, ...]:
    """Return the numbers that digits with separators and a scale may mean, the likeliest first."""
    if not loose:
        return ("",)
    match = re.fullmatch(rf"([0-9.,]*)(?: ?(?:{_SCALE}))?", loose, re.IGNORECASE)
    if not match:
        return ()
    digits = match[1]
    spellings = []
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?", digits):
        spellings.append(digits.replace(",", ""))
    elif re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?", digits):
        spellings.append(digits.replace(".", "").replace(",", "."))
    if re.fullmatch(r"[0-9]+[.]?[0-9]*|[0-9]*[.,][0-9]+", digits) and not (
        spellings and "," in digits
    ):
        spellings.append(digits.replace(",", "."))
    power = int(match["exponent"] or _THOUSANDS.get((match["scale"] or "").lower(), 0))
    return tuple(dict.fromkeys(_plain(Decimal(each).scaleb(power)) for each in spellings))


def _stands(text: str) -> bool:
    bounds = _read(text)
    return bounds is not None and (bounds[1] is None or bounds[0] <= bounds[1])
