"""Papers × aspects → a table whose every cell is a checked claim or "not stated in the abstract"."""
