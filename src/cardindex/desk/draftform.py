"""From a draft to the entry form, and what the draft leaves open.

A draft leaves open whom a name means that no entity or several have, and which of several dates is
meant. The reader's choices come back in ``choices``, by field: a party of the form, or EDTF.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from cardindex import dates, quantities
from cardindex.composing import (
    HEARSAY,
    OWN,
    amounts_said,
    dates_said,
    picks_of,
    sentence_around,
    suggested_entities,
)
from cardindex.desk.form import Form, Party, Step, Unreadable, entity_in, text_in
from cardindex.drafts import Placed, meant
from cardindex.errors import CardindexError, parses
from cardindex.passages import text_source

if TYPE_CHECKING:
    from cardindex.desk.holding import Desk

_ENDS = ("subject", "object", "place")
_CELLS = ("relation", "text", "mode", "gloss")
_MOST = 9  # choices of one field: a key each
_FEW = 4  # of them entities that are there

Choices = Mapping[str, Any]
Choice = dict[str, Any]


class Gone(CardindexError):
    """A draft that was judged or changed after it was shown."""


class Open(NamedTuple):
    """What a draft leaves open: the field, its words, why, and what may be chosen.

    ``why``: ``nobody`` or ``several`` are called so, ``readings`` of a date, or ``unread``.
    """

    field: str
    words: str
    why: str
    choices: list[Choice]


class Filled(NamedTuple):
    """The form that a draft comes to, and what is open in it."""

    form: Form
    open: list[Open]

    def unanswered(self, choices: Choices) -> list[str]:
        """Return the fields that are open and were not chosen."""
        return [each.field for each in self.open if each.field not in choices]


def filled(desk: Desk, one: Placed, choices: Choices) -> Filled:
    """Return the form of a draft with what was chosen.

    Raises Unreadable for malformed choices, Gone for choices about what is not open.
    """
    draft = one.draft
    reading = text_source(desk.index, draft.source)
    place = sentence_around(desk.held(reading).paragraphs, one.place.start, one.place.end)
    known = {"subject": one.subject, "object": one.object, "place": meant(desk.index, draft.place)}
    ends = {name: Party(known[name]) if known[name] else entity_in(choices.get(name))
            for name in _ENDS}  # fmt: skip
    asked = [_who(desk, one, name, place.passage) for name in _ENDS
             if getattr(draft, name) and not known[name]]  # fmt: skip
    when, readings = _when(draft.when)
    if readings:
        when = text_in(choices, "when")
        asked.append(readings)
        if when not in ("", *(each["value"] for each in readings.choices)):
            raise Unreadable("when: is none of the readings")
    if past := set(choices) - {each.field for each in asked}:
        raise Gone(f"{', '.join(sorted(past))}: is not open any more; look at the draft again")
    cells = {name: getattr(draft, name) for name in _CELLS}
    cells |= {"when": when, **_amount(draft.quantity, draft.unit)}
    form = Form(
        reading=reading, start=place.start, end=place.end, locator="",
        source=Party(draft.source), subject=ends["subject"], object=ends["object"],
        place=ends["place"],
        cells={name: cell for name, cell in cells.items() if cell},
        chain=tuple(_steps(draft.chain)), stance=draft.stance or "affirms",
        certainty=draft.certainty or "stated", note=draft.note, coder="", cites="",
    )  # fmt: skip
    return Filled(form, asked)


def _who(desk: Desk, one: Placed, name: str, passage: str) -> Open:
    """Return whom a name may mean: those called so or nearly, then somebody new of a kind."""
    vocabulary = desk.index.vocabulary
    relation = vocabulary.relations[one.draft.relation]
    wanted = {"subject": relation.domain, "object": relation.range, "place": ()}[name]
    words = getattr(one.draft, name)
    found = suggested_entities(desk.index, passage, words, wanted)
    likely = [it for it in found if it.fits or not wanted][:_FEW]
    several = sum(words.casefold() in (it.label.casefold(), it.name.casefold()) for it in found)
    choices: list[Choice] = [
        {"label": it.label, "detail": " · ".join(filter(None, (it.kind, it.line))),
         "value": {"id": it.id}}
        for it in likely
    ]  # fmt: skip
    kinds = [it for it in vocabulary.types.values()
             if not it.abstract and (not wanted or vocabulary.is_a(it.id, wanted))]  # fmt: skip
    choices += [
        {"label": words, "detail": it.label, "new": True,
         "value": {"new": {"label": words, "type": it.id}}}
        for it in kinds
    ]  # fmt: skip
    return Open(name, words, "several" if several > 1 else "nobody", choices[:_MOST])


def _when(words: str) -> tuple[str, Open | None]:
    """Return a date as EDTF; where it has no reading or several, what may be chosen."""
    if not words or parses(dates.in_words, words):
        return words, None
    readings = dates_said(words).readings[: _MOST - 1]
    if len(readings) == 1:
        return readings[0].edtf, None
    choices: list[Choice] = [
        {"label": it.words, "detail": " · ".join(filter(None, (it.edtf, it.note))),
         "value": it.edtf}
        for it in readings
    ]  # fmt: skip
    choices.append({"label": "", "detail": "", "undated": True, "value": ""})
    return "", Open("when", words, "readings" if readings else "unread", choices)


def _amount(quantity: str, unit: str) -> dict[str, str]:
    """Return an amount for the columns; one with no reading or several stays as it is."""
    if quantity and not parses(quantities.in_words, quantity):
        readings = amounts_said(f"{quantity} {unit}").readings
        if len(readings) == 1:
            return {"quantity": readings[0].quantity, "unit": readings[0].unit}
    return {"quantity": quantity, "unit": unit}


def _steps(chain: str) -> Iterator[Step]:
    for pick in picks_of(chain):
        sign = pick.source if pick.source in (HEARSAY, OWN) else ""
        yield Step(Party("" if sign else pick.source), sign, pick.reports, pick.place)
