"""The tables of a ranking: ranks with their ranges, strikes, and what the top hangs on."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex.index import Index
from cardindex.measures.centrality import DIGITS, Values, rho, tau
from cardindex.measures.rounds import ABSENT, Round

TOP = 10
"""How many places at the top count as a finding."""


def title(index: Index, key: str) -> str:
    """Return what a strike strikes, in words: a work's title, an entity's label and its part."""
    kind, _, id_ = key.partition(":")
    if kind == "source":
        return index.titles[id_]
    return f"{index.label(id_)} ({kind})"


def ranks(index: Index, whole: Round, values: Values, struck: Iterable[Round]) -> pd.DataFrame:
    """Return the rank of each entity, with its range over the strikes."""
    known = [each for each in struck if not each.note or not each.entities]
    at = np.flatnonzero(whole.places)
    at = at[np.lexsort((at, whole.places[at]))]
    places = np.array([each.places[at] for each in (whole, *known)])
    rank, gone = places[0], places == ABSENT
    moves = np.where(gone, 0, np.abs(places - rank))
    furthest = moves.argmax(axis=0)
    keys = ["", *(each.key for each in known)]
    frame = pd.DataFrame(
        {
            "label": index.entities["label"].to_numpy()[at],
            "value": [float(f"{value:.{DIGITS}g}") for value in values[at]],
            "rank": rank,
            "highest": pd.array(np.where(gone, rank, places).min(axis=0), dtype="Int64"),
            "lowest": pd.array(places.max(axis=0), dtype="Int64"),
            "moved_by": [keys[which] for which in furthest],
            "stays": ~gone.any(axis=0),
            "gone_without": _named(keys, gone),
        },
        index=index.entities.index[at].rename("entity"),
    )
    if len(known) < 2:
        frame[["highest", "lowest"]] = pd.NA
    errors = [each.errors[at] for each in (whole, *known) if each.errors is not None]
    if errors:
        largest = np.max(errors, axis=0)
        frame.insert(2, "error", [float(f"{error:.{DIGITS}g}") for error in largest])
    return frame


def _named(keys: list[str], flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    """Return for each column of ``flags`` the keys of the rows that are set, as a tuple."""
    found: list[list[str]] = [[] for _ in range(flags.shape[1])]
    for row, column in zip(*map(np.ndarray.tolist, np.nonzero(flags)), strict=True):
        found[column].append(keys[row])
    return pd.Series(list(map(tuple, found)), dtype=object).to_numpy()


def strikes(index: Index, whole: Round, struck: Iterable[Round]) -> pd.DataFrame:
    """Return what each strike does to the ranking, the one that changes most first."""
    columns = ["label", "entities", "lines", "tau", "rho", "moved", "furthest", "by", "note"]
    names = index.entities.index
    rows, agreed = {}, dict[bytes, tuple[float, float]]()
    for each in struck:
        both = (whole.places > 0) & (each.places > 0)
        same = each.places.tobytes()
        if same not in agreed:
            pair = whole.places[both], each.places[both]
            agreed[same] = tau(*pair), rho(*pair)
        moves = np.where(both, np.abs(each.places - whole.places), 0)
        by = int(moves.max(initial=0))
        furthest = names[int(moves.argmax())] if by else ""
        moved = int((moves > 0).sum())
        rows[each.key] = (
            title(index, each.key), each.entities, each.lines, *agreed[same], moved, furthest, by,
            each.note,
        )  # fmt: skip
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("key")
    return frame.sort_values(
        ["tau", "moved", "key"], ascending=[True, False, True], na_position="first"
    )


def hangs(index: Index, whole: Round, struck: Iterable[Round]) -> pd.DataFrame:
    """Return which entity leaves the top under which strike."""
    names = index.entities.index
    top = np.flatnonzero((whole.places > 0) & (whole.places <= TOP))
    top = top[np.argsort(whole.places[top], kind="stable")]
    known = [each for each in struck if not each.note or not each.entities]
    # Where many share a rank, the first ten places can be everybody's.
    places = np.array([each.places[top] for each in known]).reshape(-1, len(top)).T
    rows = [
        (names[top[at]], known[strike].key, int(whole.places[top[at]]), int(without) or pd.NA)
        for at, strike in np.argwhere((places <= ABSENT) | (places > TOP)).tolist()
        for without in (places[at, strike],)
    ]
    frame = pd.DataFrame(rows, columns=["entity", "key", "rank", "without"])
    return frame.astype({"without": "Int64"})
