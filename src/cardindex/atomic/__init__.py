"""Writing that leaves the old file or the new one, never half of one, wherever a path leads.

All that the project writes goes through here. A symbolic link stays, and what it leads to is
replaced; a file that is replaced keeps its mode, its owner and group where the system lets us, its
access list and extended attributes. Of several hard links only the one that is named is replaced:
the others may be somebody's snapshot, and keep the old rows. Into pipes, terminals and open files
of this process (``/dev/stdout``, ``/dev/fd/3``) it is written straight; disks and sockets are
refused. What is left of a run that was killed is swept by the next one that writes there; of
several files that belong together, the next one that reads or writes moves the rest.
"""

from __future__ import annotations

from cardindex.atomic.behind import write_behind
from cardindex.atomic.folders import refuse_full, replacing, write_folder
from cardindex.atomic.packed import PACKED, packing
from cardindex.atomic.scratch import finish, sweep
from cardindex.atomic.single import write_bytes, write_text, writing
from cardindex.atomic.targets import is_standard_output
from cardindex.atomic.together import writing_all

__all__ = [
    "PACKED",
    "finish",
    "is_standard_output",
    "packing",
    "refuse_full",
    "replacing",
    "sweep",
    "write_behind",
    "write_bytes",
    "write_folder",
    "write_text",
    "writing",
    "writing_all",
]
