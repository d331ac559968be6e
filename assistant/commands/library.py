"""`papers import` and `papers sample`: what comes into the library from this machine."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.shared import (
    AsJson,
    Category,
    Since,
    Until,
    filters,
    note,
    open_workshop,
    out,
    out_json,
    print_report,
    progress,
)
from assistant.errors import InputError

commands = typer.Typer()
sample = typer.Typer(help="The sample papers that an empty library starts with.", no_args_is_help=True)


@commands.command("import")
def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Files or folders: Daily Papers pages and answers, the arXiv snapshot, JSON, CSV, BibTeX, RIS, "
            "CSL-JSON; also packed (.gz, .zst, .zip)."
        ),
    ],
    category: Category = None,
    since: Since = None,
    until: Until = None,
    year: Annotated[
        int | None, typer.Option(min=1991, max=2100, help="The year of dates written without one.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Bring your own papers into the library."""
    from assistant.library.importing import admitted, import_papers
    from assistant.library.sources import files

    found = files.files_in(paths)
    workshop = open_workshop(model="none")
    reading = files.Reading(found, date.today(), year)
    wanted = filters(since, until, category)
    with progress("Importing", lambda: reading.share) as advance:
        report = import_papers(admitted(reading, wanted), workshop.library, advance)
    print_report(report, as_json)
    if not report.read and (since or until or category):
        note("None of the papers in these files meets the conditions.")
    elif not report.read - report.refused_total:
        raise typer.Exit(InputError.exit_code)


@sample.command("add")
def sample_add(as_json: AsJson = False) -> None:
    """Bring the sample papers (back) into the library."""
    workshop = open_workshop(model="none")
    with progress("Loading the sample papers") as advance:
        report = workshop.add_sample(advance)
    print_report(report, as_json)


@sample.command("remove")
def sample_remove(as_json: AsJson = False) -> None:
    """Take the sample papers out of the library; your own papers stay."""
    removed = open_workshop(model="none").remove_sample()
    if as_json:
        out_json({"removed": removed})
    else:
        out(f"Removed {removed} sample papers.")
