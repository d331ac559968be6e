"""Asking a library as a person would, for the measurements: which writers there are, and a question's finished reply."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from assistant.asking.answer import ask
from assistant.asking.reply import Reply
from assistant.asking.understanding import understand
from assistant.asking.writers import QuotingWriter, Writer
from assistant.library.library import Library
from assistant.llm import local
from assistant.services import Services
from assistant.settings import ModelChoice

Item = TypeVar("Item")
CASES = {"none": 100, "embedded": 12}
"""Questions a writer is asked of one kind, so that all measurements fit into twenty minutes: a quotation takes a third of a
second, the embedded model two to four seconds an answer, a server's model as long as it likes, and costs money. For
every other writer as for the embedded one."""


def writers(services: Services) -> list[Writer]:
    """The quoting writer, the embedded one where it is installed, and the settings' own where it is another."""
    found: list[Writer] = [QuotingWriter()]
    if local.is_installed():
        embedded = replace(services.settings, model=ModelChoice("embedded"))
        found.append(Services(embedded).writer)
    if services.settings.model.kind not in ("none", "embedded"):
        found.append(services.writer)
    return found


def system(writer: Writer) -> str:
    """What the table calls a writer."""
    return {"none": "quoting", "embedded": "embedded"}.get(writer.kind, writer.name)


def cases(writer: Writer) -> int:
    """How many questions of one kind this writer is asked."""
    return CASES.get(writer.kind, CASES["embedded"])


def spread(items: Sequence[Item], count: int) -> list[Item]:
    """So many of the items, evenly from the first to the last; all where there are fewer."""
    step = max(len(items) / count, 1)
    return [items[int(i * step)] for i in range(min(count, len(items)))]


def answer(text: str, library: Library, writer: Writer) -> Reply:
    """The finished reply to a question asked with nothing said before; a model's failure is raised."""
    reply = ask(understand(text, date.today()), library, writer).finish()
    if reply.problem:
        raise reply.problem
    return reply
