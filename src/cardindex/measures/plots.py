"""Pictures of measures, fit for print: colour-blind safe, and with a caption that says its limits.

Every picture is a ``Picture``: a notebook shows it, ``save`` writes it. Equal input gives equal
bytes.
"""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd

from cardindex.atomic import write_bytes
from cardindex.brief import brief
from cardindex.errors import NotInstalled, OutputError
from cardindex.evidence import Selection
from cardindex.index import Index
from cardindex.measures import money
from cardindex.measures.fold import attested
from cardindex.measures.ranges import Ranking
from cardindex.measures.structure import ROLES
from cardindex.measures.time import Timeline
from cardindex.measures.told import Told
from cardindex.slices import Slice

try:
    import matplotlib as mpl
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator
except ImportError as error:
    raise NotInstalled("draw plots", "matplotlib", "plots") from error

FORMATS = ("png", "svg", "pdf")
"""What a picture can be saved as, by the end of the file's name."""

# Okabe and Ito's colours, which all can tell apart.
_BLUE, _SKY, _ORANGE, _GREEN, _PINK = "#0072B2", "#56B4E9", "#D55E00", "#009E73", "#CC79A7"
_GREY, _INK = "#999999", "#222222"
_WIDTH = 7.2  # inches: the text of a printed page
_ROW = 0.27
_CAPTION = 128


@dataclass(frozen=True, eq=False)
class Picture:
    """A drawn figure with its caption, which also says what it does not."""

    figure: Figure
    caption: str

    def __repr__(self) -> str:
        return brief(self, self.caption)

    def save(self, path: str | Path) -> None:
        """Write the picture as PNG, SVG or PDF, by the end of the file's name.

        Raises OutputError for another end, or a file that cannot be written.
        """
        form = Path(path).suffix.removeprefix(".").lower()
        if form not in FORMATS:
            known = ", ".join(f".{each}" for each in FORMATS)
            raise OutputError(f"{path}: a picture is one of {known}; give the file such a name")
        write_bytes(Path(path), self._drawn(form))

    def _drawn(self, form: str) -> bytes:
        dated = {"png": None, "svg": "Date", "pdf": "CreationDate"}[form]
        drawn = BytesIO()
        # A label in a script that the font lacks is drawn as boxes, without a warning.
        with warnings.catch_warnings(), mpl.rc_context({"svg.hashsalt": "cardindex"}):
            warnings.simplefilter("ignore", UserWarning)
            metadata = {dated: None} if dated else {}
            self.figure.savefig(drawn, format=form, dpi=160, bbox_inches="tight", metadata=metadata)
        return drawn.getvalue()

    def _repr_png_(self) -> bytes:
        return self._drawn("png")


def ranges(ranking: Ranking, top: int = 20) -> Picture:
    """Draw the first entities of a ranking, each with the range of its ranks over strikes."""
    table = ranking.table.head(top)
    figure, axes = _page(len(table))
    at = np.arange(len(table))
    stays = table["stays"].to_numpy(dtype=bool)
    if table["highest"].notna().all():
        low, high = (table[name].to_numpy(dtype=float) for name in ("highest", "lowest"))
        axes.hlines(at, low, high, color=_SKY, linewidth=5, zorder=1)
    rank = table["rank"].to_numpy(dtype=float)
    axes.scatter(rank[stays], at[stays], color=_BLUE, zorder=2, label="there under every strike")
    axes.scatter(
        rank[~stays], at[~stays], facecolor="white", edgecolor=_ORANGE, linewidth=1.6, zorder=2,
        label="gone under some strike",
    )  # fmt: skip
    _name_rows(axes, table["label"])
    axes.set_xlabel(f"rank by {ranking.measure.label} (1 is the first)", fontsize=9)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    _legend(axes)
    bars = "Dot: rank with nothing struck. Bar: lowest to highest rank over the strikes. "
    return _captioned(figure, bars + " ".join(ranking.notes))


def band(timeline: Timeline, label: str) -> Picture:
    """Draw a figure by year: from what surely held to what possibly did."""
    table = timeline.table
    figure, axes = _page(9)
    years = table.index.to_numpy(dtype=float)
    surely, dated, possibly = (table[name].to_numpy(dtype=float) for name in table)
    axes.fill_between(years, dated, possibly, step="mid", color=_SKY, alpha=0.2, linewidth=0)
    axes.fill_between(years, surely, dated, step="mid", color=_SKY, alpha=0.6, linewidth=0)
    for values, colour, dashes, name in (
        (possibly, _ORANGE, (4, 2), "possibly"),
        (dated, _GREY, (1, 1), "possibly, and dated"),
        (surely, _BLUE, (), "surely"),
    ):
        axes.step(years, values, where="mid", color=colour, dashes=dashes, label=name)
    axes.set_ylabel(label, fontsize=9)
    axes.set_ylim(bottom=min(0.0, float(np.nanmin(surely, initial=0.0))))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    _legend(axes)
    return _captioned(figure, " ".join(timeline.notes))


