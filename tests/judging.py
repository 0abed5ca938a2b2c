"""What tests of evidence share: how a claim is judged, and small indexes that show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from building import claim
from cases import FLAGS

from cardindex.evidence import Selection
from cardindex.index import Index
from cardindex.slices import EVERYTHING

Make = Callable[..., Index]
ONE_CLAIM = (claim("c1"),)
RIVALS = (claim("c1", "a funded b"), claim("c2", "a funded c", ties="rival c1"))


def judged(selection: Selection, id_: str = "c1") -> pd.Series[Any]:
    return selection.claims.loc[id_]


def told(selection: Selection, id_: str = "c1") -> tuple[Any, ...]:
    """Standing, high support and roots of one claim."""
    return tuple(judged(selection, id_)[["standing", "support_high", "roots"]])


def flags(selection: Selection, id_: str = "c1") -> set[str]:
    row = judged(selection, id_)
    return {name for name in FLAGS if row[name]}


def supports(selection: Selection, id_: str = "c1") -> tuple[str, int, int]:
    row = judged(selection, id_)
    return row["standing"], row["support_low"], row["support_high"]


EVERY_WORD: dict[str, frozenset[str]] = {
    "standings": EVERYTHING.standings,
    "modes": EVERYTHING.modes,
}
