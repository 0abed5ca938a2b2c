"""What a draft is: one proposed claim, with the words of the text that it is read from."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from hashlib import blake2b
from pathlib import Path
from typing import Any

FILE = "drafts.jsonl"
"""The file of an index that holds its drafts."""

JUDGEMENTS = ("accepted", "rejected")
"""What a person may have said of a draft; empty where nobody has read it."""


@dataclass(frozen=True)
class Draft:
    """One proposed claim; all fields are texts, and empty where nothing is said.

    ``source``: the id of the work whose text it is read from. ``passage``: words as they stand
    there. ``subject``, ``object``: ids or names of entities. ``relation``: its id. ``when``: EDTF,
    or a date as people write it. The others are as the columns of claims.csv and citations.csv;
    an empty ``stance`` is affirms, an empty ``certainty`` stated. ``coder``: who proposes it.
    ``judged``: one of JUDGEMENTS, once a person (``by``) has read it. ``citation``: the id of the
    citation that it became.
    """

    source: str
    passage: str
    subject: str
    relation: str
    object: str = ""
    text: str = ""
    quantity: str = ""
    unit: str = ""
    when: str = ""
    place: str = ""
    mode: str = ""
    stance: str = ""
    certainty: str = ""
    chain: str = ""
    gloss: str = ""
    note: str = ""
    coder: str = ""
    judged: str = ""
    by: str = ""
    citation: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What it says, and of which words: two drafts that agree in this are one."""
        said = vars(self)
        return tuple(" ".join(said[name].split()) for name in KEY)

    @property
    def digest(self) -> str:
        """A hash of what is proposed, judgements left out: the id of a draft."""
        said = [value for name, value in vars(self).items() if name not in JUDGED]
        return blake2b("\0".join(said).encode(), digest_size=12).hexdigest()


FIELDS = tuple(field.name for field in fields(Draft))
"""The fields of a draft, in their order."""

JUDGED = ("judged", "by", "citation")
"""The fields that say what became of it; who proposes leaves them out."""

NEEDED = ("source", "passage", "subject", "relation")
"""The fields that no draft lacks."""

KEY = (
    "source", "passage", "subject", "relation", "object", "text", "quantity", "when", "mode",
    "stance", "chain",
)  # fmt: skip

SCHEMA: dict[str, Any] = json.loads(
    Path(__file__).with_name("draft.schema.json").read_text(encoding="utf-8")
)
"""The JSON Schema of a draft as a machine is to write it."""
