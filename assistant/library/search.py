"""Meaning and keywords, fused: the papers for a question, and why each was found.

Scores of the two legs are scaled to 0…1 over the best hundred of each and averaged. On SciFact that ranks better
than either leg and than reciprocal ranks (`papers eval retrieval`). Fusing is pure; the Library does the asking.
"""

from collections.abc import Sequence

from assistant.library.papers import Hit, Paper

DEPTH = 100
"""Papers taken from each leg before fusing."""
SPARE = 20
"""Papers asked for beyond that, to make up for withdrawn ones, which are dropped afterwards."""

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


def hits(meaning: Ranking, keywords: Ranking, papers: dict[str, Paper], limit: int) -> list[Hit]:
    """The best `limit` papers of both rankings; withdrawn papers and ids without a paper are passed over."""
    by_meaning, by_keywords = _ranks(meaning), _ranks(keywords)
    found = [
        Hit(papers[id_], score, by_meaning.get(id_), by_keywords.get(id_))
        for id_, score in fuse(meaning, keywords)
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
