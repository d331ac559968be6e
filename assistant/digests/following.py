"""What a person follows: topics in plain words, and words they do not want to see. Kept in a KeyValueStore."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.errors import InputError
from assistant.key_value_store import KeyValueStore
from assistant.library.papers import Paper
from assistant.library.papers import title_key as plain_words

Kind = Literal["topic", "muted"]
LONGEST = 200
"""Characters of a topic: a sentence; MiniLM reads some 200 words, but a topic is no essay."""


@dataclass(frozen=True, slots=True)
class Following:
    """Topics followed and words muted, each in the order of the alphabet."""

    topics: tuple[str, ...] = ()
    muted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is followed or muted."""
        return bool(self.topics or self.muted)

    def mutes(self, paper: Paper) -> bool:
        """Whether a muted word, or all words of a muted phrase in a row, stand in title, abstract or keywords."""
        said = f" {plain_words(' '.join((paper.text, *paper.keywords)))} "
        return any(f" {plain_words(word)} " in said for word in self.muted)


def following(store: KeyValueStore) -> Following:
    """What is kept."""
    kept = store.items()
    return Following(
        *(tuple(v["text"] for v in kept.values() if v["kind"] == kind) for kind in ("topic", "muted"))
    )


def follow(store: KeyValueStore, kind: Kind, text: str) -> bool:
    """Keep a topic or a muted word; False where it was there already. InputError for one without letters, or too long."""
    text = tidy(text)
    return store.put_new(_key(kind, text), {"kind": kind, "text": text})


def unfollow(store: KeyValueStore, text: str) -> bool:
    """Delete a topic or a muted word; False if there was none."""
    removed = [store.remove(_key(kind, text)) for kind in ("topic", "muted")]
    return any(removed)


def tidy(text: str) -> str:
    """A topic as it is kept: one line, single spaces. InputError for one without letters or digits, or too long."""
    text = " ".join(text.split())
    if not plain_words(text):
        raise InputError("A topic needs words.", 'For example: "KV-cache compression".')
    if len(text) > LONGEST:
        raise InputError(f"A topic has at most {LONGEST} characters.", "Say it in fewer words.")
    return text


def tidied(topics: Sequence[str]) -> tuple[str, ...]:
    """Several topics, each tidy, none twice."""
    return tuple(dict.fromkeys(map(tidy, topics)))


def _key(kind: str, text: str) -> str:
    return f"{kind} {plain_words(text)}"
