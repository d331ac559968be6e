"""`papers doctor`: what is installed and in use, in words."""

import typer

from assistant.cli.shared import AsJson, open_services, out, out_json
from assistant.errors import SettingsError

commands = typer.Typer()


@commands.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what is installed, which model and embedding are in use, where the data is, and what would improve it."""
    from assistant.diagnosis import diagnose

    try:
        services, trouble = open_services(), ""
    except SettingsError as error:
        services, trouble = open_services(model="none"), f"The model cannot be used: {error}"
    diagnosis = diagnose(services, trouble)
    if as_json:
        out_json(diagnosis)
        return
    for name, value in diagnosis.facts.items():
        out(f"{name + ':':<14}{value}")
    for advice in diagnosis.advice:
        out(f"- {advice}")
