"""Tables as importers find them, for their tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from importing import of

from cardindex.imports import (
    FORMATS,
    Dropped,
    Found,
    FoundClaim,
    Guessed,
    Wishes,
)


def read(
    folder: Path, text: str | bytes, *, nodes: str = "", name: str = "edges.csv", **wishes: Any
) -> list[Found]:
    """Read one CSV file, and a list of nodes beside it where there is one."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    if nodes:
        (folder / "nodes.csv").write_text(nodes, encoding="utf-8")
        wishes["nodes"] = str(folder / "nodes.csv")
    return list(FORMATS["csv"].read([path], Wishes(**wishes)))


def pairs(found: Sequence[Found]) -> list[tuple[str, str, str]]:
    return [(each.subject, each.relation, each.object) for each in of(found, FoundClaim)]


def guesses(found: Sequence[Found]) -> str:
    return "\n".join(each.what for each in of(found, Guessed))


def drops(found: Sequence[Found]) -> list[tuple[str, str]]:
    return [(each.at, each.why) for each in of(found, Dropped)]


QUAKERS = (
    "Name,Historical Significance,Gender,Birthdate,Deathdate,ID\n"
    "Ann Pell,preacher,female,1638,1716,1001\nJob Marsh,,male,,1690,1002\n"
)
