"""What formats say that they have no place for: held to the docs, to their bytes, and to export.

``.venv/bin/python tests/test_exports_carried.py`` prints the table that docs/formats.md is to
have.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import building
import pytest
import small
from click.testing import CliRunner

from cardindex import cli, exports
from cardindex.errors import UnknownName
from cardindex.evidence import Selection, tally
from cardindex.exports.carried import THINGS, lost
from cardindex.slices import Slice

PAGE = (Path(__file__).parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")

COLUMNS = {
    name: re.findall(r"`([\w-]+)`", names)
    for name, names in re.findall(r"^- \*\*(.+?)\*\*: (.*?)$", PAGE, re.MULTILINE)
}
"""The columns of the table in the docs, and the formats that each is of."""


def table_of_the_registry() -> str:
    """Return the table of the docs as the formats have it."""
    of = {name: exports.FORMATS[names[0]] for name, names in COLUMNS.items()}
    lines = [["", *of], ["---", *[":-:"] * len(of)]]
    for name, thing in THINGS.items():
        signs = [
            "–" if name in it.lacks else "◐" if name in it.partly else "●" for it in of.values()
        ]
        lines.append([thing.head, *signs])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def test_table_of_the_docs_is_that_of_the_formats() -> None:
    assert table_of_the_registry() in PAGE, "run this file: it prints what the table is to be"


def test_every_format_is_in_one_column_and_like_the_others_there() -> None:
    named = [name for names in COLUMNS.values() for name in names]
    assert sorted(named) == sorted(exports.FORMATS)
    for names in COLUMNS.values():
        first, *others = (exports.FORMATS[name] for name in names)
        for other in others:
            assert (other.lacks, other.partly) == (first.lacks, first.partly), other.name


def test_docs_say_how_what_is_held_in_part() -> None:
    for name, names in COLUMNS.items():
        for thing, how in exports.FORMATS[names[0]].partly.items():
            assert f"| {name} | {THINGS[thing].head} | {how} |" in PAGE


def test_docs_say_what_every_thing_is() -> None:
    for thing in THINGS.values():
        assert f"| {thing.head} | {thing.told} |" in PAGE


@pytest.mark.parametrize("name", sorted(exports.FORMATS))
def test_formats_name_things_that_there_are(name: str) -> None:
    format_ = exports.FORMATS[name]
    assert format_.lacks <= THINGS.keys()
    assert format_.partly.keys() <= THINGS.keys()
    assert not format_.lacks & format_.partly.keys()


# What is said against what is written: a word of its own for each thing, looked for in the bytes.

WORDS = {
    "names": "Anameword", "groups": "Agroupword", "glosses": "Aglossword", "texts": "Atextword",
    "sources": "Atitleword", "bibliography": "Apublisherword", "silent": "Asilentword",
    "entities": "Alabelword", "isolates": "Alonelyword", "quantities": "98765", "dates": "1951",
    "citations": "Alocatorword",
}  # fmt: skip


@pytest.fixture(scope="module")
def planted() -> Selection:
    rows = {
        "entities": [
            building.entity("a", label=WORDS["entities"]),
            building.entity("lonely", label=WORDS["isolates"]),
        ],
        "names": [{"entity": "a", "name": WORDS["names"], "kind": "native"}],
        "groups": [{"entity": "a", "scheme": "bloc", "value": WORDS["groups"]}],
        "sources": [building.work("s", title=WORDS["sources"])],
        "claims": [
            building.claim(
                "c1", "a funded b", gloss=WORDS["glosses"], text=WORDS["texts"],
                quantity=WORDS["quantities"], unit="USD", when=WORDS["dates"],
            )
        ],
        "citations": [building.cite("c1", "s", locator=WORDS["citations"])],
        "silent": [{"source": "s", "locator": "1", "reason": WORDS["silent"]}],
    }  # fmt: skip
    entry = {"id": "s", "type": "book", "publisher": WORDS["bibliography"]}
    return tally(building.unchecked(rows, entries=[entry]))


WHOLE = [
    name for name, it in exports.FORMATS.items()
    if it.extension not in {"parquet", "xlsx"} and it.group != "tables" and name != "datasette"
]  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_what_a_format_lacks_is_not_in_its_bytes_and_all_else_is(
    planted: Selection, name: str
) -> None:
    format_ = exports.FORMATS[name]
    text = format_.bytes_of(planted, isolates=True).decode("utf-8", "replace")
    for thing, word in WORDS.items():
        # A reference in a style is what the style makes of it.
        if thing in format_.partly and thing != "isolates":
            continue
        assert (word in text) is (thing not in format_.lacks), thing


def test_what_is_lost_is_counted_where_there_is_some(planted: Selection) -> None:
    told = lost(planted, exports.FORMATS["graphml"])
    assert told == (
        "graphml has no place for 1 other name, 1 membership of a group, 1 citation, 1 source, "
        "1 entry of the bibliography, 1 silent place. docs/formats.md says which has."
    )
    assert lost(planted, exports.FORMATS["sqlite"]) == ""
    assert "gloss" in lost(planted, exports.FORMATS["graphml"], simple=True)


def test_vague_denied_and_parallel_are_counted() -> None:
    told = lost(tally(small.index(), Slice()), exports.FORMATS["svg"])
    claims = tally(small.index(), Slice()).claims
    vague = claims[(claims["when"] != "") & (
        (claims["earliest_start"] != claims["latest_start"])
        | (claims["earliest_end"] != claims["latest_end"])
    )]  # fmt: skip
    assert f"{len(vague)} vague dates" in told
    assert " parallel claims" in told


def test_export_says_once_what_has_no_place(tmp_path: Path) -> None:
    words = ["export", "gexf", "-i", str(small.FOLDER), "-o", str(tmp_path / "x.gexf")]
    done = CliRunner().invoke(cli.commands, words)
    assert done.exit_code == 0
    assert done.stderr.count("has no place for") == 1
    assert "other names" in done.stderr


# What is asked of a format besides.


def invoked(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli.commands, ["export", *words, "-i", str(small.FOLDER)])
    return done.exit_code, done.stderr


def test_option_that_a_format_has_not_is_refused_with_those_that_have() -> None:
    code, said = invoked("turtle", "--simple")
    assert code == 2
    assert "turtle has no --simple; leave it out, or take graphml, graphml-all, gexf" in said
    code, said = invoked("gexf", "--style", "apa")
    assert code == 2
    assert "footnotes" in said


def test_unknown_style_is_told_on_the_command_line() -> None:
    words = ["export", "footnotes", "--style", "no-such-style", "-i", str(small.FOLDER)]
    done = CliRunner().invoke(cli.commands, words)
    assert isinstance(done.exception, UnknownName)
    assert 'unknown style "no-such-style"' in str(done.exception)


def test_simple_lines_are_told_to_lose_what_is_said_of_claims(tmp_path: Path) -> None:
    code, said = invoked("graphml", "--simple", "-o", str(tmp_path / "x.graphml"))
    assert code == 0
    assert "glosses" in said


# The page of the docs.


def test_commands_and_python_of_the_docs_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    assert run(cli.commands, ["init", "my-index"]).exit_code == 0
    blocks = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    commands = [line for kind, text in blocks if kind == "sh" for line in text.splitlines()]
    assert len(commands) >= 6
    for command in commands:
        done = run(cli.commands, shlex.split(command)[1:])
        assert done.exit_code == 0, (command, done.output)
    for kind, text in blocks:
        if kind == "python":
            done = subprocess.run(
                [sys.executable, "-c", text], capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr
            assert " – " in done.stdout


if __name__ == "__main__":
    sys.stdout.write(table_of_the_registry())
