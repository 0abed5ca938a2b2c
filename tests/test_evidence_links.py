"""Links: claims of one pair and relation, told together."""

from __future__ import annotations

from building import cite, claim, work
from judging import Make

from cardindex.evidence import tally


def test_claims_of_one_link_are_told_together(make: Make) -> None:
    claims = [claim("c1", when="1953"), claim("c2", when="1970"), claim("c3", "b funded a")]
    sources = [work("cable", origin="service"), work("memoir", origin="man")]
    citations = [cite("c1", "cable"), cite("c2", "memoir"), cite("c3", "memoir")]
    links = tally(make(claims, citations, sources)).links
    assert links.loc[0, ["subject", "relation", "object", "support_high", "claims"]].tolist() == [
        "a", "funded", "b", 2, ("c1", "c2"),
    ]  # fmt: skip
    assert links.loc[0, "roots"] == ("entity:man", "entity:service")
    assert links.loc[1, ["subject", "object", "support_high"]].tolist() == ["b", "a", 1]


def test_symmetric_link_is_one_whichever_way_round(make: Make) -> None:
    claims = [claim("c1", "b allied_with a"), claim("c2", "a allied_with b")]
    links = tally(make(claims, [cite("c1", "book"), cite("c2", "book")])).links
    assert links[["subject", "object", "claims"]].to_numpy().tolist() == [["a", "b", ("c1", "c2")]]


def test_link_stands_by_one_claim_and_on_the_roots_of_those_that_do(make: Make) -> None:
    claims = [claim("c1"), claim("c2"), claim("c3", mode="planned")]
    sources = [work(name, origin=name) for name in ("one", "two", "three")]
    citations = [
        cite("c1", "one"), cite("c2", "two"), cite("c2", "one", "", "denies"), cite("c3", "three"),
    ]  # fmt: skip
    (link,) = tally(make(claims, citations, sources)).links.to_dict("records")
    assert link["stands"]
    assert link["standing"] == "single-root"
    assert (link["support_high"], link["roots"]) == (1, ("entity:one",))
    assert link["claims"] == ("c1", "c2", "c3")


def test_link_of_which_no_claim_stands_is_told_with_all_its_roots(make: Make) -> None:
    claims = [claim("c1", mode="planned"), claim("c2", mode="asked")]
    sources = [work(name, origin=name) for name in ("one", "two")]
    citations = [cite("c1", "one"), cite("c2", "two")]
    (link,) = tally(make(claims, citations, sources)).links.to_dict("records")
    assert (link["stands"], link["support_low"], link["support_high"]) == (False, 2, 2)


def test_untraced_link_and_a_denied_one_have_no_root(make: Make) -> None:
    claims = [claim("c1"), claim("c2", "a funded c")]
    links = tally(make(claims, [cite("c1", "book"), cite("c2", "book", "", "denies")])).links
    assert links["support_high"].tolist() == [0, 0]
    assert links["standing"].tolist() == ["untraced", "denied"]
    assert links["stands"].tolist() == [True, False]


def test_names_measures_and_datings_are_no_links(make: Make) -> None:
    claims = [
        claim("c1", "a name", text="Alpha"), claim("c2", "a size", quantity="5", unit="persons"),
        claim("c3", "a founded_on", when="1953"),
    ]  # fmt: skip
    selection = tally(make(claims, [cite(it["id"], "book") for it in claims]))
    assert len(selection.claims) == 3
    assert selection.links.empty
    assert list(selection.entities.index) == ["a"]
