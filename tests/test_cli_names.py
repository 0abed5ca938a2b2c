"""Names on the command line: what a person types is taken, told on standard error, or offered."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from building import cite, claim, entity, index, work
from click.testing import CliRunner, Result

from cardindex.cli import commands

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("index")
    index(
        made,
        [
            claim("c0001", "kgb handled ada", when="1953"), claim("c0002", "ada funded club"),
            claim("c0003", "kgb code_named ada", text="LEADER"), claim("c0004", "bea met club"),
        ],
        [
            cite("c0001", "letters"), cite("c0002", "letters"), cite("c0003", "memoir"),
            cite("c0004", "memoir"),
        ],
        [
            work("letters", title="Letters from Köln", author="ada", unit="paragraph"),
            work("memoir", title="A Memoir", origin="kgb"),
        ],
        entities=[
            entity("kgb", label="Committee for State Security"),
            entity("ada", "person", label="Ada Løvås"), entity("bea", "person", label="Bea Løvås"),
        ],
        names=[{"entity": "kgb", "name": "Moscow Centre", "kind": "alias"}],
    )  # fmt: skip
    return made


@pytest.fixture
def run(folder: Path) -> Run:
    return lambda *words: CliRunner().invoke(commands, [*words, "--index", str(folder)])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["show", "KGB"], "Committee for State Security  kgb"),
        (["show", "moscow centre"], "Committee for State Security  kgb"),
        (["show", "leader"], "Ada Løvås  ada"),
        (["show", "c1"], "  c0001  Committee for State Security handled Ada Løvås (1953)"),
        (["show", "C00001"], "  c0001  "),
        (["show", "LETTERS"], "Letters from Köln  letters · source\n  kind: book\n  author: Ada"),
        (["show", "code named"], "code named  code_named · relation"),
        (["path", "Moscow Centre", "CLUB"], "c0002"),
        (["weigh", "letters from koln"], "Struck: Letters from Köln (source:letters)"),
        (["weigh", "origin:Moscow Centre"], "Struck: Committee for State Security (origin:kgb)"),
        (["timeline", "Moscow Centre", "--window", "1953"], "1953,1.0"),
        (["compare", "Letters from Koln", "a memoir"], "kgb,handled,ada,letters"),
        (["cover", "from koln"], "place,states,claims"),
        (["query", "money-to", "--set", "who=Club"], "c0002"),
        (["export", "edges-csv", "--entity", "moscow centre"], "c0001"),
        (["show", "ada", "--relation", "Handled", "--type", "Agent"], "c0001"),
        (["show", "ada", "--standing", "UNTRACED", "--mode", "Actual"], "c0001"),
        (["show", "ada", "--struck", "A memoir", "--family", "Handling"], "c0001"),
        (["show", "ada", "--according-to", "Letters from"], "c0002"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_name_is_taken(run: Run, words: list[str], told: str) -> None:
    done = run(*words)
    assert done.exit_code == 0, done.output
    assert told in done.stdout


def test_standard_error_says_for_whom_a_name_was_taken_and_standard_output_does_not(
    run: Run,
) -> None:
    done = run("show", "Moscow Centre", "--format", "json")
    assert json.loads(done.stdout)["entity"] == "kgb"
    assert done.stderr == (
        '"Moscow Centre" is taken for the entity kgb (Committee for State Security)\n'
    )
    assert run("show", "KGB").stderr == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["show", "lovas"], 'entity "lovas" may be "ada" (Ada Løvås) or "bea" (Bea Løvås); give'),
        (["show", "ada", "--entity", "lovas"], 'entity "lovas" may be "ada" (Ada Løvås) or "bea"'),
        (["show", "Moscow Center"], 'unknown entity "Moscow Center"; did you mean "kgb" (Comm'),
        (["weigh", "lettres from koln"], 'did you mean "letters" (Letters from Köln)?'),
        (["query", "money-to", "--set", "who=lovas"], 'entity "lovas" may be "ada"'),
    ],
)  # fmt: skip
def test_name_of_several_or_of_none_is_answered_with_the_best(
    run: Run, words: list[str], told: str
) -> None:
    done = run(*words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert told in str(done.exception)


def test_claim_that_the_slice_leaves_out_is_said_to_be(run: Run) -> None:
    assert run("show", "c1", "--family", "money").stdout == "Claim c0001 is not in this slice.\n"
    assert run("show", "c1", "--family", "money", "--format", "json").stdout == "null\n"
