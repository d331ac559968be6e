"""How far a verdict can be trusted: claims of SciFact checked against abstracts that support, contradict or ignore them.

Four kinds of pairs: the supporting abstract, the contradicting one, the best-ranked abstract that nobody labelled
(on the topic, but wrong), and a random one. Good is a high share of the first called supported, a low one of the rest.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.evaluation import scifact
from assistant.evaluation.sets import Progress
from assistant.evaluation.table import Row, mean_row, missing_row
from assistant.grounding.citations import judge
from assistant.grounding.context import number_sources
from assistant.grounding.evidence import similarity_by
from assistant.library.library import Library
from assistant.library.papers import Hit, Paper
from assistant.wiring import Workshop

KINDS = ("support", "contradict", "on-topic wrong", "random")
BASELINES = {"random": "overlap .997", "on-topic wrong": "overlap .74", "contradict": "overlap .57"}
"""AUC of the weighted share of the claim's words found in the abstract (shared data README)."""

Judged = tuple[str, float, bool]
"""Kind of pair, best support of any sentence, whether it is called supported."""


def evaluate(data: Path, split: str, workshop: Workshop, progress: Progress) -> list[Row]:
    """The rows for SciFact, or one row that says what is missing."""
    if absent := scifact.missing(data, "corpus.jsonl.gz", f"claims_{split}.jsonl"):
        return [missing_row("scifact", absent)]
    library = scifact.open_library(data, workshop, progress)
    judged = [_judged(kind, claim, paper, library) for kind, claim, paper in _pairs(data, split, library)]
    called = {kind: [called for k, _, called in judged if k == kind] for kind in KINDS}
    support = {kind: [score for k, score, _ in judged if k == kind] for kind in KINDS}
    shares = [mean_row("scifact", kind, "called supported", called[kind]) for kind in KINDS]
    return shares + [_auc_row(kind, support["support"], support[kind]) for kind in KINDS[1:]]


def auc(better: Sequence[float], worse: Sequence[float]) -> float:
    """The chance that one of `better` is above one of `worse`, ties counting half (Mann–Whitney)."""
    above = np.subtract.outer(np.asarray(better), np.asarray(worse))
    return float(((above > 0) + 0.5 * (above == 0)).mean())


def _pairs(data: Path, split: str, library: Library) -> Iterator[tuple[str, str, Paper]]:
    """Kind, claim and paper; the random choice is the same in every run."""
    chance, everything = random.Random(0), [paper.id for paper in library.store]
    kinds = {"SUPPORT": "support", "CONTRADICT": "contradict"}
    for claim in scifact.labelled(data, split):
        labels = dict(claim.labels)
        near = (hit.paper for hit in library.search(claim.text, limit=20))
        wrong = [paper for paper in near if paper.id not in claim.cited | labels.keys()][:1]
        papers = library.get([*labels, chance.choice(everything)])
        for id_, paper in papers.items():
            yield kinds.get(labels.get(id_, ""), "random"), claim.text, paper
        yield from (("on-topic wrong", claim.text, paper) for paper in wrong)


def _judged(kind: str, claim: str, paper: Paper, library: Library) -> Judged:
    source = number_sources([Hit(paper, 1.0, None, None)])
    found = judge(claim, source, similarity_by(library.embedder))
    best = max((evidence.score for evidence in found.evidence), default=0.0)
    return kind, best, found.verdict in ("supported", "quoted")


def _auc_row(kind: str, better: Sequence[float], worse: Sequence[float]) -> Row:
    value = round(auc(better, worse), 3)
    return Row("scifact", kind, "AUC of support", value, None, None, len(worse), BASELINES[kind])
