"""Make a question's intent of its text, what was said before, today's date and what the library knows.

By rules, with no model. A capable model may be lent for what they are unsure of: what a follow-up refers to, and
questions in another language. Where it fails the rules' reading stands.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from assistant.asking.conditions import Organizations, conditions_in
from assistant.asking.intent import Intent
from assistant.asking.kinds import Reading, read_kind
from assistant.asking.paper_scope import could_be_asked_of_any, scoped
from assistant.asking.question import Question, Turn
from assistant.asking.record_questions import PapersBy, read_record_question
from assistant.asking.references import IT, leans_on_history, references_in
from assistant.library.filters import Filters
from assistant.library.identifiers import arxiv_numbers_in, without_arxiv_numbers
from assistant.library.papers import Paper
from assistant.text.language import is_english
from assistant.text.words import content

MAX_LENGTH = 4_000
"""Characters that are read of a question; the embedding sees some 1,200 of them."""


class QuestionForm(BaseModel):
    """What a model is asked for: the question in English so that it stands alone, its kind, and what it is about."""

    question: str
    kind: Literal[
        "define", "how", "why", "yes_no", "results", "limitations", "compare", "list_papers", "overview", "general"
    ]  # fmt: skip
    subjects: list[str] = Field(default_factory=list)


FillForm = Callable[[str, str], QuestionForm | None]
"""(conversation, question) → the form as a model fills it, None where it fails."""


def _no_papers(ids: Sequence[str]) -> Mapping[str, Paper]:
    return {}


def _nobody(name: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the library knows that decides what a question means; each is looked up where a question may name one."""

    organizations: Organizations = tuple
    papers: Callable[[Sequence[str]], Mapping[str, Paper]] = _no_papers
    papers_by: PapersBy = _nobody


NOTHING_KNOWN = Known()


def understand(
    text: str,
    today: date,
    known: Known = NOTHING_KNOWN,
    history: Sequence[Turn] = (),
    fill: FillForm | None = None,
) -> Question:
    """Read a question; `history` is what was said before, oldest first."""
    whole = " ".join(text.encode("utf-8", "replace").decode().split())
    asked = whole[:MAX_LENGTH].strip()
    intent = replace(_read_alone(asked, today, known), unread=len(whole) - len(asked))
    conversation = _as_text(history)
    if (
        intent.is_foreign
        and fill
        and (form := fill(conversation, asked))
        and (text := _bounded(form.question))
    ):
        english = _read_alone(text, today, known)
        return Question(asked, replace(english, unread=intent.unread), conversation)
    following = _follow(intent, history[-1], known) if history else None
    if not following:
        return Question(asked, intent)
    if fill and (form := fill(conversation, asked)):
        following = _as_filled(following, form)
    return Question(asked, following, conversation)


def _read_alone(text: str, today: date, known: Known) -> Intent:
    """The intent where nothing was said before."""
    conditions = conditions_in(text, today, known.organizations)
    topic, filters = conditions.rest, conditions.filters
    intent = Intent("general", topic, topic, filters, not_understood=conditions.not_understood)
    if not is_english(topic):  # the rules know no other language's words
        return replace(intent, is_foreign=True)
    found = _read(topic, filters, known)
    intent = _as_read(intent, found)
    if numbers := arxiv_numbers_in(topic):
        return _of_numbered(intent, numbers, known)
    if intent.kind == "by_author":
        papers = tuple(known.papers_by(intent.subjects[0])) if found.about else ()
        return replace(intent, query=found.about, filters=replace(filters, papers=papers))
    return intent


def _read(text: str, filters: Filters, known: Known) -> Reading:
    has_conditions = bool(replace(filters, has_code=False))  # "which papers release code" asks for a list
    return read_record_question(text, known.papers_by) or read_kind(text, has_conditions)


def _as_read(intent: Intent, found: Reading) -> Intent:
    """The intent with what the wording says."""
    return replace(intent, kind=found.kind, role=found.role, subjects=found.subjects, denies=found.denies)


def _of_numbered(intent: Intent, numbers: tuple[str, ...], known: Known) -> Intent:
    """The intent of the papers with these arXiv numbers. A number of none is taken for one where it stands alone."""
    papers = known.papers(numbers)
    rest = without_arxiv_numbers(intent.topic)
    if not papers and not could_be_asked_of_any(rest):
        return intent
    found = _read(without_arxiv_numbers(intent.topic, IT), Filters(), known)
    if found.kind == "general" and not content(rest):
        found = Reading("overview")
    intent = replace(_as_read(intent, found), topic=rest)
    if papers:
        return scoped(intent, [papers[number] for number in numbers if number in papers])
    return replace(intent, filters=replace(intent.filters, papers=numbers))


def _follow(intent: Intent, last: Turn, known: Known) -> Intent | None:
    """The intent as one that refers to the question before it; None where it can be read alone."""
    said = references_in(intent.topic, last.cited)
    papers = said.papers
    if papers:
        found = _read(said.wording, Filters(), known)
        intent = replace(_as_read(intent, found), topic=said.rest)
    elif _stands_alone(intent):
        return None
    elif intent.kind == "record":
        papers = tuple(id_ for _, id_ in last.cited)
    before = last.question.intent
    inherited = Filters() if papers else before.filters
    return replace(
        intent,
        kind="general" if intent.kind == "latest" else intent.kind,
        query=f"{before.query} {intent.topic}".strip(),
        filters=replace(intent.filters, papers=papers).over(inherited),
        role=intent.role or (before.role if intent.kind in ("general", "latest") else None),
    )


def _stands_alone(intent: Intent) -> bool:
    if intent.is_foreign or intent.filters.papers or intent.kind in ("count", "by_author", "help", "empty"):
        return True
    if intent.kind in ("record", "define") and intent.subjects:
        return True
    is_new = intent.kind == "latest" and (content(intent.topic) or intent.filters.is_featured)
    return bool(is_new) or not leans_on_history(intent.topic, intent.filters)


def _as_filled(intent: Intent, form: QuestionForm) -> Intent:
    """The intent with the model's wording; its kind and subjects only where the rules know none."""
    query = _bounded(form.question) or intent.query
    if intent.kind != "general":
        return replace(intent, query=query)
    found = read_kind(query)
    if found.kind in ("general", "latest", "help"):
        found = Reading(form.kind, intent.role, tuple(map(_bounded, form.subjects)))
    return _as_read(replace(intent, query=query), found)


def _bounded(text: str) -> str:
    return " ".join(text.split())[:MAX_LENGTH].strip()


def _as_text(history: Sequence[Turn]) -> str:
    """The last three turns, shortened, for a model to read."""
    return "\n".join(f"Question: {t.question.text[:300]}\nAnswer: {t.answer[:600]}" for t in history[-3:])
