"""What a slice leaves out, claim by claim, with the first reason; and the same in a sentence.

Where a default leaves something out, it says what, how many, and how to take it in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Protocol

import numpy as np
import pandas as pd

from cardindex.brief import count
from cardindex.evidence.cited import Flags
from cardindex.evidence.standing import FALLEN, STANDING_NAMES, Assessed
from cardindex.frames import differing
from cardindex.index import Index
from cardindex.slices import ACTUAL, EVERYTHING, STANDINGS, Slice, claims_in, entities_of


class Part(Protocol):
    """The part of ``Selection`` that is used here; Selection itself imports this module."""

    @property
    def index(self) -> Index:
        """The whole index."""

    @property
    def slice(self) -> Slice:
        """What was asked for."""

    @property
    def folded(self) -> Mapping[str, str]:
        """Each folded entity, and into whom."""

    @property
    def linking(self) -> pd.DataFrame:
        """What is left and links two entities, with folded ends."""

    @property
    def assessed(self) -> Assessed:
        """What all claims come to."""


REASONS = ("ends", "family", "mode", "standing")
"""Why a claim may be left out, in the order in which they are tried; a claim that is left out for
its standing fails no other test."""


def left_out(
    selection: Part, relations: Collection[str] | None = None, *, linking: bool = False
) -> pd.DataFrame:
    """Return the claims that the defaults of a selection leave out.

    Claims of other relations, families, kinds, entities, times and texts than the slice names are
    not asked for, and so not left out; nor are claims without a citation that is left and heard.

    Args:
        selection: What is left.
        relations: Those that are taken. Without them it is seen from the slice: one that has just
            the families that carry people, means and orders was focused on these by default.
        linking: Whether only claims that link two entities are taken.

    Returns a frame by claim id: ``reason``, one of ``REASONS``, and ``which``: the standing, mode
    or family that is left out, empty for ``ends``.
    """
    index, part = selection.index, selection.slice
    told = _asked_for(selection, relations)
    reasons = np.full(len(told), "", dtype=object)
    which = np.full(len(told), "", dtype=object)
    claims = index.claims
    family = {id_: found.family for id_, found in index.vocabulary.relations.items()}
    standings = STANDING_NAMES[selection.assessed.columns.standing]
    tests: tuple[tuple[str, Flags, np.ndarray], ...] = (
        ("ends", _flags(claims["object"] == "") & linking, which.copy()),
        ("family", ~_taken(selection, relations), claims["relation"].map(family).to_numpy()),
        ("mode", _flags(~claims["mode"].isin(part.modes)), claims["mode"].to_numpy()),
        ("standing", ~np.isin(standings, sorted(part.standings)), standings),
    )
    for reason, fails, values in tests:
        first = told & fails & (reasons == "")
        reasons[first], which[first] = reason, values[first]
    frame = pd.DataFrame({"reason": reasons, "which": which}, index=claims.index)
    found: pd.DataFrame = frame[reasons != ""]
    return found


HOW = {"standing": "--standing any", "family": "--family any", "mode": "--mode any"}
"""How to take in what was left out, by reason, on the command line."""


def sentence(
    selection: Part,
    relations: Collection[str] | None = None,
    *,
    linking: bool = False,
    how: Mapping[str, str] = HOW,
) -> str:
    """Return in a sentence what the defaults of a selection's slice leave out; empty if nothing.

    Standings and modes that the slice itself names are not told. ``how``: how to take in what was
    left out, by reason; see ``left_out`` for the others.
    """
    found, part = left_out(selection, relations, linking=linking), selection.slice
    counted: dict[str, Counter[str]] = {
        reason: Counter(found.loc[found["reason"] == reason, "which"]) for reason in REASONS
    }
    if part.standings != Slice().standings:
        counted["standing"].clear()
    if part.modes != Slice().modes:
        counted["mode"].clear()
    parts = list(_parts(selection.index, counted, how))
    if not parts:
        return ""
    told = f"Left out: {'; '.join(parts)}."
    unasked = counted["family"].total()
    if unasked and unasked + counted["ends"].total() == _asked_for(selection, relations).sum():
        told += (
            " All that is here is of families that are left out unless they are asked for: ask "
            "with --family."
        )
    return told


def _parts(
    index: Index, counted: Mapping[str, Counter[str]], how: Mapping[str, str]
) -> Iterator[str]:
    standings, modes = counted["standing"], counted["mode"]
    if standings:
        told = [f"{standings[name]:,} {name}" for name in STANDINGS if standings[name]]
        yield f"{', '.join(told)} ({how['standing']})"
    if families := counted["family"]:
        labels = index.vocabulary.families
        told = [
            f"{label.label} {families[id_]:,}" for id_, label in labels.items() if families[id_]
        ]
        yield (
            f"{families.total():,} of families that do not carry people, means or orders: "
            f"{', '.join(told)} ({how['family']})"
        )
    if modes:
        told = [f"{number:,} {name or ACTUAL}" for name, number in sorted(modes.items())]
        yield f"{', '.join(told)} ({how['mode']})"
    if ends := counted["ends"].total():
        link = "links" if ends == 1 else "link"
        yield f"{ends:,} that {link} no two entities (names, measures, dates)"


def population(selection: Part) -> pd.Index[str]:
    """Return the entities that a selection is of, whether anything links them or not.

    They are those of the kinds that its slice admits, except those folded into another. Of a slice
    that asks for some entities, or for words, they are the ends of the claims asked for.
    """
    index, part = selection.index, selection.slice
    among = entities_of(index, part)
    if part.entities or part.text:
        claims = index.claims[_asked_for(selection, None)]
        among = among[among.isin(differing(claims, "subject", "object") | part.entities)]
    return among[~among.isin(list(selection.folded))]


def unlinked(selection: Part) -> pd.Index[str]:
    """Return the entities that a selection is of and that none of its claims links."""
    among = population(selection)
    return among[~among.isin(differing(selection.linking, "subject", "object"))]


NAMED = 5
"""How many entities without a link are named; the others are counted."""


def alone(index: Index, entities: Collection[str], *, kept: bool = False) -> str:
    """Say in a sentence who has no link, and whether they are kept; empty if that is nobody."""
    if not len(entities):
        return ""
    names = [index.label(id_) for id_ in list(entities)[:NAMED]]
    if more := len(entities) - len(names):
        names.append(f"{more:,} more")
    *first, last = names
    told = f"{', '.join(first)} and {last}" if first else last
    them = f"{count(len(entities), 'entity', 'entities')} without a link here"
    return f"{them}{', kept' if kept else ''}: {told}."


def _asked_for(selection: Part, relations: Collection[str] | None) -> Flags:
    """Tell which claims the slice asks for by its own fields and have a citation that is left."""
    index, part = selection.index, selection.slice
    if relations is None and part.families == index.vocabulary.structural:
        part = replace(part, families=frozenset())
    asked = claims_in(index, replace(part, modes=EVERYTHING.modes))
    left: Flags = selection.assessed.columns.standing != FALLEN
    return asked & left


def _taken(selection: Part, relations: Collection[str] | None) -> Flags:
    """Tell which claims are of a relation that is taken."""
    index, families = selection.index, selection.slice.families
    if relations is None:
        defined = index.vocabulary.relations
        relations = [id_ for id_, it in defined.items() if not families or it.family in families]
    return _flags(index.claims["relation"].isin(relations))


def _flags(column: pd.Series) -> Flags:
    flags: Flags = column.to_numpy(dtype=bool)
    return flags
