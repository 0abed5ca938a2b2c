"""A list of links → claims: who, relation, whom, when, where, how much, and who says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from cardindex.folding import folded
from cardindex.imports.format import Unreadable
from cardindex.imports.found import (
    Dropped,
    Found,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundRelation,
    Guessed,
    Read,
    Wishes,
)
from cardindex.imports.tabular.citing import Cells, Reading, cited, reading
from cardindex.imports.tabular.columns import Columns
from cardindex.imports.tabular.ends import Ends, meet, whole
from cardindex.imports.tabular.level import level
from cardindex.imports.tabular.sheets import Sheet, brief_row
from cardindex.imports.tabular.spells import spells
from cardindex.imports.tabular.words import data, words

_MANY = 30  # with more relations than this, a table is told to be checked
_SIGNED = re.compile(r"([^\W\d_]{3}|[A-Z]{0,3}[^\w\s.,~<>+-])\s*([0-9].*)")


@dataclass
class Links:
    """What is the same for all rows of a list of links, and what they come to.

    ``place`` is the column of a meaning. ``noted`` are columns whose cells go into the note, each
    with its heading, which is empty for notes. ``both``: how many rows of a relation run one way,
    and both ways; ``unsaid`` how many say no relation.
    """

    columns: Columns
    ends: Ends
    wishes: Wishes
    how: Reading
    place: Mapping[str, int]
    noted: tuple[tuple[int, str], ...]
    order: str
    both: dict[str, list[int]] = field(default_factory=dict)
    unsaid: int = 0
    seen: set[object] = field(default_factory=set)


def opened(columns: Columns, ends: Ends, wishes: Wishes, order: str = "") -> Links:
    """Return what it takes to read the rows of a list of links; ``order`` is that of dates."""
    notes = columns.places.get("note", ())
    noted = [(at, "") for at in notes] + [(at, columns.header[at]) for at in columns.extra]
    meanings = (
        "from", "to", "from_label", "to_label", "from_kind", "to_kind", "relation", "type",
        "direction", "edge_label", "text", "quantity", "unit", "when", "start", "end", "interval",
        "place", "mode", "gloss", "locator", "said_by", "chain", "certainty", "stance", "key",
    )  # fmt: skip
    place = {meaning: columns.first(meaning) for meaning in meanings}
    if data()["own"]["why"] in columns.lost.values():
        # In our own exports the spans come from the date column, which says more.
        place["interval"] = len(columns.header)
    words_ = wishes.mapping.get("certainty", {})
    return Links(columns, ends, wishes, reading(words_), place, tuple(noted), order)


def claims(
    sheet: Sheet, columns: Columns, ends: Ends, wishes: Wishes, order: str = ""
) -> Iterator[Found]:
    """Yield the claims of a list of links, whom they name, and the works that say so."""
    links = opened(columns, ends, wishes, order)
    yield from told_of(sheet.name, columns)
    heard: list[Found] = []
    count = 0
    for at, row in level(sheet, len(columns.header), heard):
        count += 1
        claim(links, at, row, heard)
        yield from heard
        heard.clear()
    yield from heard
    if silent(links):
        raise Unreadable(unsaid(sheet.name, columns.header))
    yield from relations(links)
    if len(links.both) > max(_MANY, count / 4) and "relation" in columns.places:
        heading = columns.header[columns.first("relation")]
        yield Guessed(
            f'{len(links.both):,} different relations stand in "{heading}": where it describes '
            f'rather than names them, map it to a text ([columns] text = "{heading}") and name one '
            "with --relation"
        )
    yield Read(count, "row")


def told_of(name: str, columns: Columns) -> Iterator[Guessed]:
    """Tell of the columns of links that are known to nobody."""
    if columns.extra:
        named = ", ".join(f'"{columns.header[at]}"' for at in columns.extra)
        yield Guessed(
            f"{name}: what stands in {named} is not known: it is kept in the notes of "
            "citations, until the mapping says it ([columns])"
        )


def claim(links: Links, at: str, row: Sequence[str], heard: list[Found]) -> None:
    """Add what one row says to what was heard."""
    place = links.place
    who, whom = row[place["from"]], row[place["to"]]
    if not (who and whom):
        lacks = (
            "both ends are" if not (who or whom) else f"its {'second' if who else 'first'} end is"
        )
        heard.append(Dropped(at, brief_row(row), f"{lacks} missing"))
        return
    said = _relation(links, row, heard)
    if not said.word:
        links.unsaid += 1
        why = "it says no relation; write one, or name one for all such rows: --relation"
        heard.append(Dropped(at, brief_row(row), why))
        return
    one = _end(links, (who, row[place["from_label"]], row[place["from_kind"]]), at, heard)
    other = _end(links, (whom, row[place["to_label"]], row[place["to_kind"]]), at, heard)
    if one is None or other is None:
        return
    links.both.setdefault(said.word, [0, 0])[said.both_ways] += 1
    pair = (other, one) if said.turned else (one, other)
    _filled(links, row, FoundClaim(pair[0], said.word, pair[1], text=said.text, at=at), heard)


def _end(links: Links, side: tuple[str, str, str], at: str, heard: list[Found]) -> str | None:
    """Return the key of an end: text, label, kind; None where it cannot be told whom it means."""
    known = links.ends.known
    if side not in known:
        heard += meet(links.ends, *side, at)
    return known.get(side)


class _Relation(NamedTuple):
    word: str
    text: str
    both_ways: bool
    turned: bool


def _relation(links: Links, row: Sequence[str], heard: list[Found]) -> _Relation:
    """Return how two are linked, as the row has it, else as was wished for."""
    place = links.place
    relation, label = row[place["relation"]], row[place["edge_label"]]
    type_, direction = row[place["type"]], row[place["direction"]]
    if type_ and not type_.isdigit() and folded(type_) in words("ways"):
        direction, type_ = type_, ""
    text = [row[place["text"]]]
    if type_ and relation:
        text.append(type_)
    relation = relation or type_ or links.wishes.relation
    if label and relation:
        text.append(label)
    elif label:
        relation = label
        heading = links.columns.header[place["edge_label"]]
        guess = f'the column "{heading}" is taken for the relation, as there is no other'
        heard.append(Guessed(guess))
    way = folded(direction) if direction else ""
    said = "; ".join(dict.fromkeys(filter(None, text)))
    return _Relation(
        relation, said, bool(way) and way in words("undirected"), way in words("reversed")
    )


def _filled(links: Links, row: Sequence[str], found: FoundClaim, heard: list[Found]) -> None:
    """Add a claim for each time that a row tells, with all else that it says."""
    place = links.place
    quantity, where = whole(row[place["quantity"]]), row[place["place"]]
    unit = (row[place["unit"]] or links.columns.unit) if quantity else row[place["unit"]]
    if quantity and not quantity[0].isdigit():
        quantity, unit = _amount(quantity, unit, heard)
    where = _place(links, where, heard) if where else ""
    citations = _citations(links, row, found.at, heard)
    key = _key(links, row, heard)
    whens = spells(
        row[place["when"]],
        row[place["start"]],
        row[place["end"]],
        row[place["interval"]],
        links.order,
    )
    for when in whens:
        heard.append(  # noqa: PERF401 - it is one claim nearly always
            FoundClaim(
                found.subject,
                found.relation,
                found.object,
                text=found.text,
                quantity=quantity,
                unit=unit,
                when=when,
                place=where,
                mode=row[place["mode"]],
                gloss=row[place["gloss"]],
                citations=citations,
                key=key and (f"{key} {when}" if len(whens) > 1 else key),
                at=found.at,
            )
        )


def _amount(quantity: str, unit: str, heard: list[Found]) -> tuple[str, str]:
    """Return an amount without the sign or the code of a currency before it, and its unit."""
    match = _SIGNED.fullmatch(quantity)
    signs = data()["currencies"]
    if not match or unit or not (match[1] in signs or match[1].isalpha()):
        return quantity, unit
    if match[1] in signs:
        heard.append(Guessed(f'amounts with "{match[1]}" are taken for {signs[match[1]]}'))
    return match[2], signs.get(match[1], match[1])


def _place(links: Links, name: str, heard: list[Found]) -> str:
    """Return the key of a place; what is new of it is added to what was heard."""
    side = (name, "", data()["kinds"]["place"])
    known = links.ends.known
    if side not in known:
        named = links.ends.by_label.get(folded(name), [])
        key = named[0] if len(named) == 1 else name
        if key not in links.ends.labels:
            links.ends.labels[key] = name
            heard.append(FoundEntity(key, name, kind=side[2]))
        known[side] = key
    return known[side]


def _key(links: Links, row: Sequence[str], heard: list[Found]) -> str:
    """Return the id of a link, if it is one: not the bare numbers that programs count rows by."""
    at = links.place["key"]
    key = row[at]
    if not key:
        return ""
    heading = links.columns.header[at]
    if key.isdigit() and "key" not in links.wishes.mapping.get("columns", {}):
        heard.append(Guessed(
            f'the numbers in the column "{heading}" are taken for those of rows, and are not kept '
            f'(the mapping keeps them: [columns] key = "{heading}")'
        ))  # fmt: skip
        return ""
    if ("key", key) in links.seen:
        guess = f'ids in the column "{heading}" that came before are not kept a second time'
        heard.append(Guessed(guess))
        return ""
    links.seen.add(("key", key))
    return key


def _citations(
    links: Links, row: Sequence[str], at: str, heard: list[Found]
) -> tuple[FoundCitation, ...]:
    """Return the citations of a row; works and people that they name are heard of once."""
    place = links.place
    notes = [f"{heading}: {row[i]}" if heading else row[i] for i, heading in links.noted if row[i]]
    works = links.columns.places.get("source", ())
    cells = Cells(
        row[works[0]] if len(works) == 1 else "; ".join(filter(None, (row[i] for i in works))),
        row[place["locator"]],
        row[place["said_by"]],
        row[place["chain"]],
        row[place["certainty"]],
        row[place["stance"]],
        "; ".join(notes),
    )
    if not any(cells):
        return ()
    found = cited(cells, links.how)
    heard += found.guessed
    for work in found.named:
        if work not in links.seen:
            links.seen.add(work)
            sayer = _end(links, (work.origin, "", ""), at, heard) if work.origin else ""
            heard.append(replace(work, origin=sayer or "", at=at))
    return found.citations


def silent(links: Links) -> bool:
    """Tell whether not one of the rows that were read has said a relation."""
    return links.unsaid > 0 and not links.both


def unsaid(name: str, header: Sequence[str]) -> str:
    """Say that nothing says which relation the links of a table are, and how to mend it."""
    known = ", ".join(f'"{heading}"' for heading in header if heading and heading[0] != "@")
    return (
        f"{name}: nothing says which relation its links are; name one: --relation knew (with "
        "--symmetric where it runs both ways), or what says it, in a file for --map: [columns] "
        f'relation = "…"{"; it has " * bool(known)}{known}'
    )


def relations(links: Links) -> Iterator[Found]:
    """Yield the relations that run both ways in all their rows; tell of those that do in some."""
    for relation, (one_way, both_ways) in links.both.items():
        if both_ways and not one_way:
            yield FoundRelation(relation, symmetric=True)
        elif both_ways:
            yield Guessed(
                f'"{relation}" runs both ways in some rows ({both_ways:,}) and one way in others '
                f"({one_way:,}): it is taken to run one way, from the first end to the second"
            )
