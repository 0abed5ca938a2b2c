"""Cells of a workbook without a value: errors, and formulas that were never calculated.

Readers of workbooks return them as empty, so that they would be taken for deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from zipfile import BadZipFile, ZipFile

ERROR, FORMULA = "an error", "a formula without a value"

_ODS, _HOME = "content.xml", "xl/"
_TAG = re.compile(rb"<(?:\w+:)?(?:sheet|Relationship)\b([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?(?:v>[^<]|is>|t>[^<])")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def lost(data: bytes) -> Mapping[str, Mapping[tuple[int, int], str]]:
    """Return what is in cells without a value, by sheet, row (from 1) and column (from 0).

    Of ODS it is known of a sheet alone, its place being (0, 0); of XLS nothing is.
    """
    found: dict[str, dict[tuple[int, int], str]] = {}
    with suppress(BadZipFile, KeyError, OSError), ZipFile(BytesIO(data)) as packed:
        if _ODS in packed.namelist():
            for sheet in packed.read(_ODS).split(b"<table:table ")[1:]:
                about = dict(_ATTRIBUTE.findall(sheet[: sheet.find(b">")]))
                if b'calcext:value-type="error"' in sheet:
                    found[about.get(b"table:name", b"").decode()] = {(0, 0): ERROR}
            return found
        for name, path in _sheets(packed):
            found[name] = dict(_of(packed.read(path)))
    return found


def _sheets(packed: ZipFile) -> Iterator[tuple[str, str]]:
    """Yield name and path of each sheet."""
    where = {
        each.get("Id"): each.get("Target", "")
        for each in _tags(packed.read(f"{_HOME}_rels/workbook.xml.rels"))
    }
    for each in _tags(packed.read(f"{_HOME}workbook.xml")):
        target = where.get(each.get("r:id"), "")
        if target:
            yield each.get("name", ""), target.lstrip("/") if target[0] == "/" else _HOME + target


def _tags(text: bytes) -> Iterator[dict[str, str]]:
    for tag in _TAG.finditer(text):
        yield {name.decode(): value.decode() for name, value in _ATTRIBUTE.findall(tag[1])}


def _of(text: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for cell in _CELL.finditer(text):
        about = dict(_ATTRIBUTE.findall(cell[1]))
        inner = cell[2] or b""
        if about.get(b"t") == b"e":
            what = ERROR
        elif _FORMULA.search(inner) and not _VALUE.search(inner):
            what = FORMULA
        else:
            continue
        if place := _PLACE.fullmatch(about.get(b"r", b"").decode()):
            yield (int(place[2]), _number(place[1])), what


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
