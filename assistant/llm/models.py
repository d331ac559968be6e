"""One chat model from the settings, whoever serves it, with one way to ask and one family of errors.

OpenAI, a compatible endpoint, a GGUF file and the embedded model all speak the same protocol; they differ in their address
(`clients`) and in what they refuse (`capabilities`). Answers that fill a form are asked for in `structured`.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from assistant.errors import EmptyResponse, ModelError, ModelOverloaded, ModelRefused
from assistant.llm.call_log import CallLog, CallRecord, log_call
from assistant.llm.capabilities import (
    PLAIN,
    Request,
    RequestRefused,
    SchemaRefused,
    option_to_leave_out,
    send,
)
from assistant.llm.clients import open_chat, timeouts
from assistant.llm.failures import Call, our_errors
from assistant.llm.pauses import Pause, waited
from assistant.llm.thoughts import separated
from assistant.locked_cached_property import locked_cached_property
from assistant.plugins import MODEL_PLUGINS, load_plugin
from assistant.settings import ModelChoice, Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

logger = logging.getLogger(__name__)

WHOLE = 3
"""Times the usual time-out that an answer may take which comes in one piece."""
_COUNTING = Lock()
_THINKS_TOO_LONG = "Ask again, let it think less, or choose another model with PAPERS_MODEL."
_ODD_ANSWER = "Try again, check OPENAI_BASE_URL, or choose another model with PAPERS_MODEL."


@dataclass(slots=True)
class Usage:
    """Tokens used, summed over the calls for one result; several threads may count in it.

    `cut_short` counts the replies that ended at their token limit.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    calls: int = 0
    cut_short: int = 0

    def count(
        self, input_tokens: int = 0, output_tokens: int = 0, calls: int = 0, cut_short: int = 0
    ) -> None:
        """Add these to the counts."""
        with _COUNTING:
            self.input_tokens += input_tokens
            self.output_tokens += output_tokens
            self.calls += calls
            self.cut_short += cut_short

    def add(self, other: "Usage") -> None:
        """Add the other's calls and tokens."""
        self.count(other.input_tokens, other.output_tokens, other.calls, other.cut_short)


@dataclass
class ChatModel:
    """A model that writes. Nothing is loaded or connected before the first call."""

    choice: ModelChoice
    timeout: float
    build: Callable[[], "BaseChatModel"] = field(repr=False)
    calls: CallLog | None = None
    """Where each call is kept, if a person wants that."""
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

    @locked_cached_property
    def _chat(self) -> "BaseChatModel":
        return self.build()

    def stream(
        self,
        messages: tuple[str, str],
        usage: Usage,
        max_tokens: int = 1_000,
        record: CallRecord | None = None,
        schema: Mapping[str, Any] | None = None,
    ) -> Iterator[str]:
        """The answer to a system and a user message, piece by piece; ModelError when it fails.

        What the model thinks aloud comes with it, in tags or as its server sends it: `thoughts.separated` takes it out.
        `record` says what the call is for. With a JSON `schema` the server is held to it, and the answer comes in one
        piece; SchemaRefused where it takes none.
        """
        record = record or CallRecord("other")
        timeout = timeouts(self.timeout * (WHOLE if schema else 1))
        with self.recorded(record, messages, usage) as own:
            for text in self._pieces(Request(messages, max_tokens, timeout, schema), own, record):
                record.reply += text
                yield text

    def complete(
        self,
        messages: tuple[str, str],
        usage: Usage,
        max_tokens: int = 1_000,
        record: CallRecord | None = None,
        schema: Mapping[str, Any] | None = None,
    ) -> str:
        """The whole answer at once, without the model's thoughts; fails as `stream` does."""
        spoken = separated("".join(self.stream(messages, usage, max_tokens, record, schema)))
        if not spoken.answer.strip():
            raise self.only_thoughts()
        return spoken.answer

    def only_thoughts(self) -> EmptyResponse:
        """The error for a reply that is nothing but thoughts."""
        return EmptyResponse(f"{self.name} only thought aloud and gave no answer.", _THINKS_TOO_LONG)

    @contextmanager
    def recorded(self, record: CallRecord, messages: tuple[str, str], usage: Usage) -> Iterator[Usage]:
        """Time, count, log and keep the call that is made meanwhile; gives what its tokens are to be counted in."""
        own, start = Usage(calls=1), time.perf_counter()
        record.model, (record.system, record.user) = self.name, messages
        record.reply = record.error = ""  # of an earlier call for the same
        try:
            yield own
        except (ModelError, RequestRefused) as error:
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

    def _pieces(self, request: Request, usage: Usage, record: CallRecord) -> Iterator[str]:
        """The answer, asked for without what the server refuses, which is remembered once it answers."""
        call, left_out, refusal, may_wait = Call(), set(self.refused), "", True
        while True:
            try:
                with our_errors(self.choice, call):
                    yield from self._texts(send(self._chat, request, left_out), usage, record, call)
                break
            except ModelOverloaded as error:
                if not error.wait or not may_wait:
                    raise
                may_wait = False
                record.notify(f"waiting {error.wait:.0f} s, as {self.name} asks")
                for _ in waited(error.wait):
                    yield ""
                continue
            except RequestRefused as error:
                option = option_to_leave_out(error, left_out, request)
                refusal = refusal or str(error)
            if option == "json_schema":
                raise SchemaRefused(refusal)
            if option is None:
                raise ModelError(f"{self.name} {refusal}.", _ODD_ANSWER)
            logger.info("%s did not take the request; asking without %s", self.name, option)
            left_out.add(option)
        if call.refusal:
            raise ModelRefused(" ".join(call.refusal.split()), "Ask in other words, or another model.")
        if not call.begun:
            raise (
                self.only_thoughts()
                if call.thinking
                else EmptyResponse(f"{self.name} sent an empty answer.", _ODD_ANSWER)
            )
        self.refused |= left_out

    def _texts(
        self, messages: Iterator["BaseMessage"], usage: Usage, record: CallRecord, call: Call
    ) -> Iterator[str]:
        """The text of each message, the thoughts that the server sends beside it between tags."""
        for message in messages:
            _count(usage, message)
            record.ended(message.response_metadata.get("finish_reason") or record.ending)
            beside, text = message.additional_kwargs, str(message.text)
            call.refusal += beside.get("refusal") or ""
            if (thought := beside.get("reasoning_content")) and not call.begun:
                text = ("" if call.thinking else "<think>") + thought + text
                call.thinking = True
            elif text and call.thinking and not call.begun:
                text = f"</think>\n{text}"
            call.begun = call.begun or bool(str(message.text).strip())
            yield text


def open_model(settings: Settings, http_client: Any = None) -> ChatModel | None:
    """The model the settings choose, or None for none; `http_client` (httpx2) is the seam for tests."""
    choice = settings.model
    if choice.kind == "none":
        return None

    pause = Pause()  # one for the model, however many threads ask for it first

    def build() -> "BaseChatModel":
        if choice.kind == "plugin":
            made: BaseChatModel = load_plugin(MODEL_PLUGINS, choice.name)(settings)
            return made
        return open_chat(settings, http_client, pause)

    refused = frozenset({PLAIN, "json_schema", "stream_options"} if choice.kind == "plugin" else ())
    calls = CallLog(settings.home) if settings.log_calls else None
    return ChatModel(choice, settings.timeout, build, calls, refused)


def _count(usage: Usage, message: "BaseMessage") -> None:
    if used := getattr(message, "usage_metadata", None):
        usage.count(used["input_tokens"], used["output_tokens"])
    if message.response_metadata.get("finish_reason") == "length":
        usage.count(cut_short=1)
