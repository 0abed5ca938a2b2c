"""Seals: the normal form, exact, moved and missing passages, and finding what to seal."""

from __future__ import annotations

import os
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from building import cite as citation
from building import claim, index, unchecked, work
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cardindex import passages
from cardindex.errors import CardindexError, UnknownName
from cardindex.index import Index
from cardindex.passages import Text, cite, normal, place, read_texts, seal, verify
from cardindex.passages.normal import _EVEN, folded
from cardindex.passages.texts import MOST_BYTES

ESSAY = """The Bureau met Ada in 1953. “She was paid”, he wrote; nobody else says so.

Ada – so the file says – took 400 pesos.12 Naïve 🙂 letters followed. No. 5 was burnt.
The Club denied it all.
"""
FIRST = "The Bureau met Ada in 1953."


def sealed(*marks: tuple[str, str], container: str = "") -> Index:
    """Return an index that cites these (source, passage) of ESSAY."""
    names = [f"c{at}" for at in range(len(marks))]
    rows = []
    for name, (source, words) in zip(names, marks, strict=True):
        start = ESSAY.index(words)
        cells = {"start": str(start), "end": str(start + len(words)), "seal": seal(words)}
        rows.append(citation(name, source, **cells))
    sources = [work(source, unit="paragraph") for source, _ in dict.fromkeys(marks)]
    sources = list({it["id"]: it for it in sources}.values())
    if container:
        sources = [*(row | {"container": container} for row in sources), work(container)]
    return unchecked(
        {"claims": [claim(name) for name in names], "citations": rows, "sources": sources}
    )


def states(opened: Index, raw: str, source: str = "essay") -> list[tuple[str, str]]:
    """State of each seal, and the words that its offsets point at in ``raw``."""
    frame = verify(opened, {source: Text.of(raw)})
    return [
        (row.state, raw[row.start : row.end] if row.start >= 0 else "")
        for row in frame.itertuples()
    ]


# --- The normal form


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


# --- Holding seals against texts


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


# --- Locators


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


# --- Reading texts


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


# --- Finding what to cite


def cited(words: str, raw: str = ESSAY, unit: str = "paragraph") -> list[tuple[str, str]]:
    opened = unchecked(
        {"claims": [claim("c1")], "citations": [citation("c1", "essay")],
         "sources": [work("essay", unit=unit)]}
    )  # fmt: skip
    return [
        (it.locator, it.passage) for it in cite(opened, "essay", words, {"essay": Text.of(raw)})
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("bureau met", ("1", FIRST)),
        ('"she was PAID"', ("1", "“She was paid”, he wrote; nobody else says so.")),
        ("so   the file", ("3", "Ada – so the file says – took 400 pesos.12")),
        ("Ada - so", ("3", "Ada – so the file says – took 400 pesos.12")),
        ("denied", ("4", "The Club denied it all.")),
        ("400 … followed", ("3", ESSAY.splitlines()[2].removesuffix(" No. 5 was burnt."))),
        ("burnt", ("3", "No. 5 was burnt.")),
        ("in 1953. “She", ("1", ESSAY.splitlines()[0])),
    ],
)  # fmt: skip
def test_cite_finds_the_sentences_that_hold_the_words(
    words: str, expected: tuple[str, str]
) -> None:
    assert cited(words) == [expected]


@pytest.mark.parametrize(
    ("raw", "words", "passage", "doubts"),
    [
        ("He met Gen. Prats. He left.", "prats", "He met Gen. Prats.", ()),
        ("He met Gen.\u00a0Prats. He left.", "gen. prats", "He met Gen. Prats.", ()),
        ("He left the U.S. He died.", "left", "He left the U.S.",
         ('ends with the abbreviation "U.S."',)),
        ("He left the U.S. He died.", "died", "He died.",
         ('begins after the abbreviation "U.S."',)),
        ("He left. He lived in the U.S.", "lived", "He lived in the U.S.",
         ('ends with the abbreviation "U.S."',)),
        ("He met Gen.\nPrats.", "met", "He met Gen.", ('ends with the abbreviation "Gen."',)),
        ("Los EE. UU. de la época y el Gral. Prats. Fin.", "época",
         "Los EE. UU. de la época y el Gral. Prats.", ()),
        ("A man met J. Hale. He met Mr. Orr. End.", "hale … orr",
         "A man met J. Hale. He met Mr. Orr.", ()),
        ("It was secret infor-\nmation of the club. End.", "secret information",
         "It was secret infor-", ()),
        ("He wrote e\u0301tat. End.", "\u00e9tat", "He wrote e\u0301tat.", ()),
        ("A co\u00adoperative. End.", "cooperative", "A co\u00adoperative.", ()),
        ("In Łódź nothing. Vergés wrote of it. End.", "verges", "Vergés wrote of it.", ()),
        ("The œuvre of Strauß. End.", "oeuvre of strauss", "The œuvre of Strauß.", ()),
        ("The œuvre of Strauß. End.", "vre of strauS", "The œuvre of Strauß.", ()),
        ("One\0 two. End.", "two", "One\0 two.", ()),
    ],
)  # fmt: skip
def test_cite_gives_whole_sentences_and_says_where_to_look(
    raw: str, words: str, passage: str, doubts: tuple[str, ...]
) -> None:
    opened = sealed(("essay", FIRST))
    (hit,) = cite(opened, "essay", words, {"essay": Text.of(raw)})
    assert (hit.passage.split("\n")[0].removesuffix(" mation of the club."), hit.doubts) == (
        passage, doubts,
    )  # fmt: skip


