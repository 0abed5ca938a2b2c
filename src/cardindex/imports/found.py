"""The values that a reader of foreign data yields.

A reader yields them in any order and never holds the file: a claim may name an entity that comes
later. Words are the file's own; their meaning (ids, relations, dates) is worked out once for all
formats, when they are taken in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Link(NamedTuple):
    """One work of a chain: its key, where in it, and whether the one before only reports it."""

    source: str
    locator: str = ""
    reported: bool = False


OWN_ID = "id"
"""The ``id_kind`` of ids that are of the very set that is imported, whatever that is called."""


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """Somebody or something. ``key`` is the foreign id; the name where the file has no ids.

    ``kind`` is the file's word for what it is, or an id of the ontology; empty where it says
    nothing. ``names`` are (name, kind, language); ``attributes`` (scheme, value), for groups.csv.
    Found twice, what the first does not say is taken from the second.
    """

    key: str
    label: str
    kind: str = ""
    description: str = ""
    names: tuple[tuple[str, str, str], ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    id_kind: str = ""  # under which kind of name the foreign id is kept; empty: it is no id
    at: str = ""


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A work. ``author`` and ``origin`` are keys of entities; ``entry`` is its CSL-JSON, if any.

    Without a ``key`` it is the work that stands for the whole file: its title, author and date, if
    the file says them. ``slug``: what its id is made of, where that is not its title, as the key
    by which people cite it. Works with one DOI are one work.
    """

    key: str
    title: str
    kind: str = ""
    author: tuple[str, ...] = ()
    origin: str = ""
    date: str = ""
    container: str = ""
    unit: str = ""
    rests_on: tuple[str, ...] = ()
    note: str = ""
    entry: Mapping[str, Any] | None = None
    at: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class FoundCitation:
    """A citation. Without ``source`` it is of the work that stands for the whole file."""

    source: str = ""
    locator: str = ""
    chain: tuple[Link, ...] = ()
    ending: str = ""  # "?" hearsay, "!" an own conclusion
    stance: str = ""  # empty: affirms
    certainty: str = ""  # empty: stated
    note: str = ""


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """One statement: ``subject`` and ``object`` are keys of entities.

    ``relation`` is the file's word, or an id of the ontology; ``when`` EDTF or as the file writes
    it, and so is ``quantity``. ``inverse`` says that the relation runs from object to subject.
    ``key`` is its foreign id, if it has one. Without citations it is said by the work that stands
    for the whole file.
    """

    subject: str
    relation: str
    object: str = ""
    text: str = ""
    quantity: str = ""
    unit: str = ""
    when: str = ""
    place: str = ""
    mode: str = ""
    gloss: str = ""
    inverse: bool = False
    citations: tuple[FoundCitation, ...] = ()
    key: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class FoundKind:
    """A kind of entity that the file itself defines: its word, label, and what it says of it.

    ``wider`` is the id of the ontology's kind that it is a kind of; empty: of entity.
    """

    word: str
    label: str
    definition: str = ""
    wider: str = ""


@dataclass(frozen=True, slots=True)
class FoundNameKind:
    """A kind of name that the file itself has, such as the register that gives a number."""

    word: str
    label: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class FoundRelation:
    """A relation that the file itself defines, or that was asked for.

    With a ``definition`` it is none of ours, whatever it is called. ``takes`` is what its claims
    take: link (an object), name (a text), measure (a quantity) or dating (a date); ``reflexive``
    says that a link may lead from an entity to itself; ``words`` is how it reads in a sentence,
    if not as it is called.
    """

    word: str
    label: str = ""
    symmetric: bool = False
    family: str = ""
    definition: str = ""
    takes: str = "link"
    reflexive: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was not taken, and why: a line of dropped.csv. ``what`` is short and readable."""

    at: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Guessed:
    """What the reader took something for; equal ones are counted and told once."""

    what: str


@dataclass(frozen=True, slots=True)
class Read:
    """So many more rows, records or objects of the file were read (for the count that is told)."""

    rows: int = 1
    of: str = "row"


Found = (
    FoundEntity | FoundSource | FoundClaim | FoundKind | FoundNameKind | FoundRelation
    | Dropped | Guessed | Read
)  # fmt: skip
"""What a reader yields."""


@dataclass(frozen=True)
class Wishes:
    """What the one who imports has said; a reader looks at what it understands.

    ``mapping`` is the parsed TOML of --map: ``[columns]`` (ours = theirs), ``[relations]``,
    ``[kinds]`` (theirs = ours) and whatever tables a format's page in docs/ names.
    """

    relation: str = ""
    symmetric: bool = False
    kind: str = ""
    nodes: str | None = None
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    only: tuple[str, ...] = ()
    query: str | None = None
    mapping: Mapping[str, Any] = field(default_factory=dict)
