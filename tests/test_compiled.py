"""The compiled index: equal to one from the tables, never stale, and no harm where it fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import fields
from importlib import metadata
from pathlib import Path

import pandas as pd
import pytest
from small import FOLDER as SMALL

from cardindex import compiled
from cardindex.checks import examine
from cardindex.compiled import frames, keys
from cardindex.compiled.place import Cache
from cardindex.evidence import tally
from cardindex.frames import Parts
from cardindex.index import Index
from cardindex.ontology import packaged_path

PROJECT = Path(__file__).resolve().parent.parent
VALID = sorted(path for path in (PROJECT / "tests" / "data" / "valid").iterdir())
INDEXES = [PROJECT / "graph", *VALID]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("CARDINDEX_CACHE", str(folder))
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small index that can be changed."""
    return shutil.copytree(SMALL, tmp_path / "small")


def from_tables(folder: Path) -> Index:
    draft, _ = examine(folder)
    assert draft is not None
    return Index.of(folder, draft)


def entries(cache: Path) -> list[Path]:
    return sorted(path for path in (cache / "compiled").iterdir() if path.name[0] != ".")


def assert_equal(one: Index, other: Index) -> None:
    for field in fields(Index):
        here, there = getattr(one, field.name), getattr(other, field.name)
        if isinstance(here, pd.DataFrame):
            pd.testing.assert_frame_equal(here, there)
            assert here.dtypes.equals(there.dtypes)
            for column in here.columns:
                cells = zip(here[column].tolist(), there[column].tolist(), strict=True)
                assert all(type(cell) is type(same) for cell, same in cells), column
        else:
            assert here == there, field.name
            assert repr(here) == repr(there), field.name
    assert list(one.vocabulary.relations) == list(other.vocabulary.relations)


ADDED = "added-to-ontology.ttl"


@pytest.mark.parametrize("valid", INDEXES, ids=lambda path: path.name)
def test_index_from_the_cache_is_the_index_from_the_tables(
    valid: Path, cache: Path, tmp_path: Path
) -> None:
    folder = valid
    if (valid / ADDED).exists():
        folder = shutil.copytree(valid, tmp_path / valid.name)
        text = packaged_path().read_text("utf-8") + (valid / ADDED).read_text("utf-8")
        (folder / "ontology.ttl").write_text(text, encoding="utf-8")
    first, again = Index.open(folder), Index.open(folder)
    assert len(entries(cache)) == 1
    assert_equal(first, from_tables(folder))
    assert_equal(again, first)
    pd.testing.assert_frame_equal(tally(again).claims, tally(first).claims)


