"""Choose the sentences that answer a question, from the papers that were found for it.

A sentence is scored by its meaning and by the question's words that it shares. Where the best is not good enough
there is no evidence, and nothing is written.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.grounding.sentences import sentences_of
from assistant.grounding.words import content, coverage
from assistant.library.embeddings import Embedder, Vectors
from assistant.library.papers import Hit, Paper, Sentence

PAPERS_READ = 8
"""Papers whose sentences are looked at: on SciFact the right abstract is among the first eight for 85 % of claims."""
SENTENCES_READ = 40
"""Sentences embedded for one question: about a quarter of a second on two cores."""
LEAST_MEANING = 0.35
"""Cosine with the question under which a sentence is about something else, whatever words it shares."""
LEAST_SCORE = 0.5
"""Of thirty questions off the topic of 7,598 papers the best sentence scores at most .48, of thirty on it at least .53."""
NEAR_BEST = 0.75
"""Share of the best sentence's score that a further one needs to be worth saying."""
REDUNDANT = 0.85
"""Cosine of two sentences above which the second says the same again."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence chosen for a purpose, and how well it serves it, 0…1."""

    sentence: Sentence
    score: float

    def as_dict(self) -> dict[str, object]:
        """Plain JSON values: the paper's id, the sentence's number and its text."""
        return {"paper": self.sentence.paper, "sentence": self.sentence.number, "text": self.sentence.text}


def rank_sentences(asked: Sequence[str], hits: Sequence[Hit], embedder: Embedder) -> list[Evidence]:
    """Sentences of the best papers that may answer, best first.

    `asked` is the question, or a follow-up in several phrasings, whose scores are averaged.
    """
    papers = [hit.paper for hit in hits[:PAPERS_READ]]
    candidates = _most_promising(" ".join(asked), papers)
    if not candidates:
        return []
    vectors = embedder.embed([*asked, *(sentence.text for sentence in candidates)])
    cosines = vectors[len(asked) :] @ vectors[: len(asked)].T
    words, titles = [content(text) for text in asked], {paper.id: content(paper.title) for paper in papers}
    scored = []
    for sentence, row in zip(candidates, cosines, strict=True):
        shared = [_shared(each, sentence, titles[sentence.paper]) for each in words]
        if row.max() >= LEAST_MEANING:
            scored.append(Evidence(sentence, 0.5 * float(row.mean()) + 0.5 * sum(shared) / len(shared)))
    return sorted(scored, key=lambda e: (-e.score, e.sentence.paper, e.sentence.number))


def choose(ranked: Sequence[Evidence], embedder: Embedder, limit: int = 5, each: int = 2) -> list[Evidence]:
    """The best sentences that do not repeat each other, at most `each` of one paper, papers kept together.

    None at all where even the best is not good enough.
    """
    if not ranked or ranked[0].score < LEAST_SCORE:
        return []
    good = [evidence for evidence in ranked if evidence.score >= NEAR_BEST * ranked[0].score]
    chosen: list[Evidence] = []
    kept: list[Vectors] = []
    for evidence, vector in zip(good, embedder.embed([e.sentence.text for e in good]), strict=True):
        of_paper = sum(one.sentence.paper == evidence.sentence.paper for one in chosen)
        if len(chosen) < limit and of_paper < each and all(float(o @ vector) < REDUNDANT for o in kept):
            chosen.append(evidence)
            kept.append(vector)
    return _by_paper(chosen)


def key_sentences(papers: Sequence[Paper], embedder: Embedder) -> list[Evidence]:
    """For each paper the sentence of its abstract that is nearest to its title: what it is about, in its own words."""
    chosen = []
    for paper in papers:
        sentences = sentences_of(paper)
        vectors = embedder.embed([paper.title, *(sentence.text for sentence in sentences)])
        cosines = (vectors[1:] @ vectors[0]).tolist()
        best = cosines.index(max(cosines))
        chosen.append(Evidence(sentences[best], cosines[best]))
    return chosen


def _most_promising(question: str, papers: Sequence[Paper]) -> list[Sentence]:
    """At most SENTENCES_READ sentences: those of better papers, and those that share the question's words."""
    asked = content(question)
    rows = [
        (coverage(asked, content(sentence.text)) + 1 / (2 + rank), sentence)
        for rank, paper in enumerate(papers)
        for sentence in sentences_of(paper)
    ]
    rows.sort(key=lambda row: -row[0])
    return [sentence for _, sentence in rows[:SENTENCES_READ]]


def _shared(asked: frozenset[str], sentence: Sentence, title: frozenset[str]) -> float:
    """The share of the question's words in the sentence; a word found only in the title counts half."""
    words = content(sentence.text)
    return 0.5 * coverage(asked, words) + 0.5 * coverage(asked, words | title)


def _by_paper(chosen: Iterable[Evidence]) -> list[Evidence]:
    """Papers in order of their best sentence, a paper's sentences in the abstract's order."""
    groups: dict[str, list[Evidence]] = {}
    for evidence in chosen:
        groups.setdefault(evidence.sentence.paper, []).append(evidence)
    return [e for group in groups.values() for e in sorted(group, key=lambda e: e.sentence.number)]


def similarity_by(embedder: Embedder) -> Callable[[str, Sequence[str]], list[float]]:
    """The function that gives the cosine of a text with each of some sentences."""

    def similarity(text: str, sentences: Sequence[str]) -> list[float]:
        vectors = embedder.embed([text, *sentences])
        return [float(cosine) for cosine in vectors[1:] @ vectors[0]]

    return similarity
