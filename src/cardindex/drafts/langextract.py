"""What LangExtract writes, as drafts: a line a document, with what was extracted from it.

The class of an extraction is the relation, unless its attributes name one; its words are the
passage; subject, object and the rest stand in its attributes. Its format is that of
``langextract.io.save_annotated_documents``, of LangExtract 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cardindex.drafts.draft import FIELDS, JUDGED

_OWN = ("source", "passage", *JUDGED)
_ASIDE = {"date": "when"}


def is_document(found: Mapping[str, Any]) -> bool:
    """Tell whether a line is a document of LangExtract."""
    return isinstance(found.get("extractions"), list)


def proposed(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what a document proposes, to be held against what a draft may say.

    Attributes that no draft has are kept in its note. Raises ValueError where the document does
    not say whose text it is.
    """
    source = document.get("document_id")
    if not isinstance(source, str) or not source.strip():
        message = 'has no "document_id"; give each document the id of its source'
        raise ValueError(message)
    for extraction in document["extractions"]:
        if not isinstance(extraction, Mapping):
            yield {}
            continue
        attributes = extraction.get("attributes") or {}
        if not isinstance(attributes, Mapping):
            attributes = {}
        said: dict[str, Any] = {
            "source": source,
            "passage": extraction.get("extraction_text", ""),
            "relation": extraction.get("extraction_class", ""),
        }
        aside = []
        for name, value in attributes.items():
            told = "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")
            key = _ASIDE.get(name, name)
            if key in FIELDS and key not in _OWN:
                said[key] = told
            elif told:
                aside.append(f"{name}: {told}")
        if aside:
            said["note"] = "; ".join(filter(None, [said.get("note", ""), *aside]))
        yield said
