"""What an import says of itself: what was read, made, dropped and guessed, in a line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cardindex.brief import count, shortened
from cardindex.imports import cells
from cardindex.imports.found import Dropped
from cardindex.imports.taking import Taken
from cardindex.tables import comma_separated

_FEW = 10
_NOUNS = {
    "entities": ("entity", "entities"), "names": ("name", "names"),
    "groups": ("row of groups", "rows of groups"), "sources": ("source", "sources"),
    "claims": ("claim", "claims"), "citations": ("citation", "citations"),
    "bibliography": ("entry of the bibliography", "entries of the bibliography"),
}  # fmt: skip


def sentences(taken: Taken) -> Iterator[str]:
    """Yield what there is to say of an import, the most important first."""
    read = ", ".join(
        count(number, of, f"{of[:-1]}ies" if of.endswith("y") else "")
        for of, number in taken.found.read.items()
    )
    yield f"read: {read or 'nothing'}"
    yield f"made: {_counted(taken.again.added) or 'nothing new'}"
    if changed := _counted(taken.again.changed):
        yield f"brought up to date: {changed}"
    yield from _dropped(taken)
    yield from _few("{}", list(taken.new))
    yield from _few("guessed: {}", list(taken.told))
    yield from _by_hand(taken)
    yield from _vanished(taken)
    if taken.alike:
        pairs = [f"{new} and {other}" for new, other in taken.alike]
        yield (
            f"{count(len(pairs), 'new entity bears', 'new entities bear')} the name of another and "
            f"{'is' if len(pairs) == 1 else 'are'} not united: {_some(pairs)}; where two are one: "
            '"cardindex unite"'
        )
    yield from _checked(taken)


def _counted(numbers: dict[str, int]) -> str:
    return ", ".join(count(number, *_NOUNS[table]) for table, number in numbers.items())


def _some(items: list[str]) -> str:
    more = f" … and {len(items) - _FEW:,} more" if len(items) > _FEW else ""
    return f"{', '.join(items[:_FEW])}{more}"


def _few(form: str, told: list[str]) -> Iterator[str]:
    yield from (form.format(each) for each in told[: 2 * _FEW])
    if len(told) > 2 * _FEW:
        yield form.format(f"… and {len(told) - 2 * _FEW:,} more")


def _dropped(taken: Taken) -> Iterator[str]:
    whys = Counter(each.why for each in taken.dropped)
    first: dict[str, Dropped] = {}
    for each in taken.dropped:
        first.setdefault(each.why, each)
    told = []
    for why, number in whys.most_common():
        one = first[why]
        place = f"{one.at}: " if one.at else ""
        told.append(f"{number:,}: {why} ({place}{shortened(one.what)}{' …' if number > 1 else ''})")
    yield from _few("dropped {}", told)


def _by_hand(taken: Taken) -> Iterator[str]:
    again = taken.again
    if again.kept:
        rows = [f"{table} {key}" for table, key in again.kept]
        yield f"kept as changed by hand, though the file says something else: {_some(rows)}"
    if again.stayed:
        rows = [f"{table} {key}" for table, key in again.stayed]
        yield f"not brought back, as deleted by hand: {_some(rows)}"


def _vanished(taken: Taken) -> Iterator[str]:
    again = taken.again
    if again.vanished:
        rows = [f"{table} {' '.join(filter(None, row[:4]))}" for table, row in again.vanished]
        went = f"{again.pruned:,} went" if again.pruned else "they stay; --prune takes them out"
        yield f"no longer in the file: {count(len(rows), 'row')}, {went}: {_some(rows)}"
    if again.needed:
        rows = [f"{table} {key}" for table, key in again.needed]
        yield f"not taken out, as rows name them that stay: {_some(rows)}"


def _checked(taken: Taken) -> Iterator[str]:
    codes = Counter(each.code for each in taken.problems if each.severity == "warning")
    if codes and not taken.errors:
        told = ", ".join(f"{code} {number:,}" for code, number in codes.most_common())
        warned = count(sum(codes.values()), "warning")
        yield f'checked: {warned} ({told}); "cardindex check" tells them'
    elif not taken.errors:
        yield "checked: nothing wrong"


def dropped_text(taken: Taken) -> str:
    """Return what was dropped as CSV: where, what, why."""
    told = ((each.at, each.what, each.why) for each in taken.dropped)
    rows = [tuple(map(cells.lines, each)) for each in told]
    return comma_separated(("at", "what", "why"), zip(*rows, strict=True) if rows else [()] * 3)
