"""Folding claims into a simple network: one line a pair, however many claims it rests on.

Measures are of simple networks. What they take is a ``Folded``: who is in it, and a sparse matrix
of weights. A ``Ground`` keeps all that does not change when sources are struck or years go by, so
that a hundred foldings cost little more than one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from cardindex.errors import UndefinedMeasure, UnknownName
from cardindex.evidence import Selection, leftout, tally
from cardindex.evidence.cited import Flags
from cardindex.evidence.identities import Pair
from cardindex.index import Index
from cardindex.measures.ground import Ground, laid
from cardindex.measures.simplenetwork import WEIGHTS, Folded, Weighting
from cardindex.slices import STANDINGS, Slice


def simple(
    selection: Selection,
    weight: Weighting = "roots",
    *,
    directed: bool = False,
    wholes: bool = False,
) -> Folded:
    """Fold the claims of a selection into a simple network.

    Args:
        selection: Whose claims; names, measures and datings have no second end, and stay out.
        weight: ``roots``: the distinct known roots of a line's claims together (one where none is
            known), ``claims``: how many claims it has, ``quantity``: the sum of what these say (1
            for one that gives no number; of a hedged one the middle of its bounds, of an open one
            its bound), ``one``: nothing.
        directed: From subject to object; both ways where the relation is symmetric.
        wholes: Fold parts into their wholes, by the claims of ``parthood`` that stand: a part is
            followed upwards while it is part of exactly one whole, and one that is said to be part
            of two stays itself.

    Raises UndefinedMeasure where nothing is left to fold, UnknownName for another weight.
    """
    folded = folded_or_empty(selection, weight, directed=directed, wholes=wholes)
    if not folded.entities:
        raise nothing_here(selection)
    return folded


def folded_or_empty(
    selection: Selection, weight: Weighting, *, directed: bool, wholes: bool
) -> Folded:
    """Fold as ``simple`` does; where nothing is left, into a network of nobody."""
    ground = lay(selection, weight, directed=directed, wholes=wholes)
    folded = ground.fold(ground.weights(claims_of(selection)))
    return replace(folded, alone=alone_in(selection, ground, folded.entities))


def alone_in(selection: Selection, ground: Ground, entities: Collection[str]) -> tuple[str, ...]:
    """Return the ids of those whom a selection is of and who are not among ``entities``.

    A part that is folded into its whole is there with it.
    """
    among = leftout.population(selection)
    return tuple(among[~among.isin([*entities, *ground.wholes])])


def nothing_here(selection: Selection) -> UndefinedMeasure:
    """Return the error of a slice that leaves nothing to measure, and says what it leaves out."""
    told = leftout.sentence(selection, linking=True)
    reason = "no claim of this slice links two entities; widen the slice"
    return UndefinedMeasure(f"{reason}. {told}" if told else reason)


def claims_of(selection: Selection) -> Flags:
    """Return which claims of the index a selection has."""
    among = selection.index.claims.index
    flags = np.zeros(len(among), dtype=bool)
    flags[among.get_indexer(selection.claims.index)] = True
    return flags


def lay(selection: Selection, weight: Weighting, *, directed: bool, wholes: bool) -> Ground:
    """Lay out the claims that ``selection`` could have if other standings were found.

    The claims are those of the slice in every standing; ``Ground.fold`` says which of them count.
    With ``identities`` in the slice they are laid as whoever is folded has them.
    """
    if weight not in WEIGHTS:
        raise UnknownName("weight", weight, WEIGHTS)
    parts = _parts(selection) if wholes else ()
    found = selection.identities if selection.slice.identities else None
    given = selection.index, weight, parts, selection.assessed
    return laid(*given, directed=directed, found=found)


def _parts(selection: Selection) -> tuple[Pair, ...]:
    """Return what is part of what, by the claims that stand.

    The claims are those of the slice's sources, of whatever time, and are fixed before anything
    further is struck.
    """
    before = selection.slice
    relations = selection.index.vocabulary.relations
    saying = frozenset(id_ for id_, relation in relations.items() if relation.parthood)
    told = Slice(
        relations=saying, struck=before.struck, according_to=before.according_to,
        said_by=before.said_by, published_by=before.published_by, surely=before.surely,
    )  # fmt: skip
    if not selection.index.claims["relation"].isin(saying).any():
        return ()  # to tally all again for nothing would take half the time of a ranking
    parts = tally(selection.index, told).claims
    return tuple(zip(parts["subject"], parts["object"], strict=True))


def focus(index: Index, slice_: Slice) -> Slice:
    """Return the slice with the families that a measure takes.

    Without a family or relation of its own, a slice is about the families that carry people,
    means and orders. Raises UndefinedMeasure where the ontology has no such family.
    """
    if slice_.families or slice_.relations:
        return slice_
    kept = index.vocabulary.structural
    if not kept:
        raise UndefinedMeasure(
            "every family of this index is left out unless it is asked for, as none is structural "
            "in its ontology; ask with --family any, or for one by name"
        )
    return replace(slice_, families=kept)


def attested(index: Index, slice_: Slice) -> str:
    """Say in a sentence which claims a slice leaves: whose index, which standings, whose word."""
    standings = [name for name in STANDINGS if name in slice_.standings]
    told = [f"claims of {index.title} that are {' or '.join(standings)}"]
    how = "surely" if slice_.surely else "possibly"
    if slice_.window:
        told.append(f"and {how} held in {slice_.window}")
    if slice_.dated:
        told.append("and have a date")
    known = {"said": slice_.said_by, "published": slice_.published_by}
    by_then = [f"{how} {word} by {day}" for word, day in known.items() if day]
    if by_then:
        told.append(f"on what was {' and '.join(by_then)}")
    if slice_.according_to:
        told.append(f"on the word of {slice_.according_to} alone")
    if slice_.coder:
        told.append(f"on what {slice_.coder} has coded")
    if slice_.identities:
        told.append("with whoever is said to be somebody else folded into them")
    if slice_.struck:
        told.append(f"without {', '.join(sorted(slice_.struck))}")
    return f"Of the {' '.join(told)}."


def kinds(index: Index, entities: tuple[str, ...]) -> pd.Series[str]:
    """Return the kind of each entity, by id."""
    return index.entities["type"].loc[list(entities)]


def of_units(selection: Selection) -> Iterator[str]:
    """Say where numbers of several units are added up as if they were one."""
    claims = selection.claims[selection.claims["object"] != ""]
    units = sorted({str(unit) for unit in claims["unit"]} - {""})
    if len(units) > 1:
        yield (
            f"Numbers of several units are added up as if they were one ({', '.join(units[:5])}"
            f"{' …' if len(units) > 5 else ''}): choose one relation, or --weight claims."
        )
