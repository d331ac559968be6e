"""What the compared papers say together, without a language model: the nearest two approaches, and what each costs.

Every claim quotes the papers it cites; where nothing can be said safely nothing is said.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from assistant.checking.citations import Claim
from assistant.comparing.comparison import Row
from assistant.evidence.ranking import Evidence
from assistant.library.papers import Paper
from assistant.reader.embeddings import Embedder
from assistant.text.excerpts import excerpt
from assistant.text.shortening import without_lead_in
from assistant.text.words import numbers

QUOTED_WORDS = 20
"""Words of each paper in a claim about several."""
NEAR = 0.55
"""Cosine of two papers' approaches from which they count as near. Of pairs of Daily Papers found by one search a fifth are
at least as near, of pairs drawn at random none in a thousand."""
MOST_COSTS = 3
"""Papers whose costs are quoted: the table has the others."""

ONLY_QUOTES = "What is in quotes stands in the abstracts word for word; the grouping was computed, not stated by the papers."
"""The reason given with every sentence of a synthesis, for its fixed words are the program's own."""


def synthesis_of(rows: Sequence[Row], embedder: Embedder) -> tuple[Claim, ...]:
    """The claims for a finished table, at most one of a kind."""
    return (*_nearest(rows, embedder), *_costs(rows))


def _nearest(rows: Sequence[Row], embedder: Embedder) -> Iterator[Claim]:
    """The two approaches that are nearest to each other, where they are near."""
    found = [(number, e) for number, row in enumerate(rows, 1) if (e := _evidence(row, "approach"))]
    pairs = list(combinations(range(len(found)), 2))
    if len(rows) < 3 or not pairs:
        return
    vectors = embedder.embed([evidence.sentence.text for _, evidence in found])
    near = [float(vectors[a] @ vectors[b]) for a, b in pairs]
    if max(near) >= NEAR:
        nearest = pairs[int(np.argmax(near))]
        yield _quoting("Nearest to each other in their approach", [found[i] for i in nearest], rows)


def _costs(rows: Sequence[Row]) -> Iterator[Claim]:
    """What papers say in numbers that they cost or save, where at least two do: which of them suits a small budget."""
    costs = [(number, _evidence(row, _cell_with(row, "cost"))) for number, row in enumerate(rows, 1)]
    found = [(number, e) for number, e in costs if e and numbers(e.sentence.text)]
    if len(found) > 1:
        yield _quoting("Where cost decides", found[:MOST_COSTS], rows)


def _quoting(lead: str, found: Sequence[tuple[int, Evidence]], rows: Sequence[Row]) -> Claim:
    """The papers' own sentences beside each other, each cut to QUOTED_WORDS."""
    quotes = " · ".join(
        f"{short_name(rows[number - 1].paper)}: “{excerpt(without_lead_in(e.sentence.text), QUOTED_WORDS).rstrip('.')}”"
        for number, e in found
    )
    cited = tuple(number for number, _ in found)
    return Claim(f"{lead}. {quotes}.", cited, tuple(e for _, e in found), "supported", ONLY_QUOTES)


def _cell_with(row: Row, aspect: str) -> str:
    """The aspect whose cell has the sentence for this one: another's where the cell refers to it."""
    return next((cell.told_with for cell in row.cells if cell.aspect == aspect and cell.told_with), aspect)


def _evidence(row: Row, aspect: str) -> Evidence | None:
    cell = next((cell for cell in row.cells if cell.aspect == aspect), None)
    return cell.claim.evidence[0] if cell and cell.claim and cell.claim.evidence else None


def short_name(paper: Paper) -> str:
    """What a paper is called in a table: its title up to the colon where that is a name, else its first words."""
    head, colon, _ = paper.title.partition(":")
    words = (head if colon and len(head.split()) <= 4 else paper.title).split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")
