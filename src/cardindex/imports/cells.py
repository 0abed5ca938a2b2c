"""Foreign cells → values of our tables: dates, quantities, words.

A value with one meaning is converted. One with several meanings, or none, is not guessed at, but
left for a note.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from cardindex import dates, quantities
from cardindex.dates.advice import advice
from cardindex.editing import clean
from cardindex.errors import parses
from cardindex.folding import folded

_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_LETTERS = re.compile(r"[a-z0-9]+")
_SHORT = 100  # shorter texts are cached, as they are likely to recur
_KEY_ROOM, _KEY_START = 1_000, 200
_SHORTEST, _LONGEST = -12, 15  # powers of ten between which a number is written out


def line(text: str) -> str:
    """Return a text in one line, without what is not seen."""
    return _short(text) if len(text) < _SHORT else _line(text)


@lru_cache(maxsize=1 << 16)
def _short(text: str) -> str:
    return _line(text)


def _line(text: str) -> str:
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return clean([" ".join(_UNSEEN.sub(" ", text).split())])[0]


def lines(text: str) -> str:
    """Return a text with its lines, without what is not seen."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return clean(["\n".join(_UNSEEN.sub(" ", each).rstrip() for each in text.splitlines())])[0]


def key(text: str) -> str:
    """Return a foreign id as came_from.csv keeps it: one that is too long by its beginning.

    Behind the beginning stands the hash of the whole, so that two long ones stay two.
    """
    plain = line(text)
    if len(plain) <= _KEY_ROOM:
        return plain
    hashed = blake2b(plain.encode(), digest_size=8).hexdigest()
    return f"{plain[:_KEY_START].rstrip()}… {hashed}"


def seen(value: Any) -> Any:  # noqa: ANN401 - what JSON holds
    """Return a value of JSON whose texts have nothing that is not seen."""
    if isinstance(value, str):
        return lines(value)
    if isinstance(value, dict):
        return {line(str(name)): seen(each) for name, each in value.items()}
    return [seen(each) for each in value] if isinstance(value, list | tuple) else value


@lru_cache(maxsize=1 << 14)
def date(text: str) -> str | None:
    """Return a date as EDTF; None where it is none, or may be several."""
    plain = text.strip()
    if not plain or parses(dates.parse, plain):
        return plain
    found = advice(plain)
    fits = found is not None and len(found.mends) == 1 and parses(dates.parse, found.mends[0])
    return found.mends[0] if found is not None and fits else None


@lru_cache(maxsize=1 << 14)
def quantity(text: str) -> str | None:
    """Return a quantity as tables write it; None where it is none, or may be several."""
    plain = text.strip()
    if not plain or parses(quantities.parse, plain):
        return plain
    try:
        number = Decimal(plain)
    except InvalidOperation:
        several = quantities.spelt(plain)
        return several[0] if len(several) == 1 and parses(quantities.parse, several[0]) else None
    if not number.is_finite() or not _SHORTEST < number.adjusted() < _LONGEST:
        return None
    # Floats as programs write them: 3.0, 1e3, 0.30000000000000004.
    written = f"{Decimal(f'{number:.15g}'):f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return written if parses(quantities.parse, written) else None


@lru_cache(maxsize=1 << 12)
def slug(text: str) -> str:
    """Return a text as a word of lower-case letters and digits joined by hyphens; or nothing."""
    return "-".join(_LETTERS.findall(folded(text).replace("'", "")))[:100].strip("-")


def word(text: str, known: Collection[str]) -> str | None:
    """Return which of some words of the tables is meant, in any case; None where none is."""
    if text in known:
        return text
    plain = folded(text)
    return next((each for each in known if folded(each) == plain), None)
