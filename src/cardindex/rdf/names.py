"""The other names of entities: each a thing of its own, and what it plainly says of its entity."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from cardindex import identifiers
from cardindex.frames import texts
from cardindex.index import Index
from cardindex.rdf.columns import Cells, Listed, Numbers, Texts, arrow, coded, compute, facts
from cardindex.rdf.slabs import (
    Column,
    Filled,
    Property,
    Rows,
    Several,
    Subjects,
    Telling,
    alike,
    always,
)
from cardindex.rdf.terms import OWN, TERM, TEXT, Names, language, ref

_NUMBER, _SAME, _NODE, _PLAIN = range(4)  # the first place of each in ``Called.column``

_CELLS = ("entity", "name", "kind", "language")

SAID = ("dcterms:identifier", "skos:exactMatch", "ci:otherName", "skos:altLabel")
"""The predicates of what names say of entities."""


class Called:
    """The other names of an index, to be had some at a time, by position.

    ``column`` says of entities how they are called, for who asks no more of their names.
    """

    def __init__(self, index: Index, names: Names) -> None:
        self._names = names
        self._cells = Cells(index.names, _CELLS)
        numbers = index.vocabulary.identifiers
        self._says = {kind: _says(kind, numbers) for kind in index.vocabulary.name_kinds}
        tags = dict.fromkeys(map(language, coded(texts(index.names["language"])).cells))
        self._tags = {tag: place for place, tag in enumerate(tags)}
        self.column = Several(
            (
                Property(SAID[_NUMBER], TEXT),
                Property(SAID[_SAME], TERM),
                Property(SAID[_NODE], OWN, "entity/"),
                *(Property(SAID[_PLAIN], tag) for tag in tags),
            )
        )
        kinds = {id_: ref(iri) for id_, iri in index.vocabulary.name_kinds.items()}
        self._columns: tuple[Column, ...] = (
            always(("rdf:type", TERM, "ci:Name")),
            Several(tuple(Property("skosxl:literalForm", tag) for tag in tags)),
            Telling(lambda kind: [("ci:nameKind", TERM, kinds[kind])]),
            # Stores lower the case of a language tag; the table's own is kept here.
            Property("dcterms:language", TEXT),
        )

    def of(self, at: Numbers, entity: Numbers, count: int) -> tuple[Rows, Listed]:
        """Return names as things, and the cells of ``column`` for their entities.

        ``entity``: of each name, as a number that is less than ``count``; they ascend.
        """
        cell = self._cells.of(at)
        ids = self._paths(*(cell[name].to_pylist() for name in _CELLS))
        kind, tag = coded(cell["kind"]), coded(cell["language"])
        tags = np.array([self._tags[language(it)] for it in tag.cells], dtype=np.int64)[tag.codes]
        cells: tuple[Filled, ...] = (
            alike(len(at)),
            Listed(np.arange(len(at) + 1), tags, np.arange(len(at)), cell["name"]),
            kind,
            cell["language"],
        )
        says = np.array([self._says[it] for it in kind.cells], dtype=np.int64)[kind.codes]
        said = _plain(says, cell["name"], cell["kind"])
        # Of each entity first what its names say, then they themselves.
        which = np.append(np.where(says == _PLAIN, _PLAIN + tags, says), np.full(len(at), _NODE))
        listed = arrow.concat_arrays([said, ids])
        order = np.argsort(np.append(entity, entity), kind="stable")
        order = order[np.asarray(compute.not_equal(listed, ""), dtype=bool)[order]]
        found = facts(
            np.append(entity, entity)[order], count, which[order],
            np.minimum(which[order], _PLAIN), listed.take(arrow.array(order)),
        )  # fmt: skip
        return Rows(self._columns, Subjects("entity/", ids), cells), found

    def _paths(self, *columns: list[str]) -> Texts:
        """Return the ids of names as things, which are parts of their entities."""
        made = (self._names.name(*cells) for cells in zip(*columns, strict=True))
        return texts([path.removeprefix("entity/") for path in made])


def _says(kind: str, numbers: Collection[str]) -> int:
    """Return what a name of a kind says; ``numbers`` are the kinds that are identifiers."""
    # exactMatch and not owl:sameAs: the identity of two records is a librarian's judgement,
    # and a reasoner must not merge other people's statements into our claims.
    if kind in identifiers.SCHEMES:
        return _SAME
    return _NUMBER if kind in numbers else _PLAIN


def _plain(says: Numbers, names: Texts, kinds: Texts) -> Texts:
    """Return names as facts have them: an IRI for what has one elsewhere, or nothing."""
    elsewhere = says == _SAME
    if not elsewhere.any():
        return names
    rows = arrow.array(elsewhere)
    pairs = zip(kinds.filter(rows).to_pylist(), names.filter(rows).to_pylist(), strict=True)
    found = (identifiers.iri(*pair) for pair in pairs)
    made = texts([ref(iri) if iri else "" for iri in found])
    return compute.replace_with_mask(names, rows, made)
