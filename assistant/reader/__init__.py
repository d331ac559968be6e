"""The trained encoder: vectors of texts and tokens, and the role of each sentence. Writes nothing."""
