"""What a format is, and the networks, which come in two sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any, Literal

from cardindex.atomic import Bytes
from cardindex.evidence import Selection
from cardindex.slices import EVERYTHING, Slice

Part = Literal["everything", "truthy", "standing", "measured"]
"""What a format holds unless a slice is chosen: all claims; of all claims those that stand,
whatever the slice; what stands; or what stands of the families that are measured, as
``measures.fold.focus`` has them."""


@dataclass(frozen=True)
class Format:
    """One way to write a selection.

    ``file`` is what a build calls it, ``group`` what it is told under, ``write`` gives its bytes,
    or ``stream`` gives them one after the other where they may be more than memory holds.
    ``holds`` is the part of an index that it is made of unless another is chosen. ``linking``: only
    claims that link two entities are in it. ``takes``: what may be asked of ``write`` by keyword
    besides, such as ``isolates`` (entities without a link are kept). ``lacks``: names of
    ``carried.THINGS`` for which it has no place, and ``partly``: those that it holds otherwise than
    the tables do, with how. ``built``: a build makes it too, and it is not only for who asks; of
    what may be asked it passes on ``isolates``.
    """

    name: str
    file: str
    media_type: str
    group: str
    description: str
    write: Callable[..., bytes]
    holds: Part = "everything"
    linking: bool = False
    takes: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    partly: dict[str, str] = field(default_factory=dict)
    built: bool = True
    stream: Callable[..., Iterator[Bytes]] | None = None

    def chunks(
        self,
        selection: Selection,
        **asked: Any,  # noqa: ANN401
    ) -> Iterator[Bytes]:
        """Yield the bytes of a selection one after the other, as ``bytes_of`` has them."""
        if self.stream is None:
            yield self.bytes_of(selection, **asked)
        else:
            yield from self.stream(selection)

    def bytes_of(self, selection: Selection, **asked: Any) -> bytes:  # noqa: ANN401 - what each takes
        """Return the bytes of a selection, and of what is ``asked`` for as far as it takes that."""
        return self.write(selection, **{name: asked[name] for name in asked if name in self.takes})

    @property
    def extension(self) -> str:
        """The end of the file's name, after the dot."""
        return self.file.rpartition(".")[2]

    @property
    def slice(self) -> Slice:
        """The slice that it holds unless another is chosen, but for what ``measured`` narrows."""
        return EVERYTHING if self.holds in {"everything", "truthy"} else Slice()


OF_CLAIMS = frozenset(
    {
        "glosses", "citations", "chains", "denials", "standing", "dates", "vague", "quantities",
        "texts", "modes", "ties", "unlinked",
    }
)  # fmt: skip
"""What is said of claims, of ``carried.THINGS``."""

NETWORK_LACKS = frozenset(
    {
        "names", "groups", "unlinked", "ties", "citations", "chains", "sources", "bibliography",
        "silent",
    }
)  # fmt: skip
"""For what a network has no place whose edges are claims."""

NODES_LACK = NETWORK_LACKS | OF_CLAIMS | {"claims", "parallel"}
EDGES_LACK = NETWORK_LACKS | {"isolates", "entities"}
"""What tables of its nodes and of its edges have no place for."""


WORKED_OUT = {"standing": "worked out anew when the index is opened"}
"""What the tables hold otherwise than other formats: together they are the index."""


def networks(format_: Format) -> tuple[Format, Format]:
    """Return the format of a network twice: of what stands, and of everything.

    The latter is called ``…-all``, and its file ``network-all.graphml``. ``holds`` and
    ``linking`` of both are set here.
    """
    stands = replace(format_, holds="standing", linking=True)
    file = PurePath(format_.file)
    everything = replace(
        stands,
        name=f"{format_.name}-all",
        file=f"{file.stem}-all{file.suffix}",
        group="networks of everything",
        description=f"{format_.description}; of every standing and mode",
        holds="everything",
    )
    return stands, everything


def node_and_edge_tables(
    ending: str, media_type: str, called: str,
    write_nodes: Callable[..., bytes], write_edges: Callable[..., bytes],
) -> tuple[Format, ...]:  # fmt: skip
    """Return the formats of two tables, one of a network's nodes and one of its edges."""
    nodes = Format(
        name=f"nodes-{ending}", file=f"nodes.{ending}", media_type=media_type, group="networks",
        description=f"{called}: the entities that claims link", write=write_nodes,
        takes=frozenset({"isolates"}), lacks=NODES_LACK, partly={"isolates": "with --isolates"},
    )  # fmt: skip
    edges = Format(
        name=f"edges-{ending}", file=f"edges.{ending}", media_type=media_type, group="networks",
        description=f"{called}: the claims that link them, with standing, roots and bounds",
        write=write_edges, lacks=EDGES_LACK, partly={"denials": "counted, as opposition"},
    )  # fmt: skip
    return *networks(nodes), *networks(edges)
