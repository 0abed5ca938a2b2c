"""``Slice``: which part of an index is looked at, as a plain value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex import dates, lineage
from cardindex.characters import shown
from cardindex.checks.claims import MODES
from cardindex.errors import MalformedValue, UnknownName
from cardindex.finding import Among, taken
from cardindex.folding import folded, words_of
from cardindex.index import BOUNDS, Index
from cardindex.statementdates import told_days
from cardindex.tuples import tuples

STANDINGS = ("corroborated", "single-root", "untraced", "contested", "tentative", "denied")
"""The six standings, the best attested first."""

STANDING = frozenset(("corroborated", "single-root", "untraced"))
"""Those standings in which a claim of empty mode *stands*."""

AFFIRMED = (*sorted(STANDING), "contested")
"""The standings of what someone so affirms."""

ACTUAL = "actual"
"""How the empty mode is written on a command line and in an address."""


@dataclass(frozen=True)
class Slice:
    """A part of an index, which every field narrows.

    ``relations``, ``families``, ``types``, ``entities``: only these; all, where there are none.
    ``types``: both ends are of one of these kinds (or a narrower one). ``not_types``: neither end
    is of one of these (or a narrower one). ``entities``: one end is one of these. ``standings``,
    ``modes``: only these, and nothing where there are none.
    ``window``: EDTF; a claim is in it if it holds in it *possibly*, or with ``surely`` surely.
    ``dated``: not what has no date at all, which possibly holds in every window.
    ``said_by``, ``published_by``: EDTF; only citations whose statement was made, or published, by
    the last day of that date count: *possibly*, or with ``surely`` surely; see ``told.told_days``.
    ``struck``: keys ``source:x``, ``author:y``, ``origin:z`` whose citations are struck out.
    ``according_to``: a source or an entity; only citations in which it speaks count. ``coder``:
    only citations that this coder made, or accepted from a machine, count. ``text``: words that
    gloss, text or the labels of the ends contain. ``identities``: an entity that is said to be
    another is folded into that one. Identifications are struck, heard and dated as claims are;
    the other fields do not touch them.
    """

    relations: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    not_types: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    window: str = ""
    said_by: str = ""
    published_by: str = ""
    surely: bool = False
    dated: bool = False
    standings: frozenset[str] = STANDING
    modes: frozenset[str] = frozenset(("",))
    struck: frozenset[str] = frozenset()
    according_to: str = ""
    coder: str = ""
    text: str = ""
    identities: bool = False

    def __repr__(self) -> str:
        """Tell what it narrows: the fields that are not as they are unless you say."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        told = [
            f"{each.name}={_told(given[each.name])}"
            for each in fields(self)
            if given[each.name] != each.default
        ]
        return shown(f"Slice({', '.join(told)})")


EVERYTHING = Slice(standings=frozenset(STANDINGS), modes=frozenset(("", *MODES)))
"""The slice that leaves nothing out."""


def parse(options: Mapping[str, str | bool | Iterable[str]], default: Slice | None = None) -> Slice:
    """Return the slice that ``options`` describe; keys are the fields' names.

    Several values are an iterable or a text with commas between; the empty mode may be written
    ``actual``. Fields that are not given are as ``default`` has them, or as usual. Raises
    UnknownName for a key that is no field.
    """
    usual = {field.name: field.default for field in fields(Slice)}
    values: dict[str, Any] = {}
    for key, value in options.items():
        if key not in usual:
            raise UnknownName("slice option", key, usual)
        values[key] = _names(value) if isinstance(usual[key], frozenset) else value
    if "modes" in values:
        values["modes"] = frozenset("" if it.lower() == ACTUAL else it for it in values["modes"])
    return replace(default or Slice(), **values)


def _names(value: object) -> frozenset[str]:
    """Return several values as a set."""
    if isinstance(value, str):
        value = value.split(",") if value else ()
    if not isinstance(value, Iterable):
        raise TypeError(f"{value} is no name; give names, or a text with commas between")
    return frozenset(value)


NAMED = {
    "relations": "relation",
    "families": "family",
    "types": "type",
    "not_types": "type",
    "entities": "entity",
}
"""The fields that hold names of the index, and the kind of what they name."""


def verify(index: Index, slice_: Slice) -> Slice:
    """Return ``slice_`` with ids in place of names; see ``finding``.

    Raises UnknownName for an unknown or ambiguous name, and MalformedValue for a malformed date.
    """
    ids: dict[str, Any] = {
        field: frozenset(taken(index, name, (kind,)).id for name in sorted(getattr(slice_, field)))
        for field, kind in NAMED.items()
    }
    for field, kind, choices in (
        ("standings", "standing", STANDINGS), ("modes", "mode", ("", *MODES)),
    ):  # fmt: skip
        ids[field] = frozenset(_word(kind, name, choices) for name in getattr(slice_, field))
    if slice_.struck:
        known = _known_keys(index)
        struck = (_struck(index, name, known) for name in sorted(slice_.struck))
        ids["struck"] = frozenset().union(*struck)
    if slice_.according_to:
        ids["according_to"] = speaker_named(index, slice_.according_to)
    if slice_.coder:
        ids["coder"] = taken(index, slice_.coder, ("coder",)).id
    if slice_.window:
        dates.window(slice_.window)
    for name in ("said_by", "published_by"):
        _last_day(slice_, name)
    return replace(slice_, **ids)


