"""Language tags: what is one, held to what RDF takes, and which was meant by what is none."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardindex.languages import is_tag, meant


@pytest.mark.parametrize(
    "tag",
    ["en", "es", "ru-Latn", "en-US", "EN-us", "zh-Hant-TW", "es-419", "de-CH-1901",
     "sl-rozaj-biske", "x-foo", "en-x-own", "i-klingon", "zh-min-nan", "zh-yue", "grc", "cmn",
     "en-u-ca-gregory", "qaa-Qaaa-QM-x-southern", "sgn-BE-FR", "en-GB-oed", "sh", "arn"],
)  # fmt: skip
def test_tag_is_one_and_rdf_takes_it(tag: str) -> None:
    assert is_tag(tag)
    assert ox.Literal("a", language=tag).language == tag.lower()


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("German", "de"), ("german", "de"), ("English language", "en"), ("Castilian", "es"),
        ("Deutsch", "de"), ("Español", "es"), ("Spanisch", "es"), ("Germann", "de"),
        ("en_US", "en-US"), ("en-US-x", "en-US"), ("en-", "en"), ("en--US", "en-US"),
        ("en_us.UTF-8", "en-US"), ("deu", "de"), ("ger", "de"), ("spa", "es"), ("deu-AT", "de-AT"),
        ("jp", "ja"), ("cz", "cs"), ("gr", "el"), ("ua", "uk"), ("sp", "es"), ("en-UK", "en-GB"),
        ("Russian (Latin)", "ru"), ("xx", ""), ("12", ""), ("-", ""), ("русский", "ru"),
        ("en, es", "en"), ("American English", "en-US"), ("de-1901-1901", "de-1901"),
        ("en-a-bbb-a-ccc", "en-a-bbb"), ("abcdefghi", ""), ("e" * 5000, ""),
    ],
)  # fmt: skip
def test_what_is_none_is_told_which_was_meant(text: str, tag: str) -> None:
    assert not is_tag(text)
    assert meant(text) == tag


subtags = st.text(st.sampled_from("aebdxnsu1920"), max_size=9)


@given(st.lists(subtags, max_size=6).map("-".join))
def test_rdf_takes_every_tag(text: str) -> None:
    if is_tag(text):
        assert ox.Literal("a", language=text).language == text.lower()


@given(
    st.one_of(
        st.text(), st.lists(subtags, max_size=6).map("-".join), st.from_regex("[A-Z]?[a-z_ -]+")
    )
)
def test_what_is_offered_is_a_tag(text: str) -> None:
    found = meant(text)
    assert not found or is_tag(found)
