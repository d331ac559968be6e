"""Model calls that are kept: off by default, whole where wanted, bounded, private, and never in the way."""

import json
import logging
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from assistant import log
from assistant.errors import LibraryError, ModelError
from assistant.export import shapes
from assistant.jsonable import to_json
from assistant.llm import call_log
from assistant.llm.call_log import FILE, VERSION, CallLog, CallRecord
from assistant.llm.models import ChatModel, Usage, open_model
from assistant.settings import Settings, from_environment
from tests.birds import PAPERS
from tests.conftest import ChatServer, Run, cut_short, streamed
from tests.llm.conftest import ENDPOINT, MESSAGES
from tests.test_cli import answers

QUESTION = "How does Kestrel cut memory?"


@pytest.fixture
def kept(settings: Settings) -> CallLog:
    """The calls kept in the home of the settings."""
    return CallLog(settings.home)


@pytest.fixture
def keeping(settings: Settings, chat_server: ChatServer) -> ChatModel:
    """A model whose calls are kept."""
    wanted = replace(settings, model=ENDPOINT, log_calls=True)
    model = open_model(wanted, http_client=chat_server.client)
    assert model
    return model


def test_nothing_is_kept_unless_it_is_asked_for(
    model: ChatModel, chat_server: ChatServer, settings: Settings
) -> None:
    chat_server.says("Yes.")
    model.complete(MESSAGES, Usage(), record=CallRecord("answer"))
    assert not (settings.home / FILE).exists()
    assert not from_environment({}).log_calls and not from_environment({"PAPERS_LOG_CALLS": "no"}).log_calls
    assert from_environment({"PAPERS_LOG_CALLS": "yes"}).log_calls


def test_a_call_is_kept_whole(keeping: ChatModel, chat_server: ChatServer, kept: CallLog) -> None:
    chat_server.says("Yes, it is.")
    keeping.complete(MESSAGES, Usage(), record=CallRecord("answer", ["2501.00001"]))
    (record,) = kept.latest(10)
    assert (record.purpose, record.model, record.sources) == ("answer", "m", ["2501.00001"])
    assert (record.system, record.user, record.reply) == (*MESSAGES, "Yes, it is.")
    assert (record.input_tokens, record.output_tokens, record.error) == (11, 7, "")
    assert record.seconds > 0 and record.time.endswith("+00:00") and not record.cut_short


def test_a_failed_call_is_kept_with_its_error(
    keeping: ChatModel, chat_server: ChatServer, kept: CallLog
) -> None:
    chat_server.fails(401)
    with pytest.raises(ModelError):
        keeping.complete(MESSAGES, Usage())
    assert "does not accept the key" in kept.latest(1)[0].error


def test_a_call_that_the_reader_stops_is_kept_up_to_there(
    keeping: ChatModel, chat_server: ChatServer, kept: CallLog
) -> None:
    chat_server.says("One two three.")
    usage = Usage()
    pieces = keeping.stream(MESSAGES, usage)
    assert next(piece for piece in pieces if piece) == "One "
    pieces.close()
    (record,) = kept.latest(1)
    assert (record.reply, record.error, usage.calls) == ("One ", "stopped by the reader", 1)


@pytest.mark.parametrize(("answer", "cut"), [(cut_short, True), (streamed, False)])
def test_a_reply_that_ends_at_its_token_limit_is_counted(
    keeping: ChatModel,
    chat_server: ChatServer,
    kept: CallLog,
    answer: Callable[[str], httpx2.Response],
    cut: bool,
) -> None:
    chat_server.answers_with(lambda _: answer("It is a"))
    usage = Usage()
    assert keeping.complete(MESSAGES, usage) == "It is a"
    assert to_json(usage, shapes.Usage)["cut_short"] == cut == kept.latest(1)[0].cut_short


def test_only_the_last_calls_are_kept(kept: CallLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_log, "KEPT", 3)
    for number in range(5):
        kept.add(CallRecord("answer", reply=str(number)))
    assert [record.reply for record in kept.latest(10)] == ["2", "3", "4"]
    assert [record.reply for record in kept.latest(2)] == ["3", "4"]


def test_claims_go_to_their_own_call_even_after_a_clearing(kept: CallLog) -> None:
    before, after = CallRecord("answer"), CallRecord("answer")
    kept.add(before)
    assert kept.clear() == 1
    kept.add(after)
    before.add_claims([])
    assert kept.latest(10)[0].claims == []


