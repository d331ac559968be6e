"""Have a capable model put a follow-up question so that it stands alone; without it, the rules of `question` serve."""

import logging
from collections.abc import Callable

from assistant.errors import ModelError
from assistant.evidence.sources import as_data
from assistant.llm import prompts
from assistant.llm.call_log import CallRecord
from assistant.llm.models import ChatModel, Usage

logger = logging.getLogger(__name__)

MAX_TOKENS = 300
"""A question has some thirty; reasoning models count their thoughts in as well."""


def rephrase_with(model: ChatModel, usage: Usage) -> Callable[[str, str], str]:
    """A function (conversation, question) → standalone question, counted in `usage`; empty where the model fails."""

    def rephrase(conversation: str, question: str) -> str:
        messages = prompts.load("standalone").fill(
            conversation=as_data(conversation), question=as_data(question)
        )
        try:
            return model.complete(messages, usage, MAX_TOKENS, CallRecord("standalone question"))
        except ModelError:  # the same failure will be told when the answer is written
            logger.info("The model failed; the question is read by rule instead")
            return ""

    return rephrase
