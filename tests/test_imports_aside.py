"""A large import is held in files aside: it makes the same bytes, and says when it has no room."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cardindex import imports
from cardindex.errors import OutputError
from cardindex.imports import gathering, room
from cardindex.imports.aside import Kept, Packed, Seen, in_order
from cardindex.imports.format import Unreadable

_SAID = {
    "type": "bundle",
    "id": "bundle--1",
    "objects": [
        {"type": "malware", "id": "malware--1", "name": "Dusk", "aliases": ["Dawn", "Noon"]},
        {"type": "tool", "id": "tool--2", "name": "Rake", "description": "Häuft an."},
        {
            "type": "relationship", "id": "relationship--3", "relationship_type": "uses",
            "source_ref": "malware--1", "target_ref": "tool--2", "description": "As they say.",
            "external_references": [{"source_name": "Lab", "url": "https://lab.example.org/1"}],
        },
        {
            "type": "relationship", "id": "relationship--4", "relationship_type": "uses",
            "source_ref": "malware--1", "target_ref": "tool--9",
        },
    ],
}  # fmt: skip
_EDGES = "Source,Target,When\nAnn,Bo,1652\nBo,Ann,1652\nCy,Ann,1653\nCy,,1654\n"


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize(
    ("format_", "text", "said"),
    [
        ("stix", json.dumps(_SAID), {}),
        ("csv", _EDGES, {"relation": "knew", "symmetric": True}),
    ],
)
def test_what_is_held_aside_makes_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str, text: str, said: dict[str, str]
) -> None:
    file = tmp_path / f"set.{format_}"
    file.write_text(text, "utf-8")
    plain = imports.take(format_, [file], new=tmp_path / "plain", family="alliance", **said)
    monkeypatch.setattr(imports, "_LARGE", -1)
    aside = imports.take(format_, [file], new=tmp_path / "aside", family="alliance", **said)
    assert (plain.found.large, aside.found.large) == (False, True)
    assert written(tmp_path / "aside") == written(tmp_path / "plain")
    assert [*aside.dropped] == [*plain.dropped] != []
    assert (aside.told, aside.new) == (plain.told, plain.new)
    again = imports.take(format_, [file], into=tmp_path / "plain", family="alliance", **said)
    assert again.again.changes[:] == []


def test_what_proves_to_be_large_is_put_aside_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MANY", 3)
    monkeypatch.setattr(gathering, "_OFTEN", 2)
    cited = imports.FoundCitation("book", "3", (imports.Link("letter", "4", reported=True),))
    claims = [imports.FoundClaim("a", "knew", f"b{at}", citations=(cited,)) for at in range(9)]
    people = [imports.FoundEntity(each.object, each.object.upper()) for each in claims]
    book = imports.FoundSource("book", "A book", entry={"type": "book", "author": [{"a": 1}]})
    found = gathering.gather([*claims[:4], book, *people, *claims[4:]])
    assert found.large
    assert [*found.claims] == claims
    assert [*found.entities.values()] == people
    assert found.sources["book"] == book


def test_what_needs_more_memory_than_there_is_is_refused_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "set.stix"
    file.write_text(json.dumps(_SAID), "utf-8")
    monkeypatch.setattr(room, "left", lambda: 50_000_000)
    with pytest.raises(Unreadable, match=r"need about 0\.1 GB of memory, and 0\.1 GB are free"):
        imports.take("stix", [file], new=tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_disk_without_room_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: Packed[tuple[str, ...]] = Packed()

    class Full:
        def seek(self, at: int) -> None: ...

        def write(self, _: bytes) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(rows, "_file", Full())
    with pytest.raises(OutputError, match="No space left on device; make room"):
        rows.extend([("a" * 300_000,)])


def test_rows_held_aside_are_a_list() -> None:
    wanted = [(str(at), "x" * (at % 7) * 50_000) for at in range(40)]
    rows: Packed[tuple[str, ...]] = Packed(wanted)
    assert (len(rows), [*rows], rows[3], rows[-1]) == (40, wanted, wanted[3], wanted[-1])
    assert rows[5:9] == wanted[5:9]
    rows[4] = ("new", "one")
    assert [*rows] == [*wanted[:4], ("new", "one"), *wanted[5:]]
    assert [*Seen(rows, len)] == [2] * 40


def test_kept_things_are_a_dictionary_in_order() -> None:
    kept: Kept[str, int] = Kept()
    kept.update({"b": 1, "a": 2, "c": 3})
    kept["b"] = 4
    assert kept.pop("a") == 2
    assert ([*kept.items()], "a" in kept) == ([("b", 4), ("c", 3)], False)


@pytest.mark.parametrize("key", [lambda row: row[:1], lambda row: (row[1],)])
def test_sorting_aside_is_sorting(
    monkeypatch: pytest.MonkeyPatch, key: Callable[[tuple[str, ...]], tuple[str, ...]]
) -> None:
    monkeypatch.setattr("cardindex.imports.aside.in_batches.__defaults__", (3,))
    rows = [(str(at * 7 % 10), str(at % 3)) for at in range(20)]
    done = in_order(rows, lambda batch: [key(row) for row in batch])
    assert [*done] == sorted(rows, key=key)
