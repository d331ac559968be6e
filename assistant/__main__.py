"""`python -m assistant` is `papers`."""

from assistant.cli import main

main()
