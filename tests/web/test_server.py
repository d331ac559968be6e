"""Other sites' pages reach nothing, and every answer says that no other page may hold it."""

import asyncio
from typing import Any

import pytest

from assistant.web.server import Guard


def asked(kind: str, **headers: str) -> tuple[list[Any], list[Any]]:
    """What is sent for one request, and the scopes that reach the app behind the guard."""
    reached: list[Any] = []
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Any:
        return {"type": f"{kind}.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": kind, "headers": [(name.encode(), value.encode()) for name, value in headers.items()]}
    asyncio.run(Guard(app)(scope, receive, send))
    return sent, reached


def test_every_answer_keeps_other_pages_and_hosts_out() -> None:
    [start], _ = asked("http", host="localhost:8501")
    headers = dict(start["headers"])
    assert b"frame-ancestors 'none'" in headers[b"content-security-policy"]
    assert b"default-src 'self'" in headers[b"content-security-policy"]
    assert headers[b"x-frame-options"] == b"DENY"


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:8502"])
def test_another_sites_page_is_refused(kind: str, origin: str) -> None:
    sent, reached = asked(kind, host="localhost:8501", origin=origin)
    assert not reached
    assert sent[0].get("status") == 403 or sent[0] == {"type": "websocket.close", "code": 1008, "reason": ""}


def test_streamlit_is_left_nothing_to_ask_of_others() -> None:
    _, [scope] = asked("websocket", host="papers.example", origin="https://papers.example")
    assert dict(scope["headers"])[b"origin"] == b"http://localhost"
