"""Which sentence of an abstract states an aspect of its paper, and whether any does: empty is often right.

Problem, approach and results are decided by learned weights, the other standard aspects by cue words, a person's own
aspect by meaning and words. Needs no language model.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.grounding.aspect_cues import CUED, cued
from assistant.grounding.aspect_features import MEANINGS, NAMES, Features, features
from assistant.grounding.aspects import Aspect
from assistant.grounding.evidence import Evidence
from assistant.grounding.sentences import sentences_of
from assistant.grounding.words import content, coverage, numbers
from assistant.library.embeddings import Embedder
from assistant.library.papers import Paper

WEIGHTS = Path(__file__).with_name("aspect_weights.json")
"""Written by assistant/evaluation/training/aspects.py."""
STATED = {"problem": -1.0, "approach": -2.0, "results": -1.5}
"""Least score (log odds that an expert would mark the sentence) for an aspect to count as stated."""
NUMBERS_WORTH = 0.3
"""What a number is worth in a result, beside the learned score: the experts of ACLSum hardly used any, readers ask for them."""
LEAST_MEANING, LEAST_WORDS = 0.42, 0.5
"""For an own aspect: cosine of the sentence with it, or share of its words in a sentence that is at least near."""


def sentence_for(aspect: Aspect, paper: Paper, embedder: Embedder) -> Evidence | None:
    """The sentence of the abstract that states the aspect best, or None where none does."""
    sentences = sentences_of(paper)
    if not sentences:
        return None
    texts = [sentence.text for sentence in sentences]
    if aspect.name in MEANINGS:
        best, states = scores(aspect.name, paper.title, texts, embedder)
        stated = (states >= STATED[aspect.name]) & _may_state(aspect.name, texts)
        best = best + NUMBERS_WORTH * np.array([bool(numbers(text)) for text in texts]) * (
            aspect.name == "results"
        )
    else:
        best = cued(aspect.name, texts) if aspect.name in CUED else _near(aspect.name, texts, embedder)
        stated = best > 0
    if not stated.any():
        return None
    chosen = int(np.where(stated, best, -np.inf).argmax())
    return Evidence(sentences[chosen], round(float(best[chosen]), 4))


def scores(
    aspect: str, title: str, sentences: Sequence[str], embedder: Embedder
) -> tuple[Features, Features]:
    """For a learned aspect: how well each sentence states it, and the log odds that it states it at all."""
    rows, table = features(aspect, title, sentences, embedder), _weights()[aspect]
    best, states = (rows @ table[name][1:] + table[name][0] for name in ("best", "states"))
    return best, states


def _may_state(aspect: str, sentences: Sequence[str]) -> NDArray[np.bool_]:
    """Leaves out what the set that was learned from hardly has: praise before a problem, others' work, hopes for results."""
    if aspect == "problem":
        return np.array([bool(_TROUBLE.search(text)) for text in sentences])
    others = [bool(_OTHERS.match(text)) and not _OURS.search(text) for text in sentences]
    hopes = [aspect == "results" and bool(_HOPES.search(text)) for text in sentences]
    return np.array([not (of_others or hope) for of_others, hope in zip(others, hopes, strict=True)])


_TROUBLE = re.compile(
    r"\b(?:however|but|yet|unfortunately|despite|challeng\w*|difficult\w*|problem\w*|lack\w*|limit\w*|suffer\w*|fail\w*|"
    r"costly|expensive|hard|hinder\w*|insufficient\w*|inefficien\w*|scarc\w*|bottleneck\w*|poor\w*|ignor\w*|neglect\w*|"
    r"overlook\w*|struggl\w*|unable|cannot|issues?|under-?explored|unexplored|unclear|opaque|shortage|restrict\w*|overhead|"
    r"prevent\w*|impractical|only|not|little|few|remains?|need\w*|requir\w*|risk\w*|concerns?|demand\w*|complex\w*|"
    r"error\w*|memory|gap|suboptimal|misalign\w*|constrain\w*|hamper\w*|imped\w*|vulnerab\w*|consuming)\b",
    re.IGNORECASE,
)
"""A problem has one of these; “recent advances … have shown remarkable results” has none."""
_HOPES = re.compile(
    r"\bwe (?:\w+ )?(?:believe|hope|intend|discuss|aim)\b|\bpav\w+ the way\b|\bfuture (?:research|work)\b|\bhighlights? the potential\b|"
    r"\bto our knowledge, these\b|\bthis paper outlines\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?:Existing|Previous|Prior|Current|Recent|Traditional|Conventional|Most|Many|However, (?:existing|current|most))\b"
)
_OURS = re.compile(r"\b(?:we|our|this (?:paper|work|study)|in this)\b", re.IGNORECASE)


@cache
def _weights() -> dict[str, dict[str, Features]]:
    table = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {
        aspect: {name: np.array([w["base"], *(w[each] for each in NAMES)]) for name, w in scores.items()}
        for aspect, scores in table.items()
    }


def _near(aspect: str, sentences: Sequence[str], embedder: Embedder) -> Features:
    """How near each sentence is to an own aspect; nothing where it is about something else."""
    vectors = embedder.embed([aspect, *sentences])
    cosines, wanted = vectors[1:] @ vectors[0], content(aspect)
    shared = np.array([coverage(wanted, content(text)) if wanted else 0.0 for text in sentences])
    near = (cosines >= LEAST_MEANING) | ((shared >= LEAST_WORDS) & (cosines >= LEAST_MEANING / 2))
    return np.asarray(np.where(near, cosines + shared, 0.0), float)
