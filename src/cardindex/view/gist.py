"""The sentence above the opening drawing: who is most linked, and who says so.

The page says it for itself once it has read its data (``static/controls/gist.js``, with what
``static/state/gist.js`` counts), in the same words; here it is said for whoever has just arrived.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from cardindex.view.lines import shown
from cardindex.view.words import spoken, word

if TYPE_CHECKING:
    import pandas as pd

    from cardindex.evidence import Selection


def gist(selection: Selection, degree: Mapping[str, int]) -> Markup:
    """Return the sentence as a paragraph, ``degree`` being how many neighbours each entity has."""
    claims = shown(selection, linking=False)
    standing = claims[claims["stands"]]
    most = _most(selection, degree)
    if claims.empty:
        return _paragraph(Markup.escape(word("stage.empty")))
    if standing.empty:
        kind = "none" if most else "none_alone"
        return _paragraph(_say(f"gist.whole.{kind}", most=most, n=len(claims)))
    stand = "still" if selection.slice.struck else "all"
    return _paragraph(
        _say(
            f"gist.whole.{'some' if most else 'some_alone'}",
            most=most,
            stand=_say(f"gist.stand.{stand}", n=len(standing)),
            read=_read(selection, standing),
            rooted=_rooted(int((standing["support_high"] > 0).sum()), len(standing)),
        )
    )


def _most(selection: Selection, degree: Mapping[str, int]) -> Markup:
    linked = {entity: many for entity, many in degree.items() if many}
    highest = max(linked.values(), default=0)
    most = [entity for entity in selection.index.entities.index if linked.get(entity) == highest]
    if not linked:
        return Markup()
    kind = "alone" if len(most) == 1 else "many" if len(most) > 2 else "two"
    if kind == "two" and len(linked) == 2:
        kind = "pair"
    labels = selection.index.entities["label"]
    a, b = (_link("entity", one, labels[one], "name") for one in (most[0], most[-1]))
    return _say(f"gist.most.{kind}", a=a, b=b, k=len(most), n=highest)


def _read(selection: Selection, standing: pd.DataFrame) -> Markup:
    """Say in which works these claims were read."""
    sources = selection.index.sources
    container = sources["container"].to_dict()

    def outermost(source: str) -> str:
        return outermost(container[source]) if container[source] else source

    citations = selection.citations[selection.citations["claim"].isin(standing.index)]
    pairs = set(zip(citations["claim"], map(outermost, citations["source"]), strict=True))
    works = Counter(work for _, work in pairs)
    first = min(works, key=lambda work: (-works[work], work))
    count, many = works[first], len(standing)
    if count == many:
        kind = "also" if len(works) > 1 else "single" if many == 1 else "all"
    else:
        kind = "part" if count * 2 >= many else "many"
    work = _link("source", first, str(sources.at[first, "title"]), "work")
    return _say(f"gist.read.{kind}", work=work, n=count, k=len(works))


def _rooted(rooted: int, stand: int) -> Markup:
    kind = "none" if not rooted else "part" if rooted < stand else "all"
    return _say(f"gist.rooted.{kind}{'_one' if stand == 1 else ''}", n=rooted)


def _link(kind: str, name: str, label: str, style: str) -> Markup:
    return Markup(
        '<a href="#select={0}:{1}" data-select="{0}:{1}" class="{2}"><bdi>{3}</bdi></a>'
    ).format(kind, name, style, label.strip() or name)


def _paragraph(text: Markup) -> Markup:
    return Markup("<p>{}</p>").format(text)


def _say(key: str, **values: Markup | int) -> Markup:
    """Say a text by its key, as ``say`` of ``static/base/words.js`` does."""
    return Markup.escape(word(key, values.get("n"))).format(**spoken(values))
