"""The file of ``--map``: TOML in which a user says what columns, relations and kinds mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cardindex import inputs, toml
from cardindex.imports.format import Unreadable

_MOST = 1_000_000


def read_mapping(path: Path) -> dict[str, Any]:
    """Read a mapping. Raises Unreadable, with the line that is no TOML."""
    try:
        return toml.parsed(inputs.decoded(inputs.contents(path, _MOST)))
    except inputs.Undecodable as error:
        raise Unreadable(f"{path}:{error.line}: {error}; save the mapping as UTF-8") from error
    except OSError as error:
        raise Unreadable(f"{path}: cannot be read: {error.strerror}") from error
    except toml.MalformedToml as error:
        mend = 'a line is "theirs" = "ours", below a line such as [columns] or [relations]'
        raise Unreadable(f"{path}:{error.line or 1}: is not TOML: {error}; {mend}") from error
