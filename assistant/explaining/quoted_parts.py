"""An explanation in the authors' own words: for each part the sentences that fit it and the reader, shortened.

What a sentence does and which aspect it states show where it fits; that it stands alone and reads easily, whether it is
taken. Needs no model; what a model writes is in `written_parts.py`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.checking.checks import Similarity
from assistant.checking.citations import Claim, judge, quote
from assistant.evidence.aspect_sentences import sentence_for
from assistant.evidence.aspects import STANDARD
from assistant.evidence.ranking import Evidence, similarity_by
from assistant.evidence.sources import Source, source_of
from assistant.explaining.explanation import Part
from assistant.explaining.readers import PARTS, Reader
from assistant.library.papers import Paper, Sentence
from assistant.reader.embeddings import Embedder
from assistant.reader.roles import ROLES, role_shares
from assistant.text.others_work import OTHERS
from assistant.text.readability import grade
from assistant.text.sentences import sentences_of
from assistant.text.shortening import shorten
from assistant.text.third_person import in_third_person

_ROLE_OF = {
    key: ROLES.index(role)
    for key, role in (("why", "background"), ("what", "objective"), ("how", "method"), ("found", "result"))
}
_ASPECT_OF = {"why": "problem", "what": "approach", "found": "results", "limits": "limitations"}
_POINTS_BACK = re.compile(
    r"^(?:That|It|Its|They|Their|Both|Here|\(?(?:\d+|[ivx]+)\))\s|^The resulting\b|"
    r"\b(?:this|these|those|such)\b(?! (?:paper|work|study|article|survey|report|as)\b)",
    re.IGNORECASE,
)
"""A sentence that depends on one before it: “This yields …”, “Based on this observation, we …”."""
_OFFERS = re.compile(
    r"https?://|\b(?:project|web) ?(?:page|site)\b|\b(?:code|models?|data(?:sets?)?|weights|demos?)\b[^.]*\b(?:available|released?|open-?sourced?)\b",
    re.IGNORECASE,
)
"""A sentence that says where code or data can be had: the paper's links say it better."""
_OF_OTHERS = re.compile(
    rf"(?:while |although |despite |many |most |some )?{OTHERS}\b",
    re.IGNORECASE,
)
"""How a sentence begins that describes others' work: it may say why, not what, how or what was found."""
LEAST_SHARE = 0.3
"""Probability of a role from which a sentence is taken for its part."""
_BACK, _OFFER, _HARD, _FITTING = 0.4, 2.0, 0.03, 0.6
"""What it costs a sentence to depend on another, to say where the code is, and each grade of reading where it should be plain;
and what its nearness to a person's own words brings. Chosen by reading the explanations of docs/explain.md."""


def quoted_parts(paper: Paper, reader: Reader, embedder: Embedder) -> tuple[Part, ...]:
    """The parts that the abstract has sentences for, as many of them as the reader gets."""
    source, similarity = source_of(paper), similarity_by(embedder)
    return tuple(
        Part(key, tuple(_simplified(each, source, reader.words, similarity) for each in chosen))
        for key, chosen in _chosen(paper, reader, embedder).items()
        if chosen
    )


def _chosen(paper: Paper, reader: Reader, embedder: Embedder) -> dict[str, list[Evidence]]:
    """For each part the sentences that the reader gets, in the abstract's order; no sentence stands twice.

    What the paper is about is chosen first: why it matters stands before that sentence, what was found after it.
    """
    sentences, liking = sentences_of(paper), _liking(paper, reader, embedder)
    fits = _fits(paper, embedder)
    what = _best(fits["what"], liking, range(len(sentences)), 1)
    middle = what[0] if what else 0
    after = range(middle + 1, len(sentences))
    places = {"why": range(middle), "found": after, "limits": after}
    chosen = {"what": what}
    for key in ("limits", "found", "why", "how"):
        taken = {i for others in chosen.values() for i in others}
        free = [i for i in places.get(key, range(len(sentences))) if i not in taken]
        chosen[key] = _best(fits[key], liking, free, reader.sentences.get(key, 0))
    return {
        key: [Evidence(sentences[i], round(fits[key][i], 4)) for i in sorted(chosen[key])] for key in PARTS
    }


def _best(fit: dict[int, float], liking: Sequence[float], among: Iterable[int], limit: int) -> list[int]:
    fitting = [i for i in among if fit.get(i, 0.0) >= LEAST_SHARE and liking[i] > -_OFFER]
    return sorted(fitting, key=lambda i: -(fit[i] + liking[i]))[:limit]


def _fits(paper: Paper, embedder: Embedder) -> dict[str, dict[int, float]]:
    """How well each sentence fits each part: the probability of its role; what states the aspect best fits wholly."""
    sentences = sentences_of(paper)
    shares = role_shares([sentence.text for sentence in sentences])
    fits = {key: {i: row[column] for i, row in enumerate(shares)} for key, column in _ROLE_OF.items()}
    fits["limits"] = {}
    for key, aspect in _ASPECT_OF.items():
        if best := sentence_for(STANDARD[aspect], paper, embedder):
            fits[key][best.sentence.number - 1] = 1.0
    of_others = [i for i, sentence in enumerate(sentences) if _OF_OTHERS.match(sentence.text)]
    for key in ("what", "how", "found"):
        fits[key] |= dict.fromkeys(of_others, 0.0)
    if max(fits["what"].values()) < LEAST_SHARE:
        near = _nearness(paper.title, paper, embedder)
        fits["what"][near.index(max(near))] = 1.0
    return fits


def _liking(paper: Paper, reader: Reader, embedder: Embedder) -> list[float]:
    """What speaks for each sentence whatever its part: that it stands alone, reads easily, is near the reader's words."""
    sentences = sentences_of(paper)
    liking = [
        -_BACK * bool(_POINTS_BACK.search(sentence.text)) - _OFFER * bool(_OFFERS.search(sentence.text))
        for sentence in sentences
    ]
    if reader.wants_plain:
        liking = [
            like - _HARD * _grade_of(sentence) for like, sentence in zip(liking, sentences, strict=True)
        ]
    if reader.words_of_their_own:
        near = _nearness(reader.words_of_their_own, paper, embedder)
        liking = [like + _FITTING * cosine for like, cosine in zip(liking, near, strict=True)]
    return liking


def _grade_of(sentence: Sentence) -> float:
    return grade(shorten(sentence.text)) or 0.0


def _nearness(text: str, paper: Paper, embedder: Embedder) -> list[float]:
    """The cosine of each sentence of the abstract with a text."""
    vectors = embedder.embed([text, *(sentence.text for sentence in sentences_of(paper))])
    return [float(cosine) for cosine in vectors[1:] @ vectors[0]]


def _simplified(evidence: Evidence, source: Source, words: int, similarity: Similarity) -> Claim:
    """The sentence shortened and put in the third person, where the check holds; else as it stands, in quotes."""
    short = shorten(evidence.sentence.text, words)
    claim = judge(_of_the_authors(short), [source], similarity)
    if claim.holds:
        return replace(claim, evidence=(evidence,))
    if short in evidence.sentence.text:
        return Claim(short, (source.number,), (evidence,), "quoted")
    return quote(evidence, source.number)


def _of_the_authors(sentence: str) -> str:
    described = in_third_person(sentence)
    return re.sub(r"^They\b", "The authors", described) if described != sentence else sentence