def test_tables_are_not_looked_at_where_nothing_changed(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Index.open(SMALL)
    monkeypatch.setattr("cardindex.index.examine", lambda _: pytest.fail("read anew"))
    Index.open(SMALL)


def changed(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def with_ontology(folder: Path, key: str, name: str) -> Path:
    text = packaged_path().read_text(encoding="utf-8") if key == "ontology" else "# nothing\n"
    (folder / name).write_text(text, encoding="utf-8")
    settings = folder / "index.toml"
    settings.write_text(f'{key} = "{name}"\n' + settings.read_text("utf-8"), encoding="utf-8")
    return folder / name


@pytest.mark.parametrize("name", ["index.toml", "claims.csv", "citations.csv", "names.csv"])
def test_every_table_is_in_the_key(name: str, small: Path) -> None:
    before = compiled.key(small)
    changed(small / name)
    assert before.text != compiled.key(small).text


@pytest.mark.parametrize("key", ["ontology", "additions"])
def test_ontology_and_additions_are_in_the_key(key: str, small: Path) -> None:
    path = with_ontology(small, key, "other.ttl")
    before = compiled.key(small)
    changed(path)
    assert before.text != compiled.key(small).text


@pytest.mark.parametrize("name", ["bibliography.json", "silent.csv", "queries/own.rq"])
def test_a_file_that_comes_and_goes_is_in_the_key(name: str, small: Path) -> None:
    path = small / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    before = compiled.key(small)
    path.write_text("[]\n", encoding="utf-8")
    assert before.text != compiled.key(small).text


def test_code_and_libraries_are_in_the_key(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = compiled.key(small)
    monkeypatch.setattr("cardindex.compiled.keys._reader", lambda: "another")
    assert before.text != compiled.key(small).text


def test_change_is_seen_at_once(small: Path, cache: Path) -> None:
    Index.open(small)
    entities = small / "entities.csv"
    text = entities.read_text(encoding="utf-8")
    entities.write_text(text.replace("the couriers", "the runners", 1), encoding="utf-8")
    assert "the couriers" in text
    assert_equal(Index.open(small), from_tables(small))


def test_index_that_changes_while_it_is_read_is_not_kept(
    small: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meddled(folder: Path):
        found = examine(folder)
        changed(folder / "names.csv")
        return found

    monkeypatch.setattr("cardindex.index.examine", meddled)
    Index.open(small)
    assert not (cache / "compiled").exists()


def test_index_with_errors_is_not_kept(small: Path, cache: Path) -> None:
    from cardindex.errors import InvalidIndex

    (small / "citations.csv").write_text("claim\nc1\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(InvalidIndex):
            Index.open(small)
    assert not cache.exists()


def test_damage_anywhere_is_noticed(cache: Path, tmp_path: Path) -> None:
    Index.open(SMALL)
    (entry,) = entries(cache)
    whole = shutil.copytree(entry, tmp_path / "whole")
    key = compiled.key(SMALL)

    def refused_with(name: str, data: bytes) -> bool:
        if not entry.exists():
            shutil.copytree(whole, entry)
        (entry / name).write_bytes(data)
        return frames.read(compiled.cache(), key) is None and not entry.exists()

    for path in sorted(whole.iterdir()):
        data = path.read_bytes()
        for at in range(0, len(data), max(len(data) // 6, 1)):
            damaged = bytearray(data)
            damaged[at] ^= 0x55
            assert refused_with(path.name, bytes(damaged)), (path.name, at)
        for left in {0, len(data) // 2, len(data) - 1} if data else ():
            assert refused_with(path.name, data[:left]), (path.name, left)
    shutil.copytree(whole, entry)
    assert frames.read(compiled.cache(), key) is not None


def test_what_is_damaged_is_made_anew(cache: Path) -> None:
    whole = Index.open(SMALL)
    (entry,) = entries(cache)
    for name in ("claims.arrow", "about.json", "sums.json"):
        (entry / name).write_bytes((entry / name).read_bytes()[:-1])
        assert_equal(Index.open(SMALL), whole)
        (entry / name).unlink()
        assert_equal(Index.open(SMALL), whole)
        assert (entry / name).exists()


@pytest.mark.parametrize("made", ["a file", "a read-only folder", "off", "no home"])
def test_without_a_cache_it_works_as_well(
    made: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    if made == "a file":
        place.write_text("", encoding="utf-8")
    elif made == "a read-only folder":
        place.mkdir(mode=0o500)
    monkeypatch.setenv("CARDINDEX_CACHE", "off" if made == "off" else str(place / "below"))
    if made == "no home":
        monkeypatch.delenv("CARDINDEX_CACHE")
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
        monkeypatch.delenv("HOME", raising=False)
        monkeypatch.setattr(Path, "home", refused)
        assert compiled.cache() is None
    assert_equal(Index.open(SMALL), from_tables(SMALL))


def refused() -> Path:
    raise RuntimeError


def test_full_disk_leaves_nothing(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = frames._write

    def full(path: Path, frame: pd.DataFrame) -> None:
        written(path, frame)
        if path.stem == "claims":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(frames, "_write", full)
    assert_equal(Index.open(SMALL), from_tables(SMALL))
    assert list((cache / "compiled").iterdir()) == []


def test_index_that_may_only_be_read_is_not_written_to(small: Path, cache: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in [small, *small.iterdir()]}
    small.chmod(0o555)
    try:
        Index.open(small)
        Index.open(small)
    finally:
        small.chmod(0o755)
    assert before == {path: path.stat().st_mtime_ns for path in [small, *small.iterdir()]}
    assert len(entries(cache)) == 1


def test_two_processes_at_once_do_no_harm(cache: Path) -> None:
    code = (
        "import sys; from cardindex.index import Index; print(len(Index.open(sys.argv[1]).claims))"
    )
    words = [sys.executable, "-c", code, str(SMALL)]
    both = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    found = {int(one.communicate()[0]) for one in both}
    assert found == {len(from_tables(SMALL).claims)}
    assert len(entries(cache)) == 1
    assert_equal(Index.open(SMALL), from_tables(SMALL))


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
def test_kill_at_any_step_does_no_harm(small: Path, tmp_path: Path) -> None:
    words = [PROJECT / "tests" / "killing.py", "9", small, "2", "show", "the-couriers", "-i", "."]
    environment = os.environ | {"CARDINDEX_CACHE": "cache"}
    done = subprocess.run(
        [sys.executable, *map(str, words)], env=environment, capture_output=True, check=True
    )
    assert done.stdout
    runs = sorted(tmp_path.glob("small-*"))
    assert len(runs) > 4
    for run in runs:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CARDINDEX_CACHE", str(run / "cache"))
            assert_equal(Index.open(run), from_tables(run))
            assert_equal(Index.open(run), from_tables(run))
            assert [path.name[0] for path in (run / "cache" / "compiled").iterdir()] != ["."]


def test_least_recently_used_goes_first(tmp_path: Path) -> None:
    place = Cache(tmp_path / "cache", most=250)
    for at, name in enumerate(("one", "two", "three")):
        with place.making(name) as folder:
            (folder / "data").write_bytes(b"x" * 100)
        os.utime(place.path(name), (at, at))
        assert place.entry("one") is not None
    assert [entry.path.name for entry in place.entries()] == ["three", "one"]
    with place.making("large") as folder:
        (folder / "data").write_bytes(b"x" * 300)
    # What was made last stays, be it larger than all may be: else it were made over and over.
    assert [entry.path.name for entry in place.entries()] == ["large"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such locks")
def test_what_is_used_stays(tmp_path: Path) -> None:
    from cardindex.compiled.place import using

    place = Cache(tmp_path / "cache", most=10)
    with place.making("one") as folder:
        (folder / "data").write_bytes(b"x")
    with using(place.path("one")):
        place.clear()
        assert place.entry("one") is not None
    place.clear()
    assert place.entry("one") is None


def test_cache_says_where_it_is_and_clears(cache: Path, run) -> None:
    Index.open(SMALL)
    told = run("cache").out
    assert told.startswith(f"{cache / 'compiled'}: 1 kept, ")
    assert told.endswith("of at most 10 GB\n")
    assert "0 kept, 0 bytes" in run("cache", "--clear").out
    assert entries(cache) == []


def test_cache_says_why_nothing_is_kept(
    tmp_path: Path, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("CARDINDEX_CACHE", str(tmp_path / "file"))
    assert "a file stands where a folder should be" in run("cache").err
    monkeypatch.setenv("CARDINDEX_CACHE", "off")
    assert run("cache").out.startswith("nothing is kept")


@pytest.mark.parametrize(("most", "reads"), [(0, [False, True]), (10**6, [False])])
def test_large_index_is_read_back_when_it_has_been_compiled(
    small: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, most: int, reads: list[bool]
) -> None:
    found: list[bool] = []
    read = frames.read

    def noted(place: Cache, key: compiled.Key) -> Parts | None:
        parts = read(place, key)
        found.append(parts is not None)
        return parts

    monkeypatch.setattr("cardindex.index._MAPPED", most)
    monkeypatch.setattr("cardindex.index.frames.read", noted)
    assert_equal(Index.open(small), from_tables(small))
    assert found == reads
    assert len(entries(cache)) == 1


def test_versions_of_libraries_are_those_of_their_metadata() -> None:
    known = keys._versions()
    assert known == {name: metadata.version(name) for name in known}
    assert set(known) == {"numpy", "pandas", "pyarrow", "pyoxigraph"}
