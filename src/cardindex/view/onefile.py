"""The page as one text: template, style, scripts and data, and the policy that seals them."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from cardindex import dates
from cardindex.dates.briefly import in_few_words
from cardindex.evidence import tally
from cardindex.finding import taken
from cardindex.slices import EVERYTHING
from cardindex.view import columns
from cardindex.view.collect import page_data
from cardindex.view.opening import Opening, first_drawing
from cardindex.view.part import MOST, part_of
from cardindex.view.scripts import scripts, static
from cardindex.view.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cardindex.evidence import Selection
    from cardindex.passages import Text
    from cardindex.slices import Slice
    from cardindex.view.arrangement import Arrangement

VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
NOSCRIPT_CLAIMS = 1000

STYLES = (
    "base", "head", "frame", "rail", "stage", "claims", "cards", "controls", "views", "noscript",
    "small", "phone", "print",
)  # fmt: skip
"""The files under ``static/styles/``, in the order in which they are joined: of equal rules the
later wins, so small screens and paper come last."""

_ENDLESS = frozenset((dates.ALWAYS, dates.NEVER))
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def page(
    selection: Selection,
    *,
    focus: str | None = None,
    depth: int = 1,
    texts: Mapping[str, Text] | None = None,
    arrangement: Arrangement | None = None,
    most: int = MOST,
) -> str:
    """Return the whole HTML text of a page for ``selection``.

    The page opens on the best-connected entities, or on what is within ``depth`` steps of
    ``focus``. ``texts`` maps source ids to their texts; with it the page shows the passages.
    ``arrangement``: which marks stand where, see ``arrangement.read``.
    Of more claims than ``most`` it holds a part, see ``part.part_of``, and says so.
    Equal input gives an equal text. Raises UnknownName where ``focus`` is no entity.
    """
    if focus is not None:
        focus = taken(selection.index, focus).id
    opening = _opening(selection.slice)
    held = _held(selection)
    if part := part_of(held, focus, most):
        there = selection.claims.index.isin(part.selection.claims.index)
        held, selection = part.selection, replace(selection, claims=selection.claims[there])
    first = first_drawing(selection, focus=focus, depth=depth)
    if focus is not None:
        opening |= {"focus": focus, "depth": depth}
    content = page_data(
        held,
        places=first.places,
        upright=first.upright,
        drawing=first.drawing,
        opening=opening,
        texts=texts,
    )
    if part:
        content = replace(content, whole=part.figures, elsewhere=part.elsewhere)
    if arrangement is not None and (arranged := arrangement.opening(content.entities.id)):
        content = replace(content, opening=content.opening | arranged)
        # With an arrangement the page draws itself: the first picture has only computed places.
        first = replace(first, picture=first.picture | {"whole": False})
    return _assemble(content, first, _plain_claims(selection))


def _held(selection: Selection) -> Selection:
    """Return the selection that the page holds: that of the slice without its strikes.

    The reader can take strikes back, and is told what they change. So the page needs the claims as
    they stand without strikes; it opens with those of the slice.
    """
    chosen = selection.slice
    if not chosen.struck and not chosen.according_to:
        return selection
    whole = replace(chosen, struck=frozenset(), according_to="", standings=EVERYTHING.standings)
    return tally(selection.index, whole)


def _opening(chosen: Slice) -> dict[str, Any]:
    """Return the parts of a slice in which the page is to open, in the words of ``state.js``."""
    opening: dict[str, Any] = {}
    # A page of everything opens with the default standings and modes; a narrower one as it is.
    if chosen.standings != EVERYTHING.standings:
        opening["standings"] = sorted(chosen.standings)
    if chosen.modes != EVERYTHING.modes:
        opening["modes"] = sorted(chosen.modes)
    if chosen.struck:
        opening["struck"] = sorted(chosen.struck)
    if chosen.according_to:
        opening["speaker"] = chosen.according_to
    if chosen.dated:
        opening["dated"] = True
    if chosen.identities:
        opening["identities"] = True
    return opening


def _assemble(content: columns.PageData, first: Opening, claims: list[dict[str, str]]) -> str:
    return _template().render(
        index=content.index,
        words=words(),
        **_ours(),
        gist=first.gist,
        picture=Markup(_json(first.picture)),  # noqa: S704 - escaped by _json
        data=Markup(columns.encode(content)),  # noqa: S704 - base64
        text=Markup(_json(words())),  # noqa: S704 - escaped by _json
        dated=_is_dated(content.claims),
        claims=claims[:NOSCRIPT_CLAIMS],
        more=max(0, len(claims) - NOSCRIPT_CLAIMS),
    )


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(static("page.html"))


@cache
def _ours() -> dict[str, str]:
    """Return what is the same in every page: style, scripts, and the policy that seals them."""
    vis, (shade, begin, main) = _vis(), scripts()
    style = "\n".join(static(f"styles/{name}.css") for name in STYLES)
    return {
        "policy": _policy([shade, begin, vis, main], style),
        "style": Markup(style),  # noqa: S704 - ours, and without "</"
        "vis": Markup(columns.compressed(vis)),  # noqa: S704 - base64
        "shade": Markup(shade),  # noqa: S704 - ours
        "first": Markup(begin),  # noqa: S704 - ours
        "main": Markup(main),  # noqa: S704 - ours
    }


def _is_dated(claims: columns.Claims) -> bool:
    """Return whether a claim says when; without one the page has no room for years."""
    return any(
        not _ENDLESS.issuperset(days)
        for days, context in zip(claims.days, claims.context, strict=True)
        if not context
    )


def _json(value: object) -> str:
    """Return JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _policy(scripts: list[str], style: str) -> str:
    """Return the Content-Security-Policy: nothing from outside, and no script but ours."""
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'sha256-{_digest(style)}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _vis() -> str:
    """Return vis-network as pyvis carries it, without the line that asks for a source map."""
    text = files("pyvis").joinpath(VIS).read_text(encoding="utf-8")
    return _SOURCE_MAP.sub("", text).strip()


def _plain_claims(selection: Selection) -> list[dict[str, str]]:
    """Return the claims as rows of text, for readers without JavaScript."""
    index, claims = selection.index, selection.claims
    label = index.entities["label"].to_dict()
    cited: dict[str, list[str]] = {}
    for claim, source, locator in zip(
        *(selection.citations[name] for name in ("claim", "source", "locator")), strict=True
    ):  # fmt: skip
        cited.setdefault(claim, []).append(f"{source} {locator}".strip())
    return [
        {
            "id": str(claim),
            "subject": label[subject],
            "words": index.vocabulary.relations[relation].words,
            "object": label.get(object_, text),
            "when": in_few_words(when),
            "standing": standing,
            "sources": "; ".join(dict.fromkeys(cited.get(str(claim), []))),
        }
        for claim, subject, relation, object_, text, when, standing in zip(
            claims.index, claims["subject"], claims["relation"], claims["object"],
            claims["text"], claims["when"], claims["standing"], strict=True,
        )
    ]  # fmt: skip
