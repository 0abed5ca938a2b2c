"""Pages, folios and documents told beside a text: what cite, verify and cover make of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from cardindex.cli import commands
from cardindex.coverage import coverage
from cardindex.errors import CardindexError
from cardindex.index import Index
from cardindex.passages import Text, cite, read_texts, seal, sidecar, verify

RAW = "The lantern.\nIt was lit by Quill.\nBrack saw it.\nReed took it away.\nNobody knows.\n"
PAGES = [(0, "page", "iv"), (13, "page", "12"), (34, "page", "13"), (48, "page", "")]
HEADERS = {
    "entities": "id,type,label,description\nann,person,Ann,\nben,person,Ben,\n",
    "names": "entity,name,kind,language\n",
    "sources": "id,kind,title,author,origin,date,container,unit,rests_on,note\n"
    "book,book,A Book,,,,,page,,\n",
    "claims": "id,subject,relation,object,text,quantity,unit,when,place,mode,ties,gloss\n"
    "c1,ann,met,ben,,,,,,,,\n",
}
CITED = "claim,source,locator,chain,stance,certainty,start,end,seal,coder,note\n"


def begun(folder: Path, *citations: str) -> Index:
    for name, text in HEADERS.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    rows = "".join(f"c1,book,{row},,\n" for row in citations)
    (folder / "citations.csv").write_text(CITED + rows, encoding="utf-8")
    settings = 'title = "Read"\nbase = "https://example.org/read/"\n'
    (folder / "index.toml").write_text(settings, encoding="utf-8")
    return Index.open(folder)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "book.txt").write_text(RAW, encoding="utf-8")
    (folder / "book.units.csv").write_text(sidecar.written(PAGES, RAW), encoding="utf-8")
    return folder


def sealed(locator: str, words: str, at: int | None = None) -> str:
    start = RAW.index(words) if at is None else at
    return f"{locator},,affirms,stated,{start},{start + len(words)},{seal(words)}"


def test_what_is_written_beside_a_text_is_read_back(texts: Path) -> None:
    assert (texts / "book.units.csv").read_text(encoding="utf-8") == (
        "start,unit,locator,opens\n"
        "0,page,iv,The lantern. It was lit by Quill. Brack\n"
        "13,page,12,It was lit by Quill. Brack saw it. Reed\n"
        "34,page,13,Brack saw it. Reed took it away. Nobody\n"
        "48,page,,Reed took it away. Nobody knows.\n"
    )
    assert sidecar.read(texts / "book.units.csv", RAW) == {
        "page": [(start, locator) for start, _, locator in PAGES]
    }


@pytest.mark.parametrize(
    ("words", "locator"), [("lantern", "iv-13"), ("Quill", "iv-13"), ("Nobody knows", "")]
)
def test_cite_gives_the_pages_of_a_passage(
    tmp_path: Path, texts: Path, words: str, locator: str
) -> None:
    index = begun(tmp_path, "iv,,affirms,stated,,,")
    (texts / "book.txt").write_text(RAW.replace(".\n", "\n", 2), encoding="utf-8")
    moved = [(start - (start > 0) - (start > 13), *rest) for start, *rest in PAGES]
    beside = sidecar.written(moved, RAW.replace(".\n", "\n", 2))
    (texts / "book.units.csv").write_text(beside, encoding="utf-8")
    assert [place.locator for place in cite(index, "book", words, read_texts(index, texts))] == [
        locator
    ]


@pytest.mark.parametrize(
    ("citation", "state", "mended"),
    [
        (sealed("12", "It was lit by Quill."), "exact", ""),
        (sealed("iv-13", "It was lit by Quill."), "exact", ""),
        (sealed("12-13", "It was lit by Quill.\nBrack saw it."), "exact", ""),
        (sealed("13", "It was lit by Quill."), "misplaced", "12"),
        (sealed("12", "It was lit by Quill.\nBrack saw it."), "misplaced", "12-13"),
        (sealed("99", "It was lit by Quill."), "misplaced", "12"),
        (sealed("iv,13", "It was lit by Quill."), "misplaced", "12,13"),
        (sealed("13", "It was lit by Quill.", at=2), "moved", "12"),
        (sealed("13", "Nobody knows."), "exact", ""),
        ("99,,affirms,stated,,,", "no such place", ""),
        ("v-12,,affirms,stated,,,", "no such place", ""),
    ],
)
def test_verify_holds_pages_against_the_text(
    tmp_path: Path, texts: Path, citation: str, state: str, mended: str
) -> None:
    index = begun(tmp_path, citation.replace("iv,13", '"iv,13"'))
    found = verify(index, read_texts(index, texts))
    assert list(zip(found["state"], found["mended"], strict=True)) == [(state, mended)]


@pytest.mark.parametrize(("locator", "code"), [("12", 0), ("99", 1)])
def test_page_that_the_text_does_not_have_fails(
    tmp_path: Path, texts: Path, locator: str, code: int
) -> None:
    begun(tmp_path, f"{locator},,affirms,stated,,,")
    done = CliRunner().invoke(commands, ["verify", "-i", str(tmp_path), "--texts", str(texts)])
    assert done.exit_code == code


def test_without_its_units_a_page_is_held_against_nothing(tmp_path: Path, texts: Path) -> None:
    (texts / "book.units.csv").unlink()
    index = begun(tmp_path, sealed("99", "It was lit by Quill."))
    assert list(verify(index, read_texts(index, texts))["state"]) == ["exact"]


def test_cover_lists_pages_in_their_order(tmp_path: Path, texts: Path) -> None:
    index = begun(tmp_path, "iv-12,,affirms,stated,,,", "99,,affirms,stated,,,")
    (tmp_path / "silent.csv").write_text("source,locator,reason\nbook,13,a list\n", "utf-8")
    index = Index.open(tmp_path)
    frame = coverage(index, "book", read_texts(index, texts)["book"])
    assert list(frame.itertuples(index=False, name=None)) == [
        ("iv", "claims", ("c1",)),
        ("12", "claims", ("c1",)),
        ("13", "a list", ()),
        ("99", "no such place", ("c1",)),
    ]


def test_page_that_notes_interrupt_is_one_place() -> None:
    marks = {"page": [(0, "1"), (8, "2"), (14, "1"), (20, "2")]}
    text = replace(Text.of("one one two two note a two"), marks=marks)
    units = text.units("page")
    assert units is not None
    assert (units.names, units.locator(0, 10), units.locator(15, 19)) == (["1", "2"], "1-2", "1")
    assert list(units.stretches(1)) == [(8, 14), (20, 26)]
    assert not units.holds(text.raw, 14, 19, "2")


def test_folio_without_a_side_is_both() -> None:
    marks = {"folio": [(0, "12r"), (4, "12v"), (8, "13r")]}
    units = replace(Text.of("one two three"), marks=marks).units("folio")
    assert units is not None
    assert units.ranges("12") == [(0, 1)]
    assert units.ranges("12v-13") == [(1, 2)]
    assert units.lacks("11,12,14r") == ["11", "14r"]


def test_starts_are_found_again_where_the_text_was_mended(texts: Path) -> None:
    mended = RAW.replace("lantern", "old lantern").replace("saw", "had seen")
    found = sidecar.read(texts / "book.units.csv", mended.replace("Reed took", "Reed  took"))
    starts = [mended.index(word) for word in ("The", "It was", "Brack", "Reed")]
    assert [start for start, _ in found["page"]] == starts


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("x,page,1,", 'book.units.csv:2: start: "x" is no offset'),
        ("0,pag,1,", 'unit: "pag" is none that is told here; did you mean "page"?'),
        ("0,paragraph,1,", "is none that is told here"),
        ("0,page,A,", 'locator: "A" is no page'),
        ("0,page,1-2,", "is more than one page"),
        ("0,page,1", "3 cells where the header has 4"),
        ("0,page,1,Nothing of it", "does not stand near 0 in the text"),
        ("9,page,1,\n3,page,2,", "book.units.csv:3: start: 3 is before the page above it"),
        ("99999,page,1,", "start: 99999 is past the end"),
        ('0,page,"1', "is no CSV"),
    ],
)
def test_what_is_wrong_beside_a_text_is_told(texts: Path, rows: str, told: str) -> None:
    path = texts / "book.units.csv"
    path.write_text(f"start,unit,locator,opens\n{rows}\n", encoding="utf-8")
    with pytest.raises(CardindexError) as caught:
        sidecar.read(path, RAW)
    assert told in str(caught.value)


def test_wrong_header_and_all_wrong_rows_are_told(texts: Path) -> None:
    path = texts / "book.units.csv"
    path.write_text("start,locator\n", encoding="utf-8")
    with pytest.raises(CardindexError, match=r"1: its first line must be start,unit,locator,opens"):
        sidecar.read(path, RAW)
    path.write_text("start,unit,locator,opens\nx,page,1,\ny,page,2,\n", encoding="utf-8")
    with pytest.raises(CardindexError, match=r"(?s):2: start.*:3: start"):
        sidecar.read(path, RAW)
