"""An index as files for the bulk loaders of stores, with a script for each."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path

from cardindex import rdf
from cardindex.atomic import refuse_full, replacing
from cardindex.evidence import Selection
from cardindex.index import Index

_LEVEL = 6  # level of compression: 9 takes four times as long for one per cent

_FUSEKI = """#!/bin/sh
# Apache Jena Fuseki: into the TDB2 database DB, while no server uses it.
# sh load-fuseki.sh DB
set -eu
cd "$(dirname "$0")"
tdb2.tdbloader --loc "${1:?name the folder of the database}" ./*.nq.gz
"""
_GRAPHDB = """#!/bin/sh
# GraphDB: into a new repository, while the server is down; CONFIG.ttl describes the repository.
# sh load-graphdb.sh CONFIG.ttl
set -eu
cd "$(dirname "$0")"
importrdf preload -c "${1:?name the file that describes the repository}" ./*.nq.gz
"""
_OXIGRAPH = """#!/bin/sh
# Oxigraph: into the folder DB, while no server uses it.
# sh load-oxigraph.sh DB
set -eu
cd "$(dirname "$0")"
for file in ./*.nq.gz; do gzip -dc "$file"; done |
  oxigraph load --location "${1:?name the folder of the database}" --format nq
"""
_QLEVER = """#!/bin/sh
# QLever: makes the index NAME; QLever keeps no graphs apart unless it is told to.
# sh load-qlever.sh NAME
set -eu
cd "$(dirname "$0")"
for file in ./*.nq.gz; do gzip -dc "$file"; done |
  qlever-index -i "${1:?name the index to make}" -f - -F nq
"""


def write(index: Index | Selection, folder: Path) -> tuple[str, ...]:
    """Write the graphs of an index as N-Quads into a new folder, and return the names of its files.

    Each graph is a file of its own, packed by gzip. Raises OutputError where the folder is not
    empty or cannot be written.
    """
    refuse_full(folder)
    base = (index.index if isinstance(index, Selection) else index).base
    names: list[str] = []
    with replacing(folder) as place:
        for path, chunks in rdf.graphs(index):
            name = f"{path.rpartition('/')[2]}.nq.gz"
            behind = f" <{base}{path}> .\n".encode()
            with (place / name).open("wb") as file, _packing(file) as packed:
                for chunk in chunks:
                    packed.write(chunk.replace(b" .\n", behind))
            names.append(name)
        for name, text in ENGINES.items():
            (place / f"load-{name}.sh").write_text(text, encoding="utf-8")
        (place / "load-virtuoso.sql").write_text(_virtuoso(base, names), encoding="utf-8")
    return (*names, *(f"load-{name}.sh" for name in ENGINES), "load-virtuoso.sql")


ENGINES: Mapping[str, str] = {
    "fuseki": _FUSEKI, "graphdb": _GRAPHDB, "oxigraph": _OXIGRAPH, "qlever": _QLEVER,
}  # fmt: skip
"""The scripts for stores, by their names; that for Virtuoso is in SQL."""


def _packing(file: object) -> gzip.GzipFile:
    return gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0, compresslevel=_LEVEL)  # type: ignore[call-overload,no-any-return]


def _virtuoso(base: str, names: list[str]) -> str:
    """Return what Virtuoso is told: the folder stands in DirsAllowed, and is named where DIR is."""
    loads = "".join(
        f"ld_dir ('DIR', '{name}', '{base}graph/{name.partition('.')[0]}');\n" for name in names
    )
    head = (
        "-- Virtuoso: put the folder of these files for DIR; it has to be in DirsAllowed.\n"
        "-- isql 1111 dba PASSWORD load-virtuoso.sql\n"
    )
    return f"{head}{loads}rdf_loader_run ();\ncheckpoint;\n"
