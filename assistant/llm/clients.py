"""The clients that speak the OpenAI protocol: one for chat, one for embeddings, and their time-outs.

Where a model is a file on this machine, its server is started here. What is asked, and what comes of it, is the business of
`models`.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.llm import local
from assistant.llm.pauses import Pause
from assistant.settings import Endpoint, Settings

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

CONNECT_SECONDS = 5.0
"""A server that is there accepts a connection at once; one that is not should not keep a person waiting."""
RETRIES = 1
"""Tries after the first, on 408, 409, 429 and 5xx, by the openai package, which obeys Retry-After."""


def open_client(endpoint: Endpoint, timeout: float, http_client: Any = None) -> Any:
    """A bare client of the openai package for an endpoint's embeddings; `timeout` in seconds."""
    import openai

    return openai.OpenAI(
        api_key=endpoint.key or "none",
        base_url=endpoint.url or None,
        timeout=timeouts(timeout),
        max_retries=RETRIES,
        http_client=http_client,
    )


@cache
def _chat_class() -> "type[ChatOpenAI]":
    from langchain_openai import ChatOpenAI

    class Chat(ChatOpenAI):
        """ChatOpenAI, which leaves out what servers send beside the text of a stream: thoughts and refusals."""

        def _convert_chunk_to_generation_chunk(self, chunk: Any, *args: Any) -> Any:
            generation = super()._convert_chunk_to_generation_chunk(chunk, *args)
            if generation and chunk.get("choices"):
                delta = chunk["choices"][0]["delta"]
                beside = {
                    "refusal": delta.get("refusal"),
                    "reasoning_content": delta.get("reasoning_content") or delta.get("reasoning"),
                }
                generation.message.additional_kwargs |= {
                    name: text for name, text in beside.items() if text and isinstance(text, str)
                }
            return generation

    return Chat


def open_chat(settings: Settings, http_client: Any, pause: Pause) -> "ChatOpenAI":
    """The chat client for the model that the settings choose; a model on this machine is served first."""
    import openai
    from pydantic import SecretStr

    choice = settings.model
    base_url, key, extra = choice.base_url or None, choice.api_key or "none", dict[str, Any]()
    if choice.kind in ("gguf", "embedded"):
        file = Path(choice.name) if choice.kind == "gguf" else local.packaged_model()
        context = settings.context_tokens + 2_000 if choice.kind == "gguf" else local.CONTEXT
        server = local.serve(file, settings.threads, context)
        base_url, key, extra = server.base_url, server.api_key, {"temperature": 0.0}
    return _chat_class()(
        model=choice.name or "embedded",
        base_url=base_url,
        api_key=SecretStr(key),
        timeout=timeouts(settings.timeout),
        max_retries=RETRIES,
        http_client=pause.join(http_client or openai.DefaultHttpxClient()),
        **extra,
    )


def timeouts(seconds: float) -> Any:
    """The time-outs of a request: so many seconds without a word, fewer to connect."""
    import httpx2

    return httpx2.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
