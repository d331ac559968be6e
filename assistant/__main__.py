"""`python -m assistant` is `papers`."""

from assistant.cli.main import main

main()