def test_only_the_owner_can_read_it(kept: CallLog, settings: Settings) -> None:
    kept.add(CallRecord("answer"))
    with closing(sqlite3.connect(settings.home / FILE)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        db.execute("SELECT * FROM calls").fetchall()
        modes = {stat.S_IMODE(path.stat().st_mode) for path in settings.home.glob(f"{FILE}*")}
    assert modes == {0o600}


def test_what_is_cleared_is_gone_from_the_disk(kept: CallLog, settings: Settings) -> None:
    kept.add(CallRecord("answer", reply="a secret sentence" * 500))
    assert kept.clear() == 1 and kept.latest(10) == []
    assert not [f for f in settings.home.glob(f"{FILE}*") if b"a secret sentence" in f.read_bytes()]


def test_a_key_is_masked_and_half_a_character_replaced(kept: CallLog) -> None:
    log.mask_keys(["sk-Xq7-distinctive-key"])
    kept.add(CallRecord("answer", user="owls \udcff", error="no: sk-Xq7-distinctive-key"))
    (record,) = kept.latest(1)
    assert (record.user, record.error) == ("owls ?", "no: ***")


def spoiled(home: Path) -> None:
    home.mkdir(parents=True)
    (home / FILE).mkdir()


def newer(home: Path) -> None:
    home.mkdir(parents=True)
    with closing(sqlite3.connect(home / FILE)) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")


@pytest.mark.parametrize(("spoil", "why"), [(spoiled, "calls.sqlite"), (newer, "Update papers")])
def test_a_file_that_cannot_be_written_is_one_warning_and_the_answer_still_comes(
    keeping: ChatModel,
    chat_server: ChatServer,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    spoil: Callable[[Path], None],
    why: str,
) -> None:
    spoil(settings.home)
    chat_server.says("Yes.")
    for _ in range(2):
        record = CallRecord("answer")
        assert keeping.complete(MESSAGES, Usage(), record=record) == "Yes."
        record.add_claims([])
    warnings = [each for each in caplog.records if each.levelno == logging.WARNING]
    assert len(warnings) == 1 and why in warnings[0].getMessage()


def test_a_newer_file_cannot_be_read_and_says_so(kept: CallLog, settings: Settings) -> None:
    newer(settings.home)
    for use in (lambda: kept.latest(1), kept.clear):
        with pytest.raises(LibraryError, match="Update papers"):
            use()


@pytest.fixture
def asked(run: Run, monkeypatch: pytest.MonkeyPatch, chat_server: ChatServer, birds_at_home: None) -> None:
    """A capable model answers on the command line, and its calls are kept."""
    answers(monkeypatch, chat_server)
    monkeypatch.setenv("PAPERS_LOG_CALLS", "yes")
    open_ = open_model
    monkeypatch.setattr("assistant.services.open_model", lambda settings: open_(settings, chat_server.client))


@pytest.mark.usefixtures("asked")
def test_the_command_line_shows_prompt_sources_claims_and_tokens(run: Run, chat_server: ChatServer) -> None:
    chat_server.says(f"{PAPERS[0].abstract.split('. ')[0]} [1]. Owls rule the moon [1].")
    assert run("ask", QUESTION)[0] == 0
    (call,) = json.loads(run("log", "--json")[1])["calls"]
    assert call["purpose"] == "answer" and QUESTION in call["user"] and "moon [1]" in call["reply"]
    assert PAPERS[0].id in call["sources"] and (call["input_tokens"], call["output_tokens"]) == (11, 7)
    assert [claim["verdict"] for claim in call["claims"]] == ["quoted", "unsupported"]
    out = run("log", "-n", 1)[1]
    assert "answer  m  11 + 7 tokens" in out and "unsupported: Owls rule the moon." in out
    assert run("log", "clear")[1] == "Deleted 1 model calls.\n"
    assert run("log")[1:] == ("", "No model call is kept.\n")


HOLDS = "Kestrel, a cache that keeps only the tokens that later layers attend to [1]."
CUTS = "Kestrel cuts memory by 40 percent."
CALLS = [
    ("answer", ("ask", QUESTION), HOLDS),
    ("TL;DR", ("digest", "2025-03"), HOLDS),
    ("cells", ("compare", PAPERS[0].id, PAPERS[1].id, "--aspect", "results"), f"1: {CUTS}"),
    ("synthesis", ("compare", PAPERS[0].id, PAPERS[1].id), HOLDS),
    ("explanation", ("explain", PAPERS[0].id), f"WHAT\n{HOLDS}"),
    ("second opinion", ("ask", QUESTION, "--second-opinion"), "1. yes: Kestrel is a cache [1]."),
]


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(("purpose", "command", "said"), CALLS, ids=[purpose for purpose, *_ in CALLS])
def test_every_kind_of_call_is_kept_with_its_sources_and_claims(
    run: Run, chat_server: ChatServer, purpose: str, command: tuple[str, ...], said: str
) -> None:
    chat_server.says(said)
    run(*command, "--json")
    calls = [c for c in json.loads(run("log", "--json")[1])["calls"] if c["purpose"] == purpose]
    assert calls and all(call["sources"] and call["reply"] == said for call in calls)
    assert any(claim["verdict"] for call in calls for claim in call["claims"])


def test_with_the_setting_off_the_command_says_how_to_turn_it_on(run: Run) -> None:
    assert run("log")[1:] == ("", "No model call is kept. Set PAPERS_LOG_CALLS=yes.\n")
    assert run("log", "clear")[1] == "Deleted 0 model calls.\n"
