"""The one chat model: how it asks, what it counts, what it does with servers that can less."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from assistant.errors import ModelError
from assistant.export import shapes
from assistant.jsonable import to_json
from assistant.llm.models import ChatModel, Usage, open_model
from assistant.settings import ModelChoice, Settings
from tests.conftest import ChatServer, at_once, streamed
from tests.llm.conftest import MESSAGES, events, word


def test_an_answer_comes_word_by_word(model: ChatModel, chat_server: ChatServer) -> None:
    chat_server.says("Three short words.")
    assert [piece for piece in model.stream(MESSAGES, Usage()) if piece] == ["Three ", "short ", "words."]


def test_the_request_carries_model_messages_and_limit(model: ChatModel, chat_server: ChatServer) -> None:
    chat_server.says("Yes.")
    model.complete(MESSAGES, Usage(), max_tokens=42)
    request = chat_server.requests[0]
    assert request["model"] == "m"
    assert [(m["role"], m["content"]) for m in request["messages"]] == [
        ("system", MESSAGES[0]),
        ("user", MESSAGES[1]),
    ]
    assert 42 in (request.get("max_tokens"), request.get("max_completion_tokens"))


def test_key_and_address_are_those_of_the_choice(settings: Settings) -> None:
    seen: list[httpx2.Request] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return streamed("Yes.")

    choice = ModelChoice("endpoint", "m", "http://localhost:1/v1", "secret")
    client = httpx2.Client(transport=httpx2.MockTransport(handle))
    model = open_model(Settings(home=settings.home, model=choice), http_client=client)
    assert model and model.complete(MESSAGES, Usage()) == "Yes."
    assert str(seen[0].url) == "http://localhost:1/v1/chat/completions"
    assert seen[0].headers["authorization"] == "Bearer secret"


def test_usage_is_summed_over_calls(model: ChatModel, chat_server: ChatServer) -> None:
    chat_server.says("Yes.")
    usage = Usage()
    for _ in range(3):
        model.complete(MESSAGES, usage)
    assert to_json(usage, shapes.Usage) == {
        "input_tokens": 33,
        "output_tokens": 21,
        "calls": 3,
        "cut_short": 0,
    }


def test_no_model_is_opened_for_none(settings: Settings) -> None:
    assert open_model(settings) is None


def test_nothing_is_built_before_the_first_call() -> None:
    def build() -> Any:
        raise AssertionError("built too early")

    choice = ModelChoice("gguf", "/models/some.gguf")
    assert ChatModel(choice, 1.0, build).name == "some.gguf"


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        (ModelChoice("embedded"), "SmolLM2-135M-Instruct"),
        (ModelChoice("endpoint", "llama3.2", "http://x/v1"), "llama3.2"),
        (ModelChoice("openai", "gpt-5.4-mini", api_key="k"), "gpt-5.4-mini"),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_the_model_is_called_by_its_name(choice: ModelChoice, name: str) -> None:
    assert ChatModel(choice, 1.0, lambda: None).name == name


Says = Callable[[dict[str, Any]], httpx2.Response]
REFUSALS = {
    "stream_options": ("unknown field stream_options", lambda sent: "stream_options" in sent),
    "stream": ("streaming is not available", lambda sent: sent.get("stream")),
    "max_completion_tokens": (
        "[{'type': 'extra_forbidden', 'loc': ['body', 'max_completion_tokens']}]",
        lambda sent: "max_completion_tokens" in sent,
    ),
    "system": ("System role not supported", lambda sent: sent["messages"][0]["role"] == "system"),
}


def refuses(option: str, status: int, named: bool = True) -> Says:
    """A server that does not take the option, and says so with this status, in its own words or in none."""
    words, has = REFUSALS[option]

    def respond(request: dict[str, Any]) -> httpx2.Response:
        if has(request):
            return httpx2.Response(status, json={"error": {"message": words if named else "Bad request"}})
        return streamed("All the same.") if request.get("stream") else at_once("All the same.")

    return respond


@pytest.mark.parametrize("status", [400, 422])
@pytest.mark.parametrize("option", REFUSALS)
def test_an_option_that_the_server_refuses_is_left_out_once_and_for_all(
    model: ChatModel, chat_server: ChatServer, option: str, status: int
) -> None:
    chat_server.answers_with(refuses(option, status))
    usage = Usage()
    assert [model.complete(MESSAGES, usage, 42) for _ in range(2)] == ["All the same."] * 2
    assert len(chat_server.requests) == 3 and model.refused == {option}
    assert (usage.input_tokens, usage.output_tokens) == (22, 14)
    last = chat_server.requests[-1]
    assert 42 in (last.get("max_tokens"), last.get("max_completion_tokens"))
    assert all(text in "".join(message["content"] for message in last["messages"]) for text in MESSAGES)


@pytest.mark.parametrize("option", REFUSALS)
def test_a_refusal_that_names_no_option_is_found_out_one_by_one(
    model: ChatModel, chat_server: ChatServer, option: str
) -> None:
    chat_server.answers_with(refuses(option, 400, named=False))
    assert model.complete(MESSAGES, Usage()) == "All the same."
    assert option in model.refused


def test_nothing_is_learned_from_a_server_that_refuses_everything(
    model: ChatModel, chat_server: ChatServer
) -> None:
    chat_server.fails(400, "Your account is closed")
    with pytest.raises(ModelError, match="Your account is closed"):
        model.complete(MESSAGES, Usage())
    assert model.refused == frozenset()


def test_a_server_that_streams_nothing_but_plain_json_still_answers(
    model: ChatModel, chat_server: ChatServer
) -> None:
    chat_server.answers_with(lambda request: at_once("In one piece."))
    assert model.complete(MESSAGES, Usage()) == "In one piece."


def test_usage_is_none_where_the_server_reports_none(model: ChatModel, chat_server: ChatServer) -> None:
    body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m"}
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Yes."}}
    chat_server.answers_with(lambda request: httpx2.Response(200, json=body | {"choices": [choice]}))
    usage = Usage()
    assert model.complete(MESSAGES, usage) == "Yes."
    assert (usage.input_tokens, usage.output_tokens) == (0, 0)


@pytest.mark.parametrize(
    "body",
    ["<html>Welcome</html>", "[]", "{}", '{"choices": []}', '"text"', '{"choices": [{"message": null}]}'],
)
def test_a_page_that_is_no_chat_answer_is_an_error_that_says_so(
    model: ChatModel, chat_server: ChatServer, body: str
) -> None:
    kind = "application/json" if not body.startswith("<") else "text/html"
    chat_server.answers_with(
        lambda request: httpx2.Response(200, content=body.encode(), headers={"content-type": kind})
    )
    with pytest.raises(ModelError, match=r"not a chat answer\..*OPENAI_BASE_URL"):
        model.complete(MESSAGES, Usage())


def test_pieces_without_text_are_no_answer_yet(model: ChatModel, chat_server: ChatServer) -> None:
    chat_server.answers_with(lambda request: events(word(None), word(""), word("Yes."), b"data: [DONE]\n\n"))
    assert model.complete(MESSAGES, Usage()) == "Yes."
    assert len(chat_server.requests) == 1


@pytest.mark.parametrize("blank", ["", " ", "\n\n"])
def test_an_empty_answer_is_an_error_that_says_so(
    model: ChatModel, chat_server: ChatServer, blank: str
) -> None:
    chat_server.says(blank)
    with pytest.raises(ModelError, match=r"m sent an empty answer\..*PAPERS_MODEL"):
        model.complete(MESSAGES, Usage())
    assert len(chat_server.requests) == 1, "an answer without words is paid for once"
