"""`papers config`: show, set and unset what the settings file holds, and say where it is."""

import os
from typing import Annotated

import typer

from assistant.cli.shared import AsJson, out, out_json

commands = typer.Typer(
    no_args_is_help=True,
    help="Settings that are kept once. A variable of the environment goes before what is kept.",
)
Name = Annotated[str, typer.Argument(help="The setting, like model.url, or its variable.")]


@commands.command()
def show(as_json: AsJson = False) -> None:
    """List every setting, its value and where it comes from; keys are masked."""
    from assistant.settings_file import NAMES, read, settings_path

    kept = read(settings_path(os.environ))
    rows = [
        {"name": name, "variable": variable, "help": text} | _value(name, variable, kept)
        for name, (variable, text) in NAMES.items()
    ]
    if as_json:
        out_json({"path": str(settings_path(os.environ)), "settings": rows})
        return
    for row in rows:
        shown = f"{row['value']}  ({row['from']})" if row["from"] else f"not set: {row['help']}"
        out(f"{row['name']:<16} {shown}")


@commands.command("set")
def set_(name: Name, value: Annotated[str, typer.Argument(help="Its value.")]) -> None:
    """Keep a setting in the settings file."""
    from assistant.settings_file import set_value, settings_path

    set_value(os.environ, name, value)
    out(f"Kept in {settings_path(os.environ)}.")


@commands.command()
def unset(name: Name) -> None:
    """Forget a setting of the settings file."""
    from assistant.settings_file import settings_path, unset_value

    was_set = unset_value(os.environ, name)
    out(f"{'Forgotten' if was_set else 'It was not set'} in {settings_path(os.environ)}.")


@commands.command()
def path() -> None:
    """Print where the settings file is."""
    from assistant.settings_file import settings_path

    out(str(settings_path(os.environ)))


def _value(name: str, variable: str, kept: dict[str, str]) -> dict[str, str]:
    from assistant.settings import masked
    from assistant.settings_file import is_secret

    set_here = os.environ.get(variable, "").strip()
    value = set_here or kept.get(name, "")
    origin = variable if set_here else "settings file" if value else ""
    return {"value": "…" if value and is_secret(name) else masked(value), "from": origin}
