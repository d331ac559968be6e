"""Whom a paper is explained to, and what each of them is told.

The names of the parts, their order, and how much of each a reader gets where no model writes. A person's own words
about themselves are data: bounded here, fenced in where a model reads them, never obeyed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

LONGEST = 200
"""Characters of a person's own words that are read: who they are, not a letter to the model."""

PARTS: Mapping[str, str] = {
    "why": "Why it matters",
    "what": "What it is about",
    "how": "How it works",
    "found": "What was found",
    "limits": "What it does not show",
}
"""Key and heading of each part, in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader: how the page names them, what a model is given of them, and what they get without one.

    `sentences` says how many of each part, `words` how long one may be. `wants_plain` prefers the sentences that are
    easiest to read. `words_of_their_own` is empty but for a reader who said who they are.
    """

    name: str
    title: str
    description: str
    sentences: Mapping[str, int]
    words: int
    wants_plain: bool = False
    words_of_their_own: str = ""


READERS: Mapping[str, Reader] = {
    reader.name: reader
    for reader in (
        Reader(
            "child",
            "A curious child",
            "a curious child of ten: words of every day, sentences of at most twelve words",
            {"why": 1, "what": 1, "found": 1},
            16,
            wants_plain=True,
        ),
        Reader(
            "newcomer",
            "A newcomer",
            "a newcomer who knows nothing of the field: no jargon that is not explained, sentences of at most fifteen "
            "words, a text that a pupil of grade 8 reads with ease",
            {"why": 1, "what": 1, "how": 1, "found": 1},
            20,
            wants_plain=True,
        ),
        Reader(
            "student",
            "A student of the field",
            "a student of the field: its terms may be used, the reasoning must be clear",
            {"why": 2, "what": 1, "how": 3, "found": 2, "limits": 1},
            40,
        ),
        Reader(
            "engineer",
            "An engineer who might use it",
            "an engineer who might use it: how it is built, what it needs, what it gains in numbers",
            {"what": 1, "how": 3, "found": 2, "limits": 1},
            35,
        ),
        Reader(
            "executive",
            "A busy executive",
            "a busy executive: three sentences, what it is and what it brings, no detail",
            {"what": 1, "found": 2},
            25,
        ),
    )
}


def reader_called(text: str) -> Reader:
    """The reader of this name, a newcomer where none is said; any other text is a person's own words on who they are."""
    words = " ".join(text.split())[:LONGEST]
    usual = READERS["newcomer"]
    if known := READERS.get(words.casefold(), None if words else usual):
        return known
    return Reader("own", "In your words", words, usual.sentences, 30, words_of_their_own=words)
