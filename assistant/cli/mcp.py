"""`papers mcp`: the features as tools for a desktop assistant or an editor, over standard input and output, or HTTP."""

from typing import Annotated

import typer

from assistant.cli.shared import Model, ensure_sample, open_services

commands = typer.Typer()


@commands.command()
def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Serve streamable HTTP on this machine instead of standard input.")
    ] = False,
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port for --http.")] = 8765,
    model: Model = None,
) -> None:
    """Serve search, ask, digest, compare and explain to an MCP client."""
    from assistant.mcp.server import build

    services = open_services(model)
    ensure_sample(services)
    server = build(services)
    if http:
        server.run("streamable-http", host="127.0.0.1", port=port)
    else:
        server.run("stdio")
