"""The command line, `papers`. One of the two edges where any error becomes a sentence; heavy imports wait for use."""

import io
import os
import socket
import sys
from datetime import date
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.console import AsJson, note, out, out_json, progress
from assistant.errors import InputError, PapersError, SettingsError
from assistant.evaluation.commands import evaluate

if TYPE_CHECKING:
    from assistant.library.filters import Filters
    from assistant.library.importing import ImportReport
    from assistant.reply import Reply
    from assistant.wiring import Workshop

app = typer.Typer(
    name="papers",
    help="Ask a library of paper abstracts; every sentence of the answer cites a checked sentence of a paper.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: drawing it with rich takes longer than all the rest
    pretty_exceptions_enable=False,
)
sample = typer.Typer(help="The sample papers that an empty library starts with.", no_args_is_help=True)
app.add_typer(sample, name="sample")
app.add_typer(evaluate, name="eval")

REFUSED_SHOWN = 20
"""Refusals that are spelled out after an import."""
STOPPED = 130
"""The exit code that typer, like a shell, gives a command that was stopped with Ctrl-C."""

Model = Annotated[str | None, typer.Option(help="embedded, none, a model's name, or a path ending in .gguf.")]
Since = Annotated[str | None, typer.Option(help="Published on or after: 2025, 2025-06 or 2025-06-03.")]
Until = Annotated[str | None, typer.Option(help="Published on or before.")]
Category = Annotated[list[str] | None, typer.Option(help="An arXiv category, like cs.CL; may be repeated.")]


