"""What docs/stability.md promises by name is there, and what is new has been promised.

``.venv/bin/python -P tests/test_stability.py > tests/data/promised.txt`` writes the list anew. A
line that goes from it is a name that somebody out there uses: it goes as docs/stability.md says, or
not at all.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

PROJECT = Path(__file__).resolve().parent.parent
LIST = PROJECT / "tests" / "data" / "promised.txt"
PAGE = PROJECT / "src" / "cardindex" / "view" / "static" / "state" / "permalink.js"
HOW_TO = (
    "see docs/stability.md; the list is written anew by: "
    ".venv/bin/python -P tests/test_stability.py > tests/data/promised.txt"
)


def tables() -> Iterator[str]:
    from cardindex.settings import KEYS
    from cardindex.tables import COLUMNS

    yield from (f"{table}.{column}" for table, columns in COLUMNS.items() for column in columns)
    yield from (f"index.toml: {key}" for key in KEYS)


def command_line() -> Iterator[str]:
    from cardindex import cli

    def told(name: str, command: click.Command) -> Iterator[str]:
        yield name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                written = sorted({*parameter.opts, *parameter.secondary_opts})
                yield f"{name} {' '.join(written)}"
        if isinstance(command, click.Group):
            for part, inner in command.commands.items():
                yield from told(f"{name} {part}", inner)

    for name, command in cli.commands.commands.items():
        yield from told(name, command)


def problems() -> Iterator[str]:
    text = (PROJECT / "docs" / "problems.md").read_text(encoding="utf-8")
    yield from re.findall(r"^\| `([a-z0-9-]+)` \|", text, re.MULTILINE)


def python() -> Iterator[str]:
    import cardindex

    yield from (f"cardindex.{name}" for name in cardindex.__all__)
    for class_ in (cardindex.Workbench, cardindex.Slice):
        for name, member in inspect.getmembers(class_):
            if name.startswith("_"):
                continue
            words = ""
            if callable(member):
                given = list(inspect.signature(member).parameters)
                words = f"({', '.join(word for word in given if word != 'self')})"
            yield f"{class_.__name__}.{name}{words}"
    bench = cardindex.open(PROJECT / "tests" / "data" / "valid" / "small")
    for name in ("entities", "names", "sources", "claims", "citations", "links"):
        frame = getattr(bench, name).reset_index()
        yield from (f"Workbench.{name}[{column}]" for column in frame.columns)


def exports() -> Iterator[str]:
    from cardindex.exports import FORMATS

    yield from (f"{name}: {format_.file}" for name, format_ in FORMATS.items())


def queries() -> Iterator[str]:
    folder = PROJECT / "src" / "cardindex" / "queries"
    yield from (path.stem for path in folder.glob("*.rq"))


def rdf() -> Iterator[str]:
    import pyoxigraph as ox

    from cardindex.ontology import CORE
    from cardindex.rdf.terms import KINDS

    yield from (f"BASE{kind}/" for kind in KINDS)
    graph = ox.parse(path=str(PROJECT / "ontology.ttl"), format=ox.RdfFormat.TURTLE)
    subjects = {
        triple.subject.value for triple in graph if isinstance(triple.subject, ox.NamedNode)
    }
    yield from (f"ci:{iri.removeprefix(CORE)}" for iri in subjects if iri.startswith(CORE))


def core() -> Iterator[str]:
    from hashlib import sha256

    from cardindex import turtlereader
    from cardindex.ontology import core as of_core

    terms = of_core._core(turtlereader.read(of_core.packaged_path()))
    for iri, content in terms.items():
        yield f"{of_core._told(iri)} {sha256(content.encode()).hexdigest()[:16]}"


def site() -> Iterator[str]:
    from starlette.routing import Mount, Route

    application = import_module("cardindex.server.application")

    for part in application._PARTS:
        for route in part():
            assert isinstance(route, (Mount, Route))
            yield route.path
    yield from ("/health", "/ready")


def page() -> Iterator[str]:
    text = PAGE.read_text(encoding="utf-8")
    for name in ("HIDDEN", "KINDS", "LISTS", "TEXTS"):
        block = re.search(rf"^const {name} = \{{(.*?)\}};", text, re.MULTILINE | re.DOTALL)
        assert block, name
        yield from re.findall(r"(\w+):", block[1])
    switches = re.search(r"^const SWITCHES = \[(.*?)\];", text, re.MULTILINE | re.DOTALL)
    assert switches
    yield from re.findall(r'"(\w+)"', switches[1])
    yield from re.findall(r'put\("(\w+)", (?:written|String|state|`)', text)


PROMISES = {
    "tables": tables,
    "command line": command_line,
    "problems": problems,
    "python": python,
    "exports": exports,
    "queries": queries,
    "rdf": rdf,
    "core": core,
    "site": site,
    "page": page,
}


def listed() -> dict[str, set[str]]:
    parts = re.split(r"^\[(.+)\]\n", LIST.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {
        name: set(filter(None, text.split("\n")))
        for name, text in zip(parts[::2], parts[1::2], strict=True)
    }


@pytest.mark.parametrize("what", sorted(PROMISES.keys() - {"core"}))
def test_what_was_promised_is_there(what: str) -> None:
    assert listed()[what] - set(PROMISES[what]()) == set(), HOW_TO


@pytest.mark.parametrize("what", PROMISES)
def test_what_is_new_is_promised(what: str) -> None:
    assert set(PROMISES[what]()) - listed()[what] == set(), HOW_TO


def test_core_term_that_is_otherwise_now_is_renewed_by_an_upgrade() -> None:
    former = PROJECT / "src" / "cardindex" / "ontology" / "former.txt"
    lines = map(str.split, former.read_text(encoding="utf-8").splitlines())
    known = {
        f"{term} {fingerprint}" for term, *fingerprints in lines for fingerprint in fingerprints
    }
    otherwise = listed()["core"] - set(core())
    assert otherwise - known == set(), f"add these to {former.name}, then write the list anew"
    assert known & set(core()) == set()


def test_page_and_python_write_a_slice_by_the_same_names() -> None:
    from dataclasses import fields

    from cardindex import Slice

    not_on_the_page = {"entities", "coder"}
    names = {field.name for field in fields(Slice)}
    assert names - set(page()) <= not_on_the_page


def test_citation_keeps_its_iri() -> None:
    import cardindex

    index = cardindex.open(PROJECT / "tests" / "data" / "valid" / "smallest")
    ids = index.citations.reset_index()["id"]
    assert list(ids) == ["c01-a7aba5f3", "c02-c8666414", "c03-86c213cb"]
    iris = {str(subject) for subject in index.graph.subjects()}
    assert f"https://example.org/tiny/citation/{ids[0]}" in iris


if __name__ == "__main__":
    for heading, names in PROMISES.items():
        sys.stdout.write("\n".join([f"[{heading}]", *sorted(set(names())), "", ""]))
