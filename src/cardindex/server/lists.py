"""Lists of what there is: entities, sources, relations, disputes; long ones a page at a time."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import numpy as np
import pandas as pd
from starlette.exceptions import HTTPException

from cardindex.brief import count, shortened
from cardindex.dates.briefly import in_few_words
from cardindex.errors import UnknownName
from cardindex.folding import folded, unsigned
from cardindex.server.answers import page
from cardindex.server.head import Head, plain
from cardindex.server.shown import MOST, ROWS, STANDING_WORDS, known, page_of
from cardindex.server.site import served_of
from cardindex.telling import Ref, told
from cardindex.view.words import say

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.ontology import Relation
    from cardindex.server.answercache import Body
    from cardindex.server.served import Served

_LONG = 160
_KINDS = ("denied", "rivals", "misquoted", "overstated", "circular")
"""What can be wrong between sources, in the words of the explorer (``disputes.denied``)."""


class _Line(NamedTuple):
    """One entity in a list: its kinds of wider sort are looked for by ``kind``."""

    id: str
    letter: str
    kind: str


def entities(request: Request) -> Body:
    """Return the entities from A to Z; of one kind (``kind``), with one letter (``letter``)."""
    served = served_of(request)
    index, lines = served.index, served.part(_lines)
    types = index.vocabulary.types
    kind, letter = (request.query_params.get(name, "") for name in ("kind", "letter"))
    if kind and kind not in types:
        raise UnknownName("kind of entity", kind, types)
    of_kind = [one for one in lines if not kind or one.kind == kind]
    here = [one for one in of_kind if not letter or one.letter == letter]
    pages = page_of(request, len(here), ROWS, "entities", "kind", "letter")
    part = here[pages.part()]
    kinds = Counter(one.kind for one in lines)
    letters = Counter(one.letter for one in of_kind)
    title = f"Entities: {types[kind].label}" if kind else "Entities"
    return _listed(
        request, title, "entities", pages=pages, style="name",
        about=count(len(here), "entity", "entities") + (f" under {letter}" if letter else ""),
        filters=[
            ("Kinds", [("all", "entities", len(lines), not kind), *(
                (types[id_].label, f"entities?kind={id_}", n, id_ == kind)
                for id_, n in sorted(kinds.items(), key=lambda pair: types[pair[0]].label)
            )]),
            ("Letters", [
                (each, _with(f"letter={quote(each, safe='')}", kind), None, each == letter)
                for each in sorted(letters)
            ] if len(of_kind) > ROWS // 5 else []),
        ],
        rows=[_row(served, one) for one in part],
    )  # fmt: skip


def _with(query: str, kind: str) -> str:
    return f"entities?kind={kind}&{query}" if kind else f"entities?{query}"


def _row(served: Served, one: _Line) -> tuple[Ref, str, int]:
    laid = known(served)
    what = served.index.vocabulary.types[one.kind].label
    if description := laid.descriptions[one.id]:
        what = f"{what}: {description}"
    return laid.entity(one.id), shortened(what, _LONG), len(laid.about(one.id))


def _lines(served: Served) -> list[_Line]:
    """Return all entities in the order of their labels, as people look for them."""
    labels, kinds = served.index.labels, served.index.entities["type"].tolist()
    found = [(*_key(label), id_) for id_, label in labels.items()]
    kind_of = dict(zip(labels, kinds, strict=True))
    return [_Line(id_, _letter(key), kind_of[id_]) for key, _, id_ in sorted(found)]


def _key(label: str) -> tuple[str, str]:
    """Return by what a label is put in order: its letters come before its signs."""
    plain_ = folded(label)
    return unsigned(plain_), plain_


def _letter(key: str) -> str:
    first = next((sign for sign in key if sign.isalnum()), "")
    first = unicodedata.normalize("NFC", first).upper()[:1]
    return "0–9" if first.isdigit() else first or "#"


def sources(request: Request) -> Body:
    """Return the works in the order of their titles; of one kind (``kind``)."""
    served = served_of(request)
    laid, index = known(served), served.index
    order, times = served.part(_works)
    kind = request.query_params.get("kind", "")
    kinds = Counter(index.kinds.values())
    if kind and kind not in kinds:
        raise UnknownName("kind of source", kind, kinds)
    here = [id_ for id_ in order if not kind or index.kinds[id_] == kind]
    pages = page_of(request, len(here), ROWS, "sources", "kind")
    part = here[pages.part()]
    frame = index.sources.loc[part]
    rows = []
    for id_, date, authors in zip(part, frame["date"], frame["authors"], strict=True):
        by = ", ".join(index.labels.get(one, one) for one in authors)
        when = in_few_words(date)
        what = " · ".join(filter(None, (index.kinds[id_], by, when)))
        rows.append((laid.titled(id_), shortened(what, _LONG), times.get(id_, 0)))
    return _listed(
        request, "Sources", "sources", pages=pages, rows=rows, style="work",
        about="The number is of citations from each, where it was read itself.",
        filters=[("Kinds", [("all", "sources", len(order), not kind), *(
            (id_, f"sources?kind={id_}", n, id_ == kind) for id_, n in sorted(kinds.items()) if id_
        )])],
    )  # fmt: skip


def _works(served: Served) -> tuple[list[str], dict[str, int]]:
    titles = served.index.titles
    order = sorted(titles, key=lambda id_: (*_key(titles[id_] or id_), id_))
    times = served.everything.citations["source"].value_counts()
    return order, {str(id_): int(n) for id_, n in times.items()}


def relations(request: Request) -> Body:
    """Return the relations, family by family, with what each means."""
    served = served_of(request)
    vocabulary = served.index.vocabulary
    times = served.everything.claims["relation"].value_counts().to_dict()
    families = list(vocabulary.families)
    order = sorted(
        (one for one in vocabulary.relations.values() if times.get(one.id)),
        key=lambda one: families.index(one.family) if one.family in families else len(families),
    )
    rows = [
        (Ref("relation", one.id, one.label), _meaning(served, one), times[one.id])
        for one in order
    ]  # fmt: skip
    pages = page_of(request, len(rows), ROWS, "relations")
    part = rows[pages.part()]
    about = "What can be said of two, and how many claims say it."
    return _listed(request, "Relations", "relations", pages=pages, rows=part, about=about)


def _meaning(served: Served, one: Relation) -> str:
    return shortened(f"{_family(served, one.family)}{one.definition}", 400)


def _family(served: Served, id_: str) -> str:
    family = served.index.vocabulary.families.get(id_)
    return f"{family.label}: " if family else ""


def relation(request: Request) -> Body:
    """Return the claims of one relation, in the order of the table."""
    served = served_of(request)
    laid, asked = known(served), str(request.path_params["id"])
    vocabulary = served.index.vocabulary
    if asked not in vocabulary.relations:
        raise UnknownName("relation", asked, vocabulary.relations)
    found = vocabulary.relations[asked]
    at = np.flatnonzero((laid.claims.whole("relation") == asked).to_numpy(dtype=bool))
    pages = page_of(request, len(at), MOST, f"relation/{asked}")
    part = at[pages.part()]
    words = _meaning(served, found)
    return _listed(
        request, plain(f"“{found.words or found.label}”"), f"relation/{asked}", pages=pages,
        claims=told(laid, part), about=words,
    )  # fmt: skip


def disputes(request: Request) -> Body:
    """Return what is disputed, each with both sides; or misquoted, overstated, circular."""
    served = served_of(request)
    laid, found = known(served), served.part(_disputed)
    kind = request.query_params.get("kind", "denied")
    if kind not in _KINDS:
        raise HTTPException(404, f"ask for kind={', '.join(_KINDS)}")
    at = found[kind]
    pages = page_of(request, len(at), MOST, "disputes", "kind")
    part = at[pages.part()]
    choices = [
        (say(f"disputes.{each}"), f"disputes?kind={each}", len(found[each]), each == kind)
        for each in _KINDS
    ]
    return _listed(
        request, "Disputes", "disputes", pages=pages, claims=told(laid, part),
        about=f"{say(f'disputes.{kind}_long')} {say('disputes.about')}",
        filters=[("Which", choices)], nothing="Nothing here is of that kind.",
    )  # fmt: skip


def _disputed(served: Served) -> dict[str, Any]:
    """Return the positions of claims by what is wrong between their sources."""
    laid = known(served)
    claims = laid.claims
    against = (laid.citations.whole("stance") != "affirms").to_numpy(dtype=bool)
    _, whose = laid.of_claim.of(np.arange(len(laid.ids)))
    denied = np.unique(whose[against[laid.of_claim.things]])
    tied = [id_ for id_, ties in laid.ties.items() if any(kind == "rival" for kind, *_ in ties)]
    rivals = laid.ids.get_indexer(pd.Index(tied, dtype=object))
    flags = {
        name: np.flatnonzero(claims.whole(name).to_numpy(dtype=bool))
        for name in ("misquoted", "overstated", "circular")
    }
    return {"denied": denied, "rivals": np.sort(rivals[rivals >= 0]), **flags}


def about(request: Request) -> Body:
    """Return what a claim, its standing and a root are; the licence; whether texts are shown."""
    standings = [(one, *words) for one, words in STANDING_WORDS.items()]
    head = Head("About", "about", say("caption.caveat"))
    return page(request, "about.html", {"head": head, "standings": standings})


def _listed(request: Request, title: str, path: str, **values: Any) -> Body:  # noqa: ANN401
    told = {"filters": [], "rows": [], "claims": [], "style": "", "nothing": "There is none."}
    head = Head(title, path, plain(values.get("about", ""), 300))
    return page(request, "list.html", {"head": head, "title": title, **told, **values})
