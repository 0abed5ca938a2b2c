"""cardindex text: the texts of sources, made from files, listed and searched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardindex.cli.options import FOLDER, default_texts_option, index_option, table_option, texts_of

if TYPE_CHECKING:
    from cardindex.sourcetexts import Addition


@click.group("text", short_help="Make texts of sources from files, list them, find in them.")
def command() -> None:
    """Make the texts of sources from files, list them, and find words in all of them.

    A text lies in a folder of texts as SOURCE.txt; where its pages, folios or documents begin is
    told beside it, in SOURCE.units.csv. cite, verify and cover read both.

    \b
    Examples: cardindex text add report.pdf --source harbour-inquiry
              cardindex text find "lantern"
              cardindex text list
    """


@command.command("add", short_help="Make the text of a source from files.")
@click.argument("files", nargs=-1, required=True, type=FOLDER)
@click.option("--source", required=True, metavar="ID", help="The source whose text it is.")
@index_option
@default_texts_option
@click.option("--unit", default="", help="What its locators count, if sources.csv does not say.")
@click.option("--kind", default="", help="With --title: adds a source that is not there yet.")
@click.option("--title", default="", help="What the new source is called.")
@click.option("--replace", "again", is_flag=True, help="Put it in place of a text that is there.")
@click.option(
    "--first-page", type=click.IntRange(0, 999_999), default=0, metavar="N",
    help="The number printed on the first page of a PDF that does not tell it.",
)  # fmt: skip
@click.option("--heads", is_flag=True, help="Keep the running heads of a PDF.")
@click.option("--edited", is_flag=True, help="Of TEI, the editors' spelling, not the document's.")
@click.option("--unwrap", is_flag=True, help="Make each paragraph of a plain text one line.")
@click.option("--encoding", default="", help="That of a plain text which is not UTF-8.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
def add(  # noqa: PLR0917 - click calls it by names
    files: tuple[Path, ...], source: str, index: Path, texts: Path | None, unit: str, kind: str,
    title: str, again: bool, first_page: int, heads: bool, edited: bool, unwrap: bool,
    encoding: str, dry_run: bool,
) -> None:  # fmt: skip
    """Make the text of a source from FILES: text, Markdown, HTML, DOCX, ODT, RTF, EPUB, PDF, TEI.

    Several files follow on each other. What was lost, moved or left out is told. A text that is
    there already is replaced only with --replace, and which seals no longer hold is told then.
    All is written, or nothing.

    \b
    Example: cardindex text add report.pdf --source harbour-inquiry
    """
    from cardindex.atomic import sweep
    from cardindex.cli.output import print_notes
    from cardindex.cli.printing import echo
    from cardindex.extraction import Options
    from cardindex.index import Index
    from cardindex.sourcetexts import NewSource, added

    folder = texts_of(index, texts)
    options = Options(encoding, unit, first_page, edited, heads, unwrap)
    addition = added(
        Index.open(index), source, files, folder,
        options=options, new=NewSource(kind, title), again=again,
    )  # fmt: skip
    if not dry_run and folder.is_dir():
        sweep(folder)
    if not dry_run:
        _write(index, addition)
    for path in _named(index, addition):
        echo(f"{'would write' if dry_run else 'wrote'} {path}")
    if not _named(index, addition):
        echo(f"the text of {addition.source} is this one already")
    print_notes(addition.told)


@command.command("find", short_help="Find words in all texts.")
@click.argument("words")
@index_option
@default_texts_option
@click.option("--source", default="", metavar="ID", help="Only in the text of this source.")
@click.option(
    "--around", type=click.IntRange(0, 10_000), default=60, show_default=True,
    help="How many characters of the text to show before and after.",
)  # fmt: skip
@table_option
def find(
    words: str, index: Path, texts: Path | None, source: str, around: int, form: str | None
) -> None:
    """Find WORDS in all texts, each with its source, locator and the words around.

    Case, accents, quotation marks, dashes and spacing do not matter; "first … last" spans what
    lies between. Exit code 0 whether something is found or not.

    \b
    Example: cardindex text find "lantern"
    """
    from dataclasses import astuple, fields

    import pandas as pd

    from cardindex.cli.options import meant
    from cardindex.cli.output import count, print_frame, print_notes
    from cardindex.index import Index
    from cardindex.passages import read_texts, text_source
    from cardindex.sourcetexts import Hit, found_in

    opened = Index.open(index)
    read = read_texts(opened, texts_of(index, texts))
    if source:
        held = text_source(opened, meant(opened, source, "source"))
        read = {id_: text for id_, text in read.items() if id_ == held}
    hits = list(found_in(opened, read, words, around))
    frame = pd.DataFrame(map(astuple, hits), columns=[field.name for field in fields(Hit)])
    print_frame(frame, form, cut=("before", "after"))
    where = count(len({hit.source for hit in hits}), "text")
    print_notes([f"{count(len(hits), 'place')} in {where}, of {len(read):,} at hand"])


@command.command("list", short_help="List the texts at hand, and how much of each is read.")
@index_option
@default_texts_option
@table_option
def list_(index: Path, texts: Path | None, form: str | None) -> None:
    """List the sources that are cited or whose text is at hand.

    For each: its title, whether its text is at hand, how long it is, what is counted in it, how
    many of its places have been read and how many not, and its sealed passages.

    \b
    Example: cardindex text list
    """
    from cardindex.cli.output import print_frame
    from cardindex.index import Index
    from cardindex.passages import read_texts
    from cardindex.sourcetexts import listed

    opened, folder = Index.open(index), texts_of(index, texts)
    empty = texts is None and not folder.exists()
    print_frame(listed(opened, {} if empty else read_texts(opened, folder)), form, cut=("title",))


def _write(index: Path, addition: Addition) -> None:
    """Write the files of an addition, and as an entry the row that it changes."""
    from dataclasses import replace

    from cardindex.atomic import writing_all
    from cardindex.editing import SOURCE, Ledger, add_row, edit

    if not addition.row:
        if addition.files:
            with writing_all(list(addition.files)) as places:
                for path, place in places.items():
                    place.write_bytes(addition.files[path].encode("utf-8"))
        return
    ledger = Ledger.open(index)
    if ledger.row(SOURCE, addition.source) is None:
        entry = add_row(ledger, SOURCE, addition.row)
    else:
        cells = {column: cell for column, cell in addition.row.items() if column != "id"}
        entry = edit(ledger, SOURCE, addition.source, cells)
    ledger.write(replace(entry, what=f"{entry.what}, beside its text"), addition.files)


def _named(index: Path, addition: Addition) -> list[Path]:
    """Return the files that an addition writes."""
    return [*addition.files, *([index / "sources.csv"] if addition.row else [])]
