"""What the form offers: passages, whom one may mean, relations, works, dates, amounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cardindex.composing import (
    amounts_said,
    dates_said,
    mentions,
    narrow,
    relations_for,
    sentence_around,
    suggested_entities,
    widen,
)
from cardindex.desk import reading
from cardindex.desk.finds import amounts_in, dates_in
from cardindex.desk.form import Unreadable
from cardindex.finding import found
from cardindex.ontology import CORE
from cardindex.passages import place

if TYPE_CHECKING:
    from cardindex.desk.holding import Desk

_MOST = 12  # works that are offered
_LONGEST = 200  # characters of what is typed
_PASSAGE = 20_000  # characters of a passage in which names are looked for


def passage(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return the passage around a selection, with the names, dates and amounts in it.

    ``how``: ``around`` takes whole sentences, ``exact`` the selection itself; ``wider`` and
    ``narrower`` (with ``side``: ``before`` or ``after``) change a passage by a sentence.
    """
    held = desk.held(asked.get("source", ""))
    start, end = _number(asked, "start"), _number(asked, "end")
    how, side = asked.get("how", "around"), asked.get("side", "after")
    if side not in ("before", "after"):
        raise Unreadable("a passage has a side before and a side after")
    if how == "exact":
        found_place = place(held.text, start, min(end, len(held.text.raw)), held.unit)
    else:
        found_place = sentence_around(held.paragraphs, start, end)
        if how in ("wider", "narrower"):
            change = widen if how == "wider" else narrow
            given = place(held.text, start, end, held.unit)
            found_place = change(held.paragraphs, given, "before" if side == "before" else "after")
    words = held.text.raw[found_place.start : found_place.end]
    named = mentions(desk.index, words[:_PASSAGE]) if desk.reading else []
    labels = desk.reading.index.labels if desk.reading else {}
    return {
        "start": found_place.start, "end": found_place.end, "locator": found_place.locator,
        "seal": found_place.seal, "words": found_place.passage, "doubts": found_place.doubts,
        "names": [
            {"start": it.start + found_place.start, "end": it.end + found_place.start,
             "entities": it.entities, "labels": [labels[id_] for id_ in it.entities],
             "doubtful": it.doubtful}
            for it in named
        ],
        "dates": [{"words": it.words, "readings": [one._asdict() for one in it.readings]}
                  for it in dates_in(words)],
        "amounts": [{"words": it.words, "readings": [one._asdict() for one in it.readings]}
                    for it in amounts_in(words)],
    }  # fmt: skip


def names(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return the names in a text, or in a stretch of it."""
    source = asked.get("source", "")
    desk.shown.set()  # the text stands on the page by now
    if "end" not in asked:
        return reading.names(desk, source)
    return reading.names(desk, source, _number(asked, "start"), _number(asked, "end"))


def entities(desk: Desk, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return whom one may mean: who is named in the passage first, then whoever is called so."""
    words = ""
    if asked.get("source") and "start" in asked:
        raw = desk.held(asked["source"]).text.raw
        words = raw[_number(asked, "start") : _number(asked, "end")][:_PASSAGE]
    typed = asked.get("typed", "")[:_LONGEST]
    wanted = [name for name in asked.get("wanted", "").split(",") if name]
    return [it.__dict__ for it in suggested_entities(desk.index, words, typed, wanted)]


def relations(desk: Desk, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the relations that fit two kinds and what was typed."""
    known = desk.index.vocabulary.types
    subject, object_ = (
        kind if (kind := asked.get(end, "")) in known else "" for end in ("subject", "object")
    )
    told = relations_for(desk.index, subject, object_, asked.get("typed", "")[:_LONGEST])
    return [it.__dict__ for it in told]


def with_parties(desk: Desk) -> list[str]:
    """Return the kinds of entity that have parties."""
    types = desk.index.vocabulary.types
    root = f"{CORE}Event"
    own = [id_ for id_, type_ in types.items() if type_.iri == root]
    return [id_ for id_, type_ in types.items() if id_ in own or set(own) & set(type_.parents)]


def roles(desk: Desk) -> list[dict[str, str]]:
    """Return the relations by which somebody takes part in something that has parties."""
    vocabulary = desk.index.vocabulary
    wanted = with_parties(desk)
    return [
        {"id": it.id, "label": it.label, "words": it.words, "definition": it.definition,
         "carries": it.transfer_role or ""}
        for it in vocabulary.relations.values()
        if it.range and all(kind in wanted for kind in it.range)
    ]  # fmt: skip


def works(desk: Desk, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the works and speakers that a chain may name: those called so, the most cited first.

    Nothing typed: those of which the claims beside this passage were had.
    """
    index = desk.index
    typed = asked.get("typed", "").strip()[:_LONGEST]
    rows: dict[Any, dict[Any, Any]] = index.sources.to_dict("index")
    if typed:
        ids = [hit.id for hit in found(index, typed, ("source",))][:_MOST]
        ids += _of_authors(desk, typed, ids)
    else:
        ids = _near(desk, asked.get("source", ""))
    return [
        {"id": id_, "title": index.titles[id_], "kind": rows[id_]["kind"],
         "date": rows[id_]["date"],
         "author": ", ".join(map(index.label, rows[id_]["authors"]))}
        for id_ in list(dict.fromkeys(ids))[:_MOST]
    ]  # fmt: skip


def _of_authors(desk: Desk, typed: str, known: list[str]) -> list[str]:
    """Return the works of whoever is called so: a speaker is found by his name."""
    index = desk.index
    people = {hit.id for hit in found(index, typed)[:5]}
    owned = (index.sources["authors"].map(lambda ids: bool(people.intersection(ids)))
             | index.sources["origin"].isin(people))  # fmt: skip
    return [str(id_) for id_ in index.sources.index[owned] if id_ not in known]


def _near(desk: Desk, source: str) -> list[str]:
    """Return the works that the citations from a source name most."""
    citations = desk.index.citations
    chains = citations.loc[(citations["source"] == source) & (citations["chain"] != ""), "chain"]
    counts = chains.str.extractall(r"([a-z0-9][a-z0-9-]*)(?=[>|@?!]|$)")[0].value_counts()
    return [str(id_) for id_ in counts.index if id_ in desk.index.titles]


def dates(asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what a date may mean that somebody typed."""
    said = dates_said(asked.get("typed", "")[:_LONGEST])
    return {"readings": [it._asdict() for it in said.readings], "why": said.why}


def amounts(asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what an amount may mean that somebody typed."""
    said = amounts_said(asked.get("typed", "")[:_LONGEST])
    return {"readings": [it._asdict() for it in said.readings], "why": said.why}


def _number(asked: Mapping[str, str], name: str) -> int:
    text = asked.get(name, "")
    if not text.isascii() or not text.isdecimal() or len(text) > 10:
        raise Unreadable(f"{name}: is no offset")
    return int(text)
