"""What a model's server refuses in a request: learned from its refusals, remembered, and not sent to it again.

Servers that speak the OpenAI protocol differ in the options they know: Mistral and older vLLM refuse
`max_completion_tokens`, Gemma's chat template the system role, others the usage of a stream or a JSON schema.
"""

import re
from collections.abc import Set

OPTIONS = {
    "json_schema": r"response.?format|json.?schema|structured",
    "stream_options": r"stream.?options|include.?usage",
    "max_completion_tokens": r"max_completion_tokens",
    "system": r"\bsystem\b|developer (?:message|instruction|role)|roles must alternate",
    "stream": r"\bstream(?:ing|ed)?\b",
}
"""Each option that can be left out, with the words by which a refusal names it, in the order in which they are left
out where a refusal names none."""


class RequestRefused(Exception):
    """The server does not take a request of this shape, or answers it with something else; says which."""


class NoChatAnswer(RequestRefused):
    """The answer is not of the protocol's shape: a web page, or a stream's answer in one piece."""


class SchemaRefused(RequestRefused):
    """The server takes no JSON schema: the same is to be asked for in words."""


def option_to_leave_out(refusal: RequestRefused, left_out: Set[str], has_schema: bool) -> str | None:
    """The option without which the request may be taken; None where nothing is left to leave out."""
    left = [name for name in OPTIONS if name not in left_out and (has_schema or name != "json_schema")]
    if isinstance(refusal, NoChatAnswer):
        return next((name for name in ("json_schema", "stream") if name in left), None)
    named = [name for name in left if re.search(OPTIONS[name], str(refusal), re.IGNORECASE)]
    return next(iter(named or left), None)