@app.command()
def ask(
    question: Annotated[
        str, typer.Argument(help="Filters may be said in it: since 2025, this week, in cs.CL, from NVIDIA.")
    ],
    since: Since = None,
    until: Until = None,
    category: Category = None,
    model: Model = None,
    timings: Annotated[bool, typer.Option("--timings", help="Say how long each step took.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask a question and get an answer whose every sentence cites a paper."""
    from dataclasses import replace

    from assistant.answer import ask as ask_library

    workshop = _workshop(model)
    Thread(target=workshop.warm_up, daemon=True).start()  # loads the model while the papers are searched
    _ensure_sample(workshop)
    understood = workshop.understand(question, date.today(), [])
    understood = replace(understood, filters=_options(since, until, category).over(understood.filters))
    reply = ask_library(understood, workshop.library, workshop.writer, _on_step)
    if as_json:
        out_json(reply.finish().as_dict())
    else:
        _print_reply(reply, timings)
    if reply.problem:
        raise typer.Exit(reply.problem.exit_code)


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="What the papers should be about.")],
    since: Since = None,
    until: Until = None,
    category: Category = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many papers.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Find papers by meaning and by words."""
    workshop = _workshop(model="none")
    _ensure_sample(workshop)
    text = text.encode("utf-8", "replace").decode()  # an argument may hold bytes that are no text
    hits = workshop.library.search(text, _options(since, until, category), limit)
    if as_json:
        out_json({"hits": [hit.as_dict() for hit in hits]})
        return
    from assistant.output.terminal import hit_lines

    for hit in hits:
        out("\n".join(hit_lines(hit)))
    if not hits:
        note("No paper matches. Try other words or fewer conditions.")


@app.command("import")
def import_(
    paths: Annotated[
        list[Path], typer.Argument(help="Saved Daily Papers pages, Daily Papers API answers, or folders.")
    ],
    year: Annotated[
        int | None, typer.Option(min=1991, max=2100, help="The year of dates written without one.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Bring your own papers into the library."""
    from assistant.library.importing import import_papers
    from assistant.library.sources import files

    found = files.files_in(paths)
    workshop = _workshop(model="none")
    reading = files.Reading(found, date.today(), year)
    with progress("Importing", lambda: reading.share) as advance:
        report = import_papers(reading, workshop.library, advance)
    _print_report(report, as_json)
    if not report.read - len(report.refused):
        raise typer.Exit(InputError.exit_code)


@app.command()
def web(
    port: Annotated[
        int | None, typer.Option(help="Port of the web app; else the first free one from 8501.")
    ] = None,
    address: Annotated[
        str, typer.Option(help="Who may come: 0.0.0.0 lets in the whole network.")
    ] = "localhost",
    headless: Annotated[bool, typer.Option("--headless", help="Do not open a browser.")] = False,
) -> None:
    """Open the web app."""
    script = Path(__file__).parents[1] / "app.py"
    options = [
        "--server.port",
        str(port or _free_port(address)),
        "--server.headless",
        str(headless or not _has_screen()).lower(),
    ]
    # Without an address Streamlit listens to the whole network, and asks a server outside for its own address.
    options += ["--server.address", address, "--browser.serverAddress", address]
    _keep_paths()
    os.chdir(script.parent)  # Streamlit reads .streamlit/config.toml from the working folder
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", str(script), *options])


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what is installed, which model and embedding are in use, where the data lies, what would make it better."""
    from assistant.diagnosis import diagnose

    try:
        workshop, trouble = _workshop(), ""
    except SettingsError as error:
        workshop, trouble = _workshop(model="none"), f"The model cannot be used: {error}"
    diagnosis = diagnose(workshop, trouble)
    if as_json:
        out_json(diagnosis.as_dict())
        return
    for name, value in diagnosis.facts:
        out(f"{name + ':':<14}{value}")
    for advice in diagnosis.advice:
        out(f"- {advice}")


@sample.command("add")
def sample_add(as_json: AsJson = False) -> None:
    """Bring the sample papers (back) into the library."""
    workshop = _workshop(model="none")
    with progress("Loading the sample papers") as advance:
        report = workshop.add_sample(advance)
    _print_report(report, as_json)


@sample.command("remove")
def sample_remove(as_json: AsJson = False) -> None:
    """Take the sample papers out of the library; your own papers stay."""
    removed = _workshop(model="none").remove_sample()
    if as_json:
        out_json({"removed": removed})
    else:
        out(f"Removed {removed} sample papers.")


def main() -> None:
    """Run the command line; every failure is one or two lines on standard error and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal or file that knows no “ or ✓ shows ?
            stream.reconfigure(errors="replace")
    try:
        app()
    except PapersError as error:
        _fail(error.message, error.hint, error.exit_code)
    except SystemExit as end:
        if end.code == STOPPED:
            note("Stopped. What was done so far is kept.")
        raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if os.environ.get("PAPERS_DEBUG"):
            raise
        _fail(f"Something failed that should not: {error!r}", "Set PAPERS_DEBUG=1 to see where.", 1)


def _workshop(model: str | None = None) -> "Workshop":
    from assistant.settings import from_environment
    from assistant.wiring import Workshop

    return Workshop(from_environment(os.environ, model))


def _ensure_sample(workshop: "Workshop") -> None:
    if workshop.wants_sample:
        with progress("Your library is empty: loading the sample papers") as advance:
            workshop.add_sample(advance)


def _options(since: str | None, until: str | None, categories: list[str] | None) -> "Filters":
    from assistant.library.filters import Filters
    from assistant.question import spelled

    spelled_out = tuple(spelled(category) for category in categories or ())
    return Filters(since=_day(since, 0), until=_day(until, 1), categories=spelled_out)


def _day(text: str | None, end: int) -> date | None:
    """The first (0) or last (1) day of what was given for a date."""
    from assistant.periods import bounds

    try:
        return bounds(text)[end] if text else None
    except ValueError as error:
        raise InputError(f"{text} is no date.", "Write 2025, 2025-06 or 2025-06-03.") from error


def _print_reply(reply: "Reply", timings: bool) -> None:
    from assistant.output.terminal import plain, reply_lines

    for piece in reply:
        sys.stdout.write(plain(piece))
        sys.stdout.flush()
    out("" if reply.claims else plain(reply.text))
    for line in reply_lines(reply):
        out(line)
    if timings:
        note("  ".join(f"{name} {seconds:.2f} s" for name, seconds in reply.timings.items()))
    if reply.problem:
        note(str(reply.problem))


def _print_report(report: "ImportReport", as_json: bool) -> None:
    if as_json:
        out_json(report.as_dict())
        return
    out(f"{report.added:,} added, {report.updated:,} updated, {report.unchanged:,} unchanged.")
    for refused in report.refused[:REFUSED_SHOWN]:
        where = f"{refused.file}, entry {refused.entry}" if refused.entry else refused.file
        note(f"Refused {where}: {refused.reason}.")
    if (more := len(report.refused) - REFUSED_SHOWN) > 0:
        note(f"… and {more:,} more; --json lists them all.")


def _on_step(step: str) -> None:
    if sys.stderr.isatty():
        note(f"{step} …")


def _keep_paths() -> None:
    """Make the settings that are paths absolute, so that they mean the same from another folder."""
    for name in ("PAPERS_HOME", "PAPERS_MODEL"):
        value = os.environ.get(name, "").strip()
        if (name == "PAPERS_HOME" and value) or value.endswith(".gguf"):
            os.environ[name] = str(Path(value).expanduser().absolute())


def _free_port(address: str, first: int = 8501, last: int = 8531) -> int:
    """The first port from Streamlit's usual one on which nothing listens yet."""
    for port in range(first, last):
        with socket.socket() as probe:
            if probe.connect_ex((address, port)) != 0:
                return port
    raise InputError(f"The ports {first} to {last - 1} are all in use.", "Name a free one with --port.")


def _has_screen() -> bool:
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _fail(message: str, hint: str, code: int) -> None:
    note(f"{message} {hint}".strip())
    sys.exit(code)
