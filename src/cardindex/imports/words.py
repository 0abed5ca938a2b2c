"""The words of a file held against relations and kinds: which of ours is meant, or none.

In this order: what the mapping says, what the file itself defines, then our own ids, labels, words
and synonyms, those of the inverse turned round. Case, accents and underscores count for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cardindex.errors import CardindexError, nearest
from cardindex.folding import folded
from cardindex.ontology import Vocabulary

_FEW = 30


class Meant(NamedTuple):
    """A term of ours, and whether it reads from object to subject."""

    id: str
    turned: bool = False


class UnknownWords(CardindexError):
    """Relations or kinds that nobody has defined; ``words`` maps each to the nearest, or nothing.

    ``what`` is "relation" or "kind".
    """

    def __init__(self, what: str, words: Mapping[str, str], how: str) -> None:
        self.what, self.words = what, dict(words)
        told = [
            f'unknown {what} "{word}"' + (f'; the nearest is "{near}"' if near else "")
            for word, near in list(words.items())[:_FEW]
        ]
        more = [f"… and {len(words) - _FEW:,} more"] if len(words) > _FEW else []
        super().__init__("\n".join([*told, *more, how]))


def plain(word: str) -> str:
    """Return a word as words are held against one another."""
    return " ".join(re.sub(r"[_\-\s]+", " ", folded(word)).split())


class Words:
    """The words by which terms are known, each with what it means; the plainest counts first."""

    def __init__(self, levels: Iterable[Iterable[tuple[str, Meant]]]) -> None:
        self._levels = []
        for level in levels:
            found: dict[str, set[Meant]] = {}
            for word, meant in level:
                if word:
                    found.setdefault(plain(word), set()).add(meant)
            self._levels.append(found)

    def meant(self, word: str) -> tuple[Meant, ...]:
        """Return what a word means: one, several at one level, or none."""
        key = plain(word)
        return next((tuple(sorted(level[key])) for level in self._levels if key in level), ())

    def near(self, word: str) -> str:
        """Return the word most like this one, or nothing."""
        return nearest(plain(word), (each for level in self._levels for each in level)) or ""


def of_relations(vocabulary: Vocabulary) -> Words:
    """Return the words of relations: ids, what they are called, what else people call them."""
    return Words([_ids(vocabulary), _called(vocabulary), _synonyms(vocabulary)])


def _ids(vocabulary: Vocabulary) -> Iterator[tuple[str, Meant]]:
    for id_, relation in vocabulary.relations.items():
        yield id_, Meant(id_)
        if relation.inverse:
            yield re.split("[/#]", relation.inverse)[-1], Meant(id_, turned=True)


def _called(vocabulary: Vocabulary) -> Iterator[tuple[str, Meant]]:
    for id_, relation in vocabulary.relations.items():
        yield relation.label, Meant(id_)
        yield relation.words, Meant(id_)
        if relation.inverse_words and not relation.symmetric:
            yield relation.inverse_words, Meant(id_, turned=True)


def _synonyms(vocabulary: Vocabulary) -> Iterator[tuple[str, Meant]]:
    for id_, relation in vocabulary.relations.items():
        yield from ((word, Meant(id_)) for word in relation.synonyms)


def of_kinds(vocabulary: Vocabulary) -> Words:
    """Return the words of the kinds of entity that are not only there to group others."""
    types = [each for each in vocabulary.types.values() if not each.abstract]
    ids = [(each.id, Meant(each.id)) for each in types]
    called = [(each.label, Meant(each.id)) for each in types]
    others = [(word, Meant(each.id)) for each in types for word in each.synonyms]
    return Words([ids, called, others])
