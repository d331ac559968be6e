"""What results look like as JSON: one pydantic model for each, read from the attributes of its dataclass.

`to_json(reply, shapes.Reply)` of `assistant/jsonable.py` writes one. A class that is not here is written field by field.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal

import pydantic
from pydantic import AfterValidator, AliasPath, BeforeValidator, Field, WrapSerializer

from assistant.checking.checks import Verdict
from assistant.checking.citations import Opinion, removed_citations
from assistant.digests.digest import DigestEntry
from assistant.explaining.explanation import Part
from assistant.jsonable import to_json
from assistant.library import fetch_log as days
from assistant.library import filters, papers
from assistant.overviews.themes import Theme


def at(*places: str, **field: Any) -> Any:
    """A field that is read from the first of these places there is, each a path of attributes: `claim.text`."""
    paths = [AliasPath(*place.split(".")) for place in places]
    return Field(validation_alias=pydantic.AliasChoices(*paths), **field)


def _removed_from_tldrs(entries: Iterable[DigestEntry]) -> list[int]:
    return removed_citations(entry.tldr for entry in entries)


def _by_part(parts: Iterable[Part]) -> list[dict[str, Any]]:
    return [{"part": part.key, **to_json(claim, Claim)} for part in parts for claim in part.claims]


Paper = Annotated[papers.Paper, WrapSerializer(lambda paper, fields: {**fields(paper), "url": paper.url})]
Filters = Annotated[
    filters.Filters,
    WrapSerializer(lambda conditions, fields: {k: v for k, v in fields(conditions).items() if v}),
]
_Rounded = Annotated[float, AfterValidator(lambda number: round(number, 4))]
_Moment = Annotated[datetime, pydantic.PlainSerializer(datetime.isoformat)]
_Removed = Annotated[list[int], BeforeValidator(removed_citations)]
_Message = Annotated[str | None, BeforeValidator(lambda error: error and str(error))]


class _Shape(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(from_attributes=True)


class Hit(_Shape):
    """A found paper."""

    paper: Paper
    score: _Rounded
    meaning_rank: int | None
    keyword_rank: int | None


class _Name(_Shape):
    id: str = at("paper.id")
    title: str = at("paper.title")


class _Link(_Name):
    url: str = at("paper.url")


class _Source(_Link):
    number: int
    published: date | None = at("paper.published")
    sample: bool = at("paper.is_sample")
    meaning_rank: int | None = at("hit.meaning_rank")
    keyword_rank: int | None = at("hit.keyword_rank")


class _Suggestion(_Link):
    published: date | None = at("paper.published")
    why: str


class _Evidence(_Shape):
    paper: str = at("sentence.paper", "paper")
    sentence: int = at("sentence.number", "sentence")
    text: str = at("sentence.text", "text")


class Claim(_Shape):
    """A written sentence with its verdict and evidence."""

    text: str
    verdict: Verdict
    reason: str = ""
    evidence: tuple[_Evidence, ...]
    opinion: Opinion | None = Field(None, exclude_if=lambda opinion: opinion is None)
    removed_citations: tuple[int, ...] = at(
        "removed", "removed_citations", default=(), exclude_if=lambda removed: not removed
    )


class Usage(_Shape):
    """Calls and tokens."""

    input_tokens: int
    output_tokens: int
    calls: int
    cut_short: int


class Reply(_Shape):
    """An answer."""

    question: str = at("question.text")
    filters: Filters = at("question.filters")
    answer: str = at("text")
    claims: list[Claim]
    removed_citations: _Removed = at("claims")
    unfinished: str = at("pending")
    raw: str
    sources: list[_Source] = at("cited")
    nearest: list[_Link]
    notice: str | None = at("notice.kind", default=None)
    error: _Message = at("problem")
    model: dict[str, str] = at("written_by")
    usage: Usage
    timings: dict[str, _Rounded]


class _Tldr(Claim):
    reason: str = Field("", exclude=True)


class _Entry(_Name):
    upvotes: int | None = at("paper.upvotes")
    tldr: _Tldr


class _Missing(_Name):
    reason: str


class Digest(_Shape):
    """A digest; an empty day says why among `missing`."""

    day: str = at("selection.request.span.name")
    headline: list[Claim]
    themes: list[Theme]
    papers: list[_Entry] = at("entries")
    removed_citations: Annotated[list[int], BeforeValidator(_removed_from_tldrs)] = at("entries")
    usage: Usage
    without: list[_Missing] = at("missing", exclude=True)
    why_empty: str = at("selection.why_empty", exclude=True)

    @pydantic.computed_field
    def missing(self) -> list[dict[str, str]]:
        """The papers without a TL;DR, or the day without papers, and why."""
        empty = [{"day": self.day, "reason": self.why_empty}] if self.why_empty else []
        return [one.model_dump() for one in self.without] + empty


class Term(_Shape):
    """An entry of a glossary."""

    term: str = at("name")
    meaning: str
    evidence: tuple[_Evidence, ...]


class Explanation(_Shape):
    """A paper in plain language."""

    paper: Paper
    reader: Annotated[str, BeforeValidator(lambda reader: reader.words_of_their_own or reader.name)]
    claims: Annotated[list[dict[str, Any]], BeforeValidator(_by_part)] = at("parts")
    removed_citations: _Removed = at("claims")
    glossary: list[Term]
    grade: float | None
    read_first: list[_Suggestion] = at("first")
    read_next: list[_Suggestion] = at("next")
    model: dict[str, str] = at("written_by")
    error: _Message = at("problem")
    usage: Usage | None


class Cell(_Shape):
    """What a paper says of an aspect, or that it does not."""

    aspect: str
    text: str = at("claim.text", "without", "text")
    verdict: Verdict | Literal["told with", "not stated"]
    evidence: tuple[_Evidence, ...] = at("claim.evidence", "evidence", default=())


class Row(_Shape):
    """A paper's cells."""

    paper: str = at("paper.id", "paper")
    cells: tuple[Cell, ...]


