"""Where sentences end: tables of cases, the languages' lists, doubts, and what is still wrong."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cardindex.sentences import language_of, languages, split
from cardindex.sentences.rules import KINDS, rules

CASES = Path(__file__).parent / "data" / "sentences"


def cases() -> list[tuple[str, str]]:
    return [
        (path.stem, line)
        for path in sorted(CASES.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]


def parted(text: str, language: str = "en") -> str:
    return " | ".join(text[each.start : each.end] for each in split(text, language))


@pytest.mark.parametrize(("language", "line"), cases())
def test_sentences_end_where_a_reader_ends_them(language: str, line: str) -> None:
    assert parted(line.replace(" | ", " "), language) == line


# What nobody can tell without knowing what is meant, or what we do not try to. In all of the
# first group the passage is too long, which hides nothing.
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("He left the U.S. | Allende stayed.", "He left the U.S. Allende stayed."),
        ("It was 5 p.m. | Allende spoke.", "It was 5 p.m. Allende spoke."),
        ("He paid Acme Inc. | Hale knew.", "He paid Acme Inc. Hale knew."),
        ("He called it plan Z. | Hale knew.", "He called it plan Z. Hale knew."),
        ("Nobody knew. | iPhones were new.", "Nobody knew. iPhones were new."),
        ("He died.The club knew.", "He died.The club knew."),
        ("Yahoo! Inc. paid.", "Yahoo! | Inc. paid."),
        ("“Why?” the taller of the two men asked.", "“Why?” the taller of the two men asked."),
        ("“Why?” Hale, who was tired, asked.", "“Why?” | Hale, who was tired, asked."),
        ("She asked Gen. | The rest is lost.", "She asked Gen. The rest is lost."),
    ],
)
def test_what_is_still_told_wrong_is_known(line: str, told: str) -> None:
    assert parted(line.replace(" | ", " ")) == told


@pytest.mark.parametrize(
    ("text", "abbreviations"),
    [
        ("He left the U.S. He went to Cuba.", ["U.S.", ""]),
        ("He sold guns, etc. The club paid.", ["etc.", ""]),
        ("He met Gen.", ["Gen."]),
        ("He lived in the U.S.", ["U.S."]),
        ("He left. He came back in Jan.", ["", "Jan."]),
        ("He went on p. The rest.", ["p.", ""]),
        ("He left the club. He died.", ["", ""]),
        ("It was Allende's. He died.", ["", ""]),
    ],
)
def test_sentence_that_ends_with_an_abbreviation_says_so(
    text: str, abbreviations: list[str]
) -> None:
    assert [each.abbreviation for each in split(text)] == abbreviations


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\n", "  ", "\t", "\n  "], ids=ascii)
def test_any_white_space_may_follow_an_abbreviation(space: str) -> None:
    text = f"He met Gen.{space}Prats, Lt.{space}Col.{space}Hale and J.{space}Orr. He left."
    assert parted(text) == f"{text.removesuffix(' He left.')} | He left."


def test_decomposed_letters_and_soft_hyphens_do_not_hide_an_abbreviation() -> None:
    assert parted("Véase la pa\u0301g. 12. Fin.", "es") == "Véase la pa\u0301g. 12. | Fin."
    assert parted("He met Gen\u00ad. Prats. End.") == "He met Gen\u00ad. Prats. | End."


def test_a_language_has_its_own_abbreviations() -> None:
    assert parted("Er kam z. B. am 11. September. Dann ging er.", "de") == (
        "Er kam z. B. am 11. September. | Dann ging er."
    )
    assert parted("M. Dupont et Mme Roy vinrent. Il partit.", "fr") == (
        "M. Dupont et Mme Roy vinrent. | Il partit."
    )
    assert parted("彼は来た。彼女は去った。", "ja") == "彼は来た。 | 彼女は去った。"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The club paid for the paper and it was read by the men who were there.", "en"),
        ("El club pagó por el diario y fue leído por los que estaban en la calle.", "es"),
        ("Le club paya pour le journal et il fut lu par ceux qui étaient dans la rue.", "fr"),
        ("Der Klub zahlte für die Zeitung und sie wurde von den Leuten auf der Straße", "de"),
        ("Ada Hale, 1973", ""),
        ("", ""),
        ("\0\ud800", ""),
    ],
)
def test_language_is_told_by_the_commonest_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_every_language_has_lists_that_hold_words_without_their_last_stop() -> None:
    assert languages() == ("de", "en", "es", "fr")
    for language in languages():
        found = rules(language)
        assert set(found.kinds.values()) == set(KINDS)
        assert [word for word in found.kinds if word.endswith(".") or word != word.strip()] == []
        assert found.openers
        assert found.common
        assert [word for word in found.openers if not word.islower()] == []


@given(st.text() | st.text(alphabet=st.sampled_from("aA.!?…\"”»(['1 \n\u00a0b-é")))
@example(". A")
@example("A. . B")
def test_sentences_hold_all_that_is_not_white_space_once(text: str) -> None:
    found = split(text)
    ends = [0, *(each.end for each in found)]
    gaps = [text[end : each.start] for end, each in zip(ends, found, strict=False)]
    assert "".join(gaps).strip() == ""
    assert text[ends[-1] :].strip() == ""
    assert all(re.fullmatch(r"\S(.*\S)?", text[a:b], re.DOTALL) for a, b, _ in found)


@pytest.mark.parametrize(
    "unit",
    ["x", "He met Gen. Prats. ", ". ", ".", " . . .", ". [a", ". […]", "?” A b ", ".1", ".)"],
)
def test_time_grows_with_the_text(unit: str) -> None:
    def seconds(size: int) -> float:
        # Of the processor: other tests run meanwhile.
        start = time.process_time()
        split(unit * (size // len(unit)))
        return time.process_time() - start

    # Twenty times the text; what is quadratic takes four hundred times as long.
    small = min(seconds(20_000) for _ in range(3))
    assert seconds(400_000) < 100 * max(small, 0.01)
