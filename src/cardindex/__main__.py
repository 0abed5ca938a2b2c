"""The entry point of ``cardindex`` and ``python -m cardindex``.

Ctrl-C is made quiet first, before the imports that take time.
"""

import os
import signal
from types import FrameType


def _leave(_: int, __: FrameType | None) -> None:
    os._exit(130)


def main() -> None:
    """Run the command line in a process of its own, and end that process."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)
    from cardindex import cli  # noqa: PLC0415 - slow: Ctrl-C may come meanwhile
    from cardindex.cli import ends  # noqa: PLC0415

    try:
        ends.begin()
        cli.main()
    finally:
        ends.end()


if __name__ == "__main__":
    main()
