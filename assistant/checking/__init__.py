"""What may be said: citations read back from a text, and a verdict for each claim against the sentences it cites."""
