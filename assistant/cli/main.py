"""The command line, `papers`. One of the two edges where any error becomes a sentence; heavy imports wait for use."""

import io
import logging
import os
import sys
from typing import Annotated

import typer

from assistant import __version__, log
from assistant.cli import (
    ask,
    calls,
    compare,
    config,
    days,
    deliver,
    digest,
    doctor,
    evaluate,
    explain,
    fetch,
    follow,
    library,
    mcp,
    model,
    overview,
    sync,
    web,
)
from assistant.cli.shared import note
from assistant.errors import PapersError

app = typer.Typer(
    name="papers",
    help="Ask a library of paper abstracts; every sentence of the answer cites a checked sentence of a paper.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: drawing it with rich takes longer than all the rest
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"papers {__version__}")
        raise typer.Exit


app.add_typer(ask.commands)
app.add_typer(library.commands)
app.add_typer(fetch.commands, name="fetch")
app.add_typer(sync.commands, name="sync")
app.add_typer(days.commands)
app.add_typer(digest.commands)
app.add_typer(deliver.commands)
app.add_typer(digest.cache, name="cache")
app.add_typer(follow.commands, name="follow")
app.add_typer(library.sample, name="sample")
app.add_typer(compare.commands)
app.add_typer(compare.kept, name="comparisons")
app.add_typer(overview.commands)
app.add_typer(overview.kept, name="overviews")
app.add_typer(web.commands)
app.add_typer(mcp.commands)
app.add_typer(explain.commands)
app.add_typer(config.commands, name="config")
app.add_typer(model.commands, name="model")
app.add_typer(doctor.commands)
app.add_typer(calls.commands, name="log")
app.add_typer(evaluate.commands)

logger = logging.getLogger(__name__)

STOPPED = 130
"""The exit code that typer, like a shell, gives a command that was stopped with Ctrl-C."""


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and exit."),
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Say on standard error what is done, with counts and seconds.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Say everything, texts of questions and abstracts included.")
    ] = False,
) -> None:
    """Ask a library of paper abstracts; every sentence of the answer cites a checked sentence of a paper."""
    name = "debug" if debug else "info" if verbose else os.environ.get("PAPERS_LOG", "").strip()
    log.configure(log.level_named(name))


def main() -> None:
    """Run the command line; every failure is one or two lines on standard error and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal or file that knows no “ or ✓ shows ?
            stream.reconfigure(errors="replace")
    try:
        app()
    except PapersError as error:
        logger.debug("%s", type(error).__name__, exc_info=True)
        _fail(error.message, error.hint, error.exit_code)
    except SystemExit as end:
        if end.code == STOPPED:
            note("Stopped. What was done so far is kept.")
        raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # the edge: a person is told in one line, --debug shows the rest
        logger.debug("%s", type(error).__name__, exc_info=True)
        # its text may hold anything, keys and passwords too
        _fail(f"Unexpected error: {type(error).__name__}.", "Set PAPERS_LOG=debug to see where.", 1)


def _fail(message: str, hint: str, code: int) -> None:
    note(f"{message} {hint}".strip())
    sys.exit(code)
