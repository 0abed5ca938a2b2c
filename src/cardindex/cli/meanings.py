"""Questions at a terminal: what a word of an imported file means, if no relation or kind has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from cardindex.characters import shown
from cardindex.cli.printing import echo

if TYPE_CHECKING:
    from cardindex.imports import Taken, Wishes
    from cardindex.imports.words import UnknownWords
    from cardindex.ontology import Vocabulary

NEW, WITHOUT = "new", "-"


def asking(
    work: Callable[[Wishes], Taken], wishes: Wishes, vocabulary: Vocabulary, *, asked: bool
) -> Taken:
    """Return the result of an import; where ``asked``, ask at the terminal what unknown words mean.

    Raises what ``work`` does, UnknownWords only where nobody is asked.
    """
    from cardindex.imports.words import UnknownWords

    while True:
        try:
            return work(wishes)
        except UnknownWords as unknown:
            if not asked:
                raise
            table = "relations" if unknown.what == "relation" else "kinds"
            said = _answers(unknown, vocabulary)
            mapping: dict[str, Any] = dict(wishes.mapping)
            wishes = replace(wishes, mapping={**mapping, table: {**mapping.get(table, {}), **said}})


def _answers(unknown: UnknownWords, vocabulary: Vocabulary) -> dict[str, Any]:
    is_relation = unknown.what == "relation"
    leave = f', "{WITHOUT}" to leave it out' if is_relation else ""
    echo(f'for each, say which of ours it is, "{NEW}" for a new one{leave}', err=True)
    answers: dict[str, Any] = {}
    for word, near in unknown.words.items():
        text = f'the {unknown.what} "{shown(word)}" is'
        answer = click.prompt(text, default=near or NEW, err=True).strip()
        answers[word] = answer
        if answer == NEW:
            answers[word] = _new_relation(vocabulary) if is_relation else {"label": word}
        elif answer == WITHOUT and is_relation:
            answers[word] = ""
    return answers


def _new_relation(vocabulary: Vocabulary) -> dict[str, Any]:
    families = [*vocabulary.families]
    family = click.prompt("  of the family", type=click.Choice(families), err=True)
    symmetric = click.confirm("  and reads alike from either end", default=False, err=True)
    return {"family": family, "symmetric": symmetric}
