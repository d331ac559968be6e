"""Sections and summary in the authors' own sentences, quoted. Needs no model; the same papers give the same text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.checking.citations import Claim, quote
from assistant.evidence.aspect_cues import cued
from assistant.evidence.key_sentence import stands_alone
from assistant.evidence.ranking import Evidence
from assistant.evidence.selection import REDUNDANT
from assistant.evidence.sources import Source
from assistant.llm.models import Usage
from assistant.overviews.findings import findings
from assistant.overviews.overview import PlannedSection, Section
from assistant.reader.embeddings import Embedder, Vectors
from assistant.text.sentences import sentences_of
from assistant.text.shortening import without_lead_in

SENTENCES = 5
"""Sentences of a section and of the summary: what the longest written ones have."""
OPEN = 2
"""Sentences of a section that say what is open."""


class QuotedSections:
    """Writes with the sentences that say what was found; the best of each section is left to the summary."""

    name = fingerprint = ""
    at_once = 1

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def stand_in(self) -> "QuotedSections":
        """Itself: it does not fail."""
        return self

    def section(self, planned: PlannedSection, topic: str, usage: Usage) -> Section:
        """One sentence of each paper, the best papers' first; of the paper that the summary quotes another one."""
        best, *rest = self._ranked(planned.sources, topic)
        chosen = [found[0] for found in rest][:SENTENCES] or best[1:2] or best[:1]
        numbers = {source.paper.id: source.number for source in planned.sources}
        claims = tuple(_quoted(evidence, numbers) for evidence in chosen)
        said = frozenset(evidence.sentence for evidence in (*best[:1], *chosen))
        open_ = tuple(_quoted(evidence, numbers) for evidence in _open(planned.sources, said))
        return Section(planned.heading, tuple(numbers.values()), claims, open_)

    def summary(
        self, sections: Sequence[Section], sources: Sequence[Source], topic: str, usage: Usage
    ) -> tuple[Claim, ...]:
        """The best sentence of each of the first sections, but for those that stand there already."""
        numbers = {source.paper.id: source.number for source in sources}
        said = {e.sentence for section in sections for claim in section.claims for e in claim.evidence}
        of_sections = [[sources[number - 1] for number in section.papers] for section in sections]
        ranked = [self._ranked(some, topic)[0][0] for some in of_sections]
        return tuple(_quoted(e, numbers) for e in ranked if e.sentence not in said)[:SENTENCES]

    def tokens(self, planned: PlannedSection, topic: str) -> int:
        """None."""
        return 0

    def summary_tokens(self, sections: int) -> int:
        """None."""
        return 0

    def _ranked(self, sources: Sequence[Source], topic: str) -> list[list[Evidence]]:
        """The findings of each paper that has any, best paper first, without papers that say the same again."""
        found = [some for some in findings(sources, topic, self._embedder) if some]
        found = found or [[Evidence(sentences_of(source.paper)[0], 0.0)] for source in sources]
        found.sort(key=lambda some: (-some[0].score, some[0].sentence.paper))
        vectors = self._embedder.embed([some[0].sentence.text for some in found])
        return [found[n] for n in _different(vectors)]


def _different(vectors: Vectors) -> Iterator[int]:
    """The places of the vectors that are not nearly the same as an earlier one."""
    kept: list[Vectors] = []
    for n, vector in enumerate(vectors):
        if all(float(vector @ other) < REDUNDANT for other in kept):
            kept.append(vector)
            yield n


def _open(sources: Iterable[Source], said: frozenset[object]) -> list[Evidence]:
    """Sentences by which papers say what they do not solve, at most one of each paper."""
    found = []
    for source in sources:
        sentences = sentences_of(source.paper)
        cues = cued("limitations", [sentence.text for sentence in sentences])
        rows = [
            Evidence(sentence, float(cue))
            for sentence, cue in zip(sentences, cues, strict=True)
            if cue and sentence not in said and stands_alone(sentence.text)
        ]
        found += sorted(rows, key=lambda evidence: -evidence.score)[:1]
    once = {evidence.sentence.text: evidence for evidence in reversed(found)}.values()
    return sorted(once, key=lambda evidence: (-evidence.score, evidence.sentence.paper))[:OPEN]


def _quoted(evidence: Evidence, numbers: dict[str, int]) -> Claim:
    """The sentence from where it begins to say something: the one before it does not stand there."""
    claim = quote(evidence, numbers[evidence.sentence.paper])
    return replace(claim, text=without_lead_in(claim.text))
