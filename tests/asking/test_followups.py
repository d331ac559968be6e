"""Follow-up questions: when they lean on what was said, on what, and with which filters."""

from datetime import date

import pytest

from assistant.asking.question import Question, Turn
from assistant.asking.understanding import MAX_LENGTH, FillForm, Known, QuestionForm, understand
from assistant.library.filters import Filters
from tests.conftest import TODAY

FIRST = understand("How does SAPO share experience since 2025 in cs.LG?", TODAY)
TURN = Turn(FIRST, "It sends rollouts [1]. Others do not [2].", ((1, "2509.08721"), (2, "2501.00002")))
INHERITED = Filters(since=date(2025, 1, 1), categories=("cs.LG",))


KNOWN = Known(lambda: ["NVIDIA"])


def follow(text: str, fill: FillForm | None = None) -> Question:
    return understand(text, TODAY, KNOWN, [TURN], fill)


def filled(question: str, kind: str = "general", *subjects: str) -> FillForm:
    form = QuestionForm.model_validate({"question": question, "kind": kind, "subjects": subjects})
    return lambda conversation, question: form


@pytest.mark.parametrize(
    "text",
    [
        "How fast is it?",
        "Do they need a server?",
        "And on small machines?",
        "What about latency?",
        "Why?",
        "Tell me more",
        "How do the authors measure reward?",
        "latency?",
    ],
)
def test_a_follow_up_leans_on_the_question_before(text: str) -> None:
    question = follow(text)
    assert (question.text, question.intent.topic) == (text, text)
    assert question.intent.query == f"{FIRST.intent.query} {text}"
    assert question.intent.phrasings == (text, question.intent.query)
    assert question.filters == INHERITED
    assert "It sends rollouts" in question.conversation


@pytest.mark.parametrize(
    "text",
    [
        "What is known about protein folding in yeast?",
        "How do diffusion models generate video?",
        "What is new this week?",
        "today's papers",
    ],
)
def test_a_new_topic_leans_on_nothing(text: str) -> None:
    assert follow(text) == understand(text, TODAY, KNOWN)
    assert follow(text).conversation == ""


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("And since 2026?", Filters(since=date(2026, 1, 1), categories=("cs.LG",))),
        ("And before 2024?", Filters(until=date(2023, 12, 31), categories=("cs.LG",))),
        ("What about in cs.CL?", Filters(since=date(2025, 1, 1), categories=("cs.CL",))),
        ("and from NVIDIA", Filters(date(2025, 1, 1), categories=("cs.LG",), organizations=("NVIDIA",))),
        ("How fast is it in cs.CL?", Filters(since=date(2025, 1, 1), categories=("cs.CL",))),
    ],
)
def test_a_filter_said_again_replaces_the_one_before(text: str, filters: Filters) -> None:
    question = follow(text)
    assert question.filters == filters
    assert question.intent.query.startswith(FIRST.intent.query)
    assert question.intent.kind == "general" or text.startswith("How")


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("What does [2] say about memory?", ("2501.00002",)),
        ("What does the second paper say?", ("2501.00002",)),
        ("the first one?", ("2509.08721",)),
        ("Explain paper 2", ("2501.00002",)),
        ("source 1", ("2509.08721",)),
        ("Compare [2] and [1] and [2]", ("2501.00002", "2509.08721")),
    ],
)
def test_papers_are_named_by_the_numbers_of_the_last_answer(text: str, papers: tuple[str, ...]) -> None:
    question = follow(text)
    assert question.filters == Filters(papers=papers)
    assert "[" not in question.intent.topic and "paper" not in question.intent.topic
    assert question.intent.query.startswith(FIRST.intent.query)


@pytest.mark.parametrize("text", ["What does [9] say?", "What does the third paper say?", "paper 7?"])
def test_a_number_that_was_not_cited_names_no_paper(text: str) -> None:
    question = follow(text)
    assert question.filters.papers == ()
    assert question.intent.topic == text


def test_without_history_a_number_is_only_text() -> None:
    assert understand("What does [2] say?", TODAY).filters == Filters()


def test_only_the_last_answer_counts() -> None:
    earlier = Turn(understand("What is known of yeast?", TODAY), "Much [1].", ((1, "9999.00001"),))
    question = understand("What does [1] say?", TODAY, history=[earlier, TURN])
    assert question.filters.papers == ("2509.08721",)


def test_a_lent_model_puts_the_follow_up_and_is_told_the_conversation() -> None:
    told: list[tuple[str, str]] = []

    def fill(conversation: str, question: str) -> QuestionForm:
        told.append((conversation, question))
        return QuestionForm(question=" How fast\nis SAPO? ", kind="why", subjects=[])

    question = follow("How fast is it?", fill)
    assert (question.intent.topic, question.intent.query) == ("How fast is it?", "How fast is SAPO?")
    assert question.intent.kind == "results"  # the rules were sure of it
    assert told == [(question.conversation, "How fast is it?")]
    assert FIRST.text in told[0][0] and TURN.answer in told[0][0]


def test_where_the_lent_model_fails_the_rules_serve() -> None:
    assert follow("How fast is it?", lambda *_: None) == follow("How fast is it?")
    assert follow("How fast is it?", filled(" \n")) == follow("How fast is it?")


def test_what_the_rules_cannot_tell_is_told_by_the_models_wording_or_its_kind() -> None:
    assert follow("And PPO?", filled("Compare SAPO and PPO")).intent.compared == ("SAPO", "PPO")
    assert follow("And PPO?", filled("PPO beside it", "compare", "SAPO", "PPO")).intent.compared == (
        "SAPO",
        "PPO",
    )


def test_a_lent_model_that_rambles_is_cut() -> None:
    assert len(follow("How fast is it?", filled("word " * 10_000)).intent.query) <= MAX_LENGTH


def test_a_lent_model_is_not_asked_about_what_the_rules_are_sure_of() -> None:
    def fill(conversation: str, question: str) -> QuestionForm:
        raise AssertionError("asked")

    assert follow("What is known about protein folding in yeast?", fill).conversation == ""
    assert follow("Who wrote Kestrel?", fill).conversation == ""


def test_a_question_in_another_language_is_read_in_english_by_a_lent_model() -> None:
    text = "Was ist GRPO seit 2025?"
    intent = understand(text, TODAY, KNOWN, (), filled("What is GRPO since 2025?")).intent
    assert (intent.kind, intent.subjects, intent.query) == ("define", ("GRPO",), "What is GRPO?")
    assert intent.filters == Filters(since=date(2025, 1, 1)) and not intent.is_foreign
    assert understand(text, TODAY, KNOWN).intent.is_foreign


def test_the_conversation_is_short_and_of_the_last_three_turns() -> None:
    turns = [Turn(understand(f"Question {n} about it", TODAY), f"Answer {n}. " * 500) for n in range(6)]
    question = understand("How fast is it?", TODAY, history=turns)
    assert "Question 2" not in question.conversation and "Question 3" in question.conversation
    assert len(question.conversation) < 3_000
