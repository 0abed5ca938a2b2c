"""What a format is, and the two formats that each RDF syntax makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from cardindex import rdf
from cardindex.evidence import Selection


@dataclass(frozen=True)
class Format:
    """One way to write a selection.

    ``file`` is what a build calls it, ``group`` what it is told under, ``write`` gives its bytes.
    """

    name: str
    file: str
    media_type: str
    group: str
    description: str
    write: Callable[[Selection], bytes]

    @property
    def extension(self) -> str:
        """The end of the file's name, after the dot."""
        return self.file.rpartition(".")[2]


def dumps(syntax: str, extension: str, media_type: str, title: str) -> tuple[Format, Format]:
    """Return the formats of the full and the truthy dump in one syntax of ``rdf.FORMATS``."""
    full = Format(
        name=syntax,
        file=f"full.{extension}",
        media_type=media_type,
        group="RDF",
        description=f"{title}: entities, sources, every claim with its citations and standing",
        write=partial(rdf.dump, kind="full", format=syntax),
    )
    truthy = Format(
        name=f"truthy-{syntax}",
        file=f"truthy.{extension}",
        media_type=media_type,
        group="RDF",
        description=f"{title}: entities and the direct triples of what stands",
        write=partial(rdf.dump, kind="truthy", format=syntax),
    )
    return full, truthy
