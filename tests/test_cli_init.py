"""A new index passes its own checks, shows one of everything, and overwrites nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cardindex import passages, tables
from cardindex.checks import examine
from cardindex.checks.citations import CERTAINTIES, STANCES
from cardindex.checks.claims import MODES
from cardindex.checks.names import UNITS
from cardindex.cli import commands
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.lineage import parse_chain
from cardindex.settings import CODER_KINDS
from cardindex.slices import EVERYTHING, STANDINGS
from cardindex.ties import TIES


def init(folder: Path) -> Result:
    return CliRunner().invoke(commands, ["init", str(folder)])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("init") / "new"
    result = init(folder)
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="module")
def index(made: Path) -> Index:
    return Index.open(made)


def test_new_index_has_nothing_wrong(made: Path) -> None:
    _, problems = examine(made)
    assert problems == []


def test_new_index_has_all_that_an_index_has(made: Path) -> None:
    assert {path.name for path in made.iterdir()} == {
        *(f"{name}.csv" for name in tables.COLUMNS),
        "bibliography.json",
        "coding.md",
        "index.toml",
        "ontology.ttl",
        "README.md",
        "texts",
    }


def test_new_index_can_be_made_in_an_empty_folder(tmp_path: Path) -> None:
    assert init(tmp_path).exit_code == 0
    assert examine(tmp_path)[1] == []


def test_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(commands, ["init", str(tmp_path)])
    assert result.exit_code == 1
    assert "is not empty" in str(result.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("mine", encoding="utf-8")
    result = init(tmp_path / "index")
    assert result.exit_code == 1
    assert "is a file; name a folder" in str(result.exception)
    assert (tmp_path / "index").read_text(encoding="utf-8") == "mine"


def used(values: Iterable[str]) -> set[str]:
    return set(values) - {""}


def test_example_uses_every_relation(index: Index) -> None:
    told = (
        "src/cardindex/example/claims.csv has a claim of every relation, and citations.csv its own"
    )
    assert used(index.claims["relation"]) == set(index.vocabulary.relations), told


def test_example_uses_every_kind_of_entity_source_and_name(index: Index) -> None:
    vocabulary = index.vocabulary
    concrete = {id_ for id_, type_ in vocabulary.types.items() if not type_.abstract}
    assert used(index.entities["type"]) == concrete
    assert used(index.sources["kind"]) == set(vocabulary.source_kinds)
    assert used(index.names["kind"]) == set(vocabulary.name_kinds)
    assert used(index.sources["unit"]) == set(UNITS)


def test_example_uses_every_mode_tie_stance_and_certainty(index: Index) -> None:
    ties = {(tie.kind, tie.perhaps) for tied in index.claims["tied"] for tie in tied}
    assert ties == {(kind, perhaps) for kind in TIES for perhaps in (False, True)}
    assert used(index.claims["mode"]) == set(MODES)
    assert used(index.citations["stance"]) == set(STANCES)
    assert used(index.citations["certainty"]) == set(CERTAINTIES)


def test_example_uses_every_form_of_chain(index: Index) -> None:
    chains = [parse_chain(text) for text in used(index.citations["chain"])]
    assert any(chain.hearsay and not chain.steps for chain in chains)
    assert any(chain.hearsay and chain.steps for chain in chains)
    assert any(len(chain.steps) > 1 and chain.steps[1].reported for chain in chains)
    assert any(len(chain.steps) > 1 and not chain.steps[1].reported for chain in chains)
    assert any(chain.steps and chain.steps[0].reported for chain in chains)
    assert any(step.locator for chain in chains for step in chain.steps)


@pytest.mark.parametrize("sign", ["~", "?", "%", "X", "XX", "/..", "../", "[", "..]", ",", "-21"])
def test_example_uses_every_form_of_date(index: Index, sign: str) -> None:
    assert any(sign in when for when in index.claims["when"])


@pytest.mark.parametrize("sign", ["~", ">", "<", "..", "."])
def test_example_uses_every_form_of_quantity(index: Index, sign: str) -> None:
    assert any(sign in quantity for quantity in index.claims["quantity"])


def test_example_has_every_standing(index: Index) -> None:
    assert used(tally(index, EVERYTHING).claims["standing"]) == set(STANDINGS)


def test_example_shows_all_that_a_source_can_be(index: Index) -> None:
    sources = index.sources
    assert "self" in set(sources["origin"])
    assert used(sources["container"])
    assert {len(rests) for rests in sources["rests"]} == {0, 1, 2}


def test_example_has_one_of_each_thing_beside_claims(index: Index) -> None:
    assert len(index.blocs) < len(index.groups["value"].unique())
    assert set(index.groups["scheme"]) > {index.wash}
    assert {coder.kind for coder in index.coders.values()} == set(CODER_KINDS)
    assert used(index.citations["coder"]) == {"ann", "reader-1;ann"}
    assert {row[:1] for row in index.decisions["one"]} == {"c", "i"}
    assert all(len(frame) for frame in (index.silent, index.came_from, index.bibliography))


def test_seals_of_the_example_hold(made: Path, index: Index) -> None:
    found = passages.verify(index, passages.read_texts(index, made / "texts"))
    assert set(found["state"]) == {"exact"}


def test_claims_that_the_readme_points_to_exist(made: Path, index: Index) -> None:
    text = (made / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`(c\d{3})`", text)) <= set(index.claims.index)
