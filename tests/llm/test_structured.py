"""A form is filled by whatever a server can: a JSON schema, JSON amid prose, labelled lines; garbage is an error."""

import contextlib
import json
import time
from datetime import date
from typing import Any, Literal

import httpx2
import pytest
from hypothesis import given, settings, strategies
from pydantic import BaseModel

from assistant.errors import ModelInterrupted, ModelKeyRefused, ModelUnreadable
from assistant.export import shapes
from assistant.jsonable import to_json
from assistant.llm.models import ChatModel, Usage
from assistant.llm.structured import fill_form, in_words, read
from tests.conftest import ChatServer, at_once, cut_short, streamed
from tests.llm.conftest import MESSAGES


class Owl(BaseModel):
    """An owl."""

    name: str
    hears: Literal["well", "badly"]
    foods: list[str] = []
    seen_on: date | None = None


class Weight(BaseModel):
    number: int
    unit: Literal["g", "kg"]
    remark: str = ""


class Weights(BaseModel):
    weights: list[Weight]


class Sentence(BaseModel):
    sentence: str


TAWNY = Owl(name="Tawny, of the barn", hears="well", foods=["mice", "voles"])
JSON = json.dumps(
    {"name": "Tawny, of the barn", "hears": "well", "foods": ["mice", "voles"], "seen_on": None}
)
LINES = "name: Tawny, of the barn\nhears: well\nfoods: mice, voles"


def refuses_schema(answer: str, message: str = "This response_format type is unavailable now") -> Any:
    """A server that takes no schema, and answers in these words without one."""

    def respond(request: dict[str, Any]) -> httpx2.Response:
        if "response_format" in request:
            return httpx2.Response(400, json={"error": {"message": message}})
        return streamed(answer)

    return respond


def filled(model: ChatModel, usage: Usage | None = None) -> Owl:
    return fill_form(Owl, model, MESSAGES, usage or Usage(), 42)


def test_a_server_that_takes_a_schema_is_given_a_strict_one(
    model: ChatModel, chat_server: ChatServer
) -> None:
    chat_server.says(JSON)
    assert filled(model) == TAWNY
    (request,) = chat_server.requests
    asked = request["response_format"]["json_schema"]
    assert asked["strict"] and asked["schema"]["required"] == ["name", "hears", "foods", "seen_on"]
    assert asked["schema"]["additionalProperties"] is False and "default" not in json.dumps(asked)
    assert [message["content"] for message in request["messages"]] == list(MESSAGES)
    assert request["max_completion_tokens"] == 42


@pytest.mark.parametrize("message", ["This response_format type is unavailable now", "Bad request"])
def test_one_that_refuses_a_schema_is_asked_for_lines_and_never_for_a_schema_again(
    model: ChatModel, chat_server: ChatServer, message: str
) -> None:
    chat_server.answers_with(refuses_schema(LINES, message))
    assert [filled(model), filled(model)] == [TAWNY, TAWNY]
    assert ["response_format" in request for request in chat_server.requests] == [True, False, False]
    assert "name:\nhears:\nfoods:" in chat_server.requests[1]["messages"][1]["content"]


@pytest.mark.parametrize(
    "answer",
    [
        f"Sure! Here it is:\n```json\n{JSON}\n```\nI hope this helps {{really}}.",
        f"<think>A set like {{1, 2}}?</think> {JSON}",
        f"Of {{these}} I say: {JSON} Done.",
        f"{LINES}\n",
        "**Name**: Tawny, of the barn\n- *hears:* well\n\nFOODS\nmice; voles\n",
    ],
    ids=["fenced", "thoughts", "prose", "lines", "headings"],
)
def test_prose_around_it_and_markup_do_no_harm(
    model: ChatModel, chat_server: ChatServer, answer: str
) -> None:
    chat_server.says(answer)
    assert filled(model) == TAWNY
    assert len(chat_server.requests) == 1


def test_a_server_that_ignores_the_schema_is_asked_in_words_from_then_on(
    model: ChatModel, chat_server: ChatServer
) -> None:
    chat_server.answers_with(
        lambda sent: at_once("An owl!") if "response_format" in sent else streamed(LINES)
    )
    usage = Usage()
    assert [filled(model, usage), filled(model, usage)] == [TAWNY, TAWNY]
    assert "json_schema" in model.refused
    assert to_json(usage, shapes.Usage) == {
        "input_tokens": 33,
        "output_tokens": 21,
        "calls": 3,
        "cut_short": 0,
    }


