"""`papers compare` and `papers comparisons`: papers beside each other, kept under a name."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.shared import (
    AsJson,
    Model,
    chosen_form,
    ensure_sample,
    note,
    on_step,
    open_services,
    out,
    out_json,
)
from assistant.errors import InputError
from assistant.versions import JSON_VERSION, check_version

if TYPE_CHECKING:
    from assistant.asking.paper_resolver import ResolvedPapers
    from assistant.comparing.comparison import Comparison
    from assistant.evidence.aspects import Aspect
    from assistant.services import Services

commands = typer.Typer()
kept = typer.Typer(help="The comparisons that were saved.", no_args_is_help=True)

Papers = Annotated[list[str] | None, typer.Argument(help="arXiv ids, links, or words of the title; 2 to 12.")]
Query = Annotated[
    str | None, typer.Option(help="Let the search choose the papers, e.g. “parameter sharing”.")
]
Aspects = Annotated[list[str] | None, typer.Option("--aspect", help="What to compare; may be repeated.")]
Format = Annotated[
    str | None,
    typer.Option(
        "--format", help="markdown, html, csv, json, latex or xlsx; bibtex, ris or csl for its papers."
    ),
]
Save = Annotated[str | None, typer.Option(help="Keep the comparison under this name.")]
Name = Annotated[str, typer.Argument(help="The name it was saved under.")]
Added = Annotated[list[str] | None, typer.Option("--add", help="Another paper; may be repeated.")]
Dropped = Annotated[list[str] | None, typer.Option("--remove", help="A paper to leave out; may be repeated.")]
AlsoBy = Annotated[list[str] | None, typer.Option("--aspect", help="Another aspect; may be repeated.")]
NotBy = Annotated[list[str] | None, typer.Option("--without-aspect", help="An aspect to leave out.")]


TABLE_FORMS = ("csv", "latex", "xlsx")
"""Beside the forms that every result has."""


@commands.command()
def compare(
    papers: Papers = None,
    query: Query = None,
    aspect: Aspects = None,
    form: Format = None,
    save: Save = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Compare papers in a table whose every cell is a checked claim, or says that the abstract does not state it."""
    from assistant.evidence.aspects import aspects_named

    form = chosen_form(form, as_json, TABLE_FORMS) or "markdown"
    services = open_services(model)
    ensure_sample(services)
    picked = _picked(papers, query, services)
    _run(services, picked, aspects_named(aspect or []), form, save)


@kept.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the saved comparisons, with how many papers and aspects each has."""
    sizes = {name: _size(values) for name, values in open_services("none").comparisons.items().items()}
    if as_json:
        out_json({"comparisons": [{"name": name} | size for name, size in sizes.items()]})
        return
    for name, size in sizes.items():
        aspects = size["aspects"]
        out(f"{name}: {size['papers']} papers, {aspects} aspect{'s' * (aspects != 1)}")
    if not sizes:
        note("No comparison is saved. Save one with `papers compare … --save NAME`.")


@kept.command("open")
def open_(
    name: Name,
    add: Added = None,
    remove: Dropped = None,
    aspect: AlsoBy = None,
    without_aspect: NotBy = None,
    form: Format = None,
    save: Save = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Open a saved comparison; papers and aspects can be added or removed, and only new cells are made."""
    from assistant.asking.paper_resolver import checked, one_paper
    from assistant.evidence.aspects import aspects_named
    from assistant.export.comparison import in_form
    from assistant.export.saved_comparison import from_saved

    form = chosen_form(form, as_json, TABLE_FORMS) or "markdown"
    services = open_services(model)
    saved = from_saved(_saved(services, name))
    if not any((add, remove, aspect, without_aspect)):
        _give(in_form(saved, form))
        return
    leave = {one_paper(text, services.library).id for text in remove or ()}
    papers = [paper for paper in saved.papers if paper.id not in leave]
    papers += [one_paper(text, services.library) for text in add or ()]
    names = [each.name for each in saved.aspects if each.name not in (without_aspect or ())]
    picked = checked(papers, services.library)
    _run(services, picked, aspects_named([*names, *(aspect or ())]), form, save or name, saved)


@kept.command("remove")
def remove_(name: Name) -> None:
    """Delete a saved comparison."""
    services = open_services("none")
    _saved(services, name)
    services.comparisons.remove(name)
    out(f"Removed {name}.")


def _picked(papers: list[str] | None, query: str | None, services: "Services") -> "ResolvedPapers":
    from assistant.asking.paper_resolver import pick, pick_by_search

    if papers and query:
        raise InputError("Both papers and --query were given.", "Give one or the other.")
    if not papers and not query:
        raise InputError("No papers were given.", "Give their ids, or --query.")
    if papers:
        return pick(papers, services.library)
    picked = pick_by_search(query or "", services.library)
    note("The search chose " + "; ".join(f"{paper.title} ({paper.id})" for paper in picked.papers))
    return picked


def _run(
    services: "Services",
    picked: "ResolvedPapers",
    aspects: "tuple[Aspect, ...]",
    form: str,
    save: str | None,
    known: "Comparison | None" = None,
) -> None:
    from assistant.comparing.compare import compare as compare_papers
    from assistant.export.comparison import in_form
    from assistant.export.saved_comparison import to_saved

    for growing in compare_papers(picked.papers, aspects, services.cell_writer, known, picked.notes):
        done = sum(len(row.cells) == len(aspects) for row in growing.rows)
        on_step(f"{done} of {len(growing.rows)} papers read")
    for text in growing.notes:
        note(text)
    if growing.problem:
        note(str(growing.problem))
    if save:
        services.comparisons.put(save, to_saved(growing))
    _give(in_form(growing, form))
    if growing.problem:
        raise typer.Exit(growing.problem.exit_code)


def _saved(services: "Services", name: str) -> dict[str, object]:
    if values := services.comparisons.get(name):
        return dict(values)
    raise InputError(
        f"No comparison is saved as {name!r}.", "`papers comparisons list` shows the saved ones."
    )


def _size(values: dict[str, Any]) -> dict[str, int]:
    check_version(values.get("version", 0), JSON_VERSION, "A saved comparison")
    return {"papers": len(values["papers"]), "aspects": len(values["aspects"])}


def _give(result: str | bytes) -> None:
    """The result to standard output; a workbook is bytes, and not for a terminal."""
    if isinstance(result, str):
        out(result.rstrip("\n"))
        return
    if sys.stdout.isatty():
        raise InputError(
            "A workbook cannot be shown in a terminal.", "Write it to a file: … --format xlsx > FILE.xlsx"
        )
    sys.stdout.flush()
    sys.stdout.buffer.write(result)
