"""XML that somebody hands over: parsed without entities, and nothing loaded from outside."""

from __future__ import annotations

import re
from typing import Any

from cardindex.extraction.extract import Unreadable
from cardindex.extraction.needed import needed

_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)


def parsed(data: bytes, kind: str) -> Any:  # noqa: ANN401 - an element of lxml
    """Return the root of an XML document. Raises Unreadable, also where it declares entities.

    An entity can stand for a file of this machine, or for a text a billion times as long.
    """
    etree = needed("lxml.etree", kind)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_pis=True,
        remove_comments=True, huge_tree=False,
    )  # fmt: skip
    refusal = (
        "it declares entities (<!ENTITY …>), which can stand for other files or swell without "
        "end; put their text in their place (xmllint --noent in.xml > out.xml) and read that"
    )
    if _ENTITIES.search(data):
        raise Unreadable(refusal)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "ntity amplification" in str(error):
            raise Unreadable(refusal) from error
        line = error.lineno or 1
        message = f"line {line}: it is no XML that can be read: {error.msg or 'it is empty'}"
        raise Unreadable(message) from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        raise Unreadable(refusal)
    return root


def name(node: Any) -> str:  # noqa: ANN401
    """Return the name of an element without its namespace; empty for what is none."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