def test_words_that_a_line_end_parts_are_found_whole_and_as_they_stand() -> None:
    raw = "It was infor-\nmation\u00ad\n al. End."
    for words in ("was information", "was infor- mation"):
        assert cited(words, raw, unit="page") == [("", "It was infor- mation\u00ad al.")]


def test_language_says_whose_abbreviations_count() -> None:
    opened = sealed(("essay", FIRST))
    texts = {"essay": Text.of("Hale bzw. Orr. Ende.")}
    spans = {lang: cite(opened, "essay", "hale", texts, lang)[0].passage for lang in ("de", "en")}
    assert spans == {"de": "Hale bzw. Orr.", "en": "Hale bzw."}
    with pytest.raises(UnknownName, match='unknown language "xx"'):
        cite(opened, "essay", "hale", texts, "xx")


def test_time_to_cite_grows_with_the_text() -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        cited("paid", "Gen. Hale paid “nobody” in the U.S. in May. He left. " * times)
        return time.process_time() - start

    small = min(seconds(100) for _ in range(3))
    assert seconds(2000) < 100 * max(small, 0.01)


def test_cite_finds_every_sentence_once() -> None:
    assert cited("a", "One a and a. Two. Three a.") == [("1", "One a and a."), ("1", "Three a.")]


def test_words_over_two_lines_have_a_locator_of_two() -> None:
    ((locator, passage),) = cited("burnt … denied")
    assert locator == "3-4"
    assert passage == "No. 5 was burnt. The Club denied it all."


def test_sentence_ends_with_its_paragraph() -> None:
    assert cited("heading", "A heading\nThe text. More") == [("1", "A heading")]
    assert cited("more", "A heading\nThe text. More ") == [("2", "More")]


def test_sentence_of_a_wrapped_text_goes_on_over_its_lines() -> None:
    raw = "One two\nthree four.\n\nFive."
    assert cited("two", raw, unit="page") == [("", "One two three four.")]


def test_letters_that_grow_in_lower_case_do_not_hide_words() -> None:
    assert cited("große İ", "Eine GROSSE. Eine Große İ.") == [("1", "Eine Große İ.")]


def test_offsets_count_code_points() -> None:
    raw = "🙂 e\u0301a. Then the word."
    found = place(Text.of(raw), 7, len(raw))
    assert (found.passage, found.seal) == ("Then the word.", seal("Then the word."))
    opened = sealed(("essay", FIRST))
    (hit,) = cite(opened, "essay", "then", {"essay": Text.of(raw)})
    assert (hit.start, hit.end) == (7, len(raw))


@pytest.mark.parametrize("words", ["no such words", "…", "", "   "])
def test_words_that_are_not_there_are_told(words: str) -> None:
    with pytest.raises(CardindexError, match='is not in the text of "essay"'):
        cited(words)


def test_unknown_source_and_missing_text_are_told() -> None:
    opened = sealed(("essay", FIRST))
    with pytest.raises(UnknownName, match='"esay"; did you mean "essay"'):
        cite(opened, "esay", "x", {})
    with pytest.raises(CardindexError, match=r"name its file essay\.txt"):
        cite(opened, "essay", "x", {})


words = st.text(alphabet=st.sampled_from("abcdéß🙂“–'\u0301"), min_size=1, max_size=6)
sentences = st.lists(words, min_size=1, max_size=6).map(lambda some: " ".join(some) + ".")
paragraphs = st.lists(sentences, min_size=1, max_size=4).map(" ".join)
texts = st.lists(paragraphs, min_size=1, max_size=4).map("\n".join)


@given(raw=texts, data=st.data())
def test_what_was_cited_verifies_and_is_found_after_re_flowing(
    raw: str, data: st.DataObject
) -> None:
    word = data.draw(st.sampled_from(raw.split()))
    assume(normal(word).strip("."))
    sources = [work("essay", unit="paragraph")]
    rows = {"claims": [claim("c1")], "citations": [citation("c1", "essay")], "sources": sources}
    hit = cite(unchecked(rows), "essay", word, {"essay": Text.of(raw)})[0]
    cells = {"start": str(hit.start), "end": str(hit.end), "seal": hit.seal}
    opened = unchecked({**rows, "citations": [citation("c1", "essay", **cells)]})
    assert states(opened, raw) == [("exact", raw[hit.start : hit.end])]
    flowed = "Before.\n" + raw.replace(" ", "\r\n")
    ((state, found),) = states(opened, flowed)
    assert (state, normal(found)) == ("moved", normal(hit.passage))


def test_index_opens_with_the_seals_that_cite_prints(tmp_path: Path) -> None:
    (hit,) = cite(sealed(("essay", FIRST)), "essay", "denied", {"essay": Text.of(ESSAY)})
    cells = {"locator": hit.locator, "start": str(hit.start), "end": str(hit.end), "seal": hit.seal}
    opened = index(
        tmp_path, [claim("c1")], [citation("c1", "essay", **cells)],
        [work("essay", unit="paragraph")],
    )  # fmt: skip
    assert states(opened, ESSAY) == [("exact", "The Club denied it all.")]
