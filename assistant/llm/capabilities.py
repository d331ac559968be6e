"""Send a request to a model, without the options that its server has been found to refuse.

Servers that speak the OpenAI protocol differ in the options they know: Mistral and older vLLM refuse
`max_completion_tokens`, Gemma's chat template the system role, others the usage of a stream or a JSON schema.
"""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from httpx2 import Timeout
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

OPTIONS = {
    "json_schema": r"response.?format|json.?schema|structured",
    "stream_options": r"stream.?options|include.?usage",
    "max_completion_tokens": r"max_completion_tokens",
    "system": r"\bsystem\b|developer (?:message|instruction|role)|roles must alternate",
    "stream": r"\bstream(?:ing|ed)?\b",
}
"""Each option that can be left out, with the words by which a refusal names it, in the order in which they are left
out where a refusal names none."""


PLAIN = "openai"
"""Among the options left out: whatever only langchain-openai takes, for a chat model of another package."""


class RequestRefused(Exception):
    """The server does not take a request of this shape, or answers it with something else; says which."""


class NoChatAnswer(RequestRefused):
    """The answer is not of the protocol's shape: a web page, or a stream's answer in one piece."""


class SchemaRefused(RequestRefused):
    """The server takes no JSON schema: the same is to be asked for in words."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a model is asked: a system and a user message, and the JSON schema of the answer if it is to have one."""

    messages: tuple[str, str]
    max_tokens: int
    timeout: "Timeout"
    schema: Mapping[str, Any] | None = None


def send(chat: "BaseChatModel", request: Request, left_out: Set[str]) -> Iterator["BaseMessage"]:
    """The pieces of the answer to a request from which these options are left out."""
    most = {"max_tokens": request.max_tokens}
    options: dict[str, Any] = {"extra_body": most} if "max_completion_tokens" in left_out else dict(most)
    if PLAIN not in left_out:
        options["timeout"] = request.timeout
    system, user = request.messages
    messages = (
        [("human", f"{system}\n\n{user}")] if "system" in left_out else [("system", system), ("human", user)]
    )
    if request.schema:
        yield _of_the_schema(chat, messages, request.schema, options)
    elif "stream" in left_out:
        yield chat.invoke(messages, **options)
    else:
        usage: dict[str, Any] = (
            {} if PLAIN in left_out else {"stream_usage": "stream_options" not in left_out}
        )
        yield from chat.stream(messages, **usage, **options)


def _of_the_schema(
    chat: "BaseChatModel",
    messages: list[tuple[str, str]],
    schema: Mapping[str, Any],
    options: Mapping[str, Any],
) -> "BaseMessage":
    """The message with the JSON, also where it was cut short, which the openai package makes an error.

    LangChain's parser is passed over: it would finish a JSON that a server without a `finish_reason` has cut.
    """
    from langchain_core.messages import AIMessage
    from openai import LengthFinishReasonError

    form = chat.with_structured_output(
        dict(schema), method="json_schema", include_raw=True, strict=True, **options
    )
    try:
        return cast("dict[str, BaseMessage]", form.invoke(messages))["raw"]
    except LengthFinishReasonError as cut:
        used = cut.completion.usage
        counts = (used.prompt_tokens, used.completion_tokens, used.total_tokens) if used else (0, 0, 0)
        usage = dict(zip(("input_tokens", "output_tokens", "total_tokens"), counts, strict=True))
        begun = cut.completion.choices[0].message.content or ""
        return AIMessage(begun, usage_metadata=usage, response_metadata={"finish_reason": "length"})


def option_to_leave_out(refusal: RequestRefused, left_out: Set[str], request: Request) -> str | None:
    """The option without which the request may be taken; None where nothing is left to leave out."""
    left = [name for name in OPTIONS if name not in left_out and (request.schema or name != "json_schema")]
    if isinstance(refusal, NoChatAnswer):
        return next((name for name in ("json_schema", "stream") if name in left), None)
    named = [name for name in left if re.search(OPTIONS[name], str(refusal), re.IGNORECASE)]
    return next(iter(named or left), None)
