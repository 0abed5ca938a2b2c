"""Checks of what follows a rule made elsewhere: identifiers of others, and tags of languages."""

from __future__ import annotations

from collections.abc import Iterator

from cardindex import identifiers, languages
from cardindex.checks.registry import Draft, check, where
from cardindex.errors import Problem


@check
def identifiers_are_whole(draft: Draft) -> Iterator[Problem]:
    """What is said to be an identifier of Wikidata or VIAF is one, and nothing beside it."""
    names = draft.names
    for kind, scheme in identifiers.SCHEMES.items():
        rows = list(where(names, "kind", {kind}))
        for row, _ in rows:
            name = names["name"][row]
            if not name or scheme.form.fullmatch(name):
                continue
            meant = identifiers.meant(kind, name)
            mend = f'write "{meant}"' if meant else f"write one such as {scheme.example}"
            message = f'"{name}" is no {scheme.called}, and links to nothing; {mend}'
            yield names.problem(row, "name", "malformed-identifier", message)


@check
def languages_are_tags(draft: Draft) -> Iterator[Problem]:
    """The language of a name is a BCP 47 tag."""
    names = draft.names
    wrong = {tag for tag in set(names["language"]) - {""} if not languages.is_tag(tag)}
    for row, tag in where(names, "language", wrong):
        meant = languages.meant(tag)
        how = f'write "{meant}"' if meant else "write en, es or ru-Latn"
        message = f'"{tag}" is no language tag (BCP 47); {how}, or leave it empty'
        yield names.problem(row, "language", "malformed-language", message)
