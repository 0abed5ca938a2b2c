"""A made-up index of any size: nobody in it ever lived, and nothing in it ever happened.

    python benchmarks/made_up.py FOLDER [CLAIMS]

The same seed gives the same bytes. It passes the checks, and has of everything: archives that many
works rest on, chains, hearsay, denials, rivals, hedged sums and vague dates; and, where it is
asked for, claims that one work that was read has from another that was read as well.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path

from cardindex import ontology, tables
from cardindex.atomic import write_text
from cardindex.ontology import Relation, Vocabulary

SETTINGS = """title = "A made-up index"
description = "Made by a program to measure with. Nothing in it ever happened."
base = "https://example.org/made-up/"
licence = "CC0-1.0"
"""

_SYLLABLES = ("ba", "del", "fir", "gom", "hul", "jix", "ka", "lom", "mep", "nur", "pol", "quo",
              "ras", "sib", "tev", "ul", "vor", "wex", "yam", "zob")  # fmt: skip
_TYPES = {
    "person": 50, "group": 4, "organisation": 4, "party": 6, "armed-group": 4, "service": 8,
    "government-body": 6, "mission": 3, "state": 4, "business": 4, "media": 3, "place": 2,
    "event": 2,
}  # fmt: skip
_SOURCE_KINDS = ("archive", "cable", "letter", "memoir", "book", "article", "newspaper", "report")
_AT_FIRST_HAND = frozenset(("archive", "cable", "letter", "memoir"))

Row = tuple[str, ...]


def write(
    folder: Path,
    claims: int = 100_000,
    seed: int = 1971,
    *,
    retold: float = 0,
    sources: int = 0,
    without: Container[str] = (),
) -> Path:
    """Write an index with this many claims to ``folder``, and return the folder.

    ``retold``: the share of claims that works which were read have from one another. ``sources``:
    how many; one to fifty claims, unless told. ``without``: relations that are left out.
    """
    dice = random.Random(seed)
    vocabulary = ontology.load(ontology.packaged_path())
    entities = _entities(dice, max(60, claims // 20))
    works = _sources(dice, sources or max(20, claims // 50), [id_ for id_, *_ in entities])
    relations = [it for it in vocabulary.relations.values() if it.id not in without]
    told = _claims(dice, claims, vocabulary, relations, entities)
    rows: dict[str, Iterable[Row]] = {
        "entities": entities,
        "names": _names(dice, entities),
        "sources": works,
        "claims": told,
        "citations": _citations(dice, told, [id_ for id_, *_ in works], retold),
    }
    return write_rows(folder, rows)


def write_rows(folder: Path, rows: Mapping[str, Iterable[Row]]) -> Path:
    """Write an index of these rows by table, cells that they lack at their ends being empty."""
    write_text(folder / "index.toml", SETTINGS)
    for name, columns in tables.COLUMNS.items():
        if name in rows:
            padded = [(*row, *[""] * (len(columns) - len(row))) for row in rows[name]]
            write_text(folder / f"{name}.csv", tables.render(name, tables.ordered(name, padded)))
    return folder


def _word(dice: random.Random) -> str:
    return "".join(dice.choices(_SYLLABLES, k=dice.randint(2, 3))).title()


def _entities(dice: random.Random, count: int) -> list[Row]:
    types = dice.choices(list(_TYPES), list(_TYPES.values()), k=count)
    types[: len(_TYPES)] = _TYPES  # one of each, however few there are
    return [
        (f"{type_}-{at}", type_, f"{_word(dice)} {_word(dice)}", f"A made-up {type_}.")
        for at, type_ in enumerate(types)
    ]


def _names(dice: random.Random, entities: list[Row]) -> list[Row]:
    return [
        (id_, _word(dice), dice.choice(("nickname", "former", "native")), dice.choice(("", "es")))
        for id_, *_ in entities
        if dice.random() < 0.3
    ]


def _sources(dice: random.Random, count: int, entities: list[str]) -> list[Row]:
    rows: list[Row] = []
    for at in range(count):
        kind = dice.choice(_SOURCE_KINDS)
        author = origin = rests_on = ""
        if kind in _AT_FIRST_HAND:
            origin = dice.choice(entities)
            author = origin if kind in {"letter", "memoir"} else ""
        elif kind == "report":
            origin = "self"
        elif rows and dice.random() < 0.4:
            # On earlier works alone, so that nothing is circular.
            rests_on = ";".join(sorted({dice.choice(rows)[0] for _ in range(dice.randint(1, 2))}))
        # In the order of the works, as none is told by one that is later.
        date = str(1945 + at * 60 // count)
        title = f"{_word(dice)} {kind} {at}"
        rows.append(
            (f"{kind}-{at}", kind, title, author, origin, date, "", "page", rests_on, "")
        )  # fmt: skip
    return rows


def _claims(
    dice: random.Random,
    count: int,
    vocabulary: Vocabulary,
    among: Iterable[Relation],
    entities: list[Row],
) -> list[Row]:
    admitted = _admitted(vocabulary, entities)
    relations = [
        relation
        for relation in among
        if admitted[relation.domain] and (relation.kind != "link" or admitted[relation.range])
    ]
    width = len(str(count))
    rows = []
    for at in range(1, count + 1):
        relation = dice.choice(relations)
        subject = dice.choice(admitted[relation.domain])
        object_ = _other(dice, admitted[relation.range], subject) if relation.kind == "link" else ""
        rows.append(
            (
                f"c{at:0{width}}", subject, relation.id, object_,
                *_matter(dice, relation), _when(dice, relation), "", _mode(dice),
                _tie(dice, at, width), f"{subject} {relation.words} {object_}".strip(),
            )
        )  # fmt: skip
    return rows


def _other(dice: random.Random, among: list[str], subject: str) -> str:
    """Return one of these that is not the subject, unless there is no other."""
    return next((it for _ in range(9) if (it := dice.choice(among)) != subject), subject)


def _admitted(vocabulary: Vocabulary, entities: list[Row]) -> dict[tuple[str, ...], list[str]]:
    """Return the entities that each domain and range admits."""
    ends = {
        end
        for relation in vocabulary.relations.values()
        for end in (relation.domain, relation.range)
    }
    return {
        end: [id_ for id_, type_, *_ in entities if not end or vocabulary.is_a(type_, end)]
        for end in sorted(ends)
    }


def _matter(dice: random.Random, relation: Relation) -> tuple[str, str, str]:
    """Return text, quantity and unit."""
    text = ""
    if relation.kind == "name" or relation.id in {"code_named", "held_office_at"}:
        text = _word(dice).upper()
    if relation.kind == "measure" or (relation.family == "money" and dice.random() < 0.6):
        number = dice.randint(1, 99) * 10 ** dice.randint(2, 4)
        form = dice.choice(("{0}", "~{0}", ">{0}", "<{0}", "{0}..{1}"))
        unit = "persons" if relation.kind == "measure" else "USD"
        return text, form.format(number, number * 2), unit
    return text, "", ""


def _when(dice: random.Random, relation: Relation) -> str:
    if relation.kind != "dating" and dice.random() < 0.15:
        return ""
    year = dice.randint(1920, 1989)
    form = dice.choice(
        (
            "{0}", "{0}", "{0}-{2:02}", "{0}-{2:02}-{3:02}", "{0}~", "{0}/{1}", "{0}/..", "/{1}",
            "[{0}..{1}]", "{4}X",
        )
    )  # fmt: skip
    later = year + dice.randint(1, 15)
    return form.format(year, later, dice.randint(1, 12), dice.randint(1, 28), year // 10)


def _mode(dice: random.Random) -> str:
    return dice.choices(("", "asked", "authorised", "planned", "attempted"), (92, 2, 2, 2, 2))[0]


def _tie(dice: random.Random, at: int, width: int) -> str:
    """Return a tie to an earlier claim, which so is written once and never leads back."""
    if at == 1 or dice.random() > 0.02:
        return ""
    return f"{dice.choice(('rival', 'rival?', 'same', 'part'))} c{dice.randint(1, at - 1):0{width}}"


def _citations(
    dice: random.Random, claims: list[Row], sources: list[str], retold: float
) -> list[Row]:
    rows: dict[Row, Row] = {}
    for id_, *_ in claims:
        if retold and dice.random() < retold:
            rows |= {row[:5]: row for row in _retold(dice, id_, sources)}
            continue
        for _ in range(dice.choices((1, 2, 3, 4), (50, 30, 15, 5))[0]):
            length = dice.choices((1, 2, 3), (50, 40, 10))[0]
            # From later works to earlier ones, so that none comes back by way of rests_on.
            places = sorted(dice.sample(range(len(sources)), length), reverse=True)
            source, *steps = (sources[place] for place in places)
            chain = "".join(dice.choices((">", "|"), (80, 20))[0] + step for step in steps)
            chain = chain.removeprefix(">") + dice.choices(("", "?"), (95, 5))[0]
            stance = dice.choices(("affirms", "denies", "doubts"), (90, 6, 4))[0]
            certainty = dice.choices(("stated", "probable", "possible"), (80, 12, 8))[0]
            row = _row(dice, (id_, source, chain, stance, certainty))
            rows.setdefault(row[:5], row)
    return list(rows.values())


def _retold(dice: random.Random, claim: str, sources: list[str]) -> Iterator[Row]:
    """Yield citations of two to four works that were read, each of which has it from the next."""
    places = sorted(dice.sample(range(len(sources)), dice.randint(2, 4)), reverse=True)
    works = [sources[place] for place in places]
    for work, next_ in zip(works, [*works[1:], ""], strict=True):
        certainty = dice.choices(("stated", "probable", "possible"), (80, 12, 8))[0]
        yield _row(dice, (claim, work, next_, "affirms", certainty))


def _row(dice: random.Random, told: tuple[str, str, str, str, str]) -> Row:
    """Return a citation: claim, source, chain, stance and certainty, and a passage made up."""
    claim, source, chain, stance, certainty = told
    start = dice.randint(0, 900_000)
    locator = str(dice.randint(1, 400))
    cells = {
        "claim": claim, "source": source, "locator": locator, "chain": chain, "stance": stance,
        "certainty": certainty, "start": str(start), "end": str(start + 80),
        "seal": f"80:{dice.getrandbits(256):064x}",
    }  # fmt: skip
    return tuple(cells.get(column, "") for column in tables.COLUMNS["citations"])


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if not 1 <= len(arguments) <= 2:
        sys.exit(__doc__)
    write(Path(arguments[0]), *map(int, arguments[1:]))
