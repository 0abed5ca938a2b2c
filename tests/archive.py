"""A small archive, told over and over."""

from __future__ import annotations

from hypothesis import strategies as st

from cardindex.lineage import (
    Source,
    split_list,
)

WORKS = "abcdefgh"
links = st.dictionaries(
    st.sampled_from(WORKS), st.lists(st.sampled_from(WORKS), unique=True, max_size=3)
)


def source(authors: str = "", origin: str = "", rests: str = "") -> Source:
    return Source(split_list(authors), origin, split_list(rests))
