"""Whether an index changed: what is read counts, what is beside it does not, and only at rest."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cardindex import cli, compiled
from cardindex.cachewriter import Prepared, already
from cardindex.passages import sidecar
from cardindex.server import Place, Served
from cardindex.server.changes import Watched, seen
from cardindex.server.preparing import awaited, begin

EXAMPLE = Path(cli.__file__).parent.parent / "example"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    folder = tmp_path / "quays"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("*.py"))
    shutil.copy(EXAMPLE.parent / "ontology.ttl", folder / "ontology.ttl")
    return Place(folder, texts=folder / "texts")


def watched(place: Place) -> Watched:
    return Watched(place, Prepared(), seen(place), seen(place))


def write(path: Path, text: str) -> None:
    path.write_text(text + path.read_text("utf-8"), "utf-8")


@pytest.mark.parametrize("name", ["claims.csv", "index.toml", "ontology.ttl", "texts/log.txt"])
def test_a_change_counts_once_it_is_at_rest(place: Place, name: str) -> None:
    (place.folder / "texts" / "log.txt").write_text("a", "utf-8")
    index = watched(place)
    assert not index.is_due()
    write(place.folder / name, "# ")
    assert not index.is_due()  # somebody may still be saving
    write(place.folder / name, "# ")
    assert not index.is_due()
    assert index.is_due()
    index.tried = seen(place)
    assert not index.is_due()


def test_what_is_no_part_of_it_does_not_count(place: Place) -> None:
    index = watched(place)
    (place.folder / "notes.txt").write_text("a", "utf-8")
    assert not index.is_due()
    assert not index.is_due()


def test_a_file_that_is_gone_and_comes_back_is_a_change_each_time(place: Place) -> None:
    index = watched(place)
    (place.folder / "index.toml").rename(place.folder / "aside")
    assert [index.is_due(), index.is_due()] == [False, True]
    index.tried = seen(place)
    (place.folder / "aside").rename(place.folder / "index.toml")
    assert [index.is_due(), index.is_due()] == [False, True]


def test_what_is_looked_at_is_what_the_index_is_known_by(place: Place) -> None:
    key = compiled.key(place.folder)
    assert key is not None
    assert key.seen == compiled.seen(place.folder)


def test_a_version_is_that_of_its_texts_as_well(place: Place) -> None:
    first = awaited(begin(place, whole=False)).version
    assert first == Served.open(place).version
    essay = place.folder / "texts" / "lantern-essay.txt"
    text = essay.read_text("utf-8")
    essay.with_suffix(".units.csv").write_text(sidecar.written([(0, "page", "1")], text), "utf-8")
    assert awaited(begin(place, whole=False)).version == Served.open(place).version != first


def test_an_index_is_prepared_in_another_process(place: Place) -> None:
    found = awaited(begin(place))
    assert found.message == ""
    assert found.key == compiled.key(place.folder)
    with (place.folder / "claims.csv").open("a", encoding="utf-8") as file:
        file.write("half a row\n")
    wrong = awaited(begin(place))
    assert wrong.key is None
    assert "claims.csv" in wrong.message


def test_an_index_that_the_cache_has_needs_no_process(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARDINDEX_CACHE", str(tmp_path / "cache"))
    assert already(place.folder, place.texts) is None
    made = awaited(begin(place, whole=False))
    assert already(place.folder, place.texts) == made
    essay = place.folder / "texts" / "lantern-essay.txt"
    essay.write_text(essay.read_text("utf-8") + "A line more.\n", "utf-8")
    assert already(place.folder, place.texts) == awaited(begin(place, whole=False)) != made
    with (place.folder / "claims.csv").open("a", encoding="utf-8") as file:
        file.write("half a row\n")
    assert already(place.folder, place.texts) is None
    assert already(place.folder / "nowhere", None) is None
