"""Who is meant by the end of a link: by id, by label, or somebody whom no list of nodes has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cardindex.folding import folded
from cardindex.imports.found import Dropped, Found, FoundEntity, Guessed

_FLOAT = re.compile(r"(-?[0-9]+)\.0+")
_SHOWN = 8


@dataclass
class Ends:
    """Whom the tables name, by the key of each.

    ``listed``: the name of the list of nodes, empty where there is none. ``made``: the keys of
    those whom a link named first. ``known``: what the words of an end were found to mean.
    """

    listed: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    by_label: dict[str, list[str]] = field(default_factory=dict)
    made: dict[str, None] = field(default_factory=dict)
    known: dict[tuple[str, str, str], str] = field(default_factory=dict)


def whole(text: str) -> str:
    """Return the whole number that a program has written with a point: ``12`` for ``12.0``."""
    match = _FLOAT.fullmatch(text)
    return match[1] if match else text


def enlist(ends: Ends, key: str, label: str) -> None:
    """Note somebody of a list of nodes."""
    ends.labels[key] = label
    ends.by_label.setdefault(folded(label), []).append(key)


def meet(ends: Ends, text: str, label: str, kind: str, at: str) -> Iterator[Found]:
    """Work out whom an end means, and yield what is new of them.

    What it means is in ``ends.known`` then, by text, label and kind; it is not where it cannot be
    told, and a Dropped says why.
    """
    plain = whole(text)
    if plain != text:
        yield Guessed('numbers written with a point ("12.0") are ids without one ("12")')
    key = plain
    if ends.listed and key not in ends.labels:
        bearers = ends.by_label.get(folded(text), [])
        if len(bearers) > 1:
            named = ", ".join(f'"{bearer}"' for bearer in bearers[:_SHOWN])
            why = (
                f'"{text}" is the label of {named} in {ends.listed}; write the id of the one meant'
            )
            yield Dropped(at, text, why)
            return
        if bearers:
            key = bearers[0]
            yield Guessed(
                f"ends of links that are no ids of {ends.listed} are taken by their labels"
            )
    ends.known[text, label, kind] = key
    if key not in ends.labels:
        ends.labels[key] = label or plain
        ends.made[key] = None
        yield FoundEntity(key, label or plain, kind=kind, at=at)
    elif (label and label != ends.labels[key]) or kind:
        yield FoundEntity(key, label or ends.labels[key], kind=kind, at=at)


def unlisted(ends: Ends) -> Iterator[Guessed]:
    """Tell of those whom links name and no list of nodes has."""
    if ends.listed and ends.made:
        shown = ", ".join(f'"{ends.labels[key]}"' for key in list(ends.made)[:_SHOWN])
        more = " …" if len(ends.made) > _SHOWN else ""
        yield Guessed(
            f"{len(ends.made):,} whom links name and {ends.listed} does not are made by their "
            f"names alone: {shown}{more}"
        )
