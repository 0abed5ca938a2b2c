"""cardindex drafts: proposed claims, checked against the texts before anybody reads them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardindex.cli.options import FOLDER, default_texts_option, index_option, table_option, texts_of
from cardindex.cli.printing import echo

if TYPE_CHECKING:
    import pandas as pd

    from cardindex.drafts import Held
    from cardindex.drafts.holding import Placed
    from cardindex.drafts.reading import Lines


@click.command("drafts", short_help="Hold drafts of claims against the texts.")
@click.argument("drafts", nargs=-1, type=FOLDER, metavar="[FILE]...")
@index_option
@default_texts_option
@click.option("--take", is_flag=True, help="Add what may be read to the drafts of the index.")
@click.option("--refused", "listed", is_flag=True, help="List what is refused, and why.")
@table_option
def command(
    drafts: tuple[Path, ...],
    index: Path,
    texts: Path | None,
    take: bool,
    listed: bool,
    form: str | None,
) -> None:
    """List the drafts in each FILE (those of the INDEX unless you name one) that may be read.

    A draft is one JSON object a line: docs/draft.schema.json says what it holds. Answers of
    language models to that schema are read, and what LangExtract writes. A draft that quotes words
    which are not in the text, or names a source or a relation that the index does not have, is
    refused and counted. A draft is no claim: it becomes one when a person accepts it, in
    "cardindex desk". Exit code 1 if there are drafts and none may be read.

    \b
    Example: cardindex drafts answers.jsonl --texts ../texts --take
    """
    from cardindex import drafts as proposals
    from cardindex.cli.output import count, print_frame
    from cardindex.index import Index
    from cardindex.passages import read_texts

    opened = Index.open(index)
    own = index / proposals.FILE
    before: Lines = proposals.read(own)[0] if own.exists() else []
    at_hand = read_texts(opened, texts_of(index, texts))
    paths = drafts or (own,)
    known: Lines = before if drafts else []
    held = []
    for path in paths:
        read, malformed = proposals.read(path)
        held.append(proposals.hold(opened, at_hand, read, path.name, known))
        held[-1] = proposals.Held(held[-1].placed, (*malformed, *held[-1].refused))
        known = [*known, *read]
    placed = [one for each in held for one in each.placed]
    if listed:
        print_frame(_refusals(held), form)
    elif placed or form:
        print_frame(_readable(placed), form)
    if take and drafts:
        proposals.write(own, [*(draft for _, draft in before), *(one.draft for one in placed)])
    _tell(held, len(placed))
    if take and drafts:
        echo(f"added {count(len(placed), 'draft')} to {own}", err=True)
    if not placed and any(each.refused for each in held):
        sys.exit(1)


def _readable(placed: list[Placed]) -> pd.DataFrame:
    import pandas as pd

    rows = [
        (
            one.line, one.draft.source, one.place.locator, one.subject or one.draft.subject,
            one.draft.relation, one.object or one.draft.object, one.draft.when,
            one.draft.stance or "affirms", one.draft.chain,
        )
        for one in placed
    ]  # fmt: skip
    columns = [
        "line", "source", "locator", "subject", "relation", "object", "when", "stance", "chain",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _refusals(held: list[Held]) -> pd.DataFrame:
    import pandas as pd

    refused = (problem for each in held for problem in each.refused)
    rows = [(it.file, it.row, it.column, it.code, it.message) for it in refused]
    return pd.DataFrame(rows, columns=["file", "line", "field", "code", "why"])


def _tell(held: list[Held], placed: int) -> None:
    from collections import Counter

    from cardindex.cli.output import count
    from cardindex.drafts.holding import REASONS

    counts: Counter[str] = Counter()
    for each in held:
        counts.update(each.counts)
    refused = len({(it.file, it.row) for each in held for it in each.refused})
    echo(f"{count(placed, 'draft')} may be read; {refused} refused", err=True)
    for code, number in counts.most_common():
        echo(f"  {number}: {REASONS[code]}", err=True)
