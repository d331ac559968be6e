"""Which papers are alike, by their vectors: groups of them, and a place for each on a map. Pure and without chance.

k-means on unit vectors: Dhillon and Modha 2001. Which number of groups is best, by the silhouette: Rousseeuw 1987.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.reader.embeddings import Vectors

ROUNDS = 30
"""k-means settles within 12 rounds on each of the 479 days; the rest is a bound, not a wish."""
BEGINNINGS = 12
"""k-means is begun anew so often and the best is kept; more changed no theme of ten days looked at."""
NEAR_BEST = 0.85
"""Share of the best silhouette at which more themes are better: they say more, and the figures differ by chance."""


def positions(vectors: Sequence[Vectors]) -> list[tuple[float, float]]:
    """A place on a map for each vector, near where the vectors are alike: their first two principal components."""
    if len(vectors) < 2:
        return [(0.0, 0.0)] * len(vectors)
    rows = np.asarray(vectors, np.float64)
    left, strengths, _ = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    places = np.zeros((len(rows), 2))
    places[:, : min(2, len(strengths))] = left[:, :2] * strengths[:2]
    return [(float(x), float(y)) for x, y in places]


def grouped(rows: Vectors, fewest: int, most: int) -> NDArray[np.intp]:
    """The group of each row, for the number of groups, from `fewest` to `most`, that separate best."""
    centred = rows - rows.mean(axis=0)  # what all the papers share separates none
    centred /= np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    most = min(most, len(rows) // 2)
    tried = [_best_k_means(centred, k) for k in range(fewest, most + 1)]
    tried = [groups for groups in tried if min(np.bincount(groups)) > 1] or tried[:1]  # a theme is of several
    told_apart = [_silhouette(centred, groups) for groups in tried]
    good = [g for g, worth in zip(tried, told_apart, strict=True) if worth >= NEAR_BEST * max(told_apart)]
    return good[-1]


def _best_k_means(rows: Vectors, k: int) -> NDArray[np.intp]:
    """Of several beginnings the grouping whose rows are nearest to their centres and has no row alone, if any has none."""
    chance = np.random.default_rng(0)  # the same papers, the same themes
    tried = [_k_means(rows, _beginning(rows, k, chance)) for _ in range(BEGINNINGS)]
    return max(tried, key=lambda found: (min(np.bincount(found[0], minlength=k)) > 1, found[1]))[0]


def _k_means(rows: Vectors, centres: Vectors) -> tuple[NDArray[np.intp], float]:
    """Groups of unit vectors, and how near the rows are to their centres, summed."""
    groups = np.argmax(rows @ centres.T, axis=1)
    for _ in range(ROUNDS):
        members = [rows[groups == g] for g in range(len(centres))]
        sums = np.stack([m.sum(axis=0) if len(m) else c for m, c in zip(members, centres, strict=True)])
        centres = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        moved = np.argmax(rows @ centres.T, axis=1)
        if (moved == groups).all():
            break
        groups = moved
    return groups, float((rows @ centres.T).max(axis=1).sum())


def _beginning(rows: Vectors, k: int, chance: np.random.Generator) -> Vectors:
    """k rows, each the likelier the farther it is from those taken (k-means++, Arthur and Vassilvitskii 2007)."""
    taken = [int(chance.integers(len(rows)))]
    while len(taken) < k:
        far = np.clip(1 - (rows @ rows[taken].T).max(axis=1), 1e-9, None) ** 2
        taken.append(int(chance.choice(len(rows), p=far / far.sum())))
    return rows[taken]


def _silhouette(rows: Vectors, groups: NDArray[np.intp]) -> float:
    """How much nearer the rows are to their own group than to the next one, -1…1, by cosine distance."""
    distances = 1 - rows @ rows.T
    kinds = np.unique(groups)
    if len(kinds) < 2:
        return 0.0
    sizes = np.array([(groups == g).sum() for g in kinds])
    sums = np.stack([distances[:, groups == g].sum(axis=1) for g in kinds], axis=1)
    own = groups[:, None] == kinds[None, :]
    inside = sums[own] / np.maximum(sizes[np.argmax(own, axis=1)] - 1, 1)
    outside = np.where(own, np.inf, sums / sizes).min(axis=1)
    worth = (outside - inside) / np.maximum(np.maximum(inside, outside), 1e-9)
    worth[sizes[np.argmax(own, axis=1)] == 1] = 0.0  # a row alone is neither near nor far
    return float(worth.mean())
