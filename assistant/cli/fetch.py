"""`papers fetch`: papers from their servers."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.shared import (
    AsJson,
    Category,
    note,
    one_period,
    open_services,
    out,
    out_json,
    print_report,
    progress,
)
from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.library.fetching import FetchProgress
    from assistant.library.sources.arxiv import Search

commands = typer.Typer(help="Fetch papers from Daily Papers or arXiv.", no_args_is_help=True)


@commands.command()
def daily(
    day: Annotated[
        str | None, typer.Argument(help="A day like 2025-11-14; today when nothing is given.")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="The first of several days.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="The last of several days; else today.")] = None,
    week: Annotated[str | None, typer.Option(help="A week like 2025-W46.")] = None,
    month: Annotated[str | None, typer.Option(help="A month like 2025-11.")] = None,
    as_json: AsJson = False,
) -> None:
    """Fetch Hugging Face Daily Papers of a day, or of several; known papers get their new upvotes."""
    from assistant.library.fetching import FetchProgress, fetch_days, one_at_a_time

    days = _days(day, first, last, week, month, date.today())
    services, fetching = open_services("none"), FetchProgress()
    with one_at_a_time(services.settings.home), progress("Fetching", lambda: fetching.share) as advance:
        fetch_days(days, services.hugging_face, services.library, services.days, fetching, advance)
    print_fetching(fetching, as_json)


def _days(
    day: str | None, first: str | None, last: str | None, week: str | None, month: str | None, today: date
) -> list[date]:
    """The days that are asked for and have come; of several, those on which Daily Papers may feature anything."""
    from assistant.library.fetch_log import is_weekend

    given = [bool(day), bool(first or last), bool(week), bool(month)]
    if sum(given) > 1:
        raise InputError(
            "More than one period was given.", "Give one of: a day, --from and --to, --week, --month."
        )
    begin, end = _period(day, first, last, week, month, today)
    if begin > today:
        raise InputError(f"{begin} is in the future.", "Ask for a day up to today.")
    found = [begin + timedelta(days=number) for number in range((min(end, today) - begin).days + 1)]
    if not found:
        raise InputError(f"{begin} is after {end}.", "Give the earlier day to --from.")
    return found if len(found) == 1 else [each for each in found if not is_weekend(each)]


def _period(
    day: str | None, first: str | None, last: str | None, week: str | None, month: str | None, today: date
) -> tuple[date, date]:
    from assistant.spans import read_span

    if last and not first:
        raise InputError("--to needs --from.", "Give the first day too.")
    if first:
        return one_period(first)[0], one_period(last)[1] if last else today
    span = read_span(week or month or day or "today", today)
    return span.first, span.last


@commands.command("arxiv")
def arxiv_(
    papers: Annotated[
        list[str] | None, typer.Argument(help="Ids or links: 2509.08721, https://arxiv.org/abs/2509.08721v2.")
    ] = None,
    category: Category = None,
    query: Annotated[
        str | None,
        typer.Option(help="Words, all of which must match; or arXiv's own: ti:attention AND au:vaswani."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Submitted on or after: 2025, 2025-06, 2025-06-03.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=30_000, help="At most this many, newest first.")] = 200,
    as_json: AsJson = False,
) -> None:
    """Fetch papers of arXiv: of categories, found by a query, or by their ids and links."""
    from assistant.library.fetching import FetchProgress, fetch_arxiv, one_at_a_time

    search = _search(papers or [], category or [], query or "", since, limit)
    services, fetching = open_services("none"), FetchProgress()
    with one_at_a_time(services.settings.home), progress("Fetching", lambda: fetching.share) as advance:
        fetch_arxiv(search, services.arxiv, services.library, fetching, advance)
    print_fetching(fetching, as_json)
    if not fetching.papers.read and not fetching.problem:
        note("arXiv found nothing: check the category, the query and --since.")
    if fetching.papers.read >= limit and not search.numbers:
        note(f"There may be more than {limit:,}: raise --limit.")


def _search(papers: list[str], categories: list[str], query: str, since: str | None, limit: int) -> "Search":
    from assistant.library.sources.arxiv import Search, number_in, query_for, spelled

    if papers and (categories or query or since):
        raise InputError("Both ids and a search were given.", "Give either ids, or --category and --query.")
    if papers:
        return Search(numbers=tuple(dict.fromkeys(number_in(each) for each in papers)))
    if not categories and not query.strip():
        raise InputError("Nothing was asked for.", "Give ids or links, --category or --query.")
    first = one_period(since)[0] if since else None
    return Search(query_for([spelled(each) for each in categories], query, first), limit=limit)


def print_fetching(fetching: "FetchProgress", as_json: bool) -> None:
    """What came, the days on which nothing was featured, and why the fetch ended early, where it did."""
    if as_json:
        from assistant.export import shapes
        from assistant.jsonable import to_json

        problem = str(fetching.problem) if fetching.problem else None
        out_json(to_json(fetching.papers, shapes.ImportReport) | {"days": fetching.days, "problem": problem})
    else:
        print_report(fetching.papers, as_json=False)
        for day in [day for day, papers in fetching.days.items() if not papers]:
            out(f"{day:%a %Y-%m-%d}: nothing was featured{' yet' if day >= date.today() else ''}.")
        if fetching.problem:
            note(str(fetching.problem))
    if fetching.problem:
        raise typer.Exit(fetching.problem.exit_code)
