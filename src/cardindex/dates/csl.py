"""Dates of CSL-JSON ↔ EDTF and the ways in which bibliographies write dates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_DAY = re.compile(r"(-?\d{1,4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?:T[\d:.Z+-]*)?")
_HEDGES = "~?%"


def edtf_of(date: object) -> str:
    """Return a CSL date as EDTF; as it is written there, where it is no more than a text.

    CSL counts years before Christ as people do: -44 is 44 BC, and -0043 in EDTF.
    """
    if isinstance(date, str):
        return date
    if not isinstance(date, Mapping):
        return ""
    parts = [_part(each) for each in _list(date.get("date-parts"))]
    parts = [each for each in parts if each]
    if not parts:
        return str(date.get("edtf") or date.get("raw") or date.get("literal") or "")
    if len(parts) == 1:
        season = _season(date.get("season"))
        whole = parts[0] + season if season and _is_year(parts[0]) else parts[0]
        return f"{whole}~" if date.get("circa") else whole
    hedge = "~" if date.get("circa") else ""
    return f"{parts[0]}{hedge}/{parts[1]}{hedge}"


def csl_of(text: str) -> dict[str, Any]:
    """Return a date of a bibliography as CSL has it; a text that is none as ``raw``."""
    plain = text.strip()
    circa = plain[-1:] in _HEDGES and bool(plain[-1:])
    ends = [end.strip().rstrip(_HEDGES) for end in plain.split("/")] if "/" in plain else [plain]
    if _slashes(plain):
        ends = [plain.rstrip("/")]
    found = [_numbers(end.rstrip(_HEDGES)) for end in ends]
    if len(found) > 2 or not all(found):
        return {"raw": plain}
    parts: dict[str, Any] = {"date-parts": found}
    return {**parts, "circa": True} if circa else parts


def _slashes(text: str) -> bool:
    """Tell whether slashes part year, month and day, as RIS has it: ``1953/05/02/``."""
    return re.fullmatch(r"\d{4}/(?:\d{1,2})?(?:/(?:\d{1,2})?)?/?", text) is not None


def _numbers(text: str) -> list[int]:
    """Return year, month and day as CSL counts them; nothing where it is no date."""
    match = _DAY.fullmatch(text)
    if not match:
        return []
    year, *rest = (int(each) for each in match.groups() if each)
    if text.startswith("-") or year == 0:
        year -= 1
    while rest and rest[-1] == 0:
        rest.pop()
    fits = all(
        low <= each <= high for each, (low, high) in zip(rest, ((1, 12), (1, 31)), strict=False)
    )
    return [year, *rest] if fits else []


def _part(part: object) -> str:
    """Return one of date-parts as EDTF."""
    numbers = []
    for each in _list(part)[:3]:
        try:
            numbers.append(int(str(each)))
        except ValueError:
            break
    if not numbers:
        return ""
    year, *rest = numbers
    year = year + 1 if year < 0 else year
    written = f"-{-year:04}" if year < 0 else f"{year:04}"
    if rest and 13 <= rest[0] <= 24:  # seasons, as some write them: 13 to 16, 21 to 24
        return f"{written}-{(rest[0] - 13) % 4 + 21 if rest[0] < 21 else rest[0]}"
    for each in rest:
        if not each:
            break
        written += f"-{each:02}"
    return written


def _season(season: object) -> str:
    """Return a season of CSL (1 spring … 4 winter) as the end of an EDTF text."""
    try:
        number = int(str(season))
    except ValueError:
        return ""
    return f"-{20 + number}" if 1 <= number <= 4 else ""


def _is_year(text: str) -> bool:
    return re.fullmatch(r"-?\d{4}", text) is not None


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()
