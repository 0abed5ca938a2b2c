"""Atomic writing: a path has the old file or the new one, never a part of one.

The project writes all its files through here. A symbolic link stays and its target is replaced. A
replaced file keeps its mode, access list and extended attributes, and its owner and group where
the system allows it. Of several hard links only the named one is replaced: the others may be
snapshots, and keep the old content. Pipes, terminals and open files of this process
(``/dev/stdout``, ``/dev/fd/3``) are written to directly; disks and sockets are refused. Scratch
files of a killed run are removed by the next run that writes to the folder. If the killed run was
moving several files, the next one that reads or writes there moves the rest.
"""

from __future__ import annotations

from cardindex.atomic.behind import write_behind
from cardindex.atomic.folders import refuse_full, replacing, write_folder
from cardindex.atomic.packed import PACKED, Bytes, packing
from cardindex.atomic.scratch import finish, sweep
from cardindex.atomic.single import write_bytes, write_text, writing
from cardindex.atomic.targets import is_standard_output
from cardindex.atomic.together import writing_all

__all__ = [
    "PACKED",
    "Bytes",
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
