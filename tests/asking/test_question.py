"""The conditions in a question, and that no text breaks its reading; intents.txt has what questions mean."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.asking.question import Question, Turn
from assistant.asking.understanding import MAX_LENGTH, Known, understand
from assistant.library.filters import Filters
from tests.conftest import TODAY

ORGANIZATIONS = ["NVIDIA", "Google DeepMind", "Google Research", "Tsinghua University", "Meta AI", "Apple"]
KNOWN = Known(lambda: ORGANIZATIONS)


def read(text: str) -> Question:
    return understand(text, TODAY, KNOWN)


@pytest.mark.parametrize(
    ("text", "topic", "filters"),
    [
        ("How does SAPO work?", "How does SAPO work?", Filters()),
        ("memory in cs.CL", "memory", Filters(categories=("cs.CL",))),
        ("memory in cs.cl and CS.lg", "memory and", Filters(categories=("cs.CL", "cs.LG"))),
        ("spin in cond-mat.mtrl-sci", "spin", Filters(categories=("cond-mat.mtrl-sci",))),
        ("lenses in physics.optics", "lenses", Filters(categories=("physics.optics",))),
        ("qubits in quant-ph", "qubits", Filters(categories=("quant-ph",))),
        ("bounds in stat.ml", "bounds", Filters(categories=("stat.ML",))),
        ("stars in astro-ph.he", "stars", Filters(categories=("astro-ph.HE",))),
        ("what is at cs.stanford.edu", "what is at cs.stanford.edu", Filters()),
        ("robots by NVIDIA", "robots", Filters(organizations=("NVIDIA",))),
        ("robots from nvidia.", "robots", Filters(organizations=("NVIDIA",))),
        ("robots by Google", "robots", Filters(organizations=("Google DeepMind", "Google Research"))),
        ("robots from Google Research", "robots", Filters(organizations=("Google Research",))),
        ("work of Tsinghua University on robots", "work on robots", Filters(organizations=("Tsinghua University",))),
        ("robots by google", "robots", Filters(organizations=("Google DeepMind", "Google Research"))),
        ("robots by google on ice", "robots by google on ice", Filters()),
        ("robots by Nobody", "robots by Nobody", Filters()),
        ("robots since 2025", "robots", Filters(since=date(2025, 1, 1))),
        ("robots published in 2024", "robots", Filters(since=date(2024, 1, 1), until=date(2024, 12, 31))),
        ("robots featured since 2025", "robots", Filters(featured_since=date(2025, 1, 1))),
        ("robots trending today", "robots", Filters(featured_since=TODAY, featured_until=TODAY)),
        ("robots on Daily Papers this week", "robots", Filters(featured_since=TODAY, featured_until=TODAY)),
        ("today's papers on robots", "papers on robots", Filters(featured_since=TODAY, featured_until=TODAY)),
        (
            "robots from NVIDIA in cs.RO since 2025",
            "robots",
            Filters(since=date(2025, 1, 1), categories=("cs.RO",), organizations=("NVIDIA",)),
        ),
    ],
)  # fmt: skip
def test_filters_are_read_and_taken_out_of_the_topic(text: str, topic: str, filters: Filters) -> None:
    question = read(text)
    assert (question.text, question.intent.topic, question.intent.query) == (text, topic, topic)
    assert question.filters == filters


@pytest.mark.parametrize("text", ["", "  ", "?", "😀😀", "…—!?", "$$ [] {}", "\u202e\u200b"])
def test_without_a_letter_or_digit_there_is_no_question(text: str) -> None:
    assert read(text).intent.kind == "empty"


@pytest.mark.parametrize("text", ["a", "7", "SAPO?", "什么是注意力", "😀 why"])
def test_a_letter_or_digit_makes_a_question(text: str) -> None:
    assert read(text).intent.kind != "empty"


def test_a_long_question_is_read_up_to_a_limit() -> None:
    question = read("memory " * 3_000)
    assert len("memory " * 3_000) > 20_000
    assert len(question.text) <= MAX_LENGTH and question.text.startswith("memory memory")
    assert question.intent.unread == 20_999 - len(question.text)


def test_white_space_and_broken_characters_are_mended() -> None:
    assert read("  What\tis\n\nSAPO \ud800?  ").text == "What is SAPO ??"


def test_a_filter_can_be_taken_away() -> None:
    question = read("robots from NVIDIA since 2025")
    lighter = question.without("since until")
    assert lighter.filters == Filters(organizations=("NVIDIA",))
    assert lighter.intent.topic == question.intent.topic


NAUGHTY = st.text(max_size=60) | st.sampled_from(
    [
        "since 2025",
        "in cs.CL",
        "by NVIDIA",
        "[2]",
        "the second paper",
        "it",
        "this week",
        "\x00",
        "\ud800",
        "🤖",
    ]
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(NAUGHTY, max_size=6), st.booleans())
def test_no_text_breaks_the_reading(parts: list[str], follows: bool) -> None:
    history = [Turn(read("How does SAPO work?"), "It shares [1].", ((1, "a"), (2, "b")))] if follows else []
    question = understand(" ".join(parts), TODAY, KNOWN, history)
    assert set(question.filters.organizations) <= set(ORGANIZATIONS)
    assert set(question.filters.papers) <= {"a", "b"}
    assert all(phrase.strip() for phrase in question.intent.phrasings)
    question.text.encode()


@pytest.mark.data
def test_every_naughty_string_is_a_question_or_none(data: Path) -> None:
    strings = json.loads((data / "naughty" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 500
    for text in strings:
        question = read(text)
        assert question.text == " ".join(text.split())[:MAX_LENGTH].strip()
        assert (question.intent.kind == "empty") == (not any(map(str.isalnum, text)))
