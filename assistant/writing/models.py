"""One chat model from the settings, whoever serves it, with one way to stream and one family of errors.

The only importer of langchain_openai. OpenAI, a compatible endpoint, a GGUF file and the embedded model all speak
the same protocol; here they differ in their address only.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from assistant.errors import (
    ModelError,
    ModelInterrupted,
    ModelKeyRefused,
    ModelNotFound,
    ModelOverloaded,
    ModelSilent,
    ModelUnreachable,
)
from assistant.settings import ModelChoice, Settings
from assistant.writing import local
from assistant.writing.pauses import Pause, asked_to_wait

CONNECT_SECONDS = 5.0
"""A server that is there accepts a connection at once; one that is not should not keep a person waiting."""
RETRIES = 1
"""Tries after the first, on 408, 409, 429 and 5xx, by the openai package, which obeys Retry-After."""


@dataclass(slots=True)
class Usage:
    """Tokens used, summed over the calls for one reply."""

    input_tokens: int = 0
    output_tokens: int = 0
    calls: int = 0

    def add(self, other: "Usage") -> None:
        """Count the other's calls and tokens in."""
        self.input_tokens += other.input_tokens
        self.output_tokens += other.output_tokens
        self.calls += other.calls

    def as_dict(self) -> dict[str, int]:
        """Plain JSON values."""
        return {"input_tokens": self.input_tokens, "output_tokens": self.output_tokens, "calls": self.calls}


@dataclass
class ChatModel:
    """A model that writes. Nothing is loaded or connected before the first call."""

    choice: ModelChoice
    timeout: float
    build: Callable[[], Any] = field(repr=False)

    @property
    def name(self) -> str:
        """The model's name as a person would say it."""
        if self.choice.kind == "embedded":
            return "SmolLM2-135M-Instruct"
        return Path(self.choice.name).name if self.choice.kind == "gguf" else self.choice.name

    def warm_up(self) -> None:
        """Load the libraries, and the model where it runs on this machine. Asks no server anything."""
        _ = self._chat

    @cached_property
    def _chat(self) -> Any:
        return self.build()

    def stream(
        self,
        messages: tuple[str, str],
        usage: Usage,
        max_tokens: int = 1_000,
        schema: dict[str, object] | None = None,
    ) -> Iterator[str]:
        """The answer to a system and a user message, piece by piece; ModelError when it fails.

        A server that cannot stream, or cannot report its usage while streaming, is asked again without; so is one
        that cannot keep to `schema`, the JSON schema of the answer.
        """
        usage.calls += 1
        call, refusal = _Call(), ""
        asks: list[_Ask] = [self._streamed_with_usage, self._streamed, self._at_once]
        if schema:
            asks.insert(0, partial(self._streamed, response_format=_response_format(schema)))
        for ask in asks:
            try:
                with _our_errors(self.choice, call):
                    for text in ask(messages, usage, max_tokens):
                        call.begun = call.begun or bool(text.strip())
                        yield text
            except _Refused as error:
                refusal = str(error)
            if call.begun:
                return
        hint = "Try again, check OPENAI_BASE_URL, or choose another model with PAPERS_MODEL."
        if refusal:
            raise ModelError(f"{self.name} {refusal}.", hint)
        raise ModelSilent(f"{self.name} sent an empty answer.", hint)

    def complete(self, messages: tuple[str, str], usage: Usage, max_tokens: int = 1_000) -> str:
        """The whole answer at once; ModelError when it fails."""
        return "".join(self.stream(messages, usage, max_tokens))

    def _streamed_with_usage(self, messages: tuple[str, str], usage: Usage, max_tokens: int) -> Iterator[str]:
        return self._streamed(messages, usage, max_tokens, stream_usage=True)

    def _streamed(
        self,
        messages: tuple[str, str],
        usage: Usage,
        max_tokens: int,
        stream_usage: bool = False,
        **options: Any,
    ) -> Iterator[str]:
        options |= {"max_tokens": max_tokens, "stream_usage": stream_usage}
        for chunk in self._chat.stream(_pair(messages), **options):
            _add(usage, chunk)
            yield str(chunk.text)

    def _at_once(self, messages: tuple[str, str], usage: Usage, max_tokens: int) -> Iterator[str]:
        message = self._chat.invoke(_pair(messages), max_tokens=max_tokens)
        _add(usage, message)
        yield str(message.text)


def open_model(settings: Settings, http_client: Any = None) -> ChatModel | None:
    """The model the settings choose, or None for none; `http_client` (httpx2) is the seam for tests."""
    choice = settings.model
    if choice.kind == "none":
        return None

    def build() -> Any:
        return _chat_openai(settings, http_client)

    return ChatModel(choice, settings.timeout, build)


def open_client(settings: Settings, http_client: Any = None) -> Any:
    """A bare client of the openai package for the settings' server, for its embeddings."""
    import openai

    return openai.OpenAI(
        api_key=settings.model.api_key or "none",
        base_url=settings.model.base_url or None,
        timeout=_timeout(settings.timeout),
        max_retries=RETRIES,
        http_client=http_client,
    )


