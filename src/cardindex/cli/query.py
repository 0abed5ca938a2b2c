"""cardindex query: SPARQL over an index, in the embedded store."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardindex.cli.options import index_option
from cardindex.cli.output import print_notes
from cardindex.cli.printing import echo, echo_data, echo_json_text, echo_turtle, on_terminal

if TYPE_CHECKING:
    from cardindex.index import Index
    from cardindex.namedqueries import NamedQuery
    from cardindex.store import Answer, Limits
    from cardindex.store.remote import RemoteStore


LONGEST = 86_400
"""Seconds that a query can be given: a day."""


def _seconds(_: click.Context, __: click.Parameter, value: float) -> float:
    if not 0 < value <= LONGEST:
        message = f"{value:g} is no time to wait; give seconds above 0, up to {LONGEST} (a day)"
        raise click.BadParameter(message)
    return value


@click.command("query")
@click.argument("query", required=False)
@index_option
@click.option("-e", "--expression", metavar="SPARQL", help="The query itself.")
@click.option("--set", "values", multiple=True, metavar="NAME=VALUE", help="Set a parameter.")
@click.option(
    "--timeout", type=float, default=60, show_default=True, metavar="SECONDS",
    callback=_seconds, help="End the query after so long.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "turtle"]),
    help="How to print; a table on a terminal, CSV in a pipe, Turtle for a graph.",
)  # fmt: skip
@click.option("--print", "only_print", is_flag=True, help="Print the SPARQL and do not run it.")
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL endpoint that holds the index.")
@click.option("--base", metavar="IRI", default="", help="Which index of those at the endpoint.")
@click.option("--user", metavar="NAME", default="", help="Who you are at the endpoint; the "
              "password is in CARDINDEX_PASSWORD or ~/.netrc.")  # fmt: skip
@click.option("--token", is_flag=True, help="Send the bearer token that is in CARDINDEX_TOKEN.")
def command(
    query: str | None, index: Path, expression: str | None, *, values: tuple[str, ...],
    form: str | None, only_print: bool, timeout: float, endpoint: str | None, base: str,
    user: str, token: bool,
) -> None:  # fmt: skip
    """Run a QUERY: a named one, a file, or SPARQL given with -e.

    Without QUERY, the named queries are listed with their parameters. The prefixes of the index
    (ci:, entity:, claim:, citation:, source: …) and of its ontology are declared already.

    A query reads the index and nothing else: no other server (SERVICE), no file. It is ended after
    SECONDS, when it wants more than 1 GB of memory, and when its answer is longer than a million
    rows.

    With --endpoint the same queries are put to another server, into which "cardindex push" has
    loaded the index. Names of entities and sources in parameters are looked up in INDEX.

    \b
    Examples: cardindex query money-to --set who=pcch
              cardindex query -e "SELECT ?c { ?c ci:standing ci:Contested }"
              cardindex query contested --endpoint http://127.0.0.1:7878/query
    """
    from cardindex.store import Limits, Store, begin

    if query is not None and expression is not None:
        message = "give a named query or a file, or -e SPARQL, not both"
        raise click.UsageError(message)
    pairs = _values(values)
    asks = not only_print and not (query is None and expression is None)
    limits = Limits(seconds=timeout)
    if not endpoint and (base or user or token):
        message = "--base, --user and --token are about another server: name it by --endpoint"
        raise click.UsageError(message)
    if endpoint and asks:
        opened = _opener_if_there(index)
        text = _text(index, opened, query, expression, pairs)
        remote = _remote(endpoint, index, limits, base=base, user=user, token=token)
        _print_answer(remote.query(text), form)
        return
    store = begun = None
    if asks:
        begun = begin()
        store = Store.kept(index, limits, begun)
    opened = _opener(index)
    if store is None:
        opened()
    if query is None and expression is None:
        from cardindex import namedqueries

        _print_queries(namedqueries.load(index), form)
        print_notes(namedqueries.hidden(index).values())
        return
    text = _text(index, opened, query, expression, pairs)
    if only_print:
        echo_data(text, nl=True)
        return
    _print_answer((store or Store.keeping(opened(), limits, begun)).query(text), form)


def _opener(folder: Path) -> Callable[[], Index]:
    """Return a function that opens the index once; a query of a kept store may not need it."""
    from functools import cache

    @cache
    def opened() -> Index:
        from cardindex.index import Index

        return Index.open(folder)

    return opened


def _opener_if_there(folder: Path) -> Callable[[], Index]:
    """Return a function that opens the index to look up names, and explains if there is none."""

    def opened() -> Index:
        from cardindex.errors import QueryError

        if not folder.is_dir():
            message = (
                "a parameter names an entity, source or claim, and that is looked up in an index "
                f"here: there is none in {folder}; say where it is by -i"
            )
            raise QueryError(message)
        return _opener(folder)()

    return opened


def _remote(
    endpoint: str, folder: Path, limits: Limits, *, base: str, user: str, token: bool
) -> RemoteStore:
    """Return the endpoint, for the index with the base IRI of --base or of the local index."""
    from cardindex.remote import Address, from_environment
    from cardindex.settings import FILE
    from cardindex.store.remote import RemoteStore

    credentials = from_environment(Address.of(endpoint), user, token=token)
    here = None if base or not (folder / FILE).is_file() else _opener(folder)()
    return RemoteStore.open(endpoint, here, base=base, credentials=credentials, limits=limits)


def _values(values: tuple[str, ...]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    for name, equals, _ in pairs:
        if not equals:
            message = f'--set {name}: write NAME=VALUE, such as "--set who=kgb"'
            raise click.UsageError(message)
    return {name: value for name, _, value in pairs}


def _text(
    folder: Path, opened: Callable[[], Index], query: str | None, expression: str | None,
    values: dict[str, str],
) -> str:  # fmt: skip
    """Return the SPARQL that is asked for: of a named query, of a file, or as it was given."""
    from cardindex import namedqueries
    from cardindex.engine import plain
    from cardindex.errors import QueryError, UnknownName

    known = namedqueries.places(folder)
    if query in known:
        print_notes(note for name, note in namedqueries.hidden(folder).items() if name == query)
        return namedqueries.find(folder, query).text(opened, values)
    if values:
        message = "only named queries have parameters to --set"
        raise QueryError(message)
    if query is None:
        return plain(expression or "")
    if Path(query).suffix in (".rq", ".sparql") or _is_file(query):
        return namedqueries.read(Path(query))
    if "{" in query:
        message = "this looks like SPARQL, which is given with -e; QUERY is a name or a file"
        raise click.UsageError(message)
    raise UnknownName("query", query, known)


def _is_file(name: str) -> bool:
    """Tell whether there is a file of a name, which may be too long for one."""
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False


def _print_queries(known: dict[str, NamedQuery], form: str | None) -> None:
    import pandas as pd

    from cardindex.cli.output import print_frame

    rows = [
        (name, query.title, " ".join(f"{p.name}={p.kind}" for p in query.parameters))
        for name, query in known.items()
    ]
    print_frame(pd.DataFrame(rows, columns=["query", "title", "parameters"]), form)


def _print_answer(answer: Answer, form: str | None) -> None:
    from cardindex.cli.output import print_frame, print_rows

    if answer.graph is not None:
        echo_turtle(answer.turtle())
    elif form == "json":
        echo_json_text(answer.json())
    elif answer.boolean is not None:
        echo("yes" if answer.boolean else "no")
    elif (form or ("table" if on_terminal() else "csv")) == "csv":
        print_rows(answer.columns, answer.rows)
    else:
        print_frame(answer.frame(), form)
    if not sys.stdout.isatty() and answer.graph is None and form == "turtle":
        echo("only CONSTRUCT and DESCRIBE answer in Turtle", err=True)
