"""The core terms, which every index shares: checks and upgrades of an index's own ontology."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from cardindex import turtlereader
from cardindex.errors import InvalidIndex, Problem
from cardindex.ontology.terms import CORE
from cardindex.turtlereader import RDFS, Document

# Instances of these classes are fixed: the code knows them.
_CLOSED = tuple(f"{CORE}{name}" for name in ("Stance", "Certainty", "Standing"))

# Fingerprints, by ``Document.content``, of core terms that were changed or dropped later: a term a
# line.
_FORMER = Path(__file__).with_name("former.txt")


def packaged_path() -> Path:
    """Return the path of the ontology that ships with cardindex."""
    return Path(__file__).parent.with_name("ontology.ttl")


def core_problems(document: Document) -> list[Problem]:
    """Return a Problem for each core term that an ontology lacks, changes or adds.

    Where it has none of them, which is one fault, there is one Problem.
    """
    name = document.name
    if not _core(document):
        message = (
            "holds none of the core terms of cardindex; begin with the ontology that "
            '"cardindex init DIR" writes, and add terms of your own to it'
        )
        return [Problem(name, 0, "", "core-changed", message)]
    return [
        Problem(
            name, document.line(iri, last=True), _told(iri), "core-changed",
            _amiss(document, iri),
        )
        for iri in sorted(_changed(document), key=_told)
    ]  # fmt: skip


def _amiss(document: Document, iri: str) -> str:
    """Say what is wrong with a core term of an ontology, and how it is mended."""
    if iri not in document.subjects:
        return f'the core term {_told(iri)} is missing; "cardindex fmt --upgrade" adds it'
    if _is_former(document, iri):
        return (
            f"the core term {_told(iri)} is as cardindex shipped it before; "
            '"cardindex fmt --upgrade" renews it'
        )
    return (
        f"the core term {_told(iri)} is not as cardindex ships it; take it over from the "
        "packaged ontology, and define what you need as terms of your own"
    )


def _is_former(document: Document, iri: str) -> bool:
    content = document.content(iri).encode()
    return sha256(content).hexdigest()[:16] in _former().get(iri, ())


@cache
def _former() -> dict[str, list[str]]:
    lines = (line.split() for line in _FORMER.read_text(encoding="utf-8").splitlines())
    return {f"{CORE}{name.removeprefix('ci:')}": prints for name, *prints in lines}


def with_missing(document: Document) -> tuple[str, list[str]]:
    """Return the text of an ontology with the core terms that it lacks at its end, and their names.

    Terms that an older cardindex shipped in another form are replaced, or removed if they were
    dropped; terms that somebody has changed stay. Nothing is done where the new text would not
    mean what the packaged ontology means, as where a prefix stands for another namespace.
    """
    ours = turtlereader.read(packaged_path())
    former = sorted(
        (
            iri
            for iri in _core(document)
            if _is_former(document, iri) and _is_changed(document, ours, iri)
        ),
        key=_told,
    )
    missing = sorted(_core(ours).keys() - document.subjects.keys(), key=_told)
    blocks = [found for iri in missing if (found := _block(ours.text, _told(iri)))]
    if not (blocks or former) or not _core(document):
        return document.text, []
    text = document.text
    for iri in former:
        if old := _block(text, _told(iri)):
            new = _block(ours.text, _told(iri))
            text = text.replace(old, new) if new else text.replace(f"{old}\n\n", "")
    text = "\n\n".join([text.rstrip("\n"), *blocks]) + "\n"
    try:
        grown = turtlereader.parse(text, document.name)
    except InvalidIndex:
        return document.text, []
    done = [*missing, *former]
    if not set(done).isdisjoint(_changed(grown)):
        return document.text, []
    return text, sorted(map(_told, done))


def _is_changed(document: Document, ours: Document, iri: str) -> bool:
    return document.content(iri) != ours.content(iri)


def _block(text: str, name: str) -> str:
    """Return the statement about a term of the packaged ontology, which ends with an empty line."""
    match = re.search(rf"^{re.escape(name)} .*?\.(?=\n\n|\n*\Z)", text, re.MULTILINE | re.DOTALL)
    return match[0] if match else ""


def _changed(document: Document) -> list[str]:
    theirs, ours = _core(document), _core(turtlereader.read(packaged_path()))
    return [iri for iri in theirs.keys() | ours.keys() if theirs.get(iri) != ours.get(iri)]


def _core(document: Document) -> dict[str, str]:
    defined = (
        subject
        for subject in document.subjects
        if f"{CORE}core" in document.nodes_of(subject, f"{RDFS}isDefinedBy")
    )
    subjects = dict.fromkeys((*defined, *document.of_type(*_CLOSED)))
    return {subject: document.content(subject) for subject in subjects}


def _told(iri: str) -> str:
    if iri.startswith("_:"):
        return "[ … ]"
    return f"ci:{iri.removeprefix(CORE)}" if iri.startswith(CORE) else f"<{iri}>"
