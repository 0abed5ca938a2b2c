"""Laws that evidence keeps, of any index."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import reference
from building import Row, cite, index, unchecked, work
from generated import BINDING, ENTITIES, indexes
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from judging import EVERY_WORD

from cardindex.checks.citations import CERTAINTIES
from cardindex.evidence import tally, weigh, weights
from cardindex.evidence.cited import cited
from cardindex.evidence.standing import Assessment, assess
from cardindex.evidence.strikes import strikes as each_strike
from cardindex.index import Index
from cardindex.slices import EVERYTHING, STANDINGS, Slice, heard_in, kept_in, strikable

Rows = dict[str, list[Row]]
COLUMNS = ["standing", "stands", *Assessment._fields[1:], "roots"]


def strikes(opened: Index) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(strikable(opened)), max_size=3)


STRIKES = st.data()
few = settings(max_examples=40)


@settings(max_examples=20)
@given(rows=indexes())
def test_generated_indexes_are_valid(rows: Rows) -> None:
    with TemporaryDirectory() as folder:
        assert len(index(Path(folder), **rows).claims) == len(rows["claims"])


@given(rows=indexes(), data=STRIKES)
def test_evidence_is_what_the_definitions_say(rows: Rows, data: st.DataObject) -> None:
    opened = unchecked(rows)
    struck = data.draw(strikes(opened))
    selection = tally(opened, Slice(EVERYTHING.relations, struck=struck, **EVERY_WORD))
    expected = reference.judge(reference.read(opened), struck)
    columns = list(reference.Judgement.__dataclass_fields__)
    found = {
        str(id_): reference.Judgement(**row)
        for id_, row in selection.claims[columns].to_dict("index").items()
    }
    assert found == {id_: judgement for id_, judgement in expected.items() if judgement}


@given(rows=indexes())
def test_links_are_what_the_definitions_say(rows: Rows) -> None:
    opened = unchecked(rows)
    evidence = reference.read(opened)
    found = {
        (link["subject"], link["relation"], link["object"]): (
            link["stands"], link["roots"],
        )
        for link in tally(opened).links.to_dict("records")
    }  # fmt: skip
    assert found == reference.links(evidence, reference.judge(evidence))


@given(rows=indexes(), data=STRIKES)
def test_weight_is_what_the_definitions_say(rows: Rows, data: st.DataObject) -> None:
    opened = unchecked(rows)
    struck = data.draw(strikes(opened))
    weight = weigh(opened, struck)
    found = [*map(list, (weight.falls, weight.clears, weight.weakens, weight.lost_pairs))]
    assert found == list(reference.weight(reference.read(opened), struck))


@given(rows=indexes(), data=STRIKES)
def test_weights_agree_with_weighing_one_by_one(rows: Rows, data: st.DataObject) -> None:
    opened = unchecked(rows)
    within = data.draw(
        st.sampled_from(
            (EVERYTHING, Slice(), Slice(families=frozenset(("money",))), Slice(window="1960/1970"))
        )
    )
    frame = weights(opened, within)
    assert sorted(frame.index) == sorted(strikable(opened))
    for key, row in frame.iterrows():
        weight = weigh(opened, [str(key)], within)
        assert row.to_dict() == {
            "citations": weight.citations,
            "falls": len(weight.falls),
            "clears": len(weight.clears),
            "weakens": len(weight.weakens),
            "lost_pairs": len(weight.lost_pairs),
            "everything": weight.everything,
        }


@few
@given(rows=indexes())
def test_support_exceeds_neither_the_affirming_grounds_nor_who_may_be_a_root(rows: Rows) -> None:
    opened = unchecked(rows)
    citations, shared = opened.citations, opened.claims["told_as"]
    grounds = citations[(citations["stance"] == "affirms") & (citations["leans"] < 0)]
    by_group = grounds["claim"].map(shared).value_counts()
    witnesses = {
        *map("entity:{}".format, ENTITIES),
        *(f"source:{it}" for it in opened.sources.index),
    }
    for id_, row in tally(opened).claims.iterrows():
        assert row["support_low"] <= row["support_high"] <= by_group.get(shared[id_], 0)
        assert row["opposition_low"] <= row["opposition_high"]
        assert row["support_high"] == len(row["roots"])
        assert (row["support_low"] == 0) == (row["support_high"] == 0)
        assert witnesses.issuperset(row["roots"])


@given(rows=indexes(), data=STRIKES)
def test_striking_never_raises_high_nor_brings_one_back(rows: Rows, data: st.DataObject) -> None:
    opened = unchecked(rows)
    first = data.draw(strikes(opened))
    more = first | data.draw(strikes(opened))
    before = tally(opened, Slice(struck=first, **EVERY_WORD))
    after = tally(opened, Slice(struck=more, **EVERY_WORD))
    assert {*after.claims.index} <= {*before.claims.index}
    assert {*after.citations["id"]} <= {*before.citations["id"]}
    was = before.claims.loc[after.claims.index]
    for column in ("support_high", "opposition_high", "works"):
        assert (after.claims[column] <= was[column]).all()
    for roots, had in zip(after.claims["roots"], was["roots"], strict=True):
        assert {*roots} <= {*had}


@given(rows=indexes(), data=STRIKES)
def test_low_rises_only_where_a_claim_that_joined_roots_falls(
    rows: Rows, data: st.DataObject
) -> None:
    opened = unchecked(rows)
    struck = data.draw(strikes(opened))
    after = tally(opened, Slice(struck=struck, **EVERY_WORD)).claims
    before = tally(opened).claims
    rises = after["support_low"] > after["whole_support_low"]
    rises |= after["opposition_low"] > after["whole_opposition_low"]
    affirmed = ("corroborated", "single-root", "untraced", "contested")
    joins = before["relation"].isin(BINDING) & (before["mode"] == "")
    held = {*before.index[joins & before["standing"].isin(affirmed)]}
    hold = {*after.index[after["standing"].isin(affirmed)]}
    assert not rises.any() or held - hold


@few
@given(rows=indexes(), data=STRIKES)
def test_order_of_strikes_does_not_matter(rows: Rows, data: st.DataObject) -> None:
    opened = unchecked(rows)
    first, second = data.draw(strikes(opened)), data.draw(strikes(opened))
    both = weigh(opened, first | second)
    stood = _standing(opened, frozenset())
    for one, other in ((first, second), (second, first)):
        now = weigh(opened, one)
        then = weigh(opened, other, Slice(struck=one, **EVERY_WORD))
        stand = stood - {*now.falls} | {*now.clears}
        assert stand - {*then.falls} | {*then.clears} == _standing(opened, first | second)
        assert now.citations + then.citations == both.citations


def _standing(opened: Index, struck: frozenset[str]) -> set[str]:
    claims = tally(opened, Slice(struck=struck, **EVERY_WORD)).claims
    return {*claims.index[claims["stands"]]}


@few
@given(rows=indexes())
def test_striking_nothing_changes_nothing(rows: Rows) -> None:
    opened = unchecked(rows)
    weight = weigh(opened, [])
    assert asdict(weight) == asdict(type(weight)((), 0, (), (), (), (), (), (), everything=False))
    claims = tally(opened).claims
    for column in COLUMNS:
        assert claims[column].tolist() == claims[f"whole_{column}"].tolist()


@few
@given(rows=indexes(), data=STRIKES)
def test_striking_what_touches_nothing_changes_nothing(rows: Rows, data: st.DataObject) -> None:
    unread = [work("unread", author="nobody", origin="nobody")]
    opened = unchecked({**rows, "sources": [*rows["sources"], *unread]})
    within = Slice(struck=data.draw(strikes(opened)), **EVERY_WORD)
    keys = ["source:unread", "author:nobody", "origin:nobody"]
    weight = weigh(opened, keys, within)
    assert (weight.citations, weight.falls, weight.clears, weight.weakens) == (0, (), (), ())
    one = tally(opened, within).claims
    other = tally(opened, replace(within, struck=within.struck.union(keys))).claims
    assert one[COLUMNS].to_dict() == other[COLUMNS].to_dict()


@given(rows=indexes(), data=STRIKES)
def test_roots_of_citations_are_those_of_the_grounds_that_they_reach(
    rows: Rows, data: st.DataObject
) -> None:
    """Over what is left, be it sure or not."""
    opened = unchecked(rows)
    struck = data.draw(strikes(opened))
    evidence = reference.read(opened)
    left = reference.staying(
        [it for it in evidence.citations if not it.struck_by & struck], evidence.citations
    )
    told_ = reference.Told([], set(left))
    expected = [
        tuple(sorted({ground.root for ground in told_.reached(row) if ground.root}))
        for row in evidence.citations
        if row in left
    ]
    assert tally(opened, Slice(struck=struck, **EVERY_WORD)).roots_of_citations.tolist() == expected


@few
@given(rows=indexes())
def test_all_roots_struck_leaves_none(rows: Rows) -> None:
    opened = unchecked(rows)
    roots = {root for found in tally(opened).claims["roots"] for root in found}
    roots.update(opened.citations["root"][opened.citations["root"] != ""])
    struck = frozenset(root.replace("entity:", "origin:") for root in roots)
    after = tally(opened, Slice(struck=struck, **EVERY_WORD)).claims
    assert (after[["support_high", "support_low", "opposition_high"]] == 0).all(axis=None)
    assert not set(after["standing"]) & {"corroborated", "single-root"}


@given(rows=indexes(), data=STRIKES)
def test_citation_that_only_repeats_changes_no_root(rows: Rows, data: st.DataObject) -> None:
    """A work new to the claim that has it from one of its works, no surer than that."""
    opened = unchecked(rows)
    shared = opened.claims["told_as"]
    repeated = data.draw(st.sampled_from(rows["citations"]))
    same_way = [
        it for it in rows["citations"]
        if it["source"] == repeated["source"]
        if shared[it["claim"]] == shared[repeated["claim"]]
        if (it["stance"] == "affirms") == (repeated["stance"] == "affirms")
    ]  # fmt: skip
    # Who has it from a work that has told a claim tied as the same, too, repeats that as well.
    assume(all(it["claim"] == repeated["claim"] for it in same_way))
    surest = min(CERTAINTIES.index(it["certainty"]) for it in same_way)
    certainty = data.draw(st.sampled_from(CERTAINTIES[surest:]))
    chain = data.draw(st.sampled_from(("", "|"))) + repeated["source"]
    more = cite(repeated["claim"], "new-work", chain, f"{repeated['stance']} {certainty}")
    after = unchecked({**rows, "citations": [*rows["citations"], more]})
    struck = data.draw(strikes(opened))
    one = tally(opened, Slice(struck=struck, **EVERY_WORD)).claims
    other = tally(after, Slice(struck=struck, **EVERY_WORD)).claims
    columns = ["roots", "support_high", "support_low", "opposition_high", "opposition_low"]
    if more["stance"] == "affirms":
        columns.append("standing")
    for column in columns:
        assert one[column].to_dict() == other[column].to_dict(), column


@few
@given(rows=indexes(), data=STRIKES)
def test_each_strike_on_its_own_comes_to_what_the_slice_does(
    rows: Rows, data: st.DataObject
) -> None:
    """The part of the evidence that a strike is asked of, against the whole."""
    opened = unchecked(rows)
    voice = data.draw(st.sampled_from(["", *(it["id"] for it in rows["sources"])]))
    within = Slice(struck=data.draw(strikes(opened)), according_to=voice)
    evidence = cited(opened)
    kept, heard = kept_in(opened, within), heard_in(opened, within)
    before = assess(evidence, kept, heard)
    for strike in each_strike(opened, evidence, before, kept, heard):
        more = kept & kept_in(opened, Slice(struck=frozenset((strike.key,))))
        whole = assess(evidence, more, heard).columns
        expected = {name: column.copy() for name, column in before.columns._asdict().items()}
        for name, column in strike.columns._asdict().items():
            expected[name][strike.claims] = column
        for name, column in whole._asdict().items():
            assert column.tolist() == expected[name].tolist(), (strike.key, name)


@few
@given(rows=indexes())
def test_every_claim_has_exactly_one_standing(rows: Rows) -> None:
    opened = unchecked(rows)
    by_standing = [
        tally(opened, Slice(standings=frozenset((standing,)), modes=EVERYTHING.modes)).claims.index
        for standing in STANDINGS
    ]
    assert sorted(id_ for ids in by_standing for id_ in ids) == list(opened.claims.index)


@few
@given(rows=indexes(), window=st.sampled_from(("1953", "1960/1970", "../1965", "1971-06/..")))
def test_surely_implies_possibly(rows: Rows, window: str) -> None:
    opened = unchecked(rows)
    surely = tally(opened, Slice(window=window, surely=True, **EVERY_WORD)).claims
    possibly = tally(opened, Slice(window=window, **EVERY_WORD)).claims
    assert {*surely.index} <= {*possibly.index}
    undated = {*opened.claims.index[opened.claims["when"] == ""]}
    assert undated <= {*possibly.index}
    assert not undated & {*surely.index}


@few
@given(rows=indexes(), data=STRIKES)
def test_low_total_never_exceeds_the_high_one(rows: Rows, data: st.DataObject) -> None:
    opened = unchecked(rows)
    struck = data.draw(strikes(opened))
    totals = tally(opened, Slice(struck=struck, **EVERY_WORD)).totals
    assert (totals["low"] <= totals["high"]).all()


@few
@given(rows=indexes())
def test_total_is_at_least_the_smallest_of_its_claims(rows: Rows) -> None:
    """However claims are tied, not all of them vanish in one another."""
    selection = tally(unchecked(rows))
    for total in selection.totals.to_dict("records"):
        bounds = selection.claims.loc[list(total["claims"]), ["low", "high"]]
        assert total["low"] >= bounds["low"].min()
        assert total["high"] >= bounds["high"].min()
