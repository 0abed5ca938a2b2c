"""cardindex propose: drafts of claims, made of names and cue words alone."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.options import default_texts_option, index_option, meant, texts_of
from cardindex.cli.printing import echo, echo_data


@click.command("propose", short_help="Propose drafts of claims from a text.")
@click.argument("source")
@index_option
@default_texts_option
@click.option("--coder", default="", metavar="ID", help="The coder whose drafts they are.")
@click.option("--take", is_flag=True, help="Add them to the drafts of the index.")
def command(source: str, index: Path, texts: Path | None, coder: str, take: bool) -> None:
    """Propose claims that the text of SOURCE may make: drafts, one JSON object a line.

    A draft is proposed where a sentence names two entities of the index and has a cue word of a
    relation that fits them. No model is asked, nothing leaves the machine, and much of it is
    wrong: it is for a person to read, beside the text, in "cardindex desk". What the index says
    already of the same words is left out.

    \b
    Example: cardindex propose essay --texts ../texts --take
    """
    from cardindex import drafts
    from cardindex.cli.output import count
    from cardindex.errors import CardindexError, UnknownName
    from cardindex.index import Index
    from cardindex.passages import read_texts, text_source

    opened = Index.open(index)
    work = meant(opened, source, "source")
    if coder and coder not in opened.coders:
        raise UnknownName("coder", coder, opened.coders)
    at_hand = read_texts(opened, texts_of(index, texts))
    held = text_source(opened, work)
    if held not in at_hand:
        message = f'no text of "{held}" is at hand; name its file {held}.txt'
        raise CardindexError(message)
    own = index / drafts.FILE
    before = drafts.read(own)[0] if own.exists() else []
    found = list(enumerate(drafts.proposed(opened, work, at_hand[held], coder), start=1))
    placed = drafts.hold(opened, at_hand, found, own.name, before).placed
    new = [one.draft for one in placed]
    if take:
        drafts.write(own, [*(draft for _, draft in before), *new])
        echo(f"added {count(len(new), 'draft')} to {own}", err=True)
    else:
        echo_data(drafts.to_lines(new))
        echo(count(len(new), "draft"), err=True)
