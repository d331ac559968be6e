"""`papers web`: hand over to Streamlit, on a free port, for this machine only unless set otherwise."""

import os
import socket
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.errors import InputError
from assistant.log import level_name

commands = typer.Typer()


@commands.command()
def web(
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65_535, help="Port of the web app; by default the first free one from 8501."),
    ] = None,
    address: Annotated[
        str, typer.Option(help="Address to listen on: 0.0.0.0 opens it to the whole network.")
    ] = "localhost",
    headless: Annotated[bool, typer.Option("--headless", help="Do not open a browser.")] = False,
) -> None:
    """Open the web app."""
    script = Path(__file__).parents[1] / "web" / "server.py"
    _try(address, port)
    options = [
        "--server.port",
        str(port or _free_port(address)),
        "--server.headless",
        str(headless or not _has_screen()).lower(),
    ]
    # Without an address Streamlit listens to the whole network, and asks a server outside for its own address.
    options += ["--server.address", address, "--browser.serverAddress", address]
    options += list(_configured())
    os.environ["PAPERS_LOG"] = level_name()
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", str(script), *options])


def _configured() -> Iterator[str]:
    """The options of .streamlit/config.toml, which Streamlit by itself reads from the working folder only."""
    package = Path(__file__).parents[1]
    places = (package / "web" / "streamlit", package.parent / ".streamlit")
    file = next(path for place in places if (path := place / "config.toml").is_file())
    yield from _flags("", tomllib.loads(file.read_text(encoding="utf-8")))


def _flags(prefix: str, values: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flags(f"{prefix}{name}.", value)
        else:
            yield from (f"--{prefix}{name}", str(value).lower() if isinstance(value, bool) else str(value))


def _free_port(address: str, first: int = 8501, last: int = 8531) -> int:
    """The first port from Streamlit's usual one on which nothing listens yet."""
    for port in range(first, last):
        with socket.socket() as probe:
            if probe.connect_ex((address, port)) != 0:
                return port
    raise InputError(f"The ports {first} to {last - 1} are all in use.", "Name a free one with --port.")


def _try(address: str, port: int | None) -> None:
    """InputError where nothing can listen there: Streamlit would end in a traceback."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        socket.create_server((address, port or 0), family=family).close()
    except OSError as error:
        at = f"{address}, port {port}" if port else address
        why = str(error.strerror).partition(" (while")[0]
        raise InputError(
            f"The web app cannot listen at {at}: {why}.", "Name another with --port or --address."
        ) from error


def _has_screen() -> bool:
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
