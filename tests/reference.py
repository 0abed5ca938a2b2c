"""The definitions of the design, §3, read aloud in plain Python: slow, and easy to follow.

Tests hold ``cardindex.evidence`` against this, and the benchmark its speed. It reads the cells
of the tables as text and shares no code with what it judges but the parsing of chains.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cardindex.index import Index
from cardindex.lineage import parse_chain


@dataclass(frozen=True)
class Source:
    authors: list[str]
    origin: str
    rests_on: list[str]


@dataclass(frozen=True)
class Citation:
    claim: str
    stance: str
    certainty: str
    root: str | None
    struck_by: frozenset[str]


@dataclass(frozen=True)
class Claim:
    id: str
    subject: str
    relation: str
    object: str
    mode: str
    rivals: frozenset[str]


@dataclass(frozen=True)
class Evidence:
    """All that the definitions look at."""

    claims: dict[str, Claim]
    citations: list[Citation]
    symmetric: frozenset[str]


@dataclass(frozen=True)
class Judgement:
    """What they say of one claim."""

    standing: str
    stands: bool
    support: int
    opposition: int
    unsourced: bool
    self_reported: bool
    apparent: bool
    roots: tuple[str, ...]


def read(index: Index) -> Evidence:
    """Read an index cell by cell."""
    sources = {
        id_: Source(listed(row["author"]), row["origin"], listed(row["rests_on"]))
        for id_, row in index.sources.to_dict("index").items()
    }
    rows = index.claims.to_dict("index")
    rivals: dict[str, set[str]] = {id_: set() for id_ in rows}
    for id_, row in rows.items():
        for tie in listed(row["ties"]):
            kind, other = tie.split()
            if kind == "rival":
                rivals[id_].add(other)
                rivals[other].add(id_)
    claims = {
        id_: Claim(
            id_, row["subject"], row["relation"], row["object"], row["mode"],
            frozenset(rivals[id_]),
        )
        for id_, row in rows.items()
    }  # fmt: skip
    citations = [
        Citation(
            row["claim"], row["stance"], row["certainty"],
            root(row["source"], row["chain"], sources),
            frozenset(struck_by(row["source"], row["chain"], sources)),
        )
        for row in index.citations.to_dict("records")
    ]  # fmt: skip
    relations = index.vocabulary.relations.values()
    return Evidence(claims, citations, frozenset(it.id for it in relations if it.symmetric))


def listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def works(source: str, chain: str, sources: Mapping[str, Source]) -> list[str]:
    """Source, chain and followed ``rests_on``: all works in which a citation stands."""
    parsed = parse_chain(chain)
    found = [source, *(step.source for step in parsed.steps)]
    if not parsed.hearsay:
        while len(sources[found[-1]].rests_on) == 1:
            found += sources[found[-1]].rests_on
    return found


def root(source: str, chain: str, sources: Mapping[str, Source]) -> str | None:
    """The root of a citation; None where it is unknown."""
    end = works(source, chain, sources)[-1]
    if parse_chain(chain).hearsay or sources[end].rests_on or not sources[end].origin:
        return None
    origin = sources[end].origin
    return f"source:{end}" if origin == "self" else f"entity:{origin}"


def struck_by(source: str, chain: str, sources: Mapping[str, Source]) -> Iterator[str]:
    for work in works(source, chain, sources):
        yield f"source:{work}"
        yield from (f"author:{author}" for author in sources[work].authors)
        if sources[work].origin not in ("", "self"):
            yield f"origin:{sources[work].origin}"


def judge(evidence: Evidence, struck: Iterable[str] = ()) -> dict[str, Judgement | None]:
    """Judge every claim after a strike; None for a claim of which no citation is left."""
    strike = frozenset(struck)
    left: dict[str, list[Citation]] = {id_: [] for id_ in evidence.claims}
    for citation in evidence.citations:
        if not citation.struck_by & strike:
            left[citation.claim].append(citation)
    return {
        id_: judge_one(claim, left) if left[id_] else None for id_, claim in evidence.claims.items()
    }


def judge_one(claim: Claim, left: Mapping[str, list[Citation]]) -> Judgement:
    citations = left[claim.id]
    affirming = firm(citations, "affirms")
    roots = known(affirming)
    standing = standing_of(claim, left)
    own = {f"entity:{claim.subject}", f"entity:{claim.object}"}
    return Judgement(
        standing=standing,
        stands=standing in ("corroborated", "single-root") and claim.mode == "",
        support=count(affirming),
        opposition=count(firm(citations, "denies")),
        unsourced=bool(affirming) and not roots,
        self_reported=bool(roots) and roots <= own,
        apparent=len(roots) == 1 and sum(it.root is not None for it in affirming) > 1,
        roots=tuple(sorted(roots)),
    )


def standing_of(claim: Claim, left: Mapping[str, list[Citation]]) -> str:
    citations = left[claim.id]
    affirming = firm(citations, "affirms")
    denied = any(it.stance == "denies" for it in citations)
    doubted = any(it.stance == "doubts" for it in citations)
    met = any(firm(left[rival], "affirms") for rival in claim.rivals)
    if affirming and (denied or doubted or met):
        return "contested"
    if affirming:
        return "corroborated" if len(known(affirming)) >= 2 else "single-root"
    return "denied" if denied else "tentative"


def firm(citations: Iterable[Citation], stance: str) -> list[Citation]:
    """Those of a stance that are stated or probable."""
    return [it for it in citations if it.stance == stance and it.certainty != "possible"]


def known(citations: Iterable[Citation]) -> set[str]:
    return {it.root for it in citations if it.root is not None}


def count(citations: list[Citation]) -> int:
    """The distinct known roots; one, where none is known but someone spoke."""
    return len(known(citations)) or bool(citations)


def weight(
    evidence: Evidence, struck: Iterable[str]
) -> tuple[list[str], list[str], list[str], list[tuple[str, str]]]:
    """What falls, clears and weakens, and the pairs that lose their last link."""
    before, after = judge(evidence), judge(evidence, struck)
    stood = {id_ for id_, it in before.items() if it and it.stands}
    stand = {id_ for id_, it in after.items() if it and it.stands}
    weakens = [
        id_
        for id_ in sorted(stood & stand)
        if (is_ := after[id_]) and (was := before[id_]) and is_.support < was.support
    ]
    lost = pairs(evidence, stood) - pairs(evidence, stand)
    return sorted(stood - stand), sorted(stand - stood), weakens, sorted(lost)


def pairs(evidence: Evidence, ids: Iterable[str]) -> set[tuple[str, str]]:
    """The unordered pairs of different entities that claims link."""
    ends = ((evidence.claims[id_].subject, evidence.claims[id_].object) for id_ in ids)
    return {(min(pair), max(pair)) for pair in ends if pair[1] and pair[0] != pair[1]}


def links(
    evidence: Evidence, judged: Mapping[str, Judgement | None]
) -> dict[tuple[str, str, str], tuple[bool, int, tuple[str, ...]]]:
    """Links: whether each stands, its support, its roots (of those of its claims that stand)."""
    found: dict[tuple[str, str, str], list[Judgement]] = {}
    for id_, judgement in judged.items():
        claim = evidence.claims[id_]
        if judgement and claim.object:
            ends = [claim.subject, claim.object]
            if claim.relation in evidence.symmetric:
                ends.sort()
            found.setdefault((ends[0], claim.relation, ends[1]), []).append(judgement)
    return {key: link(judgements) for key, judgements in found.items()}


def link(judgements: list[Judgement]) -> tuple[bool, int, tuple[str, ...]]:
    standing = [it for it in judgements if it.stands]
    counted = standing or judgements
    roots = {root for it in counted for root in it.roots}
    return bool(standing), len(roots) or max(it.support for it in counted), tuple(sorted(roots))
