"""How often the first sentence chosen for a question is one that experts chose.

Claims of SciFact, of which experts marked the sentences that prove or refute them: from search to the first sentence.
Papers of ACLSum, of which experts marked the sentences that state the challenge, the approach and the outcome: each
paper is asked for each in a question of its own, and only its own sentences compete.
"""

import random
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from assistant.asking.understanding import understand
from assistant.evaluation import aclsum, scifact
from assistant.evaluation.sets import Progress
from assistant.evaluation.table import Row, mean_row, missing_row
from assistant.evidence.ranking import PAPERS_READ, rank_sentences
from assistant.library.papers import Hit
from assistant.reader.embeddings import Embedder
from assistant.services import Services

CLAIMS = 200
"""Claims asked at most, drawn at random, the same in every run: 40 sentences are embedded for each."""
QUESTIONS = {
    "problem": "What problem does “{}” address?",
    "approach": "How does “{}” work?",
    "results": "How well does “{}” do?",
}
"""What a paper of ACLSum is asked, by the aspect that the marked sentences state; its title stands in the gap."""
PRECISION = "first sentence marked"
BASELINES = {"scifact": "by cosine alone .38 (train)"}


def evaluate(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    """The rows for SciFact and for ACLSum, or for either a row that says what is missing."""
    return [
        *_scifact_rows(data, split, services, progress),
        *_aclsum_rows(data, split, services.library.embedder),
    ]


def _scifact_rows(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    if absent := scifact.missing(data, "corpus.jsonl.gz", scifact.claims_file(split)):
        return [missing_row("scifact", absent)]
    library = scifact.open_library(data, services, progress)
    claims = scifact.labelled(data, split)
    right = []
    for claim in random.Random(0).sample(claims, min(CLAIMS, len(claims))):
        hits = library.search(claim.text, limit=PAPERS_READ)
        if {hit.paper.id for hit in hits} & {paper for paper, _ in claim.evidence}:
            right.append(_first_is_marked(claim.text, hits, claim.evidence, library.embedder))
    return [mean_row("scifact", "evidence", PRECISION, right, BASELINES["scifact"])]


def _aclsum_rows(data: Path, split: str, embedder: Embedder) -> Iterator[Row]:
    if absent := aclsum.missing(data, split):
        yield missing_row(aclsum.SET, absent)
        return
    cases = aclsum.read_as_tokens(data, split)
    for aspect, question in QUESTIONS.items():
        right = []
        for paper, numbers in cases:
            if marked := {(paper.id, number) for number in numbers[aspect]}:
                asked = question.format(paper.title)
                right.append(_first_is_marked(asked, [Hit(paper, 1.0, 1, 1)], marked, embedder))
        yield mean_row(aclsum.SET, f"question for the {aclsum.ASPECTS[aspect]}", PRECISION, right)


def _first_is_marked(
    asked: str, hits: list[Hit], marked: Collection[tuple[str, int]], embedder: Embedder
) -> float:
    intent = understand(asked, date.today()).intent
    ranked = rank_sentences([asked], hits, embedder, intent.preference)[:1]
    return float(any((first.sentence.paper, first.sentence.number) in marked for first in ranked))
