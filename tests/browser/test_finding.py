"""The page's search, held to Python's: any names, any text, the same that fit in the same order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from building import cite, claim, entity, unchecked, work
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cardindex.evidence import tally
from cardindex.finding import found
from cardindex.folding import folded, unsigned, words_of
from cardindex.view import collect, columns

Modules = Callable[..., Any]

IDS = [f"e-{number}" for number in range(6)]
WORKS = ("letter", "book")
# Few letters, so that much fits; and whatever folding and the signs of names touch.
TEXTS = st.text(st.sampled_from("aAbá .-'’“\"æß…K🕊️\u200b_(:"), max_size=7)
NAMES = TEXTS.map(str.strip).filter(bool)

SEARCHED = """async (m, [data, texts]) => {
    const { decode, link } = await import("/model/link.js");
    const index = m.searchIndex(link(await decode(data)));
    return texts.map((text) => m.search(index, text, Infinity).map(({ id }) => id));
}"""


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    labels=st.lists(NAMES, min_size=len(IDS), max_size=len(IDS)),
    other=st.lists(st.tuples(st.sampled_from(IDS), NAMES), max_size=4),
    titles=st.lists(NAMES, min_size=2, max_size=2),
    code=TEXTS,
    texts=st.lists(TEXTS | st.sampled_from([*IDS, "E-1", "c1", "C002", "c02"]), max_size=8),
)
def test_page_and_python_find_the_same(
    modules: Modules, labels: list[str], other: list[tuple[str, str]], titles: list[str],
    code: str, texts: list[str],
) -> None:  # fmt: skip
    claims = [
        claim(f"c{number:02}", f"{one} met {two}")
        for number, (one, two) in enumerate(zip(IDS, [*IDS[1:4], *IDS[:3]], strict=True))
    ]
    claims.append(claim("c1", f"{IDS[0]} code_named {IDS[1]}", text=code))
    made = unchecked(
        {
            "claims": claims,
            "citations": [cite(row["id"], WORKS[row["id"] < "c03"]) for row in claims],
            "sources": [work(id_, title=title) for id_, title in zip(WORKS, titles, strict=True)],
            "entities": [entity(id_, label=label) for id_, label in zip(IDS, labels, strict=True)],
            "names": [{"entity": id_, "name": name, "kind": "alias"} for id_, name in other],
        }
    )  # fmt: skip
    page = columns.encode(collect.page_data(tally(made), places={}, drawing={}, opening={}))
    kinds = ("entity", "claim", "source")
    expected = [[it.id for it in found(made, text, kinds)] for text in texts]
    assert modules("model/search.js", SEARCHED, [page, texts]) == expected


@given(st.lists(st.text(), max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_words_are_taken_apart_as_in_python(modules: Modules, texts: list[str]) -> None:
    script = "(m, texts) => texts.map((text) => [m.unsigned(m.fold(text)), m.wordsOf(text)])"
    found = modules("base/letters.js", script, texts)
    assert found == [[unsigned(folded(text)), list(words_of(text))] for text in texts]
