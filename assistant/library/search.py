"""Meaning and keywords, joined in two stages: the papers for a question, and why each was found.

The first look takes the best hundred by meaning and by keywords, each scaled to 0…1, and averages them. The second
ranks these papers anew, with what the very first of them add to the question: their vectors and their typical words
(pseudo-relevance feedback; Rocchio 1971, Lavrenko & Croft 2001). What each step brings is in docs/evaluation.md.
Pure; the Library does the asking.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from assistant.library.papers import Hit, Paper
from assistant.reader.embeddings import Vectors

DEPTH = 100
"""Papers taken from each leg before fusing."""
SPARE = 20
"""Papers asked for beyond that, to make up for withdrawn ones, which are dropped afterwards."""
LIKE_FIRST, LEAN = 2, 0.3
"""How many of the first papers the question's vector leans towards, and how far: on SciFact's training claims three or
five papers, or half the way, are no better."""
WORDS_FROM = 3
"""Of how many of the first papers the typical words are looked up, too."""
WEIGHTS = (0.2, 0.45, 0.35)
"""Of the cosine with the question, the keywords, and the cosine with the leaning vector, each as a share of the best
paper's. Found by evaluation/training/ranking.py on SciFact's training claims."""

Ranking = Sequence[tuple[str, float]]


def fuse(meaning: Ranking, keywords: Ranking, meaning_weight: float = 0.5) -> list[tuple[str, float]]:
    """Ids with the weighted mean of their scaled scores, best first; absent from a leg counts as its lowest."""
    scaled_meaning, scaled_keywords = _scaled(meaning), _scaled(keywords)
    ids = dict.fromkeys([*scaled_meaning, *scaled_keywords])
    scores = {
        id_: meaning_weight * scaled_meaning.get(id_, 0.0)
        + (1 - meaning_weight) * scaled_keywords.get(id_, 0.0)
        for id_ in ids
    }
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def rocchio(question: Vectors, first: Ranking, vectors: Mapping[str, Vectors]) -> Vectors:
    """The question's vector moved towards the mean of the first papers' vectors, weighted by their scores."""
    near = [(vectors[id_], score) for id_, score in first[:LIKE_FIRST] if id_ in vectors and score > 0]
    if not near:
        return question
    rows, scores = zip(*near, strict=True)
    moved = question + LEAN * np.average(rows, axis=0, weights=scores)
    return np.asarray(moved / np.linalg.norm(moved), np.float32)


def signals(
    question: Vectors, leaning: Vectors, keywords: Ranking, vectors: Mapping[str, Vectors]
) -> dict[str, tuple[float, float, float]]:
    """For each paper that has a vector what `WEIGHTS` weighs, each as a share of the best paper's."""
    scores, rows = dict(keywords), np.array([*vectors.values()], np.float32)
    columns = (rows @ question, np.array([scores.get(id_, 0.0) for id_ in vectors]), rows @ leaning)
    table = np.stack([column / max(float(column.max()), 1e-9) for column in columns], axis=1)
    return {id_: (float(a), float(b), float(c)) for id_, (a, b, c) in zip(vectors, table, strict=True)}


def rank(found: Mapping[str, Sequence[float]], weights: Sequence[float] = WEIGHTS) -> list[tuple[str, float]]:
    """Ids by the weighted sum of their signals, scaled to 0…1, best first."""
    sums = {id_: sum(w * value for w, value in zip(weights, row, strict=True)) for id_, row in found.items()}
    return sorted(_scaled([*sums.items()]).items(), key=lambda item: (-item[1], item[0]))


def hits(
    ranking: Ranking, meaning: Ranking, keywords: Ranking, papers: Mapping[str, Paper], limit: int
) -> list[Hit]:
    """The best `limit` papers with their ranks in each leg; withdrawn papers and ids without a paper are passed over."""
    by_meaning, by_keywords = _ranks(meaning), _ranks(keywords)
    found = [
        Hit(papers[id_], score, by_meaning.get(id_), by_keywords.get(id_))
        for id_, score in ranking
        if id_ in papers and not papers[id_].withdrawn
    ]
    return found[:limit]


def _scaled(ranking: Ranking) -> dict[str, float]:
    if not ranking:
        return {}
    scores = [score for _, score in ranking]
    low, span = min(scores), max(scores) - min(scores)
    return {id_: (score - low) / span if span else 1.0 for id_, score in ranking}


def _ranks(ranking: Ranking) -> dict[str, int]:
    return {id_: rank for rank, (id_, _) in enumerate(ranking, 1)}
