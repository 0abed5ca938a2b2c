"""Finding in a text what to cite."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from building import cite as citation
from building import claim, index, unchecked, work
from hypothesis import assume, given
from hypothesis import strategies as st
from sealing import ESSAY, FIRST, sealed, states

from cardindex.errors import CardindexError, UnknownName
from cardindex.passages import Text, cite, normal, place, seal


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
