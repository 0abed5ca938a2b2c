"""cardindex query: SPARQL over an index, in the embedded store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardindex.cli.options import index_option
from cardindex.cli.printing import echo, echo_data, echo_json_text, echo_turtle

if TYPE_CHECKING:
    from cardindex.index import Index
    from cardindex.named import NamedQuery


@click.command("query")
@click.argument("query", required=False)
@index_option
@click.option("-e", "--expression", metavar="SPARQL", help="The query itself.")
@click.option("--set", "values", multiple=True, metavar="NAME=VALUE", help="Set a parameter.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "turtle"]),
    help="How to print; a table on a terminal, CSV in a pipe, Turtle for a graph.",
)  # fmt: skip
@click.option("--print", "only_print", is_flag=True, help="Print the SPARQL and do not run it.")
def command(
    query: str | None, index: Path, expression: str | None, values: tuple[str, ...],
    form: str | None, only_print: bool,
) -> None:  # fmt: skip
    """Run a QUERY: a named one, a file, or SPARQL given with -e.

    Without QUERY, the named queries are listed with their parameters. The prefixes of the index
    (ci:, entity:, claim:, citation:, source: …) are declared already.

    \b
    Examples: cardindex query money-to --set who=pcch
              cardindex query -e "SELECT ?c { ?c ci:standing ci:Contested }"
    """
    from cardindex import named
    from cardindex.index import Index

    if query and expression:
        message = "give a named query or a file, or -e SPARQL, not both"
        raise click.UsageError(message)
    opened = Index.open(index)
    known = named.load(opened)
    if not (query or expression):
        _print_queries(known, form)
        return
    text = _text(opened, known, query or "", expression, _values(values))
    if only_print:
        echo_data(text, nl=True)
        return
    _print_answer(opened, text, form)


def _values(values: tuple[str, ...]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    for name, equals, _ in pairs:
        if not equals:
            message = f'--set {name}: write NAME=VALUE, such as "--set who=kgb"'
            raise click.UsageError(message)
    return {name: value for name, _, value in pairs}


def _text(
    opened: Index,
    known: dict[str, NamedQuery],
    query: str,
    expression: str | None,
    values: dict[str, str],
) -> str:
    from cardindex.errors import QueryError, UnknownName

    if query in known:
        return known[query].text(opened, values)
    if values:
        message = "only named queries have parameters to --set"
        raise QueryError(message)
    if expression:
        return expression
    path = Path(query)
    if path.suffix in (".rq", ".sparql") or path.is_file():
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            message = f"{path}: cannot be read: {error}"
            raise QueryError(message) from error
    raise UnknownName("query", query, known)


def _print_queries(known: dict[str, NamedQuery], form: str | None) -> None:
    import pandas as pd

    from cardindex.cli.output import print_frame

    rows = [
        (name, query.title, " ".join(f"{p.name}={p.kind}" for p in query.parameters))
        for name, query in known.items()
    ]
    print_frame(pd.DataFrame(rows, columns=["query", "title", "parameters"]), form)


def _print_answer(opened: Index, text: str, form: str | None) -> None:
    from cardindex.cli.output import print_frame
    from cardindex.store import Store

    answer = Store.of(opened).query(text)
    if answer.graph is not None:
        echo_turtle(answer.turtle())
    elif form == "json":
        echo_json_text(answer.json())
    elif answer.boolean is not None:
        echo("yes" if answer.boolean else "no")
    else:
        print_frame(answer.frame(), form)
    if not sys.stdout.isatty() and answer.graph is None and form == "turtle":
        echo("only CONSTRUCT and DESCRIBE answer in Turtle", err=True)
