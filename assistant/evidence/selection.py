"""Choose, of sentences ranked for a question, the few that an answer rests on: good ones that do not repeat each other."""

from collections.abc import Iterable, Sequence

from assistant.evidence.ranking import Evidence
from assistant.reader.embeddings import Embedder, Vectors

NEAR_BEST, NEAR_BEST_PAPER = 0.8, 0.75
"""Share of the best sentence's score that a further one of the same paper, or the first of another, needs. Of the ten
first sentences between .65 and .75 that thirty questions brought, nine were read as beside the point."""
EACH = 2
"""Sentences that one paper may give. Four of a paper that answers alone say more, but let an attack hidden in its abstract
change one answer in nine (`papers eval injection`)."""
REDUNDANT = 0.85
"""Cosine of two sentences above which the second says the same again."""


def choose(ranked: Sequence[Evidence], embedder: Embedder, limit: int = 5) -> list[Evidence]:
    """The best sentences that do not repeat each other, at most EACH of one paper, papers kept together.

    The best of every paper goes before the second best of any, so that one paper does not hide the others.
    """
    good = _good(ranked)
    chosen: list[Evidence] = []
    kept: list[Vectors] = []
    for evidence, vector in zip(good, embedder.embed([e.sentence.text for e in good]), strict=True):
        of_paper = sum(one.sentence.paper == evidence.sentence.paper for one in chosen)
        if len(chosen) < limit and of_paper < EACH and all(float(o @ vector) < REDUNDANT for o in kept):
            chosen.append(evidence)
            kept.append(vector)
    return _by_paper(chosen)


def _good(ranked: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence of each paper that is near the best of all, then further ones of these papers."""
    best: dict[str, Evidence] = {}
    for evidence in ranked:
        best.setdefault(evidence.sentence.paper, evidence)
    firsts = _near_best(best.values(), ranked, NEAR_BEST_PAPER)
    papers = {first.sentence.paper for first in firsts}
    rest = [evidence for evidence in ranked if evidence.sentence.paper in papers and evidence not in firsts]
    return firsts + _near_best(rest, ranked, NEAR_BEST)


def _near_best(some: Iterable[Evidence], ranked: Sequence[Evidence], share: float) -> list[Evidence]:
    return [evidence for evidence in some if evidence.score >= share * ranked[0].score]


def _by_paper(chosen: Iterable[Evidence]) -> list[Evidence]:
    """Papers in order of their best sentence, a paper's sentences in the abstract's order."""
    groups: dict[str, list[Evidence]] = {}
    for evidence in chosen:
        groups.setdefault(evidence.sentence.paper, []).append(evidence)
    return [e for group in groups.values() for e in sorted(group, key=lambda e: e.sentence.number)]
