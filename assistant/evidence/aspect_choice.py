"""Which sentence each cell of a paper's row rests on: no sentence stands in two cells where another will do.

The aspects choose one after the other, those first that little else can stand for. One whose sentences are all taken
is told with the aspect that has the best of them.
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
YIELDS = {"results": 0.5, "what is new": 1.5}
"""How much less another sentence may be worth than the best one that is taken. Above it the aspect is told with the other:
“the first benchmark of …” is what is new, not what comes after it. Where none stands here anything that states it will do."""


_OF_OTHERS = frozenset([("limitations", "problem")])
"""What is said where the paper sets out from is said of others: their limits are not the paper's."""


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
        if name == "cost":
            _make_room(worth, taken, chosen, paper)
        chosen[name] = _chosen(name, worth[name], taken, paper)
    return chosen


def _chosen(name: str, worth: Features, taken: dict[int, str], paper: Paper) -> Choice | None:
    if not np.isfinite(worth).any():
        return None
    free = np.where([number + 1 in taken for number in range(len(worth))], -np.inf, worth)
    best = int(free.argmax())
    if free[best] < worth.max() - YIELDS.get(name, np.inf) or not np.isfinite(free[best]):
        best = int(worth.argmax())
    beside = taken.get(best + 1, "")
    if (name, beside) in _OF_OTHERS:
        return None
    taken.setdefault(best + 1, name)
    return Choice(_evidence(paper, worth, best), beside)


def _make_room(
    worth: Mapping[str, Features], taken: dict[int, str], chosen: dict[str, Choice | None], paper: Paper
) -> None:
    """Results leave the only sentence that tells the cost where they have another nearly as good."""
    results, cost = chosen.get("results"), worth["cost"]
    if results is None or np.isfinite(cost).sum() != 1:
        return
    only = int(cost.argmax())
    others = np.where(np.isin(np.arange(1, len(cost) + 1), list(taken)), -np.inf, worth["results"])
    if (
        results.evidence.sentence.number == only + 1
        and others.max() >= worth["results"][only] - YIELDS["results"]
    ):
        del taken[only + 1]
        taken[int(others.argmax()) + 1] = "results"
        chosen["results"] = Choice(_evidence(paper, worth["results"], int(others.argmax())))


def _evidence(paper: Paper, worth: Features, best: int) -> Evidence:
    return Evidence(sentences_of(paper)[best], round(float(worth[best]), 4))
