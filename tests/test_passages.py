"""Seals of passages: the normal form, places, locators and texts."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from building import cite as citation
from building import claim, unchecked, work
from hypothesis import assume, example, given
from hypothesis import strategies as st
from sealing import ESSAY, FIRST, sealed, states

from cardindex import passages
from cardindex.errors import CardindexError
from cardindex.passages import Text, cite, normal, read_texts, seal, verify
from cardindex.passages.normal import _EVEN, folded
from cardindex.passages.texts import MOST_BYTES


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("‘a’ `b´ ‹c›", "'a' 'b' 'c'"),
        ("“a” „b‟ «c»", '"a" "b" "c"'),
        ("a\u2010b\u2011c–d—e−f", "a-b-c-d-e-f"),
        ("  a\n\tb\r\n\u00a0c ", "a b c"),
        ("e\u0301 ﬁn Ⅳ … \uff46ull", "é fin IV ... full"),
        ("co\u00adoperate", "cooperate"),
        ("", ""),
    ],
)
def test_normal_form_folds_what_printing_changes(passage: str, expected: str) -> None:
    assert normal(passage) == expected


def test_seal_is_length_and_digest_of_the_normal_form() -> None:
    # The digest of "abc" is the example of the standard, FIPS 180-4.
    assert seal("abc") == "3:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert seal(" “a”\n– b ") == seal('"a" - b')


@given(st.text())
def test_normal_form_is_final(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text())
@example("\u1112\u1161\u11ab")  # a syllable in three letters
@example("\uff76\uff9e")  # half-width, its mark a character of its own
@example("a\u00b4\u0301 \u00a8x")
@example("\u0bc6 \u0bbe\u0bc6\u0bbe")
def test_text_is_normalised_piece_by_piece_as_it_is_whole(text: str) -> None:
    assert Text.of(text).normal.strip() == normal(text)


def test_no_even_letter_joins_the_one_before_it() -> None:
    joined = [
        (before, code)
        for before in ("a", "e", "\u03b1", "\u0438", " ", "\u00a8", "\u1100", "\u0bc6", "\uff76")
        for code in _EVEN
        if folded(before + chr(code)) != folded(before) + folded(chr(code))
        or unicodedata.combining(chr(code))
    ]
    assert joined == []


@given(st.text(), st.data())
def test_stretch_of_the_normal_form_leads_back_to_its_text(text: str, data: st.DataObject) -> None:
    made = Text.of(text)
    assume(made.normal.strip())
    words = st.sampled_from([at for at, char in enumerate(made.normal) if char != " "])
    start, last = sorted((data.draw(words), data.draw(words)))
    first, end = made.span(start, last + 1)
    assert 0 <= first < end <= len(text)
    assert made.normal[start : last + 1] in normal(text[first:end])


def test_passage_at_its_place_is_exact() -> None:
    opened = sealed(("essay", FIRST), ("essay", "Naïve 🙂 letters followed."))
    assert states(opened, ESSAY) == [
        ("exact", FIRST), ("exact", "Naïve 🙂 letters followed."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace("“", '"').replace("”", '"').replace("–", "—"),
        lambda raw: unicodedata.normalize("NFC", raw),
    ],
)
def test_other_quotes_and_dashes_in_place_are_exact(change: Callable[[str], str]) -> None:
    words = "“She was paid”, he wrote; nobody else says so."
    found = states(sealed(("essay", words)), change(ESSAY))
    assert [state for state, _ in found] == ["exact"]


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: "A line before.\n" + raw,
        lambda raw: raw.replace(" ", "\n  "),
        lambda raw: raw.replace("\n", "\r\n"),
        lambda raw: unicodedata.normalize("NFD", raw),
        lambda raw: raw.replace("400", "4🙂00").replace("Bureau", "Bureau "),
        lambda raw: "x y z " * 5000 + raw,
    ],
    ids=["line", "re-flowed", "crlf", "decomposed", "inserted", "far"],
)
def test_passage_elsewhere_has_moved(change: Callable[[str], str]) -> None:
    words = "Naïve 🙂 letters followed."
    raw = change(ESSAY)
    ((state, found),) = states(sealed(("essay", words)), raw)
    assert state == "moved"
    assert normal(found) == normal(words)


def test_passage_that_is_nowhere_is_missing() -> None:
    opened = sealed(("essay", FIRST), ("essay", "The Club denied it all."))
    assert states(opened, ESSAY.replace("1953", "1954")) == [
        ("missing", ""), ("exact", "The Club denied it all."),
    ]  # fmt: skip


def test_source_without_text_is_told() -> None:
    frame = verify(sealed(("essay", FIRST), ("memoir", FIRST)), {"memoir": Text.of(ESSAY)})
    assert dict(zip(frame["source"], frame["state"], strict=True)) == {
        "essay": "no text", "memoir": "exact",
    }  # fmt: skip


def test_contained_work_is_sought_in_its_container() -> None:
    opened = sealed(("comment", "The Club denied it all."), container="essay")
    assert states(opened, ESSAY) == [("exact", "The Club denied it all.")]


def test_of_equal_passages_the_nearest_is_the_moved_one() -> None:
    opened = sealed(("essay", "The Club denied it all."))
    raw = "The Club denied it all.\n" + " x" * 40 + "\n" + ESSAY
    frame = verify(opened, {"essay": Text.of(raw)})
    assert frame["start"].tolist() == [raw.rindex("The Club")]


def test_passage_is_shown_only_where_its_seal_holds() -> None:
    opened = sealed(("essay", FIRST))
    (row,) = opened.citations.itertuples(index=False)
    shown = [passages.passage(opened, {"essay": Text.of(raw)}, row) for raw in (ESSAY, "x" + ESSAY)]
    assert [*shown, passages.passage(opened, {}, row)] == [FIRST, "", ""]


def test_of_equal_passages_that_in_its_locator_is_the_moved_one() -> None:
    raw = "Hale paid.\nOrr paid.\nHale paid.\nNobody knew."
    rows = [
        citation("c1", "essay", locator=locator, start="5", end="15", seal=seal("Hale paid."))
        for locator in ("1", "3")
    ]
    opened = unchecked({"claims": [claim("c1")], "citations": rows,
                        "sources": [work("essay", unit="paragraph")]})  # fmt: skip
    frame = verify(opened, {"essay": Text.of(raw)})
    assert list(zip(frame["locator"], frame["start"], frame["mended"], strict=True)) == [
        ("1", 0, ""), ("3", raw.rindex("Hale"), ""),
    ]  # fmt: skip


def held(locator: str, words: str, raw: str, unit: str = "paragraph") -> tuple[str, str]:
    """State and mended locator of a citation of ``words`` where they first stand in ``raw``."""
    start = raw.index(words)
    marks = {"start": str(start), "end": str(start + len(words)), "seal": seal(words)}
    opened = unchecked({
        "claims": [claim("c1")],
        "citations": [citation("c1", "essay", locator=locator, **marks)],
        "sources": [work("essay", unit=unit)],
    })  # fmt: skip
    (row,) = verify(opened, {"essay": Text.of(raw)}).itertuples()
    return row.state, row.mended


FOUR = "One.\n\nThree is\nlong."


@pytest.mark.parametrize(
    ("locator", "words", "expected"),
    [
        ("1", "One.", ("exact", "")),
        ("3", "One.", ("misplaced", "1")),
        ("3-4", "Three is\nlong.", ("exact", "")),
        ("3", "Three is\nlong.", ("misplaced", "3-4")),
        ("4", "Three is\nlong.", ("misplaced", "3-4")),
        ("1,3", "One.\n\nThree is", ("exact", "")),  # between them stands nothing
        ("1-4", "Three is", ("exact", "")),
        ("1,4", "long.", ("exact", "")),
        ("1,4", "Three is", ("misplaced", "1,3")),
        ("2,9", "long.", ("misplaced", "4,9")),
        ("2, 4", "One.", ("misplaced", "1,4")),
        ("9", "One.", ("misplaced", "1")),
        ("", "One.", ("exact", "")),
    ],
)
def test_locator_is_held_against_the_lines_of_its_passage(
    locator: str, words: str, expected: tuple[str, str]
) -> None:
    assert held(locator, words, FOUR) == expected


@pytest.mark.parametrize("unit", ["page", "folio", "footnote", ""])
def test_locator_in_a_unit_that_no_text_counts_is_left_alone(unit: str) -> None:
    assert held("9", "One.", FOUR, unit=unit) == ("exact", "")


def test_locator_of_a_contained_work_counts_in_its_container() -> None:
    rows = [citation("c1", "remark", locator="1", start="6", end="14", seal=seal("Three is"))]
    sources = [work("essay", unit="paragraph"), work("remark", container="essay")]
    opened = unchecked({"claims": [claim("c1")], "citations": rows, "sources": sources})
    (row,) = verify(opened, {"essay": Text.of(FOUR)}).itertuples()
    assert (row.state, row.mended) == ("misplaced", "3")


def test_pages_in_a_chain_are_those_of_other_works() -> None:
    rows = [
        citation("c1", "essay", "memoir@72", locator="1", start="0", end="4", seal=seal("One."))
    ]
    opened = unchecked({"claims": [claim("c1")], "citations": rows,
                        "sources": [work("essay", unit="paragraph"), work("memoir")]})  # fmt: skip
    assert list(verify(opened, {"essay": Text.of(FOUR)})["state"]) == ["exact"]


def test_locator_past_the_end_is_told_without_a_seal_too() -> None:
    rows = [citation("c1", "essay", locator=locator) for locator in ("4", "5", "2-9", "")]
    opened = unchecked({"claims": [claim("c1")], "citations": rows,
                        "sources": [work("essay", unit="paragraph")]})  # fmt: skip
    frame = verify(opened, {"essay": Text.of(FOUR + "\n\n")})
    assert list(zip(frame["locator"], frame["state"], strict=True)) == [
        ("2-9", "past the end"), ("5", "past the end"),
    ]  # fmt: skip
    assert list(verify(opened, {})["state"]) == []


@pytest.mark.parametrize("locator", ["1-99999999999", "9" * 5000, "3-1", "0", "xii", "12r", "¶ 4"])
def test_odd_locators_are_held_against_nothing_that_takes_long(locator: str) -> None:
    assert held(locator, "One.", FOUR)[0] in {"exact", "misplaced"}


def test_text_is_known_by_the_name_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "essay.txt").write_text("other words", encoding="utf-8")
    assert list(read_texts(sealed(("essay", FIRST)), tmp_path)) == ["essay"]


@pytest.mark.parametrize("before", ["", "A line before.\r\n"])
def test_text_under_another_name_is_known_by_its_content(tmp_path: Path, before: str) -> None:
    (tmp_path / "000_scan.txt").write_bytes((before + ESSAY).encode())
    (tmp_path / "001_other.txt").write_text("Nothing of it.", encoding="utf-8")
    found = read_texts(sealed(("essay", FIRST), ("memoir", "took 400 pesos.12")), tmp_path)
    whole = before.replace("\r\n", "\n") + ESSAY
    assert {source: text.raw for source, text in found.items()} == {"essay": whole}


def test_byte_order_mark_moves_nothing(tmp_path: Path) -> None:
    (tmp_path / "essay.txt").write_bytes(b"\xef\xbb\xbf" + ESSAY.encode())
    assert read_texts(sealed(("essay", FIRST)), tmp_path)["essay"].raw == ESSAY


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=ascii)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_saved_elsewhere_has_the_same_paragraphs_and_offsets(
    tmp_path: Path, end: str, encoding: str
) -> None:
    (tmp_path / "essay.TXT").write_bytes(ESSAY.replace("\n", end).encode(encoding))
    opened = sealed(("essay", FIRST), ("essay", "The Club denied it all."))
    texts = read_texts(opened, tmp_path)
    assert list(verify(opened, texts)["state"]) == ["exact", "exact"]
    (hit,) = cite(opened, "essay", "denied", texts)
    assert (hit.locator, hit.start) == ("4", ESSAY.index("The Club"))


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c"], ids=ascii)
def test_other_signs_of_a_line_end_part_no_paragraphs(tmp_path: Path, char: str) -> None:
    (tmp_path / "essay.txt").write_bytes(f"One.{char}Two.\nThree.".encode())
    opened = sealed(("essay", FIRST))
    (hit,) = cite(opened, "essay", "three", read_texts(opened, tmp_path))
    assert (hit.locator, hit.start) == ("2", 10)


def test_what_cannot_be_read_as_a_text_is_told_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").mkdir()
    (tmp_path / "c.txt").symlink_to("nowhere")
    (tmp_path / "d.txt").symlink_to("/dev/zero")
    (tmp_path / "e.txt").write_bytes("a\r\nb\r\nCafé".encode("latin-1"))
    (tmp_path / "f.txt").write_bytes("No mark.".encode("utf-16-le"))
    (tmp_path / "g.txt").write_bytes(b"\xff\xfea")
    with (tmp_path / "h.txt").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(CardindexError) as caught:
        read_texts(sealed(("essay", FIRST)), tmp_path)
    assert str(caught.value).replace(f"{tmp_path}/", "").splitlines() == [
        "a.txt: cannot be read: it is a pipe",
        "b.txt: cannot be read: it is a folder",
        "c.txt: cannot be read: No such file or directory",
        "d.txt: cannot be read: it is a device",
        "e.txt:3: byte 0xe9 is not UTF-8; save the text as UTF-8",
        "f.txt: is no text, or UTF-16 that does not say so; save it as UTF-8",
        "g.txt: begins as UTF-16 does, and is none; save the text as UTF-8",
        "h.txt: cannot be read: it is larger than 200 MB",
    ]


def test_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "essay.txt").write_text("x", encoding="utf-8")
    with pytest.raises(CardindexError, match="is a file; name the folder that holds the texts"):
        read_texts(sealed(("essay", FIRST)), tmp_path / "essay.txt")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (None, "there is no such folder"),
        ({}, "holds no text"),
        ({"essay.txt": b"a\xffb"}, "essay.txt:1: byte 0xff is not UTF-8"),
    ],
)
def test_folder_that_will_not_do_is_told(
    tmp_path: Path, files: dict[str, bytes] | None, told: str
) -> None:
    folder = tmp_path / "texts"
    if files is not None:
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
    with pytest.raises(CardindexError, match=told):
        read_texts(sealed(("essay", FIRST)), folder)
