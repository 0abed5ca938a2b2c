"""Tiny indexes for tests: a few words a row, the tables on disk, opened by the one door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from cardindex import ontology, tables
from cardindex.checks import Draft
from cardindex.index import Index
from cardindex.ontology import Vocabulary
from cardindex.settings import Coder, Settings
from cardindex.tables.bibliography import Entry

Row = dict[str, str]

SETTINGS = 'title = "Made up"\nbase = "https://example.org/made-up/"\n'


def claim(id_: str, words: str = "a funded b", **cells: str) -> Row:
    """Return a claim: ``claim("c1", "a funded b", mode="planned")``; an object may be missing."""
    subject, relation, *object_ = words.split()
    return {
        "id": id_, "subject": subject, "relation": relation, "object": "".join(object_),
        "gloss": words, **cells,
    }  # fmt: skip


def cite(id_: str, source: str, chain: str = "", voice: str = "affirms", **cells: str) -> Row:
    """Return a citation: ``cite("c1", "book", "letter", "denies possible")``."""
    stance, certainty = (*voice.split(), "stated")[:2]
    return {
        "claim": id_, "source": source, "chain": chain, "stance": stance, "certainty": certainty,
        **cells,
    }  # fmt: skip


def work(id_: str, **cells: str) -> Row:
    """Return a source: ``work("letter", author="ann", origin="ann")``."""
    return {"id": id_, "kind": "book", "title": id_.title(), **cells}


def entity(id_: str, type_: str = "organisation", **cells: str) -> Row:
    """Return an entity; those that a test says nothing of are organisations."""
    return {"id": id_, "type": type_, "label": id_.title(), **cells}


def index(
    folder: Path,
    claims: Iterable[Row] = (),
    citations: Iterable[Row] = (),
    sources: Iterable[Row] = (),
    *,
    settings: str = SETTINGS,
    **others: Iterable[Row],
) -> Index:
    """Write the tables to ``folder`` and open them.

    Works and entities that are only named get a row of their own.
    """
    rows = completed({"claims": claims, "citations": citations, "sources": sources, **others})
    write(folder, rows, settings)
    return Index.open(folder)


def unchecked(
    rows: Mapping[str, Iterable[Row]],
    coders: dict[str, Coder] | None = None,
    entries: Sequence[Entry] = (),
) -> Index:
    """Return an index of rows that are known to be valid, without the way over the disk."""
    texts = rendered(completed(rows))
    read = {name: tables.parse(name, text.encode())[0] for name, text in texts.items()}
    known = Settings(title="Made up", base="https://example.org/made-up/", coders=coders or {})
    listed = tables.bibliography.Bibliography(entries, range(len(entries)))
    return Index.of(Path("made-up"), Draft(known, vocabulary(), **read, bibliography=listed))


@cache
def vocabulary() -> Vocabulary:
    """Return the packaged vocabulary, read once."""
    return ontology.load(ontology.packaged_path())


def completed(rows: Mapping[str, Iterable[Row]]) -> dict[str, list[Row]]:
    """Return the rows of all tables, with one for each work and entity that is only named."""
    full = {name: list(rows.get(name, ())) for name in tables.COLUMNS}
    full["sources"] += map(work, sorted(_works(full) - _ids(full["sources"])))
    full["entities"] += map(entity, sorted(_entities(full) - _ids(full["entities"])))
    return full


def write(folder: Path, rows: Mapping[str, Iterable[Row]], settings: str = SETTINGS) -> None:
    """Write the tables and ``index.toml``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.toml").write_text(settings, encoding="utf-8")
    for name, text in rendered(rows).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def rendered(rows: Mapping[str, Iterable[Row]]) -> dict[str, str]:
    """Return the tables as CSV in canonical order; a missing cell is an empty one."""
    texts = {}
    for name, columns in tables.COLUMNS.items():
        full = (dict.fromkeys(columns, "") | row for row in rows.get(name, ()))
        texts[name] = tables.render(
            name, tables.ordered(name, (tuple(row.values()) for row in full))
        )
    return texts


def _ids(rows: Iterable[Row]) -> set[str]:
    return {row["id"] for row in rows}


def _works(rows: Mapping[str, list[Row]]) -> set[str]:
    named = [row["source"] for row in rows["citations"]]
    for row in rows["citations"]:
        steps = row["chain"].replace("|", ">").split(">")
        named += [step.partition("@")[0].rstrip("?!") for step in steps]
    for row in rows["sources"]:
        named += [row.get("container", ""), *row.get("rests_on", "").split(";")]
    return {name.strip() for name in named} - {""}


def _entities(rows: Mapping[str, list[Row]]) -> set[str]:
    named = [row.get(end, "") for row in rows["claims"] for end in ("subject", "object", "place")]
    for row in rows["sources"]:
        named += [row.get("origin", ""), *row.get("author", "").split(";")]
    named += [row["entity"] for name in ("names", "groups") for row in rows[name]]
    return {name.strip() for name in named} - {"", "self"}
