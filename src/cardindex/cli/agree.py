"""cardindex agree: how far two codings of one text agree."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.options import FOLDER, table_option
from cardindex.cli.printing import echo


@click.command("agree", short_help="Measure how far two codings of one text agree.")
@click.argument("one", type=FOLDER)
@click.argument("other", type=FOLDER, required=False)
@click.option(
    "--coders", nargs=2, metavar="A B", help="Within ONE: what coder A cites beside what B does."
)
@click.option(
    "--same", nargs=2, multiple=True, metavar="A B",
    help="What is A in the first coding is B in the second, an entity or a work. Repeatable.",
)  # fmt: skip
@click.option("--paragraphs", default="", metavar="RANGE", help="Only of these: 106-122 or 3,5-9.")
@click.option("--source", default="", help="Only citations of this work and of what stands in it.")
@click.option(
    "--differences", "listed", is_flag=True, help="List where the two differ, and not how far."
)
@table_option
def command(
    *,
    one: Path,
    other: Path | None,
    coders: tuple[str, str] | None,
    same: tuple[tuple[str, str], ...],
    paragraphs: str,
    source: str,
    listed: bool,
    form: str | None,
) -> None:
    """Compare two codings of one text, made by two readers, in the folders ONE and OTHER.

    It tells which entities and pairs of entities both have (a pair at the same place) and, of the
    shared pairs, how often relation, direction, mode, stance, certainty and chain are the same, in
    per cent and as Krippendorff's alpha for nominal data. A folder needs claims.csv and
    citations.csv; neither has to pass "cardindex check". With --coders there is one folder, in
    which two coders have read the same text: a machine's drafts count for the person who accepted
    them, too. Ids are compared as they are spelt, unless --same says that two mean one.

    \b
    Example: cardindex agree coding/one coding/other --paragraphs 106-122
    """
    from cardindex.cli.output import print_frame
    from cardindex.intercoder import differences, parse_paragraphs, read, renamed, summary

    chosen = parse_paragraphs(paragraphs)
    if (other is None) == (coders is None):
        message = "give two folders, or one folder and --coders A B"
        raise click.UsageError(message)
    codings = [
        read(folder, chosen, source, coder)
        for folder, coder in zip((one, other or one), coders or ("", ""), strict=True)
    ]
    for coding in codings:
        for told in coding.left_out:
            echo(told, err=True)
    codings[1] = renamed(codings[1], {theirs: ours for ours, theirs in same})
    if listed:
        print_frame(differences(*codings), form)
    else:
        frame = summary(*codings)
        frame["alpha"] = frame["alpha"].round(3)
        print_frame(frame.astype(object).where(frame.notna(), None), form)
