"""Have a capable model read what the rules are unsure of: a follow-up, or a question in another language."""

import logging

from assistant.asking.understanding import FillForm, QuestionForm
from assistant.errors import ModelError
from assistant.evidence.sources import as_data
from assistant.llm import prompts
from assistant.llm.call_log import CallRecord
from assistant.llm.models import ChatModel, Usage
from assistant.llm.structured import fill_form

logger = logging.getLogger(__name__)

MAX_TOKENS = 300
"""A question has some thirty; reasoning models count their thoughts in as well."""


def fill_with(model: ChatModel, usage: Usage) -> FillForm:
    """A function (conversation, question) → the form, counted in `usage`; None where the model fails."""

    def fill(conversation: str, question: str) -> QuestionForm | None:
        messages = prompts.load("question").fill(
            conversation=as_data(conversation), question=as_data(question)
        )
        try:
            return fill_form(QuestionForm, model, messages, usage, MAX_TOKENS, CallRecord("question"))
        except ModelError:  # the same failure will be reported when the answer is written
            logger.info("The model failed; the question is read by rule instead")
            return None

    return fill
