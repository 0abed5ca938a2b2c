"""From a selection to the columns of the page: what is carried, and which row points where."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from cardindex import lineage
from cardindex.frames import differing
from cardindex.passages import Text, passage
from cardindex.slices import EVERYTHING, Slice, heard_in
from cardindex.told import told_days
from cardindex.view.colourgroups import colour_groups
from cardindex.view.columns import (
    NONE,
    OPEN,
    Blocs,
    Citations,
    Claims,
    Entities,
    Names,
    PageData,
    Sources,
)
from cardindex.view.places import turned
from cardindex.view.shorttitles import short_titles
from cardindex.view.whose import SCHEME, by_whose, whose

if TYPE_CHECKING:
    from cardindex.evidence import Selection
    from cardindex.index import Index
from cardindex.view.vocabulary import (
    Rows,
    families_columns,
    groups_columns,
    numbered,
    relations_columns,
    types_columns,
)


def page_data(
    selection: Selection,
    *,
    places: Mapping[str, tuple[int, int]],
    upright: Mapping[str, tuple[int, int]] | None = None,
    drawing: Mapping[str, Any],
    opening: Mapping[str, Any],
    texts: Mapping[str, Text] | None = None,
) -> PageData:
    """Gather the page's data from a selection: its claims, and all that they mention.

    The citations are those of the whole index, as the page strikes for itself.
    """
    index = selection.index
    groups = colour_groups(index.vocabulary)
    claims = _carried(selection)
    citations = index.citations[index.citations["claim"].isin(claims)]
    entities = _mentioned(selection, claims)
    rows = Rows(
        entity=numbered(entities),
        source=numbered(index.sources.index),
        claim=numbered(claims),
        relation=numbered(sorted(set(index.claims.loc[claims, "relation"]))),
        family=numbered(index.vocabulary.families),
        type=numbered(sorted(set(index.entities.loc[entities, "type"]))),
        key=numbered(sorted({key for keys in citations["touched"] for key in keys})),
    )
    return PageData(
        index={
            "title": index.title,
            "description": index.description,
            "version": index.version,
            "licence": index.licence,
            "base": index.base,
        },
        opening=dict(opening),
        part=_part(selection.slice),
        drawing=dict(drawing),
        keys=list(rows.key),
        groups=groups_columns(groups),
        families=families_columns(index.vocabulary, groups),
        types=types_columns(index.vocabulary, rows),
        relations=relations_columns(index.vocabulary, rows),
        blocs=_blocs(index, rows),
        entities=_entities(index.entities.loc[entities], places, upright or turned(places), rows),
        names=_names(index.names, rows),
        sources=_sources(index, rows),
        claims=_claims(
            index.claims.loc[claims], set(selection.claims.index), whose(index, "claims"), rows
        ),
        citations=_citations(index, citations, _heard(selection), _told(index), texts or {}, rows),
    )


def _part(chosen: Slice) -> dict[str, Any]:
    """Return what the page does not hold more than, so that its words and commands can say so."""
    told = ((field.name, getattr(chosen, field.name)) for field in fields(Slice))
    return {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in told
        if value != getattr(EVERYTHING, name)
    }


def _carried(selection: Selection) -> list[str]:
    """Return the ids of the claims that the page has to know, in index order.

    They are the selection's, their certain rivals and the claims that join roots; and what shares
    its citations with any of these, tied as the same.
    """
    claims = selection.index.claims
    chosen = set(selection.claims.index)
    wanted = set(chosen)
    # A tie is written once and holds both ways.
    for claim, ties in claims["tied"].items():
        for tie in ties:
            if tie.kind == "rival" and not tie.perhaps and len({claim, tie.claim} & chosen) == 1:
                wanted |= {str(claim), tie.claim}
    relations = selection.index.vocabulary.relations.values()
    binding = {it.id for it in relations if it.dependence or it.identifies}
    joining = claims["relation"].isin(binding).to_numpy()
    told_as = claims["told_as"]
    shared = told_as.isin(told_as[claims.index.isin(wanted) | joining]).to_numpy()
    return claims.index[shared].tolist()


def _mentioned(selection: Selection, claims: list[str]) -> list[str]:
    """Return the ids of the entities that the claims and the sources name, in index order.

    A selection of every claim carries every entity, so that even those without one are found.
    """
    index = selection.index
    if len(selection.claims) == len(index.claims):
        return list(index.entities.index)
    named = differing(index.claims.loc[claims], "subject", "object", "place")
    named |= set(index.sources["origin"])
    named |= {author for authors in index.sources["authors"] for author in authors}
    return [entity for entity in index.entities.index if entity in named]


def _texts(frame: pd.DataFrame, column: str) -> list[str]:
    return [str(value) for value in frame[column].tolist()]


def _blocs(index: Index, rows: Rows) -> Blocs:
    members: dict[tuple[str, str], list[int]] = {}
    told = (index.groups[name] for name in ("scheme", "value", "entity"))
    for scheme, value, entity in zip(*told, strict=True):
        group = members.setdefault((scheme, value), [])
        if entity in rows.entity:
            group.append(rows.entity[entity])
    if SCHEME not in set(index.groups["scheme"]):
        for value, ids in by_whose(index).items():
            members[SCHEME, value] = [rows.entity[id_] for id_ in ids if id_ in rows.entity]
    # The page and its first picture give the washed the same inks.
    order = {(index.wash, label): at for at, label in enumerate(index.blocs)}
    all_ = sorted(members, key=lambda one: (order.get(one, len(order)), one))
    return Blocs(
        scheme=[scheme for scheme, _ in all_],
        label=[label for _, label in all_],
        washed=[scheme == index.wash for scheme, _ in all_],
        members=[members[one] for one in all_],
    )


def _entities(
    frame: pd.DataFrame,
    places: Mapping[str, tuple[int, int]],
    upright: Mapping[str, tuple[int, int]],
    rows: Rows,
) -> Entities:
    at, there = ([where.get(str(entity)) for entity in frame.index] for where in (places, upright))
    return Entities(
        id=[str(entity) for entity in frame.index],
        type=[rows.type[name] for name in frame["type"]],
        label=_texts(frame, "label"),
        description=_texts(frame, "description"),
        x=[place[0] if place else None for place in at],
        y=[place[1] if place else None for place in at],
        x_upright=[place[0] if place else None for place in there],
        y_upright=[place[1] if place else None for place in there],
    )


def _names(frame: pd.DataFrame, rows: Rows) -> Names:
    kept = frame[frame["entity"].isin(rows.entity)]
    return Names(
        entity=[rows.entity[entity] for entity in kept["entity"]],
        name=_texts(kept, "name"),
        kind=_texts(kept, "kind"),
        language=_texts(kept, "language"),
    )


def _sources(index: Index, rows: Rows) -> Sources:
    frame = index.sources
    short = short_titles(index)
    return Sources(
        id=[str(source) for source in frame.index],
        kind=_texts(frame, "kind"),
        title=_texts(frame, "title"),
        short=[short[str(source)] for source in frame.index],
        author=[list(authors) for authors in frame["authors"]],
        origin=_texts(frame, "origin"),
        date=_texts(frame, "date"),
        container=[rows.source.get(source, NONE) for source in frame["container"]],
        unit=_texts(frame, "unit"),
        rests=[[rows.source[source] for source in rests] for rests in frame["rests"]],
        note=_texts(frame, "note"),
    )


def _claims(
    frame: pd.DataFrame, shown: set[str], whose_: Mapping[str, Sequence[str]], rows: Rows
) -> Claims:
    days = frame[["earliest_start", "latest_start", "earliest_end", "latest_end"]]
    return Claims(
        id=[str(claim) for claim in frame.index],
        subject=[rows.entity[entity] for entity in frame["subject"]],
        relation=[rows.relation[relation] for relation in frame["relation"]],
        object=[rows.entity.get(entity, NONE) for entity in frame["object"]],
        text=_texts(frame, "text"),
        quantity=_texts(frame, "quantity"),
        unit=_texts(frame, "unit"),
        when=_texts(frame, "when"),
        place=_texts(frame, "place"),
        mode=_texts(frame, "mode"),
        gloss=_texts(frame, "gloss"),
        ties=[
            [[tie.kind, rows.claim[tie.claim], tie.perhaps] for tie in ties
             if tie.claim in rows.claim]
            for ties in frame["tied"]
        ],
        days=[[int(day) for day in row] for row in days.to_numpy().tolist()],
        low=[None if math.isnan(low) else _number(low) for low in frame["low"]],
        high=[_upper(high) for high in frame["high"]],
        context=[str(claim) not in shown for claim in frame.index],
        whose=[list(whose_.get(str(claim), ())) for claim in frame.index],
    )  # fmt: skip


def _number(value: float) -> float:
    """Return a whole number as int: ``400000`` is shorter than ``400000.0``."""
    return int(value) if value == int(value) else value


def _upper(value: float) -> float | str | None:
    if math.isnan(value):
        return None
    return OPEN if math.isinf(value) else _number(value)


def _heard(selection: Selection) -> pd.Series[bool]:
    """Tell which citations of the index were told by the day that the slice names."""
    # Whose word is heard is the reader's to choose, and no part of what the page holds.
    found = heard_in(selection.index, replace(selection.slice, according_to=""))
    return pd.Series(True if found is None else found, index=selection.index.citations.index)


def _told(index: Index) -> pd.DataFrame:
    """Return the days by which each citation was said and published; see ``told.ToldDays``."""
    return pd.DataFrame(told_days(index)._asdict(), index=index.citations.index)


def _citations(
    index: Index,
    frame: pd.DataFrame,
    heard: pd.Series[bool],
    told: pd.DataFrame,
    texts: Mapping[str, Text],
    rows: Rows,
) -> Citations:
    ways = list(map(trails(index), _texts(frame, "source"), _texts(frame, "chain")))
    return Citations(
        claim=[rows.claim[claim] for claim in frame["claim"]],
        source=[rows.source[source] for source in frame["source"]],
        locator=_texts(frame, "locator"),
        trail=[
            [[rows.source[source], locator, how] for source, locator, how in steps]
            for steps, _ in ways
        ],
        hearsay=[hearsay for _, hearsay in ways],
        own=[text.endswith("!") for text in frame["chain"]],
        stance=_texts(frame, "stance"),
        certainty=_texts(frame, "certainty"),
        speakers=[[rows.source[source] for source in speakers] for speakers in frame["speakers"]],
        root=_texts(frame, "root"),
        leans=frame["leans"].tolist(),
        node=frame["node"].tolist(),
        misquoted=frame["misquoted"].tolist(),
        overstated=frame["overstated"].tolist(),
        circular=[loop != "" for loop in frame["loop"]],
        heard=heard.loc[frame.index].tolist(),
        told=told.loc[frame.index].to_numpy().tolist(),
        touched=[[rows.key[key] for key in keys] for keys in frame["touched"]],
        note=_texts(frame, "note"),
        passage=[
            passage(index, texts, row) if texts else "" for row in frame.itertuples(index=False)
        ],
    )


Trail = tuple[list[tuple[str, str, str]], str]
"""Steps (source, locator, and how it is had from there), and how the hearsay at its end is had."""


def trails(index: Index) -> Callable[[str, str], Trail]:
    """Return a function from source and chain to the way down to the root, and the hearsay."""
    about = {
        str(source): lineage.Source(tuple(authors), origin, tuple(rests))
        for source, authors, origin, rests in zip(
            index.sources.index,
            index.sources["authors"],
            index.sources["origin"],
            index.sources["rests"],
            strict=True,
        )
    }

    @cache
    def trail(source: str, text: str) -> Trail:
        chain = lineage.parse_chain(text)
        steps = [
            (step.source, step.locator, "reports" if step.reported else "takes")
            for step in chain.steps
        ]
        steps += [(work, "", "rests") for work in lineage.way(source, chain, about).rests]
        if chain.hearsay:
            return steps, "reports" if chain.reports_hearsay else "takes"
        return steps, ""

    return trail
