"""Which sentences of an abstract state an aspect of its paper, and how well: empty is often right.

Problem, approach and results are decided by learned weights, the other standard aspects by cue words, a person's own
aspect by meaning and words. Needs no language model.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from assistant.evidence.aspect_cues import CUED, cued
from assistant.evidence.aspect_features import MEANINGS, NAMES, Features, features
from assistant.evidence.aspects import Aspect
from assistant.evidence.ranking import Evidence
from assistant.library.papers import Paper
from assistant.reader.embeddings import Embedder
from assistant.text.sentences import sentences_of
from assistant.text.words import content, coverage

WEIGHTS = Path(__file__).with_name("aspect_weights.json")
"""Written by assistant/evaluation/training/aspects.py."""
STATED = {"problem": -1.0, "approach": -2.0, "results": -1.5}
"""Least log odds that an expert would mark the sentence for an aspect to count as stated."""
LEAST_MEANING, LEAST_WORDS = 0.42, 0.5
"""For an own aspect: cosine of the sentence with it, or share of its words in a sentence that is at least near."""


def sentence_for(aspect: Aspect, paper: Paper, embedder: Embedder) -> Evidence | None:
    """The sentence of the abstract that states the aspect best, or None where none does."""
    worth = worths(aspect, paper, embedder)
    if not np.isfinite(worth).any():
        return None
    best = int(worth.argmax())
    return Evidence(sentences_of(paper)[best], round(float(worth[best]), 4))


def worths(aspect: Aspect, paper: Paper, embedder: Embedder) -> Features:
    """How well each sentence of the abstract states the aspect; minus infinity where it does not."""
    texts = [sentence.text for sentence in sentences_of(paper)]
    if not texts:
        return np.empty(0)
    if aspect.name in MEANINGS:
        return learned_worths(aspect.name, paper.title, texts, embedder)
    best = cued(aspect.name, texts) if aspect.name in CUED else _near(aspect.name, texts, embedder)
    best = np.where(best > 0, best, -np.inf)
    if aspect.name == "what is new":  # where no words claim it, what else is said of the approach
        return np.where(best > 0, best, learned_worths("approach", paper.title, texts, embedder))
    return best


def learned_worths(aspect: str, title: str, sentences: Sequence[str], embedder: Embedder) -> Features:
    """For a learned aspect: the score of each sentence; minus infinity where it does not state it."""
    best, states = scores(aspect, title, sentences, embedder)
    return np.where(states >= STATED[aspect], best, -np.inf)


def scores(
    aspect: str, title: str, sentences: Sequence[str], embedder: Embedder
) -> tuple[Features, Features]:
    """For a learned aspect: how well each sentence states it, and the log odds that it states it at all."""
    rows, weights = features(aspect, title, sentences, embedder), _weights()[aspect]
    best, states = (rows @ weights[name][1:] + weights[name][0] for name in ("best", "states"))
    return best, states


@cache
def _weights() -> dict[str, dict[str, Features]]:
    table = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return {
        aspect: {name: np.array([w["base"], *(w[each] for each in NAMES)]) for name, w in parts.items()}
        for aspect, parts in table.items()
    }


def _near(aspect: str, sentences: Sequence[str], embedder: Embedder) -> Features:
    """How near each sentence is to an own aspect; nothing where it is about something else."""
    vectors = embedder.embed([aspect, *sentences])
    cosines, wanted = vectors[1:] @ vectors[0], content(aspect)
    shared = np.array([coverage(wanted, content(text)) if wanted else 0.0 for text in sentences])
    near = (cosines >= LEAST_MEANING) | ((shared >= LEAST_WORDS) & (cosines >= LEAST_MEANING / 2))
    return np.asarray(np.where(near, cosines + shared, 0.0), float)
