"""cardindex check: everything that is wrong with an index, at once."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardindex.cli.options import index_argument
from cardindex.cli.printing import echo, echo_json, styled

if TYPE_CHECKING:
    from cardindex.errors import Problem

# The most lines that are printed; the next check shows the rest.
_LINES = 100


@click.command("check")
@index_argument
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option("--all", "whole", is_flag=True, help="Print all problems, be they ever so many.")
def command(index: Path, as_json: bool, whole: bool) -> None:
    """Check the tables of an INDEX and say how to mend what is wrong.

    Every problem is a line file:row:column: what is wrong; how to mend it [code]. Rows with the
    same problem share a line, which names the first of them; after 100 lines the rest is counted.
    JSON has every row. Exit code 1 if there is an error; warnings alone leave it at 0.

    \b
    Example: cardindex check graph
    """
    from cardindex.checks import examine
    from cardindex.cli.output import count

    draft, problems = examine(index)
    errors = sum(problem.severity == "error" for problem in problems)
    if as_json:
        _print_json(problems)
    else:
        _print_lines(index, problems, whole=whole)
    if errors:
        echo(styled(count(errors, "error"), fg="red"), err=True)
        sys.exit(1)
    if draft is not None and not as_json:
        sizes = ", ".join(
            count(len(table), *nouns)
            for table, nouns in (
                (draft.claims, ("claim",)),
                (draft.citations, ("citation",)),
                (draft.sources, ("source",)),
                (draft.entities, ("entity", "entities")),
            )
        )
        wrong = count(len(problems), "warning") if problems else "nothing wrong"
        echo(f"{index}: {sizes}: {wrong}")


def _print_lines(index: Path, problems: Iterable[Problem], *, whole: bool) -> None:
    from cardindex.errors import alike

    found = alike(problems)
    # Where there are too many, errors come before warnings, each in the order of files.
    first = sorted(range(len(found)), key=lambda at: found[at][0].severity == "warning")
    chosen = range(len(found)) if whole else sorted(first[:_LINES])
    for problem, rows in (found[at] for at in chosen):
        kind = "" if problem.severity == "error" else styled("warning: ", fg="yellow")
        inside = "" if problem.code == "no-index" else f"{index}/"
        echo(f"{kind}{inside}{problem.line(rows)}")
    if len(found) > _LINES and not whole:
        echo(f"… and {len(found) - _LINES:,} more lines: --all prints them")


def _print_json(problems: list[Problem]) -> None:
    from dataclasses import asdict

    records = [asdict(problem) for problem in problems]
    echo_json(records)
