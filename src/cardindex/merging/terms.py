"""What a whole is called, and the ontology that it has of those of its indexes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cardindex import ontology, settings
from cardindex.errors import CardindexError
from cardindex.imports.cells import slug
from cardindex.merging.parties import Party
from cardindex.ontology import Vocabulary
from cardindex.settings import Coder
from cardindex.toml import quoted

FILES = _OWN, _ADDED = "ontology.ttl", "additions.ttl"
"""The files of a whole's own terms, where it has any."""


@dataclass(frozen=True)
class Whole:
    """What index.toml of a whole is made of; an empty title or base is worked out."""

    parties: Sequence[Party]
    coders: Mapping[str, Coder]
    title: str = ""
    base: str = ""


def of_whole(parties: Sequence[Party]) -> tuple[Vocabulary, dict[str, str]]:
    """Return the vocabulary of all, and the files that say it where the packaged one does not.

    Ontologies have to be one; what is added to them is put together. Raises CardindexError where
    two define one term otherwise.
    """
    whole = {_text(party.settings.ontology) for party in parties}
    packaged = _text(None)
    if len(whole) > 1:
        raise CardindexError(
            f"{' and '.join(party.name for party in parties)} have different ontologies, and one "
            "index has one: name the same file in index.toml of both, or put what differs into "
            'a file of additions ("additions" in index.toml)'
        )
    base = whole.pop()
    added = _added(parties)
    files = {} if base == packaged else {_OWN: base}
    if added:
        files[_ADDED] = added
    return ontology.of_text("\n\n".join(filter(None, (base, added))), _ADDED), files


def _text(path: Path | None) -> str:
    return (path or ontology.packaged_path()).read_text("utf-8")


def _added(parties: Sequence[Party]) -> str:
    """Return the additions of all: what two of them say alike stands once."""
    texts = [
        party.settings.additions.read_text("utf-8")
        for party in parties
        if party.settings.additions is not None
    ]
    lines: dict[str, None] = {}
    blocks: dict[str, str] = {}
    for text in texts:
        for block in text.strip().split("\n\n"):
            _take(block, lines, blocks)
    if not blocks:
        return ""
    return "\n\n".join(["\n".join(lines), *blocks.values()]) + "\n"


def _take(block: str, lines: dict[str, None], blocks: dict[str, str]) -> None:
    head = [line for line in block.splitlines() if line.startswith(("@prefix", "#"))]
    lines.update(dict.fromkeys(head))
    rest = "\n".join(line for line in block.splitlines() if line not in head)
    if not rest.strip():
        return
    term = rest.split(maxsplit=1)[0]
    if blocks.setdefault(term, rest) != rest:
        raise CardindexError(
            f"two additions define {term} otherwise; make them alike, or give one another name"
        )


def settings_text(whole: Whole, files: Mapping[str, str]) -> dict[str, str]:
    """Return index.toml of a whole, by its name."""
    told = [party.settings for party in whole.parties]
    title = whole.title or " · ".join(dict.fromkeys(each.title for each in told))
    bases = {each.base for each in told}
    licences = {each.licence for each in told}
    lines = [f"title = {quoted(title)}"]
    made = " and ".join(f"“{each.title}” ({party.name})" for each, party in
                        zip(told, whole.parties, strict=True))  # fmt: skip
    lines.append(
        f"description = {quoted(f'Made of {made}; came_from.csv says whose each row is.')}"
    )
    lines.append(f"base = {quoted(whole.base or _base(bases, title))}")
    if len(licences) == 1 and (licence := licences.pop()):
        lines.append(f"licence = {quoted(licence)}")
    lines += [f'ontology = "{_OWN}"'] if _OWN in files else []
    lines += [f'additions = "{_ADDED}"'] if _ADDED in files else []
    if washes := [each.wash for each in told if each.wash != settings.WASH]:
        lines.append(f"wash = {quoted(washes[0])}")
    for id_, coder in sorted(whole.coders.items()):
        lines += ["", f"[coders.{id_}]", f"name = {quoted(coder.name)}", f'kind = "{coder.kind}"']
    return {settings.FILE: "\n".join(lines) + "\n"}


def _base(bases: set[str], title: str) -> str:
    return bases.pop() if len(bases) == 1 else f"https://example.org/{slug(title) or 'whole'}/"
