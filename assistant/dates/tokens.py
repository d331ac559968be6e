"""The words, numbers and marks of a text, and where they stand. Pure."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text with its words, numbers and marks: `words` in lower case, and the `spans` where they stand in it."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.words)

    def word(self, at: int) -> str:
        """The word there; empty before the first and after the last."""
        return self.words[at] if 0 <= at < len(self) else ""

    def touches(self, at: int) -> bool:
        """Whether nothing stands between the word there and the one before it."""
        return 0 < at < len(self) and self.spans[at - 1][1] == self.spans[at][0]

    def is_capital(self, at: int) -> bool:
        """Whether the word there begins with a capital."""
        return 0 <= at < len(self) and self.text[self.spans[at][0]].isupper()

    def between(self, first: int, end: int) -> str:
        """The text from the word `first` up to the word `end`, which is not in it."""
        return self.text[self.spans[first][0] : self.spans[end - 1][1]]


def tokenize(text: str) -> Tokens:
    """The words, numbers and marks of the text."""
    found = list(_TOKEN.finditer(text))
    return Tokens(text, tuple(match[0].lower() for match in found), tuple(match.span() for match in found))
