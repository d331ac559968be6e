"""The conversations that a person has had: kept on this machine reply by reply, listed, found again, renamed, deleted.

A conversation is a list of replies under an id of its own. Nothing is drawn or answered here.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from assistant.asking.reply import Reply
from assistant.errors import InputError
from assistant.export.saved_reply import from_saved, to_saved
from assistant.jsonable import from_json, to_json
from assistant.key_value_store import KeyValueStore

LONGEST_NAME = 80
"""Characters of a name; the sidebar shows some thirty."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the list of conversations says of one: its name, when it was last changed, and what was asked in it."""

    id: str
    name: str
    changed: datetime
    questions: tuple[str, ...] = ()

    def matches(self, words: str) -> bool:
        """Whether every word stands in its name or in a question."""
        text = " ".join((self.name, *self.questions)).casefold()
        return all(word in text for word in words.casefold().split())


@dataclass(slots=True)
class Conversation:
    """Replies in their order, and the id under which they are kept; a new one has no replies."""

    id: str = field(default_factory=lambda: secrets.token_hex(6))
    replies: list[Reply] = field(default_factory=list)


class Conversations:
    """Those kept under one home; safe with several threads and processes."""

    def __init__(self, home: Path) -> None:
        self._entries = KeyValueStore(home, "conversation")
        self._replies = KeyValueStore(home, "conversation reply")

    def keep(self, conversation: Conversation, number: int) -> None:
        """Keep the reply of this number, finished or not; the conversation is named after its first question."""
        self._replies.put(_key(conversation.id, number), to_saved(conversation.replies[number]))
        questions = tuple(reply.question.text for reply in conversation.replies)
        known = self._entry(conversation.id)
        name = known.name if known else _name(questions[0])
        self._put(Entry(conversation.id, name, datetime.now(UTC), questions))

    def open(self, id_: str) -> Conversation | None:
        """The conversation with its replies, or None where there is none of this id."""
        if not (entry := self._entry(id_)):
            return None
        kept = (self._replies.get(_key(id_, number)) for number in range(len(entry.questions)))
        return Conversation(id_, [from_saved(values) for values in kept if values])

    def all(self, words: str = "") -> list[Entry]:
        """The conversations in whose name or questions all these words stand, the last changed first."""
        found = [each for each in self._stored() if each.matches(words)]
        return sorted(found, key=lambda entry: entry.changed, reverse=True)

    def rename(self, id_: str, name: str) -> None:
        """Give the conversation another name; InputError where it has none or the name is empty."""
        if not (entry := self._entry(id_)):
            raise InputError("This conversation is no longer there.", "Reload the page.")
        if not name.strip():
            raise InputError("A name needs at least one letter.", "Write one.")
        self._put(replace(entry, name=_name(name)))

    def remove(self, id_: str) -> bool:
        """Delete the conversation for good; False where there was none."""
        entry = self._entry(id_)
        for number in range(len(entry.questions) if entry else 0):
            self._replies.remove(_key(id_, number))
        return self._entries.remove(id_)

    def _entry(self, id_: str) -> Entry | None:
        values = self._entries.get(id_)
        return from_json(Entry, values) if values else None

    def _stored(self) -> Iterator[Entry]:
        for values in self._entries.items().values():
            yield from_json(Entry, values)

    def _put(self, entry: Entry) -> None:
        self._entries.put(entry.id, to_json(entry))


def _key(id_: str, number: int) -> str:
    return f"{id_} {number:05}"


def _name(text: str) -> str:
    line = " ".join(text.split()) or "Untitled"
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"
