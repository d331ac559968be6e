"""What every command shares: results to standard output, all else to standard error, a bar while papers come in."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from assistant.library.importing import ImportReport

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]


def out(text: str) -> None:
    """A line of the result."""
    sys.stdout.write(text + "\n")


def out_json(value: Any) -> None:
    """The whole result as one JSON object."""
    out(json.dumps(value, ensure_ascii=False, indent=2))


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
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=1.0 if share else None, done="")
        start = time.monotonic()

        def advance(report: "ImportReport") -> None:
            rate = report.read / max(time.monotonic() - start, 0.001)
            done = f"{report.read:,} read, {report.added:,} added, {rate:.0f} a second"
            bar.update(task, completed=share() if share else None, done=done)

        yield advance
