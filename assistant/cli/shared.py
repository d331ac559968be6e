"""What every command shares: results to standard output, all else to standard error, a bar while papers come in."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.errors import InputError
from assistant.log import mask_keys

if TYPE_CHECKING:
    from assistant.library.filters import Filters
    from assistant.library.importing import ImportReport
    from assistant.services import Services

REVISED_SHOWN = 5
REFUSED_SHOWN = 20
"""Refusals that are spelled out after an import."""

Model = Annotated[str | None, typer.Option(help="embedded, none, a model's name, or a path ending in .gguf.")]
Since = Annotated[str | None, typer.Option(help="Published on or after: 2025, 2025-06 or 2025-06-03.")]
Until = Annotated[str | None, typer.Option(help="Published on or before.")]
Category = Annotated[list[str] | None, typer.Option(help="An arXiv category, like cs.CL; may be repeated.")]
Form = Annotated[
    str | None, typer.Option("--format", help="Print it as: markdown, html, bibtex, ris, csl or json.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]


def out(text: str) -> None:
    """A line of the result."""
    sys.stdout.write(text + "\n")


def out_json(value: Any, shape: Any = None) -> None:
    """The whole result as one JSON object, in the given shape or that of its own class, with the version of the format."""
    from assistant.jsonable import json_text

    out(json_text(value, shape))


def chosen_form(form: str | None, as_json: bool, others: Sequence[str] = ()) -> str | None:
    """The form asked for, `json` for --json, None for the terminal's text; InputError for an unknown form.

    `others` are forms of this command beside those that every result has.
    """
    from assistant.export.forms import FORMS

    known = [*FORMS, "json", *others]
    if form is not None and form.casefold() not in known:
        raise InputError(f"There is no format {form}.", f"Choose one of: {', '.join(known)}.")
    return form.casefold() if form else "json" if as_json else None


def note(text: str) -> None:
    """A line beside the result."""
    print(text, file=sys.stderr)


@contextmanager
def progress(label: str, share: Callable[[], float] | None = None) -> Iterator[Any]:
    """A bar on standard error, where that is a terminal; gives the function to call with a report."""
    from rich import progress as bars
    from rich.console import Console

    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.TextColumn("{task.fields[done]}"),
        bars.TimeRemainingColumn(elapsed_when_finished=True),
    )
    console = Console(stderr=True)
    with bars.Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=1.0 if share else None, done="")
        start = time.monotonic()

        def advance(report: "ImportReport") -> None:
            rate = report.read / max(time.monotonic() - start, 0.001)
            done = f"{report.read:,} read, {report.added:,} added, {rate:.0f} a second"
            done += ", indexing their words" if report.indexing else ""
            bar.update(task, completed=share() if share else None, done=done)

        yield advance


def open_services(model: str | None = None) -> "Services":
    """The library and the model of the environment's settings; `model` goes before PAPERS_MODEL."""
    from assistant.services import Services
    from assistant.settings_file import load_settings

    settings = load_settings(os.environ, model)
    mask_keys(settings.keys)
    return Services(settings)


def ensure_sample(services: "Services") -> None:
    """Fill an empty library with the sample papers, unless the person removed them."""
    if services.wants_sample:
        with progress("Your library is empty: loading the sample papers") as advance:
            services.add_sample(advance)


def filters(since: str | None, until: str | None, categories: list[str] | None) -> "Filters":
    """What the options narrow a search to; InputError for what is not a date."""
    from assistant.library.filters import Filters
    from assistant.library.sources.arxiv import spelled

    spelled_out = tuple(spelled(category) for category in categories or ())
    return Filters(since=_day(since, 0), until=_day(until, 1), categories=spelled_out)


def one_period(text: str) -> tuple[date, date]:
    """The first and last day of what was given as a date; InputError if it is not one."""
    from assistant.dates import bounds

    try:
        return bounds(text)
    except ValueError as error:
        raise InputError(f"{text} is not a date.", "Write 2025, 2025-06 or 2025-06-03.") from error


def _day(text: str | None, end: int) -> date | None:
    """The first (0) or last (1) day of what was given for a date."""
    return one_period(text)[end] if text else None


def print_report(report: "ImportReport", as_json: bool) -> None:
    """What an import did, and what it refused and why."""
    if as_json:
        from assistant.export import shapes

        out_json(report, shapes.ImportReport)
        return
    out(f"{report.added:,} added, {report.updated:,} updated, {report.unchanged:,} unchanged.")
    if report.revised:
        shown = ", ".join(report.revised[:REVISED_SHOWN]) + (
            " …" if len(report.revised) > REVISED_SHOWN else ""
        )
        note(f"New words in {len(report.revised):,} of them, from a newer version or from arXiv: {shown}")
    for remark in report.remarks:
        note(f"{remark.file}: {remark.text}.")
    for refused in report.refused[:REFUSED_SHOWN]:
        where = f"{refused.file}, entry {refused.entry}" if refused.entry else refused.file
        note(f"Refused {where}: {refused.reason}.")
    if (more := report.refused_total - REFUSED_SHOWN) > 0:
        note(f"… and {more:,} more; --json lists more of them.")


def on_step(step: str) -> None:
    """Say what is being done, to a person who watches."""
    if sys.stderr.isatty():
        note(f"{step} …")