def test_garbage_is_an_error_that_says_what_to_do_and_is_counted(
    model: ChatModel, chat_server: ChatServer
) -> None:
    chat_server.says("Owls are birds, and 7 of them: none.")
    usage = Usage()
    with pytest.raises(ModelUnreadable, match=r"not in the form.*PAPERS_MODEL"):
        filled(model, usage)
    assert to_json(usage, shapes.Usage) == {
        "input_tokens": 22,
        "output_tokens": 14,
        "calls": 2,
        "cut_short": 0,
    }
    assert model.refused == frozenset(), "nothing is learned of a model that can do neither"


@pytest.mark.parametrize("refused", [frozenset(), frozenset({"json_schema"})], ids=["schema", "lines"])
def test_an_answer_that_is_cut_short_is_an_error_and_is_counted(
    model: ChatModel, chat_server: ChatServer, refused: frozenset[str]
) -> None:
    model.refused = refused
    chat_server.answers_with(lambda sent: cut_short(LINES) if sent.get("stream") else at_once(JSON, "length"))
    usage = Usage()
    with pytest.raises(ModelInterrupted, match="cut short"):
        filled(model, usage)
    assert to_json(usage, shapes.Usage) == {
        "input_tokens": 11,
        "output_tokens": 7,
        "calls": 1,
        "cut_short": 1,
    }


def test_a_failure_is_not_asked_about_a_second_time(model: ChatModel, chat_server: ChatServer) -> None:
    chat_server.fails(401)
    with pytest.raises(ModelKeyRefused):
        filled(model)
    assert len(chat_server.requests) == 1


def test_what_else_the_server_refuses_is_learned_beside_the_schema(
    model: ChatModel, chat_server: ChatServer
) -> None:
    def respond(request: dict[str, Any]) -> httpx2.Response:
        if request["messages"][0]["role"] == "system":
            return httpx2.Response(400, json={"error": {"message": "System role not supported"}})
        return at_once(JSON)

    chat_server.answers_with(respond)
    assert [filled(model), filled(model)] == [TAWNY, TAWNY]
    assert model.refused == {"system"} and len(chat_server.requests) == 3


def test_numbered_lines_fill_a_list_and_those_of_another_shape_are_left_out() -> None:
    answer = "Here:\n**1**: KG.\n- 2) g, a light one: truly\n3. kg — heavy\n4: tons\n1 | g | light\n5:"
    found = read(Weights, answer.replace("KG.", "kg")).weights
    assert [(each.number, each.unit, each.remark) for each in found] == [
        (1, "kg", ""),
        (2, "g", "a light one: truly"),
        (3, "kg", "heavy"),
        (1, "g", "light"),
    ]


def test_items_of_json_that_do_not_fit_are_left_out() -> None:
    items = [{"number": 1, "unit": "g"}, {"number": "two", "unit": "kg"}, {"number": 3, "unit": "tons"}]
    assert [each.number for each in read(Weights, json.dumps({"weights": items})).weights] == [1]


def test_a_form_of_one_text_takes_the_whole_answer_and_is_asked_for_in_no_other_words() -> None:
    assert read(Sentence, " Owls hear.\nWell. ").sentence == "Owls hear.\nWell."
    assert read(Sentence, "Sentence: Owls hear.").sentence == "Owls hear."
    assert in_words(Sentence, MESSAGES) == MESSAGES


def test_a_list_is_asked_for_line_by_line() -> None:
    assert "number: unit, remark" in in_words(Weights, MESSAGES)[1]


@pytest.mark.parametrize("noise", [" ", "*", "-", ":", "1", "\n", "1: ", "{", '{"a":', "name", "[1"])
def test_no_answer_takes_long_to_read(noise: str) -> None:
    start = time.perf_counter()
    for form in (Owl, Weights):
        with contextlib.suppress(ModelUnreadable):
            read(form, f"1: g{noise * 40_000}name{noise * 9}")
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("form", [Owl, Weights])
@pytest.mark.parametrize(
    "answer", ["", "{", "[1, 2]", "no", "{]", '{"weights": []}', "{" * 9_000, '{"a":' * 9_000]
)
def test_nothing_is_read_from_nothing(form: type[BaseModel], answer: str) -> None:
    with pytest.raises(ModelUnreadable):
        read(form, answer)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(strategies.text(alphabet='{}[]":,.1 \nname*-hears', max_size=200))
def test_whatever_a_model_writes_is_a_form_or_unreadable(answer: str) -> None:
    for form in (Owl, Weights):
        with contextlib.suppress(ModelUnreadable):
            assert isinstance(read(form, answer), form)
