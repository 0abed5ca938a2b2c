"""An index as it was made before is taken to the form of today, and nothing else of it changes."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cardindex.checks import examine
from cardindex.cli import commands
from cardindex.errors import InvalidIndex
from cardindex.index import Index

SMALLEST = Path(__file__).parent / "data" / "valid" / "smallest"
FORMER = Path(__file__).parent / "data" / "former"
OPENING = '# Change it.\ntitle = "Tiny"  # so small\nbase = "https://example.org/tiny/"\n'
BLOCS = '\n# The editor\'s.\n[blocs]\n"The services" = [\n  "bureau",  # all\n]\n'
BLOCS += '# and\nClubs = ["club"]\n'
HEADER = "entity,scheme,value,note\n"
MEMBERS = "club,bloc,Clubs,\nbureau,bloc,The services,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index as it was made before: citations without coder."""
    folder = Path(shutil.copytree(SMALLEST, tmp_path / "index"))
    path = folder / "citations.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith(",seal,coder,note")
    old = [lines[0].replace(",coder", ""), *(line.removesuffix(",") for line in lines[1:])]
    path.write_text("\n".join(old) + "\n", encoding="utf-8")
    return folder


def fmt(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(commands, ["fmt", str(folder), *words])


def settings(folder: Path, text: str) -> None:
    (folder / "index.toml").write_bytes(text.encode())


def toml(folder: Path) -> str:
    return (folder / "index.toml").read_bytes().decode()


def groups(folder: Path) -> str:
    return (folder / "groups.csv").read_text(encoding="utf-8")


def test_missing_column_is_added_and_told(folder: Path) -> None:
    done = fmt(folder, "--upgrade")
    assert (done.exit_code, done.output.splitlines()) == (
        0,
        [
            f'upgraded {folder}/citations.csv: added the column "coder", empty in every row',
            f"rewrote {folder}/citations.csv",
        ],
    )
    assert (folder / "citations.csv").read_bytes() == (SMALLEST / "citations.csv").read_bytes()
    assert examine(folder)[1] == []


def test_without_upgrade_the_column_is_not_added(folder: Path) -> None:
    before = (folder / "citations.csv").read_bytes()
    done = fmt(folder)
    assert done.exit_code == 1
    assert '"cardindex fmt --upgrade" adds it' in str(done.exception)
    assert (folder / "citations.csv").read_bytes() == before


def test_blocs_move_and_the_rest_of_the_file_stays(folder: Path) -> None:
    settings(folder, OPENING + BLOCS)
    done = fmt(folder, "--upgrade")
    assert done.exit_code == 0, done.output
    assert f"upgraded {folder}/index.toml: moved the blocs to groups.csv (2 rows)" in done.output
    assert toml(folder) == OPENING + "\n# The editor's.\n# and\n"
    assert groups(folder) == HEADER + MEMBERS
    assert Index.open(folder).blocs == {"Clubs": ("club",), "The services": ("bureau",)}


@pytest.mark.parametrize("upgrade", [["--upgrade"], []])
def test_second_time_changes_nothing(folder: Path, upgrade: list[str]) -> None:
    settings(folder, OPENING + BLOCS)
    fmt(folder, "--upgrade")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert fmt(folder, *upgrade).output == f"{folder}: in canonical form\n"
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_check_tells_and_changes_nothing(folder: Path) -> None:
    settings(folder, OPENING + BLOCS)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    done = fmt(folder, "--upgrade", "--check")
    assert (done.exit_code, done.output.splitlines()) == (
        1,
        [
            f'would upgrade {folder}/citations.csv: added the column "coder", empty in every row',
            f"would upgrade {folder}/index.toml: moved the blocs to groups.csv (2 rows)",
            f"would rewrite {folder}/citations.csv",
            f"would rewrite {folder}/groups.csv",
            f"would rewrite {folder}/index.toml",
        ],
    )
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_members_come_to_the_groups_that_are_there(folder: Path) -> None:
    settings(folder, OPENING + BLOCS)
    there = "ada,bloc,Clubs,\nclub,bloc,Clubs,known\n"
    (folder / "groups.csv").write_text(HEADER + there, encoding="utf-8")
    fmt(folder, "--upgrade")
    assert groups(folder) == HEADER + there + "bureau,bloc,The services,\n"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (OPENING + "[blocs]\n" + 'Clubs = ["club"]', OPENING),
        (OPENING + "[blocs]\n\n" + 'Clubs = ["club"]\n\n[coders.ann]\nname = "A"\nkind = "person"',
         OPENING + '\n[coders.ann]\nname = "A"\nkind = "person"'),
        ('blocs = { Clubs = ["club"] }\n' + OPENING, OPENING),
        ('blocs.Clubs = ["club"]\n' + OPENING + 'blocs."More" = ["ada"]\n', OPENING),
        (OPENING + "[ blocs ]\n" + 'Clubs = ["club"]\n', OPENING),
        (OPENING + 'description = """\n[blocs]\n"""\n[blocs]\n' + 'Clubs = ["club"]\n',
         OPENING + 'description = """\n[blocs]\n"""\n'),
        ("\ufeff" + OPENING.replace("\n", "\r\n") + "[blocs]\r\n" + 'Clubs = [\r\n"club"]\r\n',
         "\ufeff" + OPENING.replace("\n", "\r\n")),
        ('\ufeffblocs.Clubs = ["club"]\n' + OPENING, "\ufeff" + OPENING),
    ],
    ids=["end", "middle", "inline", "dotted", "spaces", "in-a-text", "windows", "mark"],
)  # fmt: skip
def test_blocs_go_in_whatever_form_they_stand(folder: Path, text: str, left: str) -> None:
    settings(folder, text)
    done = fmt(folder, "--upgrade")
    assert done.exit_code == 0, done.exception
    assert toml(folder) == left
    rest = tomllib.loads(text.lstrip("\ufeff"))
    del rest["blocs"]
    assert tomllib.loads(left.lstrip("\ufeff")) == rest
    assert "club,bloc,Clubs,\n" in groups(folder)


