"""Generated indexes for laws: small, tangled, and always valid."""

from __future__ import annotations

from building import Row, cite, claim, entity, work
from hypothesis import strategies as st

ENTITIES = ("a", "b", "c", "d")
BINDING = ("agreed_accounts_with", "shared_informant_with", "had_account_from", "same_as")
RELATIONS = ("funded", "funded", "allied_with", "allied_with", "handled", *BINDING)
MODES = ("", "", "", "planned", "asked", "failed")
QUANTITIES = ("", "", "100", "~400", ">50", "<1000", "150..200")
WHENS = ("", "1953", "1970~", "196X", "1953/1973", "1960/..", "../1971", "1960/", "[1970..1973-09]")
VOICES = tuple(
    f"{stance} {certainty}"
    for stance in ("affirms", "affirms", "affirms", "denies", "doubts")
    for certainty in ("stated", "probable", "possible")
)


@st.composite
def sources(draw: st.DrawFn) -> list[Row]:
    """Works that rest on one another, in circles too."""
    rows: list[Row] = []
    ids = [f"s{at}" for at in range(draw(st.integers(1, 6)))]
    for id_ in ids:
        earlier = [row["id"] for row in rows]
        rests = draw(st.lists(st.sampled_from(ids), max_size=2, unique=True))
        authors = draw(st.lists(st.sampled_from(ENTITIES), max_size=2, unique=True))
        origin = draw(st.sampled_from(("", "self", *ENTITIES)))
        cells = {"author": ";".join(authors), "origin": origin, "rests_on": ";".join(rests)}
        cells["kind"] = draw(st.sampled_from(("book", "book", "decision")))
        cells["container"] = draw(st.sampled_from(["", "", "", *earlier]))
        rows.append(work(id_, **cells))
    return rows


@st.composite
def claims(draw: st.DrawFn, relations: tuple[str, ...] = RELATIONS) -> list[Row]:
    """Claims with ties to earlier ones alone, so that each is written once and no part loops."""
    rows: list[Row] = []
    ends = st.sampled_from(ENTITIES)
    for at in range(1, draw(st.integers(1, 7)) + 1):
        words = f"{draw(ends)} {draw(st.sampled_from(relations))} {draw(ends)}"
        quantity = draw(st.sampled_from(QUANTITIES))
        earlier = [row["id"] for row in rows]
        tied = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
        kinds = st.sampled_from(("rival", "rival", "rival?", "same", "same?", "part", "part?"))
        rows.append(
            claim(
                f"c{at}",
                words,
                mode=draw(st.sampled_from(MODES)),
                when=draw(st.sampled_from(WHENS)),
                quantity=quantity,
                unit=draw(st.sampled_from(("USD", "persons"))) if quantity else "",
                ties="; ".join(f"{draw(kinds)} {other}" for other in tied),
            )
        )
    return rows


@st.composite
def chains(draw: st.DrawFn, works: list[str]) -> tuple[str, str]:
    """A work that was read, and whom it has it from; works lean on one another in any order."""
    chosen = draw(st.lists(st.sampled_from(works), min_size=1, max_size=3, unique=True))
    source, *steps = chosen
    ending = draw(st.sampled_from(("", "", "", "", "?", "!")))
    joints = [draw(st.sampled_from(">|")) for _ in steps]
    chain = "".join(joint + step for joint, step in zip(joints, steps, strict=True))
    return source, chain.removeprefix(">") + ending


@st.composite
def indexes(draw: st.DrawFn, relations: tuple[str, ...] = RELATIONS) -> dict[str, list[Row]]:
    """The rows of a whole index, by table."""
    works = draw(sources())
    told = draw(claims(relations))
    cited: dict[tuple[str, ...], Row] = {}
    for row in told:
        for _ in range(draw(st.integers(1, 4))):
            source, chain = draw(chains([it["id"] for it in works]))
            voice = draw(st.sampled_from(VOICES))
            citation = cite(row["id"], source, chain, voice)
            cited.setdefault((row["id"], source, chain, citation["stance"]), citation)
    return {
        "sources": works, "claims": told, "citations": list(cited.values()),
        "entities": [entity(id_) for id_ in ENTITIES],
    }  # fmt: skip


@st.composite
def dated(draw: st.DrawFn) -> dict[str, list[Row]]:
    """The rows of a whole index whose works are of several kinds and times."""
    rows = draw(indexes())
    kinds = st.sampled_from(("book", "letter", "archive", "article"))
    whens = st.sampled_from(("", "1953", "1960", "1965~", "196X", "1950/1975", "1960/..", "/1970"))
    for row in rows["sources"]:
        row |= {"kind": draw(kinds), "date": draw(whens)}
    return rows
