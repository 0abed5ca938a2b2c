"""cardindex show: the card of an entity."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cardindex.cli.options import index_option, read_slice, slice_options, text_option, texts_option
from cardindex.cli.printing import echo, echo_json, styled

if TYPE_CHECKING:
    from cardindex.cards import Card, Cited, Line, SaidToBe


@click.command("show", short_help="Show the card of an entity: claims, and who says so.")
@click.argument("entity")
@index_option
@slice_options
@texts_option
@text_option
def command(entity: str, index: Path, texts: Path | None, form: str, **options: Any) -> None:
    """Show the card of an ENTITY: its names, and its claims with who says so.

    Claims of every standing and mode are shown, each with its standing, unless you choose. With
    --identities the card gathers what is told of all who are said to be the ENTITY, and under
    which name.

    \b
    Example: cardindex show kgb --family money
    """
    from cardindex.cards import card
    from cardindex.cli.output import print_notes
    from cardindex.evidence import tally
    from cardindex.index import Index
    from cardindex.passages import read_texts
    from cardindex.slices import EVERYTHING

    opened = Index.open(index)
    selection = tally(opened, read_slice(opened, options, EVERYTHING))
    found = card(selection, entity, read_texts(opened, texts) if texts else None)
    if form == "json":
        from dataclasses import asdict

        echo_json(asdict(found))
    else:
        _print_card(found)
    print_notes(selection.notes)


def _print_card(card: Card) -> None:
    from cardindex.cli.output import heading

    echo(f"{heading(card.label)}  {card.entity} · {card.kind}")
    if card.description:
        echo(card.description)
    for name, kind in card.names:
        echo(f"  {kind}: {name}")
    for title, others in (
        ("Said to be", card.said_to_be), ("Under this name", card.under_this_name),
    ):  # fmt: skip
        if others:
            echo(f"  {title}: {'; '.join(map(_who, others))}")
    for family, lines in card.families:
        echo(f"\n{heading(family)}")
        for line in lines:
            _print_line(line)
    if not card.families:
        echo("\nNo claim in this slice.")


def _who(other: SaidToBe) -> str:
    from cardindex.cli.output import standing

    told = standing(other.standing, other.support_low, other.support_high)
    return f"{other.label} ({', '.join(other.claims)}, {told})"


def _print_line(line: Line) -> None:
    from cardindex.cli.output import standing

    marks = [standing(line.standing, line.support_low, line.support_high)]
    marks += [f"{line.works} works"] if line.works > 1 else []
    echo(f"  {line.claim}  {line.sentence}  [{', '.join((*marks, *line.remarks))}]")
    if line.under:
        echo(f"        told of {' and '.join(line.under)}")
    if line.loop:
        echo(f"        told in a circle: {line.loop}")
    if line.gloss:
        echo(f"        {line.gloss}")
    for cited in line.citations:
        echo(styled(f"        {_told(cited)}", dim=True))
        if cited.passage:
            echo(f"          “{cited.passage}”")


def _told(cited: Cited) -> str:
    located = f" {cited.locator}" if cited.locator else ""
    certainty = "" if cited.certainty == "stated" else f" as {cited.certainty}"
    parts = [
        f"{cited.work}{located} {cited.stance}{certainty}",
        cited.via,
        f"leans on {cited.leans_on}" if cited.leans_on else "",
        f"root: {', '.join(cited.roots) or 'unknown'}",
        f"{cited.remark} the work that it quotes" if cited.remark else "",
        cited.note,
    ]
    return "; ".join(part for part in parts if part)
