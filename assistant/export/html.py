"""HTML by Jinja2: the macros of templates/*.html.j2, which escape every text; and those that show replies and papers.

A claim's citations open cards with the marked sentence in its abstract. The cards are the browser's own popovers, so
opening one asks no server and needs no script.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.asking.reply import Reply
from assistant.checking.citations import Claim
from assistant.evidence.ranking import Evidence
from assistant.evidence.sources import Source
from assistant.explaining.glossary import Term
from assistant.export import terminal
from assistant.library.cleaning import web_address
from assistant.library.papers import Paper

if TYPE_CHECKING:
    from jinja2 import Environment

SHOWN_AUTHORS = 8
VERDICTS = {
    "quoted": ("", "It stands in the source word for word."),
    "supported": ("✓", "Its words, numbers, names and direction agree with the cited abstract."),
    "unsure": ("? unsure", ""),
    "unchecked": ("? not checked", ""),
    "unsupported": ("✗ unsupported", ""),
    "uncited": ("✗ uncited", ""),
    "background": ("background", "From outside the abstract: it was not checked."),
    "analogy": ("analogy", "An analogy: it is not in the abstract."),
}
SAMPLE_NOTE = "A sample paper: this description is in our own words, not the authors' abstract."


_GAP = (None, "")
"""An empty cell of a table."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an answer: a paragraph or item of numbered claims, a heading, code, or the head or a row of a table."""

    kind: str
    sentences: list[tuple[int | None, Any]]
    text: str = ""
    cells: tuple[str, ...] = ()


def render(macro: str, *values: Any, **named: Any) -> str:
    """The macro, named with its file as in `parts.papers`, filled with these values; all text in them is escaped."""
    file, _, name = macro.partition(".")
    return str(getattr(_environment().get_template(f"{file}.html.j2").module, name)(*values, **named))


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("assistant.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"sample_note": SAMPLE_NOTE, "verdicts": VERDICTS}
    filters = (about, address, pieces, spans_in, why, with_terms, terminal.one_line, terminal.why_found)
    environment.filters |= {function.__name__: function for function in filters}
    return environment


def step(doing: str) -> str:
    """What is being done, in a line that is read out."""
    return render("parts.step", doing)


def answer(reply: Reply, key: str, only_supported: bool = False) -> str:
    """The answer as far as it is written; `key` keeps the cards of several answers on a page apart."""
    claims = [claim for claim in reply.claims if not only_supported or claim.holds]
    parts: list[_Part] = []
    for number, claim in enumerate(claims):
        _add(parts, number, claim)
    if reply.pending:
        lead = reply.pending_lead
        if lead.strip(" ") or not parts:
            parts.append(_Part("item" if lead.endswith("- ") else "text", []))
        parts[-1].sentences.append((None, reply.pending))
    return render("parts.answer", parts, reply.sources, key, reply.cut_short)


def _add(parts: list[_Part], number: int, claim: Claim) -> None:
    """Put the claim behind the parts of an answer: into the last one, or with what stands before it into new ones."""
    for block in claim.before:
        if block.kind == "row":
            parts.append(_Part("row", [], block.text))
        else:
            parts.append(_Part(block.kind, [], block.text, block.cells))
    if claim.prefix.endswith("| "):
        parts[-1].sentences.extend([_GAP] * (claim.prefix.count("|") - 1))
    elif claim.prefix or claim.before or not parts:
        parts.append(_Part("item" if claim.prefix.endswith("- ") else "text", []))
    parts[-1].sentences.append((number, claim))


def sources(cited: Iterable[Source]) -> str:
    """Cited papers, each with its links and the reason it was found."""
    return render("parts.sources", cited)


def papers(found: Iterable[Paper]) -> str:
    """A plain list of papers."""
    return render("parts.papers", found)


def paper(one: Paper) -> str:
    """A whole paper: title, who and when, abstract, links."""
    return render("parts.paper", one)


def address(url: str) -> str:
    """An address to be linked; any that is not http or https leads nowhere."""
    return web_address(url) or "#"


def spans_in(evidence: Iterable[Evidence], paper: Paper) -> list[tuple[int, int]]:
    """Where in the paper's abstract the evidence stands."""
    return [(e.sentence.start, e.sentence.end) for e in evidence if e.sentence.paper == paper.id]


def pieces(paper: Paper, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The abstract exactly as it is written, in pieces, each with whether it lies in one of these spans."""
    at = 0
    for start, end in sorted(spans):
        yield paper.abstract[at : max(start, at)], False
        yield paper.abstract[max(start, at) : end], True
        at = max(at, end)
    yield paper.abstract[at:], False


def with_terms(text: str, glossary: Sequence[Term]) -> list[tuple[str, int | None]]:
    """The text in pieces: the first place of each term of the glossary with the term's number, all else without one."""
    numbers = {term.name: number for number, term in enumerate(glossary)}
    names = "|".join(sorted(map(re.escape, numbers), key=len, reverse=True))
    found: list[tuple[str, int | None]] = []
    at = 0
    for match in re.finditer(rf"(?<![\w-])({names})(?=s?(?![\w-]))", text) if numbers else ():
        if (number := numbers.pop(match[1], None)) is not None:
            found += [(text[at : match.start()], None), (match[1], number)]
            at = match.end(1)
    return [*found, (text[at:], None)]


def why(claim: Claim) -> str:
    """In plain sentences: why the verdict is what it is, and what the second opinion says, where there is one."""
    reason = (
        claim.reason or VERDICTS[claim.verdict][1] or ("The check found no fault." if claim.opinion else "")
    )
    return f"{reason} {claim.opinion.sentence if claim.opinion else ''}".strip()


def about(paper: Paper, upvotes: bool = True) -> str:
    """Who and when, as far as it is known; `published` and `featured` are both given, a withdrawn paper is marked."""
    authors = ", ".join(paper.authors[:SHOWN_AUTHORS])
    if len(paper.authors) > SHOWN_AUTHORS:
        authors += f" and {len(paper.authors) - SHOWN_AUTHORS} more"
    parts = [
        "withdrawn" if paper.withdrawn else "",
        authors,
        paper.organization or "",
        f"published {paper.published}" if paper.published else "",
        f"featured {paper.featured}" if paper.featured else "",
        terminal.upvotes(paper) if upvotes else "",
        ", ".join(paper.categories),
    ]
    return " · ".join(filter(None, parts))
