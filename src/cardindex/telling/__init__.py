"""Claims, entities and works told with links to all that they name, as the explorer's cards tell.

Plain data for who writes pages of them: a page of the server, of a notebook.
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
