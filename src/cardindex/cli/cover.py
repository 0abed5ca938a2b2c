"""cardindex cover: what each paragraph or page of a source yielded."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.options import FOLDER, index_option, meant, table_option


@click.command("cover")
@click.argument("source")
@index_option
@click.option("--unread", is_flag=True, help="List only what has not been read.")
@click.option("--texts", type=FOLDER, metavar="DIR", help="The folder of the texts.")
@table_option
def command(source: str, index: Path, unread: bool, texts: Path | None, form: str | None) -> None:
    """List what each place of a source yielded.

    For each paragraph or page of SOURCE: its claims, or that it states no relation (silent.csv
    says so), or that it is unread. With its text in the folder that --texts names, all of its
    paragraphs are listed, and locators beyond its end; without it, those up to the last locator.

    \b
    Example: cardindex cover essay
    """
    from cardindex.cli.output import print_frame, print_notes
    from cardindex.coverage import NOWHERE, PAST, UNREAD, coverage, length
    from cardindex.index import Index
    from cardindex.passages import read_texts, text_source

    opened = Index.open(index)
    source = meant(opened, source, "source")
    held = text_source(opened, source)
    text = read_texts(opened, texts).get(held) if texts else None
    frame = coverage(opened, source, text)
    print_frame(frame[frame["states"] == UNREAD] if unread else frame, form)
    last = length(opened, source, text)
    past = ", ".join(map(str, frame.loc[frame["states"] == PAST, "place"]))
    nowhere = ", ".join(map(str, frame.loc[frame["states"] == NOWHERE, "place"]))
    if nowhere:
        print_notes([f"these are named, and the text of {held} does not have them: {nowhere}"])
    if past:
        print_notes([f"{held} ends with place {last}, and these are named: {past}"])
    if not last:
        mend = (
            f"no text of it is at hand; name its file {held}.txt" if texts and text is None
            else "its unit is not counted in texts" if texts
            else "--texts names the folder of its text"
        )  # fmt: skip
        print_notes([f"How long {held} is, is not known, only what is named: {mend}."])
