"""Questions of certain papers: those whose arXiv numbers or links stand in the question, or the one a page is about."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.asking.question import Question
from assistant.evidence.key_sentence import key_sentence_of
from assistant.evidence.ranking import Evidence
from assistant.evidence.role_preference import RESULTS, RolePreference, thing_to_define, wanted
from assistant.library.filters import Filters
from assistant.library.identifiers import arxiv_numbers_in, without_arxiv_numbers
from assistant.library.papers import Paper, Sentence
from assistant.reader.embeddings import Embedder
from assistant.reader.roles import role_shares
from assistant.text.sentences import sentences_of
from assistant.text.words import content

_OF_ANY_PAPER = content(
    "find found finding results outcome learn learned main key new idea point contribution achieve method approach work "
    "works summary gist overview abstract problem solve goal aim propose introduce conclude conclusion important matter "
    "compare difference"
)
"""Words of questions that any paper can be asked, and that no abstract need have."""
_FOUND = re.compile(
    r"\b(?:find|found|findings?|results?|outcomes?|achieve|learn(?:ed)?|conclude|conclusions?)\b",
    re.IGNORECASE,
)


def scope_to_ids(question: Question, papers: Mapping[str, Paper]) -> Question:
    """The question of the papers it numbers. A number of none is only taken for one where it stands alone."""
    rest = without_arxiv_numbers(question.topic)
    known = [papers[id_] for id_ in arxiv_numbers_in(question.text) if id_ in papers]
    if known:
        return restrict_to(replace(question, topic=rest), known)
    if content(rest) <= _OF_ANY_PAPER:
        return replace(question, filters=replace(question.filters, papers=arxiv_numbers_in(question.text)))
    return question


def restrict_to(question: Question, papers: Sequence[Paper]) -> Question:
    """The question asked of these papers only; one that any paper can be asked is general, and searched for by titles."""
    only = Filters(papers=tuple(paper.id for paper in papers)).over(question.filters)
    if content(question.topic) <= _OF_ANY_PAPER:
        titles = ", ".join(paper.title for paper in papers)
        return replace(question, standalone=titles, filters=only, is_general=True)
    return replace(question, standalone=question.topic, filters=only)


def rank_general(topic: str, papers: Sequence[Paper], embedder: Embedder) -> list[Evidence]:
    """The papers' sentences by how well their role serves a general question, best first.

    Where it wants no role, the sentence that tells what the paper did comes first, and then what was found.
    """
    roles = _role_wanted(topic)
    told = [] if roles else [key_sentence_of(paper, embedder) for paper in papers]
    ranked = [
        Evidence(sentence, 1.0 if sentence in told else score)
        for paper in papers
        for sentence, score in _by_role(paper, roles or RESULTS)
    ]
    return sorted(ranked, key=lambda e: (-e.score, e.sentence.paper, e.sentence.number))


def _role_wanted(topic: str) -> RolePreference | None:
    if _FOUND.search(topic):
        return RESULTS
    if thing_to_define(topic):  # "what is the main idea?" asks for no definition
        return None
    return wanted([topic])


def _by_role(paper: Paper, roles: RolePreference) -> Iterator[tuple[Sentence, float]]:
    sentences = sentences_of(paper)
    shares = role_shares([sentence.text for sentence in sentences])
    for sentence, row in zip(sentences, shares, strict=True):
        yield sentence, sum(share * use for share, use in zip(row, roles, strict=True))
