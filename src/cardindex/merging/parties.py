"""The indexes that are to be one, each with the name by which its rows are known in the whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from cardindex import checks
from cardindex.editing import SHAPES, Ledger, Row
from cardindex.errors import CardindexError, InvalidIndex, Problem
from cardindex.imports.cells import slug
from cardindex.settings import Settings

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What an index can be called in the whole: as an id is made."""

TABLES = tuple(table for table in SHAPES if table != "came_from")
"""The tables that are merged row by row, and the bibliography."""


@dataclass(frozen=True)
class Party:
    """One index of several: its name in the whole, its folder, its tables as they are."""

    name: str
    folder: Path
    ledger: Ledger

    @property
    def settings(self) -> Settings:
        """What its index.toml says."""
        return self.ledger.settings

    @cached_property
    def rows(self) -> Mapping[str, Sequence[Row]]:
        """Its rows by table, came_from.csv included."""
        return {table: self.ledger.rows(table) for table in SHAPES}


def opened(folders: Sequence[str | Path], names: Sequence[str] = ()) -> list[Party]:
    """Open indexes that are to be merged, the first of which keeps its ids.

    ``names`` are theirs in the whole; without them their folders' names, or else their titles.
    Raises InvalidIndex, which says whose row is wrong, and CardindexError where they cannot be told
    apart.
    """
    paths = [Path(each) for each in folders]
    problems = [
        replace(each, file=each.file if each.file == str(path) else f"{path}/{each.file}")
        for path in paths
        for each in checks.examine(path)[1]
        if each.severity == "error"
    ]
    if problems:
        raise InvalidIndex(problems)
    ledgers = [Ledger.open(path) for path in paths]
    untidy = [
        _untidy(path, file) for path, one in zip(paths, ledgers, strict=True) for file in one.untidy
    ]
    if untidy:
        raise InvalidIndex(untidy)
    called = list(names) or _names(paths, [one.settings.title for one in ledgers])
    _hold(called, len(paths))
    return [Party(*each) for each in zip(called, paths, ledgers, strict=True)]


def _untidy(path: Path, file: str) -> Problem:
    message = (
        f'is not in canonical form, so that it could not be given back; "cardindex fmt {path}"'
    )
    return Problem(f"{path}/{file}", 0, "", "not-canonical", message)


def _names(paths: Sequence[Path], titles: Sequence[str]) -> list[str]:
    """Return the names of the folders, or of the indexes where these are no names apart."""
    for told in ([path.resolve().name for path in paths], titles):
        names = [slug(each) for each in told]
        if all(names) and len(set(names)) == len(names) and "graph" not in names:
            return names
    return [slug(title) for title in titles]


def _hold(names: Sequence[str], wanted: int) -> None:
    """Refuse names that are none, too few or alike."""
    if len(names) != wanted:
        raise CardindexError(f"{wanted} indexes want {wanted} names, and these are {len(names)}")
    for name in names:
        if not NAME.fullmatch(name):
            raise CardindexError(
                f'"{name}" is no name for an index: lower-case letters and digits joined by '
                "hyphens; name each by --name"
            )
    if twice := [name for name in names if names.count(name) > 1]:
        raise CardindexError(
            f'two indexes are called "{twice[0]}"; tell them apart by --name NAME --name OTHER'
        )
