"""What the page carries: every table as columns, declared here and nowhere else.

Each table is a frozen dataclass of equally long lists. Where a column points into another table
it holds row numbers, counted from 0; -1 stands for "none". ``static/model/link.js`` reads this back
and ``tests/browser/test_modules.py`` holds the two together.
"""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import dataclass, field, fields, is_dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

NONE = -1
"""The row number that points nowhere."""

OPEN = "open"
"""An upper bound without end; JSON has no infinity."""


@dataclass(frozen=True)
class Families:
    """Families of relation. ``structural``: one that carries people, means or orders.

    ``group``: see ``colourgroups``.
    """

    id: list[str]
    label: list[str]
    definition: list[str]
    colour: list[str]
    structural: list[bool]
    group: list[int]


@dataclass(frozen=True)
class Groups:
    """Groups of families, by which lines are coloured until one of them is looked at."""

    id: list[str]
    label: list[str]
    definition: list[str]
    colour: list[str]


@dataclass(frozen=True)
class Types:
    """Kinds of entity that occur, and how each is drawn.

    ``broader``: ids of all broader kinds, the nearest first, whether they occur or not.
    """

    id: list[str]
    label: list[str]
    broader: list[list[str]]
    shape: list[str]
    colour: list[str]


@dataclass(frozen=True)
class Relations:
    """Relations that occur. ``words`` put a claim into a sentence from its subject's side.

    ``identifies``, ``dependence``, ``transfer``, ``transfer_role``, ``naming``, ``parthood``: see
    ``ontology.Relation``.
    """

    id: list[str]
    label: list[str]
    family: list[int]
    kind: list[str]
    symmetric: list[bool]
    words: list[str]
    inverse_words: list[str]
    identifies: list[bool]
    dependence: list[bool]
    transfer: list[bool]
    transfer_role: list[str]
    naming: list[bool]
    parthood: list[bool]


@dataclass(frozen=True)
class Blocs:
    """The groups that the editor has put entities into, of every scheme of ``groups.csv``.

    ``washed``: whether its scheme is the one whose groups are washed.
    """

    scheme: list[str]
    label: list[str]
    washed: list[bool]
    members: list[list[int]]


@dataclass(frozen=True)
class Entities:
    """Entities. ``x``, ``y``: place in the opening drawing, or None where it has none.

    ``x_upright``, ``y_upright``: its place there on a screen that is higher than wide.
    """

    id: list[str]
    type: list[int]
    label: list[str]
    description: list[str]
    x: list[int | None]
    y: list[int | None]
    x_upright: list[int | None]
    y_upright: list[int | None]


@dataclass(frozen=True)
class Names:
    """Other names of entities."""

    entity: list[int]
    name: list[str]
    kind: list[str]
    language: list[str]


@dataclass(frozen=True)
class Sources:
    """Works. ``author`` holds entity ids, ``origin`` an entity id, ``self`` or nothing.

    ``short``: what it is called on one line, no two alike; see ``shorttitles``.
    """

    id: list[str]
    kind: list[str]
    title: list[str]
    short: list[str]
    author: list[list[str]]
    origin: list[str]
    date: list[str]
    container: list[int]
    unit: list[str]
    rests: list[list[int]]
    note: list[str]


@dataclass(frozen=True)
class Claims:
    """Claims. Days count from 1970-01-01; the calendar's ends stand for infinity.

    ``ties``: [kind, row, perhaps]. ``low`` is None without quantity, ``high`` may be "open".
    ``context``: carried only because a claim of this part has it for a rival; never shown.
    ``whose``: the indexes that it comes from, where there are several; see ``whose``.
    """

    id: list[str]
    subject: list[int]
    relation: list[int]
    object: list[int]
    text: list[str]
    quantity: list[str]
    unit: list[str]
    when: list[str]
    place: list[str]
    mode: list[str]
    gloss: list[str]
    ties: list[list[list[Any]]]
    days: list[list[int]]
    low: list[float | None]
    high: list[float | str | None]
    context: list[bool]
    whose: list[list[str]]


