"""Claims as sentences, entities, works and relations as cards, for people: plain data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from cardindex.cards.shapes import Card, Cited, Line, SaidToBe, Sheet
from cardindex.evidence import Selection
from cardindex.evidence.links import links
from cardindex.finding import taken
from cardindex.index import Index
from cardindex.lineage import Chain, parse_chain
from cardindex.passages import Text, passage
from cardindex.slices import AFFIRMED
from cardindex.watching import watched


def card(selection: Selection, entity: str, texts: Mapping[str, Text] | None = None) -> Card:
    """Return the card of ``entity``; raises UnknownName where there is none.

    Within a family the earliest comes first, and what is undated last. Of a slice with identities
    it is the card of the one into whom the entity is folded, with the claims of all who are.
    """
    index = selection.index
    entity, *others = selection.names(taken(index, entity).id)
    claims = selection.claims
    about = claims[claims[["subject", "object"]].isin((entity, *others)).any(axis=1)]
    row = index.entities.loc[[entity]].iloc[0]
    names = index.names[index.names["entity"] == entity]
    said_to_be, under_this_name = identified(selection, entity)
    return Card(
        entity=entity,
        label=row["label"],
        kind=index.vocabulary.types[row["type"]].label,
        description=row["description"],
        names=tuple(zip(names["name"], names["kind"], strict=True)),
        said_to_be=said_to_be,
        under_this_name=under_this_name,
        folded=tuple(others),
        families=_by_family(selection, about, texts or {}, others),
    )


def identified(
    selection: Selection, entity: str
) -> tuple[tuple[SaidToBe, ...], tuple[SaidToBe, ...]]:
    """Return whom an entity is said to be, and who is said to be it, by its id."""
    return (
        _said(selection, entity, "subject", "object"),
        _said(selection, entity, "object", "subject"),
    )


def source_sheet(
    selection: Selection, source: str, texts: Mapping[str, Text] | None = None
) -> Sheet:
    """Return what a work is, and what it is cited for; raises UnknownName where there is none."""
    index = selection.index
    id_ = taken(index, source, ("source",)).id
    row: dict[Any, Any] = index.sources.loc[id_].to_dict()
    titles = index.sources["title"]
    facts = (
        ("kind", row["kind"]),
        ("author", ", ".join(map(index.label, row["authors"]))),
        ("origin", _origin(index, row["origin"])),
        ("date", row["date"]),
        ("in", titles[row["container"]] if row["container"] else ""),
        ("rests on", ", ".join(titles[work] for work in row["rests"])),
        ("note", row["note"]),
    )
    citing = selection.citations.loc[selection.citations["source"] == id_, "claim"]
    about = selection.claims[selection.claims.index.isin(citing)]
    families = _by_family(selection, about, texts or {})
    return Sheet("source", id_, row["title"], tuple(fact for fact in facts if fact[1]), families)


def relation_sheet(
    selection: Selection, relation: str, texts: Mapping[str, Text] | None = None
) -> Sheet:
    """Return what a relation says, and the claims of it; raises UnknownName where it is none."""
    vocabulary = selection.index.vocabulary
    found = vocabulary.relations[taken(selection.index, relation, ("relation",)).id]
    facts = (
        ("family", vocabulary.families[found.family].label),
        ("says", found.words),
        ("the other way round", found.inverse_words),
        ("definition", found.definition),
    )
    about = selection.claims[selection.claims["relation"] == found.id]
    families = _by_family(selection, about, texts or {})
    told = tuple(fact for fact in facts if fact[1])
    return Sheet("relation", found.id, found.label, told, families)


def claim_line(
    selection: Selection, claim: str, texts: Mapping[str, Text] | None = None
) -> Line | None:
    """Return one claim in words, None where the selection has it not; raises UnknownName."""
    id_ = taken(selection.index, claim, ("claim",)).id
    about = selection.claims[selection.claims.index == id_]
    told = _by_family(selection, about, texts or {})
    return told[0][1][0] if told else None


def claim_lines(
    selection: Selection, about: pd.DataFrame, texts: Mapping[str, Text] | None = None
) -> list[Line]:
    """Return some rows of a selection's claims in words, in their order."""
    cited = _citations(selection, about)
    rows: list[dict[Any, Any]] = about.to_dict("records")
    return [
        line(selection.index, id_, claim, cited[id_], texts or {})
        for id_, claim in watched(zip(about.index, rows, strict=True), "Claims", len(rows))
    ]


def _origin(index: Index, origin: str) -> str:
    return index.label(origin) if origin in index.entities.index else origin


