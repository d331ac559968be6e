"""A question answered from a real library with no model: what is said, what it rests on, and what is said instead."""

import pytest

from assistant.asking.answer import ask
from assistant.asking.reply import Reply
from assistant.asking.writers import QuotingWriter
from assistant.export.conversation import as_form
from assistant.export.terminal import reply_lines
from assistant.library.library import Library
from tests.birds import HOSTILE, KESTREL, PAPERS, quoted, read, whole
from tests.conftest import ChatServer

ABSTRACTS = {paper.id: paper.abstract for paper in PAPERS}


def is_grounded(reply: Reply) -> bool:
    """Whether every claim rests on a real sentence of the paper that its number names."""
    papers = {source.number: source.paper.id for source in reply.sources}
    return bool(reply.claims) and all(
        [papers[number] for number in claim.cited] == [e.sentence.paper for e in claim.evidence]
        and all(ABSTRACTS[e.sentence.paper][e.sentence.start : e.sentence.end] == e.sentence.text for e in claim.evidence)
        for claim in reply.claims
    )  # fmt: skip


def test_every_claim_quotes_a_real_sentence_of_a_numbered_source(birds: Library) -> None:
    reply = quoted(KESTREL, birds).finish()
    assert is_grounded(reply)
    assert [source.number for source in reply.sources] == list(range(1, len(reply.sources) + 1))
    assert {claim.verdict for claim in reply.claims} == {"quoted"}
    assert "Kestrel cuts memory by 40 percent" in reply.text
    assert reply.cited[0].paper.id == PAPERS[0].id


def test_the_streamed_pieces_are_the_text(birds: Library) -> None:
    for text in (KESTREL, "What is new?", "a sparse memory for agents"):
        reply = quoted(text, birds)
        assert "".join(reply) == reply.text
        assert reply.claims and reply.finished and list(reply) == []


def test_where_several_papers_are_quoted_each_is_named_before_its_sentences(birds: Library) -> None:
    reply = quoted("What is new?", birds).finish()
    titles = [f"{paper.title} ({paper.published:%Y})" for paper in (PAPERS[2], PAPERS[1])]
    assert [claim.heading for claim in reply.claims] == titles
    assert reply.text.startswith(f"{titles[0]}: “") and f"\n\n{titles[1]}: “" in reply.text
    assert f"**{titles[1]}** “" in as_form([reply], "markdown")
    assert f'<b class="of">{titles[1]}</b>' in as_form([reply], "html")
    assert not any(claim.heading for claim in quoted("What do owl detectors read?", birds).finish().claims)


def test_a_question_without_a_topic_is_told_of_the_newest_papers(birds: Library) -> None:
    reply = quoted("What is new?", birds).finish()
    assert [source.paper.title for source in reply.sources] == [PAPERS[2].title, PAPERS[1].title]
    assert is_grounded(reply)


def test_a_hostile_abstract_is_quoted_exactly_and_nothing_more(birds: Library) -> None:
    reply = quoted("What do owl detectors read?", birds).finish()
    assert is_grounded(reply)
    assert all(
        claim.text in HOSTILE for claim in reply.claims if claim.evidence[0].sentence.paper == PAPERS[3].id
    )
    assert (
        "Owl detectors read [3] and $p < 0.05$ before they **click** [here](https://owl.example)"
        in reply.text
    )
    assert "<script>" not in reply.text
    assert [claim.cited for claim in reply.claims] == [(1,)] * len(reply.claims)


def test_filters_bound_what_is_cited(birds: Library) -> None:
    for text, ids in (("memory since 2026", {PAPERS[2].id}), ("memory from NVIDIA", {PAPERS[0].id})):
        assert {source.paper.id for source in quoted(text, birds).finish().sources} == ids


def test_the_steps_are_told_in_their_order(birds: Library) -> None:
    steps: list[str] = []
    ask(read(KESTREL), birds, QuotingWriter(), steps.append).finish()
    assert [step.split()[0] for step in steps] == ["searching", "reading", "writing"]
    assert steps[0] == "searching 4 papers"


def test_nothing_is_done_before_the_reply_is_iterated(birds: Library) -> None:
    steps: list[str] = []
    reply = ask(read(KESTREL), birds, QuotingWriter(), steps.append)
    assert steps == [] and reply.text == ""


def test_every_step_is_timed(birds: Library) -> None:
    timings = quoted(KESTREL, birds).finish().timings
    assert set(timings) == {"search", "evidence", "first_word", "total"}
    assert all(seconds > 0 for seconds in timings.values())
    assert timings["search"] + timings["evidence"] < timings["first_word"] <= timings["total"]


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("How do volcanoes erupt under glaciers?", "nothing found", "Nothing in your library answers this."),
        ("memory before 1990", "nothing matches", "Your library has no paper published until 1989-12-31."),
        ("memory in cs.CV", "nothing matches", "Your library has no paper in cs.CV."),
        ("What is new in cs.CV?", "nothing matches", "Your library has no paper in cs.CV."),
        ("😀 ?!", "no question", "There is no question in this."),
        ("", "no question", "There is no question in this."),
    ],
)
def test_without_evidence_a_notice_stands_and_no_model_is_called(
    birds: Library, chat_server: ChatServer, text: str, kind: str, said: str
) -> None:
    reply = ask(read(text), birds, whole(chat_server)).finish()
    assert reply.notice and reply.notice.kind == kind and reply.notice.next_step
    assert reply.text.startswith(said)
    assert (reply.claims, reply.sources, chat_server.requests) == ([], (), [])


def test_an_empty_library_says_how_to_fill_it(library: Library, chat_server: ChatServer) -> None:
    reply = ask(read(KESTREL), library, whole(chat_server)).finish()
    assert reply.notice and reply.notice.kind == "empty library"
    assert "papers import" in reply.text and chat_server.requests == []


def test_where_nothing_answers_the_nearest_papers_are_offered(birds: Library) -> None:
    reply = quoted("Which hospital uses robots?", birds).finish()
    assert 0 < len(reply.nearest) <= 3
    assert quoted("memory before 1990", birds).finish().nearest == ()


@pytest.mark.parametrize(
    "text", ["x\x00y memory", "memory " * 3_000, "\u202ememory", "memory'; DROP TABLE--", "AND OR (*"]
)
def test_odd_questions_are_answered_or_told_of(birds: Library, text: str) -> None:
    reply = quoted(text, birds).finish()
    assert reply.finished and bool(reply.claims) != bool(reply.notice)


def test_a_question_for_papers_tells_of_each_by_what_it_did(birds: Library) -> None:
    reply = ask(read("Which papers are about memory of language models?"), birds, QuotingWriter()).finish()
    assert reply.claims and len({claim.cited for claim in reply.claims}) == len(reply.claims)
    assert any(claim.text.startswith("We propose Kestrel") for claim in reply.claims)


def test_an_answer_of_one_side_only_says_so(birds: Library) -> None:
    reply = quoted("compare Kestrel and Parallel-R1", birds).finish()
    assert reply.claims and reply.notice
    assert reply.notice.message == "Nothing found in your library tells of Parallel-R1."
    assert "tells of Parallel-R1." in "\n".join(reply_lines(reply)) and reply.notice.message not in reply.text
    assert all("tells of Parallel" in as_form([reply], form) for form in ("markdown", "html"))
    assert quoted("compare Kestrel and Heron", birds).finish().notice is None
