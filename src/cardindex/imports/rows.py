"""Entities and sources as found → rows of entities, names, groups, sources and the bibliography."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from cardindex import identifiers, languages
from cardindex.checks.beside import KINDS as BARRED_SCHEME
from cardindex.checks.names import UNITS
from cardindex.editing import Row
from cardindex.errors import CardindexError
from cardindex.imports import cells
from cardindex.imports.found import FoundEntity, FoundSource
from cardindex.imports.gathering import ALIAS, Gathered
from cardindex.imports.ids import Held, Known
from cardindex.lineage import SELF
from cardindex.ontology import Vocabulary
from cardindex.tables import bibliography

USUAL_KIND = "report"
"""The kind of a source of which nothing is said."""

_NAME_ROOM = 2_000  # characters of a name


@dataclass(frozen=True)
class Listed:
    """One who is in the index now, by the key of the file: its id, and its kind."""

    key: str
    id: str
    kind: str


def entities(found: Gathered, known: Known, kinds: Mapping[str, str]) -> Iterator[tuple[Row, str]]:
    """Yield rows of entities, each with the key under which it came where that is not its id."""
    for key, id_ in known.ids.items():
        if key not in known.elsewhere:
            each = found.entities[key]
            label = _name(each.label or key, found, each)
            description = found.fitting(each.at, "description", cells.line(each.description))
            yield (id_, kinds[key], label, description), "" if key == id_ else cells.key(key)


def _name(text: str, found: Gathered, each: FoundEntity) -> str:
    name = cells.line(text)
    if len(name) > _NAME_ROOM:
        found.drop(each.at, f"the end of the name {name[:40]}…", "it is too long for a name")
        name = name[: _NAME_ROOM - 1] + "…"
    return name or each.key


def names(found: Gathered, known: Known, vocabulary: Vocabulary, held: Held) -> Iterator[Row]:
    """Yield rows of names: identifiers, other names, and labels of who has another label here."""
    labels = {row[0]: row[2] for row in held.rows("entities")} if known.elsewhere else {}

    def of(key: str, id_: str) -> Iterator[Row]:
        each = found.entities[key]
        more = [*each.names]
        if each.id_kind:
            more.append((key, each.id_kind, ""))
        if key in known.elsewhere and each.label not in ("", key, labels.get(id_)):
            more.append((each.label, ALIAS, ""))
        for name, kind, language in more:
            row = _named(found, each, id_, (name, kind, language), vocabulary)
            if row:
                yield row

    yield from _each_once(known, of)


def _each_once(known: Known, of: Callable[[str, str], Iterator[Row]]) -> Iterator[Row]:
    """Yield the rows that are ``of`` each key and its id; each of an id once."""
    numbers = Counter(known.ids.values())
    several: dict[str, set[Row]] = {id_: set() for id_ in numbers if numbers[id_] > 1}
    del numbers
    for key, id_ in known.ids.items():
        seen = several.get(id_)
        seen = set() if seen is None else seen
        for row in of(key, id_):
            if row not in seen:
                seen.add(row)
                yield row


def _named(
    found: Gathered,
    each: FoundEntity,
    id_: str,
    told: tuple[str, str, str],
    vocabulary: Vocabulary,
) -> Row | None:
    name, kind, language = cells.line(told[0]), told[1], told[2].strip()
    if not name:
        return None
    if kind not in vocabulary.name_kinds:
        kind = cells.word(kind, vocabulary.name_kinds) or ALIAS
        if told[1]:
            found.guessed[f'a name of the kind "{told[1]}" is taken for an {ALIAS}'] += 1
    if kind in identifiers.SCHEMES:
        meant = identifiers.meant(kind, name)
        if not meant:
            found.drop(each.at, f"{kind} {name}", "it is no such identifier")
            return None
        name = meant
    if len(name) > _NAME_ROOM:
        found.drop(each.at, f"the name {name[:40]}…", "it is too long for a name")
        return None
    if language and not languages.is_tag(language):
        meant = languages.meant(language)
        if not meant:
            what = f"the language {language} of the name {name}"
            found.drop(each.at, what, "it is no language tag")
        language = meant
    if kind == ALIAS and name == cells.line(each.label):
        return None
    return id_, name, kind, _tag(language, found)


def _tag(language: str, found: Gathered) -> str:
    """Return the tag of a language that may be written otherwise (``rus``); or nothing."""
    if not language or languages.is_tag(language):
        return language
    tag = languages.meant(language)
    told = f"is taken for {tag}" if tag else "is no language tag, and is left out"
    found.guessed[f'the language "{language}" of names {told}'] += 1
    return tag


def groups(found: Gathered, known: Known) -> Iterator[Row]:
    """Yield rows of groups: the attributes of entities."""

    def of(key: str, id_: str) -> Iterator[Row]:
        each = found.entities[key]
        for scheme, value in each.attributes:
            word, text = cells.slug(scheme), cells.line(value)
            if not text:
                continue
            if not word:
                found.drop(each.at, f"{scheme}: {text}", "no scheme can be called so")
                continue
            row = (id_, f"{word}-of-file" if word == BARRED_SCHEME else word, text, "")
            if len(text) > _NAME_ROOM:
                found.drop(each.at, f"{scheme}: {text[:40]}…", "it is too long for a group")
            else:
                yield row

    yield from _each_once(known, of)


@dataclass(frozen=True)
class Works:
    """What sources are made of: who is who, which source is which, and whose knowledge it is."""

    found: Gathered
    known: Known
    entities: Mapping[str, str]
    vocabulary: Vocabulary
    origin: str
    kind: str
    first_hand: Collection[str]

    def rows(self) -> Iterator[tuple[Row, str]]:
        """Yield rows of sources, each with the key under which it came where that is no id."""
        for key, id_ in self.known.ids.items():
            if key not in self.known.elsewhere:
                yield self._row(id_, self.found.sources[key]), "" if key == id_ else cells.key(key)

    def _row(self, id_: str, each: FoundSource) -> Row:
        notes = [cells.line(each.note)]
        authors = [self._entity(each, key, "author", notes) for key in each.author]
        author = ";".join(dict.fromkeys(filter(None, authors)))
        date = cells.date(each.date)
        if date is None:
            notes.append(f"date in the file: {cells.line(each.date)}")
        container = self._source(each, each.container, "container")
        rests = (self._source(each, key, "work that it rests on") for key in each.rests_on)
        rests_on = ";".join(dict.fromkeys(it for it in rests if it and it != id_))
        unit = each.unit if each.unit in UNITS else ""
        origin = self._origin(each, author, rests_on, notes)
        title = cells.line(each.title or each.key)[:_NAME_ROOM] or id_
        note = self.found.fitting(each.at, "note", "; ".join(filter(None, notes)))
        return (
            id_, self._kind(each), title, author, origin, date or "",
            container if container != id_ else "", unit, rests_on, note,
        )  # fmt: skip

    def _kind(self, each: FoundSource) -> str:
        kinds = self.vocabulary.source_kinds
        found = cells.word(each.kind, kinds) if each.kind else self.kind or USUAL_KIND
        if found is None:
            self.found.guessed[
                f'a source of the kind "{each.kind}" is taken for a {USUAL_KIND}'
            ] += 1
        return found or USUAL_KIND

    def _entity(self, each: FoundSource, key: str, what: str, notes: list[str]) -> str:
        if key and key not in self.entities:
            self.found.drop(each.at, f"the {what} {key} of {each.title}", "is not in the file")
            notes.append(f"{what} in the file: {cells.line(key)}")
        return self.entities.get(key, "")

    def _source(self, each: FoundSource, key: str, what: str) -> str:
        if not key:
            return ""
        if key not in self.known.ids:
            self.found.drop(each.at, f"the {what} {key} of {each.title}", "is not in the file")
        return self.known.ids.get(key, "")

    def _origin(self, each: FoundSource, author: str, rests_on: str, notes: list[str]) -> str:
        if each.origin:
            own = each.origin == SELF
            return SELF if own else self._entity(each, each.origin, "origin", notes)
        if self.origin == "none" or each.key not in self.first_hand or rests_on:
            return ""
        if self.origin == "self":
            return SELF
        if not author or ";" in author:
            who = "several authors" if author else "no author"
            self.found.guessed[f"no origin for a source with {who}"] += 1
            return ""
        return author


def entries(found: Gathered, known: Known) -> Iterator[Row]:
    """Yield the entries of the bibliography. Raises CardindexError for one that is none."""
    for key, id_ in known.ids.items():
        entry = found.sources[key].entry
        if entry is None:
            continue
        visible = cells.seen(entry)
        if visible != entry:
            found.guessed["signs that are not to be seen are taken out of the bibliography"] += 1
        whole = {**visible, "id": id_, "type": entry.get("type") or "document"}
        try:
            text = json.dumps([whole], ensure_ascii=False).encode()
        except (TypeError, ValueError) as error:
            raise CardindexError(f"{found.sources[key].at}: no CSL-JSON: {error}") from error
        read, _ = bibliography.parse(text)
        if read and read.entries:
            yield id_, bibliography.entry_text(read.entries[0])
        else:
            found.drop(found.sources[key].at, f"the entry of {key}", "it is no CSL-JSON")
