"""What a day's themes are about and what stands out, by a capable model: one call a theme, every sentence checked.

A sentence whose check fails is dropped. What was written is kept for the same papers, prompt and model. Without a model
there is no summary, and the headline stands as it is.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from assistant.errors import ModelUnreadable
from assistant.evidence.ranking import similarity_by
from assistant.evidence.sources import Source, as_data
from assistant.jsonable import to_json
from assistant.key_value_store import KeyValueStore
from assistant.llm import prompts, tokens
from assistant.llm.call_log import CallRecord
from assistant.llm.models import ChatModel, Usage
from assistant.llm.structured import fill_form
from assistant.overviews.abridging import abridged
from assistant.overviews.claims import has_numbers_of, sound_claims
from assistant.overviews.kept import KeptClaim, read_kept
from assistant.overviews.themes import Theme
from assistant.reader.embeddings import Embedder

READ, MOST = 160, 12
"""Tokens read of a paper, and papers read of a theme, those with most upvotes first: some 2,000 tokens a theme."""
AT_ONCE = 6
"""Calls side by side: a digest has at most six themes."""
NAME = 60
"""Characters of a theme's name; a longer one is a sentence."""


class Draft(BaseModel):
    """What a model is asked for."""

    name: str
    text: str
    standout: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was written about a theme, as it is kept."""

    name: str
    text: KeptClaim | None
    standout: KeptClaim | None

    def theme(self, theme: Theme, by_id: Mapping[str, Source]) -> Theme:
        """The theme with what was written about it."""
        text, standout = (kept.claim(by_id) if kept else None for kept in (self.text, self.standout))
        return Theme(self.name or theme.name, theme.papers, text, standout)


class ThemeWriter:
    """Writes about the themes of a digest, and keeps what it wrote; safe to be called from several threads."""

    MAX_TOKENS = 400

    def __init__(self, model: ChatModel, embedder: Embedder, store: KeyValueStore) -> None:
        self._model, self._similarity, self._store = model, similarity_by(embedder), store
        self._prompt = prompts.load("digest_theme")
        self.name, self.at_once = model.name, 1 if model.choice.kind == "gguf" else AT_ONCE

    def write(self, theme: Theme, sources: Sequence[Source], usage: Usage) -> Theme:
        """The theme of these papers with a name and sentences by the model; ModelError where it fails."""
        if known := self._known(theme, sources):
            return known
        record = CallRecord("digest theme", [source.paper.id for source in sources[:MOST]])
        try:
            messages = self._messages(theme, sources)
            draft = fill_form(Draft, self._model, messages, usage, self.MAX_TOKENS, record)
        except ModelUnreadable:  # it would be so again: that nothing came of it is kept, too
            draft = Draft(name=theme.name, text="")
        kept = self._checked(draft, sources[:MOST], record)
        self._store.put(self._key(theme, sources), to_json(kept))
        return kept.theme(theme, {source.paper.id: source for source in sources})

    def tokens(self, theme: Theme, sources: Sequence[Source]) -> int:
        """At most how many tokens it takes, prompt and answer together; 0 where it is kept."""
        if self._known(theme, sources):
            return 0
        return sum(map(tokens.count, self._messages(theme, sources))) + self.MAX_TOKENS

    def _checked(self, draft: Draft, sources: Sequence[Source], record: CallRecord) -> _Kept:
        """What holds of the draft: a name without invented numbers, and of each sentence the first that does."""
        name = " ".join(draft.name.split()).strip(' ."“”#*')
        is_sound = len(name) <= NAME and has_numbers_of(name, sources)
        found = (
            sound_claims(said, sources, self._similarity, 1, record) for said in (draft.text, draft.standout)
        )
        text, standout = (KeptClaim.of(claims[0]) if claims and claims[0].holds else None for claims in found)
        return _Kept(name if is_sound else "", text, standout)

    def _known(self, theme: Theme, sources: Sequence[Source]) -> Theme | None:
        by_id = {source.paper.id: source for source in sources}
        values = self._store.get(self._key(theme, sources))
        return read_kept(values, _Kept, lambda kept: kept.theme(theme, by_id))

    def _messages(self, theme: Theme, sources: Sequence[Source]) -> tuple[str, str]:
        text, _ = abridged(sources[:MOST], READ)
        return self._prompt.fill(sources=text, heading=as_data(theme.name))

    def _key(self, theme: Theme, sources: Sequence[Source]) -> str:
        papers = (part for s in sources for part in (s.paper.id, s.paper.title, s.paper.abstract))
        parts = (self._prompt.system, self._prompt.user.template, self.name, theme.name, *papers)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()
