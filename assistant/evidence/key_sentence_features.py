"""What can be read off a sentence of an abstract about how well it would say what the paper did and found.

Place, role, cue words, the words it shares with title and abstract, meaning, length, numbers: one named figure each.
The weights of the names are learned (`key_sentence_weights.json`, made by assistant/evaluation/training/tldr.py).
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assistant.reader.embeddings import Embedder, Vectors
from assistant.reader.roles import ROLES, role_shares
from assistant.text.words import content, coverage, names, numbers, weight

_THIS_PAPER = r"this (?:paper|work|article|study|report|survey)"
_CUES = {
    "we propose": r"\bwe (?:\w+ )?(?:propose|present|introduce|develop|describe|design|devise|offer|provide)\b",
    "this paper proposes": rf"\b{_THIS_PAPER} (?:\w+ )?(?:propos|present|introduc|describ|develop|stud|investigat|address)",
    "in this paper": rf"\bin {_THIS_PAPER}\b|\bhere we\b",
    "we show": r"\bwe (?:\w+ )?(?:show|demonstrate|find|prove|observe|establish)\b",
    "we study": r"\bwe (?:\w+ )?(?:study|investigate|explore|analy[sz]e|examine|consider|address|tackle)\b",
    "we": r"\b(?:we|our)\b",
    "starts with we": r"^we\b",
    "starts with our": r"^our\b",
    "points back": r"^(?:this|these|that|those|it|its|they|their|such|both)\b",
    "contrast": r"^(?:however|but|yet|unfortunately|while|although|despite|though)\b|\bhowever\b",
    "goes on": r"^(?:specifically|in particular|for example|for instance|additionally|moreover|furthermore|finally|also)\b",
    "results": r"\b(?:experiments?|results?|evaluations?|empirically|extensive|benchmarks?)\b",
    "better": r"\b(?:outperform\w*|state-of-the-art|improv\w+|better|superior|surpass\w*|achiev\w+)\b",
    "new": r"\b(?:new|novel|first)\b",
    "a thing made": r"\b(?:method|approach|framework|model|algorithm|architecture|technique|network|benchmark|dataset|system)\b",
    "called": r"\b(?:called|named|dubbed|termed|coined)\b|:",
    "code": r"\b(?:code|available|github|https?|released?|open-source)\b",
    "may": r"\b(?:can|could|may|might|should)\b",
    "by means of": r"\b(?:by|via|using|through)\b",
    "that": r"\bthat\b",
    "in order to": r"\bto \w+",
    "question": r"\?",
    "others' work": r"\b(?:existing|previous|prior|recent|traditional|current|conventional)\b",
    "need": r"\b(?:need|crucial|important|challeng\w+|difficult|problem|limited|limitation)\b",
    "definition": r"\b(?:is|are) (?:an?|the|one)\b",
    "aside": r"\(",
}
_FOUND = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _CUES.items()}
_PROPOSALS = ("we propose", "in this paper", "this paper proposes")


@dataclass(frozen=True)
class Abstract:
    """A title and the sentences of an abstract, with the vectors of both, read once for all its candidates."""

    title: str
    sentences: tuple[str, ...]
    title_vector: Vectors
    vectors: Vectors

    def features(self, number: int, text: str) -> dict[str, float]:
        """The figures of a text that says what the sentence of this number (from 0) says."""
        roles = dict(zip(ROLES, role_shares(self.sentences)[number], strict=True))
        cues = {name: float(bool(pattern.search(text))) for name, pattern in _FOUND.items()}
        return roles | cues | self._place(number) | self._meaning(number) | self._words(number, text)

    def _place(self, number: int) -> dict[str, float]:
        count, proposal = len(self.sentences), self._proposal
        return {
            **{f"place {place}": float(number == place) for place in range(3)},
            "last": float(number == count - 1),
            "last but one": float(number == count - 2),
            "share before": number / count,
            "the proposal": float(number == proposal),
            "after the proposal": float(proposal is not None and number == proposal + 1),
            "before the proposal": float(proposal is not None and number < proposal),
        }

    def _meaning(self, number: int) -> dict[str, float]:
        to_title, to_all = self._to_title, self._to_all
        return {
            "near the title": to_title[number],
            "near the abstract": to_all[number],
            "farther from title": to_title[number] - max(to_title),
            "farther from abstract": to_all[number] - max(to_all),
            "nearest to title": float(to_title[number] == max(to_title)),
            "nearest to abstract": float(to_all[number] == max(to_all)),
        }

    def _words(self, number: int, text: str) -> dict[str, float]:
        said, title, length = content(text), content(self.title), len(text.split())
        others = frozenset().union(*(content(s) for i, s in enumerate(self.sentences) if i != number))
        whole = len(self.sentences[number].split())
        return {
            "title's words": coverage(title, said),
            "words in title": coverage(said, title),
            "words elsewhere": coverage(said, others),
            "length": length / 30,
            "length squared": (length / 30) ** 2,
            "up to twelve words": min(length, 12) / 12,
            "beyond 25 words": max(length - 25, 0) / 10,
            "share kept": length / max(whole, 1),
            "shortened": float(text != self.sentences[number]),
            "long words": len(text) / max(length, 1) / 6,
            "numbers": float(min(len(numbers(text)), 3)),
            "names": float(min(len(names(text)), 3)),
            "the title's name": float(bool(names(text) & names(self.title))),
            "rare words": math.fsum(map(weight, said)) / max(len(said), 1),
            "commas": float(text.count(",")),
            "words with content": len(said) / max(length, 1),
        }

    @cached_property
    def _proposal(self) -> int | None:
        """The number of the first sentence that says what the paper proposes."""
        return next(
            (i for i, s in enumerate(self.sentences) if any(_FOUND[cue].search(s) for cue in _PROPOSALS)),
            None,
        )

    @cached_property
    def _to_title(self) -> list[float]:
        return [float(each) for each in self.vectors @ self.title_vector]

    @cached_property
    def _to_all(self) -> list[float]:
        mean = self.vectors.mean(axis=0)
        return [float(each) for each in self.vectors @ (mean / max(float(np.linalg.norm(mean)), 1e-9))]


def read(title: str, sentences: Sequence[str], embedder: Embedder) -> Abstract:
    """The abstract, embedded; it has at least one sentence."""
    vectors = embedder.embed([title, *sentences])
    return Abstract(title, tuple(sentences), vectors[0], vectors[1:])
