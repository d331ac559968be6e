"""A paper's TL;DR: one sentence of at most 30 words that says what was done and found, checked against the abstract.

With no model it is the authors' own sentence, or a part of it. A TL;DR once written is kept (`Remembered`) for as
long as the abstract, the prompt and the model stay the same. Papers are not found or put in order here.
"""

import hashlib
from typing import Any, Protocol

from assistant.errors import InputError
from assistant.grounding.citations import Claim, judge, quote
from assistant.grounding.context import Source
from assistant.grounding.evidence import Evidence, similarity_by
from assistant.grounding.sentences import sentences_of
from assistant.library.embeddings import Embedder
from assistant.library.papers import Hit, Paper
from assistant.shelf import Shelf
from assistant.writing import gist
from assistant.writing.models import ChatModel, Usage

WORDS = 30
"""The longest a TL;DR may be: two lines on a page."""


class TldrWriter(Protocol):
    """Writes TL;DRs; safe to be called from several threads."""

    name: str
    """Who writes, as a person would say it."""
    fingerprint: str
    """What a TL;DR depends on beside its paper: it changes with the prompt, the model, the learned choice."""
    at_once: int
    """How many TL;DRs it pays to write side by side."""

    def write(self, paper: Paper, usage: Usage) -> Claim:
        """The TL;DR, citing its paper as [1]; InputError for a paper without abstract, ModelError when a model fails."""

    def tokens(self, paper: Paper) -> int:
        """At most how many tokens it takes, prompt and answer together; 0 where no model is asked."""


class ChosenTldrs:
    """The authors' own sentence, shortened where that is safe. Needs no model."""

    name = "quotations"
    fingerprint = "first cue"
    at_once = 1

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._similarity = similarity_by(embedder)

    def write(self, paper: Paper, usage: Usage) -> Claim:
        """The best candidate that holds: the authors' words, or a shortened sentence that the check calls supported."""
        found = gist.candidates(paper, self._embedder, WORDS)
        if not found:
            raise InputError(f"{paper.title} has no abstract.", "Import it again from a source that has one.")
        source = Source(1, Hit(paper, 1.0, None, None))
        for candidate in found:
            evidence = Evidence(candidate.sentence, candidate.score)
            if candidate.is_untouched:
                return quote(evidence, 1)
            claim = judge(candidate.text, [source], self._similarity)
            if claim.verdict in ("quoted", "supported"):
                return Claim(claim.text, (1,), (evidence,), claim.verdict)
        return quote(Evidence(found[0].sentence, found[0].score), 1)

    def tokens(self, paper: Paper) -> int:
        """None."""
        return 0


class Remembered:
    """A writer that keeps what it wrote, on the shelf `tldr`."""

    def __init__(self, writer: TldrWriter, shelf: Shelf) -> None:
        self._writer, self._shelf = writer, shelf
        self.name, self.fingerprint, self.at_once = writer.name, writer.fingerprint, writer.at_once

    def write(self, paper: Paper, usage: Usage) -> Claim:
        """The kept TL;DR, or a new one, kept before it is given back."""
        if known := self.known(paper):
            return known
        claim = self._writer.write(paper, usage)
        self._shelf.put(self._key(paper), _plain(claim))
        return claim

    def known(self, paper: Paper) -> Claim | None:
        """The kept TL;DR for this abstract, prompt and model, if there is one."""
        kept = self._shelf.get(self._key(paper))
        return _claim(kept, paper) if kept else None

    def tokens(self, paper: Paper) -> int:
        """At most how many tokens it takes to write it; 0 where it is kept."""
        return 0 if self.known(paper) else self._writer.tokens(paper)

    def clear(self) -> int:
        """Forget all that were kept, of every model; gives how many there were."""
        return self._shelf.clear()

    def _key(self, paper: Paper) -> str:
        parts = (self.fingerprint, self.name, paper.id, paper.title, paper.abstract)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def tldrs_by(model: ChatModel | None, embedder: Embedder) -> TldrWriter:
    """The way of writing TL;DRs that suits the model."""
    return ChosenTldrs(embedder)


def _plain(claim: Claim) -> dict[str, object]:
    """The claim as JSON; its evidence by the sentences' numbers, for the paper has their text."""
    evidence = [[each.sentence.number, each.score] for each in claim.evidence]
    return {"text": claim.text, "verdict": claim.verdict, "reason": claim.reason, "evidence": evidence}


def _claim(kept: dict[str, Any], paper: Paper) -> Claim:
    sentences = sentences_of(paper)
    evidence = tuple(Evidence(sentences[number - 1], score) for number, score in kept["evidence"])
    return Claim(kept["text"], (1,), evidence, kept["verdict"], kept["reason"])
