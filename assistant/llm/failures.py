"""Every way in which a model's server fails, as one of our errors that says what to do.

The failures of langchain and of the openai package come in here; nothing is asked or tried again.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.errors import (
    ModelError,
    ModelInterrupted,
    ModelKeyRefused,
    ModelNotFound,
    ModelOverloaded,
    ModelUnreachable,
)
from assistant.llm.capabilities import NoChatAnswer, RequestRefused
from assistant.llm.pauses import asked_to_wait
from assistant.log import masked
from assistant.settings import ModelChoice
from assistant.settings import masked as masked_address


@dataclass(slots=True)
class Call:
    """Whether the server has begun to answer: after that, a failure is an interruption."""

    begun: bool = False


@contextmanager
def our_errors(choice: ModelChoice, call: Call) -> Iterator[None]:
    """Every failure of a model as one of our errors, with what to do about it."""
    from langchain_core.exceptions import ModelError as Failure
    from openai import OpenAIError

    try:
        yield
    except (Failure, OpenAIError, OSError, *_NO_CHAT_ANSWER) as error:
        where = masked_address(choice.base_url) or {"openai": "OpenAI"}.get(choice.kind, "the embedded model")
        raise _ours(error, where, choice.name, call.begun) from error


_TOO_LONG = re.compile(r"context.?(?:length|size|window)|prompt is too long", re.IGNORECASE)
_NO_CHAT_ANSWER = (ValueError, TypeError, LookupError, AttributeError)
"""What langchain-openai and openai raise where an answer is whole but not of the protocol's shape."""


def _ours(error: Exception, where: str, model: str, begun: bool) -> Exception:
    import openai
    from langchain_core import exceptions as failures

    too_much = ModelError("The model cannot read that much.", "Lower PAPERS_CONTEXT_TOKENS.")
    said = masked(str(error))[:200]
    if begun:
        return ModelInterrupted(
            f"{where} broke off in the middle of the answer.", "What arrived is kept. Ask again."
        )
    match error:
        case failures.ModelAuthenticationError():
            return ModelKeyRefused(f"{where} does not accept the key.", "Check OPENAI_API_KEY.")
        case failures.ModelPermissionDeniedError():
            return ModelKeyRefused(f"The key may not use {model}.", "Choose another model with PAPERS_MODEL.")
        case failures.ModelNotFoundError():
            return ModelNotFound(f"{where} knows no model {model!r}.", "Check PAPERS_MODEL.")
        case failures.ModelRateLimitError():
            return ModelOverloaded(
                f"{where} asks to wait: too many requests, or the quota is used up.",
                "Try again in a minute, or check the account's quota.",
                asked_to_wait(getattr(getattr(error, "response", None), "headers", {})),
            )
        case failures.ModelTimeoutError():
            return ModelUnreachable(f"{where} did not answer in time.", "Try again, or raise PAPERS_TIMEOUT.")
        case failures.ModelConnectionError():
            return ModelUnreachable(
                f"{where} cannot be reached.",
                "Check the network and OPENAI_BASE_URL, or set PAPERS_MODEL=none to work without.",
            )
        case failures.ContextOverflowError():
            return too_much
        case openai.BadRequestError() | openai.UnprocessableEntityError():
            return (
                too_much if _TOO_LONG.search(str(error)) else RequestRefused(f"refused the request: {said}")
            )
        case failures.ModelError() | openai.OpenAIError() | OSError():
            return ModelError(f"{where} failed: {said}", "Try again in a moment.")
    return NoChatAnswer("sent something that is not a chat answer")
