"""Sections and summary by a capable model: one call a theme, one for the summary, every sentence checked.

A sentence that fails its check is dropped; a section of which none is left quotes the authors instead.
"""

from collections.abc import Sequence

from pydantic import BaseModel

from assistant.checking.citations import Claim
from assistant.errors import ModelUnreadable
from assistant.evidence.ranking import similarity_by
from assistant.evidence.sources import Source, as_data
from assistant.llm import prompts, tokens
from assistant.llm.call_log import CallRecord
from assistant.llm.models import ChatModel, Usage
from assistant.llm.structured import fill_form
from assistant.overviews.abridging import abridged
from assistant.overviews.claims import has_numbers_of, sound_claims
from assistant.overviews.overview import PlannedSection, Section
from assistant.overviews.quoted import SENTENCES, QuotedSections
from assistant.reader.embeddings import Embedder

PROMPT_TOKENS = 14_000
"""Tokens of all prompts of an overview together, up to 76 papers."""
OVERHEAD = 4_800
"""Of these, for the instructions of six sections, some 350 each, and for the summary."""
READ, LEAST_READ = 240, 120
"""Tokens of a paper that are read, at most: most abstracts without their background. And at least, where that exceeds the
budget: a title and a sentence or two."""
AT_ONCE = 6
"""Sections asked for side by side: all of them, so that the first is there as soon as a short one is written."""
HEADING = 80
"""Characters of a heading; a longer one is a sentence."""


class Draft(BaseModel):
    """What a model is asked for."""

    heading: str = ""
    text: str
    open: str = ""


class ModelSections:
    """Writes with a capable model, under the check."""

    SECTION_TOKENS, SUMMARY_TOKENS = 700, 600
    """Five long sentences have some 250 tokens; reasoning models count their thoughts in as well."""

    def __init__(self, model: ChatModel, embedder: Embedder) -> None:
        self._model, self._similarity = model, similarity_by(embedder)
        self._section, self._summary = prompts.load("overview_section"), prompts.load("overview_summary")
        self.name, self.stand_in = model.name, QuotedSections(embedder)
        self.at_once = 1 if model.choice.kind == "gguf" else AT_ONCE
        self.fingerprint = "\0".join(p.system + p.user.template for p in (self._section, self._summary))

    def section(self, planned: PlannedSection, topic: str, usage: Usage) -> Section:
        """The model's sentences that are sound; the authors' where none is."""
        messages, sources = self._messages(planned, topic)
        if not sources:
            return self.stand_in.section(planned, topic, usage)
        record = CallRecord("overview section", [source.paper.id for source in sources])
        draft = self._draft(messages, usage, record)
        open_ = sound_claims(draft.open, sources, self._similarity, 1, CallRecord("open"))
        claims = sound_claims(draft.text, sources, self._similarity, SENTENCES, record)
        if not claims:
            return self.stand_in.section(planned, topic, usage)
        heading = _heading(draft.heading, sources) or planned.heading
        return Section(heading, planned.numbers, claims, open_, self.name)

    def summary(
        self, sections: Sequence[Section], sources: Sequence[Source], topic: str, usage: Usage
    ) -> tuple[Claim, ...]:
        """The model's sentences that are sound; quotations where none is."""
        record = CallRecord("overview summary", [source.paper.id for source in sources])
        messages = self._summary.fill(sections="\n\n".join(map(_as_text, sections)), topic=as_data(topic))
        written = self._model.complete(messages, usage, self.SUMMARY_TOKENS, record)
        if record.cut_short:  # half a sentence claims nothing
            written = written.rpartition("]")[0] + "]"
        claims = sound_claims(written, sources, self._similarity, SENTENCES, record)
        return claims or self.stand_in.summary(sections, sources, topic, usage)

    def tokens(self, planned: PlannedSection, topic: str) -> int:
        """At most how many tokens the section takes, prompt and answer together."""
        return sum(map(tokens.count, self._messages(planned, topic)[0])) + self.SECTION_TOKENS

    def summary_tokens(self, sections: int) -> int:
        """At most how many tokens the summary of so many sections takes."""
        return tokens.count(self._summary.system) + sections * 250 + self.SUMMARY_TOKENS

    def _messages(self, planned: PlannedSection, topic: str) -> tuple[tuple[str, str], tuple[Source, ...]]:
        share = (PROMPT_TOKENS - OVERHEAD) // planned.among
        text, sources = abridged(planned.sources, max(LEAST_READ, min(READ, share)))
        return self._section.fill(
            sources=text, topic=as_data(topic), heading=as_data(planned.heading)
        ), sources

    def _draft(self, messages: tuple[str, str], usage: Usage, record: CallRecord) -> Draft:
        """The form as the model fills it; prose instead of the form is read as its text."""
        try:
            return fill_form(Draft, self._model, messages, usage, self.SECTION_TOKENS, record)
        except ModelUnreadable:
            return Draft(text=record.reply)


def _heading(written: str, sources: Sequence[Source]) -> str:
    """The heading in one line; none where it is too long, or has a number that no paper has."""
    line = " ".join(written.split()).strip(' ."“”#*')
    return line if len(line) <= HEADING and has_numbers_of(line, sources) else ""


def _as_text(section: Section) -> str:
    lines = [as_data(claim.text) + claim.citation_markers for claim in section.claims]
    return "\n".join([as_data(section.heading), *lines])
