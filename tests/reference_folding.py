"""What the design, §3, says of identity, read aloud: who is who, what a line comes to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx
from reference import Claim, Evidence, Judgement, Told, hear, independent, joined, judge_one

Pair = tuple[str, str]


@dataclass(frozen=True)
class Line:
    standing: str
    stands: bool
    support_low: int
    support_high: int
    roots: tuple[str, ...]
    claims: tuple[str, ...]
    identifications: tuple[str, ...]


@dataclass(frozen=True)
class Folding:
    into: dict[str, str]
    two: dict[str, tuple[str, ...]]
    ways: dict[str, set[Pair]]
    lines: dict[tuple[str, str, str], Line]


def fold(
    evidence: Evidence, struck: Iterable[str] = (), voice: frozenset[str] | None = None
) -> Folding:
    """Fold all claims of an index, of whatever standing, after a strike."""
    told = hear(evidence, struck, voice)
    groups = joined(evidence, told)
    judged = {
        id_: judge_one(claim, told, groups, evidence)
        for id_, claim in evidence.claims.items()
        if told[id_].heard
    }
    saying: dict[Pair, list[str]] = {}
    for id_, judgement in judged.items():
        claim = evidence.claims[id_]
        if claim.relation in evidence.identifying and judgement.stands:
            saying.setdefault((claim.subject, claim.object), []).append(id_)
    saying = {(one, other): ids for (one, other), ids in saying.items() if one != other}
    into, two, ways = who_is_who(saying)
    ceilings = {pair: ceiling(ids, judged, told, groups, evidence) for pair, ids in saying.items()}
    lines: dict[tuple[str, str, str], list[str]] = {}
    for id_ in judged:
        claim = evidence.claims[id_]
        one, other = (into.get(end, end) for end in (claim.subject, claim.object))
        says = claim.relation in evidence.identifying and (claim.subject, claim.object) in saying
        within = one == other and claim.subject != claim.object
        if not claim.object or says or within:
            continue
        if claim.relation in evidence.symmetric:
            one, other = sorted((one, other))
        lines.setdefault((one, claim.relation, other), []).append(id_)
    found = {}
    for key, ids in lines.items():
        needs = {id_: needed(evidence.claims[id_], ways) for id_ in ids}
        found[key] = line({id_: judged[id_] for id_ in ids}, needs, ceilings, saying, groups)
    return Folding(into, two, ways, found)


def who_is_who(
    pairs: Iterable[Pair],
) -> tuple[dict[str, str], dict[str, tuple[str, ...]], dict[str, set[Pair]]]:
    graph: nx.DiGraph[str] = nx.DiGraph(list(pairs))
    parts = nx.condensation(graph)
    last = [parts.nodes[part]["members"] for part in parts if not parts.out_degree(part)]
    into, two, ways = {}, {}, {}
    for entity in graph:
        reached = nx.descendants(graph, entity) | {entity}
        ends = sorted(min(members) for members in last if members & reached)
        if len(ends) > 1:
            two[entity] = tuple(ends)
        elif ends != [entity]:
            (into[entity],) = ends
            there: nx.DiGraph[str] = nx.DiGraph(graph)
            there.remove_edges_from(list(graph.out_edges(ends)))
            walked = nx.descendants(there, entity) | {entity}
            ways[entity] = set(there.out_edges(walked))
    return into, two, ways


def ceiling(
    ids: list[str],
    judged: dict[str, Judgement],
    told: dict[str, Told],
    groups: list[set[str]],
    evidence: Evidence,
) -> tuple[int, int] | None:
    """The support of an identification; None where the makers of the index alone decided it."""
    if all(decided(told[id_], evidence) for id_ in ids):
        return None
    roots = {root for id_ in ids for root in judged[id_].roots}
    return independent(roots, groups), len(roots)


def decided(told: Told, evidence: Evidence) -> bool:
    grounds = {it for row in told.firm("affirms") for it in told.reached(row)}
    ends = [[it.source, *it.works][-1] for it in grounds]
    return bool(ends) and all(evidence.sources[end].kind == "decision" for end in ends)


def needed(claim: Claim, ways: dict[str, set[Pair]]) -> set[Pair]:
    return ways.get(claim.subject, set()) | ways.get(claim.object, set())


def line(
    deeds: dict[str, Judgement],
    needs: dict[str, set[Pair]],
    ceilings: dict[Pair, tuple[int, int] | None],
    saying: dict[Pair, list[str]],
    groups: list[set[str]],
) -> Line:
    stands = any(it.stands for it in deeds.values())
    counted = [id_ for id_, it in deeds.items() if it.stands or not stands]
    roots = {root for id_ in counted for root in deeds[id_].roots}
    own = {root for id_ in counted if not needs[id_] for root in deeds[id_].roots}
    used = [ceilings[pair] for id_ in counted for pair in needs[id_]]
    lows = [independent(roots, groups), *(it[0] for it in used if it)]
    highs = [len(roots), *(it[1] for it in used if it)]
    low, high = max(independent(own, groups), min(lows)), max(len(own), min(highs))
    order = ("corroborated", "single-root", "untraced", "contested", "tentative", "denied")
    standing = min((it.standing for it in deeds.values()), key=order.index)
    if any(needs.values()):
        if any(it.standing == "contested" for it in deeds.values()):
            standing = "contested"
        elif stands:
            standing = "corroborated" if low > 1 else "single-root" if high else "untraced"
    hung = {id_ for pairs in needs.values() for pair in pairs for id_ in saying[pair]}
    return Line(
        standing, stands, low, high, tuple(sorted(roots)), tuple(sorted(deeds)),
        tuple(sorted(hung)),
    )  # fmt: skip
