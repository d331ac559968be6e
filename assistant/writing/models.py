"""One chat model from the settings, whoever serves it, with one way to stream and one family of errors.

The only importer of langchain_openai. OpenAI, a compatible endpoint, a GGUF file and the embedded model all speak
the same protocol; here they differ in their address only.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from assistant.errors import ModelError, ModelSilent
from assistant.once import once
from assistant.settings import ModelChoice, Settings
from assistant.writing import local
from assistant.writing.failures import Call, RequestRefused, our_errors
from assistant.writing.pauses import Pause

CONNECT_SECONDS = 5.0
"""A server that is there accepts a connection at once; one that is not should not keep a person waiting."""
RETRIES = 1
"""Tries after the first, on 408, 409, 429 and 5xx, by the openai package, which obeys Retry-After."""


@dataclass(slots=True)
class Usage:
    """Tokens used, summed over the calls for one result; several threads may count in it."""

    input_tokens: int = 0
    output_tokens: int = 0
    calls: int = 0
    _guard: Lock = field(default_factory=Lock, repr=False, compare=False)

    def count(self, input_tokens: int = 0, output_tokens: int = 0, calls: int = 0) -> None:
        """Add these to the counts."""
        with self._guard:
            self.input_tokens += input_tokens
            self.output_tokens += output_tokens
            self.calls += calls

    def add(self, other: "Usage") -> None:
        """Add the other's calls and tokens."""
        self.count(other.input_tokens, other.output_tokens, other.calls)


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

    @once
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
        usage.count(calls=1)
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

    pause = Pause()  # one for the model, however many threads ask for it first

    def build() -> Any:
        return _chat_openai(settings, http_client, pause)

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
