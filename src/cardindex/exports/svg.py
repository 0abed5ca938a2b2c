"""SVG of what the page opens on, for print: a sheet of A4, its lines by standing, and a whole key.

Nothing in it comes from outside, and it needs no browser. Every text is escaped; what would act on
whoever shows it is spelt out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cardindex.brief import count, shortened
from cardindex.characters import shown as spelt
from cardindex.evidence import Selection
from cardindex.exports.format import NETWORK_LACKS, OF_CLAIMS, Format
from cardindex.exports.svgkey import INK, SOFT, Entry, laid_out, mark
from cardindex.exports.svgnames import Name, placed
from cardindex.exports.svgwash import Wash, washes
from cardindex.exports.svgways import Disc, Point, curve, head, loop, towards
from cardindex.exports.xml import escaped

if TYPE_CHECKING:
    from cardindex.view.opening import Placed

WIDE, HIGH = 841.89, 595.28
"""A4 across, in points."""

MARGIN = 28.0
WASHES = ("#8a4b38", "#3f6690", "#4f6a2b", "#7a4a86", "#75601c", "#2f6b6b")
"""The inks of the page on light paper: ``static/styles/base.css``."""

FONT = (
    "'Iowan Old Style', 'Palatino Linotype', 'URW Palladio L', P052, Palatino, 'Book Antiqua', "
    "Georgia, 'Noto Serif', serif"
)
SMALLEST = 5.6
"""The points of the smallest letters: 300 dots an inch show them."""

STRETCH = 1.45
"""How much wider than high a unit of the drawing may be."""


@dataclass(frozen=True)
class Sheet:
    """What is drawn, on the paper: ids of entities and their marks, the foremost first.

    ``unit``: the points of one unit of the drawing, and ``wide`` so many across; ``named``: how
    many marks are of full size.
    """

    ids: list[str]
    discs: list[Disc]
    unit: float
    wide: float
    named: int


def write(selection: Selection) -> bytes:
    """Return the picture on which the page of a selection opens."""
    return "".join(_document(selection)).encode()


def _document(selection: Selection) -> Iterator[str]:
    from cardindex.view.lines import lines_between, shown
    from cardindex.view.opening import placed as placed_on_page

    page = placed_on_page(selection)
    ties = lines_between(selection, shown(selection), page.drawn)
    entries = list(_key(selection, page, ties))
    key, top = laid_out(entries, (MARGIN, WIDE - MARGIN), HIGH - MARGIN)
    sheet = _sheet(page, (MARGIN, MARGIN + 30, WIDE - MARGIN, top - 16))
    names = _names(selection, sheet, (8.0, MARGIN + 20, WIDE - 8, top - 8))
    title = _text(selection.index.title)
    yield (
        f'<?xml version="1.0" encoding="utf-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" '
        f'width="297mm" height="210mm" viewBox="0 0 {WIDE} {HIGH}" font-family="{FONT}" '
        # Letters as wide as at any size: on a screen, small ones are widened to whole pixels.
        f'fill="{INK}" text-rendering="geometricPrecision">\n<title>{title}</title>\n'
        f'<rect width="{WIDE}" height="{HIGH}" fill="#fff"/>\n'
    )
    yield from _washed(selection, page, sheet)
    yield from _lines(selection, page, sheet, ties)
    yield from _marks(selection, sheet)
    yield from _written(names)
    yield from _head(selection, page, ties, names)
    yield f'<g id="key">\n{key}</g>\n</svg>\n'


def _sheet(page: Placed, room: tuple[float, float, float, float]) -> Sheet:
    """Put the drawing into a part of the paper, as large as it can be there."""
    from cardindex.view.looks import DOT
    from cardindex.view.opening import size_of

    named = set(page.named)
    ids = sorted(page.drawn, key=lambda id_: (id_ not in named, -page.degree.get(id_, 0), id_))
    left, top, right, bottom = room
    xs, ys = zip(*(page.places[id_] for id_ in ids), strict=True) if ids else ((0,), (0,))
    across, down = max(xs) - min(xs) + 80, max(ys) - min(ys) + 60
    unit = min((right - left) / across, (bottom - top) / down, 1.2)
    # Names are wide: a drawing that leaves room at the sides is spread into it.
    wide = min((right - left) / across, unit * STRETCH)
    middle = (left + right) / 2, (top + bottom) / 2
    discs = [
        Disc(
            middle[0] + (x - (max(xs) + min(xs)) / 2) * wide,
            middle[1] + (y - (max(ys) + min(ys)) / 2) * unit,
            max((size_of(page.degree.get(id_, 0)) if id_ in named else DOT) * unit, 1.2),
        )
        for id_, (x, y) in ((id_, page.places[id_]) for id_ in ids)
    ]
    return Sheet(ids, discs, unit, wide, sum(id_ in named for id_ in ids))


def _names(
    selection: Selection, sheet: Sheet, sides: tuple[float, float, float, float]
) -> list[Name | None]:
    from cardindex.view.opening import MOST_LETTERS

    texts = []
    for at, (id_, disc) in enumerate(zip(sheet.ids, sheet.discs, strict=True)):
        mark = disc.size / sheet.unit
        size = 10.0 if mark > 24 else 8.4 if mark > 17 else 7.4 if mark > 12 else 6.6
        size = size if at < sheet.named else SMALLEST
        name = " ".join(spelt(selection.index.label(id_)).split())
        texts.append((shortened(name, MOST_LETTERS), size, mark > 19))
    return placed(sheet.discs, texts, sides)


def _washed(selection: Selection, page: Placed, sheet: Sheet) -> Iterator[str]:
    yield '<g id="washes" fill-opacity="0.13">\n'
    for wash, outlines in _on_paper(_washes(selection, page), page, sheet):
        path = "".join(_path(points, closed=True) for points in outlines)
        yield f'<path d="{path}" fill="{_wash_ink(wash)}" fill-rule="evenodd"/>\n'
    yield "</g>\n"


def _washes(selection: Selection, page: Placed) -> list[Wash]:
    from cardindex.view.looks import DOT
    from cardindex.view.opening import size_of

    named = set(page.named)
    discs = {
        id_: Disc(x, y, size_of(page.degree.get(id_, 0)) if id_ in named else DOT)
        for id_, (x, y) in page.places.items()
    }
    return washes(selection.index.blocs, discs)


def _on_paper(
    found: Sequence[Wash], page: Placed, sheet: Sheet
) -> Iterator[tuple[Wash, list[list[Point]]]]:
    if not sheet.ids:
        return
    (x, y), disc = page.places[sheet.ids[0]], sheet.discs[0]
    for wash in found:
        yield (
            wash,
            [
                [(disc.x + (a - x) * sheet.wide, disc.y + (b - y) * sheet.unit) for a, b in points]
                for points in wash.outlines
            ],
        )


def _wash_ink(wash: Wash) -> str:
    return WASHES[wash.at % len(WASHES)]


def _lines(selection: Selection, page: Placed, sheet: Sheet, ties: dict[str, Any]) -> Iterator[str]:
    from cardindex.view.colourgroups import colour_groups
    from cardindex.view.looks import opacity, stroke

    groups = colour_groups(selection.index.vocabulary)
    colour = {family: group.colour for group in groups for family in group.families}
    disc = dict(zip(sheet.ids, sheet.discs, strict=True))
    named = set(sheet.ids[: sheet.named])
    parallel = Counter(zip(ties["a"], ties["b"], strict=True))
    seen: defaultdict[tuple[int, int], int] = defaultdict(int)
    yield '<g id="lines" fill="none" stroke-linejoin="round">\n'
    for a, b, family, claims, forth, back, actual, standing in zip(
        *(ties[name] for name in _TIE), strict=True
    ):
        at = seen[a, b]
        seen[a, b] += 1
        one, other = page.drawn[a], page.drawn[b]
        width, dashes = stroke(standing, actual=actual, claims=claims)
        ink = colour.get(family, SOFT)
        hint = one not in named or other not in named
        wide = max(width * sheet.unit, 0.45)
        dashed = " ".join(_short(max(it * sheet.unit, 0.7)) for it in dashes)
        look = (
            f'stroke="{ink}" stroke-width="{_short(wide)}" '
            f'opacity="{_short(opacity(standing) * (0.6 if hint else 1))}"'
            + (f' stroke-dasharray="{dashed}"' if dashed else "")
        )
        ends = disc[one], disc[other]
        yield _line(ends, (at, parallel[a, b]), look, (forth, back, wide, ink), sheet.unit)
    yield "</g>\n"


_TIE = ("a", "b", "family", "claims", "forth", "back", "actual", "standing")


def _line(
    ends: tuple[Disc, Disc],
    fan: tuple[int, int],
    look: str,
    heads: tuple[bool, bool, float, str],
    unit: float,
) -> str:
    if ends[0] is ends[1]:
        x, y, radius = loop(ends[0], fan[0], unit)
        return f'<circle cx="{_short(x)}" cy="{_short(y)}" r="{_short(radius)}" {look}/>\n'
    way, (forth, back, width, ink) = curve(*ends, *fan), heads
    long = 2.0 + width * 1.9
    start = towards(way.start, way.over, long * 0.8) if back else way.start
    end = towards(way.end, way.over, long * 0.8) if forth else way.end
    path = f"M{_spot(start)}Q{_spot(way.over)} {_spot(end)}"
    found = f'<path d="{path}" {look}/>\n'
    for there, tip in ((forth, way.end), (back, way.start)):
        if there:
            points = " ".join(map(_spot, head(tip, way.over, long)))
            found += f'<polygon points="{points}" fill="{ink}" fill-opacity="0.85"/>\n'
    return found


def _marks(selection: Selection, sheet: Sheet) -> Iterator[str]:
    types = selection.index.vocabulary.types
    of = dict(zip(selection.index.entities.index, selection.index.entities["type"], strict=True))
    yield '<g id="marks" stroke="#fff" stroke-width="0.5">\n'
    # The small ones on top, so that none is hidden.
    for id_, disc in zip(sheet.ids, sheet.discs, strict=True):
        kind = types[of[id_]]
        label = _text(selection.index.label(id_))
        yield f"<g><title>{label}</title>{mark(kind.shape, kind.colour, disc)}</g>\n"
    yield "</g>\n"


def _written(names: Sequence[Name | None]) -> Iterator[str]:
    # A rim of paper keeps letters readable where lines pass below them.
    yield (
        '<g id="names" paint-order="stroke" stroke="#fff" stroke-width="1.6" '
        'stroke-linejoin="round">\n'
    )
    for name in names:
        if name:
            strong = ' font-weight="600"' if name.strong else ""
            yield (
                f'<text x="{_short(name.x)}" y="{_short(name.y)}" font-size="{name.size}" '
                f'text-anchor="{name.anchor}"{strong}>{_text(name.text)}</text>\n'
            )
    yield "</g>\n"


def _head(
    selection: Selection, page: Placed, ties: dict[str, Any], names: Sequence[Name | None]
) -> Iterator[str]:
    """Yield title and caption: what is drawn, of how much, and what a claim is."""
    index = selection.index
    version = f", version {index.version}" if index.version else ""
    claims = sum(ties["claims"])
    parts = [
        f"{count(claims, 'claim')} of {len(index.claims):,}",
        f"{count(len(page.drawn), 'entity', 'entities')} of {len(index.entities):,}",
        count(len(ties["a"]), "line"),
    ]
    if unnamed := sum(name is None for name in names):
        parts.append(f"{count(unnamed, 'name')} without room")
    told = f"{', '.join(parts)}. {_words()['caption']['caveat']}"
    yield (
        f'<text x="{MARGIN}" y="{MARGIN}" font-size="14" font-weight="600">'
        f"{_text(shortened(index.title + version, 100))}</text>\n"
        f'<text x="{MARGIN}" y="{MARGIN + 12}" font-size="7.5" fill="{SOFT}">{_text(told)}</text>\n'
    )


def _key(selection: Selection, page: Placed, ties: dict[str, Any]) -> Iterator[Entry]:
    """Yield what every sign in the picture says, and nothing else."""
    from cardindex.slices import STANDINGS
    from cardindex.view.colourgroups import colour_groups

    words, vocabulary = _words(), selection.index.vocabulary
    families = set(ties["family"])
    yield Entry("head", words["picture"]["families"])
    for group in colour_groups(vocabulary):
        if families & set(group.families):
            here = [vocabulary.families[it].label for it in group.families if it in families]
            yield Entry("colour", group.label or ", ".join(here), group.colour)
    told = list(zip(ties["standing"], ties["actual"], strict=True))
    yield Entry("head", words["picture"]["standings"])
    for standing in STANDINGS:
        if (standing, True) in told:
            yield Entry("line", words["claim"]["standing"][standing], standing)
    if any(not actual for _, actual in told):
        yield Entry("line", words["picture"]["meant"], "")
    yield Entry("head", words["picture"]["types"])
    kinds = selection.index.entities["type"].reindex(page.drawn)
    for id_, kind in vocabulary.types.items():
        if id_ in set(kinds):
            yield Entry("mark", kind.label, f"{kind.shape} {kind.colour}")
    yield Entry("head", words["picture"]["signs"])
    yield Entry("sizes", "a larger mark: more neighbours")
    if any(ties["forth"]) or any(ties["back"]):
        yield Entry("arrow", words["picture"]["arrow"])
    for wash in _washes(selection, page):
        yield Entry("wash", wash.label, _wash_ink(wash))


def _words() -> dict[str, Any]:
    from cardindex.view.words import words

    return words()


def _path(points: Sequence[Point], *, closed: bool) -> str:
    return f"M{'L'.join(map(_spot, points))}{'Z' if closed else ''}"


def _spot(point: Point) -> str:
    return f"{_short(point[0])},{_short(point[1])}"


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    return escaped(spelt(" ".join(text.split())))


FORMATS = (
    Format(
        name="svg",
        file="network.svg",
        media_type="image/svg+xml",
        group="pictures",
        description="SVG: what the page opens on, on a sheet of A4 with its key, for print",
        write=write,
        takes=frozenset(),
        linking=True,
        lacks=NETWORK_LACKS
        | OF_CLAIMS - {"standing", "denials", "modes"}
        | {"isolates", "parallel"},
        partly={
            "claims": "what the page opens on",
            "entities": "kind and name, of those drawn",
            "standing": "as lines",
            "modes": "as lines: was so, or was only meant",
            "denials": "as contested lines",
        },
    ),
)
