"""`papers overview`: what many papers on one topic say together."""

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.shared import (
    AsJson,
    Category,
    Form,
    Model,
    Since,
    Until,
    chosen_form,
    ensure_sample,
    filters,
    note,
    on_step,
    open_services,
    out,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.overviews.overview import Chosen, Overview
    from assistant.services import Services

commands = typer.Typer()

Organization = Annotated[
    list[str] | None, typer.Option(help="Only papers of this organization; may be repeated.")
]
Author = Annotated[str | None, typer.Option(help="Only papers by this author.")]
Only = Annotated[list[str] | None, typer.Option(help="Only this paper: id, link or title; may be repeated.")]
Limit = Annotated[int, typer.Option("--papers", min=1, max=100, help="At most this many papers.")]


@commands.command()
def overview(
    topic: Annotated[
        str, typer.Argument(help="What the papers are about; may contain filters: since 2025, from NVIDIA.")
    ] = "",
    since: Since = None,
    until: Until = None,
    category: Category = None,
    organization: Organization = None,
    author: Author = None,
    only: Only = None,
    papers: Limit = 30,
    form: Form = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it would cost, and write nothing.")
    ] = False,
    max_tokens: Annotated[int | None, typer.Option(min=0, help="Never use more tokens than this.")] = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Sum up the papers on a topic: a summary, sections by theme, open questions; every sentence cites its papers."""
    from dataclasses import replace

    from assistant.export.overview import price
    from assistant.overviews.make import cost_of, make

    form = chosen_form(form, as_json) or "markdown"
    services = open_services(model)
    ensure_sample(services)
    conditions = replace(filters(since, until, category), organizations=tuple(organization or ()))
    if only:
        chosen = _chosen(only, topic, services)
    else:
        chosen = services.papers_on(topic, conditions, date.today(), papers, author or "")
    for text in chosen.notes:
        note(text)
    if dry_run:
        cost = cost_of(chosen, services.library, services.overview_writer)
        out(price(cost, services.settings.price))
        return
    _print(make(chosen, services.library, services.overview_writer, max_tokens), form)


def _chosen(only: list[str], topic: str, services: "Services") -> "Chosen":
    """The papers that were named; a list of ids, links or titles."""
    from assistant.asking.paper_resolver import one_paper
    from assistant.overviews.selection import select_these

    return select_these([one_paper(text, services.library).id for text in only], topic, services.library)


def _print(growing: "Iterator[Overview]", form: str) -> None:
    """Section by section where a person watches; else the whole, with the summary first."""
    from assistant.export.overview import MarkdownCursor, in_form
    from assistant.export.terminal import plain

    streams, shown = form == "markdown" and sys.stdout.isatty(), MarkdownCursor()
    for one in growing:
        if streams:
            sys.stdout.write(plain(shown.more(one)))
            sys.stdout.flush()
        else:
            on_step(f"{len(one.sections)} of {len(one.planned)} sections")
    if not streams:
        out(in_form(one, form).rstrip("\n"))
    if one.problem:
        note(str(one.problem))
        raise typer.Exit(one.problem.exit_code)
