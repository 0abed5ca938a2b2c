"""cardindex cache: where compiled indexes are kept and how large they are; or delete them."""

from __future__ import annotations

import click

from cardindex.cli.printing import echo


@click.command("cache")
@click.option("--clear", is_flag=True, help="Take away all that is kept.")
def command(clear: bool) -> None:
    """Say where compiled indexes are kept and how large they are, or take them away.

    What follows from the tables of an index is kept in a folder of yours, so that the index opens
    at once the next time; it holds copies of the cells. Nothing is lost if it is deleted: it is
    made anew. CARDINDEX_CACHE=FOLDER moves it, CARDINDEX_CACHE=off does without it, and above 10
    GB (CARDINDEX_CACHE_SIZE, in GB) what was least recently used is deleted.

    \b
    Examples: cardindex cache
              cardindex cache --clear
    """
    from cardindex.compiled.place import OFF, VARIABLE, cache
    from cardindex.inputs import size

    place = cache()
    if place is None:
        echo(f"nothing is kept: {VARIABLE} is {OFF}, or there is no folder of yours to keep it in")
        return
    if clear:
        place.clear()
    found = place.entries()
    held = f"{size(sum(entry.size for entry in found))} of at most {size(place.most)}"
    echo(f"{place.folder}: {len(found):,} kept, {held}")
    problem = place.problem()
    if problem:
        echo(f"nothing more is kept there: {problem}", err=True)
