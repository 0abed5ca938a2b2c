"""``Slice``: which part of an index is looked at, as a plain value."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from urllib.parse import parse_qsl, urlencode

import numpy as np
import pandas as pd

from cardindex import dates
from cardindex.checks.claims import MODES
from cardindex.errors import UnknownName
from cardindex.index import BOUNDS, Index

STANDINGS = ("corroborated", "single-root", "contested", "tentative", "denied")
"""The five standings, the best attested first."""

STANDING = frozenset(("corroborated", "single-root"))
"""Those standings in which a claim of empty mode *stands*."""

ACTUAL = "actual"
"""How the empty mode is written on a command line and in an address."""


@dataclass(frozen=True)
class Slice:
    """A part of an index: every field narrows it, an empty one does not.

    ``types``: both ends are of one of these kinds (or a narrower one). ``entities``: one end is
    one of these. ``window``: EDTF; a claim is in it if it holds in it *possibly*, or with
    ``surely`` surely. ``struck``: keys ``source:x``, ``author:y``, ``origin:z`` whose citations
    are struck out. ``according_to``: a source or an entity; only citations in which it speaks
    count. ``text``: words that gloss, text or the labels of the ends contain.
    """

    relations: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    window: str = ""
    surely: bool = False
    standings: frozenset[str] = STANDING
    modes: frozenset[str] = frozenset(("",))
    struck: frozenset[str] = frozenset()
    according_to: str = ""
    text: str = ""


EVERYTHING = Slice(standings=frozenset(STANDINGS), modes=frozenset(("", *MODES)))
"""The slice that leaves nothing out."""


def parse(options: Mapping[str, str | bool | Iterable[str]]) -> Slice:
    """Return the slice that ``options`` describe; keys are the fields' names.

    Raises UnknownName for a key that is no field.
    """
    kinds = {field.name: field.default for field in fields(Slice)}
    values: dict[str, object] = {}
    for key, value in options.items():
        if key not in kinds:
            raise UnknownName("slice option", key, kinds)
        if isinstance(kinds[key], frozenset):
            parts = value.split(",") if isinstance(value, str) else value
            assert not isinstance(parts, bool)
            values[key] = frozenset("" if part == ACTUAL else part for part in parts)
        else:
            values[key] = value
    return Slice(**values)  # type: ignore[arg-type]


def to_query(slice_: Slice) -> str:
    """Return the slice as a query string for a permalink; the default slice is the empty one."""
    pairs = []
    for field in fields(Slice):
        value = getattr(slice_, field.name)
        if value == field.default:
            continue
        if isinstance(value, frozenset):
            value = ",".join(sorted(part or ACTUAL for part in value))
        pairs.append((field.name, "1" if value is True else str(value)))
    return urlencode(pairs, safe=",:/")


def from_query(query: str) -> Slice:
    """Return the slice of a permalink; see ``to_query``."""
    values: dict[str, str | bool] = dict(parse_qsl(query, keep_blank_values=True))
    if "surely" in values:
        values["surely"] = values["surely"] == "1"
    return parse(values)


def verify(index: Index, slice_: Slice) -> None:
    """Hold every name in ``slice_`` against ``index``; raises UnknownName or MalformedValue."""
    vocabulary = index.vocabulary
    known: tuple[tuple[str, Iterable[str], Iterable[str]], ...] = (
        ("relation", slice_.relations, vocabulary.relations),
        ("family", slice_.families, vocabulary.families),
        ("kind of entity", slice_.types, vocabulary.types),
        ("entity", slice_.entities, index.entities.index),
        ("standing", slice_.standings, STANDINGS),
        ("mode", slice_.modes, ("", *MODES)),
        ("source, author or origin", slice_.struck, strikable(index)),
    )
    for kind, names, choices in known:
        existing = frozenset(choices)
        for name in sorted(names):
            if name not in existing:
                raise UnknownName(kind, name, existing)
    if slice_.according_to:
        speakers_of(index, slice_.according_to)
    if slice_.window:
        dates.window(slice_.window)


def strikable(index: Index) -> list[str]:
    """Return every key that can be struck: sources, then authors, then origins, sorted."""
    keys = {key for touched in index.citations["touched"] for key in touched}
    order = {"source": 0, "author": 1, "origin": 2}
    return sorted(keys, key=lambda key: (order[key.partition(":")[0]], key))


def strike_keys(index: Index, name: str) -> frozenset[str]:
    """Return the keys that ``name`` means: a key, a source, or an entity as author and origin.

    Raises UnknownName where nothing that is cited bears the name.
    """
    keys = strikable(index)
    if ":" in name:
        found = [key for key in keys if key == name]
    else:
        found = [key for key in keys if key == f"source:{name}"]
        found = found or [key for key in keys if key.partition(":")[2] == name]
    if not found:
        choices = keys if ":" in name else [key.partition(":")[2] for key in keys]
        raise UnknownName("source, author or origin", name, choices)
    return frozenset(found)


def speakers_of(index: Index, name: str) -> frozenset[str]:
    """Return the sources whose word ``name`` is: the source itself, or an entity's works."""
    sources = index.sources
    if name in sources.index:
        return frozenset((name,))
    found = frozenset(
        id_ for id_, authors in zip(sources.index, sources["authors"], strict=True)
        if name in authors
    )  # fmt: skip
    if not found:
        authors = {author for authors in sources["authors"] for author in authors}
        raise UnknownName("source or author", name, {*sources.index, *authors})
    return found


