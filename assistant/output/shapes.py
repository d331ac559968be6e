"""What results look like as JSON: one pydantic model for each, read from the attributes of its dataclass.

`to_json(reply, shapes.Reply)` of `assistant/jsonable.py` writes them. A class without a model here is written field by
field, as it is.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AliasChoices,
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    WrapSerializer,
    computed_field,
)

from assistant.digesting.themes import Theme
from assistant.explaining import explanation
from assistant.grounding.checks import Verdict
from assistant.grounding.citations import Opinion
from assistant.jsonable import to_json
from assistant.library import filters, papers
from assistant.library.days import Reason
from assistant.library.sources.entries import Refused, Remark


def _with_url(paper: papers.Paper, fields: SerializerFunctionWrapHandler) -> dict[str, Any]:
    return {**fields(paper), "url": paper.url}


def _only_set(conditions: filters.Filters, fields: SerializerFunctionWrapHandler) -> dict[str, Any]:
    return {name: value for name, value in fields(conditions).items() if value}


def at(*places: str, default: Any = ...) -> Any:
    """A field that is read from the first of these places there is, each a path of attributes: `claim.text`."""
    paths = [AliasPath(*place.split(".")) for place in places]
    return Field(default, validation_alias=AliasChoices(*paths))


Paper = Annotated[papers.Paper, WrapSerializer(_with_url)]
Filters = Annotated[filters.Filters, WrapSerializer(_only_set)]
Rounded = Annotated[float, AfterValidator(lambda number: round(number, 4))]
Moment = Annotated[datetime, PlainSerializer(datetime.isoformat)]
Message = Annotated[str | None, BeforeValidator(lambda error: error and str(error))]


class Shape(BaseModel):
    """A model whose fields are read from the attributes of another object."""

    model_config = ConfigDict(from_attributes=True)


class Hit(Shape):
    """A found paper with its score and ranks."""

    paper: Paper
    score: Rounded
    meaning_rank: int | None
    keyword_rank: int | None


class PaperName(Shape):
    """A paper by its id and title."""

    id: str = at("paper.id")
    title: str = at("paper.title")


class PaperLink(PaperName):
    """The same, and where it can be read."""

    url: str = at("paper.url")


class Source(PaperLink):
    """A numbered paper that an answer cites."""

    number: int
    published: date | None = at("paper.published")
    sample: bool = at("paper.is_sample")
    meaning_rank: int | None = at("hit.meaning_rank")
    keyword_rank: int | None = at("hit.keyword_rank")


class Evidence(Shape):
    """A sentence by its paper and number."""

    paper: str = at("sentence.paper", "paper")
    sentence: int = at("sentence.number", "sentence")
    text: str = at("sentence.text", "text")


class Claim(Shape):
    """A written sentence with its verdict and evidence; a second opinion only where there is one."""

    text: str
    verdict: Verdict
    reason: str = ""
    evidence: tuple[Evidence, ...]
    opinion: Opinion | None = Field(None, exclude_if=lambda opinion: opinion is None)


class Usage(Shape):
    """Calls and tokens."""

    input_tokens: int
    output_tokens: int
    calls: int


class Reply(Shape):
    """An answer."""

    question: str = at("question.text")
    filters: Filters = at("question.filters")
    answer: str = at("text")
    claims: list[Claim]
    sources: list[Source] = at("cited")
    nearest: list[PaperLink]
    notice: str | None = at("notice.kind", default=None)
    error: Message = at("problem")
    model: dict[str, str] = at("written_by")
    usage: Usage
    timings: dict[str, Rounded]


class Tldr(Claim):
    """A claim; the reason for its verdict is left out."""

    reason: str = Field("", exclude=True)


class DigestEntry(PaperName):
    """A paper of a digest."""

    upvotes: int | None = at("paper.upvotes")
    tldr: Tldr


class Missing(PaperName):
    """A paper without a TL;DR."""

    reason: str


class Digest(Shape):
    """A digest; an empty day says why among `missing`."""

    day: str = at("selection.request.span.name")
    why_empty: str = Field(validation_alias=AliasPath("selection", "why_empty"), exclude=True)
    headline: list[Claim]
    themes: list[Theme]
    papers: list[DigestEntry] = at("entries")
    without: list[Missing] = Field(validation_alias="missing", exclude=True)

    @computed_field
    def missing(self) -> list[dict[str, str]]:
        """The papers without a TL;DR, or the day without papers, and why."""
        empty = [{"day": self.day, "reason": self.why_empty}] if self.why_empty else []
        return [one.model_dump() for one in self.without] + empty


def _by_part(parts: Iterable[explanation.Part]) -> list[dict[str, Any]]:
    return [{"part": part.key, **to_json(claim, Claim)} for part in parts for claim in part.claims]


class PartClaim(Claim):
    """A checked sentence of an explanation and the part it stands in."""

    part: str


class Term(Shape):
    """An entry of a glossary."""

    term: str = at("name")
    meaning: str
    evidence: tuple[Evidence, ...]


class Suggestion(PaperLink):
    """A paper worth reading beside another."""

    published: date | None = at("paper.published")
    why: str


class Explanation(Shape):
    """A paper in plain language."""

    paper: Paper
    reader: Annotated[str, BeforeValidator(lambda reader: reader.words_of_their_own or reader.name)]
    claims: Annotated[list[PartClaim], BeforeValidator(_by_part)] = at("parts")
    glossary: list[Term]
    grade: float | None
    read_first: list[Suggestion] = at("first")
    read_next: list[Suggestion] = at("next")
    model: dict[str, str] = at("written_by")
    error: Message = at("problem")
    usage: Usage | None


class Cell(Shape):
    """What a paper says of an aspect, or that it does not."""

    aspect: str
    text: str = at("claim.text", "without", "text")
    verdict: Verdict | Literal["told with", "not stated"]
    evidence: tuple[Evidence, ...] = at("claim.evidence", "evidence", default=())


class Row(Shape):
    """A paper's cells."""

    paper: str = at("paper.id", "paper")
    cells: tuple[Cell, ...]


class Comparison(Shape):
    """A table of papers and aspects."""

    papers: list[Paper]
    aspects: list[Annotated[str, BeforeValidator(lambda aspect: getattr(aspect, "name", aspect))]]
    rows: tuple[Row, ...]
    synthesis: list[Claim]


class Day(Shape):
    """How many papers of a day there are, or why there are none."""

    day: date
    papers: int
    reason: Reason | None
    text: str
    fetched: Moment | None = at("fetched.when", default=None)


class ImportReport(Shape):
    """What an import did."""

    added: int
    updated: int
    unchanged: int
    refused: list[Refused]
    remarks: list[Remark]
    revised: list[str]


class Fetching(Shape):
    """What a fetch did beside importing."""

    days: dict[date, int]
    problem: Message


class Subscription(Shape):
    """Who gets which digest."""

    address: str
    rhythm: str
    top: int
    topics: list[str] = at("following.topics")
    muted: list[str] = at("following.muted")


class Diagnosis(Shape):
    """Facts by name, and advice."""

    facts: Annotated[dict[str, str], BeforeValidator(dict)]
    advice: list[str]
