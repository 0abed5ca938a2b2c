"""Money: who is said to have given what to whom, as ranges, and counted once."""

from __future__ import annotations

import math

import pandas as pd

from cardindex.evidence import Selection, totals
from cardindex.evidence.sums import CURRENCY, hanging_together, payments

_RECEIVING = ("recipient", "intermediary")


def money(selection: Selection) -> pd.DataFrame:
    """Return the claims of a selection that have an amount of money, by claim id, in time order.

    ``subject, relation, object, low, high`` (infinite where it is open), ``unit, when, mode,
    standing, support_low, support_high, ties``. Units are currencies by ISO 4217: three capital
    letters.
    """
    claims = selection.claims
    chosen = claims[[bool(CURRENCY.fullmatch(unit)) for unit in claims["unit"]]]
    columns = [
        "subject", "relation", "object", "low", "high", "unit", "when", "mode", "standing",
        "support_low", "support_high", "ties",
    ]  # fmt: skip
    return chosen.sort_values(["earliest_start", "latest_start"], kind="stable")[columns]


def flows(selection: Selection) -> pd.DataFrame:
    """Return what each is said to have given to each, added up by unit and mode.

    Payments and their sums are those of ``evidence.sums``: what is told twice counts once, a part
    is inside its whole. ``subject`` gave and ``object`` received: a recipient's share in a payment
    that is an event went from the event to the recipient. ``added`` is what a plain sum of the
    lower bounds would give, with every telling counted. Returns a frame, the largest first within
    a unit: ``subject, object, unit, mode, low, high, added, claims``.
    """
    vocabulary, claims = selection.index.vocabulary, selection.claims
    amounts = claims[payments(claims, vocabulary)]
    receives = {
        id_: known.transfer_role in _RECEIVING for id_, known in vocabulary.relations.items()
    }
    turned = amounts["relation"].map(receives).to_numpy(dtype=bool)
    givers = amounts["subject"].mask(turned, amounts["object"])
    takers = amounts["object"].mask(turned, amounts["subject"])
    ties = selection.index.claims["tied"]
    together = hanging_together({str(claim): some for claim, some in ties.items() if some})
    rows = []
    for (subject, object_), group in amounts.groupby([givers, takers], sort=True):
        tied = {claim: some for id_ in group.index for claim, some in together.get(id_, {}).items()}
        for unit, mode, low, high, ids in totals(group, tied).to_numpy():
            added = math.fsum(group["low"][list(ids)])
            rows.append((subject, object_, unit, mode, low, high, added, ids))
    columns = ["subject", "object", "unit", "mode", "low", "high", "added", "claims"]
    frame = pd.DataFrame(rows, columns=columns)
    order = ["unit", "mode", "low", "subject", "object"]
    return frame.sort_values(order, ascending=[True, True, False, True, True])
