"""`papers import` and `papers sample`: what comes into the library from this machine."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.shared import (
    AsJson,
    Category,
    Since,
    Until,
    filters,
    note,
    open_services,
    out,
    out_json,
    print_report,
    progress,
)
from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.library.sources.entries import Entry

commands = typer.Typer()
sample = typer.Typer(help="The sample papers that an empty library starts with.", no_args_is_help=True)


@commands.command("import")
def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Files or folders: BibTeX, RIS, PubMed, Web of Science, EndNote, CSL-JSON, OpenAlex, Semantic Scholar, "
            "arXiv, Daily Papers, CSV, JSON; also packed (.gz, .zst, .zip)."
        ),
    ],
    category: Category = None,
    since: Since = None,
    until: Until = None,
    year: Annotated[
        int | None, typer.Option(min=1991, max=2100, help="The year of dates written without one.")
    ] = None,
    fetch_abstracts: Annotated[
        bool, typer.Option(help="Take missing abstracts from arXiv, by number or DOI.")
    ] = False,
    titles: Annotated[
        bool,
        typer.Option(help="Keep papers without an abstract: they are found by their titles, never quoted."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring your own papers into the library."""
    from assistant.library.importing import admitted, import_papers
    from assistant.library.sources import completing, files

    found = files.files_in(paths)
    services = open_services(model="none")
    reading = files.FileImport(found, date.today(), year)
    wanted = filters(since, until, category)
    entries: Iterable[Entry] = completing.completed(reading, services.arxiv) if fetch_abstracts else reading
    entries = completing.with_titles(entries) if titles else entries
    with progress("Importing", lambda: reading.share) as advance:
        report = import_papers(admitted(entries, wanted), services.library, advance)
    print_report(report, as_json)
    if any(each.paper for each in report.refused) and not fetch_abstracts:
        note("--fetch-abstracts takes missing abstracts from arXiv; --titles keeps papers without one.")
    if not report.read and (since or until or category):
        note("None of the papers in these files meets the conditions.")
    elif not report.read - report.refused_total:
        raise typer.Exit(InputError.exit_code)


@sample.command("add")
def sample_add(as_json: AsJson = False) -> None:
    """Bring the sample papers (back) into the library."""
    services = open_services(model="none")
    with progress("Loading the sample papers") as advance:
        report = services.add_sample(advance)
    print_report(report, as_json)


@sample.command("remove")
def sample_remove(as_json: AsJson = False) -> None:
    """Take the sample papers out of the library; your own papers stay."""
    removed = open_services(model="none").remove_sample()
    if as_json:
        out_json({"removed": removed})
    else:
        out(f"Removed {removed} sample papers.")