def told(found: Told, label: str) -> Picture:
    """Draw how many claims had been said, and published, by each year: from surely to possibly."""
    figure, axes = _page(9)
    years = found.table.index.to_numpy(dtype=float)
    for name, colour in (("said", _BLUE), ("published", _ORANGE)):
        surely, possibly = (
            found.table[f"{name}_{how}"].to_numpy(dtype=float) for how in ("surely", "possibly")
        )
        axes.fill_between(years, surely, possibly, step="mid", color=colour, alpha=0.15, lw=0)
        axes.step(
            years, possibly, where="mid", color=colour, dashes=(4, 2), label=f"{name}, possibly"
        )
        axes.step(years, surely, where="mid", color=colour, label=f"{name}, surely")
    axes.set_ylabel(label, fontsize=9)
    axes.set_ylim(bottom=0)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(integer=True))
    _legend(axes)
    return _captioned(figure, " ".join(found.notes))


def sums(selection: Selection, unit: str, top: int = 12) -> Picture:
    """Draw the largest flows in one currency as ranges; an arrow where the top is open."""
    index, flows = selection.index, money.flows(selection)
    chosen = flows[flows["unit"] == unit].head(top)
    figure, axes = _page(len(chosen))
    low, high = (chosen[name].to_numpy(dtype=float) for name in ("low", "high"))
    at = np.arange(len(chosen))
    closed = np.isfinite(high)
    end = np.where(closed, high, low * 1.25 + (low == 0))
    colours = np.where(chosen["mode"] == "", _BLUE, _ORANGE)
    axes.hlines(at, low, end, color=list(colours), linewidth=5)
    axes.scatter(low, at, color=list(colours), marker="|", s=90)
    axes.scatter(end[~closed], at[~closed], color=list(colours[~closed]), marker=">", s=60)
    names = [
        f"{index.label(subject)} → {index.label(object_)}" + (f" ({mode})" if mode else "")
        for subject, object_, mode in chosen[["subject", "object", "mode"]].to_numpy()
    ]
    _name_rows(axes, names)
    axes.set_xlabel(unit, fontsize=9)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    told = (
        "Bar: lowest to highest total that the sources allow, what is told twice counted once; "
        "arrow: no upper bound is said. Orange: asked, authorised, planned, attempted or failed "
        "only."
    )
    return _captioned(figure, f"{attested(index, selection.slice)} {told}")


def roles(index: Index, brokerage: pd.DataFrame, top: int = 15) -> Picture:
    """Draw who stands alone between whom in standing claims, by Gould and Fernandez's roles."""
    chosen = brokerage[brokerage["total"] > 0].head(top)
    figure, axes = _page(len(chosen))
    at, left = np.arange(len(chosen)), np.zeros(len(chosen))
    colours = (_GREY, _BLUE, _SKY, _GREEN, _ORANGE)
    for role, colour in zip(ROLES, colours, strict=True):
        width = chosen[role].to_numpy(dtype=float)
        axes.barh(at, width, left=left, color=colour, edgecolor="white", label=role)
        left += width
    rows = chosen.itertuples()
    _name_rows(axes, [f"{index.label(str(row.Index))} · {row.group}" for row in rows])
    axes.set_xlabel("pairs of entities that only this one connects in two steps", fontsize=9)
    _legend(axes)
    told = "Groups are the editor's judgement. Roles: Gould and Fernandez (1989)."
    return _captioned(figure, f"{attested(index, Slice())} {told}")


def _page(rows: int) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(_WIDTH, 1.0 + _ROW * max(rows, 4)))
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8, colors=_INK)
    return figure, axes


def _name_rows(axes: Axes, names: Iterable[str]) -> None:
    """Name the rows of a picture, the first at the top; names are text and never formulas."""
    shown: Sequence[str] = [textwrap.shorten(str(name), 72, placeholder="…") for name in names]
    axes.set_yticks(range(len(shown)), shown, parse_math=False)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.grid(axis="x", color="#e5e5e5", linewidth=0.6)
    axes.set_axisbelow(True)


def _captioned(figure: Figure, caption: str) -> Picture:
    """Set the caption below the axis and its name, whatever the height of the figure."""
    figure.axes[0].annotate(
        textwrap.fill(caption, _CAPTION), xy=(0.02, 0.0), xytext=(0, -40), va="top", fontsize=7,
        xycoords=("figure fraction", "axes fraction"), textcoords="offset points", color=_INK,
        annotation_clip=False, parse_math=False,
    )  # fmt: skip
    return Picture(figure, caption)


def _legend(axes: Axes) -> None:
    """Explain the colours above the axes, where nothing is drawn."""
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=len(ROLES), frameon=False, fontsize=8
    )
