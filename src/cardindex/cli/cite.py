"""cardindex cite: where a passage stands, and its seal."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.options import FOLDER, index_option, meant, table_option


@click.command("cite", short_help="Find a passage in a text and print its seal.")
@click.argument("source")
@click.argument("words")
@index_option
@click.option("--texts", type=FOLDER, required=True, metavar="DIR", help="The folder of the texts.")
@table_option
def command(source: str, words: str, index: Path, texts: Path, form: str | None) -> None:
    """Find the sentence in the text of SOURCE that holds the WORDS.

    Prints the locator, start, end and seal of a citation. "first … last" takes in all sentences
    from the first words to the last. Quotation marks, dashes, case and spacing do not matter.

    \b
    Example: cardindex cite essay "more permanent funding" --texts ../texts
    """
    import pandas as pd

    from cardindex.cli.output import print_frame
    from cardindex.index import Index
    from cardindex.passages import cite, read_texts

    opened = Index.open(index)
    found = cite(opened, meant(opened, source, "source"), words, read_texts(opened, texts))
    columns = ["locator", "start", "end", "seal", "passage"]
    rows = [(place.locator, place.start, place.end, place.seal, place.passage) for place in found]
    print_frame(pd.DataFrame(rows, columns=columns), form)
