"""Questions of certain papers: those whose arXiv numbers or links stand in the question, or the one a page is about."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.asking.intent import Intent
from assistant.asking.question import Question
from assistant.evidence.key_sentence import key_sentence_of
from assistant.evidence.preference import RESULTS, RolePreference
from assistant.evidence.ranking import Evidence
from assistant.library.filters import Filters
from assistant.library.papers import Paper, Sentence
from assistant.reader.embeddings import Embedder
from assistant.reader.roles import role_shares
from assistant.text.sentences import sentences_of
from assistant.text.words import content

_OF_ANY_PAPER = content(
    "find found finding results outcome learn learned main key new idea point contribution achieve method approach work "
    "works summary gist overview abstract problem solve goal aim propose introduce conclude conclusion important matter "
    "compare difference limitation limit weakness"
)
"""Words of questions that any paper can be asked, and that no abstract need have."""


def could_be_asked_of_any(topic: str) -> bool:
    """Whether the question names nothing that only some papers have."""
    return content(topic) <= _OF_ANY_PAPER


def restrict_to(question: Question, papers: Sequence[Paper]) -> Question:
    """The question asked of these papers only."""
    return replace(question, intent=scoped(question.intent, papers))


def scoped(intent: Intent, papers: Sequence[Paper]) -> Intent:
    """The intent asked of these papers only; one that any paper can be asked is general, and searched for by titles."""
    only = Filters(papers=tuple(paper.id for paper in papers)).over(intent.filters)
    if could_be_asked_of_any(intent.topic):
        titles = ", ".join(paper.title for paper in papers)
        return replace(intent, query=titles, filters=only, is_general=True)
    return replace(intent, query=intent.topic, filters=only)


def rank_general(intent: Intent, papers: Sequence[Paper], embedder: Embedder) -> list[Evidence]:
    """The papers' sentences by how well their role serves a general question, best first.

    Where it wants no role, the sentence that says what the paper did comes first, and then what was found.
    """
    # "What is the main idea?" asks for no definition.
    roles = intent.preference.roles if intent.kind != "define" else None
    key_sentences = [] if roles else [key_sentence_of(paper, embedder) for paper in papers]
    ranked = [
        Evidence(sentence, 1.0 if sentence in key_sentences else score)
        for paper in papers
        for sentence, score in _by_role(paper, roles or RESULTS)
    ]
    return sorted(ranked, key=lambda e: (-e.score, e.sentence.paper, e.sentence.number))


def _by_role(paper: Paper, roles: RolePreference) -> Iterator[tuple[Sentence, float]]:
    sentences = sentences_of(paper)
    shares = role_shares([sentence.text for sentence in sentences])
    for sentence, row in zip(sentences, shares, strict=True):
        yield sentence, sum(share * use for share, use in zip(row, roles, strict=True))
