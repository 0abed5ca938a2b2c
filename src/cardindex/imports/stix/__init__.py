"""STIX 2.1, and 2.0 as far as it is the same: objects → entities, relationships → claims.

The files are read twice, a piece at a time: first which objects there are, then what they say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cardindex.imports.format import Format, Unreadable
from cardindex.imports.found import (
    Dropped,
    Found,
    FoundClaim,
    FoundSource,
    Guessed,
    Read,
    Wishes,
)
from cardindex.imports.meeting import Losses, Meeting, asked, words
from cardindex.imports.stix.gathering import (
    SAYINGS,
    WORKS,
    Catalogue,
    gather,
    references,
)
from cardindex.imports.stix.objects import Object, cited, objects, text, texts, type_of
from cardindex.imports.stix.saying import (
    SCALE,
    attribution,
    citations_of,
    relationship,
    scale,
    sightings,
)
from cardindex.imports.stix.things import claims_of, entity, is_thing, untaken
from cardindex.imports.stix.works import (
    by_name,
    creator_source,
    reference_key,
    reference_source,
    work_source,
)

_SAYING = frozenset(
    {
        *words("stix")["properties"]["bookkeeping"], "relationship_type", "source_ref",
        "target_ref", "description", "external_references", "start_time", "stop_time",
        "confidence", "sighting_of_ref", "where_sighted_refs", "count", "summary", "first_seen",
        "last_seen",
    }
)  # fmt: skip
_ENDS = ("source_ref", "target_ref", "sighting_of_ref")


@dataclass
class _Reading:
    """One import: what there is, what met what, what was lost, and which works were told of."""

    catalogue: Catalogue
    wishes: Wishes
    meeting: Meeting
    certain: dict[str, int]
    only: tuple[str, ...]
    losses: Losses = field(default_factory=Losses)
    done: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)


def read(paths: Sequence[Path], wishes: Wishes) -> Iterator[Found]:
    """Yield what the bundles say. Raises Unreadable."""
    certain = _scale(wishes)
    catalogue = gather(paths, wishes)
    reading = _Reading(catalogue, wishes, Meeting("stix", wishes), certain, asked(wishes))
    yield from _creators(catalogue)
    for path in paths:
        rows: Counter[str] = Counter()
        for found in objects(path, wishes.encoding):
            rows["object"] += 1
            if isinstance(found, Dropped):
                yield found
                continue
            yield from _object(found.value, path.name, found.at, reading)
            yield from reading.meeting.new()
        yield Read(rows["object"], "object")
        yield from reading.losses.told()


def _scale(wishes: Wishes) -> dict[str, int]:
    asked = wishes.mapping.get("confidence", {})
    wrong = [word for word in asked if word not in SCALE or not isinstance(asked[word], int)]
    if wrong:
        told = ", ".join(SCALE)
        raise Unreadable(f'--map [confidence] "{wrong[0]}": write a number for any of {told}')
    return scale(asked)


def _creators(catalogue: Catalogue) -> Iterator[Found]:
    """Tell who made the objects: the author of the file where there is one, else each apart."""
    known = [id_ for id_ in sorted(catalogue.creators) if not catalogue.why_not(id_)]
    if len(catalogue.creators) == 1 and known:
        yield FoundSource("", "", author=(known[0],))
    elif len(catalogue.creators) > 1:
        for id_ in known:
            yield creator_source(id_, catalogue.names.get(id_, id_))
    for id_ in sorted({*catalogue.creators} - {*known}):
        why = catalogue.why_not(id_)
        yield Dropped(id_, f"who made {catalogue.creators[id_]:,} objects", why)


def _object(one: Object, name: str, at: str, reading: _Reading) -> Iterator[Found]:
    id_, type_ = one["id"], one["type"]
    catalogue = reading.catalogue
    if id_ in catalogue.gone:
        yield Dropped(at, _called(one), catalogue.gone[id_])
    elif text(one, "modified") != catalogue.newest[id_]:
        yield Dropped(at, _called(one), "a newer version of it is in the file")
    elif id_ in reading.done:
        reading.losses.count(name, "objects that stand in it twice", "the first is taken")
    else:
        if id_ in catalogue.several:
            reading.done.add(id_)
        if type_ in SAYINGS:
            yield from _said(one, name, at, reading)
        elif type_ in WORKS:
            yield from _work(one, name, at, reading)
        elif is_thing(type_):
            yield from _thing(one, name, at, reading)
        elif type_ != "language-content":
            why = "who may be shown what has no place here: see to it yourself"
            reading.losses.count(name, f"{type_} objects", why)


def _called(one: Object) -> str:
    name = text(one, "name") or text(one, "relationship_type")
    return f'{one["type"]} "{name}"' if name else str(one["type"])


def _thing(one: Object, name: str, at: str, reading: _Reading) -> Iterator[Found]:
    if not _wanted(one["id"], reading):
        reading.losses.count(name, f"{one['type']} objects", "not asked for (--only)")
        return
    yield entity(one, reading.catalogue, reading.meeting, at)
    untaken(one, reading.losses, name)
    for claim in claims_of(one, reading.meeting, at):
        yield from _claim(claim, one, at, reading)


def _wanted(id_: str, reading: _Reading) -> bool:
    """Tell whether an object was asked for; who made others has to be there as their author."""
    only = reading.only
    return not only or type_of(id_) in only or id_ in reading.catalogue.creators


def _work(one: Object, name: str, at: str, reading: _Reading) -> Iterator[Found]:
    author = attribution(one, reading.catalogue)
    # The author of a wanted object is taken even if its type was not asked for.
    yield work_source(one, references(one), author, at)
    word = text(one, "opinion")
    if one["type"] == "opinion" and word not in words("stix")["opinions"]:
        yield Dropped(at, f'opinion "{word}"', "it takes no stand for or against")
    things = sum(type_of(ref) not in SAYINGS for ref in texts(one, "object_refs"))
    if things:
        why = "that a work names an object is no claim; the relationships that it names cite it"
        reading.losses.count(name, f"objects named by a {one['type']}", why, things)
    for ref in texts(one, "object_refs"):
        if type_of(ref) in SAYINGS and (why := reading.catalogue.why_not(ref)):
            yield Dropped(at, f"{one['type']} names {ref}", why)


def _said(one: Object, name: str, at: str, reading: _Reading) -> Iterator[Found]:
    yield from _guess(one, reading)
    for key, value in one.items():
        if key not in _SAYING and value not in (None, "", [], {}):
            losing = f'property "{key}" of {one["type"]}'
            reading.losses.count(name, losing, "a claim has no place for it")
    missing = [word for word in cited(text(one, "description")) if word not in _named(one)]
    for word in missing:
        yield Dropped(at, f'citation "{word}"', "none of the references of the object is called so")
    wrong, why = _pointless(one, reading)
    if why:
        yield Dropped(at, _between(one) + wrong, why)
        return
    word = text(one, "relationship_type") or one["type"]
    ends = [text(one, key) for key in _ENDS if text(one, key)]
    if not all(_wanted(end, reading) for end in ends):
        reading.losses.count(name, f'claims "{word}"', "an end was not asked for (--only)")
        return
    citations = citations_of(one, reading.catalogue, reading.certain)
    if one["type"] == "relationship":
        claims = [relationship(one, citations, reading.meeting, at)]
    else:
        claims = list(sightings(one, citations, reading.meeting, at))
    for claim in claims:
        yield from _claim(claim, one, at, reading)


def _pointless(one: Object, reading: _Reading) -> tuple[str, str]:
    """Return which end of a relationship or sighting is missing, and why; both empty if none is."""
    related = one["type"] == "relationship"
    if related and not text(one, "relationship_type"):
        return "", "it has no relationship_type"
    for key in _ENDS[:2] if related else _ENDS[2:]:
        end = text(one, key)
        if why := _no_end(end, reading):
            return (f" ({end})", why) if end else ("", f"it has no {key}")
    return "", ""


def _no_end(end: str, reading: _Reading) -> str:
    """Return why an object cannot be an end of a claim; empty where it can."""
    if why := reading.catalogue.why_not(end):
        return f"an end of it: {why}"
    return "" if is_thing(type_of(end)) else f"an end of it is a {type_of(end)}, and no entity"


def _between(one: Object) -> str:
    ends = text(one, "source_ref"), text(one, "target_ref") or text(one, "sighting_of_ref")
    return f"{text(one, 'relationship_type') or one['type']}: {' to '.join(filter(None, ends))}"


def _named(one: Object) -> set[str]:
    return set(by_name(references(one)))


def _guess(one: Object, reading: _Reading) -> Iterator[Guessed]:
    if "confidence" in one:
        high, middle = reading.certain["stated"], reading.certain["probable"]
        yield Guessed(
            f"confidence {high} to 100 is stated, {middle} to {high - 1} probable, less possible "
            "(STIX 2.1, appendix A; --map [confidence] sets other numbers)"
        )


def _works_cited(
    claim: FoundClaim, one: Object, at: str, reading: _Reading
) -> Iterator[FoundSource]:
    """Yield the references that a claim cites, each once in an import."""
    wanted = {link.source for each in claim.citations for link in each.chain}
    for ref in references(one):
        key = reference_key(ref)
        if key in wanted and key not in reading.told:
            reading.told.add(key)
            yield reference_source(ref, at)


def _claim(claim: FoundClaim, one: Object, at: str, reading: _Reading) -> Iterator[Found]:
    """Yield a claim and the works it cites if its ends are there, or say why it is not taken."""
    name = at.partition(": ")[0]
    for end in (claim.subject, claim.object) if claim.object else (claim.subject,):
        if why := _no_end(end, reading):
            what = f"{claim.relation}: {claim.subject} to {claim.object}"
            told = f"{what} ({end})" if end else what
            yield Dropped(at, told, why if end else "who has seen it is not told")
            return
        if not _wanted(end, reading):
            what = f'claims "{claim.relation}"'
            reading.losses.count(name, what, "an end was not asked for (--only)")
            return
    yield from _works_cited(claim, one, at, reading)
    yield claim


FORMATS = (
    Format(
        "stix",
        "STIX 2.1 and 2.0: threat intelligence (bundles, MITRE ATT&CK)",
        (".json", ".stix", ".stix2"),
        read,
        extra="imports",
        takes=("only",),
    ),
)
"""What this reader reads."""
