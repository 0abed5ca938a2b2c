"""What cardindex compare does with two indexes, instead of two sources of one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cardindex.cli.printing import echo


def compare_indexes(
    folders: Sequence[str],
    names: Sequence[str],
    decisions: Path | None,
    show: str,
    form: str | None,
) -> None:
    """Print what two indexes say of the same, and where they part."""
    from cardindex import merging
    from cardindex.cli.output import print_frame

    held = merging.hold_together(merging.opened([Path(each) for each in folders], names), decisions)
    frame = held.rows
    if show == "meet":
        frame = frame[frame["meet"]]
    elif show != "links":
        frame = frame[frame["what"] == show]
    print_frame(frame, form, f"{folders[0]} and {folders[1]}", cut=("claims", "text"))
    for note in held.notes:
        echo(note, err=True)
