"""Money: who is said to have given what to whom, as ranges, and counted once."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pandas as pd

from cardindex.evidence import Selection

_CURRENCY = re.compile(r"[A-Z]{3}")


def money(selection: Selection) -> pd.DataFrame:
    """Return the claims of a selection that have an amount of money, by claim id, in time order.

    ``subject, relation, object, low, high`` (infinite where it is open), ``unit, when, mode,
    standing, support, ties``. Units are currencies by ISO 4217: three capital letters.
    """
    claims = selection.claims
    chosen = claims[[bool(_CURRENCY.fullmatch(unit)) for unit in claims["unit"]]]
    columns = [
        "subject", "relation", "object", "low", "high", "unit", "when", "mode", "standing",
        "support", "ties",
    ]  # fmt: skip
    return chosen.sort_values(["earliest_start", "latest_start"], kind="stable")[columns]


def flows(selection: Selection) -> pd.DataFrame:
    """Return what each is said to have given to each, added up by currency and mode.

    Sums are those of ``evidence.sums``: what is told twice counts once, a part is inside its
    whole. ``added`` is what a plain sum of the lower bounds would give, with every telling
    counted. Returns a frame, the largest first within a currency: ``subject, object, unit, mode,
    low, high, added, claims``.
    """
    amounts = selection.claims.loc[money(selection).index]
    rows = []
    for (subject, object_), group in amounts.groupby(["subject", "object"], sort=True):
        for unit, mode, low, high, ids in replace(selection, claims=group).totals.to_numpy():
            added = math.fsum(group["low"][list(ids)])
            rows.append((subject, object_, unit, mode, low, high, added, ids))
    columns = ["subject", "object", "unit", "mode", "low", "high", "added", "claims"]
    frame = pd.DataFrame(rows, columns=columns)
    order = ["unit", "mode", "low", "subject", "object"]
    return frame.sort_values(order, ascending=[True, True, False, True, True])
