"""Which sentences of an abstract state an aspect of its paper, and how well: empty is often right.

Problem, approach and results are decided by learned weights and the sentences' roles, the other standard aspects by cue
words, a person's own aspect by meaning and words. Needs no language model.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.aspect_cues import CUED, cued
from assistant.evidence.aspect_features import MEANINGS, NAMES, Features, features
from assistant.evidence.aspects import Aspect
from assistant.evidence.ranking import Evidence
from assistant.library.papers import Paper
from assistant.reader.embeddings import Embedder
from assistant.reader.roles import ROLES, Role, role_shares
from assistant.text.sentences import sentences_of
from assistant.text.words import content, coverage

WEIGHTS = Path(__file__).with_name("aspect_weights.json")
"""Written by assistant/evaluation/training/aspects.py."""
STATED = {"problem": -1.0, "approach": -2.0, "results": -1.5}
"""Least score (log odds that an expert would mark the sentence) for an aspect to count as stated."""
MEASURED_WORTH, BACKGROUND_WORTH, CONTRAST_WORTH = 0.4, 0.4, 0.3
"""What a measured number is worth in a result beside the learned score, and in a problem the chance that the sentence gives
the background, and a “However” before it. In ten-fold cross-validation on the train half of ACLSum, where the expert
marked any sentence, the one chosen is marked 92 % (results, 90 without) and 92 % (problem, 87 without) of the time."""
LEAST_OF_RESULT = 0.3
"""Chance of being a result under which a sentence is none that shows nothing: it tells what was done, or others did."""
MOST_OF_RESULT = 0.5
"""Chance of being a result above which a sentence with trouble in it tells what came out, and no problem."""
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
    return np.where(best > 0, best, -np.inf)


def learned_worths(aspect: str, title: str, sentences: Sequence[str], embedder: Embedder) -> Features:
    """For a learned aspect: the score with what else a sentence is worth; minus infinity where it does not state it."""
    best, states = scores(aspect, title, sentences, embedder)
    stated = (states >= STATED[aspect]) & _may_state(aspect, sentences)
    return np.asarray(np.where(stated, best + _beside(aspect, sentences), -np.inf))


def _beside(aspect: str, sentences: Sequence[str]) -> Features:
    """What a sentence is worth beside the learned score: see MEASURED_WORTH."""
    if aspect == "results":
        return np.asarray(MEASURED_WORTH * _found(_MEASURED, sentences), float)
    if aspect == "problem":
        background = BACKGROUND_WORTH * _chances("background", sentences)
        return np.asarray(background + CONTRAST_WORTH * _found(_CONTRAST, sentences))
    return np.zeros(len(sentences))


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
        found = _chances("result", sentences) > MOST_OF_RESULT
        return _found(_TROUBLE, sentences) & ~_found(_OWN_MERIT, sentences) & ~found
    others = np.array([bool(_OTHERS.match(text)) and not _OURS.search(text) for text in sentences])
    if aspect != "results":
        return ~others
    shows = _found(_SHOWS, sentences) | (_chances("result", sentences) >= LEAST_OF_RESULT)
    hopes = _found(_HOPES, sentences) & ~_found(_FINDS, sentences)
    return ~others & ~hopes & shows


def _found(words: re.Pattern[str], sentences: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([bool(words.search(text)) for text in sentences])


def _chances(role: Role, sentences: Sequence[str]) -> Features:
    return np.array([shares[ROLES.index(role)] for shares in role_shares(sentences)])


_TROUBLE = re.compile(
    r"\b(?:however|but|yet|unfortunately|despite|challeng\w*|difficult\w*|problem\w*|lack\w*|limit\w*|suffer\w*|fail\w*|"
    r"costly|expensive|hard|hinder\w*|insufficient\w*|inefficien\w*|scarc\w*|bottleneck\w*|poor\w*|ignor\w*|neglect\w*|"
    r"overlook\w*|struggl\w*|unable|cannot|issues?|under-?explored|unexplored|unclear|opaque|shortage|restrict\w*|overhead|"
    r"prevent\w*|impractical|only|not|little|few|remains?|need\w*|requir\w*|risk\w*|concerns?|demand\w*|complexity|"
    r"error\w*|memory|gap|suboptimal|misalign\w*|constrain\w*|hamper\w*|imped\w*|vulnerab\w*|consuming)\b",
    re.IGNORECASE,
)
"""A problem has one of these; “recent advances … have shown remarkable results” has none."""
_OWN_MERIT = re.compile(
    r"^unlike\b|\b(?:key|core|main) (?:innovation|idea|insight|contribution)s?\b", re.IGNORECASE
)
"""What a paper says of itself: its difference from others is no problem."""
_CONTRAST = re.compile(r"^(?:However|Yet|But|Unfortunately|Despite|Nevertheless|Nonetheless)\b")
_MEASURED = re.compile(
    r"\d+(?:\.\d+)?\s?(?:\\?%|x\b|×|times|points?\b|percent\b|BLEU\b|F1\b)|\b\d+\.\d+\b", re.IGNORECASE
)
"""A number that was measured, and not one of datasets, models or steps."""
_SHOWS = re.compile(
    r"\b(?:show|demonstrat|find|found|result|achiev|outperform|improv|reduc|experiment|surpass|reveal|observ|exceed|"
    r"confirm|increas|boost|gain|obtain|attain|reach|compar)\w*",
    re.IGNORECASE,
)
_HOPES = re.compile(
    r"\bwe (?:\w+ )?(?:believe|hope|intend|discuss|aim|emphasi[sz]e)\b|\bresearchers can\b|\bpav\w+ the way\b|\bfuture (?:research|work)\b|\bhighlights? the potential\b|"
    r"\bto our knowledge, these\b|\bthis paper outlines\b|\b(?:aims?|hopes?) to\b|\b(?:address|pose|raise) (?:research )?questions\b",
    re.IGNORECASE,
)
_FINDS = re.compile(
    r"\b(?:we|results|experiments) (?:\w+ )?(?:find|show|observe|demonstrate)\b", re.IGNORECASE
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
