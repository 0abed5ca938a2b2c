"""Rows of a frame as plain data: as JSON has them, for the commands and for the site alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame without its index; None for what is not there."""
    return [
        {str(key): _plain(value) for key, value in record.items()}
        for record in frame.to_dict("records")
    ]


def is_missing(value: object) -> bool:
    """Tell whether a frame has nothing there: a rank that is undefined, a figure without value."""
    # pandas.NA is recognised by name, so that pandas is not imported for it.
    is_na = type(value).__name__ == "NAType"
    return value is None or is_na or value != value  # noqa: PLR0124 - so is NaN


def _plain(value: Any) -> object:  # noqa: ANN401 - whatever a frame has
    if isinstance(value, tuple):
        return list(value)
    if is_missing(value):
        return None
    found = value.item() if hasattr(value, "item") else value
    # JSON has no infinity: an open bound is null.
    return None if found in (float("inf"), float("-inf")) else found
