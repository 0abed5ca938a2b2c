"""The lines of the opening drawing: which claims it shows, and what one line stands for.

The page computes this itself (``static/scene/drawn.js``), but reading its data takes longer than
painting. So the page also holds its first picture, ready to be painted.
``tests/browser/test_opening.py`` checks that both agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from cardindex.slices import EVERYTHING, STANDINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cardindex.evidence import Selection

SHOWN_STANDINGS = ("corroborated", "single-root", "untraced", "contested")
"""The standings that the page shows by default: ``static/state/state.js``."""

MOST_LINES = 1000
"""How many lines a drawing has at most: the best attested."""


def shown(selection: Selection, *, linking: bool = True) -> pd.DataFrame:
    """Return the claims that the page opens on, those between entities or all.

    A page that holds everything opens on what is usually asked for; a narrower one as it is.
    """
    claims = selection.claims
    if linking:
        claims = claims[claims["object"] != ""]
    if selection.slice.standings == EVERYTHING.standings:
        claims = claims[claims["standing"].isin(SHOWN_STANDINGS)]
    if selection.slice.modes == EVERYTHING.modes:
        claims = claims[claims["mode"] == ""]
    return claims


def lines_between(
    selection: Selection, claims: pd.DataFrame, drawn: Sequence[str]
) -> dict[str, Any]:
    """Return the ties among ``drawn`` as columns, in the order in which they are painted.

    ``a``, ``b``: numbers of entities in ``drawn``, the one of the smaller id first; ``family``: an
    id or ""; ``claims``: how many; ``forth``, ``back``: whether one leads from a to b, or back;
    ``actual``: whether one says what was so; ``standing``: the best of those that do, or of all.
    """
    among = claims[claims["subject"].isin(drawn) & claims["object"].isin(drawn)]
    ties = _grouped(_columns(selection, among))
    ties["key"] = ties["a"] + "+" + ties["b"] + "+" + ties["family"]
    # Weak ones first, strong ones on top.
    ties = ties.sort_values(["rank", "claims", "key"], ascending=[False, True, True])
    ties = ties.tail(MOST_LINES)
    number = {entity: at for at, entity in enumerate(drawn)}
    return {
        "a": [number[entity] for entity in ties["a"]],
        "b": [number[entity] for entity in ties["b"]],
        "standing": [STANDINGS[rank] for rank in ties["rank"]],
        **{name: ties[name].tolist() for name in ("family", "claims", "forth", "back", "actual")},
    }


def _columns(selection: Selection, claims: pd.DataFrame) -> pd.DataFrame:
    """Return what matters of each claim: its two ends, which way it leads, how it stands."""
    families, relations = selection.index.vocabulary.families, selection.index.vocabulary.relations
    family, symmetric = {}, {}
    for name in claims["relation"].unique():
        relation = relations[name]
        family[name] = relation.family if relation.family in families else ""
        symmetric[name] = relation.symmetric
    forward = claims["subject"] <= claims["object"]
    directed = ~claims["relation"].map(symmetric).astype(bool)
    rank = claims["standing"].map({standing: at for at, standing in enumerate(STANDINGS)})
    actual = claims["mode"] == ""
    return pd.DataFrame({
        "a": claims["subject"].where(forward, claims["object"]),
        "b": claims["object"].where(forward, claims["subject"]),
        "family": claims["relation"].map(family),
        "forth": directed & forward,
        "back": directed & ~forward,
        "actual": actual,
        "rank": rank.astype(float),
        "actual_rank": rank.where(actual).astype(float),
    })  # fmt: skip


def _grouped(claims: pd.DataFrame) -> pd.DataFrame:
    ties = claims.groupby(["a", "b", "family"], sort=False, as_index=False).agg(
        forth=("forth", "any"), back=("back", "any"), actual=("actual", "any"),
        rank=("rank", "min"), actual_rank=("actual_rank", "min"), claims=("rank", "size"),
    )  # fmt: skip
    # An actual claim always comes before one of another mode.
    ties["rank"] = ties["actual_rank"].fillna(ties["rank"]).astype(int)
    return ties