@dataclass(frozen=True)
class Citations:
    """Citations. ``trail``: [source row, locator, "takes" | "reports" | "rests"], nearest first.

    ``hearsay``: "" or how it was come by; ``own``: what its last work has concluded itself.
    ``root``: "", ``entity:x`` or ``source:y``, of a ground. ``leans``: the number of the node that
    it leans on, ``node``: that of its own, both NONE where there is none; see ``lineage.Traced``.
    ``circular``: its way comes back to a work that it has passed. ``heard``: it was told by the day
    up to which the page holds what was; what is not heard does not count, but others lean on it.
    ``told``: the days from which on it may have been said, surely was, may have been published,
    surely was, as ``told.ToldDays`` has them. ``touched``: rows of ``PageData.keys`` under which a
    strike reaches the citation.
    """

    claim: list[int]
    source: list[int]
    locator: list[str]
    trail: list[list[list[Any]]]
    hearsay: list[str]
    own: list[bool]
    stance: list[str]
    certainty: list[str]
    speakers: list[list[int]]
    root: list[str]
    leans: list[int]
    node: list[int]
    misquoted: list[bool]
    overstated: list[bool]
    circular: list[bool]
    heard: list[bool]
    told: list[list[int]]
    touched: list[list[int]]
    note: list[str]
    passage: list[str]


@dataclass(frozen=True)
class Elsewhere:
    """Entities with claims that are not on the page, those with the most first.

    ``type``: in words. ``claims``: how many of it are not there.
    """

    id: list[str] = field(default_factory=list)
    type: list[str] = field(default_factory=list)
    label: list[str] = field(default_factory=list)
    claims: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class PageData:
    """All that a page knows.

    ``index``: title, description, version, licence, base. ``opening``: the state in which the
    page opens, where that is not the usual one. ``part``: the fields of the slice that the page
    holds, where it does not hold everything. ``whole``: how many claims and entities there are
    of that, and how many claims are held, where it is more than a page has room for; else
    empty. ``drawing``: nodes and options of the
    opening drawing, as pyvis built them. ``keys``: the strike keys, ``source:x``, ``author:y``,
    ``origin:z``.
    """

    index: dict[str, str]
    opening: dict[str, Any]
    part: dict[str, Any]
    drawing: dict[str, Any]
    keys: list[str]
    groups: Groups
    families: Families
    types: Types
    relations: Relations
    blocs: Blocs
    entities: Entities
    names: Names
    sources: Sources
    claims: Claims
    citations: Citations
    whole: dict[str, int] = field(default_factory=dict)
    elsewhere: Elsewhere = field(default_factory=Elsewhere)


def encode(data: PageData) -> str:
    """Return the data as JSON, gzipped, in base64. Equal data gives equal text."""
    content = {
        name: packed(vars(part)) if is_dataclass(part) else part
        for name, part in vars(data).items()
    }  # fmt: skip
    return compressed(
        json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    )


def compressed(text: str) -> str:
    """Return a text gzipped, in base64."""
    whole = BytesIO()
    # Not gzip.compress: up to Python 3.12 its header says something else than from 3.13 on. And
    # either writes the time into the header unless told one.
    with gzip.GzipFile(filename="", mode="wb", fileobj=whole, mtime=0) as file:
        file.write(text.encode("utf-8"))
    return base64.b64encode(whole.getvalue()).decode("ascii")


def packed(table: Mapping[str, list[Any]]) -> dict[str, Any]:
    """Return the columns of a table as ``static/base/columns.js`` reads them."""
    return {name: _packed(values) for name, values in table.items()}


def _packed(values: list[Any]) -> list[Any] | dict[str, list[Any]]:
    """Return a column as it is or, where values recur, each of them once and which stands where.

    A page of 50,000 claims is read in half the time so, and equal lists become one.
    """
    keys = [repr(value) if isinstance(value, list) else value for value in values]
    number = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    if 2 * len(number) > len(values):
        return values
    distinct = dict(zip(keys, values, strict=True))
    return {"values": list(distinct.values()), "rows": [number[key] for key in keys]}


def declared() -> dict[str, list[str]]:
    """Return the columns of each table as declared above, for the test of ``model/link.js``."""
    tables = {
        "groups": Groups,
        "families": Families,
        "types": Types,
        "relations": Relations,
        "blocs": Blocs,
        "entities": Entities,
        "names": Names,
        "sources": Sources,
        "claims": Claims,
        "citations": Citations,
    }
    return {name: [field.name for field in fields(table)] for name, table in tables.items()}
