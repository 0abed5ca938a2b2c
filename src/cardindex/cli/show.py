"""cardindex show: the card of an entity, a claim, a work or a relation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cardindex.cli.options import (
    found,
    index_option,
    read_slice,
    slice_options,
    text_option,
    texts_option,
)
from cardindex.cli.printing import echo, echo_json, styled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cardindex.cards.shapes import Card, Cited, Line, SaidToBe, Sheet
    from cardindex.evidence import Selection
    from cardindex.passages import Text


@click.command("show", short_help="Show the card of an entity: claims, and who says so.")
@click.argument("name", metavar="ENTITY")
@index_option
@slice_options
@texts_option
@text_option
def command(name: str, index: Path, texts: Path | None, form: str, **options: Any) -> None:
    """Show the card of an ENTITY: its names, and its claims with who says so.

    An entity is an id, in any case, a name, or a part of a name that no other has. A claim, a
    source or a relation can be shown too, by its id or name; entity:, claim:, source: or relation:
    before it tells them apart.

    Claims of every standing and mode are shown, each with its standing, unless you choose. With
    --identities the card gathers what is told of all who are said to be the ENTITY, and under
    which name.

    \b
    Examples: cardindex show kgb --family money
              cardindex show "Moscow Centre"
              cardindex show c12
    """
    from cardindex.cli.output import print_notes
    from cardindex.evidence import tally
    from cardindex.index import Index
    from cardindex.passages import read_texts
    from cardindex.slices import EVERYTHING

    opened = Index.open(index)
    kind, id_ = found(opened, name, "entity", "claim", "source", "relation")
    selection = tally(opened, read_slice(opened, options, EVERYTHING))
    shown = _card(selection, kind, id_, read_texts(opened, texts) if texts else None)
    if form == "json":
        from dataclasses import asdict

        told = asdict(shown) if shown else None
        echo_json(told)
    else:
        _print(shown, id_)
    print_notes(selection.notes)


def _card(
    selection: Selection, kind: str, id_: str, texts: Mapping[str, Text] | None
) -> Card | Sheet | Line | None:
    from cardindex import cards

    if kind == "claim":
        return cards.claim_line(selection, id_, texts)
    if kind == "source":
        return cards.source_sheet(selection, id_, texts)
    if kind == "relation":
        return cards.relation_sheet(selection, id_, texts)
    return cards.card(selection, id_, texts)


def _print(shown: Card | Sheet | Line | None, id_: str) -> None:
    from cardindex.cards.shapes import Line, Sheet

    if shown is None:
        echo(f"Claim {id_} is not in this slice.")
    elif isinstance(shown, Line):
        _print_line(shown)
    elif isinstance(shown, Sheet):
        _print_sheet(shown)
    else:
        _print_card(shown)


def _print_sheet(sheet: Sheet) -> None:
    from cardindex.cli.output import heading

    echo(f"{heading(sheet.label or sheet.id)}  {sheet.id} · {sheet.kind}")
    for what, told in sheet.facts:
        echo(f"  {what}: {told}")
    _print_families(sheet.families)


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
    _print_families(card.families)


def _print_families(families: tuple[tuple[str, tuple[Line, ...]], ...]) -> None:
    from cardindex.cli.output import heading

    for family, lines in families:
        echo(f"\n{heading(family)}")
        for line in lines:
            _print_line(line)
    if not families:
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
