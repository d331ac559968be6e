"""The adjectives by which a sentence speaks of others' work and not of its own paper's. For use inside a pattern."""

OTHERS = r"(?:existing|previous|prior|current|recent|traditional|conventional|earlier)"
