"""Other people's files → an index that is there, or a new one: all of it, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cardindex import ontology, settings, toml
from cardindex.atomic import refuse_full, replacing, sweep
from cardindex.brief import count
from cardindex.checks import without_collecting
from cardindex.composing.ids import id_for
from cardindex.editing import Entry, Ledger, Row
from cardindex.editing.entries import file_of
from cardindex.editing.similar import words_of
from cardindex.errors import InvalidIndex, OutputError, Problem, UnknownName, nearest
from cardindex.imports import after, cells, defining, sorts
from cardindex.imports.cameagain import Again, against, with_entries
from cardindex.imports.found import OWN_ID, Dropped, Found, FoundSource, Wishes
from cardindex.imports.gathering import Gathered, gather
from cardindex.imports.ids import Held, Known, Nothing, digits, entities, sources
from cardindex.imports.rows import Works, entries, groups, names
from cardindex.imports.rows import entities as entity_rows
from cardindex.imports.statements import READ_AS, Stated, Statements
from cardindex.ontology import Vocabulary
from cardindex.settings import Settings
from cardindex.tables.marks import read

ADDITIONS = "additions.ttl"
DROPPED = "dropped.csv"

_FEW_READ, _FEW_UNREAD = 3, 8  # values that are told one by one


@dataclass(frozen=True)
class How:
    """The options of an import that readers do not look at.

    ``source``: the id or title of the work that stands for the whole; ``source_kind`` of what kind
    it is if it is new; ``origin``: none, self or author; ``family``: of relations that are new;
    ``set_name``: what the set is called; ``prune``: what the file no longer has goes.
    """

    source: str = ""
    source_kind: str = ""
    origin: str = "none"
    family: str = ""
    set_name: str = ""
    prune: bool = False


@dataclass(frozen=True)
class Taken:
    """An import, worked out and not yet written.

    ``origin`` is what its set is called, ``source`` the id of the work that stands for it;
    ``again`` what changes; ``alike`` pairs of ids that bear one name; ``new`` sentences on what
    words mean and what was defined, ``told`` on what was guessed; ``beside`` the files that are
    written with the tables.
    """

    found: Gathered
    origin: str
    source: str
    again: Again
    entry: Entry
    alike: tuple[tuple[str, str], ...]
    new: tuple[str, ...]
    told: tuple[str, ...]
    beside: Mapping[str, str]
    problems: tuple[Problem, ...]
    rows: Mapping[str, Sequence[Row]] = field(repr=False)

    @property
    def dropped(self) -> Sequence[Dropped]:
        """What was not taken, and why."""
        return self.found.dropped

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What ``check`` refuses; where there is any, nothing is written."""
        return tuple(each for each in self.problems if each.severity == "error")


@dataclass(frozen=True)
class _Place:
    """Where an import goes: the tables as they are, and what the index says of itself."""

    held: Held
    told: Settings
    vocabulary: Vocabulary
    ontology_text: str
    additions: str
    settings_text: str


def prepare(
    stream: Iterable[Found],
    title: str,
    wishes: Wishes,
    how: How,
    ledger: Ledger | None,
    *,
    large: bool = False,
) -> Taken:
    """Work out what becomes of what a reader yields; nothing is written.

    ``title`` is that of the files, where they say none; without a ledger a new index is made. What
    is ``large`` is held in files aside.
    Raises UnknownWords, UnknownName, Unreadable, and InvalidIndex where the index has errors.
    """
    with without_collecting():
        found = gather(stream, large=large)
        held: Held = ledger or Nothing()
        own = found.sources.pop("", None)
        said = cells.line(how.source or (own.title if own else "")) or title
        main, origin, is_new = _main(held, said, how)
        _called_by_set(found, origin)
        place = _place(ledger, said)
        _hold_kind(how.source_kind, place.vocabulary)
        asked = defining.Asked(wishes.relation, wishes.symmetric, how.family)
        terms = defining.define(found, place.vocabulary, wishes.mapping, asked)
        beside, vocabulary = _grown(place, terms)
        found.sources[""] = replace(own or FoundSource("", said), title=said)
        made = _Making(found, terms, vocabulary, held, main, origin, how, wishes, is_new)
        rows, statements = made.rows()
        spared = {("sources", main)}
        again = against(rows, held, origin, spared, prune=how.prune, large=found.large)
        with_entries(again, made.entries(), held, origin)
        # A new index has no journal: its tables are written whole.
        changes = again.changes if ledger is None else tuple(again.changes)
        entry = Entry(f"imported {said}", changes)  # type: ignore[arg-type]
        final = after.tables_after(held, again.changes, large=found.large)
        told = made.told(statements)
        del rows, statements  # the tables hold these rows now; the checks need the memory
        problems = after.problems(place.told, vocabulary, final)
        alike = tuple(_alike(made.known, final["entities"]))
        new = [*terms.told, *(_new_source(held, said, main, how) if made.lists_main else ())]
        return Taken(
            found, origin, main, again, entry, alike, tuple(new), tuple(told), beside,
            tuple(problems), final,
        )  # fmt: skip