def _word(kind: str, name: str, choices: Iterable[str]) -> str:
    """Return the word of a fixed list that is meant, in any case."""
    words = {choice: choice for choice in choices}
    found = words.get(name, words.get(folded(name)))
    if found is None:
        raise UnknownName(kind, name, words)
    return found


def _last_day(slice_: Slice, name: str) -> int | None:
    """Return the day by which it was to be said or published; None where the slice asks of none."""
    text = getattr(slice_, name)
    if not text:
        return None
    try:
        return dates.last_day(text)
    except MalformedValue as error:
        reason = f'"{name.replace("_", " ")}" takes a date; {error.reason}'
        raise MalformedValue(text, reason, error.code) from error


def strikable(index: Index) -> list[str]:
    """Return every key that strikes a citation: sources, then authors, then origins, sorted."""
    return sorted(tuples(index.citations["touched"]).members(), key=_key_order)


def strike_keys(index: Index, name: str) -> frozenset[str]:
    """Return the keys that ``name`` means: a key, a source, or an entity as author and origin.

    Sources and entities are named as people do; ``source:``, ``author:`` or ``origin:`` before
    the name says which is meant. Raises UnknownName where nothing that can be struck is called so.
    """
    return _struck(index, name, _known_keys(index))


_ROLES = ("source", "author", "origin")


def _struck(index: Index, name: str, known: frozenset[str]) -> frozenset[str]:
    if name in known:
        return frozenset((name,))
    ids: dict[str, set[str]] = {role: set() for role in _ROLES}
    for key in known:
        role, _, id_ = key.partition(":")
        ids[role].add(id_)
    role, colon, rest = name.partition(":")
    role = role.strip().lower()
    if colon and role in ids:
        kind = "source" if role == "source" else "entity"
        of_role = {kind: ids[role]}
        found = taken(index, rest, (kind,), told=_STRUCK, among=of_role, role=f"{role}:")
        return frozenset((f"{role}:{found.id}",))
    among = {"source": ids["source"], "entity": ids["author"] | ids["origin"]}
    found = taken(index, name, ("source", "entity"), told=_STRUCK, among=among, alike=True)
    roles = ("source",) if found.kind == "source" else ("author", "origin")
    return frozenset(f"{role}:{found.id}" for role in roles if found.id in ids[role])


_STRUCK = "source, author or origin"


def _known_keys(index: Index) -> frozenset[str]:
    """Return the key of every source, author and origin, those that strike nothing included."""
    sources = index.sources
    columns = zip(
        sources.index, sources["authors"], sources["origin"], sources["rests"], strict=True
    )
    keys = {
        key
        for id_, authors, origin, rests in columns
        for key in lineage.strike_keys(id_, lineage.Source(authors, origin, rests))
    }
    # An author is a root by their own conclusions ("!"), though no work has them as origin.
    return frozenset(keys.union(strikable(index)))


def _key_order(key: str) -> tuple[int, str]:
    return _ROLES.index(key.partition(":")[0]), key


def speaker_named(index: Index, name: str) -> str:
    """Return the id of the source or of the author whose word ``name`` means.

    Raises UnknownName where no source or author is called so.
    """
    if name in index.sources.index:
        return name
    authors = {author for listed in index.sources["authors"] for author in listed}
    among: Among = {"entity": authors}
    kinds, told = ("source", "entity"), "source or author"
    return taken(index, name, kinds, told=told, among=among, alike=True).id


def speakers_of(index: Index, name: str) -> frozenset[str]:
    """Return the sources whose word ``name`` is: the source itself, or an entity's works."""
    sources, id_ = index.sources, speaker_named(index, name)
    if id_ in sources.index:
        return frozenset((id_,))
    authors = zip(sources.index, sources["authors"], strict=True)
    return frozenset(source for source, listed in authors if id_ in listed)


def kept_in(index: Index, slice_: Slice) -> npt.NDArray[np.bool_]:
    """Return which citations the slice does not strike; ``evidence`` says what falls with them."""
    if not slice_.struck:
        return np.ones(len(index.citations), dtype=bool)
    return ~tuples(index.citations["touched"]).names_any(slice_.struck)