def citations_in(index: Index, slice_: Slice) -> np.ndarray:
    """Return which citations count in the slice: not struck, and in the speaker's voice."""
    keep = np.ones(len(index.citations), dtype=bool)
    if slice_.struck:
        touched = index.citations["touched"]
        keep &= np.array([slice_.struck.isdisjoint(keys) for keys in touched], dtype=bool)
    if slice_.according_to:
        voices = speakers_of(index, slice_.according_to)
        speakers = index.citations["speakers"]
        keep &= np.array([not voices.isdisjoint(works) for works in speakers], dtype=bool)
    return keep


def claims_in(index: Index, slice_: Slice) -> np.ndarray:
    """Return which claims are in the slice, whatever their standing and citations."""
    claims, vocabulary = index.claims, index.vocabulary
    keep = np.ones(len(claims), dtype=bool)
    if slice_.relations:
        keep &= claims["relation"].isin(slice_.relations).to_numpy()
    if slice_.families:
        family = {id_: relation.family for id_, relation in vocabulary.relations.items()}
        keep &= claims["relation"].map(family).isin(slice_.families).to_numpy()
    if slice_.types:
        keep &= _of_types(index, slice_.types)
    if slice_.entities:
        ends = claims[["subject", "object"]].isin(slice_.entities)
        keep &= ends.any(axis=1).to_numpy()
    if slice_.window:
        keep &= _in_window(claims, slice_.window, surely=slice_.surely)
    if slice_.text:
        keep &= _with_words(index, slice_.text)
    return keep & claims["mode"].isin(slice_.modes).to_numpy()


def fold(text: str) -> str:
    """Return ``text`` as searching compares it: without accents, case and stray white space."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.split())


def _of_types(index: Index, types: frozenset[str]) -> np.ndarray:
    kinds = index.entities["type"]
    admitted = {kind for kind in kinds.unique() if index.vocabulary.is_a(kind, types)}
    fits = {id_: kind in admitted for id_, kind in kinds.items()}
    subject = index.claims["subject"].map(fits).to_numpy(dtype=bool)
    # A name, a measure or a dating has one end only, and that one fits or does not.
    object_ = np.array([fits.get(id_, True) for id_ in index.claims["object"]], dtype=bool)
    return subject & object_


def _in_window(claims: pd.DataFrame, text: str, *, surely: bool) -> np.ndarray:
    first, last = (dates.day_number(day) for day in dates.window(text))
    earliest_start, latest_start, earliest_end, latest_end = (
        claims[name].to_numpy() for name in BOUNDS
    )
    if surely:
        return (latest_start <= last) & (earliest_end >= first)  # type: ignore[no-any-return]
    return (earliest_start <= last) & (latest_end >= first)  # type: ignore[no-any-return]


def _with_words(index: Index, text: str) -> np.ndarray:
    labels = index.entities["label"]
    claims = index.claims
    words = fold(text).split()
    columns = (
        claims["gloss"], claims["text"],
        claims["subject"].map(labels), claims["object"].map(labels).fillna(""),
    )  # fmt: skip
    haystacks = (fold(" ".join(cells)) for cells in zip(*columns, strict=True))
    return np.array([all(word in hay for word in words) for hay in haystacks], dtype=bool)
