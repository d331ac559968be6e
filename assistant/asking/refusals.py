"""What is said where there is no answer: why, and what to do next."""

from collections.abc import Sequence

from assistant.asking.question import Question
from assistant.asking.reply import Notice
from assistant.library.library import Library
from assistant.text.words import content, coverage

SPOKEN_OF = 0.6
"""Weighted share of the words of a thing that a paper must have to speak of it: "parallel" is not yet Parallel-R1."""


def cannot_begin(question: Question, searched: int) -> Notice | None:
    """Why a question is not even searched for, if it is not."""
    if question.intent.kind == "empty":
        return Notice(
            "no question", "There is no question in this.", "Ask about a method, a result or a topic."
        )
    if question.intent.kind == "help":
        return Notice(
            "help",
            "Ask about methods, results or topics in your papers; every sentence of the answer cites an abstract.",
            "For instance: what is new this week, how does a method work, compare two of them, who wrote a paper.",
        )
    if not searched:
        return Notice(
            "empty library",
            "Your library is empty, so there is nothing to answer from.",
            "Add papers with `papers import PATH`, or bring the sample back with `papers sample add`.",
        )
    return None


def nothing_found(question: Question, any_hits: bool, library: Library) -> Notice:
    """Why nothing answers: a paper that is not there, filters that admit none, or abstracts that do not say it."""
    chosen = question.filters.papers
    known = library.get(chosen)
    if missing := [id_ for id_ in chosen if id_ not in known]:
        return not_there(missing)
    if not any_hits and (conditions := question.filters.without("papers").labels()):
        return _nothing_matches(question, " and ".join(conditions.values()), library)
    if chosen:
        where = "the one abstract" if len(chosen) == 1 else f"the {len(chosen)} abstracts"
        return Notice(
            "nothing found",
            f"Nothing in {where} asked about answers this.",
            "Ask in other words, or ask the whole library.",
        )
    return Notice(
        "nothing found",
        "Nothing in your library answers this.",
        "Ask in other words, or add papers on this topic.",
    )


def remarks(question: Question, cited: Sequence[str], denied: bool) -> Notice | None:
    """What a person should know of an answer or a refusal: what of the question was not obeyed, or not found.

    `cited` are the texts of the papers cited, `denied` is whether a sentence of them denies something.
    """
    intent = question.intent
    found = [
        (
            f"“{phrase}” is not understood as a time, and was left aside.",
            "Write 2025, since April 2025, or from 5 to 16 April 2025.",
        )
        for phrase in intent.not_understood
    ]
    if intent.unread:
        found.append(
            (
                f"Only the first {len(question.text):,} characters of the question were read.",
                "Ask with fewer words.",
            )
        )
    if intent.is_foreign:
        found.append(
            (
                "The library is read in English, and the question seems to be in another language.",
                "Ask in English, or set a model that translates it.",
            )
        )
    if missing := _missing_side(intent.compared, cited):
        found.append(
            (
                f"Nothing found in your library tells of {' or '.join(missing)}.",
                "Add papers on it, or compare what is there.",
            )
        )
    if cited and intent.denies and not denied:
        found.append(("No sentence found says so with a “not”; what is cited may say the opposite.", ""))
    return (
        Notice(
            "remark",
            " ".join(said for said, _ in found),
            " ".join(filter(None, dict.fromkeys(step for _, step in found))),
        )
        if found
        else None
    )


def _missing_side(compared: Sequence[str], cited: Sequence[str]) -> list[str]:
    """The things compared of which nothing that is cited speaks; none where nothing is cited."""
    words = [content(text) for text in cited]
    return [
        each for each in compared if words and all(coverage(content(each), one) < SPOKEN_OF for one in words)
    ]


def not_there(missing: Sequence[str]) -> Notice:
    """That papers asked about by their numbers are not in the library."""
    return Notice(
        "not in the library",
        f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not in your library.",
        f"Add papers by their numbers on the Library page, or with `papers fetch arxiv {' '.join(missing)}`.",
    )


def _nothing_matches(question: Question, conditions: str, library: Library) -> Notice:
    none = "None of the papers asked about is" if question.filters.papers else "Your library has no paper"
    last = library.inventory().last_published
    return Notice(
        "nothing matches",
        f"{none} {conditions}.",
        f"Remove a filter, or add such papers; the newest here was published on {last}."
        if last and question.filters.has_period
        else "Remove a filter, or add such papers.",
    )
