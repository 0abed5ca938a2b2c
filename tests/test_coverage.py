"""Which places of a source were read, and what each yielded."""

from __future__ import annotations

from pathlib import Path

import pytest

from cardindex.coverage import coverage, length
from cardindex.errors import InvalidIndex, UnknownName
from cardindex.index import Index
from cardindex.passages import Text, places

HEADERS = {
    "entities": "id,type,label,description",
    "names": "entity,name,kind,language",
    "sources": "id,kind,title,author,origin,date,container,unit,rests_on,note",
    "claims": "id,subject,relation,object,text,quantity,unit,when,place,mode,ties,gloss",
    "citations": "claim,source,locator,chain,stance,certainty,start,end,seal,coder,note",
}
ROWS = {
    "entities": "ann,person,Ann,\nben,person,Ben,",
    "names": "",
    "sources": "book,book,A Book,,,,,page,,\nremark,comment,A remark in it,,,,book,,,",
    "claims": "c1,ann,met,ben,,,,,,,,\nc2,ben,met,ann,,,,1950,,,,",
    "citations": "c1,book,2-3,,affirms,stated,,,,,\nc2,remark,5,,affirms,stated,,,,,",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, header in HEADERS.items():
        text = f"{header}\n{ROWS[name]}\n" if ROWS[name] else f"{header}\n"
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    settings = 'title = "Read"\nbase = "https://example.org/read/"\n'
    (tmp_path / "index.toml").write_text(settings, encoding="utf-8")
    silent = "source,locator,reason\nbook,1,a title\nremark,4,none\n"
    (tmp_path / "silent.csv").write_text(silent, encoding="utf-8")
    return tmp_path


def test_each_place_tells_its_claims_its_silence_or_that_it_is_unread(folder: Path) -> None:
    frame = coverage(Index.open(folder), "book")
    assert list(frame.itertuples(index=False, name=None)) == [
        (1, "a title", ()),
        (2, "claims", ("c1",)),
        (3, "claims", ("c1",)),
        (4, "unread", ()),
        (5, "claims", ("c2",)),
    ]


def paragraphs(folder: Path) -> Index:
    path = folder / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",page,", ",paragraph,"), "utf-8")
    return Index.open(folder)


def test_text_says_how_many_paragraphs_there_are(folder: Path) -> None:
    text = Text.of("Title\nTwo\nThree\nFour\nFive\n \nSeven\nEight\n\n")
    frame = coverage(paragraphs(folder), "book", text)
    assert list(zip(frame["place"], frame["states"], strict=True)) == [
        (1, "a title"), (2, "claims"), (3, "claims"), (4, "unread"), (5, "claims"),
        (6, "empty"), (7, "unread"), (8, "unread"),
    ]  # fmt: skip


def test_places_that_the_text_does_not_have_are_told(folder: Path) -> None:
    frame = coverage(paragraphs(folder), "book", Text.of("Title\nTwo"))
    assert list(frame.itertuples(index=False, name=None)) == [
        (1, "a title", ()),
        (2, "claims", ("c1",)),
        (3, "past the end", ("c1",)),
        (5, "past the end", ("c2",)),
    ]


def test_pages_are_not_counted_in_a_text(folder: Path) -> None:
    opened = Index.open(folder)
    assert length(opened, "book", Text.of("One\nTwo")) == 0
    assert len(coverage(opened, "book", Text.of("One\nTwo"))) == 5


def test_contained_work_has_the_places_that_are_named_of_it(folder: Path) -> None:
    frame = coverage(Index.open(folder), "remark")
    assert list(frame.itertuples(index=False, name=None)) == [
        (4, "none", ()),
        (5, "claims", ("c2",)),
    ]


def test_without_a_list_of_silent_places_only_claims_are_known(folder: Path) -> None:
    (folder / "silent.csv").unlink()
    frame = coverage(Index.open(folder), "book")
    assert list(frame["states"]) == ["unread", "claims", "claims", "unread", "claims"]


def test_malformed_list_of_silent_places_is_told(folder: Path) -> None:
    (folder / "silent.csv").write_text("source,locator\nbook,1\n", encoding="utf-8")
    with pytest.raises(InvalidIndex, match='column "reason" is missing'):
        Index.open(folder)


def test_claims_of_a_place_come_in_the_order_of_their_numbers(folder: Path) -> None:
    for name in ("claims", "citations"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("c1,", "c10,"), encoding="utf-8")
    with (folder / "citations.csv").open("a", encoding="utf-8") as file:
        file.write("c2,book,2,,affirms,stated,,,,,\n")
    assert coverage(Index.open(folder), "book")["claims"][1] == ("c2", "c10")


def test_unknown_source_offers_the_nearest(folder: Path) -> None:
    with pytest.raises(UnknownName, match='unknown source "boook"; did you mean "book"'):
        coverage(Index.open(folder), "boook")


def test_locator_names_every_place_in_its_ranges() -> None:
    assert list(places("87-89,91")) == [87, 88, 89, 91]
    assert list(places("")) == []
    assert list(places(f"1-99999999999,{'9' * 5000},7")) == [7]
