"""The words of the explorer, ``static/text.json``: read here too, so that all say the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from cardindex.view.scripts import static

Value = TypeVar("Value")


def word(key: str, number: object = None) -> str:
    """Return a text by its key (``claim.works``), in the form for a number where it has two."""
    part: Any = words()
    for name in key.split("."):
        part = part[name]
    if isinstance(part, dict):
        part = part["one" if number == 1 else "other"]
    return str(part)


def say(key: str, **values: str | int) -> str:
    """Say a text by its key, as ``say`` of ``static/base/words.js`` does."""
    return word(key, values.get("n")).format(**spoken(values))


def spoken(values: Mapping[str, Value | int]) -> dict[str, Value | str]:
    """Return what is put into a text as it is read there: numbers in groups of three digits."""
    return {
        name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()
    }


@cache
def words() -> dict[str, Any]:
    """Return all of them."""
    told: dict[str, Any] = json.loads(static("text.json"))
    return told
