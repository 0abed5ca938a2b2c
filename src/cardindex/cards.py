"""Claims as sentences and entities as cards, for people: plain data, no markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from cardindex.errors import UnknownName
from cardindex.evidence import Selection
from cardindex.index import Index
from cardindex.lineage import parse_chain
from cardindex.passages import Text, passage


@dataclass(frozen=True)
class Cited:
    """One citation, in words.

    ``via`` tells the chain ("from Gustafson, who has it from the KGB files"), ``root`` whose own
    knowledge it rests on, or nothing where that is unknown. ``passage`` is empty unless the text
    of the source is at hand.
    """

    source: str
    work: str
    locator: str
    via: str
    stance: str
    certainty: str
    root: str
    note: str
    passage: str


@dataclass(frozen=True)
class Line:
    """One claim, as a sentence with its standing and its citations."""

    claim: str
    sentence: str
    gloss: str
    standing: str
    support: int
    unsourced: bool
    self_reported: bool
    citations: tuple[Cited, ...]


@dataclass(frozen=True)
class Card:
    """All that a selection says of one entity: claims by family, in the vocabulary's order."""

    entity: str
    label: str
    kind: str
    description: str
    names: tuple[tuple[str, str], ...]
    families: tuple[tuple[str, tuple[Line, ...]], ...]


def card(selection: Selection, entity: str, texts: Mapping[str, Text] | None = None) -> Card:
    """Return the card of ``entity``; raises UnknownName where there is none."""
    index = selection.index
    if entity not in index.entities.index:
        raise UnknownName("entity", entity, index.entities.index)
    row = index.entities.loc[entity]
    claims = selection.claims
    about = claims[(claims["subject"] == entity) | (claims["object"] == entity)]
    cited = dict(tuple(selection.citations.groupby("claim", sort=False)))
    lines: dict[str, list[Line]] = {}
    relations = index.vocabulary.relations
    for claim in about.sort_values(["earliest_start", "subject", "relation"]).index:
        family = relations[about.at[claim, "relation"]].family
        lines.setdefault(family, []).append(line(index, about.loc[claim], cited[claim], texts or {}))
    names = index.names[index.names["entity"] == entity]
    return Card(
        entity=entity,
        label=row["label"],
        kind=index.vocabulary.types[row["type"]].label,
        description=row["description"],
        names=tuple(zip(names["name"], names["kind"], strict=True)),
        families=tuple(
            (family.label, tuple(lines[id_]))
            for id_, family in index.vocabulary.families.items()
            if id_ in lines
        ),
    )


def line(
    index: Index, claim: pd.Series, citations: pd.DataFrame, texts: Mapping[str, Text]
) -> Line:
    """Return one claim (a row of a selection's claims) with its citations in words."""
    return Line(
        claim=str(claim.name),
        sentence=sentence(index, claim),
        gloss=claim["gloss"],
        standing=claim["standing"],
        support=int(claim["support"]),
        unsourced=bool(claim["unsourced"]),
        self_reported=bool(claim["self_reported"]),
        citations=tuple(
            _cited(index, row, passage(index, texts, row))
            for row in citations.itertuples(index=False)
        ),
    )


def sentence(index: Index, claim: pd.Series) -> str:
    """Return a claim in words: subject, relation, object, and its details in brackets."""
    words = index.vocabulary.relations[claim["relation"]].words
    object_ = index.label(claim["object"]) if claim["object"] else claim["text"]
    aside = claim["text"] if claim["object"] else ""
    quantity = f"{claim['quantity']} {claim['unit']}".strip()
    place = f"in {index.label(claim['place'])}" if claim["place"] else ""
    if not object_ and quantity:
        object_, quantity = quantity, ""
    details = [aside, quantity, claim["when"], place, claim["mode"]]
    told = " ".join(part for part in (index.label(claim["subject"]), words, object_) if part)
    inside = "; ".join(part for part in details if part)
    return f"{told} ({inside})" if inside else told


def told_via(index: Index, chain: str) -> str:
    """Return a chain in words, nearest first."""
    parsed = parse_chain(chain)
    parts = []
    for at, step in enumerate(parsed.steps):
        title = index.sources.at[step.source, "title"]
        located = f", {step.locator}" if step.locator else ""
        verb = "as reported of" if step.reported else "from" if at == 0 else "who has it from"
        parts.append(f"{verb} {title}{located}")
    if parsed.hearsay:
        parts.append("reported as hearsay" if parsed.reports_hearsay else "hearsay")
    return ", ".join(parts)


def root_label(index: Index, root: str) -> str:
    """Return whose knowledge a root is, in words; nothing for the unknown root."""
    kind, _, id_ = root.partition(":")
    if kind == "source":
        return str(index.sources.at[id_, "title"])
    return index.label(id_) if id_ else ""


def _cited(index: Index, row: object, found: str) -> Cited:
    source = str(row.source)  # type: ignore[attr-defined]
    return Cited(
        source=source,
        work=str(index.sources.at[source, "title"]),
        locator=row.locator,  # type: ignore[attr-defined]
        via=told_via(index, row.chain),  # type: ignore[attr-defined]
        stance=row.stance,  # type: ignore[attr-defined]
        certainty=row.certainty,  # type: ignore[attr-defined]
        root=root_label(index, row.root),  # type: ignore[attr-defined]
        note=row.note,  # type: ignore[attr-defined]
        passage=found,
    )
