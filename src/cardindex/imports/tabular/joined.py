"""Two ends in one cell, as Cytoscape writes its edges: ``Ann (met) Ben``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cardindex.imports.tabular.sheets import Row
from cardindex.imports.tabular.words import data, plain


class Joined(NamedTuple):
    """The columns of the joined name, and of what stands between its ends; all others."""

    name: int
    between: int
    others: tuple[int, ...]


def joined(header: Sequence[str]) -> Joined | None:
    """Find the joined ends of a table; None where it has none."""
    plains = [plain(heading) for heading in header]
    names, between = (set(map(plain, data()["joined"][part])) for part in ("names", "between"))
    named = [at for at, heading in enumerate(plains) if heading in names]
    said = [at for at, heading in enumerate(plains) if heading in between]
    if not named or not said:
        return None
    others = tuple(at for at in range(len(header)) if at not in {*named, *said})
    return Joined(named[-1], said[-1], others)


def parted(rows: Iterator[Row], found: Joined) -> Iterator[Row]:
    """Yield rows of first end, relation, second end, others; no second where none was found."""
    for number, cells in rows:
        row = [*cells, *[""] * (1 + max(found.name, found.between, *found.others) - len(cells))]
        one, sign, other = row[found.name].partition(f" ({row[found.between]}) ")
        ends = [one if sign else row[found.name], row[found.between], other]
        yield number, [*ends, *(row[at] for at in found.others)]
