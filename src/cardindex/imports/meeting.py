"""The words of a format beside ours: tables of words in ``meets/``, which are data and no code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).with_name("meets")


@cache
def words(name: str) -> Mapping[str, Any]:
    """Return the tables of ``meets/<name>.toml``."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
