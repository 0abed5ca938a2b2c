"""cardindex cite: where a passage stands, and its seal."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.entering import cells_of, dry_run_option, enter, named
from cardindex.cli.entering import opened as opened_ledger
from cardindex.cli.options import default_texts_option, index_option, meant, table_option, texts_of


@click.command("cite", short_help="Find a passage in a text and print its seal.")
@click.argument("source")
@click.argument("words")
@index_option
@default_texts_option
@click.option(
    "--language", default="", metavar="en",
    help="The language of the text, where its words do not tell.",
)  # fmt: skip
@click.option("--into", metavar="CLAIM", help="Add the citation to this claim.")
@click.option("--locator", default="", help="Of several passages, that there; with --into.")
@click.option("--chain", default="", help="Whom it has it from; with --into.")
@click.option("--stance", default="affirms", show_default=True, help="With --into.")
@click.option("--certainty", default="stated", show_default=True, help="With --into.")
@click.option("--coder", default="", help="Who codes; with --into.")
@click.option("--note", default="", help="With --into.")
@dry_run_option
@table_option
def command(
    source: str,
    words: str,
    index: Path,
    *,
    texts: Path | None,
    language: str,
    form: str | None,
    into: str | None,
    locator: str,
    dry_run: bool,
    **cells: str,
) -> None:
    """Find the sentence in the text of SOURCE that holds the WORDS.

    Prints the locator, start, end and seal of a citation. "first … last" takes in all sentences
    from the first words to the last. Quotation marks, dashes, accents, case and spacing do not
    matter. Standard error names a passage that ends with an abbreviation, or begins after one:
    look whether it is whole.

    --into adds the citation to a claim, where the words stand in one passage alone.

    \b
    Example: cardindex cite essay "more permanent funding" --texts ../texts
    """
    import pandas as pd

    from cardindex.cli.output import print_frame, print_notes
    from cardindex.index import Index
    from cardindex.passages import cite, read_texts

    opened = Index.open(index)
    work = meant(opened, source, "source")
    found = cite(opened, work, words, read_texts(opened, texts_of(index, texts)), language)
    if into is not None:
        _add(
            index,
            into,
            {"source": work, **cells_of(found, words, locator), **cells},
            dry_run=dry_run,
        )
        return
    columns = ["locator", "start", "end", "seal", "passage"]
    rows = [(place.locator, place.start, place.end, place.seal, place.passage) for place in found]
    print_frame(pd.DataFrame(rows, columns=columns), form)
    print_notes(
        f"the passage at {place.start} {doubt}; look whether it is whole"
        for place in found
        for doubt in place.doubts
    )


def _add(index: Path, claim: str, cells: dict[str, str], *, dry_run: bool) -> None:
    from cardindex.editing import add_citation

    ledger = opened_ledger(index)
    _, id_ = named(ledger, claim, "claim")
    enter(ledger, add_citation(ledger, id_, [cells]), dry_run=dry_run)
