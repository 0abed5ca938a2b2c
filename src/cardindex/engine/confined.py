"""What the process of a query gives up before it reads one: sockets, core files, memory, time.

Each measure is taken where the system lets a plain user do so, and skipped in silence elsewhere:
what must hold everywhere (no SERVICE, the limit on time) does not rest on it.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import resource

_BEHIND = 15  # niceness of a query; on an idle machine it changes nothing
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER, _DUMPABLE = 38, 22, 2, 4
_REFUSE = 0x00050000 | 1  # the call fails with EPERM
_ALLOW = 0x7FFF0000

# By machine: its number for the kernel, and its system calls that open a socket, run a program,
# look into another process, or do any of this through a ring (socket, socketpair, execve, execveat,
# ptrace, io_uring_setup).
_MACHINES = {
    "x86_64": (0xC000003E, (41, 53, 59, 322, 101, 425)),
    "aarch64": (0xC00000B7, (198, 199, 221, 281, 117, 425)),
}


def give_up() -> None:
    """Let this process open no socket, run no other program and leave no core file.

    It also lowers its priority, so that readers of pages do not wait for long queries.
    """
    if sys.platform == "win32":
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        os.nice(_BEHIND)
    if sys.platform == "linux":
        with suppress(OSError, AttributeError, KeyError):
            _refuse_calls(*_MACHINES[platform.machine()])


def memory_in_use() -> int:
    """Return how many bytes of its own this process holds; 0 where the system does not tell."""
    with suppress(OSError, ValueError):
        for line in Path("/proc/self/status").read_text(encoding="utf-8").split("\n"):
            if line.startswith("VmData:"):
                return int(line.split()[1]) * 1024
    return 0


def bound(memory: int, seconds: float) -> None:
    """Hold this process to so many bytes in all, and to so many more seconds of a processor.

    The seconds end a process whose parent is gone; 0 bytes mean no bound.
    """
    if sys.platform == "win32":
        return
    if memory:
        _lower(resource.RLIMIT_DATA, memory)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 10)


def _lower(which: int, wanted: int) -> None:
    # Only the soft limit is set: the next query may have another one.
    with suppress(ValueError, OSError, OverflowError):
        hard = resource.getrlimit(which)[1]
        least = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(which, (least, hard))


def _refuse_calls(machine: int, calls: tuple[int, ...]) -> None:
    """Have the kernel refuse some calls to this process and all that it starts."""
    libc = ctypes.CDLL(None)
    program = _filter(machine, calls)
    held = ctypes.create_string_buffer(program)
    head = struct.pack("@HP", len(program) // 8, ctypes.addressof(held))
    nothing = (ctypes.c_ulong(0),) * 3
    libc.prctl(_DUMPABLE, ctypes.c_ulong(0), *nothing)
    if libc.prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), *nothing) == 0:
        libc.prctl(_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.c_char_p(head), *nothing[:2])


def _filter(machine: int, calls: tuple[int, ...]) -> bytes:
    """Return the program in which the kernel looks up each call: (code, on yes, on no, value).

    "On yes" and "on no" say how many steps are left out; the last two are to allow and to refuse.
    """
    load, equal, at_least, leave = 0x20, 0x15, 0x35, 0x06
    count = len(calls)
    steps = (
        # System calls of another architecture (32 bits, x32) have other numbers: all are refused.
        (load, 0, 0, 4),
        (equal, 1, 0, machine),
        (leave, 0, 0, _REFUSE),
        (load, 0, 0, 0),
        (at_least, count + 1, 0, 0x40000000),
        *((equal, count - place, 0, call) for place, call in enumerate(calls)),
        (leave, 0, 0, _ALLOW),
        (leave, 0, 0, _REFUSE),
    )
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
