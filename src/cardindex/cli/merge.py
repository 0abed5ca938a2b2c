"""cardindex merge: several indexes in one, which records the index that each row is from."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.options import FOLDER
from cardindex.cli.printing import echo


@click.command("merge", short_help="Put several indexes together in one.")
@click.argument("indexes", metavar="A B…", nargs=-1, required=True, type=FOLDER)
@click.option("-o", "--output", type=FOLDER, required=True, help="The folder of the whole.")
@click.option(
    "--name", "names", multiple=True, help="What an index is called in the whole, in turn."
)
@click.option(
    "--decisions", type=FOLDER, metavar="FILE", help="Who is who: what was decided, as CSV."
)
@click.option("--who", default="", help="Who decided, where the file does not say.")
@click.option("--title", default="", help="What the whole is called.")
@click.option("--base", default="", help="Where the addresses of the whole begin.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
def command(
    indexes: tuple[Path, ...],
    *,
    output: Path,
    names: tuple[str, ...],
    decisions: Path | None,
    who: str,
    title: str,
    base: str,
    dry_run: bool,
) -> None:
    """Put indexes A, B … together in one, which says of each row whose it is (came_from.csv).

    A keeps its ids; what B calls alike is another thing and gets B's name behind its own, unless
    both have one base, or it is the same work by title and date. Who is who is decided by people:
    "cardindex candidates" lists who may be one, and --decisions takes the list with a decision
    (same, not, unsure) in each row that somebody has judged. A same is a claim of identity, with
    the decider as its source, so that it can be struck.

    Merging again into the same folder keeps what was decided there, and says what is new.
    "cardindex unmerge" gives any of the indexes back.

    \b
    Example: cardindex merge graph other -o both --dry-run
    """
    from cardindex import merging

    if len(indexes) < 2:
        raise click.UsageError("name two indexes, or more")
    parties = merging.opened(indexes, names)
    merged = merging.merge(parties, output, decisions=decisions, who=who, title=title, base=base)
    for line in (*merged.notes, *merged.news):
        echo(line, err=True)
    counts = ", ".join(f"{len(merged.rows[table]):,} {table}" for table in _TOLD)
    if dry_run:
        echo(f"would be {output}: {counts}")
        return
    merging.write(merged, output)
    echo(f"{output}: {counts}")
    echo(
        f'"cardindex view -i {output}" shows it; "cardindex candidates" lists who may be one',
        err=True,
    )


_TOLD = ("entities", "sources", "claims", "citations")
