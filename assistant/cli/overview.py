"""`papers overview` and `papers overviews`: what many papers on one topic say together, kept under a name."""

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
    out_json,
)
from assistant.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sized

    from assistant.overviews.overview import Chosen, Overview
    from assistant.services import Services

commands = typer.Typer()
kept = typer.Typer(help="The overviews that were saved.", no_args_is_help=True)

Organization = Annotated[
    list[str] | None, typer.Option(help="Only papers of this organization; may be repeated.")
]
Author = Annotated[str | None, typer.Option(help="Only papers by this author.")]
Only = Annotated[list[str] | None, typer.Option(help="Only this paper: id, link or title; may be repeated.")]
Limit = Annotated[int, typer.Option("--papers", min=1, max=100, help="At most this many papers.")]

Save = Annotated[
    str | None, typer.Option(help="Keep the overview under this name, from its first section on.")
]
Name = Annotated[str, typer.Argument(help="The name it was saved under.")]


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
    save: Save = None,
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
    if dry_run:
        cost = cost_of(chosen, services.library, services.overview_writer)
        out(price(cost, services.settings.price))
        return
    _print(make(chosen, services.library, services.overview_writer, max_tokens), form, save, services)


@kept.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the saved overviews, with how many papers and sections each has."""
    from assistant.overviews.saved import read

    saved = {name: read(values) for name, values in open_services("none").overviews.items().items()}
    if as_json:
        sizes = {
            name: {"papers": len(one.papers), "sections": len(one.sections)} for name, one in saved.items()
        }
        out_json(
            {"overviews": [{"name": name, "topic": saved[name].topic} | size for name, size in sizes.items()]}
        )
        return
    for name, one in saved.items():
        state = "" if one.finished else ", not finished"
        out(
            f"{name}: {_count(one.papers, 'paper')}, {_count(one.sections, 'section')}, of {one.saved}{state}"
        )
    if not saved:
        note("No overview is saved. Save one with `papers overview TOPIC --save NAME`.")


@kept.command("open")
def open_(
    name: Name,
    refresh: Annotated[
        bool,
        typer.Option("--refresh", help="Take in papers that are new since; only their sections are written."),
    ] = False,
    form: Form = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Open a saved overview; one that was stopped goes on where it was."""
    from assistant.export.overview import in_form
    from assistant.overviews.make import make
    from assistant.overviews.saved import opened, refreshed, saved_as

    form = chosen_form(form, as_json) or "markdown"
    services = open_services(model)
    saved = saved_as(name, services.overviews)
    if saved.finished and not refresh:
        out(in_form(opened(saved, services.library), form).rstrip("\n"))
        return
    chosen = refreshed(saved, services.library)
    _print(make(chosen, services.library, services.overview_writer), form, name, services)


@kept.command("remove")
def remove_(name: Name) -> None:
    """Delete a saved overview."""
    if not open_services("none").overviews.remove(name):
        raise InputError(
            f"No overview is saved as {name!r}.", "`papers overviews list` shows the saved ones."
        )
    out(f"Removed {name}.")


@kept.command("rename")
def rename_(name: Name, to: Annotated[str, typer.Argument(help="Its new name.")]) -> None:
    """Save an overview under another name."""
    from assistant.overviews.saved import rename

    rename(name, to, open_services("none").overviews)
    out(f"{name} is now {to}.")


def _count(things: "Sized", noun: str) -> str:
    return f"{len(things)} {noun}{'s' * (len(things) != 1)}"


def _chosen(only: list[str], topic: str, services: "Services") -> "Chosen":
    """The papers that were named; a list of ids, links or titles."""
    from assistant.asking.paper_resolver import one_paper
    from assistant.overviews.selection import select_these

    return select_these([one_paper(text, services.library).id for text in only], topic, services.library)


def _print(growing: "Iterator[Overview]", form: str, save: str | None, services: "Services") -> None:
    """Section by section where a person watches; else the whole, with the summary first. Saved as it grows."""
    from assistant.export.overview import MarkdownCursor, in_form
    from assistant.export.terminal import plain
    from assistant.overviews.saved import save as keep

    streams, shown = form == "markdown" and sys.stdout.isatty(), MarkdownCursor()
    for one in growing:
        if save:
            keep(one, save, services.overviews, date.today())
        if streams:
            sys.stdout.write(plain(shown.more(one)))
            sys.stdout.flush()
        else:
            on_step(f"{len(one.sections)} of {len(one.planned)} sections")
    for text in one.notes:
        note(text)
    if not streams:
        out(in_form(one, form).rstrip("\n"))
    if one.problem:
        note(str(one.problem))
        raise typer.Exit(one.problem.exit_code)
