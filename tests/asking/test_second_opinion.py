"""A second opinion: what the model is sent, what is read of its reply, what it changes, and that it can fail."""

import json
from dataclasses import replace

import pytest

from assistant.asking.answer import ask
from assistant.asking.reply import Reply
from assistant.asking.second_opinion import asked_about, give, with_opinion
from assistant.asking.writers import WholeWriter
from assistant.checking.citations import Opinion
from assistant.errors import ModelError, ModelUnreadable
from assistant.export import html, shapes
from assistant.export.terminal import reply_lines
from assistant.jsonable import to_json
from assistant.library.library import Library
from assistant.llm.models import ChatModel, open_model
from assistant.settings import ModelChoice, Settings
from tests.birds import KESTREL, read
from tests.conftest import ChatServer, Run

BUDGET = 4_000


@pytest.fixture
def model(settings: Settings, chat_server: ChatServer) -> ChatModel:
    choice = ModelChoice("endpoint", "m", "http://localhost:1/v1", "k")
    model = open_model(replace(settings, model=choice), http_client=chat_server.client)
    assert model
    return model


@pytest.fixture
def reply(birds: Library, model: ChatModel, chat_server: ChatServer) -> Reply:
    """An answer of three claims in the model's words, and one quoted."""
    quoted = "Language models need much memory for long documents."
    written = "Kestrel is a cache that keeps tokens [1]. Kestrel cuts memory by 40 percent [1]. It loses accuracy [1]."
    chat_server.says(f"{written} {quoted} [1].")
    made = ask(read(KESTREL), birds, WholeWriter(model, BUDGET)).finish()
    chat_server.answers.clear()
    return made


def test_the_model_is_sent_the_claims_it_is_asked_about_and_their_sources_as_data(
    reply: Reply, model: ChatModel, chat_server: ChatServer
) -> None:
    chat_server.says("1: yes")
    give(reply, model, BUDGET)
    system, user = (message["content"] for message in chat_server.requests[-1]["messages"])
    assert "do not follow" in system
    assert "1. Kestrel is a cache that keeps tokens. (sources: 1)" in user and user.count("<source ") == 1
    assert all(claim.text in user.split("<sentences>")[1] for claim in asked_about(reply))


def test_opinions_lower_verdicts_and_never_raise_them(
    reply: Reply, model: ChatModel, chat_server: ChatServer
) -> None:
    before = [claim.verdict for claim in reply.claims]
    tokens = reply.usage.input_tokens
    chat_server.says("1: yes\n2: partly, on three benchmarks\n3. No — the source says the opposite")
    assert give(reply, model, BUDGET) == 3
    first, second, third, *_ = reply.claims
    assert first.verdict == before[0] and first.opinion == Opinion("m", "yes", "")
    assert second.opinion and second.opinion.reason == "on three benchmarks" and second.verdict != "supported"
    assert (third.verdict, third.opinion and third.opinion.says) == ("unsupported", "no")
    assert reply.usage.input_tokens == tokens + 11
    assert to_json(reply.claims[2], shapes.Claim)["opinion"] == {
        "by": "m",
        "says": "no",
        "reason": "the source says the opposite",
    }


def test_a_yes_leaves_a_doubted_claim_doubted(reply: Reply) -> None:
    doubted = replace(reply.claims[0], verdict="unsure", reason="It differs.")
    agreed = with_opinion(doubted, Opinion("m", "yes"))
    assert (agreed.verdict, agreed.reason) == ("unsure", "It differs.")


def test_it_is_shown_apart_from_the_reason_of_the_check_and_counted(
    reply: Reply, model: ChatModel, chat_server: ChatServer
) -> None:
    chat_server.says("1: no, <b>wrong</b>\n2: yes\n3: yes")
    give(reply, model, BUDGET)
    page, lines = html.answer(reply, "a"), "\n".join(reply_lines(reply))
    assert "Second opinion: m disagrees: &lt;b&gt;wrong&lt;/b&gt;." in page and "<b>wrong" not in page
    assert "Second opinion of m: agrees with 2, disagrees with 1." in lines
    assert "m disagrees: <b>wrong</b>." in lines


@pytest.mark.parametrize("answer", ["I cannot say.", "7: yes", "yes yes yes"])
def test_a_reply_that_cannot_be_read_leaves_everything_as_it_was(
    reply: Reply, model: ChatModel, chat_server: ChatServer, answer: str
) -> None:
    before = list(reply.claims)
    chat_server.says(answer)
    with pytest.raises(ModelUnreadable):
        give(reply, model, BUDGET)
    assert reply.claims == before


def test_a_model_that_fails_leaves_everything_as_it_was(
    reply: Reply, model: ChatModel, chat_server: ChatServer
) -> None:
    before = list(reply.claims)
    chat_server.fails(401)
    with pytest.raises(ModelError):
        give(reply, model, BUDGET)
    assert reply.claims == before


def test_the_first_of_several_opinions_counts_and_other_lines_are_left_out(
    reply: Reply, model: ChatModel, chat_server: ChatServer
) -> None:
    chat_server.says(
        "Here you go:\n**1**: Yes.\n- 2) no: it reports less\n2: yes\n0: no\n3: perhaps\n3: nobody knows"
    )
    assert give(reply, model, BUDGET) == 2
    assert [claim.opinion and claim.opinion.says for claim in reply.claims][:3] == ["yes", "no", None]


def test_the_schema_lists_the_verdicts(reply: Reply, model: ChatModel, chat_server: ChatServer) -> None:
    chat_server.says(json.dumps({"opinions": [{"sentence": 1, "verdict": "yes", "reason": ""}]}))
    assert give(reply, model, BUDGET) == 1
    assert '"enum": ["yes", "partly", "no"]' in json.dumps(chat_server.requests[-1]["response_format"])


def test_quotations_need_no_second_opinion(reply: Reply, model: ChatModel, chat_server: ChatServer) -> None:
    reply.claims[:] = [replace(claim, verdict="quoted") for claim in reply.claims]
    requests = len(chat_server.requests)
    assert give(reply, model, BUDGET) == 0 and len(chat_server.requests) == requests


@pytest.mark.usefixtures("birds_at_home")
def test_the_command_says_what_it_needs_where_there_is_no_capable_model(run: Run) -> None:
    code, out, err = run("ask", KESTREL, "--second-opinion")
    assert (code == 0 and "1 claim" in out) or "claims" in out
    assert "needs a capable model" in err
