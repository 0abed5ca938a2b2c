"""``ontology.ttl`` → plain kinds of entity, relations and families; no RDF object leaves here."""

from cardindex.ontology.core import packaged_path, with_missing
from cardindex.ontology.reading import examine, load, of_text, whole_text
from cardindex.ontology.terms import (
    CORE,
    KINDS,
    MOST_GROUPS,
    ROLES,
    EntityType,
    Family,
    FamilyGroup,
    Kind,
    Relation,
    Role,
    Vocabulary,
)
from cardindex.ontology.values import SHAPES

__all__ = [
    "CORE", "KINDS", "MOST_GROUPS", "ROLES", "SHAPES", "EntityType", "Family", "FamilyGroup",
    "Kind", "Relation", "Role", "Vocabulary", "examine", "load", "of_text",
    "packaged_path", "whole_text", "with_missing",
]  # fmt: skip
