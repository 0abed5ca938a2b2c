"""Claims, entities and works as linked plain data, with the content of the explorer's cards.

Pages of the server and of notebooks are written from it.
"""

from __future__ import annotations

from cardindex.telling.claims import Said, Tied, told
from cardindex.telling.digests import Digest, digest
from cardindex.telling.entities import Dossier, dossier
from cardindex.telling.evidence import Step, Telling, Way
from cardindex.telling.known import Laid, Ref, laid
from cardindex.telling.works import Work, work

__all__ = [
    "Digest", "Dossier", "Laid", "Ref", "Said", "Step", "Telling", "Tied", "Way", "Work", "digest",
    "dossier", "laid", "told", "work",
]  # fmt: skip
