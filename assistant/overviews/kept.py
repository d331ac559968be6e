"""Sections that were written, kept for the same papers, prompts and model: an overview that was stopped goes on where it was.

A kept claim names its evidence by paper and sentence; the papers have the sentences.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from assistant.checking.checks import Verdict
from assistant.checking.citations import Claim
from assistant.errors import SavedDataError
from assistant.evidence.ranking import Evidence
from assistant.evidence.sources import Source
from assistant.jsonable import from_json, to_json
from assistant.key_value_store import KeyValueStore
from assistant.llm.models import Usage
from assistant.overviews.make import OverviewWriter
from assistant.overviews.overview import PlannedSection, Section
from assistant.text.sentences import sentences_of

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class KeptClaim:
    """A claim as it is kept: `evidence` are ids of papers, numbers of sentences and scores."""

    text: str
    verdict: Verdict
    reason: str
    evidence: tuple[tuple[str, int, float], ...]
    removed: tuple[int, ...] = ()

    @classmethod
    def of(cls, claim: Claim) -> "KeptClaim":
        """The claim, to be kept."""
        evidence = tuple((e.sentence.paper, e.sentence.number, e.score) for e in claim.evidence)
        return cls(claim.text, claim.verdict, claim.reason, evidence, claim.removed)

    def claim(self, sources: Mapping[str, Source]) -> Claim:
        """The claim of these sources by their papers' ids; LookupError where a paper or sentence is not there."""
        evidence = tuple(
            Evidence(sentences_of(sources[id_].paper)[number - 1], score)
            for id_, number, score in self.evidence
        )
        cited = tuple(dict.fromkeys(sources[id_].number for id_, _, _ in self.evidence))
        return Claim(self.text, cited, evidence, self.verdict, self.reason, removed=self.removed)


@dataclass(frozen=True, slots=True)
class KeptSection:
    """A section as it is kept, with the ids of its papers."""

    heading: str
    papers: tuple[str, ...]
    claims: tuple[KeptClaim, ...]
    open: tuple[KeptClaim, ...]
    writer: str

    @classmethod
    def of(cls, section: Section, sources: Sequence[Source]) -> "KeptSection":
        """The section, to be kept; `sources` have its papers."""
        ids = {source.number: source.paper.id for source in sources}
        return cls(
            section.heading,
            tuple(ids[number] for number in section.papers),
            tuple(map(KeptClaim.of, section.claims)),
            tuple(map(KeptClaim.of, section.open)),
            section.writer,
        )

    def section(self, sources: Mapping[str, Source]) -> Section:
        """The section of these sources; LookupError where a paper or sentence is not there."""
        numbers = tuple(sources[id_].number for id_ in self.papers)
        claims = tuple(kept.claim(sources) for kept in self.claims)
        open_ = tuple(kept.claim(sources) for kept in self.open)
        return Section(self.heading, numbers, claims, open_, self.writer)


class CachedSections:
    """A writer that keeps what its model wrote, and writes nothing twice."""

    def __init__(self, writer: OverviewWriter, store: KeyValueStore) -> None:
        self._writer, self._store = writer, store
        self.name, self.fingerprint, self.at_once = writer.name, writer.fingerprint, writer.at_once

    @property
    def stand_in(self) -> OverviewWriter:
        """The writer's own."""
        return self._writer.stand_in

    def section(self, planned: PlannedSection, topic: str, usage: Usage) -> Section:
        """The kept section, or a new one; only what a model wrote is kept."""
        if known := self._known(planned, topic):
            return known
        section = self._writer.section(planned, topic, usage)
        if section.writer:
            self._store.put(self._key(planned, topic), to_json(KeptSection.of(section, planned.sources)))
        return section

    def summary(
        self, sections: Sequence[Section], sources: Sequence[Source], topic: str, usage: Usage
    ) -> tuple[Claim, ...]:
        """The kept summary of these sections, or a new one."""
        key = self._hash(topic, *(claim.marked for section in sections for claim in section.claims))
        by_id = {source.paper.id: source for source in sources}
        shape = tuple[KeptClaim, ...]
        if known := read_kept(self._store.get(key), shape, lambda kept: tuple(c.claim(by_id) for c in kept)):
            return known
        claims = self._writer.summary(sections, sources, topic, usage)
        self._store.put(key, to_json(tuple(map(KeptClaim.of, claims)), shape))
        return claims

    def tokens(self, planned: PlannedSection, topic: str) -> int:
        """At most how many tokens it takes to write the section; 0 where it is kept."""
        return 0 if self._known(planned, topic) else self._writer.tokens(planned, topic)

    def summary_tokens(self, sections: int) -> int:
        """At most how many tokens the summary takes."""
        return self._writer.summary_tokens(sections)

    def _known(self, planned: PlannedSection, topic: str) -> Section | None:
        by_id = {source.paper.id: source for source in planned.sources}
        values = self._store.get(self._key(planned, topic))
        return read_kept(values, KeptSection, lambda kept: kept.section(by_id))

    def _key(self, planned: PlannedSection, topic: str) -> str:
        papers = (part for s in planned.sources for part in (s.paper.id, s.paper.title, s.paper.abstract))
        return self._hash(topic, planned.heading, *papers)

    def _hash(self, *parts: str) -> str:
        return hashlib.sha256("\0".join((self.fingerprint, self.name, *parts)).encode()).hexdigest()


def read_kept(values: Any, shape: type[T], made: Callable[[T], R]) -> R | None:
    """What is made of kept values; None where there are none, or they no longer fit: it is only a copy, and can be made again."""
    with suppress(SavedDataError, LookupError):
        return made(from_json(shape, values)) if values else None
    return None
