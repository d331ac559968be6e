"""What the compared papers say together, without a language model: what they share, where they differ, numbers side by side.

Every claim quotes the papers it cites. A tension is named only where one sentence of each says the opposite of the
same thing, and both are quoted. Where nothing can be said safely nothing is said.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from assistant.checking.citations import Claim
from assistant.comparing.common_ground import Group, kinds, same_sort, shared_data, traits
from assistant.comparing.comparison import Row
from assistant.evidence.ranking import Evidence
from assistant.evidence.reported_results import ReportedResult, comparable, figures
from assistant.library.papers import Paper
from assistant.reader.embeddings import Embedder, Vectors
from assistant.text.excerpts import excerpt
from assistant.text.sentences import sentences_of
from assistant.text.shortening import without_lead_in
from assistant.text.words import content, weight

QUOTED_WORDS = 20
"""Words of each paper in a claim about several."""
NEAR = 0.55
"""Cosine of two papers' approaches from which they count as near. Of pairs of Daily Papers found by one search a fifth are
at least as near, of pairs drawn at random none in a thousand."""
MOST_COSTS = 3
"""Papers whose costs are told: the table has the others."""
OPPOSED_MEANING, OPPOSED_WORDS = 0.60, 3
"""Least cosine, and least shared rare words, of two results that may be in tension: under them they speak of two things."""
RARE = 2.5
"""Weight from which a word says what a sentence is about: in under a twelfth of all abstracts."""

_HELPS = re.compile(
    r"\b(?:improv\w*|help\w*|benefit\w*|outperform\w*|boost\w*|enhanc\w*|effective)\b", re.IGNORECASE
)
_HURTS = re.compile(
    r"\b(?:hurt\w*|harm\w*|degrad\w*|worsen\w*|underperform\w*|ineffective|no (?:\w+ )?(?:gain|benefit|improvement)s?|"
    r"(?:does|do|did|can)(?: not|n['’]t) (?:\w+ )?(?:help|improve|benefit|transfer|generali[sz]e)|fails? to (?:help|improve))\b",
    re.IGNORECASE,
)
"""What a result says of its subject; a sentence with both says neither plainly."""

_SAVED = re.compile(
    r"\d+(?:\.\d+)?\s?(?:\\?%|x\b|×|times\b)?(?=[^.;]{0,60}\b(?:memory|latency|throughput|speed-?up|faster|FLOPs|cost|cache size|"
    r"parameters|GPUs?|training time)\b)|\b(?:memory|latency|throughput|speed-?up|faster|FLOPs|cost|cache size)\b[^.;]{0,60}?\d+(?:\.\d+)?",
    re.IGNORECASE,
)
"""A number of what is spent or saved."""

ONLY_QUOTES = "What is in quotes stands in the abstracts word for word; that it belongs side by side is reckoned, not read."
"""Said with every sentence of a synthesis, for its fixed words are the program's own."""


def synthesis_of(rows: Sequence[Row], embedder: Embedder) -> tuple[Claim, ...]:
    """The claims for a finished table, at most one of a kind for each aspect."""
    return (
        *_grouped("What they propose, in their own words", kinds(rows), rows),
        *_grouped("What some of these share", traits(rows), rows),
        *_nearest(rows, embedder),
        *_grouped("Named by more than one of them", shared_data(rows), rows),
        *_side_by_side(rows),
        *_costs(rows),
        *_tensions(rows, embedder),
    )


def _grouped(lead: str, groups: Sequence[Group], rows: Sequence[Row]) -> Iterator[Claim]:
    """Which papers have a word in common, each word in quotes."""
    if groups:
        told = [f"“{word}” ({_names([n for n, _ in papers], rows)})" for word, papers in groups]
        found = {(n, e.sentence.number): (n, e) for _, papers in groups for n, e in papers}
        yield _claim(f"{lead}: {', '.join(told)}.", [found[key] for key in sorted(found)])


def _nearest(rows: Sequence[Row], embedder: Embedder) -> Iterator[Claim]:
    """The two approaches that are nearest to each other, where they are near."""
    found = [(number, e) for number, row in enumerate(rows, 1) if (e := _evidence(row, "approach"))]
    pairs = [(a, b) for a, b in combinations(range(len(found)), 2) if same_sort(found[a][1], found[b][1])]
    if len(rows) < 3 or not pairs:
        return
    vectors = embedder.embed([evidence.sentence.text for _, evidence in found])
    near = [float(vectors[a] @ vectors[b]) for a, b in pairs]
    if max(near) >= NEAR:
        nearest = pairs[int(np.argmax(near))]
        yield _quoting("Nearest to each other in their approach", [found[i] for i in nearest], rows)