def _by_family(
    selection: Selection,
    about: pd.DataFrame,
    texts: Mapping[str, Text],
    others: Collection[str] = (),
) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Return claims as lines, by the label of their family; ``others`` as ``Card.folded``."""
    index = selection.index
    ordered = about.assign(undated=about["when"] == "").sort_values(
        ["undated", "earliest_start", "subject", "relation"]
    )
    lines: dict[str, list[Line]] = {}
    columns = (ordered[name] for name in ("relation", "subject", "object"))
    for told, relation, *ends in zip(claim_lines(selection, ordered, texts), *columns, strict=True):
        under = _under(index, ends, others) if others else ()
        family = index.vocabulary.relations[relation].family
        lines.setdefault(family, []).append(replace(told, under=under) if under else told)
    return tuple(
        (family.label, tuple(lines[id_]))
        for id_, family in index.vocabulary.families.items()
        if id_ in lines
    )


def _citations(
    selection: Selection, about: pd.DataFrame
) -> Mapping[str, list[tuple[Any, tuple[str, ...]]]]:
    """Return for each of these claims its citations, as rows, and the roots of each."""
    citations = selection.citations
    citations = citations[citations["claim"].isin(about.index)]
    found: dict[str, list[tuple[Any, tuple[str, ...]]]] = {}
    roots = selection.roots_of_citations.loc[citations.index]
    row: Any
    for row, known in zip(citations.itertuples(index=False), roots, strict=True):
        found.setdefault(row.claim, []).append((row, known))
    return found


def _under(index: Index, ends: Iterable[str], names: Collection[str]) -> tuple[str, ...]:
    return tuple(index.label(end) for end in dict.fromkeys(ends) if end in names)


def _said(selection: Selection, entity: str, here: str, there: str) -> tuple[SaidToBe, ...]:
    """Return who is at the other end of the identifications that stand or are contested."""
    found = selection.identifications
    found = found[(found[here] == entity) & found["standing"].isin(AFFIRMED)]
    if found.empty:
        return ()
    told = links(found, selection.index.vocabulary, selection.joined)
    return tuple(
        SaidToBe(
            row[there], selection.index.label(row[there]), row["claims"], row["standing"],
            int(row["support_low"]), int(row["support_high"]),
        )
        for row in told.to_dict("records")
    )  # fmt: skip


def line(
    index: Index,
    id_: str,
    claim: Mapping[str, Any],
    citations: Collection[tuple[Any, tuple[str, ...]]],
    texts: Mapping[str, Text],
) -> Line:
    """Return one claim (a row of a selection's claims) with its citations in words.

    ``citations``: rows of a selection's citations, and the roots of each, as
    ``Selection.roots_of_citations`` has them.
    """
    return Line(
        claim=id_,
        sentence=sentence(index, claim),
        gloss=claim["gloss"],
        under=(),
        standing=claim["standing"],
        support_low=int(claim["support_low"]),
        support_high=int(claim["support_high"]),
        works=int(claim["works"]),
        told_by_doer=bool(claim["told_by_doer"]),
        told_by_concerned=bool(claim["told_by_concerned"]),
        apparent=bool(claim["apparent"]),
        loop=next((row.loop for row, _ in citations if row.loop), ""),
        citations=tuple(
            _cited(index, row, roots, passage(index, texts, row)) for row, roots in citations
        ),
    )


def sentence(
    index: Index,
    claim: Mapping[str, Any] | pd.Series[Any],
    labels: Mapping[str, str] | None = None,
) -> str:
    """Return a claim in words: subject, relation, object, and its details in brackets.

    ``claim`` has its columns by name. ``labels``: of entities, before those that the index has.
    """

    def called(entity: str) -> str:
        return labels[entity] if labels and entity in labels else index.label(entity)

    words = index.vocabulary.relations[claim["relation"]].words
    object_ = called(claim["object"]) if claim["object"] else ""
    return in_words(
        (called(claim["subject"]), words, object_),
        claim["text"],
        f"{claim['quantity']} {claim['unit']}".strip(),
        claim["when"],
        called(claim["place"]) if claim["place"] else "",
        claim["mode"],
    )


def in_words(
    ends: tuple[str, str, str], text: str, quantity: str, when: str, place: str, mode: str
) -> str:
    """Return a claim in words; what is empty is not told.

    ``ends``: the labels of subject and object, and the words of the relation between them.
    ``place``: a label as well.
    """
    subject, words, object_ = ends
    # A name, a measure or a dating has no object, and says its matter in its place.
    if not object_ and quantity:
        object_, quantity = quantity, ""
    elif not object_:
        object_, text = text, ""
    told = f"{subject} {words} {object_}" if object_ else f"{subject} {words}"
    if text or quantity or place or mode:
        place = f"in {place}" if place else ""
        when = "; ".join(part for part in (text, quantity, when, place, mode) if part)
    return f"{told} ({when})" if when else told


def told_via(index: Index, chain: str | Chain) -> str:
    """Return a chain in words, nearest first: "from the Memoirs, 12, which reports hearsay"."""
    parsed = parse_chain(chain) if isinstance(chain, str) else chain
    parts: list[str] = []
    for step in parsed.steps:
        located = f", {step.locator}" if step.locator else ""
        title = index.titles[step.source] + located
        parts.append(f"{_joint(step.reported, first=not parts)} {title}")
    if parsed.hearsay:
        parts.append(f"{_joint(parsed.reports_hearsay, first=not parts)} hearsay")
    if parsed.own:
        parts.append("which has concluded it itself" if parts else "its own conclusion")
    return ", ".join(parts)


def _joint(reported: bool, *, first: bool) -> str:  # noqa: FBT001 - as the chain has it
    if first:
        return "reporting" if reported else "from"
    return "which reports" if reported else "which has it from"


def root_label(index: Index, root: str) -> str:
    """Return whose knowledge a root is, in words; nothing for the unknown root."""
    kind, _, id_ = root.partition(":")
    if kind == "source":
        return index.titles[id_]
    return index.label(id_) if id_ else ""


def _cited(index: Index, row: Any, roots: tuple[str, ...], found: str) -> Cited:  # noqa: ANN401 - a row of citations
    return Cited(
        source=row.source,
        work=index.titles[row.source],
        locator=row.locator,
        via=told_via(index, row.chain),
        stance=row.stance,
        certainty=row.certainty,
        leans_on=index.titles[row.leans_on] if row.leans_on else "",
        roots=tuple(root_label(index, root) for root in roots),
        remark="misquotes" if row.misquoted else "overstates" if row.overstated else "",
        note=row.note,
        passage=found,
    )
