"""What an index says beside claims and sources, as nodes: groups, coders, decisions and the like.

All of it is the work of its makers, and so stands with what the index says of itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pandas as pd

from cardindex.frames import texts as texts_of
from cardindex.index import Index
from cardindex.lineage import split_list
from cardindex.rdf.columns import Cells
from cardindex.rdf.slabs import ROWS, Property, Rows, Slab, Subjects, alike, always
from cardindex.rdf.terms import OWN, TERM, TEXT, Names, Node, Row, Said, grouping, row, texts
from cardindex.settings import PERSON
from cardindex.tables import COLUMNS


def groupings(index: Index, names: Names, chosen: Collection[str]) -> Iterator[Node]:
    """Yield the editor's groupings, with those members that are chosen."""
    frame = index.groups
    if len(chosen) < len(index.entities):
        frame = frame[frame["entity"].isin(chosen)]
    for (scheme, value), rows in frame.groupby(["scheme", "value"]):
        yield from grouped(names, str(scheme), str(value), rows)


def grouped(names: Names, scheme: str, value: str, rows: pd.DataFrame) -> Iterator[Node]:
    """Yield one grouping with the members that are in these rows, and what is noted of them."""
    path = grouping(scheme, value)
    members = rows["entity"].tolist()
    yield (
        path,
        [
            ("rdf:type", TERM, "ci:Grouping"),
            ("rdfs:label", TEXT, value),
            ("ci:scheme", TEXT, scheme),
            *(("skos:member", OWN, f"entity/{member}") for member in members),
        ],
    )
    for member, note in zip(members, rows["note"].tolist(), strict=True):
        if note:
            yield (
                names.membership(member, scheme, value),
                [
                    ("rdf:type", TERM, "ci:Membership"),
                    ("ci:grouping", OWN, path),
                    ("ci:grouped", OWN, f"entity/{member}"),
                    ("ci:note", TEXT, note),
                ],
            )


def coders(index: Index) -> Iterator[Node]:
    """Yield who coded: persons and machines."""
    for id_, coder in sorted(index.coders.items()):
        agent = "prov:Person" if coder.kind == PERSON else "prov:SoftwareAgent"
        yield (
            f"coder/{id_}",
            [
                ("rdf:type", TERM, "ci:Coder"),
                ("rdf:type", TERM, agent),
                ("rdfs:label", TEXT, coder.name),
            ],
        )


def coded_by(cell: str) -> Iterator[Said]:
    """Yield the coders of a cell; where there are several, their order as well."""
    ids = split_list(cell)
    for id_ in dict.fromkeys(ids):
        yield "ci:coder", OWN, f"coder/{id_}"
    if len(ids) > 1:
        yield "ci:coderList", TEXT, cell


def silent(frame: pd.DataFrame, names: Names) -> Iterator[Node]:
    """Yield the places of these rows, which were read and state nothing."""
    place: Row
    for place in frame.itertuples():
        yield (
            names.silent(place.source, place.locator),
            [
                ("rdf:type", TERM, "ci:SilentPlace"),
                ("ci:silentIn", OWN, f"source/{place.source}"),
                ("ci:silentAt", TEXT, place.locator),
                ("ci:reason", TEXT, place.reason),
            ],
        )


def decisions(index: Index, frame: pd.DataFrame) -> Iterator[Node]:
    """Yield what was decided, in these rows, of two entities or two claims."""
    claims = index.claims.index
    made: Row
    for made in frame.itertuples():
        kind = "claim" if made.one in claims and made.other in claims else "entity"
        yield (
            row("decision", made.one, made.other, made.who),
            [
                ("rdf:type", TERM, "ci:Decision"),
                ("ci:one", OWN, f"{kind}/{made.one}"),
                ("ci:other", OWN, f"{kind}/{made.other}"),
                ("ci:verdict", TEXT, made.decision),
                *coded_by(made.who),
                *texts(("ci:why", made.why)),
            ],
        )


def came_from(frame: pd.DataFrame) -> Iterator[Slab]:
    """Yield where rows of a merged or imported index come from, as these rows tell."""
    names = COLUMNS["came_from"]
    cells = Cells(frame, names)
    for start in range(0, len(frame), ROWS):
        cell = cells.of(slice(start, min(start + ROWS, len(frame))))
        told = [cell[name] for name in names]
        keys = zip(*(column.to_pylist() for column in told[:3]), strict=True)
        ids = texts_of([row("row", *key).removeprefix("row/") for key in keys])
        yield Slab((Rows(_IMPORTED, Subjects("row/", ids), (alike(len(ids)), *told)),))


_IMPORTED = (
    always(("rdf:type", TERM, "ci:ImportedRow")),
    Property("ci:table", TEXT),
    Property("ci:rowKey", TEXT),
    Property("ci:fromIndex", TEXT),
    Property("ci:row", TEXT),
)
