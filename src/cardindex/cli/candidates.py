"""cardindex candidates: who of two indexes may be one, as a list that people fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardindex.cli.options import FOLDER, table_option
from cardindex.cli.printing import echo

if TYPE_CHECKING:
    from cardindex.merging import Listed


@click.command("candidates", short_help="List who of two indexes may be one, to be judged.")
@click.argument("indexes", metavar="A B…", nargs=-1, required=True, type=FOLDER)
@click.option("--name", "names", multiple=True, help="What an index is called, in turn.")
@click.option(
    "--decisions", type=FOLDER, metavar="FILE",
    help="What was judged before: a list that was filled in, or a merged index.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=FOLDER, metavar="FILE",
    help="Write the list; what was judged in a list that is there stays.",
)  # fmt: skip
@click.option(
    "--least", type=click.FloatRange(0, 1), default=0.3, show_default=True,
    help="The score from which on two are listed.",
)  # fmt: skip
@table_option
def command(
    indexes: tuple[Path, ...],
    *,
    names: tuple[str, ...],
    decisions: Path | None,
    output: Path | None,
    least: float,
    form: str | None,
) -> None:
    """List entities and claims of indexes A, B … that may be one, with a score and reasons.

    Nothing is decided here. Write the list to a file, put same, not or unsure into the column
    "decision" of the rows that you have judged, your name into "who", a reason into "why", and
    give the file to "cardindex merge --decisions". When an index has changed, write the list
    again: what was judged stays, and what is new is added.

    \b
    Example: cardindex candidates graph other -o who-is-who.csv
    """
    from cardindex import atomic, merging
    from cardindex.cli.output import count

    if len(indexes) == 1 and merging.is_whole(indexes[0]):
        raise click.UsageError(
            f"{indexes[0]} is a merged index: name those that it was made of, and it by --decisions"
        )
    if len(indexes) < 2:
        raise click.UsageError("name two indexes, or more")
    parties = merging.opened(indexes, names)
    before = merging.judged(decisions) if decisions else []
    if output and output.exists():
        pairs = {(row["one"], row["other"], row["who"]) for row in before}
        before += [row for row in merging.judged(output)
                   if (row["one"], row["other"], row["who"]) not in pairs]  # fmt: skip
    found = merging.listed(parties, before, least=least)
    if output:
        atomic.write_text(output, merging.text(found))
    else:
        _print(found, form)
    for end in dict.fromkeys(found.gone):
        echo(f"{end} has gone; take its row out, or give it the id that it has now", err=True)
    told = f"{count(len(found.new), 'candidate')} to be judged, {len(found.judged):,} judged before"
    echo(f"{told}; a score is no proof", err=True)


def _print(found: Listed, form: str | None) -> None:
    import pandas as pd

    from cardindex.cli.output import print_frame
    from cardindex.merging import listing

    frame = pd.DataFrame([*found.judged, *found.new], columns=list(listing.COLUMNS)).fillna("")
    print_frame(frame, form)
