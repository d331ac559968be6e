"""Answers that a model writes: checked sentence by sentence, streamed, stopped, failing."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.asking.answer import ask
from assistant.asking.reply import Reply
from assistant.errors import ModelInterrupted, ModelKeyRefused
from assistant.export import shapes
from assistant.jsonable import to_json
from assistant.library.library import Library
from assistant.llm.models import Usage
from assistant.reader.embeddings import TokenEmbeddings
from assistant.text.sentences import sentences_of
from tests.birds import KESTREL, PAPERS, in_pieces, one_by_one, read, whole
from tests.conftest import ChatServer, cut_short

CUTS = "Kestrel cuts memory by 40 percent and loses no accuracy on three benchmarks."


def written(text: str, library: Library, server: ChatServer | None = None) -> Reply:
    server = server or ChatServer()
    server.says(text)
    return ask(read(KESTREL), library, whole(server))


def test_each_written_sentence_is_a_checked_claim(birds: Library) -> None:
    reply = written(
        "Kestrel is a cache that keeps only the tokens later layers attend to [1]. "
        "Kestrel cuts memory by 70 percent [1]. Everybody should use it.",
        birds,
    ).finish()
    assert [(c.verdict, c.cited) for c in reply.claims] == [
        ("supported", (1,)),
        ("unsupported", (1,)),
        ("uncited", ()),
    ]
    assert reply.claims[0].evidence[0].sentence.text.startswith("We propose Kestrel")
    assert "70" in reply.claims[1].reason
    assert (reply.model_kind, reply.model_name, reply.problem) == ("endpoint", "m", None)


def test_a_number_no_source_has_is_removed_and_recorded(birds: Library) -> None:
    reply = written(f"{CUTS} [1][8] Robots fold laundry [0, 9].", birds).finish()
    assert [claim.removed for claim in reply.claims] == [(8,), (0, 9)]
    assert to_json(reply, shapes.Reply)["removed_citations"] == [8, 0, 9]
    assert to_json(reply, shapes.Reply)["claims"][0]["removed_citations"] == [8]
    assert [claim.cited for claim in reply.claims] == [(1,), ()]
    assert "[8]" not in reply.text and "[8]" in reply.raw


def test_an_ending_cut_at_the_token_limit_claims_nothing_and_is_told(
    birds: Library, chat_server: ChatServer
) -> None:
    chat_server.answers_with(lambda _: cut_short(f"{CUTS} [1] Kestrel also keeps"))
    told = to_json(ask(read(KESTREL), birds, whole(chat_server)).finish(), shapes.Reply)
    assert [claim["text"] for claim in told["claims"]] == [CUTS]
    assert (told["unfinished"], told["usage"]["cut_short"]) == ("Kestrel also keeps", 1)
    assert told["raw"] == f"{CUTS} [1] Kestrel also keeps"


def test_what_reading_the_question_took_counts_as_the_replys(birds: Library, chat_server: ChatServer) -> None:
    question = replace(read(KESTREL), usage=Usage(5, 3, 1))
    chat_server.says(f"{CUTS} [1]")
    usage = ask(question, birds, whole(chat_server)).finish().usage
    assert usage == Usage(16, 10, 2)


def test_a_copied_sentence_is_set_in_quotes(birds: Library) -> None:
    reply = written(f"{CUTS} [1]", birds).finish()
    assert reply.text == f"“{CUTS}” [1]"


def test_a_capable_model_is_shown_the_papers_that_answer_and_no_others(
    birds: Library, chat_server: ChatServer
) -> None:
    reply = written("Yes [1].", birds, chat_server).finish()
    sent = chat_server.requests[0]["messages"][1]["content"]
    assert [paper.title for paper in PAPERS if paper.title in sent] == [PAPERS[0].title]
    assert [source.paper for source in reply.sources] == [PAPERS[0]]
    assert [source.number for source in reply.cited] == [1]


def test_the_abstracts_are_read_for_the_check_while_the_model_thinks(
    birds: Library, chat_server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_before, read_texts = birds.embedder.embed_tokens, list[str]()

    def noted(texts: Sequence[str]) -> list[TokenEmbeddings]:
        read_texts.extend(texts)
        return read_before(texts)

    monkeypatch.setattr(birds.embedder, "embed_tokens", noted)
    written("NOTHING IN THE SOURCES", birds, chat_server).finish()  # so there is nothing to check
    for thread in threading.enumerate():
        if thread.name == "read ahead":
            thread.join()
    assert {sentence.text for sentence in sentences_of(PAPERS[0])} <= set(read_texts)


def test_paragraphs_and_bullets_are_kept(birds: Library) -> None:
    reply = written(
        "Two things.\n\n- Memory shrinks [1].\n- Accuracy stays [1].\n\nThat is all.", birds
    ).finish()
    assert reply.text == "Two things.\n- Memory shrinks. [1]\n- Accuracy stays. [1]\n\nThat is all."


def in_turn(library: Library, *streams: Sequence[str]) -> list[Reply]:
    """The replies to one model that streams these pieces, one stream a question."""
    server = ChatServer()
    for pieces in streams:
        server.answers_with(in_pieces(pieces))
    writer = whole(server)
    return [ask(read(KESTREL), library, writer).finish() for _ in streams]


TEXTS = [
    "Kestrel is a cache [1]. It keeps some tokens, e.g. those that later layers attend to [1]. Nobody knows more.",
    "- Kestrel, a cache [1][9].\n- It loses no accuracy [1, 2].\n\nIn sum it is good (see Fig. 3) [1].",
    f"{CUTS} [1] It is not slower, et al. say [2]. $p < 0.05$ and v1.2 of U.S. models [1].",
    "## Answer\n\n**Kestrel** cuts memory [1]; it costs 0.5 % [1]! Why? No one knows...",
    "1. **Kestrel** cuts memory [1]\n2. It *loses* no accuracy [1]\n\n3) Use `kv` caches.",
]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.sampled_from(TEXTS), st.lists(st.integers(1, 120), max_size=40))
def test_how_the_stream_is_cut_changes_nothing(birds: Library, text: str, cuts: list[int]) -> None:
    ends = sorted({min(cut, len(text)) for cut in cuts} | {len(text)})
    pieces = [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    whole_text, cut = in_turn(birds, [text], pieces)
    assert cut.claims == whole_text.claims
    assert cut.claims and cut.pending == ""


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.sampled_from(TEXTS), st.integers(1, 7))
def test_the_stream_shows_every_word_and_citation_once(birds: Library, text: str, size: int) -> None:
    server = ChatServer()
    server.answers_with(in_pieces([text[i : i + size] for i in range(0, len(text), size)]))
    reply = ask(read(KESTREL), birds, whole(server))
    shown = "".join(reply)
    assert shown.replace("“", "").replace("”", "") == reply.text.replace("“", "").replace("”", "")


@pytest.mark.parametrize(
    "words", ["NOTHING IN THE SOURCES", "Nothing in the sources.", "**NOTHING IN THE SOURCES**", "NOTHING IN THE SOURCES. They speak of caches."]
)  # fmt: skip
def test_the_words_for_no_answer_become_a_notice_and_are_never_shown(birds: Library, words: str) -> None:
    server = ChatServer()
    server.answers_with(in_pieces(list(words)))
    reply = ask(read(KESTREL), birds, whole(server))
    seen = [(piece, reply.pending) for piece in reply]
    assert {"".join(pair) for pair in seen} == {""}
    assert reply.notice and reply.notice.kind == "not answered" and reply.notice.next_step
    assert reply.claims == [] and reply.nearest and "sources" not in reply.text.lower()


def test_the_words_for_no_answer_after_an_answer_are_left_out(birds: Library) -> None:
    reply = written(f"{CUTS} [1] NOTHING IN THE SOURCES", birds).finish()
    assert reply.notice is None and reply.text == f"“{CUTS}” [1]"


def test_an_answer_that_only_begins_like_those_words_is_an_answer(birds: Library) -> None:
    reply = written("Nothing in the sources is about owls, but Kestrel is a cache [1].", birds).finish()
    assert reply.notice is None and reply.claims[0].cited == (1,)


@pytest.mark.parametrize("text", ["[1]", ".", "---", "“”"])
def test_an_answer_without_a_word_is_a_failure_and_the_evidence_is_quoted(birds: Library, text: str) -> None:
    reply = written(text, birds).finish()
    assert reply.problem and "wrote no sentence" in reply.problem.message
    assert reply.claims and {claim.verdict for claim in reply.claims} == {"quoted"}


def test_a_model_failing_before_a_word_leaves_the_evidence_in_quotes(
    birds: Library, chat_server: ChatServer
) -> None:
    chat_server.fails(401)
    reply = ask(read(KESTREL), birds, whole(chat_server))
    assert "".join(reply) == reply.text
    assert isinstance(reply.problem, ModelKeyRefused)
    assert {claim.verdict for claim in reply.claims} == {"quoted"}
    assert (reply.model_kind, reply.model_name, reply.finished) == ("none", "quotations", True)
    assert to_json(reply, shapes.Reply)["error"] == str(reply.problem)


def test_a_model_failing_in_the_middle_keeps_what_it_wrote(birds: Library, chat_server: ChatServer) -> None:
    pieces = ["Kestrel is a cache ", "[1]. ", "It keeps ", "only some"]
    chat_server.answers_with(in_pieces(pieces, httpx2.ReadError("cut")))
    reply = ask(read(KESTREL), birds, whole(chat_server))
    assert "".join(reply) == reply.text == "Kestrel is a cache. [1] It keeps only some"
    assert isinstance(reply.problem, ModelInterrupted)
    assert [claim.verdict for claim in reply.claims] == ["supported"]
    assert (reply.model_kind, reply.pending) == ("endpoint", "It keeps only some")


def test_a_stopped_reply_keeps_what_is_written_and_asks_for_no_more(
    birds: Library, chat_server: ChatServer
) -> None:
    sent: list[str] = []

    def words() -> Iterator[str]:
        for word in ["Kestrel is a cache [1]. ", "It keeps ", "some tokens. ", *["More. "] * 50]:
            sent.append(word)
            yield word

    chat_server.answers_with(in_pieces(words()))
    reply = ask(read(KESTREL), birds, whole(chat_server))
    for _ in reply:
        if "It keeps" in reply.text:
            break
    reply.stop()
    assert reply.text == "Kestrel is a cache. [1] It keeps"
    assert [claim.verdict for claim in reply.claims] == ["supported"]  # half a sentence claims nothing
    assert not reply.finished and reply.timings["total"] > 0 and reply.pending == "It keeps"
    assert len(sent) < 10 and list(reply) == []


def test_a_sentence_that_was_whole_when_the_model_failed_is_a_claim(
    birds: Library, chat_server: ChatServer
) -> None:
    chat_server.answers_with(in_pieces(["Kestrel is a cache [1]."], httpx2.ReadError("cut")))
    reply = ask(read(KESTREL), birds, whole(chat_server)).finish()
    assert [claim.verdict for claim in reply.claims] == ["supported"] and reply.pending == ""


def test_a_small_model_rewrites_each_evidence(birds: Library, chat_server: ChatServer) -> None:
    good = "The paper proposes Kestrel, a cache that keeps only the tokens that later layers attend to."
    chat_server.says(good)
    reply = ask(read(KESTREL), birds, one_by_one(chat_server)).finish()
    assert len(chat_server.requests) == len(reply.claims) == reply.usage.calls
    assert (good, "supported") in [(claim.text, claim.verdict) for claim in reply.claims]
    assert {claim.verdict for claim in reply.claims} <= {"quoted", "supported"}
    assert all(claim.cited == (1,) for claim in reply.claims)


def test_a_small_model_failing_leaves_the_evidence_in_quotes(birds: Library, chat_server: ChatServer) -> None:
    chat_server.fails(404)
    reply = ask(read(KESTREL), birds, one_by_one(chat_server)).finish()
    assert reply.problem and {claim.verdict for claim in reply.claims} == {"quoted"}
