"""What headings and words of other people's tables mean: the data of ``headers.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cardindex.folding import folded

_SIGNS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"([0-9]{1,3}(?:[.,][0-9]+)?) ?(%?)")


# Neo4j's headings: what a column is for, or of which type, stands behind a colon.
_NEO4J = re.compile(
    r"(.*):(ID|LABEL|TYPE|START_ID|END_ID|int|long|float|double|boolean|string|date|datetime|"
    r"short|byte|char|point)(?:\[\])?(?:\(.*\))?"
)


@cache
def data() -> Mapping[str, Any]:
    """Return the tables of ``headers.toml``."""
    return tomllib.loads(Path(__file__).with_name("headers.toml").read_text(encoding="utf-8"))


def plain(heading: str) -> str:
    """Return a heading as it is compared: no case, no accents, no spaces, no signs."""
    if typed := _NEO4J.fullmatch(heading):
        role = {"LABEL": "type"}.get(typed[2], typed[2])
        heading = role if role[0].isupper() or role == "type" else typed[1]
    return _SIGNS.sub("", folded(heading))


@cache
def synonyms(table: str) -> Mapping[str, tuple[str, ...]]:
    """Return the plain headings of one table of the data: meaning → headings, the likeliest first.

    What something is called here is a heading of it, too.
    """
    found: Mapping[str, list[str]] = data()[table]
    return {
        meaning: tuple(dict.fromkeys([*map(plain, headings), plain(meaning)]))
        for meaning, headings in found.items()
    }


@cache
def left_out() -> Mapping[str, str]:
    """Return why a column is not taken, by its plain heading."""
    reasons: Mapping[str, list[str]] = data()["left_out"]
    return {plain(heading): why for why, headings in reasons.items() for heading in headings}


@cache
def words(name: str) -> frozenset[str]:
    """Return the folded words of a kind: ``undirected``, ``yes`` …; ``ways`` are all directions."""
    if name == "ways":
        return words("undirected") | words("directed") | words("reversed")
    return frozenset(map(folded, data()["words"][name]))


@cache
def missing() -> frozenset[str]:
    """Return what programs write into cells that have nothing; as it stands, case and all."""
    return frozenset(data()["words"]["missing"])


@cache
def _meanings(table: str) -> Mapping[str, str]:
    found: Mapping[str, list[str]] = data()[table]
    return {folded(word): ours for ours in reversed(list(found)) for word in found[ours]}


def stance_of(word: str) -> str:
    """Return the stance that a word means; empty where it is none that is known."""
    return _meanings("stances").get(folded(word), "")


def certainty_of(word: str, scale: float = 0) -> str:
    """Return the certainty that a word or a number means; empty where it cannot be known.

    A number is from 0 to 1 or in per cent; other numbers are divided by ``scale``.
    """
    if known := _meanings("certainty").get(folded(word)):
        return known
    number = _NUMBER.fullmatch(word.strip())
    if not number:
        return ""
    value = float(number[1].replace(",", ".")) / (100 if number[2] else scale or 1)
    if value > 1:
        return ""
    bounds: Mapping[str, float] = data()["certainty_from"]
    return next(ours for ours, least in bounds.items() if value >= least)
