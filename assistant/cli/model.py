"""`papers model`: download models that run on this machine, choose one, and see which servers run here."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.shared import AsJson, note, out, out_json
from assistant.log import mask_keys

if TYPE_CHECKING:
    from assistant.local_models.download import Progress
    from assistant.local_models.overview import Offer, Overview
    from assistant.settings import Settings

commands = typer.Typer(
    help="Models that write on this machine: download one, use it, remove it.", no_args_is_help=True
)
Name = Annotated[str, typer.Argument(help="A name of `papers model list`, or hf:OWNER/REPO/FILE.gguf.")]


@commands.command("list")
def list_(as_json: AsJson = False) -> None:
    """Show the models you can download, those that are here, and model servers that run on this machine."""
    from assistant.local_models.overview import overview
    from assistant.local_models.servers import USUAL_PLACES, find_servers

    seen = overview(os.environ, _settings().home, find_servers(USUAL_PLACES))
    if as_json:
        out_json(seen.as_dict())
        return
    _print_offers(seen)
    _print_servers(seen)


@commands.command()
def get(name: Name) -> None:
    """Download a model, or the rest of it where a download stopped; its size and checksum are checked."""
    from assistant.local_models.catalogue import model_file, name_of
    from assistant.local_models.folder import ModelFolder
    from assistant.local_models.hub import Hub

    settings, file = _settings(), model_file(name)
    folder = ModelFolder(settings.home)
    if folder.has(file):
        note(f"{name_of(file)} is here already.")
    else:
        with _progress(Path(file.path).name) as progress:
            folder.get(file, Hub(settings.hub_url, settings.hub_key), progress)
    out(str(folder.path(file)))
    note(f"Use it: papers model use {name_of(file)}")


@commands.command()
def use(
    name: Annotated[
        str, typer.Argument(help="A downloaded model, embedded, none, a .gguf file, or a server's URL#MODEL.")
    ],
) -> None:
    """Let this model write from now on."""
    from assistant.local_models import choosing
    from assistant.local_models.folder import ModelFolder

    choosing.use(os.environ, ModelFolder(_settings().home), name)
    out(f"{name} is used from now on.")
    for variable in choosing.overriding(os.environ):
        note(f"But {variable} is set in your environment and goes first: unset it there.")


@commands.command()
def remove(name: Name) -> None:
    """Delete a downloaded model; where it was in use, no model is used any more."""
    from assistant.local_models import choosing
    from assistant.local_models.catalogue import model_file, name_of
    from assistant.local_models.folder import ModelFolder

    file = model_file(name)
    was_used = choosing.remove(os.environ, ModelFolder(_settings().home), file)
    out(f"{name_of(file)} is deleted." + (" It was in use; now no model is." if was_used else ""))


def _settings() -> "Settings":
    """The settings, without the model's: a model file that is gone should not keep a person from getting another."""
    from assistant.settings_file import load_settings

    settings = load_settings(os.environ, "none")
    mask_keys(settings.keys)
    return settings


@contextmanager
def _progress(label: str) -> Iterator["Progress"]:
    """A bar on standard error, where that is a terminal; gives the function to call with bytes."""
    from rich import progress as bars
    from rich.console import Console

    columns: list[Any] = [
        bars.TextColumn("{task.description}", markup=False),
        bars.BarColumn(),
        bars.DownloadColumn(),
        bars.TransferSpeedColumn(),
        bars.TimeRemainingColumn(),
    ]
    console = Console(stderr=True)
    with bars.Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda here, whole: bar.update(task, completed=here, total=whole)


def _print_offers(seen: "Overview") -> None:
    from assistant.local_models.sizes import in_words

    out("Models for this machine (about so large; * in use, + downloaded):")
    for offer in seen.offers:
        needs = f"{in_words(offer.memory)} memory" if offer.memory else ""
        out(f"{_mark(offer)} {offer.name:<15} {in_words(offer.size):>7}  {needs:<14}  {offer.expect}")
        if offer.memory and seen.memory and offer.memory > seen.memory:
            out(f"  {'':<15} too large: this machine has {in_words(seen.memory)} of memory")
    out("Licences and sources: papers model list --json. Any other: papers model get hf:OWNER/REPO/FILE.gguf")


def _mark(offer: "Offer") -> str:
    return "*" if offer.in_use else "+" if offer.is_here else " "


def _print_servers(seen: "Overview") -> None:
    from assistant.local_models.servers import USUAL_PLACES

    out("")
    if not seen.servers:
        usual = ", ".join(f"{place.name} ({place.port})" for place in USUAL_PLACES)
        out(f"No model server answers on this machine, at the usual ports of {usual}.")
        return
    out("Model servers that run here; none is used unless you say so:")
    for server in seen.servers:
        out(f"  {server.name}, at {server.url}" + (": it asks for a key" if server.wants_key else ""))
        for model in server.models:
            out(f"    papers model use {quote(server.address(model))}")
        if server.wants_key:
            out(f"    papers model use '{server.url}#MODEL', then papers config set model.key KEY")
