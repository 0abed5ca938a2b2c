"""Loops: the ways in a set of links that come back to where they began."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def loops(links: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Return the loops in ``links``, each as a path from its smallest member back to it.

    At least one is found wherever there is one; taking it apart may bring another to light, as a
    few works can stand in more loops than anyone would read.
    """
    found: set[tuple[str, ...]] = set()
    done: set[str] = set()
    for start in sorted(links):
        _walk(start, links, done, found)
    return sorted(found)


def _walk(
    start: str, links: Mapping[str, Iterable[str]], done: set[str], found: set[tuple[str, ...]]
) -> None:
    """Search depth first from ``start``; without recursion, as chains of works can be long."""
    path: list[str] = []
    on_path: set[str] = set()
    stack = [(start, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            path.pop()
            on_path.discard(node)
            done.add(node)
        elif node in on_path:
            loop = path[path.index(node) :]
            turn = loop.index(min(loop))
            found.add((*loop[turn:], *loop[:turn], loop[turn]))
        elif node not in done:
            path.append(node)
            on_path.add(node)
            stack.append((node, True))
            stack += [(next_, False) for next_ in sorted(links.get(node, ()), reverse=True)]