class Table(_Shape):
    """A table of papers and aspects."""

    papers: list[Paper]
    aspects: list[Annotated[str, BeforeValidator(lambda aspect: getattr(aspect, "name", aspect))]]
    rows: tuple[Row, ...]
    synthesis: list[Claim]


class Comparison(Table):
    """A table, and how its making went."""

    removed_citations: _Removed = at("synthesis")
    notes: tuple[str, ...]
    error: _Message = at("problem")
    usage: Usage


class _Section(_Shape):
    heading: str
    papers: tuple[int, ...]
    """Their numbers in `sources`."""
    claims: list[Claim]


class _Numbered(_Link):
    number: int
    published: date | None = at("paper.published")


class Overview(_Shape):
    """Many papers on one topic."""

    topic: str
    filters: Filters
    summary: list[Claim]
    sections: list[_Section]
    open: list[Claim]
    removed_citations: _Removed = at("claims")
    sources: list[_Numbered]
    notes: tuple[str, ...]
    error: _Message = at("problem")
    model: dict[str, str] = at("written_by")
    usage: Usage
    timings: dict[str, _Rounded]


class _Refused(_Shape):
    file: str
    entry: str | None
    reason: str


class _Remark(_Shape):
    file: str
    text: str


class ImportReport(_Shape):
    """What an import did."""

    added: int
    updated: int
    unchanged: int
    refused: list[_Refused]
    remarks: list[_Remark]
    revised: list[str]
    refused_total: int


class Day(_Shape):
    """How many papers of a day there are, or why there are none."""

    day: date
    papers: int
    reason: days.Reason | None
    text: str
    fetched: _Moment | None = at("fetched.when", default=None)


class Subscription(_Shape):
    """Who gets which digest."""

    address: str
    rhythm: str
    top: int
    topics: list[str] = at("following.topics")
    muted: list[str] = at("following.muted")
