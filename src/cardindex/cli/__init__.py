"""The command line: one file a command; heavy imports happen in the command that needs them."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from cardindex.cli import ends
from cardindex.cli.printing import echo
from cardindex.watching import watching, working


def _print_version(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        from cardindex import __version__

        echo(f"cardindex {__version__}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Print the version and exit.",
)
@click.pass_context
def commands(context: click.Context) -> None:
    """A card index of who was linked to whom, and who says so.

    Every link is a claim with its source. An index is a folder of CSV tables ("graph" unless you
    name another); "cardindex init DIR" makes a new one.
    """
    # A server runs without end, so it has no bar; and it must start its workers from one thread.
    if sys.stderr.isatty() and context.invoked_subcommand != "serve":
        from cardindex.cli.bar import Bar

        context.with_resource(watching(Bar()))
        context.with_resource(working(f"cardindex {context.invoked_subcommand}"))


# One command a line, so that branches that add commands merge without conflict.
for module in (
    "add",
    "agree",
    "annotate",
    "build",
    "cache",
    "candidates",
    "check",
    "cite",
    "cluster",
    "compare",
    "cover",
    "delete",
    "desk",
    "diff",
    "drafts",
    "duplicates",
    "edit",
    "export",
    "find",
    "fmt",
    "import_",
    "init",
    "merge",
    "path",
    "propose",
    "push",
    "query",
    "rank",
    "redo",
    "rename",
    "renumber",
    "serve",
    "show",
    "split",
    "text",
    "timeline",
    "undo",
    "unite",
    "unmerge",
    "verify",
    "view",
    "weigh",
    "whole",
):
    commands.add_command(import_module(f"{__name__}.{module}").command)


def main() -> None:
    """Run the command line; what a user can mend is told without a traceback, with exit code 1."""
    sys.exit(ends.exit_code(lambda: commands.main(prog_name="cardindex", standalone_mode=False)))
