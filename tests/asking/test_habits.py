"""What models write beside plain sentences with marks: read as what it is, and never as more."""

import json
import time
from typing import Any

import httpx2
import pytest

from assistant.asking.answer import ask
from assistant.asking.reply import Reply
from assistant.asking.writing import go_on
from assistant.errors import EmptyResponse
from assistant.library.library import Library
from tests.birds import KESTREL, in_pieces, read, whole
from tests.conftest import ChatServer, at_once, cut_short, streamed

CUTS = "Kestrel cuts memory by 40 percent and loses no accuracy on three benchmarks."
KEEPS = "Kestrel keeps only the tokens that later layers attend to."


def reply_to(server: ChatServer, library: Library, steps: list[str] | None = None) -> Reply:
    return ask(read(KESTREL), library, whole(server), (steps if steps is not None else []).append).finish()


def written(text: str, library: Library) -> Reply:
    server = ChatServer()
    server.says(text)
    return reply_to(server, library)


def chunks(*deltas: dict[str, Any], reason: str | None = "stop") -> httpx2.Response:
    """A stream of these deltas, which ends for this reason."""
    events = b""
    for delta, finish in [*((delta, None) for delta in deltas), ({}, reason)]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [choice],
        }
        events += b"data: " + json.dumps(chunk).encode() + b"\n\n"
    content = events + (b"data: [DONE]\n\n" if reason else b"")
    return httpx2.Response(200, content=content, headers={"content-type": "text/event-stream"})


@pytest.mark.parametrize(
    "text",
    [
        f"<think>Source [9] says 50%.</think>{CUTS} [1]",
        f"Source [9] says 50%. Let me see.\n</think>\n\n{CUTS} [1]",
        f"<|channel|>analysis<|message|>Source [9] says 50%.<|end|><|start|>assistant<|channel|>final<|message|>{CUTS} [1]",
    ],
)
def test_thoughts_are_kept_apart_from_the_answer(birds: Library, text: str) -> None:
    server, steps = ChatServer(), list[str]()
    server.answers_with(in_pieces([text[i : i + 5] for i in range(0, len(text), 5)]))
    reply = reply_to(server, birds, steps)
    assert [claim.text for claim in reply.claims] == [CUTS]
    assert "Source [9] says 50%." in reply.thoughts and "50%" not in reply.text
    assert text.startswith("Source") or "thinking" in steps


def test_thoughts_that_a_server_sends_beside_the_answer_are_kept(birds: Library) -> None:
    for name in ("reasoning_content", "reasoning"):
        server = ChatServer()
        server.answers_with(
            lambda _, name=name: chunks({name: "Let me "}, {name: "see."}, {"content": f"{CUTS} [1]"})
        )
        reply = reply_to(server, birds)
        assert (reply.thoughts, reply.text) == ("Let me see.", f"“{CUTS}” [1]")


def test_no_answer_behind_thoughts_is_recognised(birds: Library) -> None:
    reply = written("<think>Is it there? No.</think>\nNOTHING IN THE SOURCES", birds)
    assert reply.notice and reply.notice.kind == "not answered" and not reply.claims


def test_only_thoughts_are_no_answer_and_are_paid_for_once(birds: Library) -> None:
    for answer in (
        lambda _: streamed("<think>Hm, let me see."),
        lambda _: chunks({"reasoning_content": "Hm."}),
    ):
        server = ChatServer()
        server.answers_with(answer)
        reply = reply_to(server, birds)
        assert isinstance(reply.problem, EmptyResponse) and "only thought aloud" in reply.problem.message
        assert len(server.requests) == 1
        assert {claim.verdict for claim in reply.claims} == {"quoted"}


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but the sources do not discuss the price of Kestrel.",
        "Leider steht davon nichts in den Quellen.",
        "None of the given abstracts covers this topic. You may want to search elsewhere.",
    ],
)
def test_an_answer_that_rests_on_nothing_is_no_answer_with_its_words_kept(birds: Library, text: str) -> None:
    reply = written(text, birds)
    assert reply.notice and reply.notice.kind == "not answered" and text in reply.notice.message
    assert not reply.claims and not reply.problem and reply.raw == text


@pytest.mark.parametrize("streams", [True, False])
def test_a_refusal_in_its_own_field_is_the_notice(birds: Library, streams: bool) -> None:
    server = ChatServer()
    whole_message = {"role": "assistant", "content": None, "refusal": "I cannot help with that."}

    def respond(request: dict[str, Any]) -> httpx2.Response:
        if streams:
            return chunks({"refusal": "I cannot "}, {"refusal": "help with that."})
        response = at_once("")
        body = json.loads(response.content)
        body["choices"][0]["message"] = whole_message
        return httpx2.Response(200, json=body)

    server.answers_with(respond)
    reply = reply_to(server, birds)
    assert reply.notice and "I cannot help with that." in reply.notice.message
    assert not reply.claims and not reply.problem


@pytest.mark.parametrize(
    ("reason", "said"),
    [("length", "limit of tokens"), ("content_filter", "content filter"), (None, "connection closed")],
)
def test_an_answer_that_is_cut_short_says_why_and_half_a_sentence_claims_nothing(
    birds: Library, reason: str | None, said: str
) -> None:
    server = ChatServer()
    server.answers_with(lambda _: chunks({"content": f"{CUTS} [1] "}, {"content": "Comm"}, reason=reason))
    reply = reply_to(server, birds)
    assert [claim.text for claim in reply.claims] == [CUTS]
    assert said in reply.cut_short and reply.pending == "Comm" and reply.can_go_on


