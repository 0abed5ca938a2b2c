"""What commands that change tables share: whom a word means, the preview, checks, writing."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cardindex.cli.options import index_option, meant
from cardindex.cli.printing import echo, styled

if TYPE_CHECKING:
    from cardindex.editing import Change, Entry, Ledger
    from cardindex.passages.quoting import Place

Command = TypeVar("Command", bound=Callable[..., Any])

KINDS = {"entity": "entities", "source": "sources", "claim": "claims"}
"""What can be named, and the table that it stands in."""

CITATION = re.compile("[a-z][0-9]+-[0-9a-f]{8}")
"""The id of a citation: that of its claim, and a hash."""

_PLACES = 5
_MOST_MENTIONS = 50_000_000  # bytes of a file that is searched for ids

_UNUSED = ("unused-entity", "unused-source")

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
    from cardindex.errors import InvalidIndex
    from cardindex.index import Index

    try:
        index = Index.open(ledger.folder)
    except InvalidIndex:
        return _called(ledger, text, kinds)
    if len(kinds) == 1:
        return KINDS[kinds[0]], meant(index, text, kinds[0])
    kind, id_ = found(index, text, *kinds)
    return KINDS[kind], id_


def _called(ledger: Ledger, text: str, kinds: tuple[str, ...]) -> tuple[str, str]:
    """Return the table and the id of what is called so, in an index that has errors.

    That may be what only other rows name: an entity or a source that is not there.
    """
    from cardindex.editing import referring
    from cardindex.errors import AmbiguousName, UnknownName
    from cardindex.folding import folded

    told = " or ".join(kinds)
    labels = {"entity": 2, "source": 2}
    called = [
        (KINDS[kind], row[0])
        for kind in kinds
        if kind in labels
        for row in ledger.rows(KINDS[kind])
        if folded(text) in {folded(row[0]), folded(row[labels[kind]])}
    ]
    if len(called) > 1:
        raise AmbiguousName(told, text, [(id_, "") for _, id_ in called], len(called))
    if called:
        echo(f'"{text}" is taken for {called[0][1]}', err=True)
        return called[0]
    for kind in kinds:
        if text and any(referring(ledger.rows, KINDS[kind], (text,))):
            return KINDS[kind], text
    raise UnknownName(told, text, (row[0] for kind in kinds for row in ledger.rows(KINDS[kind])))


def enter(ledger: Ledger, entry: Entry, *, dry_run: bool, unused: bool = False) -> None:
    """Check an entry, and write it or show it; exit with 1 where it would make an error.

    ``unused``: do not warn that nothing names the new row yet. What was done goes to standard
    output, warnings to standard error.
    """
    if not entry.changes:
        echo("nothing to change")
        return
    errors = tell_problems(ledger, entry, unused=unused)
    for note in entry.notes:
        echo(note, err=True)
    if dry_run:
        show_rows(entry.changes)
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


def show_rows(changes: Iterable[Change]) -> None:
    """Show the rows of an entry as a diff, what goes in red and what comes in green."""
    from cardindex.editing import diff_lines

    for line in diff_lines(changes):
        echo(styled(line, fg="green" if line.startswith("+") else "red"))


def tell_mentions(folder: Path, *ids: str) -> None:
    """Tell on standard error which files of an index beside its tables name an id.

    These are index.toml, queries, drafts, and the texts of a source.
    """
    from cardindex import drafts, inputs
    from cardindex.brief import count
    from cardindex.settings import FILE, QUERIES, QUERY

    known = frozenset(ids)
    word = re.compile(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)*(?![\w-])")
    for path in (folder / FILE, folder / drafts.FILE, *sorted((folder / QUERIES).glob(QUERY))):
        try:
            text = inputs.decoded(inputs.contents(path, _MOST_MENTIONS))
        except (OSError, inputs.Undecodable):
            continue
        found = [id_ for id_ in dict.fromkeys(word.findall(text)) if id_ in known]
        if not found:
            continue
        more = f" and {len(found) - 1:,} other ids" if len(found) > 1 else ""
        what = f'"{found[0]}"{more}'
        lines = sum(any(each in known for each in word.findall(line)) for line in text.split("\n"))
        where = f", on {count(lines, 'line')}" if path.name == drafts.FILE else ""
        echo(
            f"{path.relative_to(folder)} has {what} too{where}, and is left as it is: change it by "
            "hand",
            err=True,
        )


def tell_problems(ledger: Ledger, entry: Entry, *, unused: bool = False) -> int:
    """Tell on standard error what is wrong with an entry; return how many errors that is.

    ``unused``: without the warning that nothing names a new row.
    """
    from cardindex.errors import alike

    found = ledger.problems(entry)
    for problem in ledger.amiss:
        if problem.severity == "error":
            echo(f"{styled('warning: ', fg='yellow')}{problem}; mend this first", err=True)
    if unused:
        found = [problem for problem in found if problem.code not in _UNUSED]
    for problem, rows in alike(found):
        kind = "" if problem.severity == "error" else styled("warning: ", fg="yellow")
        echo(f"{kind}{problem.line(rows)}", err=True)
    return sum(problem.severity == "error" for problem in found)


def sealed(index: Path, source: str, words: str, texts: Path, locator: str = "") -> dict[str, str]:
    """Return locator, start, end and seal of the one passage with these words, at the locator.

    Raises CardindexError where there is none, or more than one.
    """
    from cardindex.index import Index
    from cardindex.passages import cite, read_texts

    held = Index.open(index)
    return cells_of(cite(held, source, words, read_texts(held, texts)), words, locator)


def cells_of(places: list[Place], words: str, locator: str = "") -> dict[str, str]:
    """Return the cells of a citation of the only one of these places, at ``locator`` if it is told.

    Raises CardindexError where there is none there, or more than one.
    """
    from cardindex.brief import shortened
    from cardindex.errors import CardindexError

    where = "; ".join(
        f"{place.locator or place.start}: {shortened(place.passage)}" for place in places[:_PLACES]
    )
    if locator:
        told = [place for place in places if place.locator == locator]
        if not told:
            message = f'"{words}" does not stand at {locator}, but at {where}'
            raise CardindexError(message)
        places = told
    if len(places) > 1:
        more = " …" if len(places) > _PLACES else ""
        message = (
            f'"{words}" stands in {len(places)} passages (at {where}{more}); give more of its '
            "words, or say --locator"
        )
        raise CardindexError(message)
    (place,) = places
    for doubt in place.doubts:
        echo(f"the passage at {place.start} {doubt}; look whether it is whole", err=True)
    return {
        "locator": place.locator, "start": str(place.start), "end": str(place.end),
        "seal": place.seal,
    }  # fmt: skip
