"""What commands that change tables share: whom a word means, the preview, checks, writing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cardindex.cli.options import index_option, meant
from cardindex.cli.printing import echo, styled

if TYPE_CHECKING:
    from cardindex.editing import Entry, Ledger
    from cardindex.passages.quoting import Place

Command = TypeVar("Command", bound=Callable[..., Any])

KINDS = {"entity": "entities", "source": "sources", "claim": "claims"}
"""What can be named, and the table that it stands in."""

dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Show the rows as a diff, and write nothing."
)


def entering_options(command: Command) -> Command:
    """Give a command the options that every command has which writes an entry."""
    return index_option(dry_run_option(command))


def opened(index: Path) -> Ledger:
    """Return the ledger of an index. Raises InvalidIndex where a table cannot be read."""
    from cardindex.editing import Ledger

    return Ledger.open(index)


def named(ledger: Ledger, text: str, *kinds: str) -> tuple[str, str]:
    """Return the table and the id of what is meant by a word: an id, or a name where it is none.

    ``source:`` and the like before it say of which kind it is.
    """
    kinds = kinds or tuple(KINDS)
    prefix, colon, rest = text.partition(":")
    if colon and prefix in kinds:
        kinds, text = (prefix,), rest
    for kind in kinds:
        if ledger.row(KINDS[kind], text) is not None:
            return KINDS[kind], text
    from cardindex.cli.options import found
    from cardindex.index import Index

    index = Index.open(ledger.folder)
    if len(kinds) == 1:
        return KINDS[kinds[0]], meant(index, text, kinds[0])
    kind, id_ = found(index, text, *kinds)
    return KINDS[kind], id_


def enter(ledger: Ledger, entry: Entry, *, dry_run: bool) -> None:
    """Check an entry, and write it or show it; exit with 1 where it would make an error.

    What was done goes to standard output, what is to be looked at to standard error.
    """
    from cardindex.editing import diff_lines

    if not entry.changes:
        echo("nothing to change")
        return
    errors = tell_problems(ledger, entry)
    for note in entry.notes:
        echo(note, err=True)
    if dry_run:
        for line in diff_lines(entry.changes):
            echo(styled(line, fg="green" if line.startswith("+") else "red"))
    if errors:
        echo("nothing was written", err=True)
        sys.exit(1)
    if dry_run:
        echo(f"would be: {entry.what}", err=True)
        return
    untidy = {f"{change.table}.csv" for change in entry.changes}.intersection(ledger.untidy)
    ledger.write(entry)
    echo(entry.what)
    for file in sorted(untidy):
        echo(f"{file} was not in canonical form, and is now", err=True)


def tell_mentions(folder: Path, id_: str) -> None:
    """Tell on standard error which files of an index beside its tables name an id."""
    import re

    from cardindex import inputs
    from cardindex.checks.characters import QUERIES, QUERY
    from cardindex.settings import FILE, MOST

    word = re.compile(rf"(?<![\w-]){re.escape(id_)}(?![\w-])")
    for path in (folder / FILE, *sorted((folder / QUERIES).glob(QUERY))):
        try:
            text = inputs.decoded(inputs.contents(path, MOST))
        except (OSError, inputs.Undecodable):
            continue
        if word.search(text):
            echo(f'{path.relative_to(folder)} has "{id_}" too, and is left as it is', err=True)


def tell_problems(ledger: Ledger, entry: Entry) -> int:
    """Tell on standard error what is wrong with an entry; return how many errors that is."""
    from cardindex.errors import alike

    found = ledger.problems(entry)
    for problem, rows in alike(found):
        kind = "" if problem.severity == "error" else styled("warning: ", fg="yellow")
        echo(f"{kind}{problem.line(rows)}", err=True)
    return sum(problem.severity == "error" for problem in found)


def sealed(index: Path, source: str, words: str, texts: Path, language: str = "") -> dict[str, str]:
    """Return locator, start, end and seal of the one passage with these words.

    Raises CardindexError where there is none, or more than one.
    """
    from cardindex.index import Index
    from cardindex.passages import cite, read_texts

    held = Index.open(index)
    return cells_of(cite(held, source, words, read_texts(held, texts), language), words)


def cells_of(places: list[Place], words: str) -> dict[str, str]:
    """Return the cells of a citation of the only one of these places."""
    from cardindex.errors import CardindexError

    if len(places) > 1:
        where = "; ".join(f"at {place.start}: {place.passage[:60]}" for place in places[:5])
        message = f'"{words}" stands in {len(places)} passages ({where}); give more of its words'
        raise CardindexError(message)
    (place,) = places
    for doubt in place.doubts:
        echo(f"the passage at {place.start} {doubt}; look whether it is whole", err=True)
    return {
        "locator": place.locator, "start": str(place.start), "end": str(place.end),
        "seal": place.seal,
    }  # fmt: skip
