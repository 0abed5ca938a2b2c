"""One name for one thing: what the project calls things, held to the tables of docs/terms.md."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import NamedTuple

import click
import pytest

import cardindex
from cardindex import cli, turtlereader
from cardindex.checks.beside import DECISIONS
from cardindex.checks.citations import CERTAINTIES, STANCES
from cardindex.checks.claims import MODES
from cardindex.cli.options import slice_options
from cardindex.ontology.core import packaged_path
from cardindex.ontology.terms import CORE
from cardindex.server.slicing import OPTIONS
from cardindex.slices import STANDINGS, Slice
from cardindex.tables.columns import CODING, COLUMNS
from cardindex.ties import TIES
from cardindex.turtlereader import RDFS
from cardindex.workbench import Workbench

PROJECT = Path(__file__).resolve().parent.parent
SOURCE = PROJECT / "src" / "cardindex"
PAGE = SOURCE / "view" / "static" / "text.json"
DESK = SOURCE / "desk" / "static" / "text.json"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"

HEADER = (
    "term", "what it is", "in the tables", "in Python", "on the command line", "in RDF",
    "on the page", "never",
)  # fmt: skip

# Texts of the pages that name a concept and nothing besides: all below these keys.
NAMING = (
    "claim.standing", "claim.mode", "claim.told_by_doer", "claim.told_by_concerned",
    "claim.apparent", "claim.circular", "claim.misquoted", "claim.overstated", "claim.no_root",
    "citation.stance", "citation.certainty", "citation.root", "citation.speakers",
    "citation.leans", "citation.misquoted", "citation.overstated", "citation.passage",
    "source.kind", "source.author", "source.origin", "source.origin_self", "source.date",
    "source.container", "source.rests", "table.id", "table.subject", "table.relation",
    "table.object", "table.when", "table.standing", "table.roots", "table.works",
    "rail.families", "rail.types", "rail.standings", "rail.modes", "rail.identities",
    "rail.indexes", "rail.sources", "rail.text", "search.entities", "search.names",
    "search.code names", "search.claims", "search.sources", "time.label", "time.surely",
    "time.possibly", "time.undated", "time.told_said", "time.told_published", "strike.tab",
    "strike.falls", "strike.clears", "strike.weakens", "strike.lost_pairs", "strike.orphaned",
    "terms.root", "terms.works", "card.pair", "card.claim", "card.source",
    "views.network", "views.table", "views.money", "path.tab", "surroundings.label",
)  # fmt: skip
NAMING_AT_THE_DESK = (
    "entry.subject", "entry.object", "entry.when", "entry.amount", "entry.chain", "entry.stance",
    "entry.certainty", "entry.text", "entry.place", "entry.mode", "entry.ties", "entry.gloss",
    "entry.note", "entry.locator", "row.kind", "tools.drafts", "drafts.coder",
)  # fmt: skip

# A column and its property in RDF are called alike; these are not, as others had the name, or a
# standard has a property for it.
CALLED_OTHERWISE = {
    "claims.id", "claims.subject", "claims.relation", "claims.object", "claims.ties",
    "citations.claim", "citations.start", "citations.end", "sources.id", "sources.title",
    "sources.author", "sources.date", "sources.kind", "sources.unit", "names.entity",
    "names.name", "names.kind", "entities.id", "entities.type", "entities.label",
    "entities.description", "groups.entity", "groups.value", "names.language", "decisions.decision",
    "decisions.who", "came_from.key", "came_from.index",
}  # fmt: skip


class Term(NamedTuple):
    """A row of the page: its cells, and the names in `backticks` of each."""

    term: str
    cells: dict[str, str]

    def names(self, column: str) -> list[str]:
        """Return the names that a cell writes in backticks."""
        return re.findall(r"`([^`]+)`", self.cells[column])

    def words(self, column: str) -> list[str]:
        """Return the words of a cell that has words in place of names."""
        return [word for word in self.cells[column].split(" · ") if word]


@cache
def terms() -> tuple[Term, ...]:
    """Read all tables of the page, which have one header."""
    found: list[Term] = []
    for line in (PROJECT / "docs" / "terms.md").read_text(encoding="utf-8").split("\n"):
        if not line.startswith("|") or line.startswith("|---"):
            continue
        cells = dict(zip(HEADER, (cell.strip() for cell in line[1:-1].split("|")), strict=True))
        if tuple(cells.values()) != HEADER:
            found.append(Term(cells["term"], cells))
    return tuple(found)


def named(column: str) -> list[str]:
    """Return all names of a column, in the order of the page."""
    return [name for term in terms() for name in term.names(column)]


@cache
def texts(path: Path) -> dict[str, str]:
    """Return the texts of a page by their keys, joined by points; of several numbers the last."""

    def under(value: object, key: str) -> Iterator[tuple[str, str]]:
        if isinstance(value, dict):
            for name, each in value.items():
                yield from under(each, f"{key}.{name}" if key else name)
        else:
            yield key, str(value)

    return dict(under(json.loads(path.read_text(encoding="utf-8")), ""))


@cache
def frames() -> dict[str, set[str]]:
    """Return the columns of what the workbench gives as frames, of the index in graph/."""
    bench = cardindex.open(PROJECT / "graph")
    names = ("entities", "names", "sources", "claims", "citations", "links")
    found = {name: set(getattr(bench, name).columns) for name in names}
    found |= {name: set(getattr(bench, name)().columns) for name in ("weights", "totals")}
    return found


class Said(NamedTuple):
    """What the ontology says of a core term: its class, label and word in the tables."""

    kind: str
    label: str
    notation: str


@cache
def core() -> dict[str, Said]:
    """Return the core terms of the ontology."""
    document = turtlereader.read(packaged_path())
    return {
        f"ci:{subject.removeprefix(CORE)}": Said(
            document.first_of(subject, f"{RDF}type").removeprefix(CORE),
            document.text_of(subject, f"{RDFS}label"),
            document.first_of(subject, f"{SKOS}notation"),
        )
        for subject in document.subjects
        if f"{CORE}core" in document.nodes_of(subject, f"{RDFS}isDefinedBy")
    }


def camel(name: str) -> str:
    """Return the name of a column as RDF writes it: rests_on is restsOn."""
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


def commands(root: click.Command = cli.commands) -> Iterator[tuple[str, click.Command]]:
    """Yield every command below one, by its name."""
    for name, command in getattr(root, "commands", {}).items():
        yield name, command
        yield from commands(command)


@pytest.mark.parametrize("column", ["in the tables", "in Python", "in RDF", "term"])
def test_no_name_stands_for_two_things(column: str) -> None:
    names = [term.term for term in terms()] if column == "term" else named(column)
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_every_column_of_the_tables_is_a_term_and_no_other() -> None:
    columns = {f"{table}.{each}" for table, names in COLUMNS.items() for each in names}
    told = {name for name in named("in the tables") if "." in name}
    assert told == columns
    assert CODING == {"citations": ("passage",)}


def test_every_value_that_programs_know_is_a_term_and_no_other() -> None:
    told = {name for name in named("in the tables") if "." not in name}
    assert told == {*STANCES, *CERTAINTIES, *MODES, *TIES, "self"} - {""}
    assert set(STANDINGS) <= set(named("in Python"))
    assert set(DECISIONS) == {"same", "not", "unsure"}


def test_every_column_of_the_frames_is_a_term() -> None:
    told = set(named("in Python"))
    unknown = []
    for frame, columns in frames().items():
        own = set(COLUMNS.get(frame, ()))
        if frame in ("links", "totals"):  # of links and sums as of claims
            own |= {*COLUMNS["claims"], *(each.partition(".")[2] for each in told)}
        for column in sorted(columns - own - {"line"}):
            plain = column.removeprefix("whole_")
            if f"{frame}.{plain}" not in told and f"claims.{plain}" not in told:
                unknown.append(f"{frame}.{column}")
    assert unknown == []


def test_every_python_name_of_a_term_is_there() -> None:
    known = {"bench": set(dir(Workbench)) | {"index"}, **frames()}
    for class_ in (Slice, cardindex.Selection, cardindex.Weight, cardindex.Index):
        known[class_.__name__] = {field.name for field in fields(class_)} | set(dir(class_))
    plain = {*cardindex.__all__, *STANDINGS, "ACTUAL"}
    for name in named("in Python"):
        holder, point, member = name.partition(".")
        assert member in known[holder] if point else name in plain, name


def test_every_field_of_a_slice_is_its_option_and_its_word_in_an_address() -> None:
    @click.command
    @slice_options
    def command(**_: object) -> None:
        """Take a slice."""

    options = {each.name: each.opts for each in command.params}
    for field in fields(Slice):
        [term] = [each for each in terms() if f"Slice.{field.name}" in each.names("in Python")]
        assert options[field.name] == [f"--{OPTIONS[field.name]}"]
        assert options[field.name][0] in term.names("on the command line")
        # Several are asked for by the singular; all else is called alike.
        singular = re.sub("ies$", "y", field.name).removesuffix("s")
        names = {field.name, singular} if field.default.__class__ is frozenset else {field.name}
        assert OPTIONS[field.name].replace("-", "_") in names
    assert {each.name for each in fields(Slice)} == options.keys()


def test_every_option_and_command_of_a_term_is_there() -> None:
    known = {path.stem for path in (SOURCE / "queries").glob("*.rq")}
    for name, command in commands():
        known.add(name)
        for each in command.params:
            known.update((*each.opts, *each.secondary_opts))
    assert set(named("on the command line")) - known == set()


def test_every_core_term_of_the_ontology_is_a_term_and_no_other() -> None:
    kinds = ("SourceKind", "NameKind")  # the manual tells these words of the tables
    shapes = ("Shape", "Rule", "EarlyDay")
    words = {
        name for name, it in core().items() if it.kind not in kinds and not name.endswith(shapes)
    }
    assert {name for name in named("in RDF") if name.startswith("ci:")} == words


def test_a_column_and_its_property_are_called_alike() -> None:
    unlike = {
        column
        for term in terms()
        for column in term.names("in the tables")
        if "." in column and f"ci:{camel(column.partition('.')[2])}" not in term.names("in RDF")
    }
    assert unlike == CALLED_OTHERWISE


def test_every_concept_of_the_ontology_is_called_as_the_page_calls_it() -> None:
    concepts = [
        (term, core()[name])
        for term in terms()
        for name in term.names("in RDF")
        if name in core() and core()[name].notation
    ]
    assert {it.kind for _, it in concepts} == {"Standing", "Caution", "Stance", "Certainty", "Mode"}
    for term, it in concepts:
        assert it.label == term.term
        if it.kind == "Caution":
            continue
        assert it.notation.replace("-", " ") == it.label
        assert it.kind != "Standing" or it.label in term.words("on the page")


@pytest.mark.parametrize(("path", "keys"), [(PAGE, NAMING), (DESK, NAMING_AT_THE_DESK)])
def test_what_names_a_concept_on_a_page_is_its_word(path: Path, keys: tuple[str, ...]) -> None:
    words = {word for term in terms() for word in term.words("on the page")}
    for key in keys:
        found = {
            name: text
            for name, text in texts(path).items()
            if name == key or name.startswith(f"{key}.")
        }
        assert found, key
        assert {name: text for name, text in found.items() if text not in words} == {}


def test_every_word_of_a_term_stands_on_a_page() -> None:
    there = {*texts(PAGE).values(), *texts(DESK).values()}
    assert [
        word for term in terms() for word in term.words("on the page") if word not in there
    ] == []


def test_no_other_word_is_used_for_a_term() -> None:
    helps = [
        text or ""
        for _, command in commands()
        for text in (command.help, *(getattr(each, "help", "") for each in command.params))
    ]
    templates = [
        re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", path.read_text(encoding="utf-8"))
        for path in sorted((SOURCE / "server" / "templates").glob("*.html"))
    ]
    whole = "\n".join((*helps, *texts(PAGE).values(), *texts(DESK).values(), *templates))
    never = [word for term in terms() for word in term.words("never")]
    used = [word for word in never if re.search(rf"\b{re.escape(word)}s?\b", whole, re.IGNORECASE)]
    assert never
    assert used == []
