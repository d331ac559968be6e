"""How far a verdict can be trusted: claims of SciFact checked against abstracts that support, contradict or ignore them.

Four kinds of pairs: the supporting abstract, the contradicting one, the best-ranked abstract that nobody labelled
(on the topic, but wrong), and a random one. Good is a high share of the first called supported, a low one of the rest.
Swapped citations of experts' answers are measured in the module beside.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.checking.citations import claim_from
from assistant.checking.written import Written
from assistant.evaluation import scholarqa, scifact
from assistant.evaluation.judging import judged
from assistant.evaluation.sets import Progress
from assistant.evaluation.table import Row, mean_row, missing_row
from assistant.evidence.ranking import similarity_by
from assistant.evidence.sources import sources_of
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.services import Services

KINDS = ("support", "contradict", "on-topic wrong", "random")
BASELINES = {"random": "overlap .997", "on-topic wrong": "overlap .74", "contradict": "overlap .57"}
"""AUC of the weighted share of the claim's words found in the abstract (shared data README)."""

SOURCES = 5
"""Papers among which the source of a sentence without a mark is looked for: as many as an answer mostly has."""

UNCITED = 120
"""Claims that this is tried on: each is checked against ten abstracts, and the rule is the same for all."""

Judged = tuple[str, float, bool]
"""Kind of pair, how far the abstract supports the claim, whether it is called supported."""


def evaluate(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    """The rows for SciFact's labels and the experts' answers, or for either one row that says what is missing."""
    return [*_scifact_rows(data, split, services, progress), *scholarqa.evaluate(data, services)]


def _scifact_rows(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    if absent := scifact.missing(data, "corpus.jsonl.gz", scifact.claims_file(split)):
        return [missing_row("scifact", absent)]
    library = scifact.open_library(data, services, progress)
    found = [
        _judged(kind, claim, paper, services) for kind, claim, paper in labelled_pairs(data, split, library)
    ]
    called = {kind: [called for k, _, called in found if k == kind] for kind in KINDS}
    support = {kind: [score for k, score, _ in found if k == kind] for kind in KINDS}
    shares = [mean_row("scifact", kind, "called supported", called[kind]) for kind in KINDS]
    return [
        *shares,
        *(_auc_row(kind, support["support"], support[kind]) for kind in KINDS[1:]),
        mean_row("scifact", "supported", "precision", [k == "support" for k, _, called in found if called]),
        mean_row("scifact", "supported", "recall", called["support"]),
        *_uncited_rows(data, split, library),
    ]


def auc(better: Sequence[float], worse: Sequence[float]) -> float:
    """The chance that one of `better` is above one of `worse`, ties counting half (Mann–Whitney)."""
    above = np.subtract.outer(np.asarray(better), np.asarray(worse))
    return float(((above > 0) + 0.5 * (above == 0)).mean())


def labelled_pairs(data: Path, split: str, library: Library) -> Iterator[tuple[str, str, Paper]]:
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


def _judged(kind: str, claim: str, paper: Paper, services: Services) -> Judged:
    found = judged(claim, [paper], services)
    return kind, found.support, found.holds


def _uncited_rows(data: Path, split: str, library: Library) -> list[Row]:
    """Supported claims as sentences without a mark, among the SOURCES best papers: those put on, and those wrong.

    Wrong is a paper that nobody cited for the claim; once with the papers that support it, once without them.
    """
    similarity = similarity_by(library.embedder)
    given = {"a source says it": list[bool](), "no source says it": list[bool]()}
    wrong = list[bool]()
    for claim in scifact.labelled(data, split)[:UNCITED]:
        gold = claim.cited | {id_ for id_, _ in claim.labels}
        near = [hit.paper for hit in library.search(claim.text, limit=20) if hit.paper.id not in gold]
        saying = [
            paper
            for id_, paper in library.get([id_ for id_, label in claim.labels if label == "SUPPORT"]).items()
        ]
        for name, papers in (
            ("a source says it", [*saying, *near][:SOURCES]),
            ("no source says it", near[:SOURCES]),
        ):
            if name == "no source says it" or saying:
                cited = claim_from(Written(claim.text, ()), sources_of(papers), similarity).cited
                given[name].append(bool(cited))
                wrong += [number > len(saying) for number in cited] if name == "a source says it" else []
    put = [mean_row("scifact", name, "mark put on", values) for name, values in given.items()]
    return [*put, mean_row("scifact", "marks put on", "wrong", wrong)]


def _auc_row(kind: str, better: Sequence[float], worse: Sequence[float]) -> Row:
    value = round(auc(better, worse), 3)
    return Row("scifact", kind, "AUC of support", value, None, None, len(worse), BASELINES[kind])
