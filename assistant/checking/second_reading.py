"""A second reading of claims by a trained reader, after the rules: it lowers a verdict, or takes an accusation back.

The sentences of the cited papers that share most of a claim's words are read for it alone and in pairs. A claim that
the rules call supported is doubted where the reader is sure that they say otherwise; one that the rules call unsupported
for its words is "could not confirm" where the reader finds it said. Word-for-word quotations are never read again, and
no verdict becomes better than `unsure`. What it brings is measured in docs/reader.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from assistant.reader.embeddings import Vectors
from assistant.reader.entailment import EntailmentReader, TextPair
from assistant.reader.model_folder import LABELS
from assistant.text.words import content, coverage

READ = 3
"""Sentences that are read, alone and in pairs: six pairs for a claim."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Of all that was read, the mean of support less contradiction, −1…1, and the most of either, 0…1."""

    balance: float
    support: float
    contradiction: float


def premises(text: str, sentences: Sequence[str]) -> list[tuple[str, ...]]:
    """The sentences that share most of the text's words, alone and in pairs, in the order in which they stand."""
    said = content(text)
    ranked = sorted(range(len(sentences)), key=lambda n: -coverage(said, content(sentences[n])))
    nearest = [sentences[n] for n in sorted(ranked[:READ])]
    return [(sentence,) for sentence in nearest] + list(combinations(nearest, 2))


def reading(rows: Vectors) -> Reading:
    """What the rows of probabilities for the premises of one claim come to."""
    support, contradiction = rows[:, LABELS.index("entailment")], rows[:, LABELS.index("contradiction")]
    return Reading(float((support - contradiction).mean()), float(support.max()), float(contradiction.max()))


def readings(texts: Sequence[tuple[str, Sequence[str]]], reader: EntailmentReader) -> list[Reading]:
    """Each text read against its sentences, all in one batch."""
    read = [premises(text, sentences) for text, sentences in texts]
    pairs = [TextPair(premise, text) for (text, _), own in zip(texts, read, strict=True) for premise in own]
    ends = np.cumsum([len(own) for own in read])[:-1]
    return [reading(rows) for rows in np.split(reader.read(pairs), ends)]