def test_a_whole_answer_is_not_cut_short(birds: Library) -> None:
    for text in (f"{CUTS} [1]", f"- {CUTS} [1]", f"{CUTS[:-1]} [1]", CUTS):
        assert not written(text, birds).cut_short


def test_an_answer_goes_on_where_it_was_cut(birds: Library) -> None:
    server = ChatServer()
    server.answers_with(lambda _: cut_short(f"{CUTS} [1] Kestrel also"))
    server.says(f"{CUTS} [1] {KEEPS} [1]")
    writer = whole(server)
    reply = ask(read(KESTREL), birds, writer).finish()
    more = "".join(go_on(reply, birds, writer))
    assert [claim.text for claim in reply.claims] == [CUTS, KEEPS] and not reply.cut_short
    assert (
        more.strip() == f"{KEEPS} [1]"
        and CUTS[:20] not in more
        and "<written>" in server.requests[1]["messages"][1]["content"]
    )


def test_a_model_that_repeats_itself_is_stopped(birds: Library) -> None:
    server, sent = ChatServer(), list[str]()

    def pieces() -> Any:
        for _ in range(160):
            sent.append(f"{CUTS} [1] ")
            yield sent[-1]

    server.answers_with(lambda request: in_pieces(pieces())(request))
    reply = reply_to(server, birds)
    assert [claim.text for claim in reply.claims] == [CUTS]
    assert "repeat" in reply.cut_short and len(sent) < 10


def test_a_loop_without_a_full_stop_is_stopped(birds: Library) -> None:
    reply = written(
        "Kestrel is " + "a cache that keeps the tokens that later layers of it attend to and is " * 40, birds
    )
    assert "repeat" in reply.cut_short and len(reply.raw) < 1_000


def test_another_language_is_not_checked(birds: Library) -> None:
    for text in (
        "Kestrel 使内存增大三倍,并且无法用于长文档[1]。",
        "Kestrel senkt den Speicherbedarf um die Hälfte und verliert dabei keine Genauigkeit [1].",
        "Kestrel はメモリを三倍にする[1]。",
        "Kestrel réduit la mémoire de moitié et ne perd aucune précision [1].",
    ):
        (claim,) = written(text, birds).claims
        assert (claim.verdict, claim.cited) == ("unchecked", (1,)) and "another language" in claim.reason


def test_numbers_are_read_through_latex(birds: Library) -> None:
    for number in (r"$40\%$", r"40\,\%", r"\textbf{40} percent", r"$40$ percent"):
        (claim,) = written(f"Kestrel cuts memory by {number} and loses no accuracy [1].", birds).claims
        assert claim.holds and "40" in claim.text and "$" not in claim.text


def test_one_mark_at_the_end_of_a_paragraph_covers_its_sentences(birds: Library) -> None:
    reply = written(f"{CUTS} {KEEPS} Robots fold nine of ten shirts. Kestrel is a cache [1].", birds)
    assert [claim.cited for claim in reply.claims] == [(1,), (1,), (), (1,)]


TABLE = f"""### Kestrel

{CUTS} [1]

| Method | Memory |
|---|---|
| Kestrel | cuts memory by 40 percent [1] |
| Kestrel | cuts memory by 70 percent [1] |

```python
cache[1]
```

References:
[1] Kestrel: Caching for Long Documents
"""


def test_headings_tables_code_and_references_are_what_they_are(birds: Library) -> None:
    reply = written(TABLE, birds)
    assert [(claim.text, claim.verdict) for claim in reply.claims] == [
        (CUTS, "quoted"),
        ("cuts memory by 40 percent", "supported"),
        ("cuts memory by 70 percent", "unsupported"),
    ]
    assert [block.kind for claim in reply.claims for block in claim.before] == [
        "heading",
        "head",
        "row",
        "row",
    ]
    assert (
        reply.text.startswith("Kestrel\n\n“Kestrel cuts")
        and "Kestrel | cuts memory by 40 percent [1]" in reply.text
    )
    assert "Caching for Long" not in reply.text and "cache[1]" not in reply.text


def test_a_stream_of_tables_formulas_and_repeats_shows_nothing_twice(birds: Library) -> None:
    text = f"{TABLE}\nThe loss $L=\\sum_i x_i$ costs $5 to $10 [1]."
    for size in (1, 7, 40):
        server = ChatServer()
        server.answers_with(in_pieces([text[i : i + size] for i in range(0, len(text), size)]))
        reply = ask(read(KESTREL), birds, whole(server))
        shown = "".join(reply)
        assert shown.replace("“", "").replace("”", "") == reply.text.replace("“", "").replace("”", "")
    assert "L=∑_i x_i costs $5 to $10" in reply.text


def test_half_a_sentence_behind_its_mark_claims_nothing(birds: Library, chat_server: ChatServer) -> None:
    for half in ("[1] Kestrel also", "Kestrel [1] also"):
        chat_server.answers_with(lambda _, half=half: cut_short(f"[1] {CUTS} {half}"))
        assert [claim.text for claim in reply_to(chat_server, birds).claims] == [CUTS]
        chat_server.answers.clear()


@pytest.mark.parametrize(
    "piece", ["[", "(", "| a ", "\n\n", "*a ", "$a ", "<", "\\a{", "`", "\n- ", "a [1] "]
)
def test_a_draft_of_any_signs_is_read_in_time_and_has_an_end(birds: Library, piece: str) -> None:
    start = time.process_time()
    reply = written(piece * (16_000 // len(piece)), birds)
    assert time.process_time() - start < 30 and len(reply.raw) < 50_000
