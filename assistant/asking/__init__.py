"""A question → a cited Reply: understood, written, checked; and a second opinion on it."""
