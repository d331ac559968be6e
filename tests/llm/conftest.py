"""A model over the mock transport whose retries do not wait."""

import json
from collections.abc import Callable
from dataclasses import replace

import httpx2
import pytest

from assistant.llm.models import ChatModel, open_model
from assistant.settings import ModelChoice, Settings
from tests.conftest import ChatServer

ENDPOINT = ModelChoice("endpoint", "m", "http://localhost:1/v1", "k")
MESSAGES = ("Be brief.", "Say something.")


@pytest.fixture(autouse=True)
def no_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    """The openai package tries again at once, not after half a second."""
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.0)


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses made; time stands still but for them."""
    pauses, now = list[float](), [1000.0]

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setattr("time.sleep", sleep)
    return pauses


@pytest.fixture
def model(settings: Settings, chat_server: ChatServer) -> ChatModel:
    """A model of a compatible server."""
    return opened(settings, chat_server)


@pytest.fixture
def model_of(settings: Settings, chat_server: ChatServer) -> Callable[[ModelChoice], ChatModel]:
    """A model of any kind, its requests ending at the mock."""
    return lambda choice: opened(settings, chat_server, choice)


def opened(settings: Settings, server: ChatServer, choice: ModelChoice = ENDPOINT) -> ChatModel:
    model = open_model(replace(settings, model=choice), http_client=server.client)
    assert model
    return model


def events(*content: bytes) -> httpx2.Response:
    """A stream of these events."""
    return httpx2.Response(200, content=b"".join(content), headers={"content-type": "text/event-stream"})


def word(text: str | None) -> bytes:
    """The event of one piece of text."""
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"
