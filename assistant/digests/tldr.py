"""A paper's TL;DR: one sentence of at most 30 words that says what was done and found, checked against the abstract.

With no model it is the authors' own sentence, or a part of it; a model's sentence is taken where it holds and would
serve better. A TL;DR once written is kept (`Remembered`) for as long as the abstract, the prompt and the model stay the
same. Papers are not found or put in order here.
"""

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from pydantic import BaseModel

from assistant.checking.checks import Verdict
from assistant.checking.citations import Claim, judge, quote, read_sentences
from assistant.errors import EmptyResponse, InputError, ModelUnreadable, SavedDataError
from assistant.evidence import key_sentence as gist
from assistant.evidence.ranking import Evidence, similarity_by
from assistant.evidence.sources import as_data, source_of
from assistant.jsonable import from_json, to_json
from assistant.key_value_store import KeyValueStore
from assistant.library.papers import Paper
from assistant.llm import prompts, tokens
from assistant.llm.call_log import CallRecord
from assistant.llm.models import ChatModel, Usage
from assistant.llm.structured import fill_form
from assistant.reader.embeddings import Embedder
from assistant.text.sentences import sentences_of
from assistant.text.shortening import shorten
from assistant.text.words import numbers

WORDS = 30
"""The longest a TL;DR may be: two lines on a page."""

AT_ONCE = 10
"""Calls to a server side by side: at half a second each, forty papers take two seconds and not twenty."""


class Tldr(BaseModel):
    """What a model is asked for."""

    sentence: str


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
    at_once = 1

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._similarity = similarity_by(embedder)
        self.fingerprint = _hash(gist.WEIGHTS.read_text(encoding="utf-8"))

    def write(self, paper: Paper, usage: Usage) -> Claim:
        """The best candidate that holds: the authors' words, or a shortened sentence that the check calls supported."""
        found = self.key_sentence_of(paper).candidates(WORDS)
        for candidate in found:
            evidence = Evidence(candidate.sentence, candidate.score)
            if candidate.is_untouched:
                return quote(evidence, 1)
            claim = self.checked(candidate.text, paper)
            if claim.holds:
                return replace(claim, evidence=(evidence,))
        return quote(Evidence(found[0].sentence, found[0].score), 1)

    def key_sentence_of(self, paper: Paper) -> gist.KeySentence:
        """The paper's abstract, ready to choose from; InputError where there is none."""
        if not sentences_of(paper):
            raise InputError(f"{paper.title} has no abstract.", "Import it again from a source that has one.")
        return gist.KeySentence(paper, self._embedder)

    def checked(self, text: str, paper: Paper) -> Claim:
        """The text as a claim of the paper, with its verdict."""
        return judge(text, [source_of(paper)], self._similarity)

    def tokens(self, paper: Paper) -> int:
        """None."""
        return 0


class WrittenTldrs:
    """A model's sentence, where it holds and would serve better than the authors' own; else theirs."""

    MAX_TOKENS = 300
    """Thirty words have some fifty; reasoning models count their thoughts in as well."""

    def __init__(self, model: ChatModel, chosen: ChosenTldrs, at_once: int) -> None:
        self._model, self._chosen = model, chosen
        self._prompt = prompts.load("tldr")
        self.name, self.at_once = model.name, at_once
        self.fingerprint = _hash(chosen.fingerprint, self._prompt.system, self._prompt.user.template)

    def write(self, paper: Paper, usage: Usage) -> Claim:
        """The better of the model's sentence and the authors', by the learned score."""
        chosen, abstract = self._chosen.write(paper, usage), self._chosen.key_sentence_of(paper)
        record = CallRecord("TL;DR", [paper.id])
        try:
            tldr = fill_form(Tldr, self._model, self._messages(paper), usage, self.MAX_TOKENS, record)
        except (EmptyResponse, ModelUnreadable):
            return chosen
        text, cited = (
            one_sentence(tldr.sentence),
            [n for each in read_sentences(tldr.sentence) for n in each.numbers],
        )
        claim = replace(self._chosen.checked(text, paper), removed=tuple(cited))  # it has no sources to cite
        record.add_claims([claim])
        holds = claim.holds and len(text.split()) <= WORDS
        if not holds or not numbers(text) <= numbers(paper.abstract):
            return chosen
        written, theirs = (abstract.score(c.text, c.evidence[0].sentence.number - 1) for c in (claim, chosen))
        return claim if written >= theirs else chosen

    def tokens(self, paper: Paper) -> int:
        """The prompt as it is counted or estimated, and the most that may be answered; 0 without an abstract."""
        if not paper.abstract:
            return 0
        return sum(map(tokens.count, self._messages(paper))) + self.MAX_TOKENS

    def _messages(self, paper: Paper) -> tuple[str, str]:
        return self._prompt.fill(title=as_data(paper.title), abstract=as_data(paper.abstract))


