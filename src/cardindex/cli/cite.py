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
@click.option(
    "--language", default="", metavar="en",
    help="The language of the text, where its words do not tell.",
)  # fmt: skip
@table_option
def command(
    source: str, words: str, index: Path, texts: Path, language: str, form: str | None
) -> None:
    """Find the sentence in the text of SOURCE that holds the WORDS.

    Prints the locator, start, end and seal of a citation. "first … last" takes in all sentences
    from the first words to the last. Quotation marks, dashes, accents, case and spacing do not
    matter. Standard error names a passage that ends with an abbreviation, or begins after one:
    look whether it is whole.

    \b
    Example: cardindex cite essay "more permanent funding" --texts ../texts
    """
    import pandas as pd

    from cardindex.cli.output import print_frame, print_notes
    from cardindex.index import Index
    from cardindex.passages import cite, read_texts

    opened = Index.open(index)
    found = cite(
        opened, meant(opened, source, "source"), words, read_texts(opened, texts), language
    )
    columns = ["locator", "start", "end", "seal", "passage"]
    rows = [(place.locator, place.start, place.end, place.seal, place.passage) for place in found]
    print_frame(pd.DataFrame(rows, columns=columns), form)
    print_notes(
        f"the passage at {place.start} {doubt}; look whether it is whole"
        for place in found
        for doubt in place.doubts
    )
