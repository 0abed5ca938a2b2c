"""CSL-JSON of the sources: what the tables know, and over it what the bibliography does."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from cardindex import dates, rdf
from cardindex.dates.csl import csl_of
from cardindex.evidence import Selection
from cardindex.exports.format import OF_CLAIMS, Format
from cardindex.tables import bibliography

if TYPE_CHECKING:
    from cardindex.index import Index

Item = dict[str, Any]

ONLY_SOURCES = OF_CLAIMS | {
    "claims", "names", "groups", "isolates", "entities", "parallel", "silent",
}  # fmt: skip
"""What is lacking where only the works are."""

OF_THE_TABLES = {
    "sources": "without origin, and without what rests on what",
    "bibliography": "over what the tables say",
}


def write(selection: Selection) -> bytes:
    """Return all sources of a selection as canonical CSL-JSON; an id is the source's."""
    return bibliography.canonical(items(selection)).encode()


def items(selection: Selection) -> list[Item]:
    """Return an entry of CSL-JSON for each source of a selection, by id.

    Each has an id and a type. What ``bibliography.json`` says of a work comes before the tables.
    """
    index, part = selection.index, rdf.part_of(selection, "sources")
    rows = part.to_dict("index")
    found = {str(source): dict(_item(index, str(source), rows[source])) for source in rows}
    return [item | index.bibliography.get(source, {}) for source, item in sorted(found.items())]


@cache
def words() -> dict[str, Any]:
    """Return where our words meet those of bibliographies: ``meets.toml``."""
    text = files("cardindex.exports").joinpath("meets.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _item(index: Index, source: str, row: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    known, kind = words(), str(row["kind"])
    inside = known["inside"] if row["container"] else {}
    yield "id", source
    yield "type", inside.get(kind) or known["types"].get(kind, "document")
    yield "title", row["title"]
    if row["authors"]:
        yield "author", [name_of(index, author) for author in row["authors"]]
    if row["date"]:
        yield "issued", date_of(str(row["date"]))
    if row["container"]:
        yield "container-title", index.titles[row["container"]]
    if kind in known["genres"]:
        yield "genre", known["genres"][kind]
    if row["note"]:
        # What the coder has noted is for whoever reads the index, and no part of a reference.
        yield "annote", row["note"]


def date_of(text: str) -> dict[str, Any]:
    """Return a date in EDTF as CSL has it; in words, where CSL has no numbers for it."""
    found = csl_of(text)
    return found if "date-parts" in found else {"literal": dates.in_words(text), "edtf": text}


class Issued(NamedTuple):
    """A date of CSL: numbers of year, month and day, one such or two, or else a text."""

    parts: list[list[int]]
    circa: bool
    told: str


def issued(value: object) -> Issued:
    """Return what a date says that anybody may have written, as far as it can be understood."""
    date = csl_of(value) if isinstance(value, str) else value
    if not isinstance(date, dict):
        return Issued([], circa=False, told="")
    try:
        parts = [[int(it) for it in part[:3]] for part in date.get("date-parts") or ()][:2]
    except (TypeError, ValueError):
        parts = []
    told = str(date.get("edtf") or date.get("raw") or date.get("literal") or "")
    return Issued(parts if all(parts) else [], bool(date.get("circa")), told)


def name_of(index: Index, entity: str) -> dict[str, str]:
    """Return the name of an author as CSL has it.

    A person whose label is a name has a family name and given ones; a label that describes
    somebody, and the name of a body, is one as it stands.
    """
    from cardindex.view.shorttitles import PERSON, is_name, last_name

    label = index.label(entity)
    types = index.vocabulary.types
    kind = types[str(index.entities.at[entity, "type"])]
    wider = (types[parent].iri for parent in kind.parents if parent in types)
    if PERSON not in (kind.iri, *wider) or not is_name(label):
        return {"literal": label}
    family = last_name(label)
    given = label.strip().removesuffix(family).strip()
    return {"family": family, "given": given} if given else {"literal": label}


FORMATS = (
    Format(
        name="csl",
        file="sources.json",
        media_type="application/vnd.citationstyles.csl+json",
        group="sources",
        description="CSL-JSON: all sources, for Zotero and other managers of references",
        write=write,
        lacks=ONLY_SOURCES,
        partly=OF_THE_TABLES,
    ),
)
