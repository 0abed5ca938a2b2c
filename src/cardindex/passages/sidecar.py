"""The file of the units of a text: ``essay.units.csv`` beside ``essay.txt``.

A row is ``start,unit,locator,opens``: an offset in code points, what is counted, the locator (empty
where one is in no such unit from here on), and the first words, by which a start is found again
after somebody has mended the text a little.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from cardindex import inputs
from cardindex.characters import quoted
from cardindex.checks.citations import locator_fault
from cardindex.checks.names import UNITS
from cardindex.errors import CardindexError, suggestion
from cardindex.tables import comma_separated

HEADER = ("start", "unit", "locator", "opens")
SUFFIX = ".units.csv"

_MOST = 50_000_000  # bytes that are read
_OPENS = 40  # characters of the first words
_NEAR = 4_000  # characters by which a start may have moved
_LIKE = 0.7  # how similar edited first words must be to the stored ones
_FEW = 20  # faults that are told one by one

Marks = Mapping[str, Sequence[tuple[int, str]]]


def beside(text: Path) -> Path:
    """Return where the units of a text are told."""
    return text.with_name(f"{text.stem}{SUFFIX}")


def written(marks: Iterable[tuple[int, str, str]], raw: str) -> str:
    """Return the file that tells where units begin: (start, unit, locator) in a text."""
    rows = [(str(start), unit, locator, opening(raw, start)) for start, unit, locator in marks]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(HEADER)
    return comma_separated(HEADER, columns)


def opening(raw: str, start: int) -> str:
    """Return the first words of a text from an offset on, in one line."""
    return " ".join(raw[start : start + 2 * _OPENS].split())[:_OPENS].strip()


def read(path: Path, raw: str) -> Marks:
    """Return where units begin in ``raw``, by the unit; nothing where no such file is.

    Raises CardindexError, with every fault of the file.
    """
    try:
        text = inputs.decoded(inputs.contents(path, _MOST))
    except FileNotFoundError:
        return {}
    except (OSError, inputs.Undecodable) as error:
        told = error.strerror if isinstance(error, OSError) else str(error)
        message = f"{path}: cannot be read: {told}"
        raise CardindexError(message) from error
    found: dict[str, list[tuple[int, str]]] = {}
    faults = []
    shift = 0
    for line, row in _rows(path, text):
        fault = _fault(row)
        if not fault:
            start, unit, locator, opens = int(row[0]), *row[1:]
            at = _found_again(raw, start + shift, opens)
            if at is None and not opens:
                fault = (
                    f"start: {start} is past the end of the text; it has {len(raw):,} characters"
                )
            elif at is None:
                fault = (
                    f"opens: {quoted(opens)} does not stand near {start + shift} in the text, "
                    "which was changed; add its file again (cardindex text add --replace)"
                )
            else:
                shift = at - start
                before = found.setdefault(unit, [])
                if before and at < before[-1][0]:
                    fault = f"start: {start} is before the {unit} above it; put the rows in order"
                before.append((at, locator))
        if fault:
            faults.append(f"{path}:{line}: {fault}")
    if faults:
        more = [f"… and {len(faults) - _FEW:,} more"] if len(faults) > _FEW else []
        raise CardindexError("\n".join([*faults[:_FEW], *more]))
    return found


def _rows(path: Path, text: str) -> list[tuple[int, list[str]]]:
    lines = text.split("\n")
    header = [cell.strip() for cell in lines[0].split(",")]
    if tuple(header) != HEADER:
        message = f"{path}:1: its first line must be {','.join(HEADER)}"
        raise CardindexError(message)
    reader = csv.reader((f"{line}\n" for line in lines), strict=True)
    try:
        return [(reader.line_num, row) for row in reader if any(row)][1:]
    except csv.Error as error:
        message = f"{path}:{reader.line_num}: is no CSV ({error})"
        raise CardindexError(message) from error


def _fault(row: Sequence[str]) -> str:
    """Say what is wrong with a row, by its column; nothing where nothing is."""
    if len(row) != len(HEADER):
        return f"{len(row)} cells where the header has {len(HEADER)}"
    start, unit, locator, _ = row
    if not (start.isascii() and start.isdecimal() and len(start) < 12):
        return f"start: {quoted(start)} is no offset; write a whole number from 0 on"
    if unit not in UNITS or unit == "paragraph":
        mend = suggestion(unit, UNITS) or f"; one of {', '.join(UNITS[1:])}"
        return f"unit: {quoted(unit)} is none that is told here{mend}"
    if locator and (fault := locator_fault(unit, locator)):
        return f"locator: {fault[1]}"
    if set(locator) & set("-,"):
        return f"locator: {quoted(locator)} is more than one {unit}; write the one that begins here"
    return ""


def _found_again(raw: str, start: int, opens: str) -> int | None:
    """Return where a unit begins whose first words stood at ``start``; None where they are gone."""
    wanted = " ".join(opens.split())
    if 0 <= start <= len(raw) and (not wanted or opening(raw, start).startswith(wanted)):
        return start
    if not wanted:
        return None
    near = [max(min(start, len(raw)), 0)]
    first = wanted.split(" ", 1)[0]
    at = raw.find(first, max(start - _NEAR, 0), start + _NEAR)
    while at >= 0:
        near.append(at)
        at = raw.find(first, at + 1, start + _NEAR)
    likeness, _, best = max((_likeness(raw, at, wanted), -abs(at - start), at) for at in near)
    return best if likeness >= _LIKE else None


def _likeness(raw: str, at: int, wanted: str) -> float:
    """Tell how like the words at a place are to those that are sought."""
    found = opening(raw, at)[: len(wanted)]
    if found == wanted:
        return 1
    if at and not raw[at - 1].isspace():
        return 0
    return SequenceMatcher(None, found, wanted, autojunk=False).ratio()
