"""`papers days`: which days of Daily Papers are in the library, which are not, and why."""

from datetime import date
from typing import Annotated

import typer

from assistant.cli.shared import AsJson, one_period, open_services, out, out_json

commands = typer.Typer()


@commands.command()
def days(
    month: Annotated[str | None, typer.Option(help="Like 2025-11; the current month when left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show which days of Daily Papers are in the library, and why a day is empty."""
    from assistant.export import shapes
    from assistant.library.fetch_log import calendar

    today = date.today()
    first, last = one_period(month or f"{today:%Y-%m}")
    services = open_services("none")
    fetched, papers = services.days.all(), services.library.inventory().by_day
    found = list(calendar(first, last, papers, fetched, today))
    if as_json:
        out_json({"days": found}, dict[str, list[shapes.Day]])
        return
    for day in found:
        out(f"{day.day:%a %Y-%m-%d}  {day.text}")