def test_bloc_that_nobody_is_in_is_told(folder: Path) -> None:
    settings(folder, OPENING + "[blocs]\nNobody = []\n")
    done = fmt(folder, "--upgrade")
    assert 'index.toml: took out the bloc "Nobody", which nobody was in' in done.output
    assert groups(folder) == HEADER


@pytest.mark.parametrize(
    ("blocs", "told"),
    [
        ('blocs = ["ada"]\n', "blocs is not a table of labels with lists of ids"),
        ('[blocs]\nClubs = "club"\n', 'bloc "Clubs" is not a list of entity ids'),
        ('[blocs]\nClubs = ["club", 1]\n', 'bloc "Clubs" is not a list of entity ids'),
    ],
)
def test_blocs_that_are_none_are_left_to_be_moved_by_hand(
    folder: Path, blocs: str, told: str
) -> None:
    settings(folder, OPENING + blocs)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    done = fmt(folder, "--upgrade")
    assert isinstance(done.exception, InvalidIndex)
    assert str(done.exception).startswith(f"index.toml:blocs: {told}; move them by hand")
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_what_else_is_wrong_keeps_an_upgrade_from_writing(folder: Path) -> None:
    settings(folder, OPENING + BLOCS)
    (folder / "names.csv").write_text("entity,name,kind,language\na,b\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    done = fmt(folder, "--upgrade")
    assert "[ragged-row]" in str(done.exception)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_label_is_written_as_tables_have_it(folder: Path) -> None:
    settings(folder, OPENING + '[blocs]\n" Los  an\u0303os " = ["club", "club"]\n')
    fmt(folder, "--upgrade")
    assert groups(folder) == HEADER + "club,bloc,Los a\u00f1os,\n"


def test_core_terms_that_have_come_since_are_added(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    assert CliRunner().invoke(commands, ["init", str(folder)]).exit_code == 0
    path = folder / "ontology.ttl"
    now = path.read_text(encoding="utf-8")
    gone = re.search(r"^ci:familyGroup .*?\.\n\n", now, re.MULTILINE | re.DOTALL)
    assert gone
    path.write_text(now.replace(gone[0], ""), encoding="utf-8")
    told = {problem.code: problem.message for problem in examine(folder)[1]}
    assert told == {
        "core-changed": 'the core term ci:familyGroup is missing; "cardindex fmt --upgrade" adds it'
    }
    assert "brought up to date the core terms ci:familyGroup" in fmt(folder, "--upgrade").stdout
    assert path.read_text(encoding="utf-8") == now.replace(gone[0], "") + "\n" + gone[0][:-1]
    assert examine(folder)[1] == []
    assert "in canonical form" in fmt(folder, "--upgrade").stdout


def test_core_terms_that_were_shipped_otherwise_are_renewed(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    assert CliRunner().invoke(commands, ["init", str(folder)]).exit_code == 0
    path = folder / "ontology.ttl"
    now = path.read_text(encoding="utf-8")
    before = now
    for word in ("Low", "High"):
        then = f"sh:path ci:opposition{word} ; sh:datatype xsd:integer ; sh:minInclusive 0 ;"
        before = before.replace(then, f"{then} sh:minCount 1 ;")
    for word, was, is_ in (
        ("low", "exactly", "at most"), ("high", "exactly", "at most"),
    ):  # fmt: skip
        before = before.replace(f"{is_} one {word} opposition", f"{was} one {word} opposition")
    path.write_text(before, encoding="utf-8")
    told = {problem.code: problem.message for problem in examine(folder)[1]}
    assert told == {
        "core-changed": "the core term ci:ClaimShape is as cardindex shipped it before; "
        '"cardindex fmt --upgrade" renews it'
    }
    assert "brought up to date the core terms ci:ClaimShape" in fmt(folder, "--upgrade").stdout
    assert path.read_text(encoding="utf-8") == now
    assert examine(folder)[1] == []


def test_a_prefix_that_means_something_else_keeps_the_core_from_being_added(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    assert CliRunner().invoke(commands, ["init", str(folder)]).exit_code == 0
    path = folder / "ontology.ttl"
    text = re.sub(
        r"^ci:familyGroup .*?\.\n\n",
        "",
        path.read_text(encoding="utf-8"),
        flags=re.MULTILINE | re.DOTALL,
    )
    text += "@prefix rdfs: <https://example.org/other#> .\n"
    path.write_text(text, encoding="utf-8")
    fmt(folder, "--upgrade")
    assert path.read_text(encoding="utf-8") == text


def test_index_of_the_first_day_is_brought_up_to_date(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FORMER, tmp_path / "former"))
    before = {problem.code for problem in examine(folder)[1]}
    assert before == {"blocs-in-settings", "core-changed", "missing-column"}
    told = fmt(folder, "--upgrade").output
    assert f'{folder}/citations.csv: added the column "coder", empty in every row' in told
    assert f"{folder}/index.toml: moved the blocs to groups.csv (1 rows)" in told
    assert f"{folder}/ontology.ttl: brought up to date the core terms ci:Apparent" in told
    assert examine(folder)[1] == []
    assert groups(folder) == HEADER + "bureau,bloc,The services,\n"
    files = ("entities.csv", "names.csv", "sources.csv", "claims.csv")
    assert [(folder / name).read_bytes() for name in files] == [
        (FORMER / name).read_bytes() for name in files
    ]
    assert fmt(folder, "--upgrade").output == f"{folder}: in canonical form\n"
    assert "ci:selfReported a" not in (folder / "ontology.ttl").read_text(encoding="utf-8")


def test_former_core_term_that_somebody_changed_is_left_and_named(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FORMER, tmp_path / "former"))
    path = folder / "ontology.ttl"
    text = path.read_text(encoding="utf-8")
    old = "ci:BookSource a ci:SourceKind ;"
    assert old in text
    path.write_text(text.replace(old, f'{old} skos:note "ours"@en ;'), encoding="utf-8")
    fmt(folder, "--upgrade")
    assert 'skos:note "ours"@en' in path.read_text(encoding="utf-8")
    (problem,) = examine(folder)[1]
    assert "ci:BookSource is not as cardindex ships it" in problem.message


def test_commands_of_the_page_on_upgrading_bring_it_up_to_date(tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "upgrading.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    folder = Path(shutil.copytree(FORMER, tmp_path / "my-index"))
    ended = []
    for line in block.splitlines():
        command, *words = shlex.split(line, comments=True)
        places = [str(folder) if word == "my-index" else word for word in words]
        ended.append((command, CliRunner().invoke(commands, places).exit_code))
    assert ended == [("cardindex", 1), ("cardindex", 0), ("cardindex", 0)]
