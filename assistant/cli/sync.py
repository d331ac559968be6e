"""`papers sync`: keep Daily Papers, categories and queries up to date, by fetching what is missing of them."""

from datetime import date
from typing import Annotated, Literal

import typer

from assistant.cli.fetch import print_fetching
from assistant.cli.shared import AsJson, one_period, open_services, out, out_json, progress
from assistant.errors import InputError

commands = typer.Typer(
    help="Fetch what is missing from everything you keep up to date; made for cron.",
    invoke_without_command=True,
)

Kind = Annotated[Literal["daily", "category", "query"], typer.Argument(help="What to keep up to date.")]
What = Annotated[str, typer.Argument(help="The category, like cs.CL, or the query.")]


@commands.callback()
def sync(context: typer.Context, as_json: AsJson = False) -> None:
    """Fetch what is missing from everything you keep up to date. Run it at any time, as often as you like."""
    if context.invoked_subcommand:
        return
    from assistant.library.fetching import FetchProgress, one_at_a_time

    services, fetching = open_services("none"), FetchProgress()
    if not services.sync_list.all():
        raise InputError(
            "Nothing is kept up to date yet.",
            "Try `papers sync add daily` or `papers sync add category cs.CL`.",
        )
    with one_at_a_time(services.settings.home), progress("Fetching") as advance:
        services.sync(date.today(), fetching, advance)
    print_fetching(fetching, as_json)


@commands.command()
def add(
    kind: Kind,
    what: What = "",
    since: Annotated[str | None, typer.Option(help="The day to begin with; else a week ago.")] = None,
) -> None:
    """Keep Daily Papers, an arXiv category, or a query to arXiv up to date."""
    from assistant.library.syncing import BEGIN, to_sync

    first = one_period(since)[0] if since else date.today() - BEGIN
    added = to_sync(kind, what, first)
    open_services("none").sync_list.add(added)
    out(f"`papers sync` now keeps {added.label} up to date, since {added.since}.")


@commands.command()
def remove(kind: Kind, what: What = "") -> None:
    """Stop keeping something up to date; its papers stay in the library."""
    from assistant.library.syncing import to_sync

    gone = to_sync(kind, what, date.today())
    if not open_services("none").sync_list.remove(gone):
        raise InputError(
            f"{gone.label} is not kept up to date.", "`papers sync list` shows what is kept up to date."
        )
    out(f"{gone.label} is no longer kept up to date; its papers stay.")


@commands.command("list")
def list_(as_json: AsJson = False) -> None:
    """Show what is kept up to date, and up to when it was fetched."""
    found = open_services("none").sync_list.all()
    if as_json:
        out_json({"synced": found})
        return
    for each in found:
        out(f"{each.label}: since {each.since}, {each.state}")
    if not found:
        out("Nothing is kept up to date yet: add daily, a category or a query with `papers sync add`.")
