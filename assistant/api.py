"""The features as plain functions, for programs: open a library, ask, digest, compare, explain.

Each takes strings where the command line does and returns the feature's own result. Settings come from the environment,
as for `papers`; `model` goes before PAPERS_MODEL ("none" quotes the abstracts, with no model and no network).
Every error is a PapersError whose `hint` says what to do next.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from assistant.asking.answer import ask as ask_library
from assistant.asking.paper_resolver import checked, one_paper
from assistant.asking.question import Question
from assistant.asking.reply import Reply
from assistant.comparing.compare import compare as compare_papers
from assistant.comparing.compare import finished
from assistant.comparing.comparison import Comparison
from assistant.digests.digest import Digest, make
from assistant.digests.following import Following
from assistant.digests.selection import TOP, Request, newest_day, select
from assistant.evidence.aspects import aspects_named
from assistant.explaining.explain import explain as explain_paper
from assistant.explaining.explanation import Explanation
from assistant.explaining.readers import reader_called
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.services import Services
from assistant.settings_file import load_settings
from assistant.spans import read_span, span_of


def open_library(home: str | Path | None = None) -> Library:
    """The library in this folder, by default the one that `papers` uses.

    An empty library is filled with the 48 sample papers, unless PAPERS_SAMPLE=no. LibraryError where it cannot be opened.
    """
    settings = load_settings(os.environ)
    services = Services(replace(settings, home=Path(home)) if home else settings)
    if services.wants_sample:
        services.add_sample()
    return services.library


def ask(question: str | Question, library: Library, *, model: str | None = None) -> Reply:
    """A reply to iterate for its text as it is written; afterwards it has `.text`, `.claims` and `.sources`.

    Filters in the question ("since 2025", "in cs.CL") are obeyed. Where nothing in the library answers, `.notice` says
    so and there are no claims. A model that fails does not raise: the evidence is quoted and `.problem` says why.
    """
    services = _services(library, model)
    if isinstance(question, str):
        question = services.understand(question, date.today(), [])
    return ask_library(question, library, services.writer)


def digest(
    library: Library,
    when: str | None = None,
    *,
    topics: Sequence[str] = (),
    top: int = TOP,
    model: str | None = None,
) -> Digest:
    """The finished digest of a day, week or month: "2025-11-12", "2025-W46", "2025-11", "today"; by default the newest day.

    With `topics` only papers on them, best first; otherwise by upvotes. InputError for what is not a date.
    """
    return digest_with(_services(library, model), when, topics, top)


def compare(
    papers: Sequence[str | Paper], library: Library, *, aspects: Sequence[str] = (), model: str | None = None
) -> Comparison:
    """The finished table of 2 to 12 papers (ids, links, titles or Papers), by default over the six usual aspects.

    Every cell is a checked claim or says that the abstract does not state it. InputError for a paper that is not in
    the library, or for too few or too many.
    """
    return compare_with(_services(library, model), papers, aspects)


def explain(
    paper: str | Paper, library: Library, *, reader: str = "newcomer", model: str | None = None
) -> Explanation:
    """The paper (id, link, title or Paper) in plain language for child, newcomer, student, engineer, executive,
    or a reader in your own words.

    InputError where the paper is not in the library, was withdrawn, or has no abstract.
    """
    return explain_with(_services(library, model), paper, reader)


def _services(library: Library, model: str | None) -> Services:
    services = Services(replace(load_settings(os.environ, model), home=library.location.folder))
    services.library = library
    return services


def digest_with(services: Services, when: str | None, topics: Sequence[str], top: int) -> Digest:
    """`digest` with the parts at hand, for a program that serves many calls."""
    library, today = services.library, date.today()
    span = read_span(when, today) if when else span_of("day", newest_day(library) or today)
    selection = select(Request(span, top, Following(tuple(topics))), library, services.days, today)
    *_, last = make(selection, library, services.tldrs)
    return last


def compare_with(services: Services, papers: Sequence[str | Paper], aspects: Sequence[str]) -> Comparison:
    """`compare` with the parts at hand."""
    chosen = checked([_found(paper, services.library) for paper in papers], services.library)
    columns = aspects_named(list(aspects))
    return finished(compare_papers(chosen.papers, columns, services.cell_writer, None, chosen.notes))


def explain_with(services: Services, paper: str | Paper, reader: str) -> Explanation:
    """`explain` with the parts at hand."""
    found = _found(paper, services.library)
    return explain_paper(found, reader_called(reader), services.library, services.capable_model)


def _found(paper: str | Paper, library: Library) -> Paper:
    return paper if isinstance(paper, Paper) else one_paper(paper, library)
