"""Rankings with the range that each rank takes as sources, authors and origins are struck out.

A range over strikes is not a confidence interval, and says nothing of the truth of what stands:
it tells which ranks hang on which source, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from operator import attrgetter
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex.brief import brief, count
from cardindex.errors import UndefinedMeasure, UnknownName
from cardindex.evidence import Selection, leftout, tally
from cardindex.evidence.cited import Flags, Numbers
from cardindex.evidence.identities import identifying, identities
from cardindex.evidence.standing import assess
from cardindex.evidence.strikes import strikes as strike_each
from cardindex.index import Index
from cardindex.measures import centrality
from cardindex.measures.centrality import DIGITS, Measure, Values, ranks, tau
from cardindex.measures.fold import (
    Ground,
    Weighting,
    Weights,
    alone_in,
    attested,
    claims_of,
    focus,
    lay,
    nothing_here,
    of_units,
)
from cardindex.slices import STANDINGS, Slice, claims_in, heard_in, kept_in
from cardindex.watching import watched, working

Struck = Literal["all", "sources", "authors", "origins", "none"]

STRUCK: tuple[Struck, ...] = get_args(Struck)
"""What can be struck, one at a time: everything, one kind of it, or nothing at all."""

CAVEAT = (
    "A range over strikes is not a confidence interval, and says nothing of the truth of what "
    "stands."
)
"""What every table and picture of ranges says of itself."""

TOP = 10
"""How many places at the top count as a finding."""

_ABSENT = 0


@dataclass(frozen=True, eq=False)
class Ranking:
    """A ranking, and what it hangs on.

    ``table``, by entity, the first rank first: ``label, value, rank``; ``highest`` and ``lowest``:
    its ranks over all strikes and none (1 is the highest; missing where there is no range);
    ``moved_by``: the strike that moves it most, or nothing; ``stays``: whether it is in the network
    under every strike, and ``gone_without`` those under which it is not.

    ``strikes``, by key, those that change the ranking most first: ``label, entities, lines`` (how
    many are left), ``tau`` (Kendall's tau-b with the whole ranking, over the entities in both;
    missing where it is undefined), ``moved`` (how many change their rank), ``furthest`` (the
    entity that moves most, and ``by`` how many ranks), ``note``.

    ``hangs``: the entities of the first ten places that one strike takes out of them:
    ``entity, key, rank, without`` (missing where the entity is gone).

    ``wholes``, by entity: ``rank, folded`` (its rank when parts are folded into their wholes) and
    ``into`` (where it is such a part itself).

    ``notes``: what is to be said beside all of these, as sentences.
    """

    measure: Measure
    table: pd.DataFrame
    strikes: pd.DataFrame
    hangs: pd.DataFrame
    wholes: pd.DataFrame
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        entities = count(len(self.table), "entity", "entities")
        return brief(self, self.measure.label, entities, count(len(self.strikes), "strike"))


class Round(NamedTuple):
    """The ranking under one strike; ``places`` are ranks by position in the index, 0 for gone."""

    key: str
    places: Numbers
    entities: int
    lines: int
    note: str


def ranking(  # noqa: PLR0913 - each says one thing, by its name
    index: Index,
    measure: str | Measure,
    slice_: Slice | None = None,
    *,
    strikes: Struck = "all",
    weight: Weighting = "roots",
    directed: bool | None = None,
    wholes: bool = False,
) -> Ranking:
    """Rank the entities of a slice, and strike every source, author or origin on its own.

    Args:
        index: The index.
        measure: A measure, or its name in ``centrality.MEASURES``.
        slice_: Without families or relations of its own it is about those families that carry
            people, means and orders.
        strikes: What is struck: ``sources``, ``authors``, ``origins`` or ``all`` of them, or
            ``none``, for the values alone. That through which everything was read is named in
            the notes, and not struck.
        weight: What the weight of a line counts, where the measure takes weights.
        directed: Whether to follow directions; the measure's own way unless told.
        wholes: Rank wholes, their parts folded into them.

    Raises UnknownName for a measure, weight or kind of strike that does not exist,
    UndefinedMeasure where the measure says nothing of the network.
    """
    measure = centrality.measure(measure) if isinstance(measure, str) else measure
    if strikes not in STRUCK:
        raise UnknownName("kind of strike", strikes, STRUCK)
    directed = _direction(measure, directed=directed)
    chosen = focus(index, slice_ or Slice())
    counted: Weighting = weight if measure.weighted else "one"
    selection = tally(index, chosen)
    ground = lay(selection, counted, directed=directed, wholes=wholes)
    before = left(selection)
    if not ground.weights(before.claims).any():
        raise nothing_here(selection)
    with working("Measuring"):
        whole, values = _whole(ground, before, measure)
    found, everything = rounds(ground, before, measure, strikes, values)
    table = _table(index, whole, values, found)
    folded = _nothing_folded() if wholes else _folded(selection, before, measure, whole, ground)
    notes = [
        attested(index, chosen),
        *selection.notes,
        *_about(measure, counted, directed=directed, wholes=wholes),
        *(of_units(selection) if counted == "quantity" else ()),
        *filter(
            None, [leftout.sentence(selection, linking=True), _unranked(selection, ground, whole)]
        ),
        *_of_strikes(index, strikes, everything, len(found)),
    ]
    told = _strikes(index, whole, found)
    notes += _of_folding(index, folded, told)
    return Ranking(measure, table, told, _hangs(index, whole, found), folded, tuple(notes))


def _unranked(selection: Selection, ground: Ground, whole: Round) -> str:
    """Say who has no rank, as no line leads to them; empty if that is nobody."""
    ranked = selection.index.entities.index[whole.places > 0]
    return leftout.alone(selection.index, alone_in(selection, ground, ranked))


def title(index: Index, key: str) -> str:
    """Return what a strike strikes, in words: a work's title, an entity's label and its part."""
    kind, _, id_ = key.partition(":")
    if kind == "source":
        return index.titles[id_]
    return f"{index.label(id_)} ({kind})"


def _direction(measure: Measure, *, directed: bool | None) -> bool:
    if directed is None:
        return measure.directed
    if directed != measure.directed and not measure.either:
        raise UndefinedMeasure(
            f"{measure.label} is of networks without directions; leave the directions out"
        )
    return directed


class Left(NamedTuple):
    """What a slice leaves when nothing further is struck: its selection, and ``claims`` as flags.

    ``told``: the claims that it could have in other standings, and ``wanted``, by code, which
    standings it has; FALLEN, as -1, is the last of these.
    """

    selection: Selection
    claims: Flags
    told: Flags
    wanted: Flags


def left(selection: Selection) -> Left:
    """Return what the slice of a selection leaves."""
    index, slice_ = selection.index, selection.slice
    return Left(
        selection=selection,
        claims=claims_of(selection),
        told=claims_in(index, slice_),
        wanted=np.array([*(standing in slice_.standings for standing in STANDINGS), False]),
    )


def _whole(ground: Ground, before: Left, measure: Measure) -> tuple[Round, Values]:
    """Return the ranking with nothing struck, and the values by position in the index."""
    weights = ground.weights(before.claims)
    values = _folding(ground, measure)(weights)
    return _placed(ground, weights, measure, values), values


def networks(ground: Ground, before: Left, struck: Struck) -> Iterator[tuple[str, Weights | None]]:
    """Yield each key and the weights that are left when it is struck, sorted by key.

    ``Ground.fold`` makes networks of them, where no identities are folded. None stands for what
    everything was read through: without it no citation is left but of works that stand in it, as
    comments below an essay do.
    """
    for key, _, weights in grounds(ground, before, struck):
        yield key, weights


def grounds(
    ground: Ground, before: Left, struck: Struck
) -> Iterator[tuple[str, Ground, Weights | None]]:
    """Yield each key, the ground when it is struck, and the weights of its cells or None.

    The ground is the one given, but where the strike touches identifications: then it is laid
    anew, as others may be folded.
    """
    whole = ground.weights(before.claims)
    kind = "" if struck == "all" else struck.removesuffix("s")
    chosen, part = before.selection, before.selection.slice
    kept, heard = kept_in(ground.index, part), heard_in(ground.index, part)
    strikes = strike_each(ground.index, chosen.evidence, chosen.assessed, kept, heard, kind)
    saying = identifying(ground.index, part)[: None if part.identities else 0]
    ordered = sorted(strikes, key=attrgetter("key"))
    for strike in watched(ordered, "Measuring each strike", len(ordered)):
        if strike.everything:
            yield strike.key, ground, None
            continue
        if np.isin(saying, strike.claims).any():
            keep = kept.copy()
            keep[strike.struck] = False
            yield strike.key, *_anew(ground, before, keep, heard)
            continue
        claims = before.claims.copy()
        claims[strike.claims] = before.wanted[strike.columns.standing] & before.told[strike.claims]
        yield strike.key, ground, ground.reweigh(whole, claims, strike)


def _anew(ground: Ground, before: Left, keep: Flags, heard: Flags | None) -> tuple[Ground, Weights]:
    """Return the ground when only these citations are kept, and the weights of its cells."""
    chosen, index = before.selection, ground.index
    assessed = assess(chosen.evidence, keep, heard)
    found = identities(index, chosen.slice, chosen.evidence, assessed)
    laid = ground.anew(found, assessed)
    return laid, laid.weights(before.wanted[assessed.columns.standing] & before.told)


def rounds(
    ground: Ground, before: Left, measure: Measure, struck: Struck, near: Values | None = None
) -> tuple[list[Round], list[str]]:
    """Return the ranking under each strike, and the keys that are everything and not struck.

    ``near``: the values with nothing struck, by position in the index, for those measures that
    are faster from there.
    """
    if struck == "none":
        return [], []
    measured = measure.many(ground, near) if measure.many else _folding(ground, measure)
    done: dict[bytes, Round] = {}
    found, everything = list[Round](), list[str]()
    for key, laid, weights in grounds(ground, before, struck):
        if weights is None:
            everything.append(key)
            continue
        # Many a strike leaves the very same network: what was worked out for it holds.
        same = _digest(laid, weights, anew=laid is not ground)
        if same not in done:
            how = measured if laid is ground else _folding(laid, measure)
            done[same] = _round(laid, weights, measure, how)
        found.append(done[same]._replace(key=key))
    return found, everything


def _digest(ground: Ground, weights: Weights, *, anew: bool) -> bytes:
    """Return what tells a network from others: its weights, and its cells where they are new."""
    # Whole numbers are small; what quantities add up to is taken as it is.
    is_whole = np.issubdtype(weights.dtype, np.integer)
    small = np.min_scalar_type(weights.max(initial=0)) if is_whole else weights.dtype
    digest = blake2b(weights.astype(small).tobytes())
    if anew:
        digest.update(ground.rows.tobytes() + ground.columns.tobytes())
    return digest.digest()


Measured = Callable[[Weights], Values]
"""What gives the values, by position in the index, of the network with these weights."""


def _folding(ground: Ground, measure: Measure) -> Measured:
    """Return what folds a network and measures it; NaN for who is not in it."""

    def measured(weights: Weights) -> Values:
        folded = ground.fold(weights)
        values = np.full(len(ground.entities), np.nan)
        values[folded.at] = measure.of(folded)
        return values

    return measured


def _round(ground: Ground, weights: Weights, measure: Measure, measured: Measured) -> Round:
    """Return the ranking of the network with these weights; nothing but a note if undefined."""
    nowhere = np.full(len(ground.entities), _ABSENT)
    if not weights.any():
        return Round("", nowhere, 0, 0, "leaves no network")
    try:
        return _placed(ground, weights, measure, measured(weights))
    except UndefinedMeasure as error:
        entities = len(ground.fold(weights).at)
        return Round("", nowhere, entities, ground.lines(weights), str(error))


def _placed(ground: Ground, weights: Weights, measure: Measure, values: Values) -> Round:
    at = np.flatnonzero(~np.isnan(values))
    places = np.full(len(values), _ABSENT)
    places[at] = ranks(values[at], lowest_first=measure.lowest_first)
    return Round("", places, len(at), ground.lines(weights), "")


def _table(index: Index, whole: Round, values: Values, struck: Iterable[Round]) -> pd.DataFrame:
    known = [each for each in struck if not each.note or not each.entities]
    at = np.flatnonzero(whole.places)
    at = at[np.lexsort((at, whole.places[at]))]
    places = np.array([each.places[at] for each in (whole, *known)])
    rank, gone = places[0], places == _ABSENT
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
    return frame


def _named(keys: list[str], flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    """Return for each column of ``flags`` the keys of the rows that are set, as a tuple."""
    found: list[list[str]] = [[] for _ in range(flags.shape[1])]
    for row, column in zip(*map(np.ndarray.tolist, np.nonzero(flags)), strict=True):
        found[column].append(keys[row])
    return pd.Series(list(map(tuple, found)), dtype=object).to_numpy()


def _strikes(index: Index, whole: Round, struck: Iterable[Round]) -> pd.DataFrame:
    columns = ["label", "entities", "lines", "tau", "moved", "furthest", "by", "note"]
    names = index.entities.index
    rows, taus = {}, dict[bytes, float]()
    for each in struck:
        both = (whole.places > 0) & (each.places > 0)
        same = each.places.tobytes()
        if same not in taus:
            taus[same] = tau(whole.places[both], each.places[both])
        moves = np.where(both, np.abs(each.places - whole.places), 0)
        by = int(moves.max(initial=0))
        furthest = names[int(moves.argmax())] if by else ""
        moved = int((moves > 0).sum())
        rows[each.key] = (
            title(index, each.key), each.entities, each.lines, taus[same], moved, furthest, by,
            each.note,
        )  # fmt: skip
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("key")
    return frame.sort_values(
        ["tau", "moved", "key"], ascending=[True, False, True], na_position="first"
    )


def _hangs(index: Index, whole: Round, struck: Iterable[Round]) -> pd.DataFrame:
    names = index.entities.index
    top = np.flatnonzero((whole.places > 0) & (whole.places <= TOP))
    top = top[np.argsort(whole.places[top], kind="stable")]
    known = [each for each in struck if not each.note or not each.entities]
    # Where many share a rank, the first ten places can be everybody's.
    places = np.array([each.places[top] for each in known]).reshape(-1, len(top)).T
    rows = [
        (names[top[at]], known[strike].key, int(whole.places[top[at]]), int(without) or pd.NA)
        for at, strike in np.argwhere((places <= _ABSENT) | (places > TOP)).tolist()
        for without in (places[at, strike],)
    ]
    frame = pd.DataFrame(rows, columns=["entity", "key", "rank", "without"])
    return frame.astype({"without": "Int64"})


def _folded(
    selection: Selection, before: Left, measure: Measure, whole: Round, ground: Ground
) -> pd.DataFrame:
    """Rank once more with parts folded into their wholes; empty where nothing is part of aught."""
    above = lay(selection, ground.weight, directed=ground.directed, wholes=True)
    names = selection.index.entities.index
    among = set(names[whole.places > 0])
    if not any(part in among for part in above.wholes):
        return _nothing_folded()
    weights = above.weights(before.claims)
    places = _round(above, weights, measure, _folding(above, measure)).places
    at = np.flatnonzero(whole.places)
    at = at[np.lexsort((at, whole.places[at]))]
    folded = pd.array(places[at], dtype="Int64")
    folded[places[at] == _ABSENT] = pd.NA
    return pd.DataFrame(
        {
            "rank": whole.places[at],
            "folded": folded,
            "into": [above.wholes.get(str(id_), "") for id_ in names[at]],
        },
        index=names[at].rename("entity"),
    )


def _nothing_folded() -> pd.DataFrame:
    frame = pd.DataFrame({"rank": [], "folded": [], "into": []}).rename_axis("entity")
    return frame.astype({"rank": "int64", "folded": "Int64"})


def _about(
    measure: Measure,
    weight: Weighting,
    *,
    directed: bool,
    wholes: bool,
) -> Iterator[str]:
    counts = {
        "roots": "independent roots",
        "claims": "claims",
        "quantity": "what its claims say, added up (1 where they give no number)",
        "one": "nothing: every line is 1",
    }
    ways = "from subject to object" if directed else "without direction"
    yield (
        f"{measure.label[:1].upper()}{measure.label[1:]} ({measure.source}): {measure.says}. Lines "
        f"run {ways}; parallel claims are one line, whose weight counts {counts[weight]}."
    )
    if wholes:
        yield "Parts are folded into their wholes."


def _of_strikes(
    index: Index, struck: Struck, everything: Iterable[str], rounds: int
) -> Iterator[str]:
    if struck == "none":
        yield "Nothing was struck, so there is no range."
        return
    named = [title(index, key) for key in everything]
    if named:
        it = "it" if len(named) == 1 else "them"
        yield f"Not struck, as everything was read through {it}: {', '.join(named)}."
    what = "source, author or origin" if struck == "all" else struck.removesuffix("s")
    if rounds < 2:
        yield (
            f"There is no range: it takes two of a kind to strike one, and here is {rounds} "
            f"{what} to strike."
        )
    else:
        yield f"The range is over {rounds} strikes, of one {what} each. {CAVEAT}"


def _of_folding(index: Index, wholes: pd.DataFrame, strikes: pd.DataFrame) -> Iterator[str]:
    """Say how far ranks move when parts are folded, beside how far strikes move them."""
    both = wholes.dropna()
    if both.empty:
        return
    moves = (both["folded"] - both["rank"]).abs()
    struck = f"; a strike by up to {int(strikes['by'].max())}" if len(strikes) else ""
    agreed = tau(both["rank"].to_numpy(), both["folded"].to_numpy(dtype=np.int64))
    agreement = "" if np.isnan(agreed) else f" (Kendall's tau {agreed:.2f})"
    most = f", {index.label(str(moves.idxmax()))} most" if moves.max() else ""
    yield (
        f"Folding parts into their wholes moves ranks by up to {moves.max()}{agreement}{most}"
        f"{struck}."
    )
