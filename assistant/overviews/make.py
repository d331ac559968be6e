"""Papers → an Overview that grows section by section: the papers by theme, a section of each theme, a summary last.

A model that fails stops nothing: the authors' sentences stand in, and `problem` says why.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.checking.citations import Claim
from assistant.errors import ModelError, PapersError
from assistant.evidence.sources import Source
from assistant.library.library import Library
from assistant.llm.models import Usage
from assistant.llm.parallel import in_parallel
from assistant.overviews.outline import planned_sections
from assistant.overviews.overview import Chosen, Overview, PlannedSection, Section

logger = logging.getLogger(__name__)


class OverviewWriter(Protocol):
    """Writes sections and the summary above them; safe to be called from several threads."""

    name: str
    """The model's name; empty where the authors are quoted."""
    fingerprint: str
    """What its text depends on beside the papers and the model: it changes with the prompts."""
    at_once: int
    """How many sections it pays to write side by side."""

    @property
    def stand_in(self) -> "OverviewWriter":
        """Who writes what this one fails at."""

    def section(self, planned: PlannedSection, topic: str, usage: Usage) -> Section:
        """The section, citing only its own papers; ModelError where a model fails."""

    def summary(
        self, sections: Sequence[Section], sources: Sequence[Source], topic: str, usage: Usage
    ) -> tuple[Claim, ...]:
        """What the sections say together; ModelError where a model fails."""

    def tokens(self, planned: PlannedSection, topic: str) -> int:
        """At most how many tokens the section takes, prompt and answer together; 0 where no model is asked."""

    def summary_tokens(self, sections: int) -> int:
        """The same of the summary of so many sections."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a model would be asked: how many papers are read in how many calls, at most how many tokens."""

    papers: int
    calls: int
    tokens: int


def cost_of(chosen: Chosen, library: Library, writer: OverviewWriter) -> Cost:
    """What the overview would cost; nothing where no model writes, or all is kept from before."""
    planned = planned_sections(chosen, library)
    costs = [cost for one in planned if (cost := writer.tokens(one, chosen.topic))]
    summary = writer.summary_tokens(len(planned)) if costs else 0
    return Cost(len(chosen.papers), len(costs) + bool(summary), sum(costs) + summary)


def make(
    chosen: Chosen, library: Library, writer: OverviewWriter, most_tokens: int | None = None
) -> Iterator[Overview]:
    """The overview as it grows: once before the first section, once after each, the last one finished.

    `most_tokens` is never exceeded: sections that do not fit any more are quoted, and a note names them.
    """
    start = time.perf_counter()
    planned = planned_sections(chosen, library)
    writers, notes = _affordable(planned, chosen.topic, writer, most_tokens)
    growing = Overview(
        chosen.topic,
        chosen.filters,
        chosen.papers,
        writer.name,
        planned,
        notes=(*chosen.notes, *notes),
        limit=chosen.limit,
    )
    yield growing

    def write(one: PlannedSection) -> Section:
        return writers[one].section(one, chosen.topic, growing.usage)

    for one, made in in_parallel(write, planned, writer.at_once):
        if isinstance(made, ModelError):
            growing = _with_problem(growing, made)
            made = writer.stand_in.section(one, chosen.topic, growing.usage)
        if isinstance(made, PapersError):
            raise made
        growing = _with_section(growing, made)
        growing = _timed(growing, "first_section", start) if len(growing.sections) == 1 else growing
        yield growing
    yield replace(
        _timed(_with_summary(growing, writer.stand_in if notes else writer), "total", start), finished=True
    )


def _affordable(
    planned: Sequence[PlannedSection], topic: str, writer: OverviewWriter, most_tokens: int | None
) -> tuple[dict[PlannedSection, OverviewWriter], list[str]]:
    """Who writes each section within the budget, and a note for each that does not fit it."""
    if most_tokens is None:
        return dict.fromkeys(planned, writer), []
    left, writers, notes = most_tokens - writer.summary_tokens(len(planned)), {}, []
    for one in planned:
        cost = writer.tokens(one, topic)
        writers[one] = writer if cost <= left else writer.stand_in
        left -= cost if cost <= left else 0
        if writers[one] is not writer:
            notes.append(f"The token budget is used up: “{one.heading}” is quoted. Raise --max-tokens.")
    return writers, notes


def finished(growing: Iterator[Overview]) -> Overview:
    """The last of a growing overview."""
    *_, last = growing
    return last


def _with_section(growing: Overview, made: Section) -> Overview:
    """The overview with one section more, all in the order in which they were planned."""
    order = {one.numbers: place for place, one in enumerate(growing.planned)}
    sections = sorted([*growing.sections, made], key=lambda section: order[section.papers])
    return replace(growing, sections=tuple(sections))


def _with_summary(growing: Overview, writer: OverviewWriter) -> Overview:
    given = growing.sections, growing.sources, growing.topic, growing.usage
    try:
        return replace(growing, summary=writer.summary(*given))
    except ModelError as problem:
        return _with_problem(replace(growing, summary=writer.stand_in.summary(*given)), problem)


def _with_problem(growing: Overview, problem: ModelError) -> Overview:
    """The first problem stays: six sections meet the same unreachable server."""
    logger.info("The model failed; the authors' sentences stand instead")
    return growing if growing.problem else replace(growing, problem=problem)


def _timed(growing: Overview, name: str, start: float) -> Overview:
    return replace(growing, timings={**growing.timings, name: time.perf_counter() - start})
