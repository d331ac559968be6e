"""A conversation as Markdown with numbered references: what the download button gives."""

import re
from collections.abc import Sequence

from assistant.library.papers import Paper
from assistant.output.terminal import summary
from assistant.reply import Reply

_SPECIAL = re.compile(r"([\\`*_{}<>#|~$])")


def escaped(text: str) -> str:
    """The text so that Markdown shows it as it is written."""
    return _SPECIAL.sub(r"\\\1", text)


def conversation(replies: Sequence[Reply]) -> str:
    """Questions, answers with their verdicts, and references."""
    return "\n\n".join(map(reply, replies)) + "\n"


def reply(one: Reply) -> str:
    """One question with its answer."""
    parts = [f"## {escaped(one.question.text)}", escaped(one.text)]
    if one.question.filters:
        parts.insert(1, "*Only papers " + ", ".join(one.question.filters.labels().values()) + "*")
    if one.claims:
        parts.append(f"*{summary(one)}*")
        parts.append("\n".join(_reference(source.number, source.paper) for source in one.cited))
    return "\n\n".join(parts)


def _reference(number: int, paper: Paper) -> str:
    year = f" ({paper.published.year})" if paper.published else ""
    by = f"{escaped(paper.byline)}{year}. " if paper.byline else ""
    return f"{number}. {by}{escaped(paper.title)}. <{paper.url}>"
