"""How hard a text is to read: the school grade by the formula of Flesch and Kincaid (1975).

Words, syllables and sentences are counted by `scireadability` (MIT), which knows the words of papers and asks no
server. A grade says how long words and sentences are, not whether a reader understands them.
"""


def grade(text: str) -> float | None:
    """The grade of a text, one place after the point; None for a text without a word."""
    from scireadability import flesch_kincaid_grade, lexicon_count

    return round(float(flesch_kincaid_grade(text)), 1) if lexicon_count(text) else None
