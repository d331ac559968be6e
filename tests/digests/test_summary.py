"""What a model says of a day's themes and of what stands out: checked, kept, and left out where it does not hold."""

import json
import re
from datetime import datetime
from email import message_from_string
from email.policy import default
from pathlib import Path
from typing import Any

import httpx2
import pytest

from assistant.digests.digest import Digest, cost_of, make
from assistant.digests.selection import Request, Selection, select
from assistant.digests.summary import ThemeWriter
from assistant.export import digest as forms
from assistant.export import feed, mail, shapes
from assistant.jsonable import to_json
from assistant.key_value_store import KeyValueStore
from assistant.library.fetch_log import FetchLog
from assistant.library.library import Library
from assistant.llm.models import open_model
from assistant.settings import ModelChoice, Settings
from assistant.spans import read_span
from tests.conftest import TODAY, ChatServer, at_once
from tests.days import Scripted, day_papers


@pytest.fixture
def writer(chat_server: ChatServer, library: Library, settings: Settings, monkeypatch) -> ThemeWriter:
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.0)
    choice = ModelChoice("endpoint", "m", "http://localhost:1/v1", "k")
    model = open_model(Settings(home=settings.home, model=choice), http_client=chat_server.client)
    assert model
    return ThemeWriter(model, library.embedder, KeyValueStore(settings.home, "digest themes"))


@pytest.fixture
def selection(library: Library, tmp_path: Path) -> Selection:
    library.put(day_papers())
    return select(Request(read_span("2025-11-12", TODAY)), library, FetchLog(tmp_path), TODAY)


def made(selection: Selection, library: Library, writer: ThemeWriter | None, **options: Any) -> Digest:
    *_, last = make(selection, library, Scripted(), themes=writer, **options)
    return last


def faithful(request: dict[str, Any]) -> httpx2.Response:
    """The first and the last sentence of the theme's first paper."""
    number, body = re.findall(
        r"<source (\d+)[^>]*>\n.*\n(.*)\n</source>", request["messages"][-1]["content"]
    )[0]
    first, *_, last = (sentence.strip(".") for sentence in body.split(". "))
    return answer("A theme", f"{first} [{number}].", f"{last} [{number}].")


def answer(name: str, text: str, standout: str) -> httpx2.Response:
    return at_once(json.dumps({"name": name, "text": text, "standout": standout}))


def queue(server: ChatServer, *responds: Any) -> None:
    for n in range(20):
        server.answers_with(responds[min(n, len(responds) - 1)])


def test_a_call_a_theme_names_it_and_says_what_stands_out(
    selection: Selection, library: Library, writer: ThemeWriter, chat_server: ChatServer
) -> None:
    queue(chat_server, faithful)
    digest = made(selection, library, writer)
    assert len(chat_server.requests) == len(digest.themes) == 3
    assert {theme.name for theme in digest.themes} == {"A theme"}
    assert len(digest.summary) == 3 and all(claim.holds and claim.cited for claim in digest.summary)
    told = to_json(digest, shapes.Digest)
    assert told["summary"][0]["verdict"] == "quoted" and told["summary"][0]["evidence"]
    assert all(re.search(r"\[\d\]$", theme["text"]) for theme in told["themes"])


def test_it_stands_on_the_page_in_the_text_the_mail_and_the_feed(
    selection: Selection, library: Library, writer: ThemeWriter, chat_server: ChatServer
) -> None:
    queue(chat_server, faithful)
    digest = made(selection, library, writer)
    message = mail.message(digest, "a@example.org", "b@example.org", datetime(2025, 11, 13))
    parsed = message_from_string(message.as_string(), policy=default)
    halves = [part.get_content() for part in parsed.walk() if part.get_content_maintype() == "text"]
    shown = [forms.markdown(digest), forms.headline(digest, "k"), feed.atom([digest]), *halves]
    for claim in digest.summary:
        assert all(claim.text in text for text in shown)


def test_a_second_look_costs_nothing(
    selection: Selection, library: Library, writer: ThemeWriter, chat_server: ChatServer
) -> None:
    queue(chat_server, faithful)
    assert cost_of(selection, library, Scripted(), writer).themes == 3
    first = made(selection, library, writer)
    again = made(selection, library, writer)
    assert len(chat_server.requests) == 3 and again.themes == first.themes and again.usage.calls == 0
    assert cost_of(selection, library, Scripted(), writer).tokens == 0


@pytest.mark.parametrize(
    "name, text, standout",
    [
        ("77 things", "All owls vanished in 1999 [1].", "It reaches 99.9% on ImageNet [1]."),
        ("A sentence that goes on and on " * 5, "No paper is cited.", "Cats sing opera in Paris [77]."),
    ],
)
def test_what_does_not_hold_is_left_out_and_the_headline_stands(
    name: str, text: str, standout: str, selection: Selection, library: Library, writer: ThemeWriter,
    chat_server: ChatServer,
) -> None:  # fmt: skip
    queue(chat_server, lambda request: answer(name, text, standout))
    digest, without = made(selection, library, writer), made(selection, library, None)
    assert digest.summary == () and digest.headline == without.headline and digest.themes == without.themes


def test_a_model_that_fails_or_writes_prose_leaves_the_digest_as_without(
    selection: Selection, library: Library, writer: ThemeWriter, chat_server: ChatServer
) -> None:
    refuse = httpx2.Response(401, json={"error": {"message": "no"}})
    queue(chat_server, lambda request: at_once("I would rather not."), lambda request: refuse)
    digest, without = made(selection, library, writer), made(selection, library, None)
    assert digest.themes == without.themes and digest.headline == without.headline and digest.finished


def test_themes_are_written_with_what_the_tldrs_leave_of_the_budget(
    selection: Selection, library: Library, writer: ThemeWriter, chat_server: ChatServer
) -> None:
    queue(chat_server, faithful)
    whole = cost_of(selection, library, Scripted(), writer).tokens
    assert len(made(selection, library, writer, most_tokens=whole - 1).summary) == 2
    made(selection, library, writer, most_tokens=0)
    assert len(chat_server.requests) == 2
