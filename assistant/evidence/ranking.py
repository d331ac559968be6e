"""Rank the sentences of the papers that were found for a question by how well they answer it.

A sentence is scored by its meaning and by the question's words that it shares. Where the best is not good enough
there is no evidence, and nothing is written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import mean

from assistant.checking.alignment import Alignment, align
from assistant.checking.checks import Similarity
from assistant.checking.polarity import has_denial
from assistant.evidence.definitions import defining, names_of
from assistant.evidence.preference import ANY, Preference, RolePreference
from assistant.evidence.reasons import gives_reason
from assistant.evidence.self_containedness import informativeness
from assistant.library.papers import Hit, Paper, Sentence
from assistant.reader.embeddings import Embedder
from assistant.reader.roles import role_shares
from assistant.text.entities import name_in_title
from assistant.text.sentences import sentences_of
from assistant.text.words import content, coverage, names

PAPERS_READ = 8
"""Papers whose sentences are looked at: on SciFact the right abstract is among the first eight for 85 % of claims."""
SENTENCES_READ = 40
"""Sentences embedded for one question: about a quarter of a second on two cores."""
LEAST_MEANING = 0.35
"""Cosine with the question under which a sentence is about something else, whatever words it shares."""
LEAST_ANSWER, LEAST_MEANING_ALONE = 0.95, 0.52
"""What one sentence of a paper must reach for the paper to answer: its cosine with the question plus the share of the
question's words in the paper, or its cosine alone. Of 170 questions on the topic of a library 168 find such a paper,
of 240 off it 5 (docs/evaluation.md)."""
WEIGHTS = (0.4, 0.2, 0.1, 0.15, 0.15)
"""Of the cosine with the question, its words in the sentence, its words in the paper, the paper's place in the search,
and the sentence's place in the abstract (results stand late). On 194 of SciFact's training claims the first sentence is
then evidence for 57 %, with the role beside the place for 55–56 %."""
ROLE_WEIGHTS = (0.35, 0.17, 0.09, 0.13, 0.26)
"""The same where the question wants a role, which then takes the place of the place: marked sentences of ACLSum's
training papers come first the more often, the more it counts, up to this and half as much again."""
DEFINING = 0.3
"""Share of the score that goes to how far a sentence defines the thing, where the question asks what something is."""
REASON = 0.12
"""Share of the score that a sentence which gives a reason has for itself, where the question asks why. Chosen by reading
the answers to fifteen such questions."""
DENIAL = 0.2
"""Share of the score that a sentence which denies something has for itself, where the question asks what is not so."""
_SPEAKS_OF_ITS_OWN = re.compile(r"\b(?:it|its|they|their|we|our)\b", re.IGNORECASE)
_ONLY_AN_ADDRESS = re.compile(r"(?:[\w ]{0,40}:)?\W*https?://\S+\W*")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence chosen for a purpose, and how well it serves it, 0…1."""

    sentence: Sentence
    score: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may become evidence: its paper's score in the search, its own place and role in the abstract.

    `text` is what is compared with the question.
    """

    sentence: Sentence
    text: str
    paper: Paper
    hit_score: float
    place: float
    role_shares: tuple[float, ...]


def rank_sentences(
    asked: Sequence[str], hits: Sequence[Hit], embedder: Embedder, preference: Preference = ANY
) -> list[Evidence]:
    """Sentences of the papers that answer, best first; none where no paper does.

    `asked` is the question, or a follow-up in several phrasings, whose scores are averaged.
    """
    thing = preference.defined
    called = names_of(thing, [hit.paper.abstract for hit in hits]) if thing else ()
    asked = [*asked, *called[1:]]
    candidates = _most_promising(" ".join(asked), hits[:PAPERS_READ])
    if not candidates:
        return []
    vectors = embedder.embed([*asked, *(each.text for each in candidates)])
    cosines = (vectors[len(asked) :] @ vectors[: len(asked)].T).tolist()
    words = [content(text) for text in asked]
    near = [(c, row) for c, row in zip(candidates, cosines, strict=True) if max(row) >= LEAST_MEANING]
    answering = {each.paper.id for each, row in near if _answers(each, row, words)}
    ranked = [
        _preferred(_evidence(each, row, words, preference.roles), preference, called)
        for each, row in near
        if each.paper.id in answering
    ]
    return sorted(ranked, key=lambda e: (-e.score, e.sentence.paper, e.sentence.number))


def _preferred(evidence: Evidence, preference: Preference, called: Sequence[str]) -> Evidence:
    """The evidence with what it counts that the sentence defines, gives a reason, or denies, where that is asked for."""
    text, score = evidence.sentence.text, evidence.score
    if called:
        score = (1 - DEFINING) * score + DEFINING * defining(text, called)
    if preference.gives_reason:
        score = (1 - REASON) * score + REASON * gives_reason(text)
    if preference.denies:
        score = (1 - DENIAL) * score + DENIAL * has_denial(text)
    return replace(evidence, score=score)


def _most_promising(asked: str, hits: Sequence[Hit]) -> list[_Candidate]:
    """At most SENTENCES_READ sentences: those of better papers, and those that share the question's words.

    A question that an abstract asks is no answer, nor is a bare address; both are passed over.
    """
    rows, words = [], content(asked)
    for rank, hit in enumerate(hits):
        sentences = sentences_of(hit.paper)
        shares = role_shares([sentence.text for sentence in sentences])
        for sentence, share in zip(sentences, shares, strict=True):
            if not sentence.text.endswith("?") and not _ONLY_AN_ADDRESS.fullmatch(sentence.text):
                text = _with_name(sentence.text, hit.paper, asked)
                promise = coverage(words, content(text)) + 1 / (2 + rank)
                place = (sentence.number - 1) / len(sentences)
                rows.append((promise, _Candidate(sentence, text, hit.paper, hit.score, place, share)))
    rows.sort(key=lambda row: -row[0])
    return [candidate for _, candidate in rows[:SENTENCES_READ]]


def _with_name(sentence: str, paper: Paper, asked: str) -> str:
    """The sentence, after the name of what its paper brings where the question has it and the sentence says “it” or “we”.

    So “It reaches 94 %” is found by “How well does OwlNet do?”. A sentence that speaks of neither, as what an attacker puts
    into an abstract, gains nothing by the name (`papers eval injection`).
    """
    name = name_in_title(paper.title)
    is_name = " " in name or names(name)  # “Attention” may be meant in general
    named = is_name and name.casefold() in asked.casefold() and name.casefold() not in sentence.casefold()
    return f"{name}: {sentence}" if named and _SPEAKS_OF_ITS_OWN.search(sentence) else sentence


def _answers(candidate: _Candidate, cosines: Sequence[float], asked: Sequence[frozenset[str]]) -> bool:
    whole = content(candidate.paper.text)
    return any(
        cosine >= LEAST_MEANING_ALONE
        or (cosine >= LEAST_MEANING and cosine + coverage(words, whole) >= LEAST_ANSWER)
        for cosine, words in zip(cosines, asked, strict=True)
    )


def _evidence(
    candidate: _Candidate,
    cosines: Sequence[float],
    asked: Sequence[frozenset[str]],
    roles: RolePreference | None,
) -> Evidence:
    here, whole = content(candidate.text), content(candidate.paper.text)
    parts = (
        mean(cosines),
        mean(coverage(words, here) for words in asked),
        mean(coverage(words, whole) for words in asked),
        candidate.hit_score,
        candidate.place
        if roles is None
        else sum(s * use for s, use in zip(candidate.role_shares, roles, strict=True)),
    )
    weights = WEIGHTS if roles is None else ROLE_WEIGHTS
    score = sum(w * part for w, part in zip(weights, parts, strict=True))
    return Evidence(candidate.sentence, score * informativeness(candidate.sentence.text))


def similarity_by(embedder: Embedder) -> Similarity:
    """The function that aligns a text with each of some sentences, word by word."""

    def similarity(text: str, sentences: Sequence[str]) -> list[Alignment]:
        own, *others = embedder.embed_tokens([text, *sentences])
        return [align(own, other) for other in others]

    return similarity
