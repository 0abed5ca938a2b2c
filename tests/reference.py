"""The definitions of the design, §3, read aloud in plain Python: slow, and easy to follow.

Tests hold ``cardindex.evidence`` against this, and the benchmark its speed. It reads the cells
of the tables as text and shares no code with what it judges but the parsing of chains.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cardindex.index import Index
from cardindex.lineage import parse_chain, speakers


@dataclass(frozen=True)
class Source:
    authors: list[str]
    origin: str
    rests_on: list[str]
    kind: str


@dataclass(eq=False)
class Citation:
    claim: str
    source: str
    works: list[str]  # those of the chain, nearest first
    ending: str  # "?", "!" or nothing
    speakers: tuple[str, ...]
    stance: str
    certainty: str
    leans_on: list[Citation] | None = None  # None for a ground
    root: str | None = None
    struck_by: frozenset[str] = frozenset()
    misquoted: bool = False
    overstated: bool = False
    circular: bool = False

    @property
    def affirms(self) -> bool:
        return self.stance == "affirms"

    @property
    def sure(self) -> bool:
        return self.certainty != "possible"


@dataclass(frozen=True)
class Claim:
    id: str
    subject: str
    relation: str
    object: str
    mode: str
    rivals: frozenset[str]
    told_as: frozenset[str]  # itself and all that share its citations


@dataclass(frozen=True)
class Evidence:
    """All that the definitions look at."""

    claims: dict[str, Claim]
    citations: list[Citation]
    sources: dict[str, Source]
    symmetric: frozenset[str]
    binding: frozenset[str]
    identifying: frozenset[str]


@dataclass(frozen=True)
class Judgement:
    """What they say of one claim."""

    standing: str
    stands: bool
    support_low: int
    support_high: int
    works: int
    opposition_low: int
    opposition_high: int
    told_by_doer: bool
    told_by_concerned: bool
    apparent: bool
    circular: bool
    misquoted: bool
    overstated: bool
    roots: tuple[str, ...]


def read(index: Index) -> Evidence:
    """Read an index cell by cell."""
    sources = {
        id_: Source(listed(row["author"]), row["origin"], listed(row["rests_on"]), row["kind"])
        for id_, row in index.sources.to_dict("index").items()
    }
    citations = [citation(row, sources) for row in index.citations.to_dict("records")]
    relations = index.vocabulary.relations.values()
    claims = read_claims(index)
    by_claim: dict[str, list[Citation]] = {id_: [] for id_ in claims}
    for each in citations:
        by_claim[each.claim].append(each)
    for each in citations:
        shared = [it for id_ in claims[each.claim].told_as for it in by_claim[id_]]
        read_ground(each, shared, by_claim[each.claim], sources)
    for each in citations:
        each.circular = comes_back(each, sources)
    return Evidence(
        claims,
        citations,
        sources,
        frozenset(it.id for it in relations if it.symmetric),
        frozenset(it.id for it in relations if it.dependence),
        frozenset(it.id for it in relations if it.identifies),
    )


def read_claims(index: Index) -> dict[str, Claim]:
    rows = index.claims.to_dict("index")
    rivals: dict[str, set[str]] = {id_: set() for id_ in rows}
    same: dict[str, set[str]] = {id_: {id_} for id_ in rows}
    for id_, row in rows.items():
        for tie in listed(row["ties"]):
            kind, other = tie.split()
            if kind == "rival":
                rivals[id_].add(other)
                rivals[other].add(id_)
            if kind == "same" and rows[other]["mode"] == row["mode"]:
                both = same[id_] | same[other]
                for each in both:
                    same[each] = both
    return {
        id_: Claim(
            id_, row["subject"], row["relation"], row["object"], row["mode"],
            frozenset(rivals[id_]), frozenset(same[id_]),
        )
        for id_, row in rows.items()
    }  # fmt: skip


def citation(row: dict[str, Any], sources: Mapping[str, Source]) -> Citation:
    chain = row["chain"]
    parsed = parse_chain(chain)
    ending = chain[-1:] if chain[-1:] in ("?", "!") else ""
    works = [step.source for step in parsed.steps]
    return Citation(
        row["claim"], row["source"], works, ending, speakers(row["source"], parsed),
        row["stance"], row["certainty"],
    )  # fmt: skip


def listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def read_ground(
    row: Citation, shared: list[Citation], own: list[Citation], sources: Mapping[str, Source]
) -> None:
    """Find what a citation leans on; or its root, as a ground. Then what strikes it."""
    same_way = [it for it in shared if it.affirms == row.affirms]
    chain = row.works[:-1] if row.ending == "!" else row.works
    rested, circular = ([], False) if row.ending else followed([row.source, *row.works], sources)
    passed = []
    for work in chain + rested:
        passed.append(work)
        found = [it for it in same_way if it.source == work]
        if found:
            row.leans_on = found
            break
    quoted(row, own)
    works = [row.source, *row.works, *(it for it in rested if it in passed)]
    keys = {key for work in works for key in struck_by(work, sources)}
    if row.leans_on is None and row.ending != "?" and not row.misquoted:
        end = works[-1]
        if row.ending == "!":
            row.root = maker(end, sources)
        elif not circular and len(sources[end].rests_on) < 2:
            origin = sources[end].origin
            row.root = maker(end, sources) if origin == "self" else origin and f"entity:{origin}"
            row.root = row.root or None
    if row.root and row.root.startswith("entity:"):
        keys.add(row.root.replace("entity", "origin", 1))
    row.struck_by = frozenset(keys)


def followed(works: list[str], sources: Mapping[str, Source]) -> tuple[list[str], bool]:
    """What the last of some works rests on, one by one; and whether that comes back."""
    found: list[str] = []
    while len(sources[(works + found)[-1]].rests_on) == 1:
        (end,) = sources[(works + found)[-1]].rests_on
        back = end in works + found
        found.append(end)
        if back:
            return found, True
    return found, False


def quoted(row: Citation, own: list[Citation]) -> None:
    """Tell if a work is quoted for what it denies itself, or says less surely."""
    if not row.works or row.ending == "?":
        return
    said = [it for it in own if it.source == row.works[-1] and it.source in it.speakers]
    same_way = [it for it in said if it.affirms == row.affirms]
    row.misquoted = bool(said) and not same_way
    row.overstated = row.sure and bool(same_way) and not any(it.sure for it in same_way)


def maker(work: str, sources: Mapping[str, Source]) -> str:
    authors = sources[work].authors
    return f"entity:{authors[0]}" if len(authors) == 1 else f"source:{work}"


def struck_by(work: str, sources: Mapping[str, Source]) -> Iterator[str]:
    yield f"source:{work}"
    yield from (f"author:{author}" for author in sources[work].authors)
    if sources[work].origin not in ("", "self"):
        yield f"origin:{sources[work].origin}"


def comes_back(row: Citation, sources: Mapping[str, Source]) -> bool:
    """Tell if a way from a citation comes to a work twice: every way is walked to its end."""
    waiting: list[tuple[Citation, tuple[str, ...]]] = [(row, ())]
    while waiting:
        at, met = waiting.pop()
        way = [at.source, *at.works]
        if not at.ending:
            way += followed(way, sources)[0]
        if at.leans_on is not None:
            way = way[: way.index(at.leans_on[0].source, 1)]
        met = (*met, *way)
        if len(set(met)) < len(met):
            return True
        waiting += [(next_, met) for next_ in at.leans_on or ()]
    return False


def judge(
    evidence: Evidence, struck: Iterable[str] = (), voice: frozenset[str] | None = None
) -> dict[str, Judgement | None]:
    """Judge every claim after a strike; None for a claim of which no citation is left.

    ``voice``: the works of which one has to speak in a citation for it to be heard.
    """
    told = hear(evidence, struck, voice)
    groups = joined(evidence, told)
    return {
        id_: judge_one(claim, told, groups, evidence) if told[id_].heard else None
        for id_, claim in evidence.claims.items()
    }


def hear(
    evidence: Evidence, struck: Iterable[str] = (), voice: frozenset[str] | None = None
) -> dict[str, Told]:
    """The citations of each claim that a strike leaves and that are heard."""
    strike = frozenset(struck)
    kept = [it for it in evidence.citations if not it.struck_by & strike]
    left = staying(kept, evidence.citations)
    firm = set(staying([it for it in left if it.sure], evidence.citations))
    heard = [it for it in left if voice is None or voice.intersection(it.speakers)]
    by_claim: dict[str, list[Citation]] = {id_: [] for id_ in evidence.claims}
    for each in heard:
        by_claim[each.claim].append(each)
    return {id_: Told(rows, firm) for id_, rows in by_claim.items()}


def staying(kept: list[Citation], whole: list[Citation]) -> list[Citation]:
    """Those kept that stay: by coming to a ground as before, or in an unbroken loop."""
    among = set(kept)
    once = grounded(set(whole))
    sound = grounded(among)
    rounds = among - once
    while True:
        loose = {it for it in rounds if not rounds.intersection(it.leans_on or ())}
        if not loose:
            return [it for it in kept if it in sound or it in rounds]
        rounds -= loose


def grounded(among: set[Citation]) -> set[Citation]:
    """Those that come to a ground over others of these."""
    found = {it for it in among if it.leans_on is None}
    while True:
        more = {it for it in among - found if found.intersection(it.leans_on or ())}
        if not more:
            return found
        found |= more


@dataclass(frozen=True)
class Told:
    """The citations of one claim that are heard, and all that are firm."""

    heard: list[Citation]
    all_firm: set[Citation]

    def firm(self, stance: str) -> list[Citation]:
        return [it for it in self.heard if it.stance == stance and it in self.all_firm]

    def roots(self, stance: str) -> set[str]:
        grounds = {it for row in self.firm(stance) for it in self.reached(row)}
        return {it.root for it in grounds if it.root and it.stance == stance}

    def reached(self, row: Citation) -> set[Citation]:
        """The grounds to which firm citations lead."""
        seen, waiting = {row}, [row]
        for each in waiting:
            for next_ in each.leans_on or ():
                if next_ in self.all_firm and next_ not in seen:
                    seen.add(next_)
                    waiting.append(next_)
        return {it for it in seen if it.leans_on is None}


def joined(evidence: Evidence, told: Mapping[str, Told]) -> dict[str, str]:
    """Which root stands for a root, by the claims of dependence that are so affirmed."""
    holding = [
        claim
        for id_, claim in evidence.claims.items()
        if claim.relation in evidence.binding and not claim.mode and told[id_].firm("affirms")
    ]
    groups = [{f"entity:{it.subject}", f"entity:{it.object}"} for it in holding]
    bound = set().union(*groups)
    known = {it.root for it in evidence.citations}
    for work, source in evidence.sources.items():
        if f"source:{work}" not in known:
            continue
        authors = bound.intersection(f"entity:{author}" for author in source.authors)
        groups += [{f"source:{work}", author} for author in sorted(authors)]
    member_of: dict[str, set[str]] = {}
    for group in groups:
        merged = group.union(*(member_of.get(member, set()) for member in group))
        member_of |= dict.fromkeys(merged, merged)
    return {member: min(group) for member, group in member_of.items()}


def independent(roots: set[str], stands_for: Mapping[str, str]) -> int:
    return len({stands_for.get(root, root) for root in roots})


def judge_one(
    claim: Claim, told: Mapping[str, Told], groups: Mapping[str, str], evidence: Evidence
) -> Judgement:
    here = told[claim.id]
    affirming, roots, against = here.firm("affirms"), here.roots("affirms"), here.roots("denies")
    low = independent(roots, groups)
    standing = standing_of(claim, told, low, len(roots))
    symmetric = claim.relation in evidence.symmetric
    by_subject = roots == {f"entity:{claim.subject}"}
    by_object = roots == {f"entity:{claim.object}"}
    traced = [it for it in affirming if any(ground.root for ground in here.reached(it))]
    return Judgement(
        standing=standing,
        stands=standing in ("corroborated", "single-root", "untraced") and claim.mode == "",
        support_low=low,
        support_high=len(roots),
        works=len({work for it in affirming for work in it.speakers}),
        opposition_low=independent(against, groups),
        opposition_high=len(against),
        told_by_doer=by_subject and not symmetric,
        told_by_concerned=(by_subject or by_object) if symmetric else by_object and not by_subject,
        apparent=len(roots) == 1 and len(traced) > 1,
        circular=any(it.circular for it in here.heard),
        misquoted=any(it.misquoted for it in here.heard),
        overstated=any(it.overstated for it in here.heard),
        roots=tuple(sorted(roots)),
    )


def standing_of(claim: Claim, told: Mapping[str, Told], low: int, high: int) -> str:
    here = told[claim.id]
    denied, doubted = here.firm("denies"), here.firm("doubts")
    met = any(told[rival].firm("affirms") for rival in claim.rivals)
    if here.firm("affirms"):
        if denied or doubted or met:
            return "contested"
        if low >= 2:
            return "corroborated"
        return "single-root" if high else "untraced"
    return "denied" if denied else "tentative"


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
        if (is_ := after[id_]) and (was := before[id_])
        if is_.support_high < was.support_high or is_.support_low < was.support_low
    ]
    lost = pairs(evidence, stood) - pairs(evidence, stand)
    return sorted(stood - stand), sorted(stand - stood), weakens, sorted(lost)


def pairs(evidence: Evidence, ids: Iterable[str]) -> set[tuple[str, str]]:
    """The unordered pairs of different entities that claims link."""
    ends = ((evidence.claims[id_].subject, evidence.claims[id_].object) for id_ in ids)
    return {(min(pair), max(pair)) for pair in ends if pair[1] and pair[0] != pair[1]}


def links(
    evidence: Evidence, judged: Mapping[str, Judgement | None]
) -> dict[tuple[str, str, str], tuple[bool, tuple[str, ...]]]:
    """Links: whether each stands, and its roots (of those of its claims that stand)."""
    found: dict[tuple[str, str, str], list[Judgement]] = {}
    for id_, judgement in judged.items():
        claim = evidence.claims[id_]
        if judgement and claim.object:
            ends = [claim.subject, claim.object]
            if claim.relation in evidence.symmetric:
                ends.sort()
            found.setdefault((ends[0], claim.relation, ends[1]), []).append(judgement)
    return {key: link(judgements) for key, judgements in found.items()}


def link(judgements: list[Judgement]) -> tuple[bool, tuple[str, ...]]:
    standing = [it for it in judgements if it.stands]
    roots = {root for it in standing or judgements for root in it.roots}
    return bool(standing), tuple(sorted(roots))
