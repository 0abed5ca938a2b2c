"""Options that several commands share: which index, which slice of it, which form of output."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cardindex.cli.printing import echo

if TYPE_CHECKING:
    from cardindex.index import Index
    from cardindex.slices import Slice
    from cardindex.view.arrangement import Arrangement

Command = TypeVar("Command", bound=Callable[..., Any])


def path(text: str | Path) -> Path:
    """Return a path. An empty text, as of an unset variable, is refused and does not mean "."."""
    if not str(text):
        message = 'it is empty; name a file or a folder ("." is this one)'
        raise click.BadParameter(message)
    return Path(text)


FOLDER = path
ANY = "any"

index_argument = click.argument("index", type=FOLDER, default=Path("graph"))
index_option = click.option(
    "-i", "--index", type=FOLDER, default=Path("graph"), show_default=True,
    help="The folder of the index.",
)  # fmt: skip
texts_option = click.option(
    "--texts", type=FOLDER, metavar="DIR",
    help="A folder of the sources' texts, named by source id (essay.txt), to show the passages.",
)  # fmt: skip
arrangement_option = click.option(
    "--arrangement", type=FOLDER, metavar="FILE",
    help="A file that the page has saved: which marks stand where, are hidden or alone kept.",
)  # fmt: skip
default_texts_option = click.option(
    "--texts", type=FOLDER, metavar="DIR",
    help='The folder of the texts; "texts" in that of the index, unless you say.',
)  # fmt: skip
text_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to print.",
)  # fmt: skip
table_option = click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]),
    help="How to print; a table on a terminal, CSV in a pipe, unless you say.",
)  # fmt: skip

isolates_option = click.option(
    "--isolates/--no-isolates", default=False,
    help="Keep entities that no claim here links, in networks; they are named and counted anyway.",
)  # fmt: skip


def texts_of(index: Path, texts: Path | None) -> Path:
    """Return the folder of texts that is meant: that of the index, unless one is named."""
    return index / "texts" if texts is None else texts


_SLICE_OPTIONS = (
    click.option("--relation", "relations", multiple=True, help="Only this relation. Repeatable."),
    click.option(
        "--family", "families", multiple=True,
        help='Only this family of relations. "any": those too that are left out unless asked for.',
    ),
    click.option("--type", "types", multiple=True, help="Only between entities of this kind."),
    click.option(
        "--not-type", "not_types", multiple=True, help="No entities of this kind, at either end."
    ),
    click.option(
        "--entity", "entities", multiple=True, help="Only claims about this entity. Repeatable."
    ),
    click.option(
        "--window", metavar="EDTF", default="",
        help="Only what possibly held in this time: 1970, 1953/1973, ../1960.",
    ),
    click.option(
        "--said-by", default="", metavar="DATE",
        help="Only on what was possibly said by then: 1970, 1970-06, 1970-06-30.",
    ),
    click.option(
        "--published-by", default="", metavar="DATE",
        help="Only on what was possibly published by then.",
    ),
    click.option(
        "--surely", is_flag=True,
        help="With --window, --said-by, --published-by: only what surely held, or was told.",
    ),
    click.option("--dated", is_flag=True, help="Not what has no date."),
    click.option(
        "--standing", "standings", multiple=True,
        help='Only claims of this standing (corroborated, single-root, untraced, contested, '
        'tentative, denied, or "any").',
    ),
    click.option(
        "--mode", "modes", multiple=True,
        help='Only claims of this mode (actual, asked, authorised, planned, attempted, failed, '
        'or "any").',
    ),
    click.option(
        "--struck", "struck", multiple=True, metavar="SOURCE",
        help="Strike out this source, author or origin. Repeatable.",
    ),
    click.option(
        "--according-to", default="", metavar="SPEAKER",
        help="Only on the word of this source or author.",
    ),
    click.option(
        "--coder", default="", metavar="CODER",
        help="Only on citations that this coder made, or accepted from a machine.",
    ),
    click.option("--text", default="", help="Only claims with these words."),
    click.option(
        "--identities", is_flag=True,
        help="Fold whoever is said to be somebody else into them.",
    ),
)  # fmt: skip


def slice_options(command: Command) -> Command:
    """Give a command the options that choose a slice; ``read_slice`` turns them into one."""
    for option in reversed(_SLICE_OPTIONS):
        command = option(command)
    return command


def read_slice(index: Index, options: dict[str, Any], default: Slice) -> Slice:
    """Return the slice that the options of a command describe; ``default`` for all other fields.

    Options take names as people type them; standard error says which id a name was taken for.
    Raises UnknownName where an option names what the index does not have.
    """
    from cardindex import slices

    told: dict[str, Any] = {name: value for name, value in options.items() if value}
    all_ = {
        "standings": slices.EVERYTHING.standings, "modes": slices.EVERYTHING.modes,
        "families": index.vocabulary.families,
    }  # fmt: skip
    told |= {name: all_[name] for name in all_ if ANY in map(str.lower, told.get(name, ()))}
    return slices.verify(index, slices.parse(_with_ids(index, told), default))


def _with_ids(index: Index, told: dict[str, Any]) -> dict[str, Any]:
    """Return the options with ids in place of names."""
    from cardindex.slices import NAMED

    for field in NAMED.keys() & told.keys():
        told[field] = frozenset(meant(index, name, NAMED[field]) for name in sorted(told[field]))
    if "struck" in told:
        struck = (struck_by(index, name) for name in told["struck"])
        told["struck"] = frozenset().union(*struck)
    for field, mean in (("according_to", speaker_meant), ("coder", _coder_meant)):
        if field in told:
            told[field] = mean(index, told[field])
    return told


def _coder_meant(index: Index, text: str) -> str:
    return meant(index, text, "coder")


def read_arrangement(index: Index, file: Path | None) -> Arrangement | None:
    """Read the file of an arrangement, if one is given, and say which of its marks are unknown."""
    from cardindex.cli.output import print_notes
    from cardindex.view import arrangement

    if file is None:
        return None
    found = arrangement.read(file, index)
    print_notes(found.notes())
    return found


def meant(index: Index, text: str, kind: str = "entity") -> str:
    """Return the id that a person means by ``text``; say it on standard error if it is not that."""
    return found(index, text, kind)[1]


def found(index: Index, text: str, *kinds: str) -> tuple[str, str]:
    """Return kind and id of what a person means by ``text``, and say the id where ``text`` is none.

    Messages ask for the first of the kinds; the others are accepted too.
    """
    from cardindex.finding import ID, KINDS, UNSIGNED, label, taken

    one = taken(index, text, kinds, told=KINDS[kinds[0]])
    if one.fit != ID and not (one.fit <= UNSIGNED and one.name == one.id):
        of_kind = f"the {one.kind} " if len(kinds) > 1 else ""
        _say(text, f"{of_kind}{one.id} ({label(index, one.kind, one.id)})")
    return one.kind, one.id


def struck_by(index: Index, text: str) -> frozenset[str]:
    """Return the keys of what a person means to strike; see ``slices.strike_keys``."""
    from cardindex.slices import strike_keys

    keys = strike_keys(index, text)
    if not any(text.lower() in (key, key.partition(":")[2]) for key in keys):
        _say(text, " and ".join(sorted(keys)))
    return keys


def speaker_meant(index: Index, text: str) -> str:
    """Return the id of the source or author whose word a person means, and say it."""
    from cardindex.slices import speaker_named

    id_ = speaker_named(index, text)
    if text.lower() != id_:
        _say(text, id_)
    return id_


def _say(text: str, told: str) -> None:

    echo(f'"{text}" is taken for {told}', err=True)
