"""Indexes whose every text is one that some format cannot take as it is."""

from __future__ import annotations

from itertools import combinations

import building
import generated
from hypothesis import strategies as st

from cardindex import tables
from cardindex.evidence import Selection, tally
from cardindex.settings import Coder

MARKUP = '</data><script>alert(1)</script> \u0007\u001b\ufffe & "=1+1"\n\u202e😀'

# What a cell may hold once the tables are read: stripped, and with LF alone.
HOSTILE = st.one_of(
    st.sampled_from(
        [
            '"quoted" \\ and \\n', "two\nlines", "tab\there", "007.10", "1e5", "שלום", "😀",
            "\u202eabc",
            "</script>", "' OR 1=1", '"""', "@en", "^^xsd:date", "_:b", "a\u0007b\u2028c",
            "{\u2066x}", "e\u0301", "=1+1", "<http://x>", "True",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=12),
).map(str.strip)  # fmt: skip
TAGS = st.sampled_from(
    ["", "en", "de-AT", "ru-Latn", "zh-Hant-TW", "EN", "es-419", "x-klingon", "en-x"]
)


@st.composite
def hostile_indexes(draw: st.DrawFn) -> dict[str, list[building.Row]]:
    rows = draw(generated.indexes())
    full = HOSTILE.filter(bool)
    for entity in rows["entities"]:
        entity |= {"label": draw(full), "description": draw(HOSTILE)}
    for source in rows["sources"]:
        source |= {
            "title": draw(full),
            "note": draw(HOSTILE),
            "date": draw(st.sampled_from(["", "19XX"])),
        }
    for claim in rows["claims"]:
        claim |= {
            "text": draw(HOSTILE),
            "gloss": draw(HOSTILE),
            "place": draw(st.sampled_from("a ")).strip(),
        }
    for citation in rows["citations"]:
        citation |= {"note": draw(HOSTILE), "locator": draw(HOSTILE)}
    kinds = st.sampled_from(["native", "former", "wikidata", "viaf"])
    names = draw(st.lists(st.tuples(st.just("a"), full, kinds, TAGS), max_size=4, unique=True))
    columns = tables.COLUMNS["names"]
    rows["names"] = [dict(zip(columns, name, strict=True)) for name in names]
    for citation in rows["citations"]:
        citation["coder"] = draw(st.sampled_from(["", "ann", "bot;ann", "bot; ann"]))
    return rows | draw(hostile_rows_beside([claim["id"] for claim in rows["claims"]]))


@st.composite
def hostile_rows_beside(draw: st.DrawFn, claims: list[str]) -> dict[str, list[building.Row]]:
    """Rows of the tables that an index may do without, each told apart from all others."""
    full, ends = HOSTILE.filter(bool), st.sampled_from(generated.ENTITIES)
    texts = st.lists(full, max_size=3, unique=True)
    pairs = [*combinations(generated.ENTITIES, 2), *combinations(claims, 2)]
    return {
        "groups": [
            {"entity": draw(ends), "scheme": draw(st.sampled_from(["bloc", "age-1"])),
             "value": value, "note": draw(HOSTILE)}
            for value in draw(texts)
        ],
        "silent": [
            {"source": "s0", "locator": locator, "reason": draw(full)} for locator in draw(texts)
        ],
        "decisions": [
            {"one": one, "other": other, "decision": draw(st.sampled_from(["same", "not"])),
             "who": draw(st.sampled_from(["ann", "bot;ann"])), "why": draw(HOSTILE)}
            for one, other in draw(st.lists(st.sampled_from(pairs), max_size=3, unique=True))
        ],
        "came_from": [
            {"table": "claims", "key": "c1", "index": index, "row": draw(HOSTILE)}
            for index in draw(texts)
        ],
    }  # fmt: skip


JSON = st.recursive(
    st.one_of(HOSTILE, st.integers(), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(HOSTILE, inner)),
    max_leaves=5,
)
CODERS = {"ann": Coder('Ann "A"', "person"), "bot": Coder("<bot>", "machine")}


def of_markup() -> Selection:
    """Return an index whose every text is ``MARKUP``.

    The checks would not let it in; whoever builds frames by hand could.
    """
    claims = [
        building.claim("c1", "a funded b", text=MARKUP, gloss=MARKUP, quantity=">5", unit="USD"),
        building.claim("c2", "a funded b"),
        building.claim("c3", "a funded b"),
        building.claim("c4", "b allied_with b"),
    ]
    entities = [building.entity("a", label=MARKUP, description=MARKUP)]
    cited = [building.cite(f"c{at}", "s") for at in range(1, 5)]
    rows = {"claims": claims, "citations": cited, "entities": entities}
    return tally(building.unchecked(rows))
