"""One chat model from the settings, whoever serves it, with one way to stream and one family of errors.

The only importer of langchain_openai. OpenAI, a compatible endpoint, a GGUF file and the embedded model all speak
the same protocol; here they differ in their address only.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from assistant.errors import EmptyResponse, ModelError
from assistant.llm import local
from assistant.llm.call_log import CallLog, CallRecord, log_call
from assistant.llm.failures import Call, RequestRefused, our_errors
from assistant.llm.pauses import Pause
from assistant.locked_cached_property import locked_cached_property
from assistant.settings import Endpoint, ModelChoice, Settings

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 5.0
"""A server that is there accepts a connection at once; one that is not should not keep a person waiting."""
RETRIES = 1
"""Tries after the first, on 408, 409, 429 and 5xx, by the openai package, which obeys Retry-After."""


@dataclass(slots=True)
class Usage:
    """Tokens used, summed over the calls for one result; several threads may count in it.

    `cut_short` counts the replies that ended at their token limit.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    calls: int = 0
    cut_short: int = 0
    _guard: Lock = field(default_factory=Lock, repr=False, compare=False)

    def count(
        self, input_tokens: int = 0, output_tokens: int = 0, calls: int = 0, cut_short: int = 0
    ) -> None:
        """Add these to the counts."""
        with self._guard:
            self.input_tokens += input_tokens
            self.output_tokens += output_tokens
            self.calls += calls
            self.cut_short += cut_short

    def add(self, other: "Usage") -> None:
        """Add the other's calls and tokens."""
        self.count(other.input_tokens, other.output_tokens, other.calls, other.cut_short)

    def as_dict(self) -> dict[str, int]:
        """Plain JSON values."""
        return {
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "calls": self.calls,
            "cut_short": self.cut_short,
        }


@dataclass
class ChatModel:
    """A model that writes. Nothing is loaded or connected before the first call."""

    choice: ModelChoice
    timeout: float
    build: Callable[[], Any] = field(repr=False)
    calls: CallLog | None = None
    """Where each call is kept, if a person wants that."""

    @property
    def name(self) -> str:
        """The model's name as a person would say it."""
        if self.choice.kind == "embedded":
            return "SmolLM2-135M-Instruct"
        return Path(self.choice.name).name if self.choice.kind == "gguf" else self.choice.name

    def warm_up(self) -> None:
        """Load the libraries, and the model where it runs on this machine. Asks no server anything."""
        _ = self._chat

    @locked_cached_property
    def _chat(self) -> Any:
        return self.build()

    def stream(
        self,
        messages: tuple[str, str],
        usage: Usage,
        max_tokens: int = 1_000,
        schema: dict[str, object] | None = None,
        record: CallRecord | None = None,
    ) -> Iterator[str]:
        """The answer to a system and a user message, piece by piece; ModelError when it fails.

        A server that cannot stream, or cannot report its usage while streaming, is asked again without; so is one
        that cannot keep to `schema`, the JSON schema of the answer. `record` says what the call is for.
        """
        record = record or CallRecord("other")
        with self.recorded(record, messages, usage) as own:
            for text in self._pieces(messages, own, max_tokens, schema):
                record.reply += text
                yield text

    def complete(
        self,
        messages: tuple[str, str],
        usage: Usage,
        max_tokens: int = 1_000,
        record: CallRecord | None = None,
    ) -> str:
        """The whole answer at once; ModelError when it fails."""
        return "".join(self.stream(messages, usage, max_tokens, record=record))

    @contextmanager
    def recorded(self, record: CallRecord, messages: tuple[str, str], usage: Usage) -> Iterator[Usage]:
        """Time, count, log and keep the call that is made meanwhile; gives what its tokens are to be counted in."""
        own, start = Usage(calls=1), time.perf_counter()
        record.model, (record.system, record.user) = self.name, messages
        try:
            yield own
        except ModelError as error:
            record.error = str(error)
            raise
        except GeneratorExit:
            record.error = "stopped by the reader"
            raise
        finally:
            usage.add(own)
            record.seconds, record.cut_short = time.perf_counter() - start, own.cut_short > 0
            record.input_tokens, record.output_tokens = own.input_tokens, own.output_tokens
            log_call(record)
            if self.calls:
                self.calls.add(record)

    def _pieces(
        self, messages: tuple[str, str], usage: Usage, max_tokens: int, schema: dict[str, object] | None
    ) -> Iterator[str]:
        call, refusal = Call(), ""
        asks: list[_Ask] = [self._streamed_with_usage, self._streamed, self._at_once]
        if schema:
            asks.insert(0, partial(self._streamed, response_format=_response_format(schema)))
        for ask in asks:
            try:
                with our_errors(self.choice, call):
                    for text in ask(messages, usage, max_tokens):
                        call.begun = call.begun or bool(text.strip())
                        yield text
            except RequestRefused as error:
                refusal = str(error)
                logger.info("%s did not take the request; asking for less", self.name)
                logger.debug("It %s", refusal)
            if call.begun:
                return
        hint = "Try again, check OPENAI_BASE_URL, or choose another model with PAPERS_MODEL."
        if refusal:
            raise ModelError(f"{self.name} {refusal}.", hint)
        raise EmptyResponse(f"{self.name} sent an empty answer.", hint)

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

    pause = Pause()  # one for the model, however many threads ask for it first

    def build() -> Any:
        return _chat_openai(settings, http_client, pause)

    return ChatModel(choice, settings.timeout, build, CallLog(settings.home) if settings.log_calls else None)


def open_client(endpoint: Endpoint, timeout: float, http_client: Any = None) -> Any:
    """A bare client of the openai package for an endpoint's embeddings; `timeout` in seconds."""
    import openai

    return openai.OpenAI(
        api_key=endpoint.key or "none",
        base_url=endpoint.url or None,
        timeout=_timeout(timeout),
        max_retries=RETRIES,
        http_client=http_client,
    )


def _chat_openai(settings: Settings, http_client: Any, pause: Pause) -> Any:
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
        http_client=pause.join(http_client or openai.DefaultHttpxClient()),
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
        usage.count(used["input_tokens"], used["output_tokens"])
    if message.response_metadata.get("finish_reason") == "length":
        usage.count(cut_short=1)
