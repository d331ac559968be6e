"""Which words of one sentence stand for which words of another, by word vectors made in context. Pure.

Every word is held against its nearest one ("late interaction", Khattab and Zaharia 2020, ColBERT), rare words
counting more. That separates "the right abstract" from "another of its topic" far better than the cosine of two whole
sentences: AUC .82 against .75 on SciFact's training claims.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assistant.reader.embeddings import TokenEmbeddings, Vectors
from assistant.text.words import weight_of_word


@dataclass(frozen=True)
class Alignment:
    """The words of a text against the words of a sentence: `cosines` has a row for each of the first."""

    words: tuple[str, ...]
    others: tuple[str, ...]
    cosines: Vectors

    @cached_property
    def nearest(self) -> Vectors:
        """For each word of the text, the cosine of the sentence's word nearest to it."""
        if not self.others:
            return np.zeros(len(self.words), np.float32)
        return np.asarray(self.cosines.max(axis=1), np.float32)

    @cached_property
    def share(self) -> float:
        """How far the sentence says the text, 0…1: the weighted mean of `nearest`."""
        return share(self.words, self.nearest)


def align(text: TokenEmbeddings, sentence: TokenEmbeddings) -> Alignment:
    """The words of the text against those of the sentence."""
    cosines = text.vectors.astype(np.float32) @ sentence.vectors.astype(np.float32).T
    return Alignment(text.words, sentence.words, cosines)


def jointly(alignments: Sequence[Alignment]) -> Vectors:
    """For each word of the text, the cosine of its nearest word in any of the sentences."""
    return np.asarray(np.max([alignment.nearest for alignment in alignments], axis=0), np.float32)


def share(words: Sequence[str], nearest: Vectors) -> float:
    """The mean of these cosines, each weighted by what its word says."""
    weights = weights_of(words)
    return float(nearest @ weights / weights.sum()) if weights.any() else 0.0


def weights_of(words: Sequence[str]) -> Vectors:
    """What each word says: 0 for function words and marks."""
    return np.array([weight_of_word(word) for word in words], np.float32)
