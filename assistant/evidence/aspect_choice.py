"""Which sentence each cell of a paper's row rests on: no sentence stands in two cells where another will do.

The aspects choose one after the other, those with the fewest candidate sentences first. One whose sentences are all
taken refers to the aspect that has the best of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evidence.aspect_features import Features
from assistant.evidence.aspect_sentences import worths
from assistant.evidence.aspects import Aspect
from assistant.evidence.ranking import Evidence
from assistant.library.papers import Paper
from assistant.reader.embeddings import Embedder
from assistant.text.sentences import sentences_of

ORDER = ("code", "results", "approach", "problem", "limitations", "cost", "data and setting", "what is new")
"""In which order the aspects choose; own aspects come last."""
_NEVER_BOTH = frozenset([("limitations", "problem")])
"""What a paper sets out from is a limit of earlier work, never one of its own."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The sentence for an aspect; `beside` is the aspect that has the same one, empty where no other has."""

    evidence: Evidence
    beside: str = ""


def choose(
    aspects: Sequence[Aspect], paper: Paper, embedder: Embedder, taken: Mapping[int, str] | None = None
) -> dict[str, Choice | None]:
    """For each aspect its sentence, or None where the abstract does not state it.

    `taken` are the numbers of sentences that cells have which stay as they are, and the aspects of these.
    """
    worth = {aspect.name: worths(aspect, paper, embedder) for aspect in aspects}
    taken, chosen = dict(taken or {}), dict[str, Choice | None]()
    for name in sorted(worth, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER)):
        chosen[name] = _chosen(name, worth[name], taken, paper)
    return chosen


def _chosen(name: str, worth: Features, taken: dict[int, str], paper: Paper) -> Choice | None:
    if not np.isfinite(worth).any():
        return None
    free = np.where([number + 1 in taken for number in range(len(worth))], -np.inf, worth)
    best = int((free if np.isfinite(free).any() else worth).argmax())
    beside = taken.get(best + 1, "")
    if (name, beside) in _NEVER_BOTH:
        return None
    taken.setdefault(best + 1, name)
    return Choice(Evidence(sentences_of(paper)[best], round(float(worth[best]), 4)), beside)