def one_sentence(written: str) -> str:
    """The first sentence that a model wrote, without label, quotes and markup, shortened where it is too long."""
    lines = [line for line in map(str.strip, written.splitlines()) if line and not line.endswith(":")]
    bare = re.sub(r"^(?:\W*tl;?dr\W*:?\W*)", "", " ".join(lines), flags=re.IGNORECASE)
    found = [each.text.strip('"“” ') for each in read_sentences(bare)]
    text = found[0] if found else ""
    return text if len(text.split()) <= WORDS else shorten(text, WORDS)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A TL;DR as it is kept; its evidence by number and score, for the paper has the sentences."""

    text: str
    verdict: Verdict
    reason: str
    evidence: tuple[tuple[int, float], ...]
    removed_citations: tuple[int, ...] = ()

    def claim(self, paper: Paper) -> Claim:
        """The TL;DR with its sentences."""
        sentences = sentences_of(paper)
        evidence = tuple(Evidence(sentences[number - 1], score) for number, score in self.evidence)
        return Claim(self.text, (1,), evidence, self.verdict, self.reason, removed=self.removed_citations)


class CachedTldrWriter:
    """A writer that keeps what it wrote, in the store `tldr`."""

    def __init__(self, writer: TldrWriter, store: KeyValueStore) -> None:
        self._writer, self._store = writer, store
        self.name, self.fingerprint, self.at_once = writer.name, writer.fingerprint, writer.at_once

    def write(self, paper: Paper, usage: Usage) -> Claim:
        """The kept TL;DR, or a new one, kept before it is given back."""
        if known := self.known(paper):
            return known
        claim = self._writer.write(paper, usage)
        evidence = tuple((each.sentence.number, each.score) for each in claim.evidence)
        kept = _Kept(claim.text, claim.verdict, claim.reason, evidence, claim.removed)
        self._store.put(self._key(paper), to_json(kept))
        return claim

    def known(self, paper: Paper) -> Claim | None:
        """The kept TL;DR for this abstract, prompt and model, if there is one that can be read."""
        with suppress(SavedDataError, IndexError):  # it is only a copy, and can be written again
            values = self._store.get(self._key(paper))
            return from_json(_Kept, values).claim(paper) if values else None
        return None

    def tokens(self, paper: Paper) -> int:
        """At most how many tokens it takes to write it; 0 where it is kept."""
        return 0 if self.known(paper) else self._writer.tokens(paper)

    def clear(self) -> int:
        """Forget all that were kept, of every model; gives how many there were."""
        return self._store.clear()

    def _key(self, paper: Paper) -> str:
        return _hash(self.fingerprint, self.name, paper.id, paper.title, paper.abstract)


def tldrs_by(model: ChatModel | None, embedder: Embedder) -> TldrWriter:
    """The way of writing TL;DRs that suits the capable model, if there is one.

    The embedded one is not: its own have a ROUGE-1 of about .35 on SciTLDR, where the learned choice has .41.
    """
    chosen = ChosenTldrs(embedder)
    if model is None:
        return chosen
    return WrittenTldrs(model, chosen, 1 if model.choice.kind == "gguf" else AT_ONCE)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
