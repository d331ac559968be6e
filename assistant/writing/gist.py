"""The sentence of an abstract, or the part of it, that says best what was done and found.

Candidates are the sentences as they stand, and shortened. Nothing is written here, and nothing checked.
"""

import re
from dataclasses import dataclass

from assistant.grounding.sentences import sentences_of
from assistant.library.embeddings import Embedder
from assistant.library.papers import Paper, Sentence
from assistant.writing.shortening import shorten

_CUE = re.compile(r"\b(?:we (?:propose|present|introduce)|in this (?:paper|work))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, how it would read as a TL;DR, and how well it would serve."""

    sentence: Sentence
    text: str
    score: float = 0.0

    @property
    def is_untouched(self) -> bool:
        """Whether it is the authors' sentence as it stands."""
        return self.text == self.sentence.text


def candidates(paper: Paper, embedder: Embedder, words: int) -> list[Candidate]:
    """Every sentence of the abstract and its shortened forms, at most `words` long, best first.

    Where no sentence can be made so short, they are given as short as they get.
    """
    found = [
        Candidate(sentence, text, _score(sentence))
        for sentence in sentences_of(paper)
        for text in dict.fromkeys((shorten(sentence.text, words), sentence.text))
    ]
    short = [each for each in found if len(each.text.split()) <= words] or found
    return sorted(short, key=lambda each: -each.score)


def _score(sentence: Sentence) -> float:
    return bool(_CUE.search(sentence.text)) + 1 / (1 + sentence.number)
