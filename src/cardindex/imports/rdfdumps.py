"""A full dump of ours → the files of its index: tables, settings, bibliography."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from cardindex import ontology, rdf, settings, tables, toml
from cardindex.atomic import PACKED, write_folder
from cardindex.errors import CardindexError, UnknownName
from cardindex.imports.opened import refuse, stream
from cardindex.imports.rdffiles import parsed
from cardindex.ontology import Vocabulary
from cardindex.tables import COLUMNS, OPTIONAL
from cardindex.tables.bibliography import FILE, canonical

_BY_SUFFIX = {
    ".ttl": "turtle", ".nt": "ntriples", ".trig": "trig", ".nq": "nquads", ".jsonld": "jsonld",
}  # fmt: skip
_ONTOLOGY = "ontology.ttl"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_TERMS = "http://purl.org/dc/terms/"
_LICENCE = "https://spdx.org/licenses/"


def restored(path: Path) -> dict[str, str] | None:
    """Return the files of the index that a full dump holds, by name; None where it is no dump.

    An ontology of its own is taken from ``ontology.ttl`` beside the dump, where "cardindex build"
    puts it. Raises Unreadable for a dump that is not full, or whose ontology is not there.
    """
    syntax = _syntax(path)
    if not syntax or not is_ours(path):
        return None
    with stream(path) as file:
        content = file.read()
    read, own = _read(path, content, syntax)
    if not read.tables["claims"]:
        refuse(path, "is a dump without claims, from which no index can be made; take a full one")
    about = _about(path)
    texts = {
        f"{table}.csv": tables.render(table, read.tables[table])
        for table in COLUMNS
        if read.tables[table] or table not in OPTIONAL
    }
    if read.bibliography:
        texts[FILE] = canonical(read.bibliography.values())
    if own:
        texts[_ONTOLOGY] = own
        about["ontology"] = _ONTOLOGY
    texts[settings.FILE] = "".join(_settings(about, read))
    return texts


def write(texts: Mapping[str, str], folder: Path) -> None:
    """Write the files of an index into a new folder: all of them, or none."""
    write_folder(folder, {name: text.encode() for name, text in texts.items()})


def _syntax(path: Path) -> str:
    suffixes = [each.lower() for each in path.suffixes if each.lower() not in PACKED]
    return _BY_SUFFIX.get(suffixes[-1], "") if suffixes else ""


def is_ours(path: Path) -> bool:
    """Tell whether what is described first is described in our terms."""
    own = rdf.NAMESPACES["ci"]
    for quad in parsed(path):
        if quad.predicate.value == _TYPE and isinstance(quad.object, ox.NamedNode):
            return quad.object.value.startswith(own) or quad.object.value.startswith(_void())
    return False


def _void() -> str:
    return rdf.NAMESPACES["void"]


def _read(path: Path, content: bytes, syntax: str) -> tuple[rdf.Read, str]:
    """Read a dump by the packaged ontology, or by the one that lies beside it."""
    try:
        return rdf.read_whole(content, syntax), ""
    except UnknownName as error:
        beside = path.with_name(_ONTOLOGY)
        if not beside.is_file():
            how = f"put its ontology beside it, as {_ONTOLOGY}"
            refuse(path, f"is a dump with terms of an ontology of its own ({error}); {how}")
        known: Vocabulary = ontology.load(beside)
    except CardindexError as error:
        refuse(path, str(error))
    try:
        return rdf.read_whole(content, syntax, known), beside.read_text("utf-8")
    except CardindexError as error:
        refuse(path, f"does not fit the {_ONTOLOGY} beside it: {error}")


def _about(path: Path) -> dict[str, str]:
    """Return what a dump says of its index: title, description, base, licence, version."""
    said: dict[str, dict[str, str]] = {}
    space = f"{_void()}uriSpace"
    base = ""
    for quad in parsed(path):
        if quad.predicate.value == space:
            base = quad.object.value if isinstance(quad.object, ox.Literal) else ""
        if isinstance(quad.subject, ox.NamedNode) and isinstance(
            quad.object, (ox.Literal, ox.NamedNode)
        ):
            predicate = quad.predicate.value
            if predicate in _SAID:
                said.setdefault(quad.subject.value, {})[_SAID[predicate]] = quad.object.value
    found = {"title": "", **said.get(base, {}), "base": base}
    if found.get("licence", "").startswith(_LICENCE):
        found["licence"] = found["licence"].removeprefix(_LICENCE)
    return found


_SAID = {
    f"{_TERMS}title": "title", f"{_TERMS}description": "description",
    f"{_TERMS}license": "licence", f"{_TERMS}rights": "licence",
    "http://www.w3.org/ns/dcat#version": "version",
}  # fmt: skip


def _settings(about: Mapping[str, str], read: rdf.Read) -> Iterator[str]:
    """Yield the lines of index.toml."""
    for key in settings.TEXTS:
        if about.get(key):
            yield f"{key} = {toml.quoted(about[key])}\n"
    for id_, coder in read.coders.items():
        name, kind = toml.quoted(coder.name), toml.quoted(coder.kind)
        yield f"\n[coders.{id_}]\nname = {name}\nkind = {kind}\n"
