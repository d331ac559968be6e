"""What the papers' records answer and no abstract does: who wrote one, how many there are, what somebody wrote."""

from dataclasses import replace

import pytest

from assistant.asking.answer import ask
from assistant.asking.metadata_questions import LISTED, fact_for
from assistant.asking.paper_scope import restrict_to
from assistant.asking.question import Question
from assistant.asking.reply import Reply
from assistant.asking.understanding import Known, understand
from assistant.asking.writers import QuotingWriter
from assistant.library.library import Library
from tests.birds import PAPERS, quoted, read, whole
from tests.conftest import TODAY, ChatServer, paper

KESTREL, HERON, _, _ = PAPERS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("How many papers are there?", "Your library has 4 papers."),
        ("how many papers are from NVIDIA", "Your library has 1 paper from NVIDIA."),
        ("How many articles do you have since 2026?", "Your library has 1 paper published since 2026-01-01."),
        ("Who wrote the Kestrel paper?", f"“{KESTREL.title}” is by Ada Abel, Bo Berg, published on 2025-03-01."),
        ("authors of Robots that Fold Laundry", f"“{HERON.title}” is by Ada Abel, Bo Berg, "),
        ("When was Heron published?", "published on 2025-06-01, featured on 2026-11-20."),
        ("How many papers on memory are there?", "Your library has 2 papers with “memory” in title or abstract."),
        ("How many papers mention robots since 2026?", "in title or abstract published since 2026-01-01."),
        ("Who wrote it?", "It is not said which paper is meant."),
        ("Who wrote Hamlet?", "No paper in your library is called Hamlet."),
        ("papers by Ada Abel", "4 papers in your library are by Ada Abel."),
        ("How many papers by B. Berg are there?", "4 papers in your library are by B. Berg."),
        ("papers by Abel since 2026", "1 paper in your library is by authors called Abel (published since"),
        ("Which papers are by Jane Doe?", "No paper in your library is by Jane Doe."),
    ],
)  # fmt: skip
def test_the_records_answer_and_no_model_is_called(
    birds: Library, chat_server: ChatServer, text: str, said: str
) -> None:
    reply = ask(read(text), birds, whole(chat_server)).finish()
    assert said in reply.text and chat_server.requests == []
    assert reply.notice and reply.notice.kind == "fact" and reply.heading == "Papers" and reply.finished


@pytest.mark.parametrize(
    "text",
    [
        "papers by topic",
        "papers about memory",
        "papers of Mamba",
        "papers from Stanford University",
        "Which papers are from last year?",
        "When did caches become popular?",
        "Who made the first cache?",
        "What have people written about caches?",
        "How many shirts does Heron fold?",
    ],
)
def test_what_the_abstracts_are_to_answer_is_left_to_them(birds: Library, text: str) -> None:
    assert fact_for(read(text).intent, birds) is None


def test_it_and_them_are_the_papers_of_the_last_answer(birds: Library) -> None:
    told = quoted("How does Heron fold laundry?", birds).finish()
    assert [id_ for _, id_ in told.as_turn().cited] == [HERON.id]
    for text in ("Who wrote it?", "and who are the authors of this paper?", "When was it published?"):
        assert HERON.title in _answered(read(text, [told.as_turn()]), birds).text
    assert KESTREL.title in _answered(read("Who wrote Kestrel?", [told.as_turn()]), birds).text


def test_the_papers_of_a_fact_can_be_asked_about_by_their_place(birds: Library) -> None:
    turn = quoted("papers by Ada Abel", birds).finish().as_turn()
    second = dict(turn.cited)[2]
    assert read("Who wrote the second one?", [turn]).filters.papers == (second,)


def test_of_one_paper_its_own_record_is_told(birds: Library) -> None:
    assert HERON.title in _answered(restrict_to(read("Who wrote it?"), [HERON]), birds).text


def test_long_lists_are_counted_and_cut(library: Library) -> None:
    names = tuple(f"Ada Number{number}" for number in range(30))
    library.put([paper(number, authors=names) for number in range(LISTED + 5)])
    question = understand("papers by Number7", TODAY, Known(papers_by=library.authors.papers_of))
    reply = _answered(question, library)
    assert "15 papers" in reply.text and "The newest 10 are below." in reply.text
    assert len(reply.nearest) == LISTED
    assert "Number19 and 10 more" in quoted("Who wrote Paper number 3?", library).finish().text


def test_a_paper_without_authors_is_told_of_honestly(library: Library) -> None:
    library.put([replace(paper(1), authors=(), published=None)])
    assert "is by authors not known here." in quoted(f"Who wrote {paper(1).title}?", library).finish().text


def _answered(question: Question, library: Library) -> Reply:
    return ask(question, library, QuotingWriter()).finish()
