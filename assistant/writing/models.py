"""One chat model from the settings, whoever serves it, with one way to stream and one family of errors.

The only importer of langchain_openai. OpenAI, a compatible endpoint, a GGUF file and the embedded model all speak
the same protocol; here they differ in their address, and in what they refuse (`capabilities`). Answers that fill a
form are asked for in `structured`.
"""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError, ModelInterrupted, ModelSilent
from assistant.once import once
from assistant.settings import ModelChoice, Settings
from assistant.writing import local
from assistant.writing.capabilities import RequestRefused, SchemaRefused, option_to_leave_out
from assistant.writing.failures import Call, our_errors
from assistant.writing.pauses import Pause

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_openai import ChatOpenAI

CONNECT_SECONDS = 5.0
"""A server that is there accepts a connection at once; one that is not should not keep a person waiting."""
WHOLE = 3
"""Times the usual time-out that an answer may take which comes in one piece."""
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

    def as_dict(self) -> dict[str, int]:
        """Plain JSON values."""
        return {"input_tokens": self.input_tokens, "output_tokens": self.output_tokens, "calls": self.calls}


@dataclass
class ChatModel:
    """A model that writes. Nothing is loaded or connected before the first call."""

    choice: ModelChoice
    timeout: float
    build: Callable[[], "ChatOpenAI"] = field(repr=False)
    refused: frozenset[str] = frozenset()
    """The options that the server is known to refuse: learned once, for as long as the process runs."""

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
    def _chat(self) -> "ChatOpenAI":
        return self.build()

    def stream(self, messages: tuple[str, str], usage: Usage, max_tokens: int = 1_000) -> Iterator[str]:
        """The answer to a system and a user message, piece by piece; ModelError when it fails."""
        return (str(piece.text) for piece in self._answer(messages, usage, max_tokens))

    def complete(
        self,
        messages: tuple[str, str],
        usage: Usage,
        max_tokens: int = 1_000,
        schema: Mapping[str, Any] | None = None,
    ) -> str:
        """The whole answer at once; ModelError when it fails.

        With a JSON `schema` the server is asked to keep to it: SchemaRefused where it cannot, ModelInterrupted where
        the answer was cut short, for half a JSON says nothing.
        """
        return "".join(str(piece.text) for piece in self._answer(messages, usage, max_tokens, schema))

    def _answer(
        self,
        messages: tuple[str, str],
        usage: Usage,
        max_tokens: int,
        schema: Mapping[str, Any] | None = None,
    ) -> Iterator["BaseMessage"]:
        """The answer's pieces; asked again without what the server refuses, which is remembered once it answers."""
        usage.count(calls=1)
        call, left_out, refusal = Call(), set(self.refused), ""
        while True:
            try:
                with our_errors(self.choice, call):
                    for piece in self._sent(messages, usage, max_tokens, schema, left_out):
                        _count(usage, piece)
                        call.begun = call.begun or bool(str(piece.text).strip())
                        yield piece
                break
            except RequestRefused as error:
                refusal = refusal or str(error)
                option = option_to_leave_out(error, left_out, schema is not None)
            if option == "json_schema":
                raise SchemaRefused(refusal)
            if option is None:
                raise ModelError(f"{self.name} {refusal}.", _ODD_ANSWER)
            left_out.add(option)
        if not call.begun:
            raise ModelSilent(f"{self.name} sent an empty answer.", _ODD_ANSWER)
        self.refused |= left_out

    def _sent(
        self,
        messages: tuple[str, str],
        usage: Usage,
        max_tokens: int,
        schema: Mapping[str, Any] | None,
        left_out: Set[str],
    ) -> Iterator["BaseMessage"]:
        """The pieces of one request's answer, without the options left out."""
        older = "max_completion_tokens" in left_out
        most: dict[str, Any] = {"max_tokens": max_tokens}
        options = {"extra_body": most} if older else most
        given = [("human", "\n\n".join(messages))] if "system" in left_out else _pair(messages)
        if schema:
            yield self._form_filled(given, usage, schema, options)
        elif "stream" in left_out:
            yield self._chat.invoke(given, **options)
        else:
            with_usage = "stream_options" not in left_out
            yield from self._chat.stream(given, stream_usage=with_usage, **options)

    def _form_filled(
        self,
        given: list[tuple[str, str]],
        usage: Usage,
        schema: Mapping[str, Any],
        options: Mapping[str, Any],
    ) -> "BaseMessage":
        """The message with the JSON; it comes in one piece, so that a word of it takes longer."""
        from openai import LengthFinishReasonError

        form = self._chat.with_structured_output(
            dict(schema), method="json_schema", include_raw=True, strict=True,
            timeout=_timeout(WHOLE * self.timeout), **options,
        )  # fmt: skip
        try:
            message: BaseMessage = form.invoke(given)["raw"]
        except LengthFinishReasonError as cut:
            if used := cut.completion.usage:
                usage.count(used.prompt_tokens, used.completion_tokens)
            raise ModelInterrupted(
                f"{self.name} was cut short at its limit of tokens.", "Ask again."
            ) from cut
        return message


def open_model(settings: Settings, http_client: Any = None) -> ChatModel | None:
    """The model the settings choose, or None for none; `http_client` (httpx2) is the seam for tests."""
    choice = settings.model
    if choice.kind == "none":
        return None

    pause = Pause()  # one for the model, however many threads ask for it first

    def build() -> "ChatOpenAI":
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


def _chat_openai(settings: Settings, http_client: Any, pause: Pause) -> "ChatOpenAI":
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


_ODD_ANSWER = "Try again, check OPENAI_BASE_URL, or choose another model with PAPERS_MODEL."


def _pair(messages: tuple[str, str]) -> list[tuple[str, str]]:
    return [("system", messages[0]), ("human", messages[1])]


def _count(usage: Usage, piece: "BaseMessage") -> None:
    if used := getattr(piece, "usage_metadata", None):
        usage.count(used["input_tokens"], used["output_tokens"])
