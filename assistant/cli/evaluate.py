"""`papers eval`: how good it is, as one table. What is measured, and how, stands in the package `evaluation`."""

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.shared import AsJson, note, open_services, out, out_json, progress
from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.evaluation.table import Row

commands = typer.Typer()

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[WHAT]...", help="Which measurements; all of them if none is named."),
]
Data = Annotated[
    Path | None,
    typer.Option(
        envvar="PAPERS_DATA", help="The folder of evaluation sets, as docs/evaluation.md describes it."
    ),
]
Split = Annotated[
    str, typer.Option(help="Which part of each set: train, dev (or the half given instead) or test.")
]
Document = Annotated[Path | None, typer.Option(help="Also put the table between this document's two marks.")]


@commands.command("eval")
def evaluate(
    what: Names = None,
    data: Data = None,
    split: Split = "dev",
    write: Document = None,
    as_json: AsJson = False,
) -> None:
    """Measure how good it is, on evaluation sets with published baselines."""
    from assistant.evaluation import record, suite

    names, start = suite.chosen(what or ()), time.monotonic()
    if data is None or not data.is_dir():
        raise InputError(
            f"There is no folder {data}." if data else "No folder of evaluation sets is named.",
            "Give it with --data or PAPERS_DATA; docs/evaluation.md says what is in it.",
        )
    if write:
        record.check(write)
    with progress("Embedding an evaluation set") as advance:
        rows = list(suite.run(names, data, split, open_services(), advance, note))
    if write:
        command = " ".join(["papers eval", *(what or ()), "--split", split])
        record.write_into(write, rows, command, time.monotonic() - start, date.today())
    _print(rows, as_json)


def _print(rows: "Sequence[Row]", as_json: bool) -> None:
    from assistant.evaluation.table import as_text

    if as_json:
        out_json({"rows": rows})
    else:
        out(as_text(rows))
