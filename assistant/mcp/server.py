"""The MCP server: search, ask, get_paper, digest, compare and explain over one library. The only importer of `mcp`.

Tools only read. Each runs in a thread of its own, so that a slow one holds up no other client. An error of ours becomes a tool
error whose text says what to do next; anything else the package reports as a crash, without its text.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from assistant import __version__, api
from assistant.asking.answer import ask as ask_library
from assistant.asking.paper_resolver import one_paper
from assistant.dates import bounds
from assistant.errors import InputError, PapersError
from assistant.export import shapes
from assistant.jsonable import to_json
from assistant.library.filters import Filters
from assistant.mcp.results import (
    AnswerResult,
    ComparisonResult,
    DigestResult,
    ExplanationResult,
    PaperResult,
    SearchResult,
)
from assistant.services import Services

INSTRUCTIONS = (
    "A library of research-paper abstracts. Every sentence these tools return cites the sentence of an abstract it rests "
    "on and carries the verdict of a check. Cite papers by their id or url, and quote evidence exactly."
)
READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
MOST_HITS = 25
MOST_TLDRS = 30
"""Papers that one digest returns: some 4,000 tokens."""
LONGEST_QUESTION = 4_000

Text = Annotated[str, Field(min_length=1, max_length=LONGEST_QUESTION)]
Day = Annotated[str | None, Field(description="2025, 2025-06 or 2025-06-03")]


def build(services: Services) -> MCPServer[Any]:
    """The server over the library and the model of these settings; nothing is opened before the first call."""
    server: MCPServer[Any] = MCPServer("papers", version=__version__, instructions=INSTRUCTIONS)
    tool = server.tool(annotations=READ_ONLY)

    @tool
    def search_papers(
        query: Text,
        since: Day = None,
        until: Day = None,
        category: Annotated[str | None, Field(description="An arXiv category, like cs.CL")] = None,
        limit: Annotated[int, Field(ge=1, le=MOST_HITS)] = 10,
    ) -> SearchResult:
        """Find papers by meaning and by words, best first, with their abstracts."""
        with tool_errors():
            filters = Filters(
                since=_day(since, 0), until=_day(until, 1), categories=(category,) if category else ()
            )
            hits = services.library.search(query, filters, limit)
            return SearchResult(papers=[PaperResult.of(hit.paper) for hit in hits])

    @tool
    def get_paper(
        paper: Annotated[str, Field(description="An arXiv id or link, or the title", max_length=500)],
    ) -> PaperResult:
        """One paper with its abstract."""
        with tool_errors():
            return PaperResult.of(one_paper(paper, services.library))

    @tool
    def ask(
        question: Text,
        papers: Annotated[
            list[str] | None, Field(description="Ids, links or titles: ask only these papers", max_length=50)
        ] = None,
    ) -> AnswerResult:
        """Answer a question from the library. Filters in it are obeyed: since 2025, this week, in cs.CL, from NVIDIA."""
        with tool_errors():
            asked = services.understand(question, date.today(), [])
            if papers:
                ids = tuple(one_paper(text, services.library).id for text in papers)
                asked = asked.narrowed(Filters(papers=ids))
            reply = ask_library(asked, services.library, services.writer).finish()
            return AnswerResult.model_validate(to_json(reply, shapes.Reply))

    @tool
    def digest(
        when: Annotated[
            str | None, Field(description="2025-11-12, 2025-W46, 2025-11, today; by default the newest day")
        ] = None,
        topics: Annotated[list[str] | None, Field(description="Only papers on these", max_length=20)] = None,
        top: Annotated[int, Field(ge=1, le=MOST_TLDRS)] = 10,
    ) -> DigestResult:
        """The papers of a day, week or month, each in one checked sentence, with their themes."""
        with tool_errors():
            made = api.digest_with(services, when, topics or (), top)
            return DigestResult.model_validate(to_json(made, shapes.Digest))

    @tool
    def compare(
        papers: Annotated[
            list[str], Field(description="2 to 12 ids, links or titles", min_length=2, max_length=12)
        ],
        aspects: Annotated[
            list[str] | None,
            Field(description="problem, approach, results, cost, limitations, … or your own", max_length=16),
        ] = None,
    ) -> ComparisonResult:
        """A table whose every cell is a checked claim, or says that the abstract does not state it."""
        with tool_errors():
            table = to_json(api.compare_with(services, papers, aspects or ()), shapes.Comparison)
            without_abstracts = [
                paper | {"abstract": ""} for paper in table["papers"]
            ]  # every cell has its sentence
            return ComparisonResult.model_validate(table | {"papers": without_abstracts})

    @tool
    def explain(
        paper: Annotated[str, Field(description="An arXiv id or link, or the title", max_length=500)],
        reader: Annotated[
            str,
            Field(
                description="child, newcomer, student, engineer, executive, or who the reader is",
                max_length=200,
            ),
        ] = "newcomer",
    ) -> ExplanationResult:
        """One paper in plain language for a reader, with a glossary."""
        with tool_errors():
            made = api.explain_with(services, paper, reader)
            return ExplanationResult.model_validate(to_json(made, shapes.Explanation))

    return server


@contextmanager
def tool_errors() -> Iterator[None]:
    """Turn an error of ours into a tool error, its hint included."""
    try:
        yield
    except PapersError as error:
        raise ToolError(str(error)) from error


def _day(text: str | None, end: int) -> date | None:
    """The first (0) or last (1) day of what was given for a date."""
    try:
        return bounds(text)[end] if text else None
    except ValueError as error:
        raise InputError(f"{text} is not a date.", "Write 2025, 2025-06 or 2025-06-03.") from error
