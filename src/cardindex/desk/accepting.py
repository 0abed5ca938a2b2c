"""Drafts judged: what is accepted becomes a claim with its citation, then its line says so.

The claim is written first, then the draft's line, so that a desk that is killed in between loses
nothing: for a draft whose claim is there already, accepting it only notes that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cardindex.desk import entering, mending
from cardindex.desk.draftform import Gone, filled
from cardindex.desk.entering import Refused
from cardindex.desk.form import Form, Unreadable, form_of, mapping, text_in
from cardindex.desk.proposals import one_of, signed, standing
from cardindex.drafts import Verdict
from cardindex.errors import CardindexError
from cardindex.settings import PERSON

if TYPE_CHECKING:
    from cardindex.desk.holding import Desk

_FRESH = 30  # seconds in which an index is read anew


class Nobody(CardindexError):
    """No person is named who judges the draft."""


def judge(desk: Desk, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Judge one draft; what is returned is on the disk.

    ``judgement``: accepted, rejected, or empty to take a rejection back. ``by``: a person of
    index.toml. ``cites``: the claim that only gets a citation more. ``sentence``: what was read;
    where the draft would say another thing now, nothing is written. Raises Refused, Gone, Nobody,
    and as ``Ledger.write`` does.
    """
    id_, judgement = text_in(sent, "id"), text_in(sent, "judgement")
    if judgement not in ("accepted", "rejected", ""):
        raise Unreadable(f'there is no judgement "{judgement}"')
    by = _person(desk, text_in(sent, "by"))
    if judgement == "accepted":
        desk.wait(_FRESH)
    with desk.pile.turn:
        if judgement == "accepted":
            return _accept(desk, id_, by, sent)
        if judgement == "rejected":
            one_of(desk, id_)
        desk.pile.note({id_: Verdict(judgement, by if judgement else "")})
    return {"draft": id_, "judged": judgement, "what": "", "claims": [], "passage": None}


def _accept(desk: Desk, id_: str, by: str, sent: Mapping[str, Any]) -> dict[str, Any]:
    one = one_of(desk, id_)
    choices = mapping(sent.get("choices") or {}, "choices")
    found = filled(desk, one, choices)
    if lacking := found.unanswered(choices):
        raise Refused([
            {"field": name, "message": f"{name}: is still open", "severity": "error",
             "code": "missing"}
            for name in lacking
        ])  # fmt: skip
    form = replace(signed(desk, one, found.form, by), cites=text_in(sent, "cites"))
    shown = text_in(sent, "sentence")
    if shown and not form.cites and shown != entering.judged(desk, form)["sentence"]:
        raise Gone("this draft would say another thing now than was shown; look at it again")
    return _written(desk, id_, by, form)


def write(desk: Desk, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Write an entry; an entry that was filled from a draft accepts that draft."""
    form, id_ = form_of(sent), text_in(sent, "draft")
    if not id_:
        return entering.write(desk, form)
    by = _person(desk, form.coder)
    with desk.pile.turn:
        return _written(desk, id_, by, signed(desk, one_of(desk, id_), form, by))


def _written(desk: Desk, id_: str, by: str, form: Form) -> dict[str, Any]:
    """Write the claim unless it is there already, then note in the draft's line what became of it.

    Where that cannot be noted, the claim stays; ``unnoted`` says so.
    """
    citation = standing(desk, form)
    if citation:
        told: dict[str, Any] = {"what": "", "claims": [citation.rpartition("-")[0]],
                                "passage": [form.start, form.end], "new": []}  # fmt: skip
    else:
        told = entering.write(desk, form)
        citation = told["citations"][0]
    try:
        desk.pile.note({id_: Verdict("accepted", by, citation)})
    except CardindexError as error:
        told["unnoted"] = f"{citation} is saved, but not noted in the drafts: {error}"
    return {**told, "draft": id_, "judged": "accepted"}


def again(desk: Desk, way: str) -> dict[str, Any]:
    """Undo or do again; a draft whose claim goes waits again. ``drafts``: which these are."""
    told = mending.again(desk, way)
    return {**told, "drafts": desk.pile.settle(desk.tables)}


def _person(desk: Desk, by: str) -> str:
    """Return a person who may judge. Raises Nobody."""
    coders = desk.tables.settings.coders
    if by in coders and coders[by].kind == PERSON:
        return by
    if any(it.kind == PERSON for it in coders.values()):
        raise Nobody("say first who you are: choose who codes, above")
    raise Nobody(
        'index.toml names no person who codes; add one, such as [coders.ann] with name = "Ann" and '
        'kind = "person", and take in what is on the disk'
    )
