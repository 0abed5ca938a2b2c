"""cardindex weigh: what falls and what clears when a source is struck out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cardindex.cli.options import index_option, read_slice, slice_options, struck_by
from cardindex.cli.printing import echo, echo_json, on_terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from cardindex.evidence import Weight
    from cardindex.index import Index


@click.command("weigh", short_help="Say what falls and clears when a source is struck out.")
@click.argument("name", required=False)
@index_option
@slice_options
@click.option(
    "--format", "form", type=click.Choice(["table", "text", "csv", "json"]),
    help="How to print; without NAME a table on a terminal and CSV in a pipe, with NAME text.",
)  # fmt: skip
def command(name: str | None, index: Path, form: str | None, **options: Any) -> None:
    """Strike out a source, an author or an origin, and say what falls and what clears.

    NAME is a source id, or an entity id as author and origin; source:x, author:x and origin:x
    tell them apart. Without NAME, everything that can be struck is listed, by what it alone
    carries; a table has one row for what strikes the very same citations, as a memoir and its
    author do. Slice options limit what is told, not what is counted.

    \b
    Examples: cardindex weigh
              cardindex weigh kgb --family money
    """
    from dataclasses import replace

    from cardindex.cli.output import print_frame, print_notes
    from cardindex.evidence import alike, tally, weigh, weights
    from cardindex.index import Index
    from cardindex.slices import EVERYTHING

    opened = Index.open(index)
    within = replace(read_slice(opened, options, EVERYTHING), standings=EVERYTHING.standings)
    print_notes(tally(opened, within).notes if within.identities else ())
    if name is None:
        frame = weights(opened, within).reset_index()
        frame.insert(1, "title", [_title(opened, key) for key in frame["key"]])
        if form == "table" or (form not in {"csv", "json"} and on_terminal()):
            _print_weights(frame, alike(opened))
        else:
            print_frame(frame, None if form == "text" else form)
        return
    weight = weigh(opened, struck_by(opened, name), within)
    if form == "json":
        from dataclasses import asdict

        echo_json(asdict(weight))
    elif form in ("table", "csv"):
        print_frame(_frame(opened, weight), form)
    else:
        _print_weight(opened, weight)


_TITLE = 16  # how wide a title should be at least


def _print_weights(frame: pd.DataFrame, alike: Mapping[str, str]) -> None:
    """Print weights as a table for people: one row for all keys that strike the same citations."""
    import pandas as pd

    from cardindex.cli.output import GAP, print_frame, room, width

    order = {key: at for at, key in enumerate(alike)}
    figures = ["falls", "lost_pairs", "clears", "weakens", "citations"]
    rows = []
    some = frame[~frame["everything"]]
    for _, same in some.groupby(some["key"].map(alike), sort=False):
        keys = sorted(same["key"], key=order.__getitem__)
        title = same.loc[same["key"] == keys[0], "title"].iloc[0]
        rows.append(("\n".join(keys), title, *same[figures].iloc[0]))
    columns = ["key", "title", "falls", "pairs", "clears", "weakens", "citations"]
    table = pd.DataFrame(rows, columns=columns)
    left = room() - _TITLE - sum(width(table[name], name) + GAP for name in ("key", *columns[2:4]))
    for name in columns[4:]:
        left -= width(table[name], name) + GAP
        if left < 0:
            table = table.drop(columns=name)
    print_frame(table, "table", "What each source carries alone", cut=["title"])
    echo(
        "falls: claims; pairs: those that lose their last link. Keys of one row strike the very "
        "same citations. --format csv has each key and all figures.",
        err=True,
    )
    if everything := frame.loc[frame["everything"], "key"].tolist():
        echo(f"All was read through {', '.join(everything)}.", err=True)


def _title(index: Index, key: str) -> str:
    kind, _, id_ = key.partition(":")
    return index.titles[id_] if kind == "source" else index.label(id_)


def _frame(index: Index, weight: Weight) -> Any:
    import pandas as pd

    changes = [("falls", weight.falls), ("clears", weight.clears), ("weakens", weight.weakens)]
    rows = [
        (change, claim, index.claims.at[claim, "gloss"])
        for change, claims in changes
        for claim in claims
    ]
    return pd.DataFrame(rows, columns=["change", "claim", "gloss"])


def _print_weight(index: Index, weight: Weight) -> None:
    from cardindex.cards import sentence
    from cardindex.cli.output import count, heading

    struck = "; ".join(f"{_title(index, key)} ({key})" for key in weight.keys)
    echo(f"{heading('Struck')}: {struck}: {count(weight.citations, 'citation')}")
    if weight.everything:
        echo("Everything in this index was read through it: nothing is left without it.")
    parts = (
        ("Falls", weight.falls, "claim stands no longer", "claims stand no longer"),
        ("Clears", weight.clears, "claim now stands", "claims now stand"),
        ("Weakens", weight.weakens, "claim stands on fewer roots", "claims stand on fewer roots"),
    )
    for title, claims, one, many in parts:
        echo(f"\n{heading(title)}: {count(len(claims), one, many)}")
        for claim, row in index.claims.loc[list(claims)].iterrows():
            echo(f"  {claim}  {sentence(index, row)}")
    _print_pairs(index, "Pairs that lose their last link", weight.lost_pairs)
    _print_pairs(index, "Pairs that gain a first link", weight.gained_pairs)
    echo(f"\n{heading('Entities left without a link')}: {len(weight.orphaned)}")
    for entity in weight.orphaned:
        echo(f"  {index.label(entity)} ({entity})")


def _print_pairs(index: Index, title: str, pairs: tuple[tuple[str, str], ...]) -> None:
    from cardindex.cli.output import heading

    echo(f"\n{heading(title)}: {len(pairs)}")
    for one, other in pairs:
        echo(f"  {index.label(one)} – {index.label(other)}")
