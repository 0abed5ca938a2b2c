"""cardindex duplicates: what is likely told twice, and judgements on it."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.entering import KINDS, dry_run_option, enter, named, opened
from cardindex.cli.options import index_option, table_option


@click.command("duplicates", short_help="List likely duplicates, or judge two of them.")
@click.argument("pair", nargs=-1, metavar="[ONE OTHER]")
@index_option
@click.option(
    "--decide", "decision", type=click.Choice(["same", "not", "unsure"]),
    help="Judge ONE and OTHER, and have it remembered.",
)  # fmt: skip
@click.option("--who", default="", help="Who judges: a coder; needed where there are several.")
@click.option("--why", default="", help="Why.")
@dry_run_option
@table_option
def command(
    pair: tuple[str, ...],
    index: Path,
    decision: str | None,
    who: str,
    why: str,
    form: str | None,
    *,
    dry_run: bool,
) -> None:
    """List entities and claims that are likely told twice, with a score and why.

    What was judged (decisions.csv), tied, or said to be one is not listed again. "same" is also
    written where evidence looks for it: of claims as a tie, of entities as a claim of identity.

    \b
    Example: cardindex duplicates
             cardindex duplicates --decide not ida-quill nell-farrow --who ann --dry-run
    """
    if decision is None:
        if pair:
            message = "say with --decide what is judged of the two"
            raise click.UsageError(message)
        _print_pairs(index, form)
        return
    if len(pair) != 2:
        message = "name the two that are judged"
        raise click.UsageError(message)
    from cardindex.editing import decide

    ledger = opened(index)
    kind, one = named(ledger, pair[0], "entity", "claim")
    called = next(name for name, table in KINDS.items() if table == kind)
    _, other = named(ledger, pair[1], called)
    entry = decide(
        ledger, ledger.vocabulary, one, other, decision=decision, who=_judge(index, who), why=why
    )
    enter(ledger, entry, dry_run=dry_run)


def _judge(index: Path, who: str) -> str:
    """Return who judges: the one that is named, or the only person among the coders."""
    from cardindex import settings

    if who:
        return who
    coders, _ = settings.read(index)
    persons = [id_ for id_, coder in coders.coders.items() if coder.kind == settings.PERSON]
    if len(persons) == 1:
        return persons[0]
    named_ = f" ({', '.join(persons)})" if persons else "; add [coders.ann] to index.toml first"
    message = f"say with --who who judges{named_}"
    raise click.UsageError(message)


def _print_pairs(index: Path, form: str | None) -> None:
    import pandas as pd

    from cardindex.cli.output import print_frame
    from cardindex.editing import duplicates

    ledger = opened(index)
    called = {table: name for name, table in KINDS.items()}
    shown = {"entities": 2, "claims": -1}
    rows = [
        (
            called[each.kind], each.one, each.other, each.score, each.why,
            *((ledger.row(each.kind, id_) or ("",))[shown[each.kind]]
              for id_ in (each.one, each.other)),
        )
        for each in duplicates(ledger, ledger.vocabulary)
    ]  # fmt: skip
    columns = ["kind", "one", "other", "score", "why", "one_is", "other_is"]
    print_frame(pd.DataFrame(rows, columns=columns), form)
