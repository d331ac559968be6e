"""Every way a model can fail becomes one of our errors, and says what to do."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from assistant.errors import (
    ModelError,
    ModelInterrupted,
    ModelKeyRefused,
    ModelNotFound,
    ModelOverloaded,
    ModelUnreachable,
)
from assistant.llm.call_log import CallRecord
from assistant.llm.models import ChatModel, Usage
from assistant.settings import ModelChoice
from tests.conftest import ChatServer
from tests.llm.conftest import MESSAGES, events, word


def failure(model: ChatModel) -> ModelError:
    with pytest.raises(ModelError) as caught:
        model.complete(MESSAGES, Usage())
    return caught.value


@pytest.mark.parametrize(
    ("status", "kind", "advice"),
    [
        (400, ModelError, "PAPERS_MODEL"),
        (401, ModelKeyRefused, "Check OPENAI_API_KEY"),
        (403, ModelKeyRefused, "PAPERS_MODEL"),
        (404, ModelNotFound, "Check PAPERS_MODEL"),
        (408, ModelError, "Try again"),
        (422, ModelError, "PAPERS_MODEL"),
        (429, ModelOverloaded, "Try again in a minute"),
        (500, ModelError, "Try again"),
        (503, ModelError, "Try again"),
    ],
)
def test_each_status_is_the_error_that_says_what_to_do(
    model: ChatModel, chat_server: ChatServer, status: int, kind: type[ModelError], advice: str
) -> None:
    chat_server.fails(status)
    error = failure(model)
    assert type(error) is kind
    assert advice in error.hint


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (httpx2.ConnectTimeout("late"), "did not answer in time"),
        (httpx2.ReadTimeout("late"), "did not answer in time"),
        (httpx2.ConnectError("refused"), "cannot be reached"),
        (httpx2.RemoteProtocolError("hung up"), "cannot be reached"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_server_that_is_not_there_is_unreachable(
    model: ChatModel, chat_server: ChatServer, problem: Exception, said: str
) -> None:
    chat_server.answers_with(raises(problem))
    error = failure(model)
    assert type(error) is ModelUnreachable
    assert said in error.message and "http://localhost:1/v1" in error.message
    assert "PAPERS_TIMEOUT" in error.hint or "OPENAI_BASE_URL" in error.hint


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_failure_is_tried_once_more(model: ChatModel, chat_server: ChatServer, status: int) -> None:
    chat_server.fails(status)
    chat_server.says("Here I am.")
    assert model.complete(MESSAGES, Usage()) == "Here I am."


@pytest.mark.parametrize(("status", "tries"), [(401, 1), (404, 1), (429, 2), (500, 2)])
def test_a_lasting_failure_is_not_tried_for_ever(
    model: ChatModel, chat_server: ChatServer, status: int, tries: int
) -> None:
    chat_server.fails(status)
    failure(model)
    assert len(chat_server.requests) == tries


def test_a_retry_waits_as_long_as_the_server_asks(
    model: ChatModel, chat_server: ChatServer, slept: list[float]
) -> None:
    chat_server.fails(429, headers={"Retry-After": "7"})
    chat_server.says("Now.")
    record, said = CallRecord("answer"), list[str]()
    record.notify_by(said.append)
    assert model.complete(MESSAGES, Usage(), record=record) == "Now."
    assert sum(slept) == 7.0 and said == ["waiting 7 s, as m asks"]


def test_a_long_wait_can_be_stopped(model: ChatModel, chat_server: ChatServer, slept: list[float]) -> None:
    chat_server.fails(429, headers={"Retry-After": "90"})
    chat_server.says("Now.")
    pieces = model.stream(MESSAGES, Usage())
    assert next(pieces) == next(pieces) == ""
    pieces.close()
    assert sum(slept) <= 1 and len(chat_server.requests) == 1


def test_a_wait_that_is_too_long_is_told_with_its_seconds(
    model: ChatModel, chat_server: ChatServer, slept: list[float]
) -> None:
    chat_server.fails(429, headers={"Retry-After": "3600"})
    assert "asks to wait 3600 s" in failure(model).message
    assert not any(slept)


@pytest.mark.parametrize(
    "message",
    [
        "This model's maximum context length is 4096 tokens",
        "the request exceeds the available context size, try increasing it",
        "context_length_exceeded",
        "prompt is too long",
    ],
)
def test_too_long_a_prompt_says_which_setting_to_lower(
    model: ChatModel, chat_server: ChatServer, message: str
) -> None:
    chat_server.fails(400, message)
    assert "PAPERS_CONTEXT_TOKENS" in failure(model).hint
    assert len(chat_server.requests) == 1


def test_a_refusal_repeats_what_the_server_said(model: ChatModel, chat_server: ChatServer) -> None:
    chat_server.fails(400, "temperature must be 1")
    assert "temperature must be 1" in failure(model).message


def test_openai_is_named_and_not_its_address(
    model_of: Callable[[ModelChoice], ChatModel], chat_server: ChatServer
) -> None:
    chat_server.fails(401)
    assert failure(model_of(ModelChoice("openai", "gpt", api_key="k"))).message.startswith("OpenAI ")


def test_the_key_is_never_told(model_of: Callable[[ModelChoice], ChatModel], chat_server: ChatServer) -> None:
    for status in (400, 401, 403, 404, 429, 500):
        chat_server.answers.clear()
        chat_server.fails(status)
        model = model_of(ModelChoice("endpoint", "m", "http://localhost:1/v1", "sk-very-secret"))
        assert "very-secret" not in str(failure(model))


@pytest.mark.parametrize(
    "problem",
    [httpx2.RemoteProtocolError("cut"), httpx2.ReadError("cut"), httpx2.ReadTimeout("cut")],
    ids=lambda value: type(value).__name__,
)
def test_a_stream_cut_in_the_middle_keeps_what_came(
    model: ChatModel, chat_server: ChatServer, problem: Exception
) -> None:
    chat_server.answers_with(breaks_off(["The ", "answer "], problem))
    kept: list[str] = []
    with pytest.raises(ModelInterrupted, match="Ask again"):
        for piece in model.stream(MESSAGES, Usage()):
            kept.append(piece)  # noqa: PERF402
    assert "".join(kept) == "The answer "
    assert len(chat_server.requests) == 1


def test_a_stream_cut_before_a_word_is_no_interruption(model: ChatModel, chat_server: ChatServer) -> None:
    chat_server.answers_with(breaks_off([], httpx2.ReadError("cut")))
    assert type(failure(model)) is ModelUnreachable


@pytest.mark.parametrize("tail", [b'data: {"error": {"message": "overloaded"}}\n\n', b"data: {damaged\n\n"])
def test_a_stream_that_turns_to_nonsense_is_an_interruption(
    model: ChatModel, chat_server: ChatServer, tail: bytes
) -> None:
    chat_server.answers_with(lambda request: events(word("Half ") + tail))
    assert type(failure(model)) is ModelInterrupted


def raises(problem: Exception) -> Callable[[dict[str, Any]], httpx2.Response]:
    def respond(request: dict[str, Any]) -> httpx2.Response:
        raise problem

    return respond


def breaks_off(words: list[str], problem: Exception) -> Callable[[dict[str, Any]], httpx2.Response]:
    """A stream of these words that then fails."""

    class Stream(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield from map(word, words)
            raise problem

    return lambda request: httpx2.Response(
        200, stream=Stream(), headers={"content-type": "text/event-stream"}
    )