def _chat_openai(settings: Settings, http_client: Any) -> Any:
    import openai
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    choice = settings.model
    base_url, key, extra = choice.base_url or None, choice.api_key or "none", dict[str, Any]()
    if choice.kind in ("gguf", "embedded"):
        file = Path(choice.name) if choice.kind == "gguf" else local.packaged_model()
        context = settings.context_tokens + 2_000 if choice.kind == "gguf" else local.CONTEXT
        server = local.serve(file, settings.threads, context)
        base_url, key, extra = server.base_url, server.api_key, {"temperature": 0.0}
    return ChatOpenAI(
        model=choice.name or "embedded",
        base_url=base_url,
        api_key=SecretStr(key),
        timeout=_timeout(settings.timeout),
        max_retries=RETRIES,
        http_client=Pause().join(http_client or openai.DefaultHttpxClient()),
        **extra,
    )


def _timeout(seconds: float) -> Any:
    import httpx2

    return httpx2.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))


_Ask = Callable[[tuple[str, str], Usage, int], Iterator[str]]


def _response_format(schema: dict[str, object]) -> dict[str, object]:
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}


def _pair(messages: tuple[str, str]) -> list[tuple[str, str]]:
    return [("system", messages[0]), ("human", messages[1])]


def _add(usage: Usage, message: Any) -> None:
    if used := message.usage_metadata:
        usage.input_tokens += used["input_tokens"]
        usage.output_tokens += used["output_tokens"]


@dataclass(slots=True)
class _Call:
    """Whether the server has begun to answer: after that, a failure is an interruption."""

    begun: bool = False


class _Refused(Exception):
    """The server does not take a request of this shape, or answers it with something else; says which."""


@contextmanager
def _our_errors(choice: ModelChoice, call: _Call) -> Iterator[None]:
    """Every failure of a model as one of our errors, with what to do about it."""
    from langchain_core import exceptions as failures
    from openai import OpenAIError, UnprocessableEntityError

    where = choice.base_url or {"openai": "OpenAI"}.get(choice.kind, "the embedded model")
    try:
        yield
    except failures.ModelAuthenticationError as error:
        raise ModelKeyRefused(f"{where} does not accept the key.", "Check OPENAI_API_KEY.") from error
    except failures.ModelPermissionDeniedError as error:
        raise ModelKeyRefused(
            f"The key may not use {choice.name}.", "Choose another model with PAPERS_MODEL."
        ) from error
    except failures.ModelNotFoundError as error:
        raise ModelNotFound(f"{where} knows no model {choice.name!r}.", "Check PAPERS_MODEL.") from error
    except failures.ModelRateLimitError as error:
        raise ModelOverloaded(
            f"{where} asks to wait: too many requests, or the quota is used up.",
            "Try again in a minute, or check the account's quota.",
            asked_to_wait(getattr(getattr(error, "response", None), "headers", {})),
        ) from error
    except failures.ContextOverflowError as error:
        raise _too_long() from error
    except (failures.ModelInvalidRequestError, UnprocessableEntityError) as error:
        if call.begun:
            raise ModelInterrupted("The model stopped in the middle.", "Ask again.") from error
        if _TOO_LONG.search(str(error)):
            raise _too_long() from error
        raise _Refused(f"refused the request: {str(error)[:200]}") from error
    except (failures.ModelError, OpenAIError, OSError) as error:
        raise _broken(where, error, call.begun) from error
    except _NO_CHAT_ANSWER as error:
        if call.begun:
            raise _broken(where, error, call.begun) from error
        raise _Refused("sent something that is no chat answer") from error


_TOO_LONG = re.compile(r"context.?(?:length|size|window)|prompt is too long", re.IGNORECASE)
_NO_CHAT_ANSWER = (ValueError, TypeError, LookupError, AttributeError)
"""What langchain-openai and openai raise where an answer is whole but not of the protocol's shape."""


def _too_long() -> ModelError:
    return ModelError("The model cannot read that much.", "Lower PAPERS_CONTEXT_TOKENS.")


def _broken(where: str, error: Exception, begun: bool) -> ModelError:
    import openai

    if begun:
        return ModelInterrupted(
            f"{where} broke off in the middle of the answer.", "What came is kept. Ask again."
        )
    if isinstance(error, openai.APITimeoutError):
        return ModelUnreachable(f"{where} did not answer in time.", "Try again, or raise PAPERS_TIMEOUT.")
    if isinstance(error, openai.APIConnectionError):
        return ModelUnreachable(
            f"{where} cannot be reached.",
            "Check the network and OPENAI_BASE_URL, or set PAPERS_MODEL=embedded to work without.",
        )
    return ModelError(f"{where} failed: {str(error)[:200]}", "Try again in a moment.")
