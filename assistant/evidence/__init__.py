"""Which sentences are for a question or an aspect of a paper, and the numbered sources a writer is given."""
