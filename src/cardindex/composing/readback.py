"""A claim and its citation read back as one sentence, before either is written."""

from __future__ import annotations

from collections.abc import Mapping

from cardindex import dates, quantities
from cardindex.cards import sentence
from cardindex.composing.chains import chain_in_words
from cardindex.errors import MalformedValue
from cardindex.index import Index
from cardindex.lineage import parse_chain
from cardindex.tables import COLUMNS

MISSING = "…"
"""What stands in a sentence for what is not yet chosen."""


def claim_in_words(
    index: Index,
    row: Mapping[str, str],
    citation: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
) -> str:
    """Return what these rows would say, in one sentence.

    ``row`` and ``citation`` have the columns of claims.csv and citations.csv by name; those that
    are missing are empty, and what is not yet chosen is told as MISSING. ``labels`` and ``titles``
    are of entities and sources that are not yet in the index, by id. A date or a quantity that
    cannot be read stands as it was written. Raises MalformedValue for a chain that is none, and
    UnknownName for a work in it that is nowhere.

    "Ann funded the Circle (about 50 GBP; some time in 1970), affirmed as probable: Annals, 12,
    takes it from Memoirs, which only reports Files."
    """
    told = _claim(index, row, labels or {})
    if citation is None:
        return f"{told}."
    cells = dict.fromkeys(COLUMNS["citations"], "") | dict(citation)
    stance = {"affirms": "affirmed", "denies": "denied", "doubts": "doubted"}.get(
        cells["stance"], cells["stance"] or MISSING
    )
    certainty = cells["certainty"]
    hedge = f" as {certainty}" if certainty and certainty != "stated" else ""
    return f"{told}, {stance}{hedge}: {_cited(index, cells, titles or {})}."


def _claim(index: Index, row: Mapping[str, str], labels: Mapping[str, str]) -> str:
    cells = dict.fromkeys(COLUMNS["claims"], "") | dict(row)
    relation = index.vocabulary.relations.get(cells["relation"])
    known = {end: end for end in (cells["subject"], cells["object"], cells["place"])}
    known |= {id_: index.labels[id_] for id_ in known if id_ in index.labels}
    known |= {"": MISSING} | dict(labels)
    if relation is None:
        ends = (known[cells["subject"]], MISSING, known[cells["object"]])
        return " ".join(ends)
    if relation.kind == "link" and not cells["object"]:
        cells["object"] = MISSING
        known[MISSING] = MISSING
    return sentence(index, cells | _readable(cells), known)


def _readable(cells: Mapping[str, str]) -> dict[str, str]:
    """Return date and quantity in words, where they can be read."""
    told: dict[str, str] = {}
    for column, in_words in (("when", dates.in_words), ("quantity", quantities.in_words)):
        try:
            told[column] = in_words(cells[column]) if cells[column] else ""
        except MalformedValue:
            told[column] = cells[column]
    return told


def _cited(index: Index, cells: Mapping[str, str], titles: Mapping[str, str]) -> str:
    source = cells["source"]
    if not source:
        return f"{MISSING} says so"
    title = titles.get(source) or index.titles.get(source, source)
    located = f"{title}, {cells['locator']}," if cells["locator"] else title
    chain = cells["chain"]
    parsed = parse_chain(chain)
    plain = chain_in_words(index, source, chain, {**titles, source: "\0"})
    if not parsed.steps and not parsed.hearsay:
        located = located.rstrip(",")
    return plain.replace("\0", located)
