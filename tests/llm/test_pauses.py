"""A server's Retry-After holds for every call to it."""

from collections.abc import Callable

import httpx2
import pytest

from assistant.errors import ModelOverloaded
from assistant.llm.models import ChatModel, Usage
from assistant.llm.pauses import LONGEST, asked_to_wait
from assistant.settings import ModelChoice
from tests.conftest import ChatServer
from tests.llm.conftest import ENDPOINT, MESSAGES

Model = Callable[[ModelChoice], ChatModel]


def test_another_call_waits_as_long_as_the_refused_one_was_told(
    model_of: Model, chat_server: ChatServer, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "openai._base_client.SyncAPIClient._sleep_for_retry", lambda *a, **k: None, raising=True
    )
    model = model_of(ENDPOINT)
    chat_server.fails(429, "slow down", {"retry-after": "7"})
    chat_server.says("Yes.")
    assert model.complete(MESSAGES, Usage()) == "Yes."
    assert sum(slept) == pytest.approx(7)


def test_a_refusal_says_how_long_to_wait(
    model_of: Model, chat_server: ChatServer, slept: list[float]
) -> None:
    chat_server.fails(429, "slow down", {"retry-after": "0.01"})
    with pytest.raises(ModelOverloaded) as refused:
        model_of(ENDPOINT).complete(MESSAGES, Usage())
    assert refused.value.wait == pytest.approx(0.01)


def test_an_empty_quota_is_no_pause(model_of: Model, chat_server: ChatServer, slept: list[float]) -> None:
    chat_server.fails(429, "quota used up")
    with pytest.raises(ModelOverloaded) as refused:
        model_of(ENDPOINT).complete(MESSAGES, Usage())
    assert refused.value.wait == 0
    assert not any(slept)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("2", 2.0), ("0.5", 0.5), ("", 0.0), ("-3", 0.0), ("nan", 0.0), ("soon", 0.0), (str(LONGEST + 1), 0.0)],
)
def test_odd_headers_are_no_pause(header: str, seconds: float) -> None:
    assert asked_to_wait(httpx2.Headers({"retry-after": header})) == seconds
    assert asked_to_wait({}) == 0
