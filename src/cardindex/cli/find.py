"""cardindex find: full-text search in an index."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.options import FOLDER, index_option, table_option
from cardindex.cli.printing import echo

_SHOWN = 20


@click.command("find", short_help="Find words in names, descriptions, titles, glosses and notes.")
@click.argument("words", nargs=-1, required=True)
@index_option
@click.option(
    "--kind", "kinds", multiple=True, metavar="KIND",
    help="Only what is of this kind: entity, source, claim, citation or text; may be repeated.",
)  # fmt: skip
@click.option(
    "--texts", type=FOLDER, metavar="DIR",
    help="Search the sources' texts, too, which lie in this folder (essay.txt).",
)  # fmt: skip
@click.option(
    "-n", "--top", type=click.IntRange(1), default=_SHOWN, show_default=True, metavar="NUMBER",
    help="Only so many, from the top.",
)  # fmt: skip
@table_option
def command(
    *,
    words: tuple[str, ...],
    index: Path,
    kinds: tuple[str, ...],
    texts: Path | None,
    top: int,
    form: str | None,
) -> None:
    """Find what has all the WORDS, names first; the last may be the beginning of a word.

    Case, accents and signs are folded. Words in double quotes stand side by side; the quotes are
    to reach the command: '"secret police"'. The index of words is kept beside the compiled one.

    \b
    Examples: cardindex find allen
              cardindex find '"secret police"' --kind claim
    """
    import pandas as pd

    from cardindex.cli.output import count, print_frame
    from cardindex.index import Index
    from cardindex.passages import read_texts
    from cardindex.search import Search

    opened = Index.open(index)
    search = Search.of(opened, read_texts(opened, texts) if texts else None)
    asked = " ".join(words)
    try:
        found = search.find(asked, kinds, top)
        near = [] if found.total else search.near(asked)
    finally:
        search.close()
    rows = [
        (hit.kind, hit.id, hit.place, hit.label, "".join(piece for piece, _ in hit.snippet).strip())
        for hit in found.hits
    ]
    frame = pd.DataFrame(rows, columns=["kind", "id", "place", "label", "text"])
    print_frame(frame, form, cut=("label", "text"))
    if near:
        echo("nothing is found; perhaps " + ", ".join(f"{id_} ({label})" for id_, label in near),
             err=True)  # fmt: skip
    elif not rows:
        echo("nothing is found", err=True)
    elif found.total > len(rows) or found.more:
        more = "more than " if found.more else ""
        echo(f"{len(rows)} of {more}{count(found.total, 'find')} are shown (-n)", err=True)