def _hold_kind(kind: str, vocabulary: Vocabulary) -> None:
    """See to it that a kind of source, where one is wished, is known. Raises UnknownName."""
    if kind and kind not in vocabulary.source_kinds:
        raise UnknownName("kind of source", kind, vocabulary.source_kinds)


def _called_by_set(found: Gathered, origin: str) -> None:
    """Keep ids that are of this very set under a kind of name that says so."""
    for key, each in found.entities.items():
        if each.id_kind == OWN_ID:
            found.entities[key] = replace(each, id_kind=f"{origin}-{OWN_ID}")


def _main(held: Held, said: str, how: How) -> tuple[str, str, bool]:
    """Return id and set of the work that stands for the whole, and whether it is new."""
    rows = held.rows("sources")
    there = {row[0] for row in rows}
    called = sorted(row[0] for row in rows if row[2] == cells.line(said))
    came: dict[str, list[str]] = {}
    for table, key, index, cell in held.rows("came_from"):
        if table == "sources" and read(cell).digest:
            came.setdefault(key, []).append(index)
    slug = id_for(said, ())
    id_ = said if said in there else called[0] if called else ""
    if not id_ and slug in came.get(slug, ()) and slug in there:
        id_ = slug
    if id_:
        sets = came.get(id_, [id_])
        return id_, how.set_name or (id_ if id_ in sets else sets[0]), False
    id_ = slug if slug not in there else f"{slug}-{digits(said, 4)}"
    return id_, how.set_name or id_, True


def _new_source(held: Held, said: str, main: str, how: How) -> list[str]:
    near = nearest(said, (row[0] for row in held.rows("sources"))) if how.source else ""
    hint = f'; did you mean "{near}", which is there?' if near else ""
    return [f'what is said by no other work is said by a new source, {main} ("{said}"){hint}']


def _place(ledger: Ledger | None, title: str) -> _Place:
    if ledger is None:
        base = f"https://example.org/{id_for(title, ())}/"
        path = ontology.packaged_path()
        text = (
            f"title = {_toml(title)}\n"
            "# Where the addresses of its entities and claims begin; put your own in its place.\n"
            f"base = {_toml(base)}\n"
        )
        told = Settings(title=title, base=base)
        return _Place(Nothing(), told, ontology.load(path), path.read_text("utf-8"), "", text)
    errors = [each for each in ledger.amiss if each.severity == "error"]
    if errors:
        raise InvalidIndex(errors)
    told = ledger.settings
    path = told.ontology or ontology.packaged_path()
    beside = told.additions or ledger.folder / ADDITIONS
    there = beside.read_text("utf-8") if beside.is_file() else ""
    return _Place(
        ledger, told, ledger.vocabulary, ontology.whole_text(path), there,
        (ledger.folder / settings.FILE).read_text("utf-8"),
    )  # fmt: skip


def _toml(text: str) -> str:
    return toml.quoted(" ".join(text.split()))


def _grown(place: _Place, terms: defining.Terms) -> tuple[dict[str, str], Vocabulary]:
    """Return the files that new terms need, by name, and the vocabulary with these terms."""
    if not terms.added:
        is_new = isinstance(place.held, Nothing)
        return ({settings.FILE: place.settings_text} if is_new else {}), place.vocabulary
    text = defining.additions_text(place.additions, terms.added, place.told.base)
    vocabulary = ontology.of_text(f"{place.ontology_text}\n\n{text}", ADDITIONS)
    path = place.told.additions
    if path is not None and isinstance(place.held, Ledger):
        return {str(path.relative_to(place.held.folder)): text}, vocabulary
    named = defining.settings_text(place.settings_text, ADDITIONS)
    return {ADDITIONS: text, settings.FILE: named}, vocabulary


