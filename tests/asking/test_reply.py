"""What a reply holds when it is written: its text, its JSON, what a follow-up needs of it."""

import json

from assistant.asking.reply import Notice, Reply, StreamCursor
from assistant.checking.citations import Claim
from assistant.export import shapes
from assistant.jsonable import to_json
from assistant.library.library import Library
from tests.birds import KESTREL, PAPERS, quoted, read


def blank() -> Reply:
    return Reply(read(KESTREL), "none", "quotations")


def claim(text: str, lead: str = "") -> Claim:
    return Claim(text, (1,), (), "supported", prefix=lead)


def test_the_json_of_a_reply_has_these_keys_and_no_others(birds: Library) -> None:
    told = json.loads(json.dumps(to_json(quoted("What is Kestrel in cs.CL?", birds).finish(), shapes.Reply)))
    assert list(told) == [
        "question", "filters", "answer", "claims", "removed_citations", "unfinished", "raw", "sources", "nearest",
        "notice", "error", "model", "usage", "timings",
    ]  # fmt: skip
    assert set(told["claims"][0]) == {"text", "verdict", "reason", "evidence"}
    assert set(told["claims"][0]["evidence"][0]) == {"paper", "sentence", "text"}
    assert set(told["sources"][0]) == {
        "number", "id", "title", "url", "published", "sample", "meaning_rank", "keyword_rank",
    }  # fmt: skip
    assert set(told["model"]) == {"kind", "name"}
    assert set(told["usage"]) == {"input_tokens", "output_tokens", "calls", "cut_short"}
    assert set(told["timings"]) == {"search", "evidence", "first_word", "total"}


def test_the_json_of_a_reply_tells_what_the_text_tells(birds: Library) -> None:
    reply = quoted("What is Kestrel in cs.CL?", birds).finish()
    told = to_json(reply, shapes.Reply)
    assert (told["question"], told["answer"]) == ("What is Kestrel in cs.CL?", reply.text)
    assert told["filters"] == {"categories": ["cs.CL"]}
    assert told["sources"][0] | {"meaning_rank": 0, "keyword_rank": 0} == {
        "number": 1,
        "id": PAPERS[0].id,
        "title": PAPERS[0].title,
        "url": f"https://arxiv.org/abs/{PAPERS[0].id}",
        "published": "2025-03-01",
        "sample": False,
        "meaning_rank": 0,
        "keyword_rank": 0,
    }
    evidence = told["claims"][0]["evidence"][0]
    assert evidence["paper"] == PAPERS[0].id and evidence["text"] in PAPERS[0].abstract
    assert told["model"] == {"kind": "none", "name": "quotations"}


def test_the_json_of_no_answer_names_the_notice_and_the_nearest(birds: Library) -> None:
    told = to_json(quoted("Which hospital uses robots?", birds).finish(), shapes.Reply)
    assert (told["notice"], told["claims"], told["sources"], told["error"]) == ("nothing found", [], [], None)
    assert set(told["nearest"][0]) == {"id", "title", "url"}


def test_a_follow_up_is_told_the_numbers_of_the_cited_papers(birds: Library) -> None:
    reply = quoted(KESTREL, birds).finish()
    turn = reply.as_turn()
    assert (turn.question, turn.answer, turn.cited) == (reply.question, reply.text, ((1, PAPERS[0].id),))
    follow = read("What does [1] say about accuracy?", [turn])
    assert follow.filters.papers == (PAPERS[0].id,)


def test_a_stopped_reply_is_not_finished_and_a_finished_one_cannot_be_stopped(birds: Library) -> None:
    reply = quoted("What is new?", birds)
    next(iter(reply))
    reply.stop()
    assert len(reply.claims) == 1 and not reply.finished
    assert list(reply) == [] and len(reply.claims) == 1
    done = quoted("What is new?", birds).finish()
    done.stop()
    assert done.finished and len(done.claims) == 2


def test_a_reply_stopped_before_it_began_holds_nothing(birds: Library) -> None:
    reply = quoted(KESTREL, birds)
    reply.stop()
    assert (list(reply), reply.text, reply.claims) == ([], "", [])


def test_the_text_joins_claims_by_their_leads_and_ends_with_what_is_pending() -> None:
    reply = blank()
    reply.claims = [claim("One."), claim("Two."), claim("Three.", "\n\n"), claim("Four.", "\n- ")]
    reply.pending, reply.pending_lead = "Fi", "\n- "
    assert reply.text == "One. [1] Two. [1]\n\nThree. [1]\n- Four. [1]\n- Fi"


def test_a_notice_is_the_text_only_where_nothing_is_claimed() -> None:
    reply = blank()
    reply.notice = Notice("nothing found", "Nothing answers.", "Ask again.")
    assert reply.text == "Nothing answers. Ask again."
    reply.claims = [claim("One.")]
    assert reply.text == "One. [1]"


def test_what_was_shown_stays_and_a_quoted_sentence_gets_its_citations() -> None:
    reply = blank()
    shown = StreamCursor(reply)
    reply.pending = "Kestrel is"
    assert shown.more() == "Kestrel is"
    assert shown.more() == ""
    reply.claims = [Claim("Kestrel is a cache.", (1, 2), (), "quoted")]
    reply.pending, reply.pending_lead = "It", "\n\n"
    assert shown.more() == " [1][2]\n\nIt"
    reply.claims.append(claim("It is fast.", "\n\n"))
    reply.pending = ""
    assert shown.more() == " is fast. [1]"
