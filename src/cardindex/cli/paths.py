"""How ``cardindex path`` prints what it found."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from cardindex.cli.output import heading, standing
from cardindex.cli.printing import echo, echo_json, styled

if TYPE_CHECKING:
    from cardindex.index import Index
    from cardindex.network import Hop, Path


def print_paths(index: Index, one: str, other: str, paths: list[Path], form: str) -> None:
    """Print paths, the best first, each hop with its standing and the weakest marked."""
    if form == "json":
        echo_json([asdict(path) for path in paths])
        return
    if one == other:
        echo(f"Both are {index.label(one)}: there is no way to go.")
        return
    if not paths:
        echo(f"No path from {index.label(one)} to {index.label(other)} in this slice.")
        return
    for number, path in enumerate(paths, start=1):
        hops = "hop" if len(path.hops) == 1 else "hops"
        echo(heading(f"{number}. {len(path.hops)} {hops}"))
        for hop in path.hops:
            words = _words(index, hop)
            weakest = styled("  ← weakest", fg="yellow") if hop is path.weakest else ""
            told = standing(hop.standing, hop.support_low, hop.support_high)
            hung = f"; hangs on {', '.join(hop.identifications)}" if hop.identifications else ""
            echo(
                f"   {index.label(hop.start)} {words} {index.label(hop.end)}  "
                f"[{told}; {', '.join(hop.claims)}{hung}]{weakest}"
            )
    echo("\nA path is not a link: no source need say that its ends had to do with each other.")


def _words(index: Index, hop: Hop) -> str:
    """Return the words between the ends of a hop; an identification reads "is said to be"."""
    if hop.identifies:
        return "is said to be" if hop.forwards else "is the one said to be meant by"
    relation = index.vocabulary.relations[hop.relation]
    forwards = hop.forwards or not relation.inverse_words
    return relation.words if forwards else relation.inverse_words