def _side_by_side(rows: Sequence[Row]) -> Iterator[Claim]:
    """Numbers of the whole abstracts whose metric, dataset and unit agree."""
    every = [figure for row in rows for sentence in sentences_of(row.paper) for figure in figures(sentence)]
    numbers = {row.paper.id: number for number, row in enumerate(rows, 1)}
    for group in comparable(every):
        values = ", ".join(
            f"{short_name(rows[numbers[f.sentence.paper] - 1].paper)} {f.display_text}" for f in group
        )
        text = f"{_capital(group[0].metric)} on {group[0].dataset}, as each paper reports it: {values}."
        yield _claim(text, [(numbers[f.sentence.paper], _of(f)) for f in group])


def _costs(rows: Sequence[Row]) -> Iterator[Claim]:
    """What papers say in numbers that they cost or save, where at least two do: which of them suits a small budget."""
    told = [
        (number, _evidence(row, "cost") or _evidence(row, "results")) for number, row in enumerate(rows, 1)
    ]
    found = [(number, e) for number, e in told if e and _SAVED.search(e.sentence.text)]
    if len(found) > 1:
        yield _quoting("Where cost decides", found[:MOST_COSTS], rows, _SAVED)


def _tensions(rows: Sequence[Row], embedder: Embedder) -> Iterator[Claim]:
    """Two results on the same thing that point in opposite directions."""
    found = [(number, e) for number, row in enumerate(rows, 1) if (e := _evidence(row, "results"))]
    vectors = embedder.embed([evidence.sentence.text for _, evidence in found])
    for a, b in combinations(range(len(found)), 2):
        if _in_tension(found[a][1], found[b][1], vectors[a], vectors[b]):
            yield _quoting("These two may be in tension; read both", [found[a], found[b]], rows)


def _in_tension(one: Evidence, other: Evidence, vector: Vectors, other_vector: Vectors) -> bool:
    shared = content(one.sentence.text) & content(other.sentence.text)
    rare = sum(weight(stem) >= RARE for stem in shared)
    same = float(vector @ other_vector) >= OPPOSED_MEANING and rare >= OPPOSED_WORDS
    return same and {_says(one.sentence.text), _says(other.sentence.text)} == {"helps", "hurts"}


def _says(text: str) -> str:
    helps, hurts = bool(_HELPS.search(_HURTS.sub("", text))), bool(_HURTS.search(text))
    return "" if helps == hurts else "helps" if helps else "hurts"


def _quoting(
    lead: str,
    found: Sequence[tuple[int, Evidence]],
    rows: Sequence[Row],
    wanted: re.Pattern[str] | None = None,
) -> Claim:
    """The papers' own sentences beside each other, each its part with what is wanted."""
    quotes = " · ".join(
        f"{short_name(rows[number - 1].paper)}: “{excerpt(without_lead_in(e.sentence.text), QUOTED_WORDS, wanted).rstrip('.')}”"
        for number, e in found
    )
    return _claim(f"{lead}. {quotes}.", found)


def _names(numbers: Sequence[int], rows: Sequence[Row]) -> str:
    return ", ".join(short_name(rows[number - 1].paper) for number in numbers)


def _claim(text: str, found: Sequence[tuple[int, Evidence]]) -> Claim:
    cited = tuple(dict.fromkeys(number for number, _ in found))
    evidence = tuple(each for _, each in found)
    return Claim(text, cited, evidence, "supported", ONLY_QUOTES)


def _evidence(row: Row, aspect: str) -> Evidence | None:
    cell = next((cell for cell in row.cells if cell.aspect == aspect), None)
    return cell.claim.evidence[0] if cell and cell.claim and cell.claim.evidence else None


def _of(figure: ReportedResult) -> Evidence:
    return Evidence(figure.sentence, 1.0)


def short_name(paper: Paper) -> str:
    """What a paper is called in a table: its title up to the colon where that is a name, else its first words."""
    head, colon, _ = paper.title.partition(":")
    words = (head if colon and len(head.split()) <= 4 else paper.title).split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
