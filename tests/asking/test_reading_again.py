"""The second reading within an answer: it judges the finished claims, and one that cannot be made is told of."""

from dataclasses import replace
from pathlib import Path

from assistant.asking.answer import ask
from assistant.asking.writers import WholeWriter
from assistant.library.library import Library
from assistant.llm.models import ChatModel, open_model
from assistant.reader.entailment import PACKAGED, FolderReader
from assistant.services import Services
from assistant.settings import ModelChoice, Settings
from tests.birds import KESTREL, read
from tests.conftest import ChatServer

WRITTEN = "Kestrel is a cache that keeps tokens [1]."


def writer(settings: Settings, chat_server: ChatServer) -> WholeWriter:
    choice = ModelChoice("endpoint", "m", "http://localhost:1/v1", "k")
    model: ChatModel | None = open_model(replace(settings, model=choice), http_client=chat_server.client)
    assert model
    return WholeWriter(model, 4_000)


def test_a_reader_that_is_missing_leaves_the_rules_verdicts_and_says_why(
    birds: Library, settings: Settings, chat_server: ChatServer, tmp_path: Path
) -> None:
    chat_server.says(WRITTEN)
    chat_server.says(WRITTEN)
    alone = ask(read(KESTREL), birds, writer(settings, chat_server)).finish()
    missing = FolderReader(tmp_path / "nowhere", birds.embedder)
    reply = ask(read(KESTREL), birds, writer(settings, chat_server), reader=missing).finish()
    assert reply.claims == alone.claims and not reply.problem
    assert reply.reader_problem and "config.json" in reply.reader_problem.message


def test_an_answer_is_read_again_by_the_packaged_reader(
    birds: Library, settings: Settings, chat_server: ChatServer
) -> None:
    chat_server.says(WRITTEN)
    reader = FolderReader(PACKAGED, birds.embedder)
    reply = ask(read(KESTREL), birds, writer(settings, chat_server), reader=reader).finish()
    assert reply.claims and not reply.reader_problem


def test_the_second_reading_is_on_and_can_be_turned_off(settings: Settings) -> None:
    reader = Services(settings).reader
    assert reader and reader.name == "packaged"
    assert Services(replace(settings, reads_again=False)).reader is None
