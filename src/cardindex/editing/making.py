"""New rows: claims with who says them, entities and sources, and the ids that they are given."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count

from cardindex.checks.names import mended
from cardindex.editing.entries import SHAPES, Entry, added
from cardindex.editing.moving import fresh, there
from cardindex.editing.references import CLAIM, ENTITY, SOURCE
from cardindex.editing.similar import alike_notes
from cardindex.editing.views import Tables, told
from cardindex.errors import CardindexError
from cardindex.lineage import split_list

Cells = Mapping[str, str]
"""Cells by column; those that are left out are empty."""

_NUMBERED = re.compile(r"([a-z])([0-9]{1,8})")  # a number with more digits is a hash
_ROOM = 60  # characters of an id that is made of a label
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_NOTHING = re.compile(r"(?:entity|source)(?:-[0-9]+)?")
_ARTICLE = re.compile(r"the[ -]+(?=[^ ])", re.IGNORECASE)


def next_claim(tables: Tables, taken: Collection[str] = ()) -> str:
    """Return the id of the next claim: one more than the greatest number, written as these are."""
    found = [match for row in tables.rows(CLAIM) if (match := _NUMBERED.fullmatch(row[0]))] + [
        match for id_ in taken if (match := _NUMBERED.fullmatch(id_))
    ]
    letters = Counter(match[1] for match in found)
    letter = "c" if "c" in letters or not letters else letters.most_common(1)[0][0]
    ours = [match[2] for match in found if match[1] == letter]
    width = max((len(digits) for digits in ours if digits[0] == "0"), default=0)
    number = max(map(int, ours), default=0) + 1
    return f"{letter}{number:0{width or (3 if not ours else 1)}}"


def entity_id(tables: Tables, label: str, taken: Collection[str] = ()) -> str:
    """Return an id for an entity of this label, which none has yet: Ida Quill is ida-quill."""
    known = {row[0] for row in tables.rows(ENTITY)}.union(taken)
    return _made(_ARTICLE.sub("", label, count=1) if _ARTICLE.match(label) else label,
                 known, "entity")  # fmt: skip


def source_id(
    tables: Tables, title: str, author: str = "", date: str = "", taken: Collection[str] = ()
) -> str:
    """Return an id for a source, which none has yet: its author's last name and the year, or title.

    ``author``: the id of its first author, or empty.
    """
    known = {row[0] for row in tables.rows(SOURCE)}.union(taken)
    year = _YEAR.search(date)
    if author and year:
        last = split_list(author)[0].rpartition("-")[2]
        return _made(f"{last} {year[0]}", known, "source")
    return _made(_ARTICLE.sub("", title, count=1) if _ARTICLE.match(title) else title,
                 known, "source")  # fmt: skip


def _made(text: str, known: Collection[str], nothing: str) -> str:
    """Return an id that reads like a text, cut between words where it is long."""
    opening = _ARTICLE.match(text)
    plain = mended(text[opening.end() :] if opening else text, ()) or nothing
    if len(plain) > _ROOM:
        plain = plain[: _ROOM + 1].rpartition("-")[0] or plain[:_ROOM]
    if plain not in known:
        return plain
    return next(other for number in count(2) if (other := f"{plain}-{number}") not in known)


def _unspelt(id_: str, text: str) -> Iterator[str]:
    """Yield a note where an id says nothing of what it was made of."""
    if text and _NOTHING.fullmatch(id_) and not mended(text, ()):
        yield (
            f'the id of "{text}" is {id_}, as it cannot be written in Latin letters here; give it '
            f"another by: cardindex rename {id_} NEW"
        )


def add_claim(
    tables: Tables,
    claim: Cells,
    citations: Sequence[Cells],
    entities: Sequence[Cells] = (),
    sources: Sequence[Cells] = (),
    identifiers: Collection[str] = (),
) -> Entry:
    """Return the entry that adds a claim, who says it, and entities and sources that are new.

    A claim without an id is given the next, an entity or a source one made of its label or title;
    the citations are of the claim. Notes name who bears a name like that of a new entity, but by
    none of ``identifiers``, the ontology's kinds of name by which nobody is called. Raises
    CardindexError where an id is taken or a claim has no citation.
    """
    if not citations:
        raise CardindexError("a claim without a citation is not kept; say who makes it")
    id_ = claim.get("id") or next_claim(tables)
    fresh(tables, CLAIM, id_)
    about = [dict(each) for each in (*entities, *sources)]
    new_entities, new_sources = about[: len(entities)], about[len(entities) :]
    notes: list[str] = []
    for each in new_entities:
        each["id"] = each.get("id") or entity_id(
            tables, each.get("label", ""), [it["id"] for it in new_entities if it.get("id")]
        )
        notes += _unspelt(each["id"], each.get("label", ""))
        notes += alike_notes(tables, each["id"], each.get("label", ""), identifiers)
    for each in new_sources:
        each["id"] = each.get("id") or source_id(
            tables, each.get("title", ""), each.get("author", ""), each.get("date", ""),
            [it["id"] for it in new_sources if it.get("id")],
        )  # fmt: skip
        notes += _unspelt(each["id"], each.get("title", ""))
    changes = [
        *(
            added(ENTITY, {**each, "id": fresh(tables, ENTITY, each["id"])})
            for each in new_entities
        ),
        *(added(SOURCE, {**each, "id": fresh(tables, SOURCE, each["id"])}) for each in new_sources),
        added(CLAIM, {**claim, "id": id_}),
        *(added("citations", {**each, "claim": id_}) for each in citations),
    ]
    what = f"{id_} and {_counted(citations, 'its citation', 'citations')}"
    new = [each["id"] for each in about]
    return told(tables, f"{what}; new: {', '.join(new)}" if new else what, changes, notes)


def add_citation(tables: Tables, claim: str, citations: Sequence[Cells]) -> Entry:
    """Return the entry that adds citations to a claim that is there. Raises UnknownName."""
    there(tables, CLAIM, claim)
    changes = [added("citations", {**each, "claim": claim}) for each in citations]
    return told(tables, f"{_counted(citations, 'a citation', 'citations')} of {claim}", changes)


def add_row(tables: Tables, table: str, row: Cells, identifiers: Collection[str] = ()) -> Entry:
    """Return the entry that adds one row to a table; an entity or a source may lack its id.

    ``identifiers`` are the ontology's kinds of name by which nobody is called.
    """
    named = dict(row)
    notes: list[str] = []
    if table == ENTITY:
        named["id"] = named.get("id") or entity_id(tables, named.get("label", ""))
        notes += _unspelt(named["id"], named.get("label", ""))
        notes += alike_notes(tables, named["id"], named.get("label", ""), identifiers)
    elif table == SOURCE:
        named["id"] = named.get("id") or source_id(
            tables, named.get("title", ""), named.get("author", ""), named.get("date", "")
        )
        notes += _unspelt(named["id"], named.get("title", ""))
    elif table == CLAIM:
        raise CardindexError("a claim without a citation is not kept; say who makes it")
    if table in (ENTITY, SOURCE):
        fresh(tables, table, named["id"])
    change = added(table, named)
    return told(tables, f"{change.cell(SHAPES[table][0])} added to {table}", [change], notes)


def _counted(some: Sequence[object], one: str, many: str) -> str:
    return one if len(some) == 1 else f"{len(some)} {many}"
