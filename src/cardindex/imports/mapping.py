"""The file of ``--map``: TOML in which a user says what columns, relations and kinds mean."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cardindex import inputs, toml
from cardindex.errors import suggestion
from cardindex.imports.format import Unreadable

TABLES = ("columns", "relations", "kinds", "certainty", "confidence", "dates")
"""The tables that a mapping may have."""

_MOST = 1_000_000


def read_mapping(path: Path) -> dict[str, Any]:
    """Read a mapping. Raises Unreadable, with the line that is no TOML."""
    try:
        mapping = toml.parsed(inputs.text(path, _MOST, "mapping", Unreadable))
    except toml.MalformedToml as error:
        mend = 'a line is "theirs" = "ours", below a line such as [columns] or [relations]'
        raise Unreadable(f"{path}:{error.line or 1}: is not TOML: {error}; {mend}") from error
    _hold(path, mapping)
    return mapping


def _hold(path: Path, mapping: Mapping[str, Any]) -> None:
    """Refuse what no import looks at, as it would be left out in silence."""
    faults = []
    for name, told in mapping.items():
        if name not in TABLES:
            hint = suggestion(name, TABLES) or f"; tables are {', '.join(TABLES)}"
            faults.append(f'{path}: no import reads "{name}"{hint}')
        elif not isinstance(told, Mapping):
            faults.append(f"{path}: {name} is a table; write [{name}], and below it theirs = ours")
    if faults:
        raise Unreadable("\n".join(faults))
