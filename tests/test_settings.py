"""index.toml: what is read from it, and that one fault does not hide the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from cardindex import settings
from cardindex.settings import Coder, Settings

LEAST = 'title = "Tiny"\nbase = "https://example.org/tiny/"\n'


def read(folder: Path, text: str | bytes) -> tuple[Settings, list[tuple[int, str, str]]]:
    """Read a text as index.toml: the settings, and line, key and message of each problem."""
    data = text if isinstance(text, bytes) else text.encode()
    (folder / settings.FILE).write_bytes(data)
    found, problems = settings.read(folder)
    return found, [(problem.row, problem.column, problem.message) for problem in problems]


def test_title_and_base_are_enough(tmp_path: Path) -> None:
    found, problems = read(tmp_path, LEAST)
    assert problems == []
    assert found == Settings(title="Tiny", base="https://example.org/tiny/")


def test_all_that_can_be_said_is_read(tmp_path: Path) -> None:
    (tmp_path / "terms.ttl").touch()
    text = (
        LEAST
        + 'description = "D"\nlicence = "L"\nversion = "1"\nontology = "terms.ttl"\n'
        + 'wash = "camp"\n[coders.ann]\nname = "Ann"\nkind = "person"\n'
    )
    found, problems = read(tmp_path, text)
    assert problems == []
    assert found == Settings(
        title="Tiny",
        description="D",
        base="https://example.org/tiny/",
        licence="L",
        version="1",
        ontology=tmp_path / "terms.ttl",
        wash="camp",
        coders={"ann": Coder("Ann", "person")},
    )


def test_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + LEAST) == read(tmp_path, LEAST)


def test_carriage_returns_are_no_fault(tmp_path: Path) -> None:
    assert read(tmp_path, LEAST.replace("\n", "\r\n")) == read(tmp_path, LEAST)


@pytest.mark.parametrize("base", ["http://a.b/c#", "https://example.org/", "https://é.org/ü/"])
def test_base_that_ends_in_slash_or_hash_is_taken(tmp_path: Path, base: str) -> None:
    found, problems = read(tmp_path, f'title = "T"\nbase = "{base}"\n')
    assert (found.base, problems) == (base, [])


@pytest.mark.parametrize(
    "base", ["example.org/", "https://example.org", "https://a b/", "urn:x:", "https://a/<b>/"]
)
def test_base_that_is_no_iri_is_refused(tmp_path: Path, base: str) -> None:
    found, problems = read(tmp_path, f'title = "T"\nbase = "{base}"\n')
    assert [problem[:2] for problem in problems] == [(2, "base")]
    assert found == Settings(title="T")


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    text = 'titel = "T"\n\nbase = 3\nontology = "none.ttl"\n\n[coders]\nann = "A"\nben = 1\n'
    _, problems = read(tmp_path, text)
    assert [problem[:2] for problem in problems] == [
        (1, "titel"),
        (0, "title"),
        (3, "base"),
        (4, "ontology"),
        (6, "coders"),
        (6, "coders"),
    ]
    assert 'did you mean "title"?' in problems[0][2]


def test_what_is_right_is_read_beside_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "terms.ttl").touch()
    found, problems = read(tmp_path, 'ontology = "terms.ttl"\ntitle = ["T"]\nbase = "x"\n')
    assert len(problems) == 2
    assert found == Settings(ontology=tmp_path / "terms.ttl")


def test_what_is_washed_is_the_blocs_unless_it_is_said() -> None:
    assert Settings().wash == "bloc"


def test_nothing_is_washed_where_that_is_said(tmp_path: Path) -> None:
    found, problems = read(tmp_path, LEAST + 'wash = ""\n')
    assert (found.wash, problems) == ("", [])


def test_blocs_of_before_are_told_and_left_out(tmp_path: Path) -> None:
    found, problems = read(tmp_path, LEAST + '\n[blocs]\nA = ["kgb"]\n')
    assert found == Settings(title="Tiny", base="https://example.org/tiny/")
    assert [problem[:2] for problem in problems] == [(4, "blocs")]
    assert '"cardindex fmt --upgrade"' in problems[0][2]


def test_line_of_a_text_that_is_no_toml_is_told(tmp_path: Path) -> None:
    _, problems = read(tmp_path, LEAST + "licence = CC0\n")
    assert problems[0][0] == 3
    assert "is not TOML" in problems[0][2]


def test_text_that_ends_too_soon_is_told_at_its_end(tmp_path: Path) -> None:
    _, problems = read(tmp_path, LEAST + '[coders]\nann = ["kgb",')
    assert problems[0][0] == 4


def test_ontology_that_is_a_folder_is_none(tmp_path: Path) -> None:
    (tmp_path / "terms.ttl").mkdir()
    found, problems = read(tmp_path, LEAST + 'ontology = "terms.ttl"\n')
    assert found.ontology is None
    assert problems[0][:2] == (3, "ontology")
