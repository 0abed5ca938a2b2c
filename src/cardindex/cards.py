"""Claims as sentences and entities as cards, for people: plain data, no markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cardindex.errors import UnknownName
from cardindex.evidence import Selection
from cardindex.index import Index
from cardindex.lineage import parse_chain
from cardindex.passages import Text, passage


@dataclass(frozen=True)
class Cited:
    """One citation, in words.

    ``via`` tells the chain ("from Notes, which has it from Files"), ``root`` whose own
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
    """Return the card of ``entity``; raises UnknownName where there is none.

    Within a family the earliest comes first, and what is undated last.
    """
    index = selection.index
    if entity not in index.entities.index:
        raise UnknownName("entity", entity, index.entities.index)
    row = index.entities.loc[[entity]].iloc[0]
    claims = selection.claims
    about = claims[(claims["subject"] == entity) | (claims["object"] == entity)]
    citations = selection.citations
    cited = citations[citations["claim"].isin(about.index)].groupby("claim")
    ordered = about.assign(undated=about["when"] == "").sort_values(
        ["undated", "earliest_start", "subject", "relation"]
    )
    lines: dict[str, list[Line]] = {}
    for id_, claim in ordered.iterrows():
        family = index.vocabulary.relations[claim["relation"]].family
        lines.setdefault(family, []).append(line(index, claim, cited.get_group(id_), texts or {}))
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
    index: Index, claim: pd.Series[Any], citations: pd.DataFrame, texts: Mapping[str, Text]
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


def sentence(index: Index, claim: pd.Series[Any]) -> str:
    """Return a claim in words: subject, relation, object, and its details in brackets."""
    words = index.vocabulary.relations[claim["relation"]].words
    quantity = f"{claim['quantity']} {claim['unit']}".strip()
    text, object_ = claim["text"], index.label(claim["object"]) if claim["object"] else ""
    # A name, a measure or a dating has no object, and says its matter in its place.
    if not object_ and quantity:
        object_, quantity = quantity, ""
    elif not object_:
        object_, text = text, ""
    place = f"in {index.label(claim['place'])}" if claim["place"] else ""
    details = [text, quantity, claim["when"], place, claim["mode"]]
    told = " ".join(part for part in (index.label(claim["subject"]), words, object_) if part)
    inside = "; ".join(part for part in details if part)
    return f"{told} ({inside})" if inside else told


def told_via(index: Index, chain: str) -> str:
    """Return a chain in words, nearest first: "from the Memoirs, 12, which reports hearsay"."""
    parsed = parse_chain(chain)
    parts: list[str] = []
    for step in parsed.steps:
        located = f", {step.locator}" if step.locator else ""
        title = str(index.sources.at[step.source, "title"]) + located
        parts.append(f"{_joint(step.reported, first=not parts)} {title}")
    if parsed.hearsay:
        parts.append(f"{_joint(parsed.reports_hearsay, first=not parts)} hearsay")
    return ", ".join(parts)


def _joint(reported: bool, *, first: bool) -> str:  # noqa: FBT001 - as the chain has it
    if first:
        return "reporting" if reported else "from"
    return "which reports" if reported else "which has it from"


def root_label(index: Index, root: str) -> str:
    """Return whose knowledge a root is, in words; nothing for the unknown root."""
    kind, _, id_ = root.partition(":")
    if kind == "source":
        return str(index.sources.at[id_, "title"])
    return index.label(id_) if id_ else ""


def _cited(index: Index, row: Any, found: str) -> Cited:  # noqa: ANN401 - a row of citations
    return Cited(
        source=row.source,
        work=str(index.sources.at[row.source, "title"]),
        locator=row.locator,
        via=told_via(index, row.chain),
        stance=row.stance,
        certainty=row.certainty,
        root=root_label(index, row.root),
        note=row.note,
        passage=found,
    )
