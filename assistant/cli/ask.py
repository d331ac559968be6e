"""`papers ask` and `papers search`."""

import sys
from datetime import date
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.shared import (
    AsJson,
    Category,
    Form,
    Model,
    Since,
    Until,
    chosen_form,
    ensure_sample,
    filters,
    note,
    on_step,
    open_services,
    out,
    out_json,
)
from assistant.errors import ModelError

if TYPE_CHECKING:
    from assistant.asking.reply import Reply
    from assistant.services import Services

commands = typer.Typer()


@commands.command()
def ask(
    question: Annotated[
        str, typer.Argument(help="It may contain filters: since 2025, this week, in cs.CL, from NVIDIA.")
    ],
    since: Since = None,
    until: Until = None,
    category: Category = None,
    model: Model = None,
    form: Form = None,
    second_opinion: Annotated[
        bool, typer.Option("--second-opinion", help="Have your model read the answer against its sources.")
    ] = False,
    timings: Annotated[bool, typer.Option("--timings", help="Say how long each step took.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask a question and get an answer whose every sentence cites a paper."""
    from assistant.asking.answer import ask as ask_library

    chosen = chosen_form(form, as_json)
    services = open_services(model)
    Thread(target=services.warm_up, daemon=True).start()  # loads the model while the papers are searched
    ensure_sample(services)
    understood = services.understand(question, date.today(), [])
    understood = understood.narrowed(filters(since, until, category))
    reply = ask_library(understood, services.library, services.writer, on_step)
    if not chosen:
        _print_answer(reply)
    if second_opinion:
        _ask_second_opinion(reply.finish(), services)
    if chosen == "json":
        from assistant.export import shapes

        out_json(reply.finish(), shapes.Reply)
    elif chosen:
        _print_form(reply.finish(), chosen)
    else:
        _print_rest(reply, timings)
    if reply.problem:
        raise typer.Exit(reply.problem.exit_code)


@commands.command()
def search(
    text: Annotated[
        str,
        typer.Argument(help="What they should be about; may contain filters: since 2025, from NVIDIA."),
    ],
    since: Since = None,
    until: Until = None,
    category: Category = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many papers.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Find papers by meaning and by words, by an author's name, or by an arXiv number."""
    from dataclasses import replace

    from assistant.export import shapes

    services = open_services(model="none")
    ensure_sample(services)
    understood = services.understand(text, date.today(), [])
    only = filters(since, until, category).over(understood.filters)
    if " " in text.strip() and (ids := services.library.authors.papers_of(text)):
        note(f"Only papers by {text.strip()}.")
        only = replace(only, papers=tuple(ids))
    hits = services.library.search(understood.intent.query or understood.intent.topic, only, limit)
    if understood.filters and not as_json:
        note(f"Only: {', '.join(only.labels().values())}")
    if as_json:
        out_json({"hits": hits}, dict[str, list[shapes.Hit]])
        return
    from assistant.export.terminal import hit_lines

    for hit in hits:
        out("\n".join(hit_lines(hit)))
    if not hits:
        note("No paper matches. Try other words or fewer conditions.")


def _print_form(reply: "Reply", form: str) -> None:
    from assistant.export.conversation import as_form

    out(as_form([reply], form).rstrip("\n"))
    if reply.problem:
        note(str(reply.problem))


def _ask_second_opinion(reply: "Reply", services: "Services") -> None:
    """The model's opinion on the reply's claims; where there is none, why not, and the reply stays as it is."""
    from assistant.asking.second_opinion import give

    if services.capable_model is None:
        note(
            "A second opinion needs a capable model: set OPENAI_API_KEY, or OPENAI_BASE_URL and PAPERS_MODEL."
        )
        return
    try:
        if not give(reply, services.capable_model, services.settings.context_tokens):
            note(
                "There is nothing to ask a second opinion about: no sentence in the model's own words cites a paper."
            )
    except ModelError as error:
        note(f"There is no second opinion: {error}")


def _print_answer(reply: "Reply") -> None:
    from assistant.export.terminal import plain

    for piece in reply:
        sys.stdout.write(plain(piece))
        sys.stdout.flush()
    out("" if reply.claims else plain(reply.text))


def _print_rest(reply: "Reply", timings: bool) -> None:
    from assistant.export.terminal import reply_lines

    for line in reply_lines(reply):
        out(line)
    if timings:
        note("  ".join(f"{name} {seconds:.2f} s" for name, seconds in reply.timings.items()))
    if reply.problem:
        note(str(reply.problem))
