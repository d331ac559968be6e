"""Questions of certain papers: by their numbers, or of the one that a page is about."""

import pytest

from assistant.asking.answer import ask
from assistant.asking.paper_scope import restrict_to
from assistant.asking.question import Question
from assistant.asking.reply import Reply
from assistant.asking.writers import QuotingWriter
from assistant.library.library import Library
from tests.birds import PAPERS, read

KESTREL, HERON, _, _ = PAPERS


def answered(question: Question, library: Library) -> Reply:
    return ask(question, library, QuotingWriter()).finish()


@pytest.mark.parametrize("asked", ["{}", "https://arxiv.org/abs/{}v1", "Summarize {}", "What is {} about?"])
def test_a_number_is_answered_from_its_paper(birds: Library, asked: str) -> None:
    reply = answered(read(asked.format(KESTREL.id)), birds)
    assert {source.paper.id for source in reply.cited} == {KESTREL.id}
    assert "We propose Kestrel" in reply.text


def test_two_numbers_are_answered_from_both_papers(birds: Library) -> None:
    reply = answered(read(f"compare {KESTREL.id} and {HERON.id}"), birds)
    assert {source.paper.id for source in reply.cited} == {KESTREL.id, HERON.id}


def test_a_number_that_is_not_there_is_named(birds: Library) -> None:
    reply = answered(read("What is 2509.99999 about?"), birds)
    assert reply.text.startswith("2509.99999 is not in your library.")
    assert "papers fetch arxiv 2509.99999" in reply.text


def test_a_number_among_other_words_may_be_a_figure() -> None:
    assert not read("How does memory reach 2501.99999 tokens?").filters


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("What was found?", "It folds nine of ten shirts correctly."),
        ("How does it work?", "Heron learns to fold from 200 hours of video."),
        ("How many shirts does it fold?", "It folds nine of ten shirts correctly."),
    ],
)
def test_of_one_paper_it_need_not_be_said_what_is_meant(birds: Library, text: str, said: str) -> None:
    assert said in answered(restrict_to(read(text), [HERON]), birds).text


def test_what_the_one_paper_does_not_say_is_not_blamed_on_the_library(birds: Library) -> None:
    reply = answered(restrict_to(read("Which hospital used it?"), [HERON]), birds)
    assert reply.text.startswith("Nothing in the one abstract asked about answers this.")
    both = answered(restrict_to(read("Which hospital used it?"), [HERON, KESTREL]), birds)
    assert both.text.startswith("Nothing in the 2 abstracts asked about answers this.")


def test_a_filter_that_the_one_paper_does_not_meet_is_told_of(birds: Library) -> None:
    reply = answered(restrict_to(read("What was found before 2010?"), [HERON]), birds)
    assert reply.text.startswith("None of the papers asked about is published until 2009-12-31.")
