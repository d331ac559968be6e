"""Have a capable model put a follow-up question so that it stands alone; without it, the rules of `question` serve."""

from collections.abc import Callable

from assistant.errors import ModelError
from assistant.evidence.sources import as_data
from assistant.llm import prompts
from assistant.llm.models import ChatModel, Usage

MAX_TOKENS = 300
"""A question has some thirty; reasoning models count their thoughts in as well."""


def rephrase_with(model: ChatModel) -> Callable[[str, str], str]:
    """A function (conversation, question) → standalone question; empty where the model fails."""

    def rephrase(conversation: str, question: str) -> str:
        messages = prompts.load("standalone").fill(
            conversation=as_data(conversation), question=as_data(question)
        )
        try:
            return model.complete(messages, Usage(), MAX_TOKENS)
        except ModelError:  # the same failure will be told when the answer is written
            return ""

    return rephrase