@dataclass
class _Making:
    """What rows are made of."""

    found: Gathered
    terms: defining.Terms
    vocabulary: Vocabulary
    held: Held
    main: str
    origin: str
    how: How
    wishes: Wishes
    is_new: bool
    lists_main: bool = False
    known: Known = field(default_factory=Known)
    works: Known = field(default_factory=Known)
    guessed: Counter[str] = field(default_factory=Counter)

    def rows(self) -> tuple[dict[str, Iterable[tuple[Row, str]]], Statements]:
        """Return rows by table, each with the key under which it came; each is told once."""
        found, held = self.found, self.held
        self.known = entities(found.entities, held, self.origin)
        types = {row[0]: row[1] for row in held.rows("entities")} if self.known.elsewhere else {}
        here = {key: types.get(self.known.ids[key], "") for key in self.known.elsewhere}
        kinds, self.guessed = sorts.kinds(
            found, self.terms, self.vocabulary, self.wishes.kind, here
        )
        self._list_works()
        statements = self._statements(kinds)
        first_hand = {key for key, id_ in self.works.ids.items() if id_ in statements.first_hand}
        if not found.claims:
            first_hand = set(found.sources)
        works = Works(
            found, self.works, self.known.ids, self.vocabulary, self.how.origin,
            self.how.source_kind, first_hand,
        )  # fmt: skip
        self.lists_main = self.is_new and self.main in statements.cited
        if not self.lists_main:
            self.works.elsewhere.add("")
        made: dict[str, Iterable[tuple[Row, str]]] = {
            "entities": entity_rows(found, self.known, kinds),
            "names": ((row, "") for row in names(found, self.known, self.vocabulary, held)),
            "groups": ((row, "") for row in groups(found, self.known)),
            "sources": works.rows(),
            "claims": ((row, "") for row in statements.claims.values()),
            "citations": ((row, "") for row in statements.citations.values()),
        }
        return made, statements

    def entries(self) -> Iterable[Row]:
        """Yield the entries of the bibliography of works that are listed."""
        works = self.works
        listed = {id_ for key, id_ in works.ids.items() if key not in works.elsewhere}
        listed |= {row[0] for row in self.held.rows("sources")}
        # A file that only lists works has no claims, so no source stands for it.
        return (row for row in entries(self.found, works) if row[0] in listed)

    def _list_works(self) -> None:
        self.works = sources(self.found.sources, self.held, self.origin, {self.main})
        self.works.ids[""] = self.main
        if not self.is_new:
            self.works.elsewhere.add("")

    def _statements(self, kinds: Mapping[str, str]) -> Statements:
        ids = {**{row[0]: row[0] for row in self.held.rows("sources")}, **self.works.ids}
        units = {row[0]: row[7] for row in self.held.rows("sources")}
        units |= {id_: self.found.sources[key].unit for key, id_ in self.works.ids.items()
                  if key in self.found.sources}  # fmt: skip
        renamed = {
            mark.under: key
            for table, key, index, cell in self.held.rows("came_from")
            if table == "claims" and index == self.origin and (mark := read(cell)).under
        }
        return Stated(
            self.found, self.terms, self.vocabulary, self.known.ids, kinds, ids, units, self.main,
            self.origin, frozenset(self.known.gone), renamed,
        ).all()  # fmt: skip

    def told(self, statements: Statements) -> list[str]:
        """Return sentences on what was taken for what."""
        found, same = self.found, statements.same
        told = []
        if same:
            says = count(same, "row says", "rows say")
            told.append(f"{says} what another says: no claim more (rows with ids are kept apart)")
        told += [
            f"{number:,} of which the file says no kind are taken for {kind}; --kind says another"
            for kind, number in sorted(self.guessed.items())
        ]
        told += [f'"{key}" is taken for the entity of that id' for key in sorted(self.known.taken)]
        told += [f'"{key}" is taken for the source of that id' for key in sorted(self.works.taken)]
        told += [_times(what, number) for what, number in sorted(found.guessed.items())]
        return [*told, *_mended(statements.mended)]


def _mended(counts: Counter[tuple[str, str, str]]) -> Iterator[str]:
    """Yield a sentence for each value that was read otherwise, or one for all where many were."""
    alike: dict[tuple[str, bool], list[str]] = {}
    for (what, said, verdict), number in sorted(counts.items()):
        sentence = _times(f'the {what} "{said}" {verdict}', number)
        alike.setdefault((what, verdict.startswith(READ_AS)), []).append(sentence)
    for (what, is_read), told in sorted(alike.items()):
        few = _FEW_READ if is_read else _FEW_UNREAD
        yield from told[:few]
        if len(told) > few:
            form = "are read likewise" if is_read else "have none either: in notes"
            yield f"{len(told) - few:,} more {what}s {form}"


def _times(what: str, number: int) -> str:
    return f"{what} ({number:,} times)" if number > 1 else what


def _alike(known: Known, rows: Sequence[Row]) -> Iterable[tuple[str, str]]:
    """Yield each new entity with another of the same name, in any order of its words.

    Of several others it is one with the words in the same order, if there is one.
    """
    fresh = {known.ids[key] for key in known.fresh}
    bearers: dict[tuple[str, ...], list[tuple[bool, str, tuple[str, ...]]]] = {}
    for row in rows:
        words = tuple(words_of(row[2]))
        bearers.setdefault(tuple(sorted(words)), []).append((row[0] in fresh, row[0], words))
    for alike in bearers.values():
        alike.sort()
        firsts: dict[tuple[str, ...], str] = {}
        for is_fresh, id_, words in alike:
            other = firsts.setdefault(words, id_)
            if is_fresh and id_ != alike[0][1]:
                yield id_, other if other != id_ else alike[0][1]


def write(taken: Taken, ledger: Ledger | None, new: Path | None) -> None:
    """Write an import, all of it or nothing. Raises InvalidIndex where ``check`` refuses it."""
    if taken.errors:
        raise InvalidIndex(taken.errors)
    if ledger is not None:
        beside = {ledger.folder / name: text for name, text in taken.beside.items()}
        with without_collecting():
            ledger.write(taken.entry, beside)
        return
    if new is None:
        message = "name the folder of an index that is there, or of a new one"
        raise OutputError(message)
    names = {*taken.beside, *(file_of(table) for table in taken.rows)}
    sweep(new, names)
    refuse_full(new)
    with replacing(new) as place:
        for name, text in taken.beside.items():
            (place / name).write_bytes(text.encode())
        after.write(taken.rows, place)
