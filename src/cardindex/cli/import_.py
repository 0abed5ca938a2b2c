"""cardindex import: what others have made, into the tables of an index."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cardindex.cli.options import FOLDER
from cardindex.cli.printing import echo

if TYPE_CHECKING:
    from cardindex.editing import Ledger
    from cardindex.imports import Format, How, Wishes
    from cardindex.imports.taking import Taken

WORKBOOK = "xlsx"
"""The format in which the tables themselves come back, when somebody has edited them."""

_ORIGINS = (
    "Whose knowledge the source records, which is what roots are: none (a retelling: its claims "
    "are untraced), self (the makers' own inquiry or measurement is the root), author (what its "
    "one author knew at first hand)."
)


@click.command("import", short_help="Bring what stands in other files into an INDEX.")
@click.argument("format", metavar="[FORMAT]", required=False)
@click.argument("files", metavar="[FILE]...", type=FOLDER, nargs=-1)
@click.option(
    "-i", "--index", type=FOLDER, default=None, help="The folder of the index.  [default: graph]"
)
@click.option("-o", "--output", "new", type=FOLDER, metavar="NEW", help="Make a new index of it.")
@click.option(
    "--map",
    "mapping",
    type=FOLDER,
    metavar="MAP.toml",
    help="What columns, relations and kinds mean; docs/imports.md tells how.",
)
@click.option(
    "--source",
    default="",
    metavar="SOURCE",
    help="The work that all of it is read in: the id of a source, or the title of a new "
    "one. The file's own title or name, unless you say.",
)
@click.option("--source-kind", default="", metavar="KIND", help="Of what kind a new source is.")
@click.option(
    "--origin",
    type=click.Choice(["none", "self", "author"]),
    default="none",
    show_default=True,
    help=_ORIGINS,
)
@click.option(
    "--relation",
    default="",
    metavar="WORD",
    help="The relation of rows that name none; a new one, if the ontology has none.",
)
@click.option("--symmetric", is_flag=True, help="That relation reads alike from either end.")
@click.option("--family", default="", metavar="F", help="The family of relations that are new.")
@click.option("--kind", default="", metavar="K", help="The kind of entities that tell none.")
@click.option("--nodes", type=FOLDER, metavar="FILE", help="A list of the entities.")
@click.option("--only", multiple=True, metavar="TYPE", help="Only objects of this type.")
@click.option("--query", type=FOLDER, metavar="FILE", help="A SPARQL query that says what to take.")
@click.option("--sheet", default="", help="The sheet of a workbook.")
@click.option("--encoding", default="", help="How the file encodes text, if not as UTF-8.")
@click.option("--delimiter", default="", help="What stands between columns.")
@click.option(
    "--set",
    "set_name",
    default="",
    metavar="NAME",
    help="What this set is called in came_from.csv; the id of its source, unless you say.",
)
@click.option(
    "--prune", is_flag=True, help="Take out what came from this set and is no longer in the file."
)
@click.option(
    "--dropped",
    type=FOLDER,
    metavar="FILE",
    help="Where to list what was dropped; dropped.csv in the index, unless you say.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be made, and write nothing.")
@click.option("--yes", is_flag=True, help="Write an edited workbook of the tables without asking.")
def command(
    format: str | None,  # noqa: A002
    files: tuple[Path, ...],
    index: Path | None,
    new: Path | None,
    **options: Any,
) -> None:
    """Bring what stands in FILEs into an index, or make a new one of them.

    Without FORMAT, the formats are listed. It says what was read, made, dropped and guessed, then
    checks the whole; an error, and nothing is written. A file that was imported before, or a newer
    one of the same set, brings the rows that came from it up to date: what was changed by hand
    stays. A workbook that "cardindex export xlsx" has made comes back as a diff to be accepted.
    "cardindex undo" takes an import back.

    \b
    Example: cardindex import csv edges.csv --relation knew --symmetric -o quakers
    """
    from cardindex.errors import UnknownName
    from cardindex.imports import FORMATS

    if format is None:
        _print_formats()
        return
    if new is not None and index is not None:
        message = "-i and -o exclude each other: an index that is there, or a new one"
        raise click.UsageError(message)
    if format not in FORMATS and format != WORKBOOK:
        raise UnknownName("format", format, {*FORMATS, WORKBOOK})
    if not files:
        message = f"name the file to import: cardindex import {format} FILE"
        raise click.UsageError(message)
    folder = new or index or Path("graph")
    ledger = _into(folder, new)
    if format == WORKBOOK and ledger is not None and _is_of_tables(files):
        _take_back(files[0], ledger, options)
    else:
        _take(FORMATS[format], files, folder, ledger, options)


def _into(folder: Path, new: Path | None) -> Ledger | None:
    """Return the ledger of an index that is there; None for a folder where one may be made."""
    from cardindex.atomic import refuse_full
    from cardindex.cli.entering import opened

    if new is None:
        return opened(folder)
    refuse_full(new)
    return None


def _print_formats() -> None:
    import pandas as pd

    from cardindex.cli.output import print_frame
    from cardindex.imports import FORMATS

    rows = [(name, ", ".join(each.extensions), each.description) for name, each in FORMATS.items()]
    print_frame(pd.DataFrame(rows, columns=["format", "extensions", "what it is"]), None)


def _take(
    format_: Format,
    files: tuple[Path, ...],
    folder: Path,
    ledger: Ledger | None,
    options: dict[str, Any],
) -> None:
    from cardindex import imports, ontology
    from cardindex.cli.meanings import asking
    from cardindex.imports import report, taking

    if format_.restores and not options["query"]:
        place = None if options["dry_run"] else folder
        if _restore(format_, files, ledger, place):
            return
    wishes, how = _said(options)
    taken = asking(
        lambda told: imports.prepared(format_, files, ledger, told, how),
        wishes,
        ledger.vocabulary if ledger else ontology.load(ontology.packaged_path()),
        asked=sys.stdin.isatty() and sys.stderr.isatty(),
    )
    for sentence in report.sentences(taken):
        echo(sentence, err=True)
    _refuse_errors(taken)
    if options["dry_run"]:
        _write_dropped(taken, options["dropped"])
        echo(f"nothing was written; {folder} would change", err=True)
        return
    taking.write(taken, ledger, folder)
    dropped = options["dropped"]
    _write_dropped(taken, dropped or folder / taking.DROPPED, dropped)
    echo(_done(taken, ledger, folder))


def _restore(
    format_: Format, files: tuple[Path, ...], ledger: Ledger | None, folder: Path | None
) -> bool:
    """Make an index of a dump of ours, if a folder is given; tell whether the file is a dump."""
    from cardindex.imports import Unreadable, rdfdumps

    texts = format_.restores(files[0]) if format_.restores and len(files) == 1 else None
    if texts is None:
        return False
    if ledger is not None:
        how = f"cardindex import {format_.name} {files[0]} -o NEW"
        message = f"{files[0]}: is a dump of a whole index; make an index of it: {how}"
        raise Unreadable(message)
    if folder is None:
        echo("nothing was written; it is the dump of a whole index", err=True)
        return True
    rdfdumps.write(texts, folder)
    echo(f'made {folder} of the dump of an index; "cardindex check {folder}" checks it')
    return True


def _done(taken: Taken, ledger: Ledger | None, folder: Path) -> str:
    if ledger is None:
        return f'made {folder}; "cardindex view -i {folder}" shows it'
    if not taken.entry.changes:
        return "nothing to change"
    return f"{taken.entry.what} as the set {taken.origin}"


def _said(options: dict[str, Any]) -> tuple[Wishes, How]:
    """Split the options into those for readers of formats and those for the rest of the import."""
    from cardindex.imports import How, Wishes, read_mapping

    mapping = read_mapping(options["mapping"]) if options["mapping"] else {}
    said = {name: str(options[name]) if options[name] else None for name in ("nodes", "query")}
    same = ("relation", "symmetric", "kind", "sheet", "encoding", "delimiter", "only")
    told: dict[str, Any] = {**{name: options[name] for name in same}, **said}
    wishes = Wishes(**told, mapping=mapping)
    also = ("source", "source_kind", "origin", "family", "set_name", "prune")
    return wishes, How(**{name: options[name] for name in also})


def _refuse_errors(taken: Taken) -> None:
    from cardindex.errors import InvalidIndex

    if taken.errors:
        echo("what would come of it is wrong, and nothing was written:", err=True)
        raise InvalidIndex(taken.errors)


def _write_dropped(taken: Taken, path: Path | None, asked: Path | None = None) -> None:
    from cardindex.atomic import write_text
    from cardindex.imports import report

    if path is None or not (taken.dropped or asked or path.exists()):
        return
    write_text(path, report.dropped_text(taken))
    if taken.dropped:
        echo(f"{path} lists what was dropped", err=True)


def _is_of_tables(files: tuple[Path, ...]) -> bool:
    """Tell whether what is to come back is a workbook of the tables."""
    from cardindex import workbooks
    from cardindex.imports import FORMATS

    return WORKBOOK not in FORMATS or (len(files) == 1 and workbooks.is_of_tables(files[0]))


def _take_back(workbook: Path, ledger: Ledger, options: dict[str, Any]) -> None:
    """Show an edited workbook of the tables as a diff, and write it when that is accepted."""
    from cardindex import workbooks
    from cardindex.cli.entering import show_rows, tell_problems
    from cardindex.cli.output import count
    from cardindex.errors import InvalidIndex
    from cardindex.tables import COLUMNS

    dry_run, yes = options["dry_run"], options["yes"]
    book = workbooks.read(workbook)
    if book.problems:
        raise InvalidIndex(book.problems)
    for name in book.unused:
        echo(f"the sheet {name} is no table, and is not read", err=True)
    now = {table: ledger.rows(table) for table in COLUMNS}
    entry = workbooks.returned(book, now, f"took in {workbook.name}")
    for note in entry.notes:
        echo(note, err=True)
    if not entry.changes:
        echo("nothing to change")
        return
    show_rows(entry.changes)
    if tell_problems(ledger, entry):
        echo("nothing was written", err=True)
        sys.exit(1)
    asked = sys.stdin.isatty() and not (dry_run or yes)
    if dry_run or not (yes or (asked and click.confirm("Write this?", err=True))):
        how = "" if dry_run or asked else "; --yes writes it"
        echo(f"{count(len(entry.changes), 'row')} would change{how}", err=True)
        return
    ledger.write(entry)
    echo(f"{entry.what}: {count(len(entry.changes), 'row')}")
