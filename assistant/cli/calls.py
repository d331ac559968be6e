"""`papers log`: the model calls that were kept, for whoever has asked for that."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.shared import AsJson, note, open_services, out, out_json

if TYPE_CHECKING:
    from assistant.llm.call_log import CallRecord

commands = typer.Typer(
    help="The model calls that were kept on this machine: prompts, replies, verdicts, tokens.",
    invoke_without_command=True,
)


@commands.callback()
def log(
    context: typer.Context,
    count: Annotated[int, typer.Option("-n", min=1, help="How many, the last ones.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Show the last model calls, oldest first; --json has the whole prompts and replies."""
    if context.invoked_subcommand:
        return
    from assistant.export.terminal import plain

    services = open_services("none")
    records = services.calls.latest(count)
    if as_json:
        out_json({"calls": [record.as_dict() for record in records]})
        return
    for record in records:
        for line in _lines(record):
            out(plain(line))
    if not records:
        note("No model call is kept." + " Set PAPERS_LOG_CALLS=yes." * (not services.settings.log_calls))


@commands.command()
def clear() -> None:
    """Delete all kept calls from this machine."""
    out(f"Deleted {open_services('none').calls.clear()} model calls.")


def _lines(record: "CallRecord") -> list[str]:
    """The call in a line, then its claims with their verdicts; where there are none, the reply itself."""
    tokens = f"{record.input_tokens:,} + {record.output_tokens:,} tokens"
    end = ", cut short at its token limit" if record.cut_short else ""
    lines = [f"{record.time}  {record.purpose}  {record.model}  {tokens}, {record.seconds:.2f} s{end}"]
    if record.sources:
        lines.append(f"    sources: {', '.join(record.sources)}")
    if record.claims:
        lines += [f"    {claim['verdict']}: {claim['text']}" for claim in record.claims]
    elif record.reply.strip():
        lines.append(f"    {' '.join(record.reply.split())}")
    return [*lines, *([f"    error: {record.error}"] if record.error else [])]