def heard_in(index: Index, slice_: Slice) -> npt.NDArray[np.bool_] | None:
    """Return which citations the slice hears, struck or not; None where it hears all."""
    said, published = (_last_day(slice_, name) for name in ("said_by", "published_by"))
    parts = []
    if slice_.according_to:
        speakers = speakers_of(index, slice_.according_to)
        parts.append(tuples(index.citations["speakers"]).names_any(speakers))
    if slice_.coder:
        hands = {cell: slice_.coder in cell.split(";") for cell in set(index.citations["coder"])}
        parts.append(index.citations["coder"].map(hands).to_numpy(dtype=bool))
    if said is not None or published is not None:
        days = told_days(index)
        which = "latest" if slice_.surely else "earliest"
        for kind, by in (("said", said), ("published", published)):
            if by is not None:
                parts.append(getattr(days, f"{kind}_{which}") <= by)
    return np.logical_and.reduce(parts) if parts else None


def claims_in(index: Index, slice_: Slice) -> npt.NDArray[np.bool_]:
    """Return which claims are in the slice, whatever their standing and citations."""
    claims, vocabulary = index.claims, index.vocabulary
    keep = np.ones(len(claims), dtype=bool)
    if slice_.relations:
        keep &= claims["relation"].isin(slice_.relations).to_numpy()
    if slice_.families:
        family = {id_: relation.family for id_, relation in vocabulary.relations.items()}
        keep &= claims["relation"].map(family).isin(slice_.families).to_numpy()
    if slice_.types or slice_.not_types:
        keep &= _of_types(index, slice_.types, slice_.not_types)
    if slice_.entities:
        ends = claims[["subject", "object"]].isin(slice_.entities)
        keep &= ends.any(axis=1).to_numpy()
    keep &= dated_in(index, slice_)
    if slice_.text:
        keep &= _with_words(index, slice_.text)
    return keep & claims["mode"].isin(slice_.modes).to_numpy(dtype=bool)


def entities_of(index: Index, slice_: Slice) -> pd.Index[str]:
    """Return the entities of those kinds that the slice admits, whatever is claimed of them."""
    admitted = _kinds(index, slice_.types, slice_.not_types)
    return index.entities.index[index.entities["type"].isin(admitted)]


def _kinds(index: Index, types: frozenset[str], not_types: frozenset[str]) -> set[str]:
    """Return the kinds that there are of ``types`` and of none of ``not_types``."""
    is_a = index.vocabulary.is_a
    return {
        kind
        for kind in index.entities["type"].unique()
        if (not types or is_a(kind, types)) and not is_a(kind, not_types)
    }


def _of_types(
    index: Index, types: frozenset[str], not_types: frozenset[str]
) -> npt.NDArray[np.bool_]:
    admitted = _kinds(index, types, not_types)
    fits = {id_: kind in admitted for id_, kind in index.entities["type"].items()}
    # A name, a measure or a dating has one end only, and that one fits or does not.
    fits[""] = True
    pairs = zip(index.claims["subject"], index.claims["object"], strict=True)
    return np.array([fits[subject] and fits[object_] for subject, object_ in pairs], dtype=bool)


def dated_in(index: Index, slice_: Slice) -> npt.NDArray[np.bool_]:
    """Return which claims hold in the window of the slice, and have a date if it asks for one."""
    keep = np.ones(len(index.claims), dtype=bool)
    if slice_.window:
        keep &= _in_window(index.claims, slice_.window, surely=slice_.surely)
    if slice_.dated:
        keep &= _bounded(index.claims)
    return keep


def _bounded(claims: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Tell which claims have a date that bounds them to one side at least."""
    earliest_start, *_, latest_end = (claims[name].to_numpy() for name in BOUNDS)
    bounded: npt.NDArray[np.bool_] = (earliest_start != dates.ALWAYS) | (latest_end != dates.NEVER)
    return bounded


def _in_window(claims: pd.DataFrame, text: str, *, surely: bool) -> npt.NDArray[np.bool_]:
    first, last = dates.window(text)
    earliest_start, latest_start, earliest_end, latest_end = (
        claims[name].to_numpy() for name in BOUNDS
    )
    if surely:
        return (latest_start <= last) & (earliest_end >= first)
    return (earliest_start <= last) & (latest_end >= first)


def _with_words(index: Index, text: str) -> npt.NDArray[np.bool_]:
    """Tell which claims have every word, or part of a word, in gloss, text or labels."""
    claims, words = index.claims, words_of(text)
    labels = {id_: folded(label) for id_, label in index.entities["label"].items()}
    labels[""] = ""
    columns = zip(claims["gloss"], claims["text"], claims["subject"], claims["object"], strict=True)
    haystacks = (
        f"{folded(gloss)} {folded(text)} {labels[subject]} {labels[object_]}"
        for gloss, text, subject, object_ in columns
    )
    return np.array([all(word in hay for word in words) for hay in haystacks], dtype=bool)


def _told(value: object) -> str:
    """Return a field's value in Python's words, those of a set in order."""
    if isinstance(value, frozenset):
        return f"{{{', '.join(map(repr, sorted(value)))}}}"
    return repr(value)
