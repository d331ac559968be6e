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
from assistant.log import masked
from assistant.settings import ModelChoice
from assistant.writing.capabilities import NoChatAnswer, RequestRefused
from assistant.writing.pauses import asked_to_wait


@dataclass(slots=True)
class Call:
    """Whether the server has begun to answer: after that, a failure is an interruption."""

    begun: bool = False


@contextmanager
def our_errors(choice: ModelChoice, call: Call) -> Iterator[None]:
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
        raise RequestRefused(f"refused the request: {masked(str(error))[:200]}") from error
    except (failures.ModelError, OpenAIError, OSError) as error:
        raise _broken(where, error, call.begun) from error
    except _NO_CHAT_ANSWER as error:
        if call.begun:
            raise _broken(where, error, call.begun) from error
        raise NoChatAnswer("sent something that is not a chat answer") from error


_TOO_LONG = re.compile(r"context.?(?:length|size|window)|prompt is too long", re.IGNORECASE)
_NO_CHAT_ANSWER = (ValueError, TypeError, LookupError, AttributeError)
"""What langchain-openai and openai raise where an answer is whole but not of the protocol's shape."""


def _too_long() -> ModelError:
    return ModelError("The model cannot read that much.", "Lower PAPERS_CONTEXT_TOKENS.")


def _broken(where: str, error: Exception, begun: bool) -> ModelError:
    import openai

    if begun:
        return ModelInterrupted(
            f"{where} broke off in the middle of the answer.", "What arrived is kept. Ask again."
        )
    if isinstance(error, openai.APITimeoutError):
        return ModelUnreachable(f"{where} did not answer in time.", "Try again, or raise PAPERS_TIMEOUT.")
    if isinstance(error, openai.APIConnectionError):
        return ModelUnreachable(
            f"{where} cannot be reached.",
            "Check the network and OPENAI_BASE_URL, or set PAPERS_MODEL=none to work without.",
        )
    return ModelError(f"{where} failed: {masked(str(error))[:200]}", "Try again in a moment.")
