"""Scripts: which words mix letters that look alike, and how Latin letters would have them."""

# ruff: noqa: RUF001 - letters that look like others are what this is about

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardindex.scripts import alike, in_latin, mixed, strangers


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("КGB", ["КGB"]),  # a Cyrillic letter before two Latin ones
        ("Salvador \u0410llende", ["\u0410llende"]),
        ("\u0391llende", ["\u0391llende"]),  # Greek
        ("Mos\u0441ow Centre", ["Mos\u0441ow"]),
        ("Моsква", ["Моsква"]),  # a Latin letter among Cyrillic ones
        ("Garc\u03afa", ["Garc\u03afa"]),
    ],
)
def test_word_of_letters_that_look_alike_is_told(text: str, words: list[str]) -> None:
    assert mixed(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "KGB", "КГБ", "КГБ (KGB)", "КГБ-KGB", "Ελλάδα", "α-helix", "ΔG", "λ1", "μm", "\u00b5m",
        "東京タワー", "すし屋", "Tシャツ", "NHK放送", "서울市", "K팝", "ㄅ字",
        "Ａｄａ", "ﾊﾝｶｸ", "々", "ª", "1º",
        "ℓ", "𝐀b", "Ⅷ", "e\u0301", "مصر", "AIは", "हिन्दी", "ไทยAI", "naïve", "Łódź", "Đorđe", "",
        "abc123", "é1", "Þór", "ə", "ʻOkina", "Kʼawiil", "ⁿ", "o’Neill",
    ],
)  # fmt: skip
def test_what_is_written_together_is_let_through(text: str) -> None:
    assert mixed(text) == []


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_latin_texts_are_never_mixed(text: str) -> None:
    assert mixed(text) == []


@pytest.mark.parametrize(
    ("word", "letters"), [("Mos\u0441ow", "\u0441"), ("Моsква", "s"), ("\u0410b", "\u0410")]
)
def test_strangers_are_the_letters_of_the_rarer_script(word: str, letters: str) -> None:
    assert strangers(word) == letters


def test_look_alikes_keep_their_accents() -> None:
    assert alike("Garc\u03afa", "\u03af") == "García"


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Хрущёв", "khrushchyov"),
        ("Mos\u0441ow", "moscow"),
        ("Ὅμηρος", "Ὅmiros"),
        ("ада лавлейс", "ada lavleys"),
    ],
)
def test_words_are_written_as_they_sound_or_look(text: str, latin: str) -> None:
    assert in_latin(text).casefold() == latin.casefold()
