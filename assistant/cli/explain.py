"""`papers explain`: one paper in plain language, for a child, a newcomer, a student, an engineer, an executive, or you."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.shared import (
    AsJson,
    Form,
    Model,
    chosen_form,
    ensure_sample,
    note,
    on_step,
    open_services,
    out,
)

if TYPE_CHECKING:
    from assistant.explaining.explanation import Explanation

commands = typer.Typer()


@commands.command()
def explain(
    paper: Annotated[str, typer.Argument(help="An arXiv id, a link, or words of the title.")],
    reader: Annotated[
        str,
        typer.Option(
            "--for", help="child, newcomer, student, engineer, executive, or who you are in your own words."
        ),
    ] = "newcomer",
    model: Model = None,
    form: Form = None,
    as_json: AsJson = False,
) -> None:
    """Explain a paper in plain language; each sentence is checked, or marked as from outside the abstract."""
    from assistant.asking.paper_resolver import one_paper
    from assistant.explaining.explain import explain as explain_paper
    from assistant.explaining.readers import reader_called

    chosen = chosen_form(form, as_json)
    services = open_services(model)
    ensure_sample(services)
    found = one_paper(paper, services.library)
    on_step(f"reading {found.title}")
    explanation = explain_paper(found, reader_called(reader), services.library, services.capable_model)
    _print(explanation, chosen)
    if explanation.problem:
        note(str(explanation.problem))
        raise typer.Exit(explanation.problem.exit_code)


def _print(explanation: "Explanation", form: str | None) -> None:
    from assistant.export.explanation import as_form, lines

    out("\n".join(lines(explanation)) if form is None else as_form(explanation, form).rstrip("\n"))
