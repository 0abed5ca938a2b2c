"""Seals: the normal form, exact, moved and missing passages, and finding what to seal."""

from __future__ import annotations

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
