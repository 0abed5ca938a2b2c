"""One push: what a store holds, what is to be done, and doing it, from where it was broken off."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from cardindex.atomic import write_text
from cardindex.atomic.scratch import scratch_folder
from cardindex.brief import count
from cardindex.errors import CardindexError, OutputError, RemoteError
from cardindex.evidence import Selection
from cardindex.index import Index
from cardindex.pushing import dumps, plans
from cardindex.pushing.dumps import Dump
from cardindex.pushing.marker import Marker
from cardindex.pushing.plans import Plan
from cardindex.pushing.target import Target
from cardindex.watching import watched

Tell = Callable[[str], None]

STORE_BATCH, UPDATE_BATCH = 50_000, 1_000
"""Triples in one request of the Graph Store Protocol, and of Update, unless something is said."""


@dataclass(frozen=True)
class Pushed:
    """What a push came to: of which plan so many requests; None where there was nothing to do."""

    plan: Plan | None
    requests: int = 0


def push(
    index: Index | Selection, store: Target, tell: Tell,
    *, batch: int = 0, whole: bool = False, dry: bool = False,
) -> Pushed:  # fmt: skip
    """Make a store hold what the index says, and return what that took.

    ``tell`` is told what is done and why. ``whole``: whatever the store says that it holds.
    ``dry``: nothing is changed there. Raises RemoteError where the store does not do it; it then
    says of itself that a push was broken off, and the next push goes on from there.
    """
    with ExitStack() as stack:
        dump = stack.enter_context(dumps.dumped(index))
        folder = stack.enter_context(scratch_folder(Path(gettempdir())))
        marker = _marker(store, dump, tell)
        if marker is not None and marker.is_whole and marker.digest == dump.digest and not whole:
            if _agrees(store, dump, tell):
                tell("the store holds this version already")
                return Pushed(None)
            whole = True
        begun = {} if whole or marker is None else _begun(dump, store, marker)
        plan = _again(dump, begun, folder) if begun else None
        done = int(begun["done"]) if plan is not None else 0
        if plan is None:
            plan = _plan(dump, marker, store, folder, batch, whole=whole)
        _tell_plan(plan, done, tell)
        if dry:
            return Pushed(plan)
        requests = _carried_out(plan, store, done, tell)
        _agrees(store, dump, tell)
        return Pushed(plan, requests)


def _marker(store: Target, dump: Dump, tell: Tell) -> Marker | None:
    """Return what the store says that it holds; where it cannot be asked that, this is told."""
    if not store.can_be_asked:
        tell("what the store holds is not known: say by --query where it answers queries")
        return None
    return store.marker(dump.base)


def _plan(
    dump: Dump, marker: Marker | None, store: Target, folder: Path, batch: int, *, whole: bool
) -> Plan:
    """Return what is to be done, given what the store says that it holds."""
    update = store.graphs is None
    size, names = batch or (UPDATE_BATCH if update else STORE_BATCH), tuple(dump.graphs)
    if whole:
        why = "whole"
    elif marker is None:
        why = "whole, as the store says nothing of an earlier push"
    elif marker.way:
        why = "whole, as another push was broken off, of which the store holds a part"
    else:
        with dumps.kept(marker.digest) as old:
            if store.update is not None and old is not None:
                return plans.changes(dump, old, folder, batch or UPDATE_BATCH)
        names = plans.names_changed(dump, marker)
        why = f"what has changed since the last push: {', '.join(names)}, whole"
        if store.update is not None:
            why += " (what was pushed then is not kept here)"
    return plans.whole(dump, names, size, why, update=update)


def _begun(dump: Dump, store: Target, marker: Marker) -> dict[str, Any]:
    """Return how far this push had come when it was broken off; nothing where it was another."""
    with suppress(OSError, ValueError):
        told = json.loads(_progress(dump, store).read_bytes())
        if isinstance(told, dict) and marker.way and told.get("way") == marker.way:
            return told
    return {}


def _again(dump: Dump, begun: dict[str, Any], folder: Path) -> Plan | None:
    """Return the plan that was broken off; None where it cannot be made again."""
    with suppress(KeyError, TypeError, ValueError):
        batch, names = int(begun["batch"]), tuple(begun["names"])
        if begun["old"]:
            with dumps.kept(begun["old"]) as old:
                plan = None if old is None else plans.changes(dump, old, folder, batch)
        else:
            plan = plans.whole(dump, names, batch, "as it was begun", update=begun["update"])
        if plan is not None and plan.way == begun["way"]:
            return plan
    return None


def _carried_out(plan: Plan, store: Target, done: int, tell: Tell) -> int:
    """Do all steps of a plan but those that are done, and return how many these were."""
    dump, place = plan.dump, _progress(plan.dump, store)
    at = done
    store.mark(dump, plan.way)
    _hold_taken(plan, store)
    _note(place, plan, at)
    try:
        steps = islice(plan.steps(), done, None)
        for step in watched(steps, "Pushing", max(plan.requests - done, 1)):
            store.do(step)
            at += 1
            _note(place, plan, at)
        _hold_alone(plan, store)
        store.mark(dump)
    except (RemoteError, KeyboardInterrupt, SystemExit) as error:
        told = (
            f"the push was broken off after {at:,} of about {plan.requests:,} requests, and the "
            "store holds a part of it; the same command goes on from there"
        )
        if isinstance(error, RemoteError):
            raise RemoteError(f"{error}\n{told}", error.status, error.limit) from error
        tell(told)
        raise
    with suppress(OSError):
        place.unlink()
    return at - done


def _hold_taken(plan: Plan, store: Target) -> None:
    """See to it that the store has what it took first: some pages answer whatever they are sent."""
    if not store.can_be_asked:
        return
    found = store.marker(plan.dump.base)
    if found is None or found.way != plan.way:
        where = store.graphs or store.update
        told = "took the first small graph and does not give it back: this is no store's address"
        raise RemoteError(f"{where}: {told}, or not that of --query; nothing more was sent")


def _hold_alone(plan: Plan, store: Target) -> None:
    """See to it that nobody else has pushed to the store in the meantime."""
    if not store.can_be_asked:
        return
    found = store.marker(plan.dump.base)
    if found is None or (found.way != plan.way and found.digest != plan.dump.digest):
        raise RemoteError("another push has come in between: push again, with --whole")


def _agrees(store: Target, dump: Dump, tell: Tell) -> bool:
    """Tell whether the store has as many triples as it is to have, as far as it can be asked."""
    try:
        found = store.counts(dump)
    except CardindexError as error:
        tell(f"what the store holds could not be counted: {error}")
        return True
    if found is None:
        return True
    wrong = [
        f"{name} has {found[name]:,} triples there and {graph.triples:,} here"
        for name, graph in dump.graphs.items()
        if found[name] != graph.triples
    ]
    if wrong:
        tell(f"the store does not hold what it was told: {'; '.join(wrong)}")
    return not wrong


def _tell_plan(plan: Plan, done: int, tell: Tell) -> None:
    tell(f"pushed is {plan.why}")
    verbs = {"delete": "taken from", "insert": "added to", "put": "put as", "whole": "put as"}
    for part in plan.parts:
        what = count(part.triples, "triple")
        tell(f"  {what} {verbs[part.kind]} <{plan.dump.iri(part.name)}>")
    if done:
        tell(f"goes on where it was broken off: {done:,} of {plan.requests:,} requests are done")


def _progress(dump: Dump, store: Target) -> Path:
    """Return the file that says how far a push has come."""
    whom = sha256(f"{store.graphs} {store.update}".encode()).hexdigest()[:16]
    return dump.folder / f"progress-{whom}.json"


def _note(place: Path, plan: Plan, done: int) -> None:
    """Write how far a push has come; where that cannot be, another one begins anew."""
    told = {
        "way": plan.way, "done": done, "old": plan.old, "batch": plan.batch,
        "names": [part.name for part in plan.parts],
        "update": any(part.kind == "whole" for part in plan.parts),
    }  # fmt: skip
    with suppress(OutputError):
        write_text(place, json.dumps(told))
