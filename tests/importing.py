"""A made-up format for the tests of imports: a reader that yields what a test says a file says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from cardindex.editing import Ledger
from cardindex.imports import (
    Format,
    Found,
    FoundClaim,
    FoundEntity,
    How,
    Read,
    Taken,
    Wishes,
    prepared,
    write,
)

T = TypeVar("T")

EDGES = """\
Ann Fox knew Bo Penn 1652
Bo Penn knew Cy Fell
"""


def edges(text: str) -> Iterator[Found]:
    """Yield a claim a line: ``Ann Fox knew Bo Penn 1652``, the date if there is one."""
    for at, row in enumerate(text.splitlines(), start=1):
        yield Read()
        words = row.split()
        subject, object_, when = " ".join(words[:2]), " ".join(words[3:5]), " ".join(words[5:])
        yield FoundEntity(subject, subject)
        yield FoundEntity(object_, object_)
        yield FoundClaim(subject, words[2], object_, when=when, at=f"edges:{at}")


def told(stream: Iterable[Found]) -> Format:
    """Return a format whose files say all of this, whatever stands in them."""

    def read(files: Sequence[Path], wishes: Wishes) -> Iterator[Found]:
        del files, wishes
        yield from stream

    return Format("made-up", "what a test says", (".txt",), read)


def taken(
    stream: Iterable[Found], folder: Path, wishes: Wishes | None = None, **how: object
) -> Taken:
    """Import what a reader yields into a folder, or make a new index of it there."""
    ledger = Ledger.open(folder) if (folder / "index.toml").exists() else None
    said = How(**how)  # type: ignore[arg-type]
    done = prepared(told(stream), [Path("edges.txt")], ledger, wishes or Wishes(), said)
    write(done, ledger, folder)
    return done


def files(folder: Path) -> dict[str, str]:
    """Return the texts of an index's own files, by name."""
    return {path.name: path.read_text("utf-8") for path in folder.iterdir() if path.is_file()}


def of(found: Sequence[Found], kind: type[T]) -> list[T]:
    """Return what a reader has yielded of one kind."""
    return [each for each in found if isinstance(each, kind)]
