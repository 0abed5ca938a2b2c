"""What ``python -m cardindex`` runs: the command line."""

from cardindex.cli import main

main()
