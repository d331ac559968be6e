"""What `papers web` hands to Streamlit: the app, behind headers that keep other pages and other hosts out.

Streamlit compares a socket's origin with addresses that it asks a third party for. Here an origin is compared with the
host that was asked, and Streamlit sees its own.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocketClose
from streamlit.starlette import App

HEADERS = {
    b"content-security-policy": b"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; object-src 'none'; "
    b"base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    b"x-frame-options": b"DENY",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
}
"""Streamlit needs scripts and styles in the page, and evaluates code; nothing comes from another host."""


class Guard:
    """Refuses what another site's page asks for, and puts the headers on every answer."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Handle one request or socket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if (origin := headers.get(b"origin")) is not None:
            if urlsplit(origin.decode("latin-1")).netloc.encode("latin-1") != headers.get(b"host"):
                refusal = (
                    PlainTextResponse("Forbidden", 403) if scope["type"] == "http" else WebSocketClose(1008)
                )
                await refusal(scope, receive, send)
                return
            others = [(name, value) for name, value in scope["headers"] if name != b"origin"]
            scope = scope | {"headers": [*others, (b"origin", b"http://localhost")]}
        await self._app(scope, receive, _with_headers(send))


def _with_headers(send: Any) -> Any:
    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = message | {"headers": [*message["headers"], *HEADERS.items()]}
        await send(message)

    return sending


app = App(Path(__file__).parent / "app.py", middleware=[Middleware(Guard)])
