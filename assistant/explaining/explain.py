"""One paper → plain language for a stated reader: what it is about, why it matters, how it works, what was found.

A capable model writes the whole of it in one call, and each sentence is checked against the abstract or marked as from
outside it (`written_parts.py`). Otherwise the authors' sentences speak (`quoted_parts.py` chooses
them); the embedded model is too small to put them into simpler words that hold, so it is not asked.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace

from assistant.checking.checks import Similarity
from assistant.errors import InputError, ModelError, ModelUnreadable
from assistant.evidence.ranking import similarity_by
from assistant.evidence.sources import as_data, source_of
from assistant.explaining.explanation import Explanation, Part
from assistant.explaining.glossary import glossary_of
from assistant.explaining.quoted_parts import quoted_parts
from assistant.explaining.readers import Reader
from assistant.explaining.reading import read_first, read_next
from assistant.explaining.written_parts import Draft, checked_parts
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.llm import prompts
from assistant.llm.call_log import CallRecord
from assistant.llm.models import ChatModel, Usage
from assistant.llm.structured import fill_form
from assistant.text.readability import grade
from assistant.text.sentences import sentences_of

logger = logging.getLogger(__name__)

MAX_TOKENS = 1_200
"""Fifteen sentences with their marks have some 500; reasoning models count their thoughts in as well."""


def explain(paper: Paper, reader: Reader, library: Library, model: ChatModel | None) -> Explanation:
    """The paper for the reader; InputError where it has no abstract or was withdrawn.

    Where the model fails, the authors' words stand instead and `problem` says why.
    """
    if paper.withdrawn:
        raise InputError(f"{paper.title} was withdrawn, so it is not explained.", "Choose another paper.")
    if not sentences_of(paper):
        raise InputError(
            f"{paper.title} has no abstract in your library.",
            "Import or fetch it from a source that has one.",
        )
    quoted = _quoted(paper, reader, library)
    if model is None:
        return quoted
    return _written(quoted, model, similarity_by(library.embedder))


def _written(quoted: Explanation, model: ChatModel, similarity: Similarity) -> Explanation:
    usage, record = Usage(), CallRecord("explanation", [quoted.paper.id])
    try:
        draft = fill_form(Draft, model, _messages(quoted), usage, MAX_TOKENS, record)
        if not (parts := checked_parts(draft, source_of(quoted.paper), similarity)):
            raise ModelUnreadable(f"{model.name} wrote no explanation.", "Ask again.")
        record.add_claims(claim for part in parts for claim in part.claims)
    except ModelError as problem:
        logger.info("The model failed; the authors' words explain the paper instead")
        return replace(quoted, problem=problem, usage=usage)
    return replace(
        quoted,
        parts=parts,
        grade=_grade_of(parts),
        usage=usage,
        model_kind=model.choice.kind,
        model_name=model.name,
    )


def _messages(quoted: Explanation) -> tuple[str, str]:
    paper = quoted.paper
    numbered = "\n".join(f"{s.number}. {as_data(s.text)}" for s in sentences_of(paper))
    terms = "\n".join(f"{term.name}: {as_data(term.meaning)}" for term in quoted.glossary)
    return prompts.load("explain").fill(
        title=as_data(paper.title),
        sentences=numbered,
        terms=terms or "none",
        reader=as_data(quoted.reader.description),
    )


def _quoted(paper: Paper, reader: Reader, library: Library) -> Explanation:
    """The explanation in the authors' own words."""
    parts = quoted_parts(paper, reader, library.embedder)
    return Explanation(
        paper,
        reader,
        parts,
        glossary_of(paper, library),
        _grade_of(parts),
        read_first(paper, library),
        read_next(paper, library),
    )


def _grade_of(parts: Sequence[Part]) -> float | None:
    return grade(" ".join(claim.text for part in parts for claim in part.claims))
