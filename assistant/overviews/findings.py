"""The sentences of a paper that say what was found, best first: what an overview quotes where no model writes.

Only the few that their role and form speak for are embedded, so that thirty papers take a fraction of a second.
"""

from collections.abc import Sequence

from assistant.evidence.aspect_cues import cued
from assistant.evidence.key_sentence import stands_alone
from assistant.evidence.preference import RESULTS
from assistant.evidence.ranking import Evidence
from assistant.evidence.self_containedness import informativeness
from assistant.evidence.sources import Source
from assistant.library.papers import Sentence
from assistant.reader.embeddings import Embedder
from assistant.reader.roles import role_shares
from assistant.text.sentences import sentences_of
from assistant.text.words import numbers

EACH = 2
"""Sentences of a paper that are embedded."""
NUMBERS, NEARNESS, VAGUE = 0.3, 0.3, 0.5
"""What a number adds to a sentence's worth, what its cosine with the topic counts beside its role, and what is left of the
worth of a sentence that promises or depends on another."""
LEAST_WORDS, MOST_WORDS = 8, 60
"""A shorter sentence says too little, a longer one nobody reads in an overview."""


def findings(sources: Sequence[Source], topic: str, embedder: Embedder) -> list[list[Evidence]]:
    """For each paper its sentences that say what was found, best first; empty where none can stand alone."""
    promising = [_promising(sentences_of(source.paper)) for source in sources]
    flat = [sentence for rows in promising for _, sentence in rows]
    vectors = embedder.embed([topic, *(sentence.text for sentence in flat)])
    near = dict(zip(flat, (vectors[1:] @ vectors[0]).tolist(), strict=True))
    return [
        sorted(
            (Evidence(sentence, worth + NEARNESS * near[sentence]) for worth, sentence in rows),
            key=lambda evidence: (-evidence.score, evidence.sentence.number),
        )
        for rows in promising
    ]


def _promising(sentences: Sequence[Sentence]) -> list[tuple[float, Sentence]]:
    """At most EACH sentences that can stand alone, with what their role and numbers are worth."""
    texts = [sentence.text for sentence in sentences]
    rows = [
        (_worth(sentence.text, share), sentence)
        for sentence, share, is_release in zip(
            sentences, role_shares(texts), cued("code", texts), strict=True
        )
        if stands_alone(sentence.text)
        and not is_release
        and LEAST_WORDS <= len(sentence.text.split()) <= MOST_WORDS
    ]
    return sorted(rows, key=lambda row: (-row[0], row[1].number))[:EACH]


def _worth(text: str, shares: Sequence[float]) -> float:
    role = sum(share * use for share, use in zip(shares, RESULTS, strict=True))
    return (role + NUMBERS * bool(numbers(text))) * (1.0 if informativeness(text) == 1.0 else VAGUE)
